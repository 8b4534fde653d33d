"""Keywords for which the IR has no node, kept as they are written, so that reviews can compare them."""

from __future__ import annotations

import json
from typing import Final

from specbind.ir.api import Keyword
from specbind.ir.types import Json
from specbind.openapi.scalars import STRING_FORMATS
from specbind.openapi.tree import Node

_WHOLE: Final = frozenset(
    (
        "default",
        "format",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "x-extensible-enum",
        "x-sunset",
        "x-stability-level",
    )
)
_BY_MEMBER: Final = frozenset(("dependentRequired", "dependentSchemas", "dependencies", "patternProperties"))
_BY_PART: Final = frozenset(("allOf", "oneOf", "anyOf"))
_SCHEMA: Final = _WHOLE | _BY_MEMBER | _BY_PART
_LIFECYCLE: Final = ("x-sunset", "x-stability-level")
_NAMES: Final = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired", "$defs"))
_FORMATS: Final = STRING_FORMATS | {"int32", "int64", "float", "double"}
"""Formats that types say."""
_PROSE: Final = frozenset(("title", "description", "example", "examples", "$comment", "externalDocs"))


class Remarks:
    """Collects the keywords of one description in the order in which its schemas are read."""

    def __init__(self) -> None:
        self._keywords: list[Keyword] = []

    @property
    def keywords(self) -> tuple[Keyword, ...]:
        """All that was kept."""
        return tuple(self._keywords)

    def schema(self, node: Node) -> None:
        """Keep what a schema says beyond its type. `allOf`, `oneOf` and `anyOf` are kept part by part."""
        value = node.value
        if not isinstance(value, dict) or _SCHEMA.isdisjoint(value):
            return
        for name, said in value.items():
            if name in _WHOLE and not (name == "format" and said in _FORMATS):
                self._keep(node, name, said)
            elif name in _BY_MEMBER and isinstance(said, dict):
                for key, member in said.items():
                    self._keep(node, name, member, key)
            elif name in _BY_PART and isinstance(said, list):
                self._keep(node, name, len(said))
                if name == "allOf":
                    self._prose_parts(node, said)

    def _prose_parts(self, node: Node, parts: list[Json]) -> None:
        for part in parts:
            if isinstance(part, dict) and part.keys() <= _PROSE | {"default"}:
                self._keep(node, "allOf", list[Json](sorted(part)), "prose")

    def lifecycle(self, node: Node) -> None:
        """Keep when an operation or a parameter goes away, and how stable it is."""
        for name in _LIFECYCLE:
            if node.has(name):
                self._keep(node, name, node.raw(name))

    def _keep(self, node: Node, name: str, value: Json, key: str = "") -> None:
        text = json.dumps(without_prose(value), ensure_ascii=False, sort_keys=True, default=str)
        self._keywords.append(Keyword(node.span, name, text, key))


def without_prose(value: Json) -> Json:
    """A schema without what only people read."""
    match value:
        case dict():
            said = {key: each for key, each in value.items() if key not in _PROSE}
            return {key: _members(each) if key in _NAMES else without_prose(each) for key, each in said.items()}
        case list():
            return [without_prose(each) for each in value]
        case _:
            return value


def _members(value: Json) -> Json:
    """A mapping whose keys are names, which may be words of prose."""
    if not isinstance(value, dict):
        return value
    return {name: without_prose(each) for name, each in value.items()}
