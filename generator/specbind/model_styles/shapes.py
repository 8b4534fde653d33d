"""The declared types of an API as the models of its client have them: their classes' names, what is received and sent.

Shapes say names, types and presence. Limits (`pattern`, `maximum`, ...) are left out: clients do not check answers
against them either, and libraries disagree on them. So are defaults, which a value does not get by being left out.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, assert_never

from specbind.ir.types import (
    ANY_SIZE,
    MISSING,
    UNBOUNDED,
    UNKNOWN,
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    IntegerType,
    MapType,
    NullType,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
)
from specbind.ir.walk import map_type
from specbind.python import fields
from specbind.python.symbols import Symbols, TypeName


class Style(enum.Enum):
    """A kind of models."""

    DATACLASS = "dataclass"
    MSGSPEC = "msgspec"
    TYPED_DICT = "typed-dict"
    PYDANTIC = "pydantic"


_FORMATS: Final = frozenset(
    [
        StringFormat.DATE_TIME,
        StringFormat.DATE,
        StringFormat.TIME,
        StringFormat.DURATION,
        StringFormat.UUID,
        StringFormat.DECIMAL,
    ]
)
"""The formats that have a class of Python's own; typed dicts are JSON as it is read and have none."""


def shapes(settled: Symbols, style: Style) -> tuple[TypeDecl, ...]:
    """The types of the models, called like their classes. Names of scalars are spelled out where they are used."""
    names = [name for module in settled.modules().values() for name in module]
    return tuple(decl for name in names if not settled.is_inlined(name) for decl in _decls(name, settled, style))


def _decls(name: TypeName, settled: Symbols, style: Style) -> Iterator[TypeDecl]:
    """One type, or two where what is sent differs from what is received."""
    sent_only = name.decl.name in settled.usage.requests and name.decl.name not in settled.usage.responses
    sent, received = _spelled(settled, style, _request), _spelled(settled, style, _response)
    of = name.decl.type
    if not isinstance(of, ObjectType):
        yield _decl(name, name.model, received(of))
        if name.request_model != name.model:
            yield _decl(name, name.request_model, sent(of))
        return
    request = replace(of, fields=fields.request_fields(of))
    if sent_only:
        yield _decl(name, name.model, sent(request))
        return
    visible = tuple(field for field in of.fields if field.access is not Access.WRITE_ONLY)
    yield _decl(name, name.model, received(replace(of, fields=visible)))
    if name.request_model != name.model:
        yield _decl(name, name.request_model, sent(request))


def _response(name: TypeName) -> str:
    return name.model


def _request(name: TypeName) -> str:
    return name.request_model


def _decl(name: TypeName, called: str, of: Type) -> TypeDecl:
    description = name.decl.description
    if isinstance(of, ObjectType):
        description = description or of.description
        of = replace(of, description=None)
    return TypeDecl(called, of, description, name.decl.deprecated, span=name.decl.span)


def _spelled(settled: Symbols, style: Style, called: Callable[[TypeName], str]) -> Callable[[Type], Type]:
    """What makes a shape of a type; references become those to classes."""

    def change(of: Type) -> Type:
        if isinstance(of, RefType):
            name = settled.types[of.name]
            return map_type(name.decl.type, change) if settled.is_inlined(name) else RefType(called(name))
        return _plain(of, style)

    return lambda of: map_type(of, change)


def _plain(of: Type, style: Style) -> Type:
    """One node without its limits and without what only documents are for."""
    match of:
        case IntegerType():
            return IntegerType()
        case NumberType(format=format):
            exact = format is NumberFormat.DECIMAL and style is not Style.TYPED_DICT
            return NumberType(NumberFormat.DECIMAL if exact else NumberFormat.PLAIN, UNBOUNDED)
        case StringType(format=format):
            kept = format in _FORMATS and style is not Style.TYPED_DICT
            return StringType(format if kept else StringFormat.PLAIN)
        case EnumType(values=values):
            return EnumType(tuple(EnumValue(each.value) for each in values))
        case ArrayType(item=item):
            return ArrayType(item)
        case MapType(value=value):
            return MapType(value)
        case ObjectType():
            kept_fields = tuple(_field(field) for field in of.fields)
            return replace(of, fields=kept_fields, size=ANY_SIZE, title=None, extra=AnyExtra())
        case UnionType(variants=variants):
            unique = tuple(dict.fromkeys(variants))
            return UNKNOWN if UNKNOWN in unique else unique[0] if len(unique) == 1 else UnionType(unique)
        case TupleType() | UnknownType() | NullType() | BooleanType() | ConstType() | RefType():
            return of
        case _:
            assert_never(of)


def _field(field: Field) -> Field:
    return replace(field, default=MISSING, access=Access.READ_WRITE, examples=(), inferred=())
