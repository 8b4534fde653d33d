"""A review for a pull request: what breaks and what is risky in full, the rest short, definitions and prose folded."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from specbind.diff.finding import Direction, Finding
from specbind.diff.review import Bump
from specbind.report import plural
from specbind.review.outcome import (
    PLACES,
    PLURALS,
    Item,
    Level,
    Outcome,
    Place,
    Prose,
    alike,
    bounded,
    by_file,
    by_resource,
    sentence,
    sides,
    span,
    versions,
)
from specbind.review.sides import changed
from specbind.review.text import code, fenced, markdown, one_line, prose

MOST: Final = 60_000
"""Characters of a report, so that it fits into a comment of a pull request (GitHub takes 65,536)."""

OPEN: Final = 12
"""How many safe findings are shown without unfolding."""

OPERATIONS: Final = 4
"""How many operations of a finding are named."""

MANY: Final = 4
LISTED: Final = 12
"""From how many findings on alike ones share an entry, and how many of them it names."""

LINES: Final = 24
WIDEST: Final = 400
"""How many lines of a definition are shown, and how much of each."""

SIGNS: Final = {Level.BREAKING: "🔴", Level.RISKY: "🟡", Level.SAFE: "🟢", Level.DOCS: "⚪"}
HEADS: Final = {Level.BREAKING: "Breaking", Level.RISKY: "Risky", Level.SAFE: "Safe", Level.DOCS: "Without effect"}
TRAVELS: Final = {Direction.REQUEST: " in requests", Direction.RESPONSE: " in responses", Direction.NONE: ""}


@dataclass(slots=True)
class _Page:
    """Text with a limit: whole pieces or none, and a count of what is left out."""

    left: int
    parts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Something short that no report does without."""
        self.parts.append(text)
        self.left -= len(text)

    def each(self, pieces: Iterable[str]) -> None:
        """Pieces of a list, as many as fit."""
        more = 0
        for piece in pieces:
            if more or len(piece) > self.left:
                more += 1
            else:
                self.add(piece)
        if more:
            self.add(f"- *and {more:,} more, too long for a comment: see the HTML report*\n")

    def fold(self, summary: str, pieces: Iterable[str]) -> None:
        """Pieces that are unfolded with a click."""
        self.add(f"\n<details><summary>{summary}</summary>\n\n")
        self.each(pieces)
        self.add("\n</details>\n")


