"""Writing, checking and reading documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from string import Formatter

from openapi_spec_validator import OpenAPIV31SpecValidator
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.types import Inference
from specbind.openapi.read import read
from specbind.openapi_export.export import export
from specbind.openapi_export.write import Syntax, write


def exported(api: Api, syntax: Syntax = Syntax.YAML) -> str:
    """The document of an API, without any complaint."""
    collector = Collector()
    text = write(export(api).value, syntax, collector)
    assert collector.diagnostics == ()
    return text


def read_back(text: str, folder: Path, syntax: Syntax = Syntax.YAML) -> Api:
    path = folder / f"exported.{syntax.value}"
    path.write_bytes(text.encode())
    collector = Collector()
    api = read(path, collector)
    assert api is not None, [each.message for each in collector.diagnostics]
    return api


def _has_plain_braces(path: str) -> bool:
    """Whether the validator can find the placeholders of a path, which it reads as a format string of Python."""
    try:
        list(Formatter().parse(path))
    except ValueError:
        return False
    return True


_VALIDATED: list[object] = []
"""Every document that was validated: the validator remembers nodes by identity, which must not be given to others."""


def mistakes(api: Api) -> list[str]:
    """What a validator of OpenAPI 3.1 finds in the document of an API."""
    readable = tuple(each for each in api.operations if _has_plain_braces(each.path))
    document = export(replace(api, operations=readable)).value
    _VALIDATED.append(document)
    found = OpenAPIV31SpecValidator(document).iter_errors()
    return [f"/{'/'.join(map(str, each.path))}: {each.message[:200]}" for each in found]


def inferred(value: object, place: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Every inference of an API with the place of its node and the file and line of its proof; variables too."""
    if isinstance(value, Inference):
        span = value.span
        source = f"{span.source.path}:{span.position.line}" if span is not None else ""
        yield place, value.fact, value.reason, source
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from inferred(item, f"{place}/{index}")
    elif is_dataclass(value):
        for each in fields(value):
            if each.name == "variable" and getattr(value, each.name) is not None:
                yield place, each.name, getattr(value, each.name), ""
            elif each.name != "span":
                yield from inferred(getattr(value, each.name), f"{place}/{each.name}")


def difference(one: object, other: object, place: str = "") -> str:
    """Where two values that should be equal first differ."""
    if type(one) is type(other) and is_dataclass(one):
        pairs = (
            (each.name, getattr(one, each.name), getattr(other, each.name)) for each in fields(one) if each.compare
        )
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = ((str(index), *pair) for index, pair in enumerate(zip(one, other, strict=True)))
    else:
        return "" if one == other else f"{place}: {one!r:.300} is not {other!r:.300}"
    return next((found for name, a, b in pairs if (found := difference(a, b, f"{place}/{name}"))), "")
