"""Changes of scalars: kind and format, limits, patterns, listed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from specbind.diff.changes import What
from specbind.diff.definition import shown, type_text
from specbind.diff.pairing import alike_names, best
from specbind.ir.types import (
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    IntegerFormat,
    IntegerType,
    NumberFormat,
    NumberType,
    Scalar,
    Size,
    StringFormat,
    StringType,
    Type,
    UnknownType,
)


class Fact(NamedTuple):
    """A change of one type, before its place is known."""

    what: What
    subject: str = ""
    old: str = ""
    new: str = ""
    confidence: float | None = None


class Limit(NamedTuple):
    """The changes of one limit: it appears, disappears, goes up, goes down."""

    set: What
    unset: What
    up: What
    down: What


Ends = tuple[float | None, float | None]
"""The last value of a range at one end, and the first one beyond it; at most one of them as a rule."""

_MAX: Final = Limit(What.MAX_SET, What.MAX_UNSET, What.MAX_INCREASED, What.MAX_DECREASED)
_MIN: Final = Limit(What.MIN_SET, What.MIN_UNSET, What.MIN_INCREASED, What.MIN_DECREASED)
_BELOW: Final = Limit(
    What.EXCLUSIVE_MAX_SET, What.EXCLUSIVE_MAX_UNSET, What.EXCLUSIVE_MAX_INCREASED, What.EXCLUSIVE_MAX_DECREASED
)
_ABOVE: Final = Limit(
    What.EXCLUSIVE_MIN_SET, What.EXCLUSIVE_MIN_UNSET, What.EXCLUSIVE_MIN_INCREASED, What.EXCLUSIVE_MIN_DECREASED
)
_STEP: Final = Limit(What.STEP_SET, What.STEP_UNSET, What.STEP_CHANGED, What.STEP_CHANGED)
LENGTH_MOST: Final = Limit(
    What.MAX_LENGTH_SET, What.MAX_LENGTH_UNSET, What.MAX_LENGTH_INCREASED, What.MAX_LENGTH_DECREASED
)
LENGTH_LEAST: Final = Limit(
    What.MIN_LENGTH_INCREASED, What.MIN_LENGTH_DECREASED, What.MIN_LENGTH_INCREASED, What.MIN_LENGTH_DECREASED
)
ITEMS_MOST: Final = Limit(What.MAX_ITEMS_SET, What.MAX_ITEMS_UNSET, What.MAX_ITEMS_INCREASED, What.MAX_ITEMS_DECREASED)
ITEMS_LEAST: Final = Limit(What.MIN_ITEMS_SET, What.MIN_ITEMS_UNSET, What.MIN_ITEMS_INCREASED, What.MIN_ITEMS_DECREASED)
MEMBERS_MOST: Final = Limit(
    What.MAX_MEMBERS_SET, What.MAX_MEMBERS_UNSET, What.MAX_MEMBERS_INCREASED, What.MAX_MEMBERS_DECREASED
)
MEMBERS_LEAST: Final = Limit(
    What.MIN_MEMBERS_SET, What.MIN_MEMBERS_UNSET, What.MIN_MEMBERS_INCREASED, What.MIN_MEMBERS_DECREASED
)
LIMITS: Final = {
    "maximum": _MAX,
    "minimum": _MIN,
    "exclusiveMaximum": _BELOW,
    "exclusiveMinimum": _ABOVE,
    "multipleOf": _STEP,
    "maxLength": LENGTH_MOST,
    "minLength": LENGTH_LEAST,
    "maxItems": ITEMS_MOST,
    "minItems": ITEMS_LEAST,
    "maxProperties": MEMBERS_MOST,
    "minProperties": MEMBERS_LEAST,
    "pattern": _MAX,
    "uniqueItems": _MAX,
}
"""Limits by their keywords; patterns and uniqueness are no amounts and are compared apart."""
_CATCH_ALL: Final = frozenset(("^", "$", ".*", "^.*$", "^.*", ".*$", "(.*)", "^(.*)$"))
"""Patterns that match every text."""


def limit(kind: Limit, old: float | None, new: float | None) -> Iterator[Fact]:
    """The change of one limit."""
    if old == new:
        return
    if old is None:
        yield Fact(kind.set, "", "", shown(new))
    elif new is None:
        yield Fact(kind.unset, "", shown(old), "")
    else:
        yield Fact(kind.up if new > old else kind.down, "", shown(old), shown(new))


def sizes(most: Limit, least: Limit, old: Size, new: Size) -> Iterator[Fact]:
    """The changes of the limits of a length; a least length of 0 is none."""
    if old != new:
        yield from limit(most, old.maximum, new.maximum)
        yield from limit(least, old.minimum or None, new.minimum or None)


def bounds(old: Bounds, new: Bounds) -> Iterator[Fact]:
    """The changes of the limits of a number."""
    if old == new:
        return
    yield from _ends(_MAX, _BELOW, (old.maximum, old.exclusive_maximum), (new.maximum, new.exclusive_maximum), -1)
    yield from _ends(_MIN, _ABOVE, (old.minimum, old.exclusive_minimum), (new.minimum, new.exclusive_minimum), 1)
    yield from limit(_STEP, old.multiple_of, new.multiple_of)


def _ends(with_it: Limit, without_it: Limit, old: Ends, new: Ends, sign: int) -> Iterator[Fact]:
    """The changes of one end of a range, which may belong to it or not; `sign` is 1 at the lower end."""
    if old[0] is not None and old[1] is None and new[0] is None and new[1] is not None:
        tighter = sign * new[1] >= sign * old[0]
        yield Fact(_moved(without_it, tighter, sign), "", shown(old[0]), shown(new[1]))
    elif old[0] is None and old[1] is not None and new[0] is not None and new[1] is None:
        tighter = sign * new[0] > sign * old[1]
        yield Fact(_moved(with_it, tighter, sign), "", shown(old[1]), shown(new[0]))
    else:
        yield from limit(with_it, old[0], new[0])
        yield from limit(without_it, old[1], new[1])


def _moved(kind: Limit, tighter: bool, sign: int) -> What:
    return kind.up if tighter == (sign > 0) else kind.down


def strings(old: StringType, new: StringType) -> Iterator[Fact]:
    """The changes of a text, its format apart."""
    if old.size.minimum == 1 and not new.size.minimum:
        yield Fact(What.EMPTY_ALLOWED, "", "1", "")
        yield from limit(LENGTH_MOST, old.size.maximum, new.size.maximum)
    else:
        yield from sizes(LENGTH_MOST, LENGTH_LEAST, old.size, new.size)
    yield from patterns(old.pattern, new.pattern)


def patterns(old: str | None, new: str | None) -> Iterator[Fact]:
    """The change of a pattern. A pattern that matches every text is a wider one."""
    if old == new:
        return
    old, new = old or None, new or None
    if old is None:
        yield Fact(What.PATTERN_ADDED, "", "", new or "")
    elif new is None:
        yield Fact(What.PATTERN_REMOVED, "", old, "")
    else:
        yield Fact(What.PATTERN_GENERALIZED if new in _CATCH_ALL else What.PATTERN_CHANGED, "", old, new)


def listed(of: Type) -> tuple[Scalar, ...] | None:
    """The values of an enum or a constant; None of anything else."""
    match of:
        case EnumType(values=values):
            return tuple(each.value for each in values)
        case ConstType(value=value):
            return (value,)
        case _:
            return None


def values(old: Type, new: Type) -> Iterator[Fact]:
    """The changes between two listed types: constants are compared as one, enums as sets."""
    before, after = listed(old) or (), listed(new) or ()
    was, now = {(type(each), each) for each in before}, {(type(each), each) for each in after}
    if was == now:
        return
    if isinstance(old, ConstType) and isinstance(new, ConstType):
        yield Fact(What.CONST_CHANGED, "", shown(old.value), shown(new.value))
        return
    removed = [each for each in before if (type(each), each) not in now]
    added = [each for each in after if (type(each), each) not in was]
    for match in best(removed, added, _alike_values):
        removed.remove(match.old)
        added.remove(match.new)
        subject = f"{shown(match.old)} -> {shown(match.new)}"
        yield Fact(What.VALUE_RENAMED, subject, type_text(old), type_text(new), match.confidence)
    if removed:
        yield Fact(What.VALUE_REMOVED, ", ".join(map(shown, removed)), type_text(old), type_text(new))
    if added:
        yield Fact(What.VALUE_ADDED, ", ".join(map(shown, added)), type_text(old), type_text(new))


def _alike_values(one: Scalar, two: Scalar) -> float:
    """How sure it is that two texts are two spellings of one value; what differs in its digits is another value."""
    if not isinstance(one, str) or not isinstance(two, str):
        return 0.0
    digits = ["".join(filter(str.isdigit, each)) for each in (one, two)]
    likeness = alike_names(one, two) if digits[0] == digits[1] and any(map(str.isalnum, one + two)) else 0.0
    return likeness if likeness >= _SPELLING else 0.0


_SPELLING: Final = 0.85
"""Likeness from which a listed value is taken for another spelling of one that is gone; less is another word."""


def lists_within(old: Type, new: Type) -> bool:
    """Whether the listed values of one type are values of the other, which lists none."""
    values, other = (listed(old), new) if listed(old) is not None else (listed(new), old)
    return all(_takes(other, value) for value in values or ())


def _takes(of: Type, value: Scalar) -> bool:
    """Whether a value is within the limits of a text or a number; patterns are not looked at."""
    match of, value:
        case StringType(size=size), str():
            return (size.minimum or 0) <= len(value) and (size.maximum is None or len(value) <= size.maximum)
        case ((IntegerType(bounds=bounds) | NumberType(bounds=bounds)), int() | float()):
            return _within(bounds, value)
        case _:
            return True


def _within(bounds: Bounds, value: float) -> bool:
    return (
        (bounds.minimum is None or value >= bounds.minimum)
        and (bounds.maximum is None or value <= bounds.maximum)
        and (bounds.exclusive_minimum is None or value > bounds.exclusive_minimum)
        and (bounds.exclusive_maximum is None or value < bounds.exclusive_maximum)
        and (not bounds.multiple_of or value % bounds.multiple_of == 0)
    )


def became_listed(old: Type, new: Type) -> Iterator[Fact]:
    """The change from a type to listed values of it, or back."""
    texts = ("", type_text(old), type_text(new))
    if listed(new) is not None:
        yield Fact(What.CONST_ADDED if isinstance(new, ConstType) else What.BECAME_ENUM, *texts)
    else:
        yield Fact(What.CONST_REMOVED if isinstance(old, ConstType) else What.ENUM_LIFTED, *texts)


_WIDTHS: Final = (
    {IntegerFormat.INT32: 1, IntegerFormat.INT64: 2, IntegerFormat.PLAIN: 3}
    | {NumberFormat.FLOAT: 4, NumberFormat.DOUBLE: 5, NumberFormat.PLAIN: 6, NumberFormat.DECIMAL: 6}
)  # fmt: skip


class Fit(NamedTuple):
    """How the values of a new type relate to those of the old one."""

    wider: bool
    narrower: bool


SAME: Final = Fit(True, True)
OTHER: Final = Fit(False, False)
WIDER: Final = Fit(True, False)
NARROWER: Final = Fit(False, True)


def fit(old: Type, new: Type) -> Fit:
    """How two types compare by kind and format; limits are compared apart."""
    match old, new:
        case (UnknownType(), UnknownType()):
            return SAME
        case (UnknownType(), _):
            return NARROWER
        case (_, UnknownType()):
            return WIDER
        case ((IntegerType() | NumberType()), (IntegerType() | NumberType())):
            return _numbers(old, new)
        case (StringType(format=one), StringType(format=two)):
            return _formats(one, two)
        case ((EnumType() | ConstType()), _) | (_, (EnumType() | ConstType())):
            return SAME if kinds(old) & kinds(new) else OTHER
        case (BooleanType(), BooleanType()):
            return SAME
        case _:
            return SAME if type(old) is type(new) else OTHER


def _numbers(old: IntegerType | NumberType, new: IntegerType | NumberType) -> Fit:
    before, after = _WIDTHS[old.format], _WIDTHS[new.format]
    return SAME if before == after else WIDER if after > before else NARROWER


def _formats(old: StringFormat, new: StringFormat) -> Fit:
    if old is new:
        return SAME
    if new is StringFormat.PLAIN:
        return WIDER
    return NARROWER if old is StringFormat.PLAIN else OTHER


def kinds(of: Type) -> frozenset[str]:
    """The JSON types of a type's values."""
    values = listed(of)
    if values is not None:
        return frozenset(_kind(value) for value in values)
    match of:
        case StringType():
            return frozenset(("string",))
        case BooleanType():
            return frozenset(("boolean",))
        case IntegerType():
            return frozenset(("integer", "number"))
        case NumberType():
            return frozenset(("number", "integer"))
        case _:
            return frozenset()


def _kind(value: Scalar) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case _:
            return "string"
