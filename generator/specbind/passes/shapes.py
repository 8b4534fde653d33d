"""Equality of types by meaning: names, types, presence and access; texts and examples do not count."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import assert_never

from specbind.ir.types import (
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Extra,
    Field,
    IntegerType,
    MapType,
    NoExtra,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)


class Shapes:
    """Gives types numbers: equal numbers mean equal shapes. Each node is looked at once.

    References to the names in `inline` count as what they refer to, other references as their names.
    """

    def __init__(self, inline: Mapping[str, Type] | None = None) -> None:
        self._inline = inline or {}
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[int, tuple[Type, int]] = {}

    def of(self, of: Type) -> int:
        """The number of a type's shape."""
        known = self._known.get(id(of))
        if known is None:
            key = self._key(of)
            known = (of, self._numbers.setdefault(key, len(self._numbers)))
            self._known[id(of)] = known
        return known[1]

    def _key(self, of: Type) -> Hashable:
        match of:
            case ArrayType(item=item, size=size, unique=unique):
                return ("array", self.of(item), size, unique)
            case TupleType(items=items, rest=rest):
                return ("tuple", tuple(map(self.of, items)), None if rest is None else self.of(rest))
            case MapType(value=value, size=size):
                return ("map", self.of(value), size)
            case ObjectType(fields=fields, extra=extra, size=size):
                members = tuple(sorted((field.wire_name, self._field(field)) for field in fields))
                return ("object", members, self._extra(extra), size)
            case UnionType(variants=variants, discriminator=discriminator):
                return ("union", tuple(map(self.of, variants)), discriminator)
            case RefType(name=name):
                inline = self._inline.get(name)
                return ("ref", name) if inline is None else ("same", self.of(inline))
            case EnumType(values=values):
                return ("enum", tuple((type(each.value).__name__, each.value) for each in values))
            case ConstType(value=value):
                return ("const", type(value).__name__, value)
            case UnknownType() | NullType() | BooleanType() | IntegerType() | NumberType() | StringType():
                return of
            case _:
                assert_never(of)

    def _field(self, field: Field) -> int:
        key = (
            self.of(field.type),
            field.required,
            field.access,
            field.deprecated,
            repr(field.default),
        )
        return self._numbers.setdefault(key, len(self._numbers))

    def _extra(self, extra: Extra) -> Hashable:
        match extra:
            case TypedExtra(type=of):
                return self.of(of)
            case AnyExtra():
                return "any"
            case NoExtra():
                return "none"
            case _:
                assert_never(extra)
