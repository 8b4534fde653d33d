"""Declared types under other names: by where they stand, and by what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from specbind.diff.definition import type_text
from specbind.diff.matching import kind_of
from specbind.diff.pairing import Match, alike_names, best, shared
from specbind.diff.scalar_changes import listed
from specbind.ir.api import Api, Content, Operation
from specbind.ir.types import (
    ArrayType,
    MapType,
    ObjectType,
    RefType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    without_null,
)

_ALIKE_MEMBERS: Final = 0.3
"""The part of the members of two objects at the same places that has to be the same for them to be one type."""


def renamed_types(old: Api, new: Api, operations: Iterable[Match[Operation]]) -> dict[str, tuple[str, float]]:
    """Declared types that have another name: old name to new name and confidence.

    First those that stand where the old ones stood in most places of the operations that both have, then those that
    hold the same.
    """
    before, after = {each.name: each for each in old.types}, {each.name: each for each in new.types}
    removed = {name: each for name, each in before.items() if name not in after}
    added = {name: each for name, each in after.items() if name not in before}
    if not removed or not added:
        return {}
    found = _Places(before, after).replaced(operations)
    left = [each for name, each in removed.items() if name not in found]
    taken = {name for name, _ in found.values()}
    free = [each for name, each in added.items() if name not in taken]
    return found | {match.old.name: (match.new.name, match.confidence or 1.0) for match in best(left, free, _alike)}


class _Places:
    """Which declared type stands where which other one stood."""

    def __init__(self, before: dict[str, TypeDecl], after: dict[str, TypeDecl]) -> None:
        self._before = before
        self._after = after
        self._seen: set[tuple[object, object]] = set()
        self._votes: Counter[tuple[str, str]] = Counter()

    def replaced(self, operations: Iterable[Match[Operation]]) -> dict[str, tuple[str, float]]:
        """The types that are gone with those that stand in most of their places, and how sure that is."""
        todo = [pair for match in operations for pair in _of_operations(match.old, match.new)]
        todo += [(decl.type, self._after[name].type) for name, decl in self._before.items() if name in self._after]
        while todo:
            todo.extend(self._within(*todo.pop()))
        old, new = Counter[str](), Counter[str]()
        for (one, two), count in self._votes.items():
            old[one] += count
            new[two] += count
        found = {}
        for (one, two), count in self._votes.items():
            if 2 * count > max(old[one], new[two]):
                held = _members_in_common(self._before[one].type, self._after[two].type)
                if held >= _ALIKE_MEMBERS:
                    found[one] = (two, round(0.7 + 0.3 * held * count / max(old[one], new[two]), 2))
        return found

    def _within(self, old: Type, new: Type) -> Iterator[tuple[Type, Type]]:
        """The pairs of types that stand at the same places in two types; a pair of declared types is voted for."""
        one, two = without_null(old)[0], without_null(new)[0]
        if isinstance(one, RefType) and isinstance(two, RefType):
            if one.name == two.name or one.name not in self._before or two.name not in self._after:
                return
            if one.name not in self._after and two.name not in self._before:
                self._votes[(one.name, two.name)] += 1
        if isinstance(one, RefType) or isinstance(two, RefType):
            key = tuple(each.name if isinstance(each, RefType) else id(each) for each in (one, two))
            if key in self._seen:
                return
            self._seen.add((key[0], key[1]))
            yield _declared(one, self._before), _declared(two, self._after)
            return
        match one, two:
            case ObjectType(fields=fields), ObjectType(fields=others):
                known = {each.wire_name: each.type for each in others}
                yield from ((each.type, known[each.wire_name]) for each in fields if each.wire_name in known)
            case ArrayType(item=first), ArrayType(item=second):
                yield first, second
            case MapType(value=first), MapType(value=second):
                yield first, second
            case TupleType(items=firsts), TupleType(items=seconds):
                yield from zip(firsts, seconds, strict=False)
            case UnionType(variants=firsts), UnionType(variants=seconds) if len(firsts) == len(seconds):
                yield from zip(firsts, seconds, strict=True)
            case _:
                return


def _declared(of: Type, types: dict[str, TypeDecl]) -> Type:
    return types[of.name].type if isinstance(of, RefType) and of.name in types else of


def _of_operations(old: Operation, new: Operation) -> Iterator[tuple[Type, Type]]:
    """The pairs of types that stand at the same places in two revisions of an operation."""
    known = {(each.location, each.wire_name): each.type for each in new.parameters}
    for parameter in old.parameters:
        if (at := (parameter.location, parameter.wire_name)) in known:
            yield parameter.type, known[at]
    if old.body is not None and new.body is not None:
        yield from _of_contents(old.body.contents, new.body.contents)
    answers = {each.status: each for each in new.responses}
    for response in old.responses:
        if response.status in answers:
            yield from _of_contents(response.contents, answers[response.status].contents)


def _of_contents(old: tuple[Content, ...], new: tuple[Content, ...]) -> Iterator[tuple[Type, Type]]:
    known = {each.media_type: each.type for each in new}
    for content in old:
        other = known.get(content.media_type)
        if content.type is not None and other is not None:
            yield content.type, other


def _members_in_common(one: Type, two: Type) -> float:
    """How much two types at the same places have in common: of objects the names of their members."""
    if kind_of(one) != kind_of(two):
        return 0.0
    match one, two:
        case ObjectType(fields=first), ObjectType(fields=second) if first or second:
            return shared(*(frozenset(each.wire_name for each in side) for side in (first, second)))
        case _ if listed(one) is not None and listed(two) is not None:
            return shared(frozenset(listed(one) or ()), frozenset(listed(two) or ()))
        case _:
            return 1.0


def _alike(one: TypeDecl, two: TypeDecl) -> float:
    """How alike two declared types are: by what they hold, helped by their names."""
    held = _held_in_common(one.type, two.type)
    if held < 0.5:
        return 0.0
    name = alike_names(one.name, two.name)
    if name < 0.5 and held < 1.0:
        return 0.0
    return 0.65 * held + 0.35 * name if held < 1.0 or _is_telling(one.type) else 0.4 * held + 0.6 * name


def _held_in_common(one: Type, two: Type) -> float:
    match one, two:
        case ObjectType(fields=first), ObjectType(fields=second):
            return shared(
                *(frozenset((each.wire_name, type_text(each.type)) for each in side) for side in (first, second))
            )
        case UnionType(variants=first_variants), UnionType(variants=second_variants):
            sides = (first_variants, second_variants)
            values = [frozenset(value for each in side for value in listed(each) or ()) for side in sides]
            if all(values):
                return shared(*values)
            return shared(*(frozenset(map(type_text, side)) for side in sides))
        case _ if listed(one) is not None and listed(two) is not None:
            return shared(frozenset(listed(one) or ()), frozenset(listed(two) or ()))
        case _:
            return 1.0 if one == two else 0.0


def _is_telling(of: Type) -> bool:
    """Whether a type is so particular that two equal ones are hardly two things."""
    match of:
        case ObjectType(fields=fields):
            return len(fields) >= 3
        case UnionType(variants=variants):
            return len(variants) >= 3 or any(len(listed(each) or ()) >= 3 for each in variants)
        case RefType():
            return False
        case _:
            return len(listed(of) or ()) >= 3
