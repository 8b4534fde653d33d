"""Whether a documented example is what its type says, and where it is not.

Two weights: a `SHAPE` contradiction is one that a reader of responses notices (a text for a number, a missing
member); a `LIMIT` is one that it forgives (an unknown value of an open enum, a number beyond its bounds).
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, assert_never
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from pydantic_core import to_json

from specbind.ir.types import (
    Access,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Field,
    IntegerType,
    Json,
    MapType,
    NoExtra,
    NullType,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.patterns import finds
from specbind.python.sample import fits


class Weight(enum.Enum):
    """Whether a reader of responses notices a contradiction."""

    SHAPE = "shape"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One place of an example that is not what its type says."""

    path: str
    expected: str
    weight: Weight = Weight.SHAPE

    def __str__(self) -> str:
        return f"expected {self.expected} @ {self.path}"


def contradictions(value: Json, of: Type, types: Mapping[str, TypeDecl]) -> tuple[Contradiction, ...]:
    """Where a JSON value in a response is not what `of` says, in the order of the value."""
    return tuple(_Checker(types).check(value, of, "$"))


_FORMATS: Mapping[StringFormat, Any] = {
    StringFormat.DATE_TIME: AwareDatetime,
    StringFormat.DATE: dt.date,
    StringFormat.TIME: dt.time,
    StringFormat.DURATION: dt.timedelta,
    StringFormat.UUID: UUID,
    StringFormat.DECIMAL: Decimal,
}
_BASE64 = re.compile(r"\s*[A-Za-z0-9+/_-]*={0,2}\s*")


@cache
def _adapter(format: StringFormat) -> TypeAdapter[Any]:
    return TypeAdapter(_FORMATS[format])


@dataclass(frozen=True, slots=True)
class _Checker:
    types: Mapping[str, TypeDecl]

    def check(self, value: Json, of: Type, path: str) -> Iterator[Contradiction]:
        match of:
            case UnknownType():
                return
            case NullType():
                if value is not None:
                    yield Contradiction(path, "null")
            case BooleanType():
                if not isinstance(value, bool):
                    yield Contradiction(path, "boolean")
            case IntegerType() | NumberType():
                yield from _number(value, of, path)
            case StringType():
                yield from _text(value, of, path)
            case EnumType() | ConstType():
                yield from _known(value, of, path)
            case ArrayType() | TupleType() | MapType():
                yield from self._container(value, of, path)
            case ObjectType():
                yield from self._object(value, of, path)
            case UnionType():
                yield from self._union(value, of, path)
            case RefType(name=name):
                yield from self.check(value, self.types[name].type, path)
            case _:
                assert_never(of)

    def _container(self, value: Json, of: ArrayType | TupleType | MapType, path: str) -> Iterator[Contradiction]:
        match of:
            case ArrayType(item=item, size=size):
                if not isinstance(value, list):
                    yield Contradiction(path, "array")
                    return
                yield from _size(len(value), size, path, "items")
                for index, each in enumerate(value):
                    yield from self.check(each, item, f"{path}[{index}]")
            case TupleType():
                yield from self._tuple(value, of, path)
            case MapType(value=inner, size=size):
                if not isinstance(value, dict):
                    yield Contradiction(path, "object")
                    return
                yield from _size(len(value), size, path, "members")
                for key, each in value.items():
                    yield from self.check(each, inner, _below(path, key))
            case _:
                assert_never(of)

    def _tuple(self, value: Json, of: TupleType, path: str) -> Iterator[Contradiction]:
        if not isinstance(value, list):
            yield Contradiction(path, "array")
            return
        if len(value) < len(of.items) or (of.rest is None and len(value) > len(of.items)):
            yield Contradiction(path, f"{len(of.items)} items")
        for index, each in enumerate(value):
            inner = of.items[index] if index < len(of.items) else of.rest
            if inner is not None:
                yield from self.check(each, inner, f"{path}[{index}]")

    def _object(self, value: Json, of: ObjectType, path: str) -> Iterator[Contradiction]:
        if not isinstance(value, dict):
            yield Contradiction(path, "object")
            return
        declared = {field.wire_name for field in of.fields}
        for field in of.fields:
            yield from self._member(value, field, _below(path, field.wire_name))
        for key, each in value.items():
            if key in declared:
                continue
            if isinstance(of.extra, TypedExtra):
                yield from self.check(each, of.extra.type, _below(path, key))
            elif isinstance(of.extra, NoExtra):
                yield Contradiction(_below(path, key), "nothing", Weight.LIMIT)

    def _member(self, value: dict[str, Json], field: Field, path: str) -> Iterator[Contradiction]:
        if field.access is Access.WRITE_ONLY:
            return
        if field.wire_name not in value:
            if field.required:
                yield Contradiction(path, self._name(field.type))
            return
        found = tuple(self.check(value[field.wire_name], field.type, path))
        if found and value[field.wire_name] is None and not field.required:
            yield Contradiction(path, self._name(field.type), Weight.LIMIT)
            return
        yield from found

    def _union(self, value: Json, of: UnionType, path: str) -> Iterator[Contradiction]:
        tagged = self._tagged(value, of)
        if tagged is not None:
            yield from self.check(value, tagged, path)
            return
        if of.discriminator is not None and isinstance(value, dict):
            yield Contradiction(path, self._name(of), Weight.LIMIT)
            return
        best: tuple[Contradiction, ...] | None = None
        for variant in of.variants:
            found = tuple(self.check(value, variant, path))
            if best is None or _cost(found) < _cost(best):
                best = found
            if not found:
                return
        yield from self._nearest(value, of, best or (), path)

    def _nearest(
        self, value: Json, of: UnionType, best: tuple[Contradiction, ...], path: str
    ) -> Iterator[Contradiction]:
        """What the nearest variant says."""
        if best and best[0].path == path:
            yield Contradiction(path, self._name(of), best[0].weight)
        else:
            yield from best

    def _tagged(self, value: Json, of: UnionType) -> Type | None:
        """The variant that the value's tag names, or those that share it; an object of another is kept as unknown."""
        if of.discriminator is None or not isinstance(value, dict):
            return None
        tag = value.get(of.discriminator.wire_name)
        if isinstance(tag, bool):
            tag = "true" if tag else "false"
        found = tuple(of.variants[index] for text, index in of.discriminator.mapping if text == str(tag))
        if not found and of.discriminator.default is not None:
            return of.variants[of.discriminator.default]
        return UnionType(found) if len(found) > 1 else next(iter(found), None)

    def _followed(self, of: Type) -> Type:
        seen: set[str] = set()
        while isinstance(of, RefType) and of.name not in seen:
            seen.add(of.name)
            of = self.types[of.name].type
        return of

    def _name(self, of: Type) -> str:
        match self._followed(of):
            case StringType(format=format):
                return format.value
            case IntegerType():
                return "integer"
            case NumberType():
                return "number"
            case BooleanType():
                return "boolean"
            case NullType():
                return "null"
            case EnumType() as known:
                return " or ".join(repr(each.value) for each in known.values[:3])
            case ConstType(value=value):
                return repr(value)
            case ArrayType() | TupleType():
                return "array"
            case ObjectType() | MapType():
                return "object"
            case UnionType(variants=variants):
                return " or ".join(dict.fromkeys(map(self._name, variants)))
            case UnknownType() | RefType():
                return "a value"
            case unreachable:
                assert_never(unreachable)


