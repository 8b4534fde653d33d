"""The values of a sequential media type (OpenAPI 3.2): server-sent events, JSON lines, JSON text sequences, parts."""

from __future__ import annotations

from typing import Final

from specbind.ir.types import ArrayType, StringType, Type
from specbind.ir.unions import union_of
from specbind.openapi.dialects import Dialect
from specbind.openapi.limits import MAX_SCHEMA_DEPTH
from specbind.openapi.reader import SchemaReader
from specbind.openapi.tree import Node

_EVENTS: Final = "text/event-stream"
_LINES: Final = frozenset(
    (
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/json-seq",
        "application/stream+json",
    )
)


def content_type(reader: SchemaReader, media_type: str, node: Node) -> Type | None:
    """The type of a media type's document; of a sequential one, of one value of the sequence.

    Before 3.2 the `schema` of a stream described one value; since then it describes all of them as an array.
    """
    item, schema = node.get("itemSchema"), node.get("schema")
    essence = media_type.partition(";")[0]
    if item is not None:
        if essence == _EVENTS:
            return _data(reader, item, 0) or reader.read(item)
        return reader.read(item) if essence in _LINES else ArrayType(reader.read(item))
    if schema is None:
        return None
    of = reader.read(schema)
    whole = reader.refs.dialect is Dialect.OPENAPI_3_2 and (essence in _LINES or essence == _EVENTS)
    return of.item if whole and isinstance(of, ArrayType) else of


def _data(reader: SchemaReader, event: Node, depth: int) -> Type | None:
    """The type of an event's data, which is text unless the schema says what the text holds; None if it is no event."""
    node = reader.refs.follow(event)
    if node is None or depth > MAX_SCHEMA_DEPTH:
        return None
    data = (node.get("properties") or node).get("data")
    if data is not None and node.has("properties"):
        end = reader.refs.follow(data) or data
        content = end.get("contentSchema")
        return reader.read(content) if content is not None else _text_or(reader, data)
    parts = node.get("allOf")
    for part in parts.items() if parts is not None else ():
        if (found := _data(reader, part, depth + 1)) is not None:
            return found
    variants = node.get("oneOf") or node.get("anyOf")
    found_all = [_data(reader, part, depth + 1) for part in variants.items()] if variants is not None else []
    known = [of for of in found_all if of is not None]
    return union_of(known) if known else None


def _text_or(reader: SchemaReader, data: Node) -> Type:
    of = reader.read(data)
    return StringType() if isinstance(of, StringType) else of
