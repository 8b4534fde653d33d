"""Putting variants into a union: flattened, each once, null last."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from specbind.ir.types import (
    NULL,
    UNKNOWN,
    ConstType,
    EnumType,
    EnumValue,
    NullType,
    ObjectType,
    RefType,
    Scalar,
    Type,
    UnionType,
)


def union_of(types: Iterable[Type]) -> Type:
    """The union of types; any value if one of them is any value, the type itself if there is one."""
    variants = distinct(types)
    if not variants or UNKNOWN in variants:
        return UNKNOWN
    return variants[0] if len(variants) == 1 else UnionType(variants)


def distinct(types: Iterable[Type]) -> tuple[Type, ...]:
    """The types with unions opened, each once, null last."""
    buckets: dict[Hashable, list[Type]] = {}
    found: list[Type] = []
    null = False
    for of in _opened(types):
        if isinstance(of, NullType):
            null = True
            continue
        bucket = buckets.setdefault(_bucket(of), [])
        if of not in bucket:
            bucket.append(of)
            found.append(of)
    return (*found, NULL) if null else tuple(found)


def _opened(types: Iterable[Type]) -> Iterable[Type]:
    for of in types:
        if isinstance(of, UnionType):
            yield from of.variants
        else:
            yield of


def _bucket(of: Type) -> Hashable:
    """Equal types have equal buckets, and unequal ones seldom do."""
    match of:
        case RefType(name=name):
            return (RefType, name)
        case ObjectType(fields=fields):
            return (ObjectType, tuple(field.wire_name for field in fields))
        case ConstType(value=value):
            return (ConstType, type(value), value)
        case EnumType(values=values):
            return (EnumType, len(values), values[0].value)
        case _:
            return type(of).__name__


def listed_values(types: Iterable[Type]) -> tuple[EnumValue, ...] | None:
    """The values of variants that are all constants or enums of one kind of scalar, else nothing."""
    values: dict[Scalar, EnumValue] = {}
    for of in types:
        if isinstance(of, ConstType):
            values.setdefault(of.value, EnumValue(of.value))
        elif isinstance(of, EnumType):
            for value in of.values:
                values.setdefault(value.value, value)
        else:
            return None
    return tuple(values.values()) if len({type(value) for value in values}) == 1 else None
