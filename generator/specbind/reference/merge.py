"""Renderings of the same operation or type on several pages: one is used, and differences are reported."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specbind import rules
from specbind.diagnostics import Collector, Related
from specbind.reference.members import Member
from specbind.reference.methods import Named
from specbind.reference.pages import Call, Entry, Section
from specbind.reference.shapes import Scope
from specbind.source import Span


class Rank(enum.IntEnum):
    """How far a page is believed: a page of the whole site, of a resource, or of just the one operation."""

    SITE = 0
    RESOURCE = 1
    OPERATION = 2


@dataclass(frozen=True, slots=True)
class Rendering:
    """An operation as one page shows it, and the name of its method, empty where the page gives none."""

    call: Call
    scope: Scope
    named: Named
    rank: Rank

    @property
    def key(self) -> tuple[str, str]:
        return self.call.method, self.call.path


@dataclass(frozen=True, slots=True)
class Declared:
    """A type that a resource declares."""

    entry: Entry
    scope: Scope


def operations(renderings: Iterable[Rendering], collector: Collector) -> tuple[Rendering, ...]:
    """Each operation once: as on the page that is closest to it; of pages alike, the first."""
    found: dict[tuple[str, str], Rendering] = {}
    for rendering in renderings:
        known = found.setdefault(rendering.key, rendering)
        if known is rendering:
            continue
        used, other = (rendering, known) if rendering.rank > known.rank else (known, rendering)
        found[rendering.key] = used
        place = _difference(used.call, other.call)
        if place is not None:
            what, span = place
            message = f"{other.call.method.upper()} {other.call.path} is documented twice, and {what}"
            related = (Related(used.call.span, "this one is used"),)
            collector.report(rules.DIFFERENT_RENDERINGS, message, span, label="not used", related=related)
    return tuple(found.values())


def declarations(entries: Iterable[Declared], collector: Collector) -> tuple[Declared, ...]:
    """Each type of a resource once."""
    found: dict[tuple[Scope, str | None], Declared] = {}
    for declared in entries:
        member = declared.entry.member
        known = found.setdefault((declared.scope, member.head.name), declared)
        if known is declared:
            continue
        other = _odd((known.entry.member,), (member,))
        if other is not None:
            message = f"`{member.head.name}` is declared twice, and `{other.text}` differs"
            related = (Related(known.entry.member.span, "this one is used"),)
            collector.report(rules.DIFFERENT_RENDERINGS, message, other.span, label="not used", related=related)
    return tuple(found.values())


def _difference(used: Call, other: Call) -> tuple[str, Span] | None:
    """What differs between two renderings, and where in the other one."""
    mine = {section.kind: section for section in used.sections}
    theirs = {section.kind: section for section in other.sections}
    for kind in {**mine, **theirs}:
        if kind not in theirs:
            return f"has no section of the kind {kind.value} here", other.span
        section = theirs[kind]
        if kind not in mine:
            return f"has a section of the kind {kind.value} here only", section.span
        odd = _odd(mine[kind].members, section.members)
        if odd is not None:
            return f"`{odd.text}` differs", odd.span
        if _fewer(mine[kind], section):
            return f"`{mine[kind].members[-1].text}` is missing here", section.span
    return None


def _fewer(used: Section, other: Section) -> bool:
    return len(other.members) < len(used.members)


def _odd(used: tuple[Member, ...], other: tuple[Member, ...]) -> Member | None:
    """The first member of the second tree that the first does not have at its place."""
    pairs = list(_aligned(used, other))
    return next((theirs for mine, theirs in pairs if mine is None or not _same(mine, theirs)), None)


def _aligned(used: tuple[Member, ...], other: tuple[Member, ...]) -> Iterator[tuple[Member | None, Member]]:
    """The members of two trees, side by side; members that are written out on one side only are passed over."""
    stack = [(used, other)]
    while stack:
        mine, theirs = stack.pop()
        if not mine or not theirs:
            continue
        for index, member in enumerate(theirs):
            partner = mine[index] if index < len(mine) else None
            yield partner, member
            if partner is not None and _same(partner, member):
                stack.append((partner.children, member.children))


def _same(one: Member, other: Member) -> bool:
    return one.head == other.head
