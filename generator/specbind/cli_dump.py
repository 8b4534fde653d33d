"""`specbind dump`: what a stage makes of a description, as the expression that would build it."""

from __future__ import annotations

import argparse
import dataclasses
import enum
from collections.abc import Iterator, Mapping
from pathlib import Path

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, chosen, configuration, is_description
from specbind.config import ApiConfig
from specbind.config_read import DEFAULT_OUT, from_arguments
from specbind.diagnostics import Collector
from specbind.report import visible

WIDTH = 100


def run(arguments: argparse.Namespace) -> int:
    """Print a stage's value, or the parts of it that have a name."""
    console = Console.of(arguments)
    collector = Collector()
    try:
        apis = _apis(arguments, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    value = _stage(apis[0], arguments.stage, collector) if apis else None
    console.diagnose(collector.diagnostics, counted=True)
    if value is None:
        return ERROR
    values = list(named(value, arguments.only)) if arguments.only else [value]
    if not values:
        console.complain(f"nothing is called `{arguments.only}` at the stage {arguments.stage}")
        return ERROR
    for each in values:
        print(dumped(each))
    return CLEAN


def _apis(arguments: argparse.Namespace, collector: Collector) -> tuple[ApiConfig, ...]:
    if is_description(arguments.target, arguments.config):
        return (from_arguments(Path(arguments.target), "client", None, Path(DEFAULT_OUT), True),)
    config = configuration(arguments.config, collector)
    return chosen(config, [arguments.target]) if config is not None else ()


def _stage(api: ApiConfig, stage: str, collector: Collector) -> object | None:
    from specbind import pipeline

    match stage:
        case "ir":
            return pipeline.described(api, collector)
        case "passes":
            return pipeline.arranged(api, collector)
        case _:
            model = pipeline.modelled(api, collector)
            return model[1] if model is not None else None


def named(value: object, name: str) -> Iterator[object]:
    """The outermost values within a value that are called so, be it by name, key or path."""
    if dataclasses.is_dataclass(value) and name in _names(value):
        yield value
        return
    for inner in _inner(value):
        yield from named(inner, name)


def _names(value: object) -> Iterator[str]:
    """What people call a value."""
    for attribute in ("name", "key", "operation_id", "operation", "path"):
        found = getattr(value, attribute, None)
        if isinstance(found, tuple):
            yield ".".join(str(part) for part in found)
        elif found is not None:
            yield str(getattr(found, "text", found))


def _inner(value: object) -> Iterator[object]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.repr:
                yield getattr(value, field.name)
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, (tuple, list)):
        yield from value


def dumped(value: object, indent: int = 0) -> str:
    """A value as an expression, on one line where it fits; defaults and places are left out."""
    opening, parts, closing = _shape(value)
    if not parts:
        return opening + closing
    inner = [(name, dumped(part, indent + 4)) for name, part in parts]
    line = f"{opening}{', '.join(name + text for name, text in inner)}{closing}"
    if "\n" not in line and len(line) + indent <= WIDTH:
        return line
    pad = " " * (indent + 4)
    body = "".join(f"{pad}{name}{text},\n" for name, text in inner)
    return f"{opening}\n{body}{' ' * indent}{closing}"


def _shape(value: object) -> tuple[str, list[tuple[str, object]], str]:
    """How a value begins, its parts with what stands before each, and how it ends."""
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}", [], ""
    if dataclasses.is_dataclass(value):
        fields = [field for field in dataclasses.fields(value) if field.repr and not _is_default(field, value)]
        return f"{type(value).__name__}(", [(f"{f.name}=", getattr(value, f.name)) for f in fields], ")"
    if isinstance(value, Mapping):
        return "{", [(f"{dumped(key)}: ", inner) for key, inner in value.items()], "}"
    if isinstance(value, (set, frozenset)):
        return "{", [("", inner) for inner in sorted(value, key=repr)], "}"
    if isinstance(value, (tuple, list)):
        return "[", [("", inner) for inner in value], "]"
    return visible(repr(value)), [], ""


def _is_default(field: dataclasses.Field[object], value: object) -> bool:
    found = getattr(value, field.name)
    if field.default is not dataclasses.MISSING:
        return type(found) is type(field.default) and found == field.default
    if field.default_factory is not dataclasses.MISSING:
        return bool(found == field.default_factory())
    return False