def _cost(found: tuple[Contradiction, ...]) -> tuple[int, int]:
    return sum(1 for each in found if each.weight is Weight.SHAPE), len(found)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{key!r}]"


def _number(value: Json, of: IntegerType | NumberType, path: str) -> Iterator[Contradiction]:
    whole = isinstance(of, IntegerType)
    if isinstance(of, NumberType) and of.format is NumberFormat.DECIMAL and isinstance(value, str):
        if not is_format(value, StringFormat.DECIMAL):
            yield Contradiction(path, "number")
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or (whole and not float(value).is_integer()):
        yield Contradiction(path, "integer" if whole else "number")
    elif not fits(value, of.bounds):
        yield Contradiction(path, "a number within its bounds", Weight.LIMIT)


def _text(value: Json, of: StringType, path: str) -> Iterator[Contradiction]:
    if not isinstance(value, str) or (of.format in _FORMATS and not is_format(value, of.format)):
        yield Contradiction(path, of.format.value)
    elif of.format is StringFormat.BYTE and not is_base64(value):
        yield Contradiction(path, "byte")
    else:
        yield from _size(len(value), of.size, path, "characters")
        if of.pattern is not None and finds(of.pattern, value) is False:
            yield Contradiction(path, f"a text like {of.pattern!r}", Weight.LIMIT)


def is_format(value: str, format: StringFormat) -> bool:
    """Whether a text is of a format that has a type of its own."""
    try:
        _adapter(format).validate_json(to_json(value), strict=True)
    except ValidationError:
        return False
    return True


def is_base64(value: str) -> bool:
    """Whether a text is base64 of either alphabet, padded or not (RFC 4648)."""
    body = value.strip().rstrip("=")
    return _BASE64.fullmatch(value) is not None and len(body) % 4 != 1


def _known(value: Json, of: EnumType | ConstType, path: str) -> Iterator[Contradiction]:
    """An enum of one value, or of booleans, is closed; any other takes new values of the kinds it has."""
    known = [of.value] if isinstance(of, ConstType) else [each.value for each in of.values]
    if any(_same(value, each) for each in known):
        return
    kinds = {type(each) for each in known}
    shown = " or ".join(repr(each) for each in known[:3]) + (" or another" if len(known) > 3 else "")
    closed = float not in kinds and (len(known) == 1 or kinds == {bool})
    noticed = closed or type(value) not in kinds
    yield Contradiction(path, shown, Weight.SHAPE if noticed else Weight.LIMIT)


def _same(value: Json, known: Scalar) -> bool:
    return type(value) is type(known) and value == known


def _size(count: int, size: Size, path: str, noun: str) -> Iterator[Contradiction]:
    if size.minimum is not None and count < size.minimum:
        yield Contradiction(path, f"at least {size.minimum} {noun}", Weight.LIMIT)
    if size.maximum is not None and count > size.maximum:
        yield Contradiction(path, f"at most {size.maximum} {noun}", Weight.LIMIT)
