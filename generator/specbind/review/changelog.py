"""Release notes: what a series of revisions changes, in the words of the Python package."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

from specbind.diff.review import Bump
from specbind.report import plural
from specbind.review.outcome import Item, Level, Outcome, versions
from specbind.review.text import code, markdown, one_line, prose


class Kind(enum.Enum):
    """The headings of release notes, in their order."""

    BREAKING = "Breaking"
    ADDED = "Added"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"
    CHANGED = "Changed"


def report(outcomes: Sequence[Outcome], title: str) -> str:
    """Release notes as Markdown, the newest revision first. `outcomes` are in the order of time."""
    parts = [f"# {prose(one_line(title))}\n", *("".join(_revision(outcome)) for outcome in reversed(outcomes))]
    return "\n".join(parts)


def _revision(outcome: Outcome) -> Iterator[str]:
    needs = f" ({versions(outcome.bump)})" if outcome.bump is not Bump.NONE else ""
    yield f"## {prose(one_line(outcome.revision))}{needs}\n"
    yield f"\nSince {code(outcome.base)}.\n"
    if not outcome.changed:
        yield "\nNothing has changed.\n"
    for kind in Kind:
        lines = list(dict.fromkeys(_line(item) for item in outcome.items if kind_of(item) is kind))
        if lines:
            yield f"\n### {kind.value}\n\n"
            yield from lines
    if outcome.prose:
        yield f"\n{plural(len(outcome.prose), 'edit')} of the documentation.\n"


def kind_of(item: Item) -> Kind:
    """The heading that a finding stands under: what breaks stands first whatever it is."""
    finding = item.finding
    if item.level is Level.BREAKING:
        return Kind.BREAKING
    if any("deprecated" in rule.split("-") for rule in finding.rules):
        return Kind.DEPRECATED
    if (finding.new and not finding.old) or finding.base is None:
        return Kind.ADDED
    if (finding.old and not finding.new) or finding.revision is None:
        return Kind.REMOVED
    return Kind.CHANGED


def _line(item: Item) -> str:
    """A finding under the name by which Python users reach it."""
    finding = item.finding
    text = item.headline
    place, symbol = str(finding.where), finding.symbol
    if symbol and "`" not in symbol and "`" not in place and text.startswith(f"`{place}`: "):
        said = text[len(place) + 4 :]
        called = f"{symbol}()" if finding.where.component is None else symbol
        at = ".".join(finding.where.path).replace(".[", "[")
        wire = f" (`{finding.where.operation}`)" if finding.where.operation and not at else ""
        if kind_of(item) is Kind.ADDED and not at and item.said.endswith(" is new"):
            return f"- {code(called)}{wire}{markdown(item.company) if item.company else ''}\n"
        text = f"`{called}`{wire}{f', `{at}`' if at and '`' not in at else ''}: {said}"
    return f"- {markdown(text)}{_reach(item)}\n"


def _reach(item: Item) -> str:
    """How many methods an edit of a shared type reaches."""
    count = len(item.finding.operations)
    return f" ({plural(count, 'operation')})" if item.finding.where.component is not None and count > 1 else ""
