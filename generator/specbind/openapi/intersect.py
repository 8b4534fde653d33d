"""The values that two types have in common, as one type.

Where no type says it exactly the result is wider, never narrower. No result means that nothing is common.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from specbind.ir.types import (
    ANY_SIZE,
    NULL,
    UNBOUNDED,
    UNKNOWN,
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    Extra,
    Field,
    IntegerFormat,
    IntegerType,
    MapType,
    Missing,
    NoExtra,
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
    TypedExtra,
    UnionType,
    UnknownType,
    nullable,
    without_null,
)
from specbind.ir.unions import distinct, union_of
from specbind.openapi.limits import MAX_SCHEMA_DEPTH, MAX_VARIANTS

ANY_OBJECT: Final = MapType(UNKNOWN)
_T = TypeVar("_T")
_U = TypeVar("_U")
_N = TypeVar("_N", int, int | float)


class Intersection:
    """Intersects types.

    `shape` gives what a declared type is; `conflict` hears of members without a common value.
    """

    def __init__(
        self,
        shape: Callable[[RefType], Type | None],
        conflict: Callable[[Field, Field], None],
        too_large: Callable[[], None],
    ) -> None:
        self._shape = shape
        self._conflict = conflict
        self._too_large = too_large
        self._active: set[tuple[Type, Type]] = set()
        self._opened: frozenset[tuple[Type, int]] = frozenset()

    def of(self, first: Type, second: Type) -> Type | None:
        """The common type; where both describe a thing, the second's words win."""
        if isinstance(first, UnknownType) or first == second:
            return second
        if isinstance(second, UnknownType):
            return first
        one, one_null = without_null(first)
        two, two_null = without_null(second)
        if one == NULL or two == NULL:
            return NULL if (one_null or one == NULL) and (two_null or two == NULL) else None
        common = self._of(one, two)
        if one_null and two_null:
            return NULL if common is None else nullable(common)
        return common

    def _of(self, first: Type, second: Type) -> Type | None:
        if first == second:
            return second
        if isinstance(first, RefType) or isinstance(second, RefType):
            return self._with_reference(first, second)
        if isinstance(first, UnionType) or isinstance(second, UnionType):
            return self._distributed(first, second)
        match first, second:
            case (EnumType() | ConstType(), _) | (_, EnumType() | ConstType()):
                return _listed(first, second)
            case ((ObjectType() | MapType()), (ObjectType() | MapType())):
                return self._inside(self._objects, first, second)
            case ((ArrayType() | TupleType()), (ArrayType() | TupleType())):
                return self._inside(self._arrays, first, second)
            case StringType(), StringType():
                return _strings(first, second)
            case ((IntegerType() | NumberType()), (IntegerType() | NumberType())):
                return _numbers(first, second)
            case _:
                return None

    def _with_reference(self, first: Type, second: Type) -> Type | None:
        """A reference stays one where the other side adds nothing to what it declares."""
        if first == ANY_OBJECT or second == ANY_OBJECT:
            return second if first == ANY_OBJECT else first
        one = self._shape(first) if isinstance(first, RefType) else first
        two = self._shape(second) if isinstance(second, RefType) else second
        if one is None or two is None:
            return second if isinstance(second, RefType) else first
        common = self._guarded(first, second, one, two)
        if common is None:
            return None
        if isinstance(second, RefType) and alike(common, two):
            return second
        if isinstance(first, RefType) and alike(common, one):
            return first
        return common

    def _guarded(self, first: Type, second: Type, one: Type, two: Type) -> Type | None:
        """The common type of two shapes; types that contain themselves on both sides are met once."""
        if not isinstance(first, RefType) or not isinstance(second, RefType):
            name, other = (first, second) if isinstance(first, RefType) else (second, first)
            return self._once((name, id(other)), one, two)
        if (first, second) in self._active or len(self._active) > MAX_SCHEMA_DEPTH // 2:
            return second
        self._active.add((first, second))
        try:
            return self.of(one, two)
        finally:
            self._active.discard((first, second))

    def _once(self, met: tuple[Type, int], one: Type, two: Type) -> Type | None:
        """The common type of two shapes; a union adds nothing to itself where it is among its own variants.

        `met` is the reference, and the identity of what it meets: that can be large, and has no hash.
        """
        outer = self._opened
        if met in outer or len(outer) > MAX_SCHEMA_DEPTH // 2:
            return None
        self._opened = outer | {met}
        try:
            return self.of(one, two)
        finally:
            self._opened = outer

    def _inside(self, meet: Callable[[_T, _U], Type | None], first: _T, second: _U) -> Type | None:
        """The common type of what holds other types: in there, a union may come again."""
        outer, self._opened = self._opened, frozenset()
        try:
            return meet(first, second)
        finally:
            self._opened = outer

    def _distributed(self, first: Type, second: Type) -> Type | None:
        ones = first.variants if isinstance(first, UnionType) else (first,)
        twos = second.variants if isinstance(second, UnionType) else (second,)
        if len(ones) > 1 and len(twos) > 1 and len(ones) * len(twos) > MAX_VARIANTS:
            self._too_large()
            return second
        pairs = [self.of(one, two) for one in ones for two in twos]
        found = [pair for pair in pairs if pair is not None]
        if not found:
            return None
        whole = first if isinstance(first, UnionType) else second
        assert isinstance(whole, UnionType)
        variants = distinct(found)
        if len(variants) == len(pairs) and (len(ones) == 1 or len(twos) == 1) and len(variants) > 1:
            return UnionType(variants, whole.discriminator, whole.title)
        return union_of(variants)

    def _objects(self, first: ObjectType | MapType, second: ObjectType | MapType) -> Type | None:
        if isinstance(first, MapType) and isinstance(second, MapType):
            value = self.of(first.value, second.value)
            return None if value is None else MapType(value, sizes(first.size, second.size))
        fields: dict[str, Field] = {field.wire_name: field for field in fields_of(first)}
        for field in fields_of(second):
            known = fields.get(field.wire_name)
            fields[field.wire_name] = field if known is None else self._fields(known, field)
        extra = self._extras(extra_of(first), extra_of(second))
        size = sizes(first.size, second.size)
        last = second if isinstance(second, ObjectType) else first
        assert isinstance(last, ObjectType)
        return replace(last, fields=tuple(fields.values()), extra=extra, size=size)

    def _fields(self, first: Field, second: Field) -> Field:
        of = self.of(first.type, second.type)
        if of is None:
            self._conflict(first, second)
            of = union_of((first.type, second.type))
        access = second.access if second.access is not Access.READ_WRITE else first.access
        return Field(
            first.wire_name,
            of,
            first.required or second.required,
            first.description if second.description is None else second.description,
            first.default if isinstance(second.default, Missing) else second.default,
            first.deprecated or second.deprecated,
            access,
            second.examples or first.examples,
            span=second.span if second.type != UNKNOWN else first.span,
        )

    def _extras(self, first: Extra, second: Extra) -> Extra:
        match first, second:
            case (NoExtra(), _) | (_, NoExtra()):
                return NoExtra()
            case (AnyExtra(), other) | (other, AnyExtra()):
                return other
            case TypedExtra(type=one), TypedExtra(type=two):
                common = self.of(one, two)
                return TypedExtra(union_of((one, two)) if common is None else common)
            case _:
                return AnyExtra()

    def _arrays(self, first: ArrayType | TupleType, second: ArrayType | TupleType) -> Type | None:
        if isinstance(first, ArrayType) and isinstance(second, ArrayType):
            item = self.of(first.item, second.item)
            if item is None:
                return None
            return ArrayType(item, sizes(first.size, second.size), first.unique or second.unique)
        if isinstance(first, TupleType) and isinstance(second, TupleType):
            if len(first.items) != len(second.items):
                return second
            pairs = zip(first.items, second.items, strict=True)
            items = [self.of(one, two) for one, two in pairs]
            rest = first.rest
        else:
            array, second = (first, second) if isinstance(first, ArrayType) else (second, first)
            assert isinstance(array, ArrayType) and isinstance(second, TupleType)
            items = [self.of(array.item, item) for item in second.items]
            rest = array.item
        known = tuple(item for item in items if item is not None)
        rest = None if rest is None or second.rest is None else self.of(rest, second.rest)
        return TupleType(known, rest) if len(known) == len(items) else None


