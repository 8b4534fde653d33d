"""Schemas of objects and arrays."""

from __future__ import annotations

import re
from typing import Final

from specbind import rules
from specbind.ir.types import (
    UNKNOWN,
    AnyExtra,
    ArrayType,
    Extra,
    Field,
    MapType,
    NoExtra,
    ObjectType,
    Size,
    TupleType,
    Type,
    TypedExtra,
)
from specbind.ir.unions import union_of
from specbind.openapi.annotations import check_default, notes_of
from specbind.openapi.extensions import read_inferred
from specbind.openapi.reader import SchemaReader
from specbind.openapi.scalars import size_of
from specbind.openapi.tree import Node

_PART: Final = re.compile(r"/(allOf|oneOf|anyOf)/[0-9]+$")


def object_type(reader: SchemaReader, node: Node) -> Type:
    """An object with members, or a map where none is declared."""
    extra = _extra(reader, node)
    fields = _fields(reader, node, extra)
    size = size_of(node, "minProperties", "maxProperties")
    if not fields and not isinstance(extra, NoExtra):
        return MapType(extra.type if isinstance(extra, TypedExtra) else UNKNOWN, size)
    title = node.text("title") if node.has("title") else None
    return ObjectType(fields, extra, size, title, node.text("description"), node.span)


def _fields(reader: SchemaReader, node: Node, extra: Extra) -> tuple[Field, ...]:
    fields: dict[str, Field] = {}
    properties = node.mapping("properties")
    required = dict.fromkeys(_required(node, properties))
    if properties is not None:
        for name, schema in properties.members():
            if schema.value is not False:
                fields[name] = _field(reader, name, schema, name in required)
    rest = extra.type if isinstance(extra, TypedExtra) else UNKNOWN
    for name in required:
        if name not in fields:
            fields[name] = Field(name, rest, required=True, span=node.span)
            if rest is UNKNOWN and _stands_alone(node):
                at = node.get("required") or node
                message = f"`{name}` is required but not declared"
                at.report(rules.UNDECLARED_REQUIRED, message, label="any value is accepted for it")
    return tuple(fields.values())


def _required(node: Node, properties: Node | None) -> tuple[str, ...]:
    """The required names; `required: true` inside a property is an old habit and is honoured."""
    marked = []
    for name, schema in properties.members() if properties is not None else ():
        if schema.raw("required") is True:
            message = "`required: true` inside a property is of JSON Schema's draft 3"
            (schema.get("required") or schema).report(rules.OTHER_VERSION, message, label=f"`{name}` is required")
            marked.append(name)
    if isinstance(node.raw("required"), bool):
        if not node.pointer.rpartition("/")[0].endswith("/properties"):
            node.sequence("required")
        return tuple(marked)
    return (*(node.texts("required") if node.has("required") else ()), *marked)


def _stands_alone(node: Node) -> bool:
    composed = any(node.has(key) for key in ("allOf", "oneOf", "anyOf", "$ref", "patternProperties", "not"))
    return not composed and _PART.search(node.pointer) is None


def _field(reader: SchemaReader, name: str, schema: Node, required: bool) -> Field:
    of = reader.read(schema)
    notes = notes_of(schema, reader.refs)
    check_default(reader, schema, of, notes)
    return Field(
        name,
        of,
        required,
        notes.description,
        notes.default,
        notes.deprecated,
        notes.access,
        notes.examples,
        inferred=read_inferred(schema),
        span=schema.span,
    )


def _extra(reader: SchemaReader, node: Node) -> Extra:
    """What may stand beside the declared members."""
    patterns = _pattern_types(reader, node)
    others = node.get("additionalProperties")
    declared: Extra = AnyExtra()
    if others is not None:
        declared = extra_of(reader, others)
    if not patterns:
        return declared
    if isinstance(declared, TypedExtra):
        patterns = (*patterns, declared.type)
    widest = union_of(patterns)
    unlisted = others is not None and isinstance(declared, AnyExtra)
    return AnyExtra() if unlisted or widest == UNKNOWN else TypedExtra(widest)


def extra_of(reader: SchemaReader, node: Node) -> Extra:
    """What `additionalProperties` or `unevaluatedProperties` says."""
    if node.value is False:
        return NoExtra()
    if node.value is True:
        return AnyExtra()
    if not isinstance(node.value, dict):
        node.wrong("true, false or a schema")
        return AnyExtra()
    of = reader.read(node)
    return AnyExtra() if of == UNKNOWN else TypedExtra(of)


def _pattern_types(reader: SchemaReader, node: Node) -> tuple[Type, ...]:
    patterns = node.mapping("patternProperties")
    if patterns is None:
        return ()
    found = tuple(reader.read(schema) for _, schema in patterns.members() if schema.value is not False)
    if found:
        message = "the patterns of member names are not checked; other members are taken to be alike"
        patterns.report(rules.UNTYPED_CONSTRAINT, message, label="any name is accepted")
    return found


def array_type(reader: SchemaReader, node: Node) -> Type:
    """A list, or a tuple where items are typed by position."""
    size = size_of(node, "minItems", "maxItems")
    prefix = node.get("prefixItems")
    items = node.get("items")
    if prefix is not None and isinstance(prefix.value, list):
        return _tuple(reader, prefix, items, size)
    if prefix is not None:
        prefix.wrong("a list")
    if items is not None and isinstance(items.value, list):
        return _tuple(reader, items, node.get("additionalItems"), size)
    item = UNKNOWN if items is None else reader.read(items)
    return ArrayType(item, size, node.flag("uniqueItems") or False)


def _tuple(reader: SchemaReader, prefix: Node, others: Node | None, size: Size) -> Type:
    """Items typed by position; those that `minItems` says may be missing are of the rest.

    Without `minItems` all of them are expected, which is what authors mean though no rule says it.
    """
    items = tuple(reader.read(item) for item in prefix.items())
    rest = (UNKNOWN,) if others is None else () if others.value is False else (reader.read(others),)
    if size.maximum is not None and size.maximum <= len(items):
        items, rest = items[: size.maximum], ()
    least = len(items) if size.minimum is None else size.minimum
    rest = (*items[least:], *rest)
    items = items[:least]
    following = rest[0] if len(rest) == 1 else union_of(rest) if rest else None
    if not items:
        return ArrayType(UNKNOWN if following is None else following, size)
    return TupleType(items, following)
