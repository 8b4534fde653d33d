"""Which part of one revision is which part of the other: by name, else by likeness."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

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

T = TypeVar("T")

RENAMED: Final = 0.7
"""Likeness from which two things under two names are taken for one."""


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """One thing in both revisions; `confidence` is set where its name differs."""

    old: T
    new: T
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Matched(Generic[T]):
    """Two lists with their members paired."""

    pairs: tuple[Match[T], ...]
    removed: tuple[T, ...]
    added: tuple[T, ...]


def matched(
    old: Iterable[T], new: Iterable[T], name: Callable[[T], Hashable], likeness: Callable[[T, T], float]
) -> Matched[T]:
    """Pair what has one name, then, best first, what is alike enough under two names."""
    before, after = {name(each): each for each in old}, {name(each): each for each in new}
    pairs = [Match(before[key], after[key]) for key in before if key in after]
    removed = [each for key, each in before.items() if key not in after]
    added = [each for key, each in after.items() if key not in before]
    for match in best(removed, added, likeness):
        pairs.append(match)
        removed.remove(match.old)
        added.remove(match.new)
    return Matched(tuple(pairs), tuple(removed), tuple(added))


MOST_COMPARED: Final = 40_000
"""Pairs that are compared for likeness, at most; where there are more, nothing is taken for renamed."""


def best(removed: Sequence[T], added: Sequence[T], likeness: Callable[[T, T], float]) -> list[Match[T]]:
    """The pairs of a removed and an added thing that are alike, the most alike first, each thing once."""
    if not removed or not added or len(removed) * len(added) > MOST_COMPARED:
        return []
    scored = [
        (score, i, j)
        for i, one in enumerate(removed)
        for j, two in enumerate(added)
        if (score := likeness(one, two)) >= RENAMED
    ]
    scored.sort(key=lambda each: (-each[0], each[1], each[2]))
    used: tuple[set[int], set[int]] = (set(), set())
    found = []
    for score, i, j in scored:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found.append(Match(removed[i], added[j], round(score, 2)))
    return found


def alike_names(one: str, two: str) -> float:
    """How alike two names are: 0 to 1, whatever their case and separators."""
    first, second = ("".join(char for char in name.lower() if char.isalnum()) for name in (one, two))
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


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
    kind = _kind(pair.base.effective(one)[0])
    if kind != _kind(pair.revision.effective(two)[0]):
        return False
    olds = [each for each in before if _kind(pair.base.effective(each)[0]) == kind]
    news = [each for each in after if _kind(pair.revision.effective(each)[0]) == kind]
    return len(olds) == 1 and len(news) == 1


def _kind(of: Type) -> Hashable:
    match of:
        case ObjectType() | MapType():
            return "object"
        case ArrayType() | TupleType():
            return "array"
        case _:
            return kinds(of) or type(of).__name__


def _alike_objects(pair: Pair, one: Type, two: Type) -> float:
    """How many members two variants share."""
    old, new = pair.base.effective(one)[0], pair.revision.effective(two)[0]
    if not (isinstance(old, ObjectType) and isinstance(new, ObjectType)):
        return 0.0
    return shared(_members(old), _members(new))


def _members(of: ObjectType) -> frozenset[Hashable]:
    return frozenset((field.wire_name, _plain(field.type)) for field in of.fields)


def shared(one: frozenset[Hashable], two: frozenset[Hashable]) -> float:
    """The part of two sets that is in both (Jaccard)."""
    return len(one & two) / len(one | two) if one or two else 0.0
