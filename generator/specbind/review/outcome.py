"""What every report is made of: the review of one API after the policy, with the places of all findings."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

from specbind.config import IgnoreConfig
from specbind.diff.finding import DocsEdit, Finding, Python, Where, Wire
from specbind.diff.review import Bump, Review
from specbind.report import plural
from specbind.review.inputs import Opened
from specbind.review.policy import Judged, fails, is_failure
from specbind.source import Span

T = TypeVar("T")


class Level(enum.Enum):
    """The more serious of the two verdicts of a finding; most serious first."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"
    DOCS = "docs"


LEVELS = tuple(Level)


class State(enum.Enum):
    """Whether both sides have the API."""

    COMPARED = "compared"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; lines and columns count from 1. `revision` is empty for files of the working tree."""

    file: str
    line: int
    column: int
    revision: str = ""

    def __str__(self) -> str:
        return f"git:{self.revision}:{self.file}:{self.line}" if self.revision else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Item:
    """A finding and its places on both sides.

    `is_failure` says that the policy does not let it pass; `entry` is set where an entry of `ignore` has accepted it.
    """

    finding: Finding
    base: Place | None
    revision: Place | None
    is_failure: bool = False
    entry: IgnoreConfig | None = None

    @property
    def level(self) -> Level:
        """The more serious verdict."""
        return LEVELS[min(self.finding.wire.rank, self.finding.python.rank)]

    @property
    def group(self) -> str:
        """What the finding stands under in a report: its resource, or what it is about where it has none."""
        finding = self.finding
        if finding.resource:
            return finding.resource
        if finding.where.component is not None:
            return "shared types"
        return "operations" if finding.where.operation is not None else "the API itself"

    @property
    def headline(self) -> str:
        """The title, with the names of the description marked as code where they stand at its ends."""
        finding = self.finding
        place, subject = str(finding.where), finding.subject
        text = finding.title
        if place and "`" not in place and text.startswith(f"{place}: "):
            text = f"`{place}`{self.elsewhere}{text[len(place) :]}"
        if subject and "`" not in subject and text.endswith(f" ({subject})"):
            text = f"{text[: -len(subject) - 3]} (`{subject}`)"
        return text + self.company

    @property
    def elsewhere(self) -> str:
        """How many other places the edit was made at, to follow the name of the first."""
        also = self.finding.also
        return f" and {plural(len(also), 'other place')}" if also else ""

    @property
    def company(self) -> str:
        """What follows what is said: the declared types that come or go with it, by name or how many they are, and that
        no operation has the member."""
        where = self.finding.where
        nowhere = ", in no operation" if where.component and where.path and not self.finding.operations else ""
        types = [each for each in self.finding.types if each not in self.finding.subject]
        if len(types) > NAMED or any("`" in each for each in types):
            return f", with {len(types):,} types{nowhere}"
        return (f", with {', '.join(f'`{each}`' for each in types)}" if types else "") + nowhere

    @property
    def said(self) -> str:
        """What happened, without the place: the same for findings that are alike."""
        return self.finding.title.removeprefix(f"{self.finding.where}: ")

    @property
    def place(self) -> Place | None:
        """Where to look: in the revision, or in the base for what is gone."""
        return self.revision or self.base

    @property
    def unnamed_operations(self) -> tuple[str, ...]:
        """The operations that the edit reaches, unless its places name all of them."""
        named = {where.operation for where in self.places}
        operations = self.finding.operations
        return () if self.finding.also and named.issuperset(operations) else operations

    @property
    def places(self) -> tuple[Where, ...]:
        """All places where the edit was made."""
        return (self.finding.where, *self.finding.also)


@dataclass(frozen=True, slots=True)
class Prose:
    """An edit that only readers notice, and its places on both sides."""

    edit: DocsEdit
    base: Place | None
    revision: Place | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The review of one API.

    `base` and `revision` are what the two sides were called, `fails` is what the policy makes of it.
    """

    name: str
    base: str
    revision: str
    items: tuple[Item, ...]
    accepted: tuple[Item, ...]
    prose: tuple[Prose, ...]
    bump: Bump
    fails: bool
    state: State = State.COMPARED

    @property
    def changed(self) -> bool:
        """Whether the two sides differ in anything that is told apart."""
        return bool(self.items or self.accepted or self.prose)

    @property
    def worst(self) -> Level:
        """The most serious level of all findings."""
        if self.state is State.GONE:
            return Level.BREAKING
        return next((level for level in Level if self.of(level)), Level.DOCS)

    def of(self, level: Level) -> tuple[Item, ...]:
        """The findings of one level, in order."""
        return tuple(item for item in self.items if item.level is level)

    def wire(self, verdict: Wire) -> int:
        """How many findings have a verdict on the wire."""
        return sum(item.finding.wire is verdict for item in self.items)

    def python(self, verdict: Python) -> int:
        """How many findings have a verdict for Python."""
        return sum(item.finding.python is verdict for item in self.items)


