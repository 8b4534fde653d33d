"""A review for a terminal: the verdict, then all findings by resource, most serious first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from specbind.diff.review import Bump
from specbind.report import Palette, plural, visible
from specbind.review.outcome import (
    PLACES,
    PLURALS,
    Item,
    Level,
    Outcome,
    Prose,
    alike,
    bounded,
    by_resource,
    sentence,
    sides,
    span,
    versions,
)
from specbind.review.text import one_line, plain

OPERATIONS = 3
"""How many operations of a finding are named."""

LISTED = 20
"""How many of the findings of one kind are named without `verbose`."""

ENTRIES = 100
"""How many entries, each of one kind of finding of one resource, are shown without `verbose`."""

PAD = " " * 11


def terminal(outcomes: Sequence[Outcome], palette: Palette, *, verbose: bool) -> str:
    """Reviews as lines. Safe findings have reasons and places only with `verbose`, which also lists edits of prose."""
    return "\n".join("".join(f"{line}\n" for line in _lines(outcome, palette, verbose)) for outcome in outcomes)


def _lines(outcome: Outcome, palette: Palette, verbose: bool) -> Iterator[str]:
    yield f"{palette.bold}{one_line(outcome.name)}{palette.reset}: {sentence(outcome)}"
    yield f"{visible(outcome.base)} -> {visible(outcome.revision)}"
    if outcome.bump is not Bump.NONE:
        yield f"The Python package needs {palette.bold}{versions(outcome.bump)}{palette.reset}."
    entries = [(name, group) for name, items in by_resource(outcome.items) for group in alike(items)]
    shown = entries if verbose else _most_serious(entries)
    for resource, groups in groupby(shown, key=lambda entry: entry[0]):
        yield ""
        yield f"{palette.bold}{plain(resource)}{palette.reset}"
        for _, group in groups:
            yield from _group(group, palette, verbose)
    if len(shown) < len(entries):
        left = plural(len(outcome.items) - sum(len(group) for _, group in shown), "more finding")
        yield ""
        yield f"and {left}, none more serious (-v lists them; `--out review.html` is a page to look around in)"
    if outcome.accepted or outcome.prose:
        yield ""
    if outcome.accepted:
        yield f"{plural(len(outcome.accepted), 'finding')} accepted by the configuration"
        yield from (_accepted(item) for item in outcome.accepted if verbose)
    if outcome.prose:
        yield f"{plural(len(outcome.prose), 'edit')} of prose{'' if verbose else ' (-v lists them)'}"
        yield from (_prose(each) for each in outcome.prose if verbose)


Entry = tuple[str, list[Item]]
"""A resource, and findings of it that are alike."""


def _most_serious(entries: Sequence[Entry]) -> list[Entry]:
    """As many entries as can be read, in their order, the most serious of all."""
    ranks = {level: rank for rank, level in enumerate(Level)}
    order = sorted(range(len(entries)), key=lambda index: ranks[entries[index][1][0].level])
    return [entries[index] for index in sorted(order[:ENTRIES])]


def _group(items: Sequence[Item], palette: Palette, verbose: bool) -> Iterator[str]:
    """Findings of one kind: what they have in common once, then the name and the place of each."""
    first = items[0]
    if len(items) == 1:
        yield from _finding(first, palette, verbose)
        return
    plural = PLURALS.get(first.said)
    said = f"{len(items):,} {plural}" if plural is not None else f"{len(items):,} times: {first.said}"
    yield f"  {_level(first, palette)} {plain(said)}"
    if first.level in (Level.BREAKING, Level.RISKY) or verbose:
        yield from _reasons(first)
        yield PAD + ", ".join(first.finding.rules)
    shown, more = bounded(tuple(items), len(items) if verbose else LISTED)
    yield from map(_member, shown)
    if more:
        yield f"{PAD}- and {more:,} more (-v lists them)"


def _member(item: Item) -> str:
    """One of several findings of one kind."""
    place = visible(str(item.place)) if item.place is not None else ""
    name = one_line(str(item.finding.where)) + item.elsewhere + plain(item.company)
    parts = (name, one_line(sides(item)), place)
    return f"{PAD}- {' · '.join(part for part in parts if part)}"


def _finding(item: Item, palette: Palette, verbose: bool) -> Iterator[str]:
    finding = item.finding
    mark = " (look at this)" if finding.careful else ""
    sure = f" ({finding.confidence:.0%} sure)" if finding.confidence is not None else ""
    yield f"  {_level(item, palette)} {plain(item.headline)}{sure}{mark}"
    if item.level in (Level.BREAKING, Level.RISKY) or verbose:
        yield from _reasons(item)
        yield PAD + " · ".join(_facts(item))


def _reasons(item: Item) -> Iterator[str]:
    finding = item.finding
    yield from dict.fromkeys(f"{PAD}wire {each.wire.value}: {plain(each.reason)}" for each in finding.judgements)
    yield f"{PAD}Python {finding.python.value}: {plain(finding.python_reason)}"


def _facts(item: Item) -> Iterator[str]:
    """Where a finding is, what it reaches and what it is called."""
    if said := sides(item):
        yield one_line(said)
    if places := span(item.base, item.revision):
        yield " -> ".join(map(visible, places))
    shown_places, more_places = bounded(item.finding.also, PLACES)
    if shown_places:
        named = ", ".join(one_line(str(each)) for each in shown_places)
        yield f"also {named}" + (f" and {plural(more_places, 'more place')}" if more_places else "")
    shown, more = bounded(item.unnamed_operations, OPERATIONS)
    if shown:
        yield ", ".join(map(one_line, shown)) + (f" and {plural(more, 'more operation')}" if more else "")
    yield ", ".join(item.finding.rules)


def _accepted(item: Item) -> str:
    reason = plain(item.entry.reason) if item.entry is not None else ""
    return f"  {plain(item.headline)}: {reason}"


def _prose(each: Prose) -> str:
    place = each.revision or each.base
    return f"  {one_line(str(each.edit.where)) or 'the API'}: {one_line(each.edit.what)}" + (
        f" · {visible(str(place))}" if place is not None else ""
    )


def _level(item: Item, palette: Palette) -> str:
    return f"{_colour(item.level, palette)}{item.level.value:<8}{palette.reset}"


def _colour(level: Level, palette: Palette) -> str:
    match level:
        case Level.BREAKING:
            return palette.error
        case Level.RISKY:
            return palette.warning
        case Level.SAFE | Level.DOCS:
            return palette.note
