"""Keywords for which the IR has no node, kept as they are written, so that reviews can compare them."""

from __future__ import annotations

import json
from typing import Final

from specbind.ir.remarks import Keyword, Overlooked
from specbind.ir.types import Json, Type
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
_LIMITS: Final = {
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("integer", "number")
    ),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), ("string",)),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), ("array",)),
    **dict.fromkeys(("minProperties", "maxProperties"), ("object",)),
}
"""Limits with the types that can have them."""
_SCHEMA: Final = _WHOLE | _BY_MEMBER | _BY_PART | _LIMITS.keys() | {"discriminator"}
_LIFECYCLE: Final = ("x-sunset", "x-stability-level")
_NAMES: Final = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired", "$defs"))
_FORMATS: Final = STRING_FORMATS | {"int32", "int64", "float", "double"}
"""Formats that types say."""
_PROSE: Final = frozenset(("title", "description", "example", "examples", "$comment", "externalDocs"))


class Remarks:
    """Collects the keywords of one description in the order in which its schemas are read."""

    def __init__(self) -> None:
        self._keywords: list[Keyword] = []
        self._overlooked: list[Overlooked] = []

    @property
    def keywords(self) -> tuple[Keyword, ...]:
        """All that was kept."""
        return tuple(self._keywords)

    @property
    def overlooked(self) -> tuple[Overlooked, ...]:
        """Members of schemas that can have none."""
        return tuple(self._overlooked)

    def schema(self, node: Node) -> None:
        """Keep what a schema says beyond its type. `allOf`, `oneOf` and `anyOf` are kept part by part."""
        value = node.value
        if not isinstance(value, dict) or _SCHEMA.isdisjoint(value):
            return
        for name, said in value.items():
            if (name in _WHOLE and not (name == "format" and isinstance(said, str) and said in _FORMATS)) or (
                name in _LIMITS and not _is_typed(value, _LIMITS[name])
            ):
                self._keep(node, name, said)
            elif name in _BY_MEMBER and isinstance(said, dict):
                for key, member in said.items():
                    self._keep(node, name, member, key)
            elif name == "discriminator" and isinstance(said, dict):
                self._mapping(node, said)
            elif name in _BY_PART and isinstance(said, list):
                self._keep(node, name, self._parts(node, said) if name == "allOf" else len(said))

    def overlook(self, node: Node, members: Type) -> None:
        """Keep the members of a schema that can have none."""
        self._overlooked.append(Overlooked(node.span, members))

    def _mapping(self, node: Node, said: dict[str, Json]) -> None:
        """Keep the tags as they are written; they may stand for what is no variant."""
        named = said.get("mapping")
        self._keep(node, "discriminator", said.get("propertyName"))
        for tag, target in named.items() if isinstance(named, dict) else ():
            self._keep(node, "discriminator", target.rpartition("/")[2] if isinstance(target, str) else target, tag)

    def _parts(self, node: Node, parts: list[Json]) -> list[Json]:
        """The parts of `allOf` by what they refer to, empty for what is written there; those that only annotate are
        kept apart."""
        found: list[Json] = []
        for part in parts:
            if isinstance(part, dict) and part.keys() <= _PROSE | {"default"}:
                self._keep(node, "allOf", list[Json](sorted(part)), "prose")
            else:
                ref = part.get("$ref") if isinstance(part, dict) else None
                found.append(ref.rpartition("/")[2] if isinstance(ref, str) else "")
        return found

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


def _is_typed(schema: dict[str, Json], names: tuple[str, ...]) -> bool:
    """Whether a limit of values of these types is said by the type of the schema."""
    if "enum" in schema or "const" in schema:
        return False
    declared = schema.get("type")
    if declared is None:
        return True
    return any(name in names for name in (declared if isinstance(declared, list) else [declared]))


def lists_members_in_vain(node: Node) -> bool:
    """Whether a schema has members beside a type that is not object."""
    declared = node.raw("type")
    if declared is None or not isinstance(node.raw("properties"), dict):
        return False
    return "object" not in (declared if isinstance(declared, list) else [declared])
