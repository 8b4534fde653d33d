"""Whether a JSON value is certainly one of a type's, as a validator of schemas would see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never
from uuid import UUID

from specbind.ir.types import (
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    IntegerFormat,
    IntegerType,
    Json,
    MapType,
    NoExtra,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.patterns import finds

_DEPTH = 40
"""Types inside one another that are looked at."""


class Fits:
    """Compares values with types, the declared ones by name."""

    def __init__(self, types: Mapping[str, Type]) -> None:
        self._types = types

    def holds(self, of: Type, value: Json, depth: int = 0) -> bool:
        """Whether a type surely has a value; false where only a closer look could tell."""
        if depth > _DEPTH:
            return False
        match of:
            case UnknownType():
                return True
            case NullType():
                return value is None
            case BooleanType():
                return isinstance(value, bool)
            case IntegerType() | NumberType():
                return _number(of, value)
            case StringType():
                return isinstance(value, str) and _string(of, value)
            case ConstType(value=only):
                return _equal(value, only)
            case EnumType(values=values):
                return any(_equal(value, each.value) for each in values)
            case RefType(name=name):
                return self.holds(self._types[name], value, depth + 1)
            case UnionType(variants=variants):
                found = sum(self.holds(variant, value, depth + 1) for variant in variants)
                return found == 1 if of.discriminator is not None else found > 0
            case ArrayType() | TupleType():
                return isinstance(value, list) and self._list(of, value, depth + 1)
            case MapType() | ObjectType():
                return isinstance(value, dict) and self._members(of, value, depth + 1)
            case _:
                assert_never(of)

    def _list(self, of: ArrayType | TupleType, value: list[Json], depth: int) -> bool:
        if isinstance(of, ArrayType):
            alike = of.unique and len({repr(item) for item in value}) < len(value)
            return not alike and _sized(of.size, value) and all(self.holds(of.item, item, depth) for item in value)
        rest = value[len(of.items) :]
        if rest and (of.rest is None or not all(self.holds(of.rest, item, depth) for item in rest)):
            return False
        return all(self.holds(item, one, depth) for item, one in zip(of.items, value, strict=False))

    def _members(self, of: MapType | ObjectType, value: dict[str, Json], depth: int) -> bool:
        if isinstance(of, MapType):
            return _sized(of.size, value) and all(self.holds(of.value, one, depth) for one in value.values())
        fields = {field.wire_name: field for field in of.fields}
        others = [one for name, one in value.items() if name not in fields]
        if any(field.required and name not in value for name, field in fields.items()) or not _sized(of.size, value):
            return False
        if others and isinstance(of.extra, NoExtra):
            return False
        if isinstance(of.extra, TypedExtra) and not all(self.holds(of.extra.type, one, depth) for one in others):
            return False
        return all(self.holds(fields[name].type, one, depth) for name, one in value.items() if name in fields)


def _equal(value: Json, other: Scalar) -> bool:
    """Whether two values are one in JSON, which tells true from 1 but not 1 from 1.0."""
    return isinstance(value, bool) is isinstance(other, bool) and value == other


def _sized(size: Size, value: str | list[Json] | dict[str, Json]) -> bool:
    low, high = size.minimum, size.maximum
    return (low is None or len(value) >= low) and (high is None or len(value) <= high)


def _number(of: IntegerType | NumberType, value: Json) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if isinstance(of, IntegerType):
        if not isinstance(value, int):
            return False
        bits = {IntegerFormat.INT32: 31, IntegerFormat.INT64: 63}.get(of.format)
        if bits is not None and not -(2**bits) <= value < 2**bits:
            return False
    return _bounded(of.bounds, value)


def _bounded(bounds: Bounds, value: int | float) -> bool:
    low, high, above, below = bounds.minimum, bounds.maximum, bounds.exclusive_minimum, bounds.exclusive_maximum
    step = bounds.multiple_of
    return (
        (low is None or value >= low)
        and (high is None or value <= high)
        and (above is None or value > above)
        and (below is None or value < below)
        and (step is None or (isinstance(step, int) and isinstance(value, int) and value % step == 0))
    )


def _string(of: StringType, value: str) -> bool:
    if not _sized(of.size, value) or not _formatted(of.format, value):
        return False
    return of.pattern is None or finds(of.pattern, value) is True


def _formatted(format: StringFormat, value: str) -> bool:
    match format:
        case StringFormat.PLAIN | StringFormat.PASSWORD | StringFormat.DECIMAL:
            return True
        case StringFormat.URI:
            return re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?", value) is not None
        case StringFormat.DATE:
            return _parses(date.fromisoformat, value) and len(value) == len("2000-01-01")
        case StringFormat.UUID:
            return _parses(UUID, value) and len(value) == len("00000000-0000-0000-0000-000000000000")
        case StringFormat.DATE_TIME:
            shape = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]+)?Z"
            return re.fullmatch(shape, value) is not None
        case StringFormat.TIME | StringFormat.DURATION | StringFormat.BYTE | StringFormat.BINARY:
            return False
        case _:
            assert_never(format)


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
