"""Members that hold under a condition: `if`, `then`, `else` and `dependentSchemas`.

A type cannot say the condition. What it can say is that the members may be there, and of what type they then are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from specbind.ir.types import UNKNOWN, AnyExtra, Field, MapType, ObjectType, RefType, Type
from specbind.ir.unions import union_of
from specbind.openapi.reader import SchemaReader
from specbind.openapi.tree import Node

_BRANCHES: Final = ("then", "else")


def with_conditions(reader: SchemaReader, node: Node, of: Type) -> Type:
    """An object with the members that its schema's conditions add, each optional."""
    if not any(node.has(key) for key in ("if", "dependentSchemas", "dependencies")):
        return of
    known = {field.wire_name for field in of.fields} if isinstance(of, ObjectType) else set[str]()
    added: dict[str, Field] = {}
    for field in _members(reader, node):
        if field.wire_name in known or field.type == UNKNOWN:
            continue
        other = added.get(field.wire_name)
        kind = field.type if other is None else union_of((other.type, field.type))
        added[field.wire_name] = replace(other or field, type=kind, required=False)
    fields = tuple(added.values())
    if isinstance(of, ObjectType) and not isinstance(of.extra, AnyExtra):
        return of
    if isinstance(of, ObjectType):
        return replace(of, fields=(*of.fields, *fields))
    if fields and isinstance(of, MapType) and of.value == UNKNOWN:
        return ObjectType(fields, size=of.size, description=node.text("description"), span=node.span)
    return of


def _members(reader: SchemaReader, node: Node) -> Iterator[Field]:
    for part in _parts(node):
        if not part.has("properties") and not part.has("$ref") and not part.has("allOf"):
            continue
        of = reader.read(part)
        shape = reader.shape(of) if isinstance(of, RefType) else of
        yield from shape.fields if isinstance(shape, ObjectType) else ()


def _parts(node: Node) -> Iterator[Node]:
    """The schemas that hold under a condition, those of further conditions inside them too."""
    for key in _BRANCHES if node.has("if") else ():
        branch = node.get(key)
        if branch is not None and isinstance(branch.value, dict):
            yield branch
    for key in ("dependentSchemas", "dependencies"):
        listed = node.get(key)
        for _, schema in listed.members() if listed is not None else ():
            if isinstance(schema.value, dict):
                yield schema
