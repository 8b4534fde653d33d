"""What may have come in place of what is gone, where it is too unlike to be the same under another name."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from specbind.diff.changes import Change
from specbind.diff.definition import type_text
from specbind.diff.pairing import alike_names, best
from specbind.ir.api import Operation

LIKELY: Final = 0.5
"""Confidence from which something is said to have come in place of something else."""

_SAID: Final = 0.9
"""Confidence where the prose of one names the other."""

_VERSION: Final = re.compile(r"v\d+(?:[a-z]+\d*)?", re.IGNORECASE)


class Thing(NamedTuple):
    """A member or a parameter: its name, its prose, and what kind of values it has."""

    name: str
    prose: str | None
    kind: Hashable


@dataclass(frozen=True, slots=True)
class Heir:
    """What may have come in place of something, and how sure that is."""

    name: str
    confidence: float


def heirs(gone: Sequence[Thing], come: Sequence[Thing]) -> Mapping[str, Heir]:
    """What of one object or operation may have come in place of what else of it, by the name of what is gone.

    The prose says so, or the names are alike, or it is the one that is gone and the one that has come.
    """
    alone = len(gone) == len(come) == 1

    def likeness(one: Thing, two: Thing) -> float:
        if _names(one.prose, two.name) or _names(two.prose, one.name):
            return _SAID
        if one.kind != two.kind:
            return 0.0
        name = alike_names(one.name, two.name)
        return 0.5 + 0.4 * name if alone else 0.9 * name

    return {
        match.old.name: Heir(match.new.name, match.confidence or 0.0) for match in best(gone, come, likeness, LIKELY)
    }


def operation_heirs(gone: Sequence[Operation], come: Sequence[Operation]) -> Mapping[str, Heir]:
    """Which new operations may have come in place of which that are gone, by the keys of these."""
    found = best(gone, come, _alike_operations, 0.7)
    return {match.old.key: Heir(match.new.key, match.confidence or 0.0) for match in found}


def _alike_operations(one: Operation, two: Operation) -> float:
    said = f"{one.summary or ''}\n{one.description or ''}"
    if _names(said, two.path) or (two.operation_id is not None and _names(said, two.operation_id)):
        return _SAID
    path = alike_names(*("/".join(_unversioned(each.path)) for each in (one, two)))
    if one.method != two.method or path < 0.75 or not _alike_where_they_differ(one, two):
        return 0.0
    return min(0.95, 0.7 * path + 0.3 * (_answer(one) == _answer(two)))


def _alike_where_they_differ(one: Operation, two: Operation) -> bool:
    """Whether two paths are alike in the steps that they do not share, which long paths hide."""
    first, second = _unversioned(one.path), _unversioned(two.path)
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return not first or not second or alike_names("/".join(first), "/".join(second)) >= LIKELY


def _unversioned(path: str) -> list[str]:
    return [step for step in path.split("/") if not _VERSION.fullmatch(step)]


def _answer(operation: Operation) -> tuple[str, ...]:
    """What an operation gives where it succeeds."""
    return tuple(
        type_text(content.type)
        for response in operation.responses
        for content in response.contents
        if str(response.status).startswith("2") and content.type is not None
    )


def _names(prose: str | None, name: str) -> bool:
    """Whether a text names something: as code, or as a word that is no common one, such as `two_words` or `aWord`."""
    if not prose or len(name) < 3:
        return False
    if f"`{name}`" in prose:
        return True
    is_telling = not name.islower() or not name.isalpha()
    return is_telling and re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/])", prose) is not None


def heired(change: Change, heir: Heir | None) -> Change:
    """A change that says what may have come in place of what is gone."""
    return change if heir is None else replace(change, heir=heir.name, confidence=heir.confidence)
