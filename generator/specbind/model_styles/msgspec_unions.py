"""Unions that msgspec can decode: of each kind of JSON value it takes one type, or objects that a tag tells apart.

https://jcristharif.com/msgspec/supported-types.html#union-optional has the rules. What breaks one is widened: texts of
several types become text, numbers become numbers, arrays become arrays of anything, objects become maps.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, assert_never

from specbind.config_rules import STYLE_WIDENED
from specbind.diagnostics import Collector
from specbind.ir.types import (
    NULL,
    UNKNOWN,
    ArrayType,
    BooleanType,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    IntegerType,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
)
from specbind.ir.walk import map_type


class _Kind(enum.Enum):
    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    ARRAY = "array"
    OBJECT = "object"


_WIDER: Final[Mapping[_Kind, Type]] = {
    _Kind.NULL: NULL,
    _Kind.BOOLEAN: BooleanType(),
    _Kind.INTEGER: IntegerType(),
    _Kind.NUMBER: NumberType(),
    _Kind.TEXT: StringType(),
    _Kind.ARRAY: ArrayType(UNKNOWN),
    _Kind.OBJECT: MapType(UNKNOWN),
}


def decodable(decls: tuple[TypeDecl, ...], collector: Collector) -> tuple[TypeDecl, ...]:
    """The declarations with each union as msgspec can decode it; those that had to be widened are reported."""
    types = {decl.name: decl.type for decl in decls}

    def fitted(decl: TypeDecl) -> TypeDecl:
        of = map_type(decl.type, lambda of: _fitted(of, types, decl, collector))
        return replace(decl, type=UNKNOWN if isinstance(of, MapType) else of)  # a map would become a class of nothing

    return tuple(map(fitted, decls))


def _fitted(of: Type, types: Mapping[str, Type], decl: TypeDecl, collector: Collector) -> Type:
    if not isinstance(of, UnionType):
        return of
    variants = tuple(_flat(of, types, ()))
    if any(isinstance(each, UnknownType) for each in variants):
        return UNKNOWN
    by_kind: dict[_Kind, list[Type]] = {}
    for each in dict.fromkeys(variants):
        by_kind.setdefault(_kind(each, types), []).append(each)
    tag = _tag(by_kind.get(_Kind.OBJECT, []), types)
    wrong = {kind for kind, several in by_kind.items() if len(several) > 1 and (kind is not _Kind.OBJECT or not tag)}
    if not wrong and not tag:
        return of
    if wrong:
        several_of = " and ".join(kind.value for kind in _Kind if kind in wrong)
        message = (
            f"{decl.name}: msgspec cannot tell several types of {several_of} apart, so one wider type stands for them"
        )
        collector.report(STYLE_WIDENED, message, decl.span)
    fitted = {kind: [_wider(kind, several)] if kind in wrong else several for kind, several in by_kind.items()}
    kept = tuple(each for several in fitted.values() for each in several)
    return kept[0] if len(kept) == 1 else UnionType(kept, _discriminator(tag, kept, types))


def _flat(of: Type, types: Mapping[str, Type], above: tuple[str, ...]) -> Iterator[Type]:
    """The variants of a union, those of unions among them included."""
    match of:
        case UnionType(variants=variants):
            for each in variants:
                yield from _flat(each, types, above)
        case RefType(name=name) if name not in above and isinstance(types[name], UnionType | RefType):
            yield from _flat(types[name], types, (*above, name))
        case _:
            yield of


def _kind(of: Type, types: Mapping[str, Type]) -> _Kind:
    """What JSON calls the values of a type."""
    match of:
        case RefType(name=name):
            return _Kind.OBJECT if isinstance(types[name], RefType | UnionType) else _kind(types[name], types)
        case NullType():
            return _Kind.NULL
        case BooleanType():
            return _Kind.BOOLEAN
        case IntegerType():
            return _Kind.INTEGER
        case NumberType():
            return _Kind.NUMBER
        case ConstType(value=value):
            return _of_value(value)
        case EnumType(values=values):
            return _of_value(values[0].value)
        case ArrayType() | TupleType():
            return _Kind.ARRAY
        case ObjectType() | MapType() | UnionType() | UnknownType():
            return _Kind.OBJECT
        case StringType():
            return _Kind.TEXT
        case _:
            assert_never(of)


def _of_value(value: object) -> _Kind:
    kinds = {bool: _Kind.BOOLEAN, int: _Kind.INTEGER, float: _Kind.NUMBER}
    return kinds.get(type(value), _Kind.TEXT)


def _tag(several: list[Type], types: Mapping[str, Type]) -> str:
    """The required member whose constant texts tell several objects apart; nothing where there is none."""
    if len(several) < 2:
        return ""
    tags = [_tags(each, types) for each in several]
    shared = [name for name in tags[0] if all(name in each for each in tags)]
    return next((name for name in shared if len({each[name] for each in tags}) == len(tags)), "")


def _discriminator(tag: str, variants: tuple[Type, ...], types: Mapping[str, Type]) -> Discriminator | None:
    tags = [(_tags(each, types).get(tag), index) for index, each in enumerate(variants)]
    return Discriminator(tag, tuple((value, index) for value, index in tags if value is not None)) if tag else None


def _tags(of: Type, types: Mapping[str, Type]) -> dict[str, str]:
    """The constant texts that an object must have, by member."""
    declared = types[of.name] if isinstance(of, RefType) else of
    if not isinstance(declared, ObjectType):
        return {}
    constants = {field.wire_name: field.type for field in declared.fields if field.required}
    return {
        name: each.value
        for name, each in constants.items()
        if isinstance(each, ConstType) and isinstance(each.value, str)
    }


def _wider(kind: _Kind, several: list[Type]) -> Type:
    """One type for several of a kind; listed values stay a list."""
    values: dict[EnumValue, None] = {}
    for each in several:
        match each:
            case EnumType(values=listed):
                values |= dict.fromkeys(EnumValue(value.value) for value in listed)
            case ConstType(value=value):
                values[EnumValue(value)] = None
            case _:
                return _WIDER[kind]
    return EnumType(tuple(values))
