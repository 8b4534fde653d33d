"""Two revisions of one operation compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from specbind.diff.body_changes import Bodies, examples_text
from specbind.diff.changes import Change, Site, What
from specbind.diff.definition import default_text, shown, type_text
from specbind.diff.keyword_changes import UNSTABLE, known_level, level_fact, stability, sunset
from specbind.diff.matching import kind_of, same_type
from specbind.diff.moves import steps
from specbind.diff.pairing import Match, alike_names, matched
from specbind.diff.reach import parameter_position
from specbind.diff.replacements import Heir, Thing, heired, heirs
from specbind.diff.scalar_changes import Fact, kinds
from specbind.diff.sides import Said, Side
from specbind.diff.type_changes import Types
from specbind.diff.type_facts import defaults, opened
from specbind.ir.api import (
    Location,
    Operation,
    Parameter,
    Style,
)
from specbind.ir.types import ObjectType
from specbind.source import escape_token

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


class Operations:
    """Compares operations; what it finds goes to the comparison of types that it shares."""

    def __init__(self, types: Types, today: date) -> None:
        self._types = types
        self._bodies = Bodies(types)
        self._today = today

    def _said(self, old: Operation | Parameter | None, new: Operation | Parameter | None) -> tuple[Said, Said]:
        pair = self._types.pair
        before = pair.base.said(old.span if old is not None else None)
        return before, pair.revision.said(new.span if new is not None else None)

    # Existence

    def added(self, new: Operation) -> None:
        """Say that an operation is new."""
        site = Site(new.key, False, revision=new.span)
        self._types.say(site, [Fact(What.ENDPOINT_ADDED, new.key, "", new.key)])

    def removed(self, old: Operation, whole_path: bool, heir: Heir | None) -> None:
        """Say that an operation, or with it its whole path, is gone, and whether that was announced."""
        said, _ = self._said(old, None)
        site = Site(old.key, False, base=old.span)
        change = Change(self._removal(old, said, whole_path), site, old.key, old.key)
        self._types.changes.append(heired(change, heir))

    def _removal(self, old: Operation, said: Said, whole_path: bool) -> What:
        if stability(said) in UNSTABLE:
            return What.OPERATION_REMOVED_UNSTABLE
        if not old.deprecated:
            return What.PATH_REMOVED if whole_path else What.OPERATION_REMOVED
        day = sunset(said)
        if isinstance(day, str):
            return What.OPERATION_REMOVED_UNREADABLE
        if day is not None and day > self._today:
            return What.PATH_REMOVED_EARLY if whole_path else What.OPERATION_REMOVED_EARLY
        return What.PATH_REMOVED_DEPRECATED if whole_path else What.OPERATION_REMOVED_DEPRECATED

    # One operation

    def compare(self, match: Match[Operation]) -> None:
        """Compare two revisions of an operation."""
        old, new = match.old, match.new
        site = Site(new.key, False, base=old.span, revision=new.span)
        if match.confidence is not None:
            moved = Change(What.OPERATION_MOVED, site, old.key, old.key, new.key, match.confidence)
            self._types.changes.append(moved)
        elif steps(old.path) != steps(new.path):
            self._types.say(site, [Fact(What.OPERATION_REBASED, old.key, old.key, new.key)])
        self._types.say(site, self._facts(old, new))
        for what in ("summary", "description"):
            self._types.prose(site, what, getattr(old, what), getattr(new, what))
        self._parameters(old, new, site)
        self._bodies.body(old.body, new.body, site)
        self._bodies.responses(old, new, site)

    def _facts(self, old: Operation, new: Operation) -> Iterator[Fact]:
        before, after = self._said(old, new)
        yield from self._future(old, new, before, after)
        if not known_level(stability(after)) and stability(after) != stability(before):
            yield Fact(What.STABILITY_UNREADABLE, "", stability(before) or "", stability(after) or "")
        if not known_level(stability(before)) and known_level(stability(after)):
            yield Fact(What.STABILITY_UNREADABLE, "", stability(before) or "", stability(after) or "")
        yield from level_fact(What.STABILITY_DECREASED, What.STABILITY_INCREASED, before, after)
        yield from _named(old.operation_id, new.operation_id)
        if old.call != new.call:
            yield Fact(What.CALL_CHANGED, "", ".".join(old.call), ".".join(new.call))
        for tag in old.tags:
            if tag not in new.tags:
                yield Fact(What.TAG_REMOVED, tag, tag, "")
        for tag in new.tags:
            if tag not in old.tags:
                yield Fact(What.TAG_ADDED, tag, "", tag)

    def _future(self, old: Operation, new: Operation, before: Said, after: Said) -> Iterator[Fact]:
        day, was = sunset(after), sunset(before)
        subject = "" if day is None else str(day)
        if new.deprecated and not old.deprecated:
            yield Fact(self._deprecation(day), subject, "", "deprecated")
        elif old.deprecated and not new.deprecated:
            yield Fact(What.ENDPOINT_REACTIVATED, "", "deprecated", "")
        elif new.deprecated and day != was:
            if day is None:
                yield Fact(What.SUNSET_DELETED, "", str(was), "")
            elif isinstance(day, str):
                yield Fact(What.PATH_SUNSET_UNREADABLE, "", str(was or ""), day)
            else:
                early = isinstance(was, date) and day < was and day < self._today
                yield Fact(What.SUNSET_EARLIER if early else What.SUNSET_LATER, "", str(was or ""), str(day))

    def _deprecation(self, day: date | str | None) -> What:
        if day is None:
            return What.ENDPOINT_DEPRECATED
        if isinstance(day, str):
            return What.SUNSET_UNREADABLE
        return What.SUNSET_TOO_SOON if day < self._today else What.ENDPOINT_DEPRECATED_SUNSET

    # Parameters

    def _parameters(self, old: Operation, new: Operation, site: Site) -> None:
        pairs = matched(_placed(old), _placed(new), lambda each: each[0], _alike_parameters)
        instead = heirs(*([_thing(each) for _, each in side] for side in (pairs.removed, pairs.added)))
        members = self._members(self._types.pair.revision, new) - self._members(self._types.pair.base, old)
        for _, gone in pairs.removed:
            if gone.wire_name in members:
                texts = f"{gone.location.value} parameter", "member of the body"
                self._types.say(_at(site, gone, None), [Fact(What.PARAMETER_INTO_BODY, gone.wire_name, *texts)])
            else:
                self._removed_parameter(gone, site, instead.get(gone.wire_name))
        for _, added in pairs.added:
            at = _at(site, None, added)
            self._types.say(at, [Fact(_new_parameter(added, new), added.wire_name, "", parameter_text(added))])
        for match in pairs.pairs:
            (_, one), (_, two) = match.old, match.new
            self._parameter(Match(one, two, match.confidence), _at(site, one, two))

    @staticmethod
    def _members(side: Side, operation: Operation) -> frozenset[str]:
        """The names of the members of a body, whatever its media type."""
        contents = operation.body.contents if operation.body is not None else ()
        types = (side.effective(content.type)[0] for content in contents if content.type is not None)
        return frozenset(field.wire_name for of in types if isinstance(of, ObjectType) for field in of.fields)

    def _removed_parameter(self, gone: Parameter, site: Site, heir: Heir | None) -> None:
        said, _ = self._said(gone, None)
        day = sunset(said)
        what = What.PARAMETER_REMOVED
        if gone.deprecated:
            what = What.PARAMETER_REMOVED_DEPRECATED
            if isinstance(day, str):
                what = What.PARAMETER_SUNSET_UNREADABLE
            elif day is not None and day > self._today:
                what = What.PARAMETER_REMOVED_EARLY
        change = Change(what, _at(site, gone, None), gone.wire_name, parameter_text(gone))
        self._types.changes.append(heired(change, heir))

    def _parameter(self, match: Match[Parameter], at: Site) -> None:
        old, new = match.old, match.new
        texts = (parameter_text(old), parameter_text(new))
        if old.location is not new.location:
            what = What.PARAMETER_MOVED_REQUIRED if new.required else What.PARAMETER_MOVED
            self._types.say(at, [Fact(what, new.wire_name, old.location.value, new.location.value)])
        elif old.wire_name != new.wire_name:
            path = new.location is Location.PATH
            renamed = What.PARAMETER_RENAMED_REQUIRED if new.required else What.PARAMETER_RENAMED
            what = What.PATH_PARAMETER_RENAMED if path else renamed
            confidence = match.confidence or (1.0 if path else None)
            self._types.changes.append(Change(what, at, old.wire_name, old.wire_name, new.wire_name, confidence))
        if old.required != new.required:
            what = What.PARAMETER_REQUIRED if new.required else What.PARAMETER_OPTIONAL
            self._types.say(at, [Fact(what, new.wire_name, *texts)])
        self._types.say(at, self._parameter_future(old, new, texts))
        silent = () if self._has_parts(old, new) else (What.PARAMETER_EXPLODE_CHANGED,)
        self._types.say(at, (fact for fact in _layout(old, new) if fact.what not in silent))
        if not new.required or not old.required:
            self._types.say(at, defaults(old.default, new.default))
        self._types.prose(at, "description", old.description, new.description)
        self._types.prose(at, "example", examples_text(old.examples), examples_text(new.examples))
        self._types.rooted(old.type, new.type, at)

    def _has_parts(self, old: Parameter, new: Parameter) -> bool:
        """Whether a parameter may be a list or an object, which are all that `explode` takes apart."""
        pair = self._types.pair
        return any(
            not kinds(side.effective(variant)[0])
            for side, parameter in ((pair.base, old), (pair.revision, new))
            for variant in opened(side.effective(parameter.type)[0])
        )

    def _parameter_future(self, old: Parameter, new: Parameter, texts: tuple[str, str]) -> Iterator[Fact]:
        before, after = self._said(old, new)
        day, was = sunset(after), sunset(before)
        if new.deprecated and not old.deprecated:
            what = What.PARAMETER_SUNSET_UNREADABLE if isinstance(day, str) else What.PARAMETER_DEPRECATED
            if isinstance(day, date) and day < self._today:
                what = What.PARAMETER_SUNSET_TOO_SOON
            yield Fact(what, "" if day is None else str(day), *texts)
        elif old.deprecated and not new.deprecated:
            yield Fact(What.PARAMETER_REACTIVATED, "", *texts)
        elif new.deprecated and day != was:
            if day is None:
                yield Fact(What.PARAMETER_SUNSET_DELETED, "", str(was), "")
            elif isinstance(day, str):
                yield Fact(What.PARAMETER_SUNSET_UNREADABLE, "", str(was or ""), day)
            elif isinstance(was, date) and day < was and day < self._today:
                yield Fact(What.PARAMETER_SUNSET_EARLIER, "", str(was), str(day))
            else:
                yield Fact(What.PARAMETER_SUNSET_LATER, "", str(was or ""), str(day))


def _named(old: str | None, new: str | None) -> Iterator[Fact]:
    if old == new:
        return
    if old is None:
        yield Fact(What.OPERATION_ID_ADDED, new or "", "", new or "")
    elif new is None:
        yield Fact(What.OPERATION_ID_REMOVED, old, old, "")
    else:
        yield Fact(What.OPERATION_ID_CHANGED, old, old, new)


Placed = tuple[tuple[object, ...], Parameter]
"""A parameter and what names it."""


def _placed(operation: Operation) -> list[Placed]:
    """The parameters, each with what names it: those of the path by their order in it."""
    order = {name: index for index, name in enumerate(_PLACEHOLDER.findall(operation.path))}
    return [(_place(each, order), each) for each in (*operation.parameters, *operation.unplaced)]


def _place(parameter: Parameter, order: dict[str, int]) -> tuple[object, ...]:
    name = parameter.wire_name
    if parameter.location is Location.PATH:
        return (Location.PATH, order.get(name, name))
    return (parameter.location, name.lower() if parameter.location is Location.HEADER else name)


def _thing(parameter: Parameter) -> Thing:
    return Thing(parameter.wire_name, parameter.description, (parameter.location, kind_of(parameter.type)))


def _alike_parameters(first: Placed, second: Placed) -> float:
    one, two = first[1], second[1]
    if not same_type(one.type, two.type) or one.required != two.required:
        return 0.0
    if one.location is not two.location:
        return 0.9 if one.wire_name == two.wire_name and Location.PATH not in (one.location, two.location) else 0.0
    return alike_names(one.wire_name, two.wire_name) * 0.95


def _new_parameter(added: Parameter, operation: Operation) -> What:
    if added.location is Location.PATH:
        return What.PATH_PARAMETER_ADDED
    if added.span is not None and added.span.pointer.startswith(f"/paths/{escape_token(operation.path)}/parameters/"):
        return What.SHARED_PARAMETER_REQUIRED if added.required else What.SHARED_PARAMETER_OPTIONAL
    return What.PARAMETER_ADDED_REQUIRED if added.required else What.PARAMETER_ADDED_OPTIONAL


def _layout(old: Parameter, new: Parameter) -> Iterator[Fact]:
    name = new.wire_name
    if old.location is not new.location:
        return
    if old.style is not new.style:
        yield Fact(What.PARAMETER_STYLE_CHANGED, name, old.style.value, new.style.value)
    elif old.explode != new.explode:
        yield Fact(What.PARAMETER_EXPLODE_CHANGED, name, shown(old.explode), shown(new.explode))
    if old.allow_reserved != new.allow_reserved:
        yield Fact(What.PARAMETER_RESERVED_CHANGED, name, shown(old.allow_reserved), shown(new.allow_reserved))
    if old.media_type != new.media_type:
        yield Fact(What.PARAMETER_MEDIA_TYPE_CHANGED, name, old.media_type or "", new.media_type or "")


def _at(site: Site, old: Parameter | None, new: Parameter | None) -> Site:
    named = new or old
    assert named is not None
    return replace(
        site,
        path=(f"{named.location.value} parameter", named.wire_name),
        position=parameter_position(named),
        text=named.media_type is None,
        repeated=named.style is Style.FORM and named.explode,
        base=(old.span if old is not None else None) or site.base,
        revision=(new.span if new is not None else None) or site.revision,
    )


def parameter_text(of: Parameter) -> str:
    """A parameter with its type, presence and default."""
    return f"{'required' if of.required else 'optional'} {type_text(of.type)}{default_text(of.default)}"