def report(outcomes: Sequence[Outcome]) -> str:
    """Reviews as GitHub-flavoured Markdown, short enough for a comment."""
    return "\n".join(_review(outcome, MOST // len(outcomes)) for outcome in outcomes)


def _review(outcome: Outcome, most: int) -> str:
    page = _Page(most)
    page.add(f"## API review: {prose(one_line(outcome.name))}\n\n")
    asked = "" if outcome.bump is Bump.NONE else f" The Python package needs **{versions(outcome.bump)}**."
    page.add(f"{SIGNS[outcome.worst]} **{sentence(outcome)}**{asked}\n\n")
    page.add(f"{code(outcome.base)} → {code(outcome.revision)}\n")
    for level in (Level.BREAKING, Level.RISKY):
        if items := outcome.of(level):
            page.add(f"\n### {SIGNS[level]} {HEADS[level]} ({len(items):,})\n\n")
            page.each(_together(items))
    for level in (Level.SAFE, Level.DOCS):
        if items := outcome.of(level):
            _in_short(page, level, items)
    if outcome.prose:
        page.fold(plural(len(outcome.prose), "edit") + " of prose", map(_edit, outcome.prose))
    if outcome.accepted:
        summary = f"{plural(len(outcome.accepted), 'finding')} accepted by the configuration"
        page.fold(summary, map(_accepted, outcome.accepted))
    return "".join(page.parts)


def _together(items: Sequence[Item]) -> Iterator[str]:
    """Findings in full; many that only differ in what they are about are one entry."""
    for group in alike(items):
        yield from [_in_one(group)] if len(group) >= MANY else map(_in_full, group)


def _in_one(items: Sequence[Item]) -> str:
    """Findings of one kind: their reasons once, and what they are about with its places."""
    first = items[0]
    names = [f"    - {' · '.join(_member(item))}" for item in items[:LISTED]]
    if len(items) > LISTED:
        names.append(f"    - and {len(items) - LISTED:,} more")
    lines = [f"- **{len(items):,} times: {prose(one_line(first.said))}**", *_reasons(first.finding)]
    return "\n".join((*lines, f"  - {code(first.finding.rule)}", *names)) + "\n"


def _member(item: Item) -> Iterator[str]:
    yield _named(item)
    if said := sides(item):
        yield code(said)
    if item.base is not None or item.revision is not None:
        yield _span(item.base, item.revision)


def _named(item: Item) -> str:
    """What a finding is about, with how many other places it has and the types that come or go with it."""
    return code(str(item.finding.where)) + item.elsewhere + (markdown(item.company) if item.company else "")


def _reasons(finding: Finding) -> Iterator[str]:
    yield from dict.fromkeys(
        f"  - wire{TRAVELS[each.direction]}, **{each.wire.value}**: {markdown(each.reason)}"
        for each in finding.judgements
    )
    yield f"  - Python, **{finding.python.value}**: {markdown(finding.python_reason)}"


def _in_full(item: Item) -> str:
    """A finding with its reasons, what it reaches, its places and, folded, its definitions."""
    finding = item.finding
    lines = [f"- **{markdown(item.headline)}**{_remarks(item)}", *_reasons(finding), f"  - {' · '.join(_facts(item))}"]
    text = "\n".join(lines) + "\n"
    is_long = finding.old and finding.new and finding.old != finding.new and not sides(item)
    return text + (textwrap.indent(_definitions(item), "  ") if is_long else "")


def _remarks(item: Item) -> str:
    sure = item.finding.confidence
    return (f" ({sure:.0%} sure)" if sure is not None else "") + (" ⚑ *look at this*" if item.finding.careful else "")


def _facts(item: Item) -> Iterator[str]:
    if said := sides(item):
        yield code(said)
    shown, more = bounded(item.unnamed_operations, OPERATIONS)
    if shown:
        yield ", ".join(map(code, shown)) + (f" and {plural(more, 'more operation')}" if more else "")
    also, left = bounded(item.finding.also, PLACES)
    if also:
        named = ", ".join(code(str(each)) for each in also)
        yield f"also {named}" + (f" and {plural(left, 'more place')}" if left else "")
    if item.base is not None or item.revision is not None:
        yield _span(item.base, item.revision)
    yield code(item.finding.rule)


def _span(base: Place | None, revision: Place | None) -> str:
    return " → ".join(map(code, span(base, revision)))


def _definitions(item: Item) -> str:
    block = _diff(item.finding.old, item.finding.new)
    return f"<details><summary>definition</summary>\n\n{block}\n\n</details>\n"


def _diff(old: str, new: str) -> str:
    """The lines that differ, as a block; what is long is cut."""
    found = changed(old, new)
    cut = [line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in found[:LINES]]
    return fenced("diff", [*cut, f"  … {plural(len(found) - LINES, 'more line')}"] if len(found) > LINES else cut)


def _in_short(page: _Page, level: Level, items: Sequence[Item]) -> None:
    """Findings on a line each, or several that are alike on one, by resource; folded where there are many lines."""
    lines = [line for resource, group in by_resource(items) for line in _resource(resource, group)]
    head = f"{SIGNS[level]} {HEADS[level]} ({len(items):,})"
    if len(lines) > OPEN:
        page.fold(head, lines)
    else:
        page.add(f"\n### {head}\n\n")
        page.each(lines)


def _resource(resource: str, items: Sequence[Item]) -> Iterator[str]:
    """The lines of one resource."""
    head = f"- {code(resource) if items[0].finding.resource else resource}\n"
    for together in alike(items):
        for group in by_file(together):
            yield f"{head}  - {_alike(group)}\n"
            head = ""


def _alike(items: Sequence[Item]) -> str:
    """Findings of one kind in one file: what they have in common, their names and their lines."""
    first = items[0]
    if len(items) == 1:
        place = f" · {code(str(first.place))}" if first.place is not None else ""
        return f"{markdown(first.headline)}{_remarks(first)}{place}"
    names = ", ".join(map(_named, items))
    lines = ", ".join(f"{item.place.line}" for item in items if item.place is not None)
    place = f" · {code(str(first.place).rpartition(':')[0])} lines {lines}" if first.place is not None else ""
    return f"{prose(one_line(PLURALS.get(first.said, first.said)))}: {names}{place}"


def _edit(each: Prose) -> str:
    where = code(str(each.edit.where)) if str(each.edit.where) else "the API"
    block = textwrap.indent(_diff(each.edit.old, each.edit.new), "  ")
    span = f" · {_span(each.base, each.revision)}" if each.base or each.revision else ""
    return f"- {where}: {prose(one_line(each.edit.what))}{span}\n{block}\n"


def _accepted(item: Item) -> str:
    reason = prose(one_line(item.entry.reason)) if item.entry is not None else ""
    return f"- {markdown(item.headline)}: {reason}\n"
