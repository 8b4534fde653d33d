"""A review as one HTML page that needs nothing else: no network, no other file, no server."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from specbind import __version__
from specbind.diff.finding import Direction, Finding
from specbind.diff.review import Bump
from specbind.report import plural, visible
from specbind.review.outcome import (
    PLURALS,
    Item,
    Level,
    Outcome,
    Prose,
    alike,
    by_resource,
    sentence,
    sides,
    span,
    versions,
)
from specbind.review.sides import Row, side_by_side
from specbind.review.text import Segment, one_line, segments

TRAVELS = {Direction.REQUEST: "in requests", Direction.RESPONSE: "in responses", Direction.NONE: ""}


@dataclass(frozen=True, slots=True)
class Reason:
    """One verdict and why."""

    about: str
    verdict: str
    text: tuple[Segment, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a finding."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding, ready to be laid out.

    `search` is all that the search looks at, in lower case, but the operations, of which `reached` has the places in
    the page's list: `0-3,7`. `name` and `change` stand for the title where it is one of several that are alike.
    """

    id: str
    level: str
    wire: str
    python: str
    title: tuple[Segment, ...]
    name: tuple[Segment, ...]
    change: str
    remark: str
    count: str
    reasons: tuple[Reason, ...]
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    reached: str
    also: tuple[str, ...]
    also_count: str
    search: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Pile:
    """Findings that say the same, for the same reasons, of different things; or one that is like no other."""

    title: tuple[Segment, ...]
    count: str
    cards: tuple[Card, ...]

    @property
    def first(self) -> Card:
        """The one that the verdicts and the reasons of all are read off."""
        return self.cards[0]

    @property
    def is_one(self) -> bool:
        """Whether there is nothing to put together."""
        return len(self.cards) == 1


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one resource."""

    name: str
    piles: tuple[Pile, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of prose."""

    where: str
    what: str
    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The review of one API."""

    name: str
    base: str
    revision: str
    sentence: str
    level: str
    versions: str
    groups: tuple[Group, ...]
    edits: tuple[Edit, ...]
    prose: str
    accepted: tuple[Card, ...]
    accepted_count: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings have a level."""

    level: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """All of the page. The hashes let its own style and script through the content security policy."""

    title: str
    several: bool
    style: Markup
    script: Markup
    style_hash: str
    script_hash: str
    version: str
    counts: tuple[Count, ...]
    resources: tuple[str, ...]
    operations: tuple[str, ...]
    sections: tuple[Section, ...]


def report(outcomes: Sequence[Outcome], templates: Path) -> str:
    """Reviews as a page, laid out by the templates of a folder."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    style, script = ((templates / name).read_text("utf-8") for name in ("style.css", "script.js"))
    return environment.get_template("page.html.jinja").render(page=_page(outcomes, style, script))


def _page(outcomes: Sequence[Outcome], style: str, script: str) -> Page:
    cards = _Cards()
    sections = tuple(_section(outcome, cards) for outcome in outcomes)
    items = [item for outcome in outcomes for item in outcome.items]
    return Page(
        title=f"API review: {', '.join(one_line(outcome.name) for outcome in outcomes)}",
        several=len(sections) > 1,
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        version=__version__,
        counts=tuple(Count(level.value, sum(item.level is level for item in items)) for level in Level),
        resources=tuple(sorted({group.name for section in sections for group in section.groups})),
        operations=cards.operations,
        sections=sections,
    )


def _hash(text: str) -> str:
    """What a content security policy calls an inline text (CSP Level 3 section 2.3.1)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _section(outcome: Outcome, cards: _Cards) -> Section:
    return Section(
        name=one_line(outcome.name),
        base=visible(outcome.base),
        revision=visible(outcome.revision),
        sentence=sentence(outcome),
        level=outcome.worst.value,
        versions="" if outcome.bump is Bump.NONE else versions(outcome.bump),
        groups=tuple(
            Group(one_line(name), tuple(map(cards.pile, alike(items)))) for name, items in by_resource(outcome.items)
        ),
        edits=tuple(map(_edit, outcome.prose)),
        prose=f"{plural(len(outcome.prose), 'edit')} of prose",
        accepted=tuple(map(cards.card, outcome.accepted)),
        accepted_count=f"{plural(len(outcome.accepted), 'finding')} accepted by the configuration",
    )