def fields_of(of: ObjectType | MapType) -> tuple[Field, ...]:
    """The declared members."""
    return of.fields if isinstance(of, ObjectType) else ()


def extra_of(of: ObjectType | MapType) -> Extra:
    """What may stand beside the declared members; of a map that is everything."""
    if isinstance(of, ObjectType):
        return of.extra
    return AnyExtra() if of.value == UNKNOWN else TypedExtra(of.value)


def alike(first: Type, second: Type) -> bool:
    """Whether two types have the same values and directions, whatever is said about them."""
    if first is second:
        return True
    if isinstance(first, ObjectType) and isinstance(second, ObjectType):
        return (
            len(first.fields) == len(second.fields)
            and (first.extra, first.size) == (second.extra, second.size)
            and all(_alike_fields(one, two) for one, two in zip(first.fields, second.fields, strict=True))
        )
    if isinstance(first, UnionType) and isinstance(second, UnionType):
        pairs = zip(first.variants, second.variants, strict=False)
        return len(first.variants) == len(second.variants) and all(alike(one, two) for one, two in pairs)
    return first == second


def _alike_fields(one: Field, two: Field) -> bool:
    return (
        (one.wire_name, one.required, one.access) == (two.wire_name, two.required, two.access)
        and one.default == two.default
        and alike(one.type, two.type)
    )


