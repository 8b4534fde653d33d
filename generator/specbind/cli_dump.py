"""`specbind dump`: what a stage makes of a description: the API as facts, or the Python model as an expression."""

from __future__ import annotations

import argparse
import dataclasses
import enum
import json
from collections.abc import Iterator, Mapping

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, one_api, reading_access
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.python.layout import Code
from specbind.report import Format, as_json, visible

WIDTH = 100


def run(arguments: argparse.Namespace) -> int:
    """Print a stage's value, or the parts of it that have a name."""
    console = Console.of(arguments)
    collector = Collector()
    try:
        access = reading_access(arguments.locked, arguments.allow_remote)
        api = one_api(arguments.target, arguments.config, arguments.overlay, access, collector)
        text = _stage(api, arguments.stage, arguments.only, collector) if api is not None else None
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    console.diagnose(collector.diagnostics, counted=True)
    code = CLEAN if text else ERROR
    if text == "":
        console.complain(f"nothing is called `{arguments.only}` at the stage {arguments.stage}")
    if console.format is Format.JSON:
        document = {"version": 1, "exit_code": code, "stage": arguments.stage, "lines": (text or "").splitlines()}
        print(json.dumps({**document, "diagnostics": as_json(collector.diagnostics)}, indent=2))
    elif text:
        print(text.rstrip("\n"))
    return code


def _stage(config: ApiConfig, stage: str, only: str | None, collector: Collector) -> str | None:
    """What a stage gives, as text; None after an error, empty where nothing is called so."""
    from specbind import pipeline
    from specbind.ir.dump import dump

    if stage == "python":
        model = pipeline.modelled(config, collector)
        if model is None:
            return None
        values = list(named(model[1], only)) if only else [model[1]]
        return "\n".join(map(dumped, values))
    if stage == "pages":
        return _pages(config, collector)
    api = (pipeline.described if stage == "ir" else pipeline.arranged)(config, collector)
    return None if api is None else "\n".join(map(visible, dump(api, only).splitlines()))


def _pages(config: ApiConfig, collector: Collector) -> str | None:
    """What each reference page documents, with its score."""
    from specbind.reference.files import is_reference
    from specbind.reference.read import outline

    if not is_reference(config.spec):
        raise UsageError(f"`{config.spec_name}` is no reference page and no folder of them")
    text = "\n".join(map(visible, outline(config.spec, collector)))
    return None if collector.failed else text


def named(value: object, name: str) -> Iterator[object]:
    """The outermost values within a value that are called so, be it by name, key or path."""
    if dataclasses.is_dataclass(value) and name in _names(value):
        yield value
        return
    for inner in _inner(value):
        yield from named(inner, name)


def _names(value: object) -> Iterator[str]:
    """What people call a value: the path of a file, a class, or the first word of a method or statement."""
    for attribute in ("name", "path", "signature", "code"):
        found = getattr(value, attribute, None)
        if found is not None:
            text = str(getattr(found, "text", found)).removeprefix("async ").removeprefix("def ")
            yield text.partition("(")[0].partition(":")[0].strip()


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
    if isinstance(value, Code):
        return visible(repr(value.text)), [], ""
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
