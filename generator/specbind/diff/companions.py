"""Declared types that come, or go, with what uses them: said there, and not once more for each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specbind.diff.changes import What
from specbind.diff.finding import Finding
from specbind.diff.judge import with_more
from specbind.diff.rules import BY_ID
from specbind.ir.api import Api, Content, Operation
from specbind.ir.types import ObjectType, RefType, Type, TypedExtra
from specbind.ir.walk import parts
from specbind.source import Span

_COMES: Final = frozenset(
    (
        What.ENDPOINT_ADDED,
        What.WEBHOOK_ADDED,
        What.CALLBACK_ADDED,
        What.PARAMETER_ADDED_OPTIONAL,
        What.PARAMETER_ADDED_REQUIRED,
        What.PATH_PARAMETER_ADDED,
        What.SHARED_PARAMETER_OPTIONAL,
        What.SHARED_PARAMETER_REQUIRED,
        What.BODY_ADDED_OPTIONAL,
        What.BODY_ADDED_REQUIRED,
        What.MEDIA_TYPE_ADDED,
        What.SHAPE_ADDED,
        What.SUCCESS_ADDED,
        What.FAILURE_ADDED,
        What.HEADER_ADDED,
        What.FIELD_ADDED_OPTIONAL,
        What.FIELD_ADDED_REQUIRED,
        What.FIELD_ADDED_DEFAULTED,
    )
)
_GOES: Final = frozenset(
    (
        What.OPERATION_REMOVED,
        What.OPERATION_REMOVED_DEPRECATED,
        What.OPERATION_REMOVED_EARLY,
        What.OPERATION_REMOVED_UNSTABLE,
        What.OPERATION_REMOVED_UNREADABLE,
        What.PATH_REMOVED,
        What.PATH_REMOVED_DEPRECATED,
        What.PATH_REMOVED_EARLY,
        What.WEBHOOK_REMOVED,
        What.CALLBACK_REMOVED,
        What.PARAMETER_REMOVED,
        What.PARAMETER_REMOVED_DEPRECATED,
        What.PARAMETER_REMOVED_EARLY,
        What.BODY_REMOVED,
        What.MEDIA_TYPE_REMOVED,
        What.SHAPE_REMOVED,
        What.SUCCESS_REMOVED,
        What.FAILURE_REMOVED,
        What.HEADER_REMOVED_OPTIONAL,
        What.HEADER_REMOVED_REQUIRED,
        What.FIELD_REMOVED_OPTIONAL,
        What.FIELD_REMOVED_REQUIRED,
        What.FIELD_REMOVED_CLOSED_REQUIRED,
    )
)
Place = tuple[str, str]
"""The file and the pointer of a part of a description."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A place that mentions a declared type: the declared type that it is in, and all places on the way, outermost
    first."""

    within: str | None
    way: tuple[Place, ...]


def accompanied(findings: Iterable[Finding], base: Api, revision: Api) -> list[Finding]:
    """The findings, those of types that come or go taken into the findings of what brings them or takes them along.

    That is a new operation that answers with the type, a new member that has it, a type that it stands in for. A type
    that several operations bring is said with the first. One that new members of several declared types have in common
    has a finding of its own, and so has one that nothing uses, or that was only moved behind a name.
    """
    come = _taken_along(list(findings), revision, What.SCHEMA_ADDED, _COMES)
    return _taken_along(come, base, What.SCHEMA_REMOVED, _GOES)


def _taken_along(findings: list[Finding], api: Api, what: What, whole: frozenset[What]) -> list[Finding]:
    types = {
        each.where.component: index
        for index, each in enumerate(findings)
        if each.rules == (what.value,) and each.where.component is not None
    }
    hosts = _Hosts(findings, what, whole, _uses(api, types), types) if types else None
    joined: dict[int, list[Finding]] = {}
    gone: set[int] = set()
    for name, index in types.items():
        host = hosts.of(name) if hosts is not None else None
        if host is not None:
            joined.setdefault(host, []).append(findings[index])
            gone.add(index)
    return [
        with_more(each, joined[index]) if index in joined else each
        for index, each in enumerate(findings)
        if index not in gone
    ]


class _Hosts:
    """Which finding brings a type."""

    def __init__(
        self,
        findings: Sequence[Finding],
        what: What,
        whole: frozenset[What],
        uses: Mapping[str, Sequence[_Use]],
        types: Mapping[str, int],
    ) -> None:
        self._uses = uses
        self._types = types
        self._whole: dict[Place, int] = {}
        self._here: dict[Place, int] = {}
        self._members: set[int] = set()
        for index, each in enumerate(findings):
            place = _place(each.revision if what is What.SCHEMA_ADDED else each.base)
            rules = [BY_ID[name] for name in each.rules if name in BY_ID]
            if place is None:
                continue
            if any(rule.what in whole for rule in rules):
                self._whole.setdefault(place, index)
                if each.where.component is not None:
                    self._members.add(index)
            elif any(rule.position is not None for rule in rules):
                self._here.setdefault(place, index)

    def of(self, name: str) -> int | None:
        """The first finding that brings a type, itself or by another type that it brings.

        None where several declared types have members of the type; what is only part of such a type is said with it.
        """
        found, at, seen = self._bring(name), name, {name}
        while len(found) > 1 and found <= self._members:
            around = {use.within for use in self._uses.get(at, ())} - {at}
            if len(around) != 1 or (outer := around.pop()) is None or outer in seen:
                return self._types[at] if at != name else None
            at = outer
            seen.add(at)
        return min(found, default=None)

    def _bring(self, name: str) -> set[int]:
        seen, todo, found = {name}, [name], set[int]()
        while todo:
            for use in self._uses.get(todo.pop(), ()):
                if use.within is not None and use.within not in seen:
                    seen.add(use.within)
                    todo.append(use.within)
                found |= {self._whole[place] for place in use.way if place in self._whole}
                found |= {self._here[place] for place in use.way[-1:] if place in self._here}
        return found


def _place(span: Span | None) -> Place | None:
    return None if span is None else (span.source.path, span.pointer)


def _uses(api: Api, wanted: Collection[str]) -> Mapping[str, Sequence[_Use]]:
    """The places that mention each of some types; `within` only says types of these."""
    found: dict[str, list[_Use]] = {}
    for decl in api.types:
        within = decl.name if decl.name in wanted else None
        _note(found, decl.type, within, _way((), decl.span), wanted)
    for operation in api.operations:
        for of, way in _of_operation(operation):
            _note(found, of, None, way, wanted)
    for webhook in api.webhooks:
        _note(found, webhook.type, None, _way((), webhook.span), wanted)
    return found


def _of_operation(operation: Operation) -> Iterator[tuple[Type, tuple[Place, ...]]]:
    top = _way((), operation.span)
    for parameter in operation.parameters:
        yield parameter.type, _way(top, parameter.span)
    if operation.body is not None:
        yield from _of_contents(operation.body.contents, _way(top, operation.body.span))
    for response in operation.responses:
        at = _way(top, response.span)
        yield from _of_contents(response.contents, at)
        for header in response.headers:
            yield header.type, _way(at, header.span)
    for callback in operation.callbacks:
        yield callback.type, _way(top, callback.span)


def _of_contents(contents: tuple[Content, ...], way: tuple[Place, ...]) -> Iterator[tuple[Type, tuple[Place, ...]]]:
    for content in contents:
        if content.type is not None:
            yield content.type, _way(way, content.span)


def _way(way: tuple[Place, ...], span: Span | None) -> tuple[Place, ...]:
    place = _place(span)
    return way if place is None else (*way, place)


def _note(
    found: dict[str, list[_Use]],
    of: Type,
    within: str | None,
    way: tuple[Place, ...],
    wanted: Collection[str],
) -> None:
    stack = [(of, way)]
    while stack:
        node, at = stack.pop()
        if isinstance(node, RefType):
            if node.name in wanted:
                found.setdefault(node.name, []).append(_Use(within, at))
        elif isinstance(node, ObjectType):
            stack += [(field.type, _way(at, field.span)) for field in node.fields]
            if isinstance(node.extra, TypedExtra):
                stack.append((node.extra.type, at))
        else:
            stack += [(part, at) for part in parts(node)]
