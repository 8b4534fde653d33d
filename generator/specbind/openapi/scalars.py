"""Schemas of texts, numbers and booleans, and the constraints that lengths and numbers have."""

from __future__ import annotations

from typing import Final

from specbind import rules
from specbind.ir.extensions import PATTERN
from specbind.ir.types import (
    ANY_SIZE,
    UNBOUNDED,
    Bounds,
    IntegerFormat,
    IntegerType,
    NumberFormat,
    NumberType,
    Size,
    StringFormat,
    StringType,
)
from specbind.openapi.extensions import text_of
from specbind.openapi.tree import Node

_STRING_FORMATS: Final = {format.value: format for format in StringFormat if format is not StringFormat.PLAIN}
_BOUND_KEYS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
STRING_FORMATS: Final = frozenset(_STRING_FORMATS)


def string_type(node: Node) -> StringType:
    """The type of a text; `contentEncoding` and `contentMediaType` count as formats."""
    format = _STRING_FORMATS.get(node.text("format") or "", StringFormat.PLAIN)
    encoding = node.text("contentEncoding") if node.has("contentEncoding") else None
    if encoding is not None and encoding.lower() == "base64":
        format = StringFormat.BYTE
    elif encoding is not None:
        message = f"`contentEncoding: {encoding}` is not decoded"
        (node.get("contentEncoding") or node).report(rules.UNTYPED_CONSTRAINT, message, label="the text as it is")
    elif encoding is None and node.has("contentMediaType") and format is StringFormat.PLAIN:
        format = _content_format(node.text("contentMediaType") or "")
    size = size_of(node, "minLength", "maxLength")
    pattern = node.text("pattern") if node.has("pattern") else text_of(node, PATTERN)
    return StringType(format, size, pattern)


def _content_format(media_type: str) -> StringFormat:
    kind = media_type.partition(";")[0].strip().lower()
    text = kind.startswith("text/") or kind.endswith(("json", "xml", "yaml", "javascript"))
    return StringFormat.PLAIN if text or "/" not in kind else StringFormat.BINARY


def integer_type(node: Node) -> IntegerType:
    """The type of a whole number."""
    match node.raw("format"):
        case "int32":
            return IntegerType(IntegerFormat.INT32, bounds_of(node, whole=True))
        case "int64":
            return IntegerType(IntegerFormat.INT64, bounds_of(node, whole=True))
        case _:
            return IntegerType(IntegerFormat.PLAIN, bounds_of(node, whole=True))


def number_type(node: Node) -> NumberType:
    """The type of a number with or without a fraction."""
    match node.raw("format"):
        case "float":
            return NumberType(NumberFormat.FLOAT, bounds_of(node, whole=False))
        case "double":
            return NumberType(NumberFormat.DOUBLE, bounds_of(node, whole=False))
        case "decimal":
            return NumberType(NumberFormat.DECIMAL, bounds_of(node, whole=False))
        case _:
            return NumberType(NumberFormat.PLAIN, bounds_of(node, whole=False))


def bounds_of(node: Node, *, whole: bool) -> Bounds:
    """The limits of a number, in both spellings of the exclusive ones (3.0: a flag, 3.1: a number)."""
    if not any(node.has(key) for key in _BOUND_KEYS):
        return UNBOUNDED
    low, above = _limit(node, "minimum", "exclusiveMinimum", whole)
    high, below = _limit(node, "maximum", "exclusiveMaximum", whole)
    step = _number(node, "multipleOf", whole)
    if step is not None and step <= 0:
        _unusable(node, "multipleOf", "must be greater than 0")
        step = None
    lowest = max((limit for limit in (low, above) if limit is not None), default=None)
    highest = min((limit for limit in (high, below) if limit is not None), default=None)
    if lowest is not None and highest is not None and lowest > highest:
        _unusable(node, "maximum" if high is not None else "exclusiveMaximum", f"is less than {lowest}")
        return Bounds(multiple_of=step)
    return Bounds(low, high, above, below, step)


def _limit(node: Node, key: str, exclusive_key: str, whole: bool) -> tuple[int | float | None, int | float | None]:
    """An inclusive and an exclusive limit on one side."""
    limit = _number(node, key, whole)
    match node.raw(exclusive_key):
        case True:
            return None, limit
        case False | None:
            return limit, None
        case _:
            return limit, _number(node, exclusive_key, whole)


def _number(node: Node, key: str, whole: bool) -> int | float | None:
    value = node.raw(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        _unusable(node, key, "must be a number")
        return None
    if whole and isinstance(value, float):
        if not value.is_integer():
            _unusable(node, key, f"is {value}, but the value is an integer")
            return None
        return int(value)
    return value


def size_of(node: Node, least_key: str, most_key: str) -> Size:
    """The limits of a length."""
    if not node.has(least_key) and not node.has(most_key):
        return ANY_SIZE
    least, most = _length(node, least_key), _length(node, most_key)
    if least is not None and most is not None and least > most:
        _unusable(node, most_key, f"is less than `{least_key}`, {least}")
        return ANY_SIZE
    return Size(least, most)


def _length(node: Node, key: str) -> int | None:
    value = node.raw(key)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        _unusable(node, key, "must be a whole number, 0 or more")
        return None
    return value


def _unusable(node: Node, key: str, why: str) -> None:
    (node.get(key) or node).report(rules.UNUSABLE_CONSTRAINT, f"`{key}` {why}", label="ignored")
