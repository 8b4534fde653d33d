"""Two lists, paired: by name, else by likeness."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

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


def best(
    removed: Sequence[T], added: Sequence[T], likeness: Callable[[T, T], float], least: float = RENAMED
) -> list[Match[T]]:
    """The pairs of a removed and an added thing that are alike, the most alike first, each thing once."""
    if not removed or not added or len(removed) * len(added) > MOST_COMPARED:
        return []
    scored = [
        (score, i, j)
        for i, one in enumerate(removed)
        for j, two in enumerate(added)
        if (score := likeness(one, two)) >= least
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


def shared(one: frozenset[Hashable], two: frozenset[Hashable]) -> float:
    """The part of two sets that is in both (Jaccard)."""
    return len(one & two) / len(one | two) if one or two else 0.0
