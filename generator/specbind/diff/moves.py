"""Which operation of one revision is which of the other, whatever its path is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from specbind.diff.pairing import MOST_COMPARED, Match, Matched, alike_names, matched
from specbind.ir.api import Api, Operation

_FEWEST: Final = 3
"""How many operations have to have another beginning of their paths for that to be one edit."""

_SURE: Final = 0.8
"""How sure it is that operations whose paths only begin in another way are the same."""

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
    went into the base URL or came out of it; then by their ids; then by the ends of their paths, where several begin
    in another way. A pair has a confidence where clients have to call another URL.
    """
    ids = Counter(each.operation_id for api in (base, revision) for each in api.operations if each.operation_id)

    def likeness(one: Operation, two: Operation) -> float:
        if one.operation_id is None or one.operation_id != two.operation_id or ids[one.operation_id] != 2:
            return 0.0
        return 0.6 + 0.2 * (one.method == two.method) + 0.2 * alike_names(one.path, two.path)

    by_path = matched(base.operations, revision.operations, lambda each: _shape(each, ()), lambda one, two: 0.0)
    roots = _base_path(base), _base_path(revision)
    by_url = _by_url(by_path, *roots) if roots[0] != roots[1] else by_path
    found = matched(by_url.removed, by_url.added, id, likeness)
    return _begun_anew(replace(found, pairs=(*by_url.pairs, *found.pairs)))


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
        if not gone or len(gone) * len(found.added) > MOST_COMPARED:
            return found
        ends: dict[Prefixes, set[tuple[str, Steps]]] = defaultdict(set)
        for one in gone:
            for two in found.added:
                for prefixes, end in _beginnings(one, two):
                    ends[prefixes].add((one.method, end))
        best = max(ends, key=lambda each: (len(ends[each]), -len(each.old), -len(each.new)), default=None)
        if best is None or len(ends[best]) < _FEWEST or len({_words(end) for _, end in ends[best]}) < _FEWEST - 1:
            return found
        found = _with(found, list(_moved(gone, found.added, best)))


def _beginnings(one: Operation, two: Operation) -> Iterator[tuple[Prefixes, Steps]]:
    """By which other beginning an operation would be another one, and the end that they share; it has a word."""
    if one.method != two.method or one.path.endswith("/") != two.path.endswith("/"):
        return
    before, after = steps(one.path), steps(two.path)
    end = 0
    while end < min(len(before), len(after)) and before[-1 - end] == after[-1 - end]:
        end += 1
    shared = before[len(before) - end :]
    if _words(shared):
        yield Prefixes(before[: len(before) - end], after[: len(after) - end]), shared


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
