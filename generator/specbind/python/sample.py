"""Values that satisfy a type, the same whenever asked: what tests send and what their servers answer."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from specbind.ir.types import (
    Access,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    Field,
    IntegerType,
    Json,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
)
from specbind.python.stubs_patterns import matching

TEXTS: Mapping[StringFormat, tuple[str, str]] = {
    StringFormat.PLAIN: ("text", "other"),
    StringFormat.PASSWORD: ("text", "other"),
    StringFormat.BINARY: ("text", "other"),
    StringFormat.DATE_TIME: ("2024-01-02T03:04:05Z", "2025-06-07T08:09:10Z"),
    StringFormat.DATE: ("2024-01-02", "2025-06-07"),
    StringFormat.TIME: ("03:04:05", "08:09:10"),
    StringFormat.DURATION: ("PT1H", "PT2H"),
    StringFormat.UUID: ("123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174001"),
    StringFormat.URI: ("https://example.com/a", "https://example.com/b"),
    StringFormat.BYTE: ("dGV4dA==", "b3RoZXI="),
    StringFormat.DECIMAL: ("1.5", "2.5"),
}
_DEEPEST = 12

Free: TypeAlias = "BooleanType | IntegerType | NumberType | StringType | EnumType"
"""The types of scalars that leave a choice."""


class Direction(enum.Enum):
    """Which way a value travels: it decides about members that only one side sets."""

    REQUEST = "request"
    RESPONSE = "response"


class Members(enum.IntEnum):
    """Which objects have their optional members: none, the outermost, or the two outermost levels."""

    REQUIRED = 0
    OUTER = 1
    ALL = 2


class UnsampledError(Exception):
    """No value is found that satisfies the type: it holds itself, or its limits are too narrow for us."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How the walk came to a place: the types and members around it, and how many levels may still be full."""

    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    full: int = 0
    nth: int = 0
    depth: int = 0


class Sampler:
    """Gives values of the types of one API, for one direction."""

    def __init__(self, types: Mapping[str, TypeDecl], direction: Direction) -> None:
        self._types = types
        self._direction = direction

    def value(self, of: Type, members: Members = Members.REQUIRED, nth: int = 0) -> Json:
        """A value; `nth` tells one value of a list from the next."""
        return self._value(of, _Way(full=members.value, nth=nth))

    def fields(self, of: ObjectType) -> tuple[Field, ...]:
        """The members that travel in this direction."""
        hidden = Access.READ_ONLY if self._direction is Direction.REQUEST else Access.WRITE_ONLY
        return tuple(field for field in of.fields if field.access is not hidden)

    def choose(self, of: UnionType) -> Type:
        """The variant that stands for a union: the first that is not null and has a value."""
        for variant in of.variants:
            if not isinstance(variant, NullType) and self._works(variant):
                return variant
        return of.variants[0]

    def _works(self, of: Type) -> bool:
        try:
            self._value(of, _Way())
        except UnsampledError:
            return False
        return True

    def _value(self, of: Type, way: _Way) -> Json:
        if way.depth > _DEEPEST:
            raise UnsampledError("nested too deeply")
        match of:
            case UnknownType():
                return "text"
            case NullType():
                return None
            case ConstType(value=value):
                return value
            case BooleanType() | IntegerType() | NumberType() | StringType() | EnumType():
                return self.scalar(of, way.members, way.nth)
            case ArrayType() | TupleType() | MapType():
                return self._container(of, replace(way, nth=0, depth=way.depth + 1))
            case UnionType():
                return self._union(of, way)
            case ObjectType():
                return self._object(of, way)
            case RefType(name=name):
                if name in way.names:
                    raise UnsampledError(f"{name} holds itself")
                inner = replace(way, names=(*way.names, name), depth=way.depth + 1)
                return self._value(self._types[name].type, inner)
            case _:
                assert_never(of)

    def scalar(self, of: Free, members: tuple[str, ...], nth: int) -> Scalar:
        """The value of a scalar; `members` lead to its place in the value that was asked for."""
        match of:
            case BooleanType():
                return nth == 0
            case IntegerType(bounds=bounds):
                return int(number(bounds, whole=True, nth=nth))
            case NumberType(bounds=bounds):
                return number(bounds, whole=False, nth=nth)
            case StringType():
                return text(of, nth)
            case EnumType(values=values):
                return values[nth % len(values)].value
            case _:
                assert_never(of)

    def _union(self, of: UnionType, way: _Way) -> Json:
        for index, variant in enumerate(of.variants):
            if isinstance(variant, NullType):
                continue
            try:
                return self._tagged(self._value(variant, way), of, index)
            except UnsampledError:
                continue
        if NullType() in of.variants:
            return None
        raise UnsampledError("no variant has a value")

    def _tagged(self, value: Json, of: UnionType, index: int) -> Json:
        """The value with the tag of its variant, where the variant leaves the member open or out."""
        tags = [] if of.discriminator is None else [tag for tag, at in of.discriminator.mapping if at == index]
        if of.discriminator is None or not tags or not isinstance(value, dict):
            return value
        name = of.discriminator.wire_name
        variant = of.variants[index]
        while isinstance(variant, RefType):
            variant = self._types[variant.name].type
        fields = variant.fields if isinstance(variant, ObjectType) else ()
        free = any(isinstance(field.type, StringType) for field in fields if field.wire_name == name)
        return {**value, name: tags[0]} if free and value.get(name) not in tags else value

    def _container(self, of: ArrayType | TupleType | MapType, way: _Way) -> Json:
        match of:
            case ArrayType():
                return self._items(of, way)
            case TupleType(items=items):
                return [self._value(item, way) for item in items]
            case MapType(value=value, size=size):
                count = max(size.minimum or 0, 1 if size.maximum != 0 else 0)
                try:
                    return {_key(index): self._value(value, way) for index in range(count)}
                except UnsampledError:
                    if size.minimum:
                        raise
                    return {}
            case _:
                assert_never(of)

    def _items(self, of: ArrayType, way: _Way) -> list[Json]:
        """One item, or as many as are needed; none where the item has no value."""
        least = of.size.minimum or 0
        count = max(least, 1 if of.size.maximum != 0 else 0)
        try:
            return [self._value(of.item, replace(way, nth=nth)) for nth in range(count)]
        except UnsampledError:
            if least:
                raise
            return []

    def _object(self, of: ObjectType, way: _Way) -> dict[str, Json]:
        inner = replace(way, full=max(way.full - 1, 0), depth=way.depth + 1)
        made: dict[str, Json] = {}
        for field in self.fields(of):
            below = replace(inner, members=(*way.members, field.wire_name))
            if field.required:
                made[field.wire_name] = self._value(field.type, below)
            elif way.full:
                try:
                    made[field.wire_name] = self._value(field.type, below)
                except UnsampledError:
                    continue
        for index in range(max((of.size.minimum or 0) - len(made), 0)):
            made[_key(index)] = "text"
        return made