def outcome(name: str, judged: Judged, base: Opened, revision: Opened, fail_on: Collection[str]) -> Outcome:
    """The review of one API, its places looked up; `fail_on` is what the policy does not let pass."""
    old, new = _places(base), _places(revision)

    def item(finding: Finding, entry: IgnoreConfig | None = None) -> Item:
        failing = entry is None and is_failure(finding, fail_on)
        return Item(finding, old(finding.base), new(finding.revision), failing, entry)

    review: Review = judged.review
    return Outcome(
        name=name,
        base=base.word,
        revision=revision.word,
        items=tuple(item(finding) for finding in review.findings),
        accepted=tuple(item(each.finding, each.entry) for each in judged.accepted),
        prose=tuple(Prose(edit, old(edit.base), new(edit.revision)) for edit in review.docs),
        bump=review.bump,
        fails=fails(review, fail_on),
    )


def one_sided(name: str, base: str, revision: str, state: State, fail_on: Collection[str]) -> Outcome:
    """The review of an API that only one side has. One that is gone breaks all that uses it."""
    is_gone = state is State.GONE
    failing = is_gone and any(word != "none" for word in fail_on)
    return Outcome(name, base, revision, (), (), (), Bump.MAJOR if is_gone else Bump.MINOR, failing, state)


def _places(opened: Opened) -> Callable[[Span | None], Place | None]:
    """How the spans of one side become places."""
    files: dict[str, str] = {}

    def place(span: Span | None) -> Place | None:
        if span is None:
            return None
        path, at = span.source.path, span.position
        if path not in files:
            files[path] = opened.file(path)
        return Place(files[path], at.line, at.column, opened.revision)

    return place


def span(base: Place | None, revision: Place | None) -> list[str]:
    """Both places of a finding, as short as can be: one line of the revision and the number that it had, or two."""
    if base is not None and revision is not None and base.file == revision.file:
        was = f" (was {base.line})" if base.line != revision.line else ""
        return [f"{revision}{was}"]
    return [str(place) for place in (base, revision) if place is not None]


def by_resource(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Findings by resource: the resource with the most serious finding first, then by name."""
    found = sorted(items, key=lambda item: item.group)
    groups = [(name, list(group)) for name, group in groupby(found, key=lambda item: item.group)]
    for _, group in groups:
        group.sort(key=_seriousness)
    return sorted(groups, key=lambda group: (_seriousness(group[1][0])[0], group[0]))


def alike(items: Iterable[Item]) -> list[list[Item]]:
    """Findings with those together that say the same, for the same reasons, of different things."""
    groups: dict[object, list[Item]] = {}
    for item in items:
        finding = item.finding
        is_plain = finding.confidence is None and not finding.careful
        key = (item.said, finding.judgements, finding.python_reason)
        groups.setdefault(key if is_plain else id(item), []).append(item)
    return list(groups.values())


def sides(item: Item) -> str:
    """Both definitions on one line, where they are short; nothing where they are not, or there is one only."""
    old, new = item.finding.old, item.finding.new
    is_short = old and new and old != new and len(old) <= SHORT and len(new) <= SHORT and "\n" not in old + new
    return f"{old} -> {new}" if is_short else ""


def by_file(items: Iterable[Item]) -> list[list[Item]]:
    """Findings by the file to look at."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.place.file if item.place else "", []).append(item)
    return list(groups.values())


def _seriousness(item: Item) -> tuple[int, int, int]:
    return (LEVELS.index(item.level), item.finding.wire.rank, item.finding.python.rank)


NAMED: Final = 3
"""How many types that come or go with something are named."""

PLACES: Final = 12
"""How many of the other places of an edit are named."""

SHORT: Final = 40
"""Characters of a definition that is shown beside the name of what it defines."""

PLURALS: Final = {
    "an operation is new": "new operations",
    "a declared type is new": "new types",
    "an operation is gone": "operations that are gone",
    "a whole path is gone": "operations that are gone with their path",
    "a declared type is gone": "types that are gone",
}
"""How kinds of findings are called where several of them are told at once."""


def sentence(outcome: Outcome) -> str:
    """What a reviewer has to know first: `2 changes break clients or code, 1 is risky.`"""
    breaking, risky, safe = (len(outcome.of(level)) for level in (Level.BREAKING, Level.RISKY, Level.SAFE))
    if outcome.state is not State.COMPARED:
        return "This API is new." if outcome.state is State.NEW else "This API is gone."
    if not outcome.changed:
        return "Nothing has changed."
    if not outcome.items:
        return "Nothing has changed but prose." if outcome.prose else "All that has changed is accepted."
    first = f"{plural(breaking, 'breaking change')}." if breaking else "Nothing breaks."
    rest = [f"{risky:,} risky"] if risky else []
    rest += [f"{safe:,} safe"] if safe else []
    return f"{first} {', '.join(rest).capitalize()}." if rest else first


def versions(bump: Bump) -> str:
    """What the Python package needs."""
    return "no new version" if bump is Bump.NONE else f"a {bump.value} version"


def bounded(listed: tuple[T, ...], most: int) -> tuple[tuple[T, ...], int]:
    """The first of a long list, and how many more there are."""
    return listed[:most], max(0, len(listed) - most)


def rules_of(items: Iterable[Item]) -> Counter[str]:
    """How many findings each rule has."""
    return Counter(rule for item in items for rule in item.finding.rules)
