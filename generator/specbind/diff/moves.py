"""Which operation of one revision is which of the other, whatever its path is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from specbind.diff.pairing import Match, Matched, alike_names, matched
from specbind.ir.api import Api, Operation

_FEWEST: Final = 3
"""How many operations have to have another beginning of their paths for that to be one edit."""

_SURE: Final = 0.8
"""How sure it is that operations whose paths only begin in another way are the same."""

_SLASHED: Final = 0.95
"""How sure it is that a path with a slash at its end is the path without it."""

_COMPARED: Final = 20
"""How many new operations with the same end of their paths are looked at for each that is gone."""

_HOST: Final = re.compile(r"[a-zA-Z][\w+.-]*://[^/]*")

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefixes:
    """A beginning of paths, and what stands in its place."""

    old: Steps
    new: Steps


def matched_operations(base: Api, revision: Api) -> Matched[Operation]:
    """The operations of both revisions, paired.

    First by method and path, whatever its parameters are called; then by the whole URL, where a part of the paths
    went into the base URL or came out of it; then without a slash at the end; then by their ids; then by the ends of
    their paths, where several begin in another way. A pair has a confidence where clients have to call another URL.
    """
    ids = Counter(each.operation_id for api in (base, revision) for each in api.operations if each.operation_id)

    def likeness(one: Operation, two: Operation) -> float:
        if one.operation_id is None or one.operation_id != two.operation_id or ids[one.operation_id] != 2:
            return 0.0
        return 0.6 + 0.2 * (one.method == two.method) + 0.2 * alike_names(one.path, two.path)

    by_path = matched(base.operations, revision.operations, lambda each: _shape(each, ()), lambda one, two: 0.0)
    roots = _base_path(base), _base_path(revision)
    by_url = _by_url(by_path, *roots) if roots[0] != roots[1] else by_path
    by_steps = _by_steps(by_url)
    found = matched(by_steps.removed, by_steps.added, id, likeness)
    return _begun_anew(replace(found, pairs=(*by_steps.pairs, *found.pairs)))


def steps(path: str) -> Steps:
    """The steps of a path, its parameters without their names."""
    return tuple(re.sub(r"\{[^{}]*\}", "{}", step) for step in path.split("/") if step)


def _shape(operation: Operation, before: Steps) -> tuple[str, Steps, bool]:
    return operation.method, (*before, *steps(operation.path)), operation.path.endswith("/")


def _base_path(api: Api) -> Steps:
    """The path of the first base URL."""
    url = api.servers[0].url if api.servers else ""
    return steps(_HOST.sub("", url))


def _by_url(found: Matched[Operation], old: Steps, new: Steps) -> Matched[Operation]:
    """What is left, paired by base URL and path together."""
    known = {_shape(each, new): each for each in found.added}
    pairs = [Match(each, known[_shape(each, old)]) for each in found.removed if _shape(each, old) in known]
    return _with(found, pairs)


def _by_steps(found: Matched[Operation]) -> Matched[Operation]:
    """What is left, paired where one path ends in a slash and the other does not."""
    known = {(each.method, steps(each.path)): each for each in found.added}
    pairs = [
        Match(each, new, _SLASHED)
        for each in found.removed
        if (new := known.pop((each.method, steps(each.path)), None)) is not None
    ]
    return _with(found, pairs)


def _with(found: Matched[Operation], pairs: Sequence[Match[Operation]]) -> Matched[Operation]:
    gone, come = {id(each.old) for each in pairs}, {id(each.new) for each in pairs}
    return Matched(
        (*found.pairs, *pairs),
        tuple(each for each in found.removed if id(each) not in gone),
        tuple(each for each in found.added if id(each) not in come),
    )


def _begun_anew(found: Matched[Operation]) -> Matched[Operation]:
    """What is left, paired where the same other beginning gives several paths that are new.

    What was deprecated went as it was announced, whatever stands elsewhere now.
    """
    while True:
        gone = [each for each in found.removed if not each.deprecated]
        ends: dict[Prefixes, set[tuple[str, Steps]]] = defaultdict(set)
        for prefixes, end in _beginnings(gone, found.added):
            ends[prefixes].add(end)
        best = max(ends, key=lambda each: (len(ends[each]), -len(each.old), -len(each.new)), default=None)
        if best is None or len(ends[best]) < _FEWEST or len({_words(end) for _, end in ends[best]}) < _FEWEST - 1:
            return found
        found = _with(found, list(_moved(gone, found.added, best)))


def _beginnings(gone: Sequence[Operation], come: Sequence[Operation]) -> Iterator[tuple[Prefixes, tuple[str, Steps]]]:
    """By which other beginning each operation would be one that is new: the longest end of its path that any of these
    has, which has a word in it."""
    ends: dict[tuple[str, Steps, bool], list[Steps]] = defaultdict(list)
    for each in come:
        method, path, slash = _shape(each, ())
        for start in range(len(path)):
            ends[(method, path[start:], slash)].append(path[:start])
    for each in gone:
        method, path, slash = _shape(each, ())
        for start in range(len(path)):
            if not _words(path[start:]):
                break
            if begun := ends.get((method, path[start:], slash)):
                for other in begun[:_COMPARED]:
                    yield Prefixes(path[:start], other), (method, path[start:])
                break


def _words(end: Steps) -> Steps:
    return tuple(step for step in end if step != "{}")


def _moved(gone: Sequence[Operation], come: Sequence[Operation], by: Prefixes) -> Iterator[Match[Operation]]:
    known = {_shape(each, ()): each for each in come}
    for each in gone:
        path = steps(each.path)
        if path[: len(by.old)] == by.old:
            shape = (each.method, (*by.new, *path[len(by.old) :]), each.path.endswith("/"))
            if shape in known:
                yield Match(each, known.pop(shape), _SURE)
