"""How well a page holds together: what heads announce against the children that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from specbind import rules
from specbind.diagnostics import Collector, Related
from specbind.reference.blocks import Page
from specbind.reference.heads import (
    Array,
    Either,
    FieldHead,
    Inline,
    Literal,
    Map,
    Named,
    Nullable,
    Scalar,
    Term,
    TypeHead,
    core,
    count,
    literals,
)
from specbind.reference.members import Member, walk


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one page: members, and of objects, lists of values and unions how many match their heads."""

    members: int = 0
    objects: int = 0
    objects_matched: int = 0
    values: int = 0
    values_matched: int = 0
    unions: int = 0
    unions_matched: int = 0
    leaves: int = 0
    leaves_bound: int = 0

    @property
    def checked(self) -> int:
        """What could be checked."""
        return self.objects + self.values + self.unions + self.leaves

    @property
    def passed(self) -> int:
        """What was as announced."""
        return self.objects_matched + self.values_matched + self.unions_matched + self.leaves_bound

    @property
    def percent(self) -> float:
        """The part of what could be checked that holds, in percent."""
        return 100.0 * self.passed / self.checked if self.checked else 100.0

    def with_leaves(self, leaves: int, bound: int) -> Score:
        """The score with its references counted."""
        return replace(self, leaves=leaves, leaves_bound=bound)

    def __str__(self) -> str:
        return (
            f"{self.percent:.1f} % ({self.objects_matched} of {self.objects} objects,"
            f" {self.values_matched} of {self.values} lists of values, {self.unions_matched} of {self.unions} unions,"
            f" {self.leaves_bound} of {self.leaves} references)"
        )


def score(page: Page, members: Iterable[Member], collector: Collector) -> Score:
    """Check all members of a page and report what does not hold. References are counted elsewhere."""
    counts: Counter[str] = Counter()
    for member in walk(tuple(members)):
        counts["members"] += 1
        kind = _kind(member)
        problem = _mixture(member) or _mismatch(member)
        if kind is not None:
            counts[kind] += 1
            counts[f"{kind}_matched"] += problem is None
        if problem is not None:
            problem.report(page, member, collector)
    return Score(**counts)


@dataclass(frozen=True, slots=True)
class _Problem:
    """What does not hold of a member, and the line (from 0) where the damage most likely is."""

    message: str
    line: int
    label: str

    def report(self, page: Page, member: Member, collector: Collector) -> None:
        span = page.span(self.line, member.span.pointer)
        related = (Related(member.span, "announced here"),) if self.line != member.line else ()
        collector.report(rules.HEAD_MISMATCH, self.message, span, label=self.label, related=related)


def _kind(member: Member) -> str | None:
    """What of a member can be checked against its children."""
    term = core(member.head.term)
    if literals(term) is not None:
        return "values"
    if isinstance(term, Inline):
        return None if is_leaf(member) else "objects"
    return "unions" if isinstance(term, Either) else None


def is_leaf(member: Member) -> bool:
    """Whether a member only names a type that is written elsewhere."""
    if member.children:
        return False
    term = core(member.head.term)
    if isinstance(member.head, TypeHead) and member.head.name is not None:
        return isinstance(term, Inline) and term.count > 0
    return isinstance(term, Named)


def _mixture(member: Member) -> _Problem | None:
    """Fields and variants below one member; the odd ones out are the fewer."""
    fields = [child for child in member.children if isinstance(child.head, FieldHead)]
    if not fields or len(fields) == len(member.children):
        return None
    others = [child for child in member.children if isinstance(child.head, TypeHead)]
    expects_fields = isinstance(core(member.head.term), Inline) or len(fields) > len(others)
    odd = others[0] if expects_fields else fields[0]
    what = "among fields" if odd is others[0] else "among values"
    return _Problem(f"`{odd.text}` stands {what}", odd.line, "of another kind than the members beside it")


def _mismatch(member: Member) -> _Problem | None:
    term = core(member.head.term)
    match term:
        case Inline() if is_leaf(member):
            return None
        case Inline():
            return _object(member, term)
        case Literal() | Either() if (values := literals(term)) is not None:
            return _values(member, values, count(term))
        case Either():
            return _union(member, term)
        case Scalar():
            return _unexpected(member, f"`{term.name}` has no members") if member.children else None
        case _:
            return None


def _unexpected(member: Member, why: str) -> _Problem:
    child = member.children[0]
    return _Problem(f"`{child.text}` stands below `{member.text}`, but {why}", child.line, "no place for it")


