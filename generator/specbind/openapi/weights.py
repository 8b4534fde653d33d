"""How many types a composed type holds, so that compositions cannot multiply without end."""

from __future__ import annotations

from typing import assert_never

from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    MapType,
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
from specbind.openapi.limits import MAX_COMPOSED


class Weights:
    """Counts types; an object is counted once however often it is met."""

    def __init__(self) -> None:
        self._objects: dict[int, tuple[ObjectType, int]] = {}
        self._left = MAX_COMPOSED

    def add(self, weight: int) -> bool:
        """Count one more composed type of the description; whether that is within the limit."""
        if weight > self._left:
            return False
        self._left -= weight
        return True

    def of(self, of: Type) -> int:
        """The number of types inside a type, itself included and shared parts counted each time."""
        match of:
            case ObjectType():
                known = self._objects.get(id(of))
                if known is None:
                    known = self._objects[id(of)] = (of, self._members(of))
                return known[1]
            case ArrayType(item=item):
                return 1 + self.of(item)
            case MapType(value=value):
                return 1 + self.of(value)
            case TupleType(items=items, rest=rest):
                return 1 + sum(map(self.of, items)) + (0 if rest is None else self.of(rest))
            case UnionType(variants=variants):
                return 1 + sum(map(self.of, variants))
            case UnknownType() | NullType() | BooleanType() | IntegerType() | NumberType() | StringType() | EnumType():
                return 1
            case ConstType() | RefType():
                return 1
            case _:
                assert_never(of)

    def _members(self, of: ObjectType) -> int:
        extra = self.of(of.extra.type) if isinstance(of.extra, TypedExtra) else 0
        return 1 + extra + sum(self.of(field.type) for field in of.fields)
