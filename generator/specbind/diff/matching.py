"""Which member and which variant of one revision is which of the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from specbind.diff.pairing import Match, Matched, alike_names, best, matched, shared
from specbind.diff.scalar_changes import kinds, listed
from specbind.diff.sides import Pair
from specbind.ir.types import (
    ArrayType,
    ConstType,
    EnumType,
    Field,
    MapType,
    ObjectType,
    RefType,
    TupleType,
    Type,
    UnionType,
)


def fields_matched(old: tuple[Field, ...], new: tuple[Field, ...]) -> Matched[Field]:
    """The members of two objects, paired."""
    return matched(old, new, lambda field: field.wire_name, _alike_fields)


def _alike_fields(one: Field, two: Field) -> float:
    if one.required != two.required or not same_type(one.type, two.type):
        return 0.0
    name = alike_names(one.wire_name, two.wire_name)
    prose = 1.0 if one.description and one.description == two.description else 0.0
    return max(name * 0.95, 0.5 * prose + 0.45 * name) if name >= 0.5 or prose else 0.0


def same_type(one: Type, two: Type) -> bool:
    """Whether two types say the same values, prose apart."""
    return _plain(one) == _plain(two)


def _plain(of: Type) -> Hashable:
    match of:
        case ObjectType(fields=fields):
            return ("object", tuple(sorted((field.wire_name, field.required, _plain(field.type)) for field in fields)))
        case UnionType(variants=variants):
            return ("union", frozenset(_plain(each) for each in variants))
        case ArrayType(item=item):
            return ("list", _plain(item))
        case MapType(value=value):
            return ("map", _plain(value))
        case TupleType(items=items):
            return ("tuple", tuple(_plain(item) for item in items))
        case EnumType() | ConstType():
            return ("values", frozenset(listed(of) or ()))
        case _:
            return of


def variants_matched(pair: Pair, old: Type, new: Type) -> Matched[Type]:
    """The variants of two unions, paired: by declared name, equality, tag, title, kind, then by likeness."""
    before, after = _distinct(old), _distinct(new)
    tags = _tags(old), _tags(new)
    pairs: list[Match[Type]] = []
    tests: tuple[Callable[[Type, Type], bool], ...] = (
        lambda one, two: isinstance(one, RefType) and isinstance(two, RefType) and pair.same(one.name, two.name),
        lambda one, two: one == two,
        lambda one, two: bool(tags[0].get(id(one), _NONE) & tags[1].get(id(two), _NONE)),
        lambda one, two: _resolved_alike(pair, one, two),
        lambda one, two: bool(_title(one)) and _title(one) == _title(two),
        lambda one, two: _one_of_kind(pair, one, two, before, after),
    )
    for test in tests:
        for one in list(before):
            two = next((each for each in after if test(one, each)), None)
            if two is not None:
                pairs.append(Match(one, two))
                before = [each for each in before if each is not one]
                after = [each for each in after if each is not two]
    for match in best(before, after, lambda one, two: _alike_objects(pair, one, two)):
        pairs.append(Match(match.old, match.new))
        before = [each for each in before if each is not match.old]
        after = [each for each in after if each is not match.new]
    return Matched(tuple(pairs), tuple(before), tuple(after))


def _distinct(of: Type) -> list[Type]:
    """The variants of a union; two that differ in the order of their members only are one."""
    found: dict[Hashable, Type] = {}
    for each in of.variants if isinstance(of, UnionType) else (of,):
        found.setdefault(_plain(each), each)
    return list(found.values())


_NONE: Final = frozenset[str]()


def _tags(of: Type) -> dict[int, frozenset[str]]:
    """The tags of each variant, by its identity."""
    found: dict[int, frozenset[str]] = {}
    if isinstance(of, UnionType) and of.discriminator is not None and of.discriminator.inferred:
        for tag, index in of.discriminator.mapping:
            found[id(of.variants[index])] = found.get(id(of.variants[index]), _NONE) | {tag}
    return found


def _title(of: Type) -> str | None:
    return of.title if isinstance(of, ObjectType) else None


def _resolved_alike(pair: Pair, one: Type, two: Type) -> bool:
    """Whether a variant is the same, once as a name and once spelled out."""
    if isinstance(one, RefType) == isinstance(two, RefType):
        return same_type(one, two) and not isinstance(one, RefType)
    return same_type(pair.base.effective(one)[0], pair.revision.effective(two)[0])


def _one_of_kind(pair: Pair, one: Type, two: Type, before: list[Type], after: list[Type]) -> bool:
    """Whether two inline variants are the only ones of their kind left on either side."""
    if isinstance(one, RefType) and isinstance(two, RefType):
        return False
    kind = kind_of(pair.base.effective(one)[0])
    if kind != kind_of(pair.revision.effective(two)[0]):
        return False
    olds = [each for each in before if kind_of(pair.base.effective(each)[0]) == kind]
    news = [each for each in after if kind_of(pair.revision.effective(each)[0]) == kind]
    return len(olds) == 1 and len(news) == 1


_NUMBERS: Final = frozenset(("integer", "number"))


def kind_of(of: Type) -> Hashable:
    """What a type's values are, apart from what they may be: objects, arrays, or their JSON types."""
    match of:
        case ObjectType() | MapType():
            return "object"
        case ArrayType() | TupleType():
            return "array"
        case _:
            numbers = kinds(of) & _NUMBERS
            return (kinds(of) - _NUMBERS | {"number"} if numbers else kinds(of)) or type(of).__name__


def _alike_objects(pair: Pair, one: Type, two: Type) -> float:
    """How many members two variants share."""
    old, new = pair.base.effective(one)[0], pair.revision.effective(two)[0]
    if not (isinstance(old, ObjectType) and isinstance(new, ObjectType)):
        return 0.0
    return shared(_members(old), _members(new))


def _members(of: ObjectType) -> frozenset[Hashable]:
    return frozenset((field.wire_name, _plain(field.type)) for field in of.fields)