def _listed(first: Type, second: Type) -> Type | None:
    """The values of a list that the other side accepts."""
    for listed, other in ((first, second), (second, first)):
        if isinstance(listed, ConstType):
            return listed if accepts(other, listed.value) else None
        if isinstance(listed, EnumType):
            if isinstance(other, ConstType):
                continue
            values = tuple(value for value in listed.values if accepts(other, value.value))
            return EnumType(values) if values else None
    return None


def accepts(of: Type, value: Scalar) -> bool:
    """Whether a scalar is one of a type's values, constraints apart."""
    match of:
        case StringType():
            return isinstance(value, str)
        case BooleanType():
            return isinstance(value, bool)
        case IntegerType():
            return isinstance(value, int) and not isinstance(value, bool)
        case NumberType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ConstType(value=only):
            return type(value) is type(only) and value == only
        case EnumType(values=values):
            return any(type(value) is type(known.value) and value == known.value for known in values)
        case _:
            return False


def sizes(first: Size, second: Size) -> Size:
    """The narrower of two lengths."""
    if ANY_SIZE in (first, second):
        return second if first == ANY_SIZE else first
    return Size(_most(first.minimum, second.minimum), _least(first.maximum, second.maximum))


def _strings(first: StringType, second: StringType) -> StringType:
    format = first.format if second.format is StringFormat.PLAIN else second.format
    pattern = first.pattern if second.pattern is None else second.pattern
    return StringType(format, sizes(first.size, second.size), pattern)


def _numbers(first: IntegerType | NumberType, second: IntegerType | NumberType) -> Type:
    bounds = _bounds(first.bounds, second.bounds)
    match first, second:
        case IntegerType(format=one), IntegerType(format=two):
            return IntegerType(one if two is IntegerFormat.PLAIN else two, bounds)
        case (IntegerType(format=format), _) | (_, IntegerType(format=format)):
            return IntegerType(format, bounds)
        case NumberType(format=one_number), NumberType(format=two_number):
            return NumberType(one_number if two_number is NumberFormat.PLAIN else two_number, bounds)
        case _:
            return second


def _bounds(first: Bounds, second: Bounds) -> Bounds:
    if UNBOUNDED in (first, second):
        return second if first == UNBOUNDED else first
    return Bounds(
        _most(first.minimum, second.minimum),
        _least(first.maximum, second.maximum),
        _most(first.exclusive_minimum, second.exclusive_minimum),
        _least(first.exclusive_maximum, second.exclusive_maximum),
        first.multiple_of if second.multiple_of is None else second.multiple_of,
    )


def _most(one: _N | None, two: _N | None) -> _N | None:
    return max((limit for limit in (one, two) if limit is not None), default=None)


def _least(one: _N | None, two: _N | None) -> _N | None:
    return min((limit for limit in (one, two) if limit is not None), default=None)
