"""`enum` and `const`: listed values, checked against `type`."""

from __future__ import annotations

import re
from typing import Final

from specbind import rules
from specbind.ir.types import NULL, UNKNOWN, BooleanType, ConstType, EnumType, EnumValue, Json, Scalar, Type
from specbind.openapi.tree import Node, as_text, kind_of

_NAMES: Final = ("x-enum-varnames", "x-enumNames")
_TEXTS: Final = ("x-enum-descriptions", "x-enumDescriptions")
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,30})")


def const_type(node: Node, types: tuple[str, ...]) -> Type:
    """The type of a `const`."""
    at = node.get("const")
    assert at is not None
    value = at.value
    if value is None:
        return NULL
    if isinstance(value, dict | list):
        at.report(rules.WIDENED_KEYWORD, f"`const` with {kind_of(value)} is widened", label="any value is accepted")
        return UNKNOWN
    fitting = _fitting(at, value, types)
    return ConstType(fitting) if fitting is not None else UNKNOWN


def enum_type(node: Node, types: tuple[str, ...]) -> tuple[Type, bool]:
    """The type of an `enum`, and whether null is among its values."""
    listed = node.sequence("enum")
    if listed is None:
        return UNKNOWN, False
    values: dict[tuple[type, Scalar], EnumValue] = {}
    null = False
    for index, item in enumerate(listed.items()):
        value = item.value
        if isinstance(value, dict | list):
            message = f"`enum` lists {kind_of(value)}; the enum is ignored"
            item.report(rules.UNUSABLE_ENUM, message, label="not text, a number, a boolean or null")
            return UNKNOWN, False
        if value is None:
            null = True
            continue
        fitting = _fitting(item, value, types)
        if fitting is not None:
            name, text = _label(node, _NAMES, index, value), _label(node, _TEXTS, index, value)
            found = EnumValue(fitting, name, text)
            values.setdefault((type(fitting), fitting), found)
    if not values and not null:
        if not listed.value:
            listed.report(rules.UNUSABLE_ENUM, "`enum` lists nothing", label="ignored")
        return UNKNOWN, False
    return _of_values(tuple(values.values())), null


def _of_values(values: tuple[EnumValue, ...]) -> Type:
    if not values:
        return NULL
    if len(values) == 2 and all(isinstance(value.value, bool) for value in values):
        return BooleanType()
    return EnumType(values)


def _described(node: Node) -> list[dict[str, Json]]:
    """The values as `x-ms-enum` lists them, with their names and descriptions."""
    extension = node.raw("x-ms-enum")
    values = extension.get("values") if isinstance(extension, dict) else None
    return [entry for entry in values if isinstance(entry, dict)] if isinstance(values, list) else []


def _label(node: Node, keys: tuple[str, ...], index: int, value: Scalar) -> str | None:
    """The name or description of a value: by its index where they are a list, by itself where a mapping."""
    for entry in _described(node):
        if entry.get("value") == value:
            said = entry.get("name" if keys is _NAMES else "description")
            return said if isinstance(said, str) else None
    for key in keys:
        labels = node.raw(key)
        if isinstance(labels, list) and index < len(labels):
            label = labels[index]
            return label if isinstance(label, str) else None
        if isinstance(labels, dict):
            label = labels.get(as_text(value))
            return label if isinstance(label, str) else None
    return None


def _fitting(item: Node, value: Scalar, types: tuple[str, ...]) -> Scalar | None:
    """The value as one of the types has it: itself, or converted where that is exact."""
    if not types or any(_is_of(value, name) for name in types):
        return value
    if "integer" in types and isinstance(value, float) and value.is_integer():
        return int(value)
    converted: Scalar | None = None
    if "string" in types:
        converted = as_text(value)
    elif "integer" in types or "number" in types:
        converted = int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None
    what = (
        "left out" if converted is None else f"read as {converted!r}" if isinstance(converted, int) else "read as text"
    )
    item.report(rules.ENUM_VALUE_TYPE, f"{kind_of(value)} where `type` is {' or '.join(types)}", label=what)
    return converted


def _is_of(value: Scalar, name: str) -> bool:
    match name:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return False