def _key(index: int) -> str:
    return "key" if index == 0 else f"key_{index + 1}"


def text(of: StringType, nth: int = 0) -> str:
    """A text of the format and the length that a type asks for."""
    if of.pattern is not None:
        found = matching(of.pattern, of.size, nth)
        if found is None:
            raise UnsampledError(f"no text is found for the pattern {of.pattern!r}")
        return found
    made = TEXTS[of.format][nth % 2] + ("" if nth < 2 else str(nth))
    if of.format not in (StringFormat.PLAIN, StringFormat.PASSWORD, StringFormat.BINARY):
        return TEXTS[of.format][nth % 2]
    least, most = of.size.minimum or 0, of.size.maximum
    made = (made * math.ceil(least / len(made)))[: max(least, len(made))] if least > len(made) else made
    return made if most is None else made[:most]


def number(bounds: Bounds, *, whole: bool, nth: int = 0) -> int | float:
    """A number within the bounds: near 1 where that is allowed, else near the bound that forbids it."""
    step: int | float = bounds.multiple_of or (1 if whole else 0.5)
    if whole and not float(step).is_integer():
        step = 1
    wanted: int | float = 1 if whole else 1.5
    low = max(_tightest(bounds.minimum, bounds.exclusive_minimum, step), default=None)
    high = min(_tightest(bounds.maximum, bounds.exclusive_maximum, -step), default=None)
    if low is not None and wanted < low:
        wanted = low
    if high is not None and wanted > high:
        wanted = high
    if bounds.multiple_of is not None or whole:
        wanted = step * math.ceil(round(wanted / step, 9))
    if nth and (high is None or wanted + nth * step <= high):
        wanted += nth * step
    return _checked(int(wanted) if whole or float(wanted).is_integer() else wanted, bounds)


def _tightest(inclusive: int | float | None, exclusive: int | float | None, inward: int | float) -> list[int | float]:
    """What a pair of bounds on one side asks for, the exclusive one by the first value inside it."""
    return [value for value in (inclusive, None if exclusive is None else exclusive + inward) if value is not None]


def _checked(value: int | float, bounds: Bounds) -> int | float:
    """The value, or where the steps led out of narrow bounds, the middle of them."""
    if fits(value, bounds):
        return value
    low = bounds.minimum if bounds.minimum is not None else bounds.exclusive_minimum
    high = bounds.maximum if bounds.maximum is not None else bounds.exclusive_maximum
    for other in (low, high, None if low is None or high is None else (low + high) / 2):
        if other is not None and fits(other, bounds):
            return other
    raise UnsampledError("no number is within the bounds")


def fits(value: int | float, bounds: Bounds) -> bool:
    """Whether a number is within bounds."""
    step = bounds.multiple_of
    return (
        (bounds.minimum is None or value >= bounds.minimum)
        and (bounds.maximum is None or value <= bounds.maximum)
        and (bounds.exclusive_minimum is None or value > bounds.exclusive_minimum)
        and (bounds.exclusive_maximum is None or value < bounds.exclusive_maximum)
        and (not step or math.isclose(value / step, round(value / step), rel_tol=1e-9, abs_tol=1e-9))
    )