class _Cards:
    """Makes cards, and keeps the operations that they name, each once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations of all cards."""
        return tuple(map(one_line, self._known))

    def pile(self, items: Sequence[Item]) -> Pile:
        """Findings that are alike."""
        first = items[0]
        several = PLURALS.get(first.said)
        said = f"{len(items):,} {several}" if several is not None else f"{len(items):,} times: {first.said}"
        reached = {key for item in items for key in item.finding.operations}
        count = plural(len(reached), "operation") if reached else ""
        return Pile(tuple(segments(said)), count, tuple(map(self.card, items)))

    def card(self, item: Item) -> Card:
        """One finding."""
        finding = item.finding
        sure = f"{finding.confidence:.0%} sure" if finding.confidence is not None else ""
        others = finding.operations != (finding.where.operation,)
        searched = (finding.title, str(finding.where), finding.resource, finding.symbol, *finding.rules, *finding.types)
        return Card(
            id=finding.fingerprint,
            level=item.level.value,
            wire=finding.wire.value,
            python=finding.python.value,
            title=tuple(segments(item.headline)),
            name=(Segment(one_line(str(finding.where)), True), *segments(item.elsewhere + item.company)),
            change=one_line(sides(item)),
            remark=", ".join(part for part in ("look at this" if finding.careful else "", sure) if part),
            count=plural(len(finding.operations), "operation") if finding.operations and others else "",
            reasons=tuple(_reasons(finding)),
            rows=side_by_side(finding.old, finding.new) if finding.old or finding.new else (),
            facts=tuple(_facts(item)),
            reached=self._reached(finding) if others else "",
            also=tuple(one_line(str(where)) for where in finding.also),
            also_count=plural(len(finding.also), "other place"),
            search=visible(" ".join(searched).lower()),
            accepted=one_line(item.entry.reason) if item.entry is not None else "",
        )

    def _reached(self, finding: Finding) -> str:
        """The places of the operations in the list of all, as ranges."""
        runs: list[list[int]] = []
        for index in sorted(self._known.setdefault(key, len(self._known)) for key in finding.operations):
            if runs and index == runs[-1][1] + 1:
                runs[-1][1] = index
            else:
                runs.append([index, index])
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _reasons(finding: Finding) -> Iterator[Reason]:
    told: dict[tuple[str, str, str], list[str]] = {}
    for each in finding.judgements:
        about = f"wire {TRAVELS[each.direction]}".rstrip()
        told.setdefault((about, each.wire.value, each.reason), []).append(each.rule)
    for (about, verdict, reason), rules in told.items():
        yield Reason(about, verdict, tuple(segments(reason)), ", ".join(rules))
    yield Reason("Python", finding.python.value, tuple(segments(finding.python_reason)), "")


def _facts(item: Item) -> list[Fact]:
    finding = item.finding
    listed = [
        ("Place", one_line(str(finding.where))),
        ("Python name", one_line(finding.symbol)),
        ("Types with it", one_line(", ".join(finding.types))),
        ("Before", visible(str(item.base)) if item.base is not None else ""),
        ("After", visible(str(item.revision)) if item.revision is not None else ""),
        ("Rule", ", ".join(finding.rules)),
        ("Fingerprint", finding.fingerprint),
    ]
    return [Fact(name, text) for name, text in listed if text]


def _edit(each: Prose) -> Edit:
    places = map(visible, span(each.base, each.revision))
    where, what = one_line(str(each.edit.where)) or "the API", one_line(each.edit.what)
    return Edit(
        where=where,
        what=what,
        place=" → ".join(places),
        rows=side_by_side(each.edit.old, each.edit.new),
    )
