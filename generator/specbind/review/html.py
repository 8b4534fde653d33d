"""A review as one HTML page that needs nothing else: no network, no other file, no server."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from specbind import __version__
from specbind.diff.finding import Direction
from specbind.diff.review import Bump
from specbind.report import plural, visible
from specbind.review.outcome import Item, Level, Outcome, Prose, by_resource, sentence, span, versions
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
    """A finding, ready to be laid out. `search` is all that the search looks at, in lower case."""

    id: str
    level: str
    wire: str
    python: str
    title: tuple[Segment, ...]
    remark: str
    count: str
    reasons: tuple[Reason, ...]
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    operations: tuple[str, ...]
    also: tuple[str, ...]
    also_count: str
    search: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one resource."""

    name: str
    cards: tuple[Card, ...]


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
    sections = tuple(map(_section, outcomes))
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
        sections=sections,
    )


def _hash(text: str) -> str:
    """What a content security policy calls an inline text (CSP Level 3 section 2.3.1)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _section(outcome: Outcome) -> Section:
    return Section(
        name=one_line(outcome.name),
        base=visible(outcome.base),
        revision=visible(outcome.revision),
        sentence=sentence(outcome),
        level=outcome.worst.value,
        versions="" if outcome.bump is Bump.NONE else versions(outcome.bump),
        groups=tuple(Group(one_line(name), tuple(map(_card, items))) for name, items in by_resource(outcome.items)),
        edits=tuple(map(_edit, outcome.prose)),
        prose=f"{plural(len(outcome.prose), 'edit')} of prose",
        accepted=tuple(map(_card, outcome.accepted)),
        accepted_count=f"{plural(len(outcome.accepted), 'finding')} accepted by the configuration",
    )


def _card(item: Item) -> Card:
    finding = item.finding
    operations = tuple(map(one_line, finding.operations))
    reasons = [
        Reason(f"wire {TRAVELS[each.direction]}".rstrip(), each.wire.value, tuple(segments(each.reason)), each.rule)
        for each in finding.judgements
    ]
    reasons.append(Reason("Python", finding.python.value, tuple(segments(finding.python_reason)), ""))
    sure = f"{finding.confidence:.0%} sure" if finding.confidence is not None else ""
    searched = (
        finding.title,
        str(finding.where),
        finding.resource,
        finding.symbol,
        *finding.rules,
        *finding.operations,
        *finding.types,
    )
    return Card(
        id=finding.fingerprint,
        level=item.level.value,
        wire=finding.wire.value,
        python=finding.python.value,
        title=tuple(segments(item.headline)),
        remark=", ".join(part for part in ("look at this" if finding.careful else "", sure) if part),
        count=plural(len(operations), "operation") if operations else "",
        reasons=tuple(reasons),
        rows=side_by_side(finding.old, finding.new) if finding.old or finding.new else (),
        facts=tuple(_facts(item)),
        operations=operations,
        also=tuple(one_line(str(where)) for where in finding.also),
        also_count=plural(len(finding.also), "other place"),
        search=visible(" ".join(searched).lower()),
        accepted=one_line(item.entry.reason) if item.entry is not None else "",
    )


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
