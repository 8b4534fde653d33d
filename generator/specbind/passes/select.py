"""A slice of an API: the operations that were asked for, and only the types that they reach.

It comes after every pass that gives names, so what is in a slice is called as it is in the whole.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from specbind.config import EVERYTHING, Selection
from specbind.diagnostics import Collector, Diagnostic
from specbind.ir.api import Api, Operation, Resource, SecurityScheme, Webhook
from specbind.ir.walk import operation_uses, reached
from specbind.passes.merge import names_one_of
from specbind.rules import NOTHING_SELECTED, UNUSED_SELECTION

KINDS = ("tag", "resource", "operation", "webhook")
"""What may stand before the colon of a term; a term without one is a path, with or without a method."""

DEPRECATED = "deprecated"
"""The term for every deprecated operation."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What terms are compared with: an operation or a webhook, by each of its names."""

    names: dict[str, tuple[str, ...]]
    deprecated: bool = False

    def matches(self, term: str) -> bool:
        """Whether a term is about this."""
        if term == DEPRECATED:
            return self.deprecated
        kind, pattern = split(term)
        names = self.names.get(kind, ())
        if kind == "path":
            return any(_path_pattern(pattern).fullmatch(name) for name in names)
        return any(_word_pattern(pattern).fullmatch(name) for name in names)


def split(term: str) -> tuple[str, str]:
    """The kind of a term and what it looks for: `tag:Usage` is `("tag", "Usage")`."""
    kind, colon, rest = term.partition(":")
    return (kind, rest) if colon and kind in KINDS else ("path", term)


def select(api: Api, selection: Selection, collector: Collector) -> Api:
    """The part of an API that a selection leaves; the API itself where nothing is selected."""
    if selection == EVERYTHING:
        return api
    dotted = dict(_dotted(api.resources))
    operations = {each.key: _operation(each, dotted.get(each.key, "")) for each in api.operations}
    webhooks = {each.name: _Subject({"webhook": (each.name,)}) for each in api.webhooks}
    unused = _report_unused(selection, [*operations.values(), *webhooks.values()], collector)
    kept = tuple(each for each in api.operations if _kept(operations[each.key], selection))
    told = tuple(each for each in api.webhooks if _kept(webhooks[each.name], selection))
    if not kept and not told and not unused:
        collector.report(NOTHING_SELECTED, "the selection leaves no operation and no webhook", None)
    sliced = _sliced(api, kept, told)
    collector.forget(_Left(api, sliced).holds)
    return sliced


class _Left:
    """The places of what a slice leaves out."""

    def __init__(self, whole: Api, sliced: Api) -> None:
        self._stays = _places(sliced)
        self._goes = _places(whole) - self._stays

    def holds(self, found: Diagnostic) -> bool:
        """Whether the innermost operation, webhook or type around a diagnostic's place is left out."""
        if found.span is None:
            return False
        source, pointer = found.span.source.path, found.span.pointer
        while pointer:
            if (source, pointer) in self._stays:
                return False
            if (source, pointer) in self._goes:
                return True
            pointer = pointer.rpartition("/")[0]
        return False


def _places(api: Api) -> set[tuple[str, str]]:
    spans = [each.span for each in api.operations]
    spans += [each.span for each in api.webhooks]
    spans += [each.span for each in api.types]
    return {(span.source.path, span.pointer) for span in spans if span is not None}


def _kept(subject: _Subject, selection: Selection) -> bool:
    included = not selection.include or any(map(subject.matches, selection.include))
    return included and not any(map(subject.matches, selection.exclude))


def _operation(operation: Operation, dotted: str) -> _Subject:
    parts = dotted.split(".")
    return _Subject(
        {
            "path": (operation.path, operation.key),
            "tag": operation.tags,
            "operation": (operation.operation_id,) if operation.operation_id is not None else (),
            "resource": tuple(".".join(parts[:end]) for end in range(1, len(parts) + 1)),
        },
        operation.deprecated,
    )


def _dotted(resource: Resource) -> Iterator[tuple[str, str]]:
    """Each operation's key and how it is called: `admin.organization.usage.costs`."""
    for method in resource.methods:
        yield method.operation, ".".join((*resource.path, method.name))
    for child in resource.children:
        yield from _dotted(child)


def _path_pattern(pattern: str) -> re.Pattern[str]:
    """A glob of paths: `*` is within a segment, `**` any number of segments; `/a/**` is `/a` as well."""
    below = pattern.endswith("/**")
    inner = _glob(pattern.removesuffix("/**"), "[^/]*")
    return re.compile(f"{inner}(?:/.*)?" if below else inner, re.DOTALL)


def _word_pattern(pattern: str) -> re.Pattern[str]:
    """A glob of names, in which `*` is anything."""
    return re.compile(_glob(pattern, ".*"), re.DOTALL)


def _glob(pattern: str, star: str) -> str:
    pieces = re.split(r"(\*+)", pattern)
    return "".join(
        re.escape(piece) if not piece.startswith("*") else star if piece == "*" else ".*" for piece in pieces
    )


def _report_unused(selection: Selection, subjects: list[_Subject], collector: Collector) -> bool:
    """Report the terms that match nothing; whether there is one."""
    unused = False
    for term in (*selection.include, *selection.exclude):
        if any(subject.matches(term) for subject in subjects):
            continue
        unused = True
        kind, pattern = split(term)
        known = {name for subject in subjects for name in subject.names.get(kind, ())}
        close = difflib.get_close_matches(pattern, sorted(known), n=1)
        prefix = "" if kind == "path" else f"{kind}:"
        meant = f"; did you mean `{prefix}{close[0]}`?" if close else ""
        collector.report(UNUSED_SELECTION, f"no operation matches the selection `{term}`{meant}", None)
    return unused


def _sliced(api: Api, operations: tuple[Operation, ...], webhooks: tuple[Webhook, ...]) -> Api:
    keys = {operation.key for operation in operations}
    types = {decl.name: decl for decl in api.types}
    roots = [use.type for operation in operations for use in operation_uses(operation)]
    roots += [webhook.type for webhook in webhooks]
    kept = reached(roots, types)
    used = {tag for operation in operations for tag in operation.tags}
    return replace(
        api,
        operations=operations,
        webhooks=webhooks,
        types=tuple(decl for decl in api.types if decl.name in kept or names_one_of(decl, kept)),
        tags=tuple(tag for tag in api.tags if tag.name in used),
        security_schemes=_schemes(api, operations),
        resources=_pruned(api.resources, keys) or Resource(()),
    )


def _schemes(api: Api, operations: tuple[Operation, ...]) -> tuple[SecurityScheme, ...]:
    """The schemes that some operation can be called with; a client asks for no other credential."""
    choices = [each for operation in operations for each in (operation.security or ())]
    if any(operation.security is None for operation in operations):
        choices += api.security
    names = {use.scheme for choice in choices for use in choice}
    return tuple(scheme for scheme in api.security_schemes if scheme.name in names)


def _pruned(resource: Resource, keys: set[str]) -> Resource | None:
    """A resource with the methods of some operations; nothing where neither it nor a child has any."""
    methods = tuple(method for method in resource.methods if method.operation in keys)
    children = tuple(child for each in resource.children if (child := _pruned(each, keys)) is not None)
    return replace(resource, methods=methods, children=children) if methods or children else None
