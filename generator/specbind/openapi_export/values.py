"""Listed values as `enum`, with the names and meanings that documents give them."""

from __future__ import annotations

from collections.abc import Callable

from specbind.ir.types import EnumValue, Json, Scalar
from specbind.openapi_export.tree import Mapping

NAMES, TEXTS = "x-enum-varnames", "x-enum-descriptions"
"""What other tools read too."""


def type_of(value: Scalar) -> str:
    """The word for a scalar in `type`."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"


def enum_of(values: tuple[EnumValue, ...], *, null: bool = False) -> Mapping:
    """The schema of an enum, or of an enum or null."""
    words = list(dict.fromkeys(type_of(value.value) for value in values))
    if null:
        words.append("null")
    schema: Mapping = {"type": words[0] if len(words) == 1 else list[Json](words)}
    schema["enum"] = [value.value for value in values]
    if null:
        schema["enum"] = [*(value.value for value in values), None]
    return schema | _labels(NAMES, values, lambda value: value.name) | _labels(TEXTS, values, lambda v: v.description)


def _labels(key: str, values: tuple[EnumValue, ...], label: Callable[[EnumValue], str | None]) -> Mapping:
    """What is said of each value: by the value itself, or by its index where two values are written alike."""
    labels = [label(value) for value in values]
    if not any(each is not None for each in labels):
        return {}
    texts = [str(value.value).lower() if isinstance(value.value, bool) else str(value.value) for value in values]
    if (key == NAMES and None not in labels) or len(set(texts)) < len(texts):
        return {key: list[Json](labels)}
    return {key: {text: each for text, each in zip(texts, labels, strict=True) if each is not None}}