def _object(member: Member, term: Inline) -> _Problem | None:
    found = [child.head.name for child in member.children if isinstance(child.head, FieldHead)]
    if len(found) != len(member.children):
        return _unexpected(member, "an object has fields")
    whole = not term.more
    if len(found) == term.count and found[: len(term.names)] == list(term.names):
        return None
    for index, name in enumerate(term.names):
        if index >= len(found) or found[index] != name:
            return _displaced(member, name, found, index)
    if whole or len(found) > term.count:
        extra = member.children[term.count] if term.count < len(found) else member.children[-1]
        message = f"`{extra.text}` is more than `{member.text}` announces, {len(found)} fields instead of {term.count}"
        return _Problem(message, extra.line, "this one, or one above it")
    message = f"`{member.text}` announces {term.count} fields, and there are {len(found)}"
    return _Problem(message, _gap(member), "fields are missing here or above")


def _displaced(member: Member, name: str, found: list[str], index: int) -> _Problem:
    """A field that is not where the head says: it is missing, or another one is in its place."""
    children = member.children
    if name in found[index + 1 :] and len(found) > index:
        odd = children[index]
        return _Problem(f"`{odd.text}` is not announced before `{name}`", odd.line, "not expected here")
    line = children[index - 1].end if 0 < index <= len(children) else member.line
    if index == 0 and children:
        line = children[0].line
    line = max(member.line, min(line, member.end - 1))
    return _Problem(f"the field `{name}` that `{member.text}` announces is missing", line, "expected here")


def _gap(member: Member) -> int:
    """Where members may have been lost: at the end of the children."""
    return max(member.line, member.end - 1)


def _values(member: Member, announced: tuple[Literal, ...], total: int) -> _Problem | None:
    found: list[Literal] = []
    for child in member.children:
        values = _own_values(child)
        if values is None:
            return _Problem(
                f"`{child.text}` is no value, but `{member.text}` lists values", child.line, "no place for it"
            )
        found += values
    if len(found) == total and found[: len(announced)] == list(announced[: len(found)]):
        return None
    if isinstance(member.head, TypeHead) and member.head.name is None and not found:
        return None
    for index, value in enumerate(_leading(member)):
        if index >= len(found) or found[index] != value:
            line = member.children[index].line if index < len(member.children) else _gap(member)
            return _Problem(
                f"the value `{value.value}` that `{member.text}` announces is missing", line, "expected here"
            )
    line = member.children[total].line if total < len(member.children) else _gap(member)
    message = f"`{member.text}` announces {total} values, and there are {len(found)}"
    return _Problem(message, line, "the first that is too much" if len(found) > total else "missing here or above")


def _leading(member: Member) -> tuple[Literal, ...]:
    """The values that a head prints before it first leaves some out."""
    term = core(member.head.term)
    terms = term.terms if isinstance(term, Either) else (term,)
    found: list[Literal] = []
    for each in terms:
        if not isinstance(each, Literal):
            break
        found.append(each)
    return tuple(found)


def _own_values(child: Member) -> list[Literal] | None:
    """The values a bullet stands for: itself, or those of a group."""
    values = literals(core(child.head.term))
    if values is None or isinstance(child.head, FieldHead):
        return None
    if len(values) == 1:
        return list(values)
    nested = [_own_values(inner) for inner in child.children]
    return [value for inner in nested if inner is not None for value in inner]


def _union(member: Member, term: Either) -> _Problem | None:
    total = count(term)
    children = member.children
    if not children:
        plain = all(isinstance(each, Scalar | Literal | Array | Map | Named | Nullable) for each in term.terms)
        return None if plain else _Problem(f"`{member.text}` has no variants", member.line, "variants are missing")
    if isinstance(children[0].head, FieldHead):
        return _unexpected(member, "a union has variants")
    flat = sum(_weight(child) for child in children)
    if total in (len(children), flat) or len(term.terms) == len(children):
        return None
    found = flat if abs(flat - total) < abs(len(children) - total) else len(children)
    line = children[total].line if total < len(children) else _gap(member)
    message = f"`{member.text}` announces {total} variants, and there are {found}"
    return _Problem(message, line, "variants are missing or too many here")


def _weight(child: Member) -> int:
    """For how many alternatives of a head a bullet stands: groups stand for all they list."""
    term: Term = child.head.term
    if isinstance(child.head, TypeHead) and child.head.name is None:
        term = term.item if isinstance(term, Array) and isinstance(term.item, Either) else term
        return count(term)
    return 1
