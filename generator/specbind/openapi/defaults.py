"""Defaults compared with their types, once every type is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, assert_never

from specbind import rules
from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    Json,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
)
from specbind.openapi.intersect import accepts
from specbind.openapi.tree import Node, kind_of

Shape: TypeAlias = "Callable[[RefType], Type | None]"


class Check(NamedTuple):
    """A default to compare with its type."""

    node: Node
    of: Type
    value: Json


def run_checks(checks: list[Check], shape: Shape) -> None:
    """Report the defaults that are no values of their types."""
    for node, of, value in checks:
        if not _may_be(of, value, shape):
            what = f"`{value}`" if isinstance(value, str) and len(value) < 40 else kind_of(value)
            node.report(rules.DEFAULT_TYPE, f"the default, {what}, is not of its type", label="kept as it is")


def _may_be(of: Type, value: Json, shape: Shape) -> bool:
    """Whether a value is one of a type's, looking no deeper than its outermost layer."""
    match of:
        case UnknownType():
            return True
        case RefType():
            known = shape(of)
            return known is None or _may_be(known, value, shape)
        case UnionType(variants=variants):
            return any(_may_be(variant, value, shape) for variant in variants)
        case NullType():
            return value is None
        case ObjectType() | MapType():
            return isinstance(value, dict)
        case ArrayType(item=item):
            return isinstance(value, list) and all(_may_be(item, one, shape) for one in value)
        case TupleType():
            return isinstance(value, list)
        case BooleanType() | IntegerType() | NumberType() | StringType() | EnumType() | ConstType():
            whole = int(value) if isinstance(value, float) and value.is_integer() else value
            return isinstance(whole, str | int | float) and accepts(of, whole)
        case _:
            assert_never(of)
