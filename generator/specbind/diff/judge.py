"""Changes to findings: collapsed to the edit that was made, and judged at every position that it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from specbind.diff.changes import Access, Change, Position, What
from specbind.diff.finding import Direction, Finding, Judgement, Python, Where, Wire
from specbind.diff.reach import Reach, Reaches
from specbind.diff.rules import IMPLIED, DiffRule, one_way_id, rule_of
from specbind.diff.titles import title
from specbind.source import Span, escape_token

_CAREFUL = ("SERVER", "SCHEME", "SECURITY", "OAUTH", "GLOBAL", "OPERATION_SERVER")
_DIRECTIONLESS = Position.NONE


class Judge:
    """Judges changes; `keys` are the operations of both revisions in the order of the document."""

    def __init__(
        self,
        base: Reaches,
        revision: Reaches,
        keys: dict[str, int],
        renamed: Mapping[str, str],
        unstable: frozenset[str],
    ) -> None:
        self._base = base
        self._revision = revision
        self._keys = keys
        self._unstable = unstable
        self._parts: list[Change] = []
        self._old_names = {new: old for old, new in renamed.items()}

    def findings(self, changes: list[Change]) -> Iterator[Finding]:
        """One finding for each edit, in the order in which the edits were found."""
        self._parts = [change for change in changes if change.what in _PARTS]
        groups: dict[object, list[Change]] = {}
        for change in changes:
            if change.what in _PARTS:
                continue
            groups.setdefault(_edit(change), []).append(change)
        for group, more in _together(list(groups.values())):
            finding = self._finding(group)
            yield with_more(finding, [self._finding(each) for each in more]) if more else finding

    def _finding(self, group: list[Change]) -> Finding:
        group = sorted(group, key=_is_elsewhere)
        first = group[0]
        reach: dict[Position, int] = {}
        for change in group:
            for position, bits in self._reach(change).items():
                reach[position] = reach.get(position, 0) | bits
        rules = [*_rules(first, reach), *self._of_parts(first, reach)]
        judgements = sorted(
            {Judgement(name, rule.direction, _wire(name, rule), rule.reason): None for name, rule in rules},
            key=lambda each: each.wire.rank,
        )
        worst = min((rule for _, rule in rules), key=lambda rule: rule.python.rank)
        verdict, why = worst.python, worst.python_reason
        if first.site.component and first.what in _OF_MEMBERS and not reach:
            verdict, why = Python.SAFE, "no method takes or gives it"
        bits = 0
        for each in reach.values():
            bits |= each
        operations = tuple(key for key, index in self._keys.items() if bits >> index & 1)
        wheres = tuple(dict.fromkeys(_where(change) for change in group))
        return Finding(
            wheres[0],
            title(first, len(operations), self._name(first)),
            self._promised(first.what, operations, judgements),
            verdict,
            why,
            first.site.base,
            first.site.revision,
            operations,
            "",
            first.old,
            first.new,
            first.subject,
            first.confidence,
            first.what.name.startswith(_CAREFUL),
            wheres[1:],
            heir=first.heir,
        )

    def _promised(self, what: What, operations: tuple[str, ...], judgements: list[Judgement]) -> tuple[Judgement, ...]:
        """The judgements, softened where all operations are drafts or alphas, which promise nothing."""
        if what in _PROMISES or not operations or not self._unstable.issuperset(operations):
            return tuple(judgements)
        reason = "clients were told not to rely on operations of this level of stability"
        return tuple(
            replace(each, wire=Wire.SAFE, reason=reason) if each.wire.rank < Wire.SAFE.rank else each
            for each in judgements
        )

    def _of_parts(self, change: Change, reach: Mapping[Position, int]) -> Iterator[tuple[str, DiffRule]]:
        """The rules of the parts of `allOf` that come or go at the place of a change or around it."""
        site = change.site
        for part in self._parts:
            depth = len(part.site.path)
            same = (part.site.root, part.site.component) == (site.root, site.component)
            if same and part.site.path == site.path[:depth]:
                for position in self._reach(part):
                    rule = rule_of(part.what, position, required=False)
                    if rule is not None:
                        yield rule.id, rule

    def _name(self, change: Change) -> str:
        return str(_where(change))

    def _reach(self, change: Change) -> Reach:
        site = change.site
        if not site.component:
            index = self._keys.get(site.root)
            bit = 0 if index is None else 1 << index
            return {site.position.inside if site.inner else site.position: bit}
        reach: dict[Position, int] = {}
        for source in (
            self._revision.of(site.root),
            self._base.of(self._old_names.get(site.root, site.root)),
        ):
            for position, bits in source.items():
                at = position.inside if site.inner else position
                reach[at] = reach.get(at, 0) | bits
        return reach


def _is_elsewhere(change: Change) -> bool:
    """Whether the edit was made outside the declared type that is compared, which only takes it over."""
    site = change.site
    span = (site.revision or site.base) if change.what in _COME else (site.base or site.revision)
    root = f"/{escape_token(site.root)}"
    return site.component and span is not None and f"{root}/" not in f"{span.pointer}/"


def _edit(change: Change) -> object:
    """What two changes have in common that one edit made.

    Members and everything else with a place of its own: that place. A declared type in place of another: both names.
    The same in many operations: what it is, wherever the operations are.
    """
    site = change.site
    content = (change.what, change.subject, change.old, change.new)
    if change.through is not None and change.what not in _BY_PLACE:
        return (*content, change.through)
    if not site.component:
        return (*content, site.path, site.position)
    old, new = _place(site.base), _place(site.revision)
    if change.what in _GONE:
        new = None
    elif change.what in _COME:
        old = None
    return (change.what, change.subject, old, new, site.path[-1:] if site.inner else ())


_GONE = frozenset((What.FIELD_REMOVED_REQUIRED, What.FIELD_REMOVED_OPTIONAL, What.FIELD_REMOVED_CLOSED_REQUIRED))
_COME = frozenset((What.FIELD_ADDED_REQUIRED, What.FIELD_ADDED_DEFAULTED, What.FIELD_ADDED_OPTIONAL))
_WITH_TYPE = frozenset((What.NULL_ALLOWED, What.NULL_FORBIDDEN, What.BECAME_ENUM, What.ENUM_LIFTED))
"""What is said with another type at the same place."""
_BY_KEYWORDS = {
    **dict.fromkeys((What.EXTRA_FORBIDDEN, What.EXTRA_ALLOWED, What.EXTRA_TYPED, What.EXTRA_UNTYPED), "members"),
    **dict.fromkeys((What.REST_FORBIDDEN, What.REST_ALLOWED), "items"),
    **dict.fromkeys((What.TYPE_CHANGED, What.TYPE_GENERALIZED, What.TYPE_SPECIALIZED), "text"),
}
_KEYWORDS = {
    **dict.fromkeys((What.UNEVALUATED_PROPERTIES_ADDED, What.UNEVALUATED_PROPERTIES_REMOVED), "members"),
    **dict.fromkeys((What.PATTERN_PROPERTY_ADDED, What.PATTERN_PROPERTY_REMOVED), "members"),
    **dict.fromkeys((What.UNEVALUATED_ITEMS_ADDED, What.UNEVALUATED_ITEMS_REMOVED), "items"),
    What.CONTENT_ENCODING_CHANGED: "text",
}
"""What a keyword does to a type is one edit with the keyword."""
_OF_VARIANTS = frozenset(
    (
        What.ONE_OF_REMOVED,
        What.ANY_OF_REMOVED,
        What.ONE_OF_ADDED,
        What.ANY_OF_ADDED,
        What.TAGGED_ONE_OF_ADDED,
        What.TAGGED_ANY_OF_ADDED,
    )
)
_TAGS = (What.TAG_MAPPED.value, What.TAG_UNMAPPED.value)
"""What goes without saying of variants that come and go."""
_NEW_TYPE, _GONE_TYPE = (What.SCHEMA_ADDED.value,), (What.SCHEMA_REMOVED.value,)
"""What is said by the names of the types; that a type is new does nothing by itself."""
_BY_PLACE = _GONE | _COME
"""Members have places of their own, wherever they are composed in."""
_OF_MEMBERS = _BY_PLACE | {What.FIELD_REQUIRED, What.FIELD_REQUIRED_DEFAULTED, What.FIELD_OPTIONAL}
_OF_MEMBERS |= {What.FIELD_RENAMED, What.FIELD_RENAMED_REQUIRED}


def _together(groups: list[list[Change]]) -> Iterator[tuple[list[Change], list[list[Change]]]]:
    """Edits that are one: a type under another name with what else is new about it; a type in place of another, with
    null or without it, and with the declarations that come or go by it; variants with their tags;
    what a keyword does to a type."""
    hosts: dict[tuple[str, ...], int] = {}
    for index, group in enumerate(groups):
        first = group[0]
        for at, side in enumerate(("gone", "new")):
            if first.through is not None and first.through[at] and first.what not in _BY_PLACE:
                hosts.setdefault((side, first.through[at]), index)
        if first.what is What.TYPE_CHANGED:
            hosts.setdefault(("type", *first.site.path, first.site.root), index)
        if first.what in _BY_KEYWORDS:
            hosts.setdefault((_BY_KEYWORDS[first.what], *first.site.path, first.site.root), index)
        if first.what is What.SCHEMA_RENAMED:
            hosts.setdefault(("renamed", first.site.root), index)
        elif first.what in _OF_VARIANTS:
            hosts.setdefault(("variants", *first.site.path, first.site.root), index)
    joined: dict[int, list[list[Change]]] = {}
    for index, group in enumerate(groups):
        first = group[0]
        host = None
        if first.what in (What.TAG_MAPPED, What.TAG_UNMAPPED):
            host = hosts.get(("variants", *first.site.path, first.site.root))
        elif first.what in _WITH_TYPE:
            host = hosts.get(("type", *first.site.path, first.site.root))
        elif first.what in _KEYWORDS:
            host = hosts.get((_KEYWORDS[first.what], *first.site.path, first.site.root))
        elif first.what is What.SCHEMA_ADDED:
            host = hosts.get(("new", first.site.root))
        elif first.what is What.SCHEMA_REMOVED:
            host = hosts.get(("gone", first.site.root))
        elif first.site.component and not first.site.inner and first.through is None:
            host = hosts.get(("renamed", first.site.root))
        joined.setdefault(index if host is None else host, [])
        if host is not None and host != index:
            joined[host].append(group)
    for index, more in joined.items():
        yield groups[index], more


def with_more(finding: Finding, more: list[Finding]) -> Finding:
    """A finding that says others too: their judgements, and the worst of all verdicts."""
    every = (finding, *more)
    worst = min(every, key=lambda each: each.python.rank)
    reasons = {each.direction: each for each in reversed(finding.judgements)}
    judgements = dict.fromkeys(
        replace(reasons.get(each.direction, each), rule=each.rule) if each.rule.endswith(_TAGS) else each
        for one in every
        if one is finding or one.rules != _NEW_TYPE
        for each in one.judgements
    )
    types = [each.where.component for each in more if each.rules in (_NEW_TYPE, _GONE_TYPE)]
    told = [each for each in more if each.rules not in (_NEW_TYPE, _GONE_TYPE) and not each.rule.endswith(_TAGS)]
    said = dict.fromkeys(each.title.removeprefix(f"{each.where}: ") for each in told)
    return replace(
        finding,
        title="; ".join((finding.title, *said)),
        types=tuple(dict.fromkeys((*finding.types, *filter(None, types)))),
        judgements=tuple(sorted(judgements, key=lambda each: each.wire.rank)),
        python=worst.python,
        python_reason=worst.python_reason,
    )


def _place(span: Span | None) -> tuple[str, str] | None:
    return None if span is None else (span.source.path, span.pointer)


def _where(change: Change) -> Where:
    site = change.site
    if site.component:
        return Where(site.root, None, site.path)
    return Where(None, site.root or None, site.path)


def _rules(change: Change, reach: Mapping[Position, int]) -> list[tuple[str, DiffRule]]:
    """The rules that speak of a change, each under the id that it has where it is reached."""
    site = change.site
    found: list[tuple[str, DiffRule]] = []
    positions = list(reach) or [Position.NONE]
    if change.what in _DEFAULTS and site.component and not site.inner:
        positions = [_UNNEEDED.get(each, each) for each in positions]
    for position in positions:
        rule = rule_of(change.what, position, required=site.required)
        if rule is None:
            continue
        name = _named(rule, site.access, change.what)
        if name is not None:
            found.append((name, rule))
    for what in IMPLIED.get(change.what, ()):
        for _, said in found[: len(positions)]:
            rule = rule_of(what, said.position or Position.NONE, required=False)
            if rule is not None:
                found.append((rule.id, replace(rule, wire=said.wire, reason=said.reason)))
    if not found:
        found = [(rule.id, rule) for rule in _anywhere(change, positions)]
    return found


_DEFAULTS = frozenset((What.DEFAULT_ADDED, What.DEFAULT_REMOVED, What.DEFAULT_CHANGED))
_UNNEEDED = {
    Position.PARAMETER: Position.PARAMETER_PROPERTY,
    Position.HEADER_PARAMETER: Position.PARAMETER_PROPERTY,
}
"""The default of a declared type is judged where the parameters are that may be left out."""
_PARTS = frozenset((What.ALL_OF_ADDED, What.ALL_OF_REMOVED))
"""What is no edit by itself: only what it does to the type is, and is judged."""
_PROMISES = frozenset((What.STABILITY_DECREASED, What.STABILITY_INCREASED, What.STABILITY_UNREADABLE))
_ABOUT_ACCESS = frozenset((What.READ_ONLY_GAINED, What.READ_ONLY_LOST, What.WRITE_ONLY_GAINED, What.WRITE_ONLY_LOST))


def _named(rule: DiffRule, access: Access, what: What) -> str | None:
    """The id of a rule for a member that may travel one way only; None where the rule does not concern it."""
    if access is Access.BOTH or what in _ABOUT_ACCESS or rule.direction is Direction.NONE:
        return rule.id
    against = Access.ONLY_WRITTEN if rule.direction is Direction.RESPONSE else Access.ONLY_READ
    return rule.id if access is not against else one_way_id(rule)


def _wire(name: str, rule: DiffRule) -> Wire:
    return rule.wire if name == rule.id else Wire.SAFE


def _anywhere(change: Change, positions: list[Position]) -> Iterator[DiffRule]:
    """The rule of a change that no message reaches, read as one of a member or a body that is sent."""
    for position in (Position.RESPONSE_PROPERTY, Position.RESPONSE_BODY, Position.REQUEST_PROPERTY):
        rule = rule_of(change.what, position, required=change.site.required)
        if rule is not None:
            yield replace(rule, wire=Wire.SAFE, reason="no operation has it")
            return
    raise AssertionError(change.what)
