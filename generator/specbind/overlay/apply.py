"""`apply()`: a document with the actions of overlays carried out, which remembers where each part comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from specbind import rules
from specbind.diagnostics import Rule
from specbind.ir.types import Json
from specbind.openapi.tree import Node, kind_of
from specbind.overlay.actions import Action, Copy, Overlay, Remove, Update
from specbind.overlay.query import Location, Query, QueryError, at
from specbind.source import Span, unescape_token


class Overlaid:
    """A document that changes, and the places of its parts: in the description, or in the overlay that put them."""

    def __init__(self, value: Json, origins: Mapping[int, Span], root: Span, unmatched: Rule) -> None:
        self._unmatched = unmatched
        self._root = root
        self._origins: dict[int, Span] = {}
        self._scalars: dict[tuple[int, str | int], Span] = {}
        self._removed: list[Json] = []  # kept, so that no new part gets the identity of an old one
        self.value = self._copied(value, origins, {})

    def place(self, pointer: str) -> Span:
        """Where the node at a pointer of the document was written, or the nearest node above it."""
        node, span = self.value, self._root
        for token in map(unescape_token, pointer.split("/")[1:]):
            key: str | int = int(token) if isinstance(node, list) and token.isdecimal() else token
            known = self._scalars.get((id(node), key))
            if isinstance(node, dict) and key in node:
                node = node[str(key)]
            elif isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                return span
            origin = known or (self._origins.get(id(node)) if isinstance(node, dict | list) else None)
            span = origin or (span if span.at is not None else span.child(token))
        return span

    def apply(self, action: Action) -> None:
        """Carry out one action; what it cannot do is reported at the overlay."""
        targets = sorted(
            self._select(action.target), key=len, reverse=True
        )  # inner ones, before outer ones replace them
        if not targets:
            return
        match action.change:
            case Remove():
                self._remove(action, targets)
            case Update(value=node):
                for target in targets:
                    self._put(action, target, node)
            case Copy(source=source):
                self._copy(action, targets, source)
            case _:
                assert_never(action.change)

    def _select(self, at_node: Node) -> list[Location]:
        """What a JSONPath of the overlay selects: something, or it is reported."""
        text = str(at_node.value)
        try:
            query = Query(text)
            found = query.select(self.value)
            if not found:
                where, near = query.miss(self.value)
                help = f"the nearest: {', '.join(f'`{each}`' for each in near)}" if near else ""
                at_node.report(self._unmatched, f"`{text}` matches nothing: {where}", help=help)
            return found
        except QueryError as error:
            help = "JSONPath is as in RFC 9535; names with dashes, slashes or dots stand in brackets: `$.paths['/a']`"
            at_node.report(rules.OVERLAY_QUERY, f"`{text}` is no usable JSONPath: {error}", help=help)
            return []

    def _remove(self, action: Action, targets: list[Location]) -> None:
        """Take nodes away, the last ones of each list first, so that the others keep their indexes."""
        for target in sorted(targets, key=lambda each: [(isinstance(key, int), key) for key in each], reverse=True):
            if not target:
                _unfit(action.target, "the whole document cannot be removed")
                return
            around, key = at(self.value, target[:-1]), target[-1]
            if not self._may_change(action, at(self.value, target)):
                return
            if isinstance(around, dict):
                self._removed.append(around.pop(str(key)))
                self._scalars.pop((id(around), key), None)
            elif isinstance(around, list) and isinstance(key, int):
                self._removed.append(around.pop(key))
                kept = {index: span for (owner, index), span in self._scalars.items() if owner == id(around)}
                for index in kept:
                    del self._scalars[id(around), index]
                for index, span in kept.items():
                    if isinstance(index, int) and index != key:
                        self._scalars[id(around), index - (index > key)] = span

    def _copy(self, action: Action, targets: list[Location], source: Node) -> None:
        sources = self._select(source)
        if len(sources) > 1:
            _unfit(source, f"`copy` must select one node, not {len(sources)}")
        if len(sources) != 1:
            return
        original = at(self.value, sources[0])
        for target in targets:
            value = self._copied(original, self._origins, self._scalars)
            self._join(action, target, value, self._span_at(sources[0]), source)

    def _span_at(self, location: Location) -> Span:
        return self.place("".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in location))

    def _put(self, action: Action, target: Location, node: Node) -> None:
        self._join(action, target, self._imported(node), node.span, node)

    def _join(self, action: Action, target: Location, value: Json, span: Span, said: Node) -> None:
        """Merge a value that is the document's own by now into the node at a location."""
        node = at(self.value, target)
        if not self._may_change(action, node):
            return
        if isinstance(node, dict):
            if isinstance(value, dict):
                self._merge(node, value)
            else:
                _unfit(said, f"a mapping is merged with a mapping, not with {kind_of(value)}")
        elif isinstance(node, list):
            for index, item in enumerate(value if isinstance(value, list) else [value]):
                node.append(item)
                if not isinstance(item, dict | list):
                    self._scalars[id(node), len(node) - 1] = self._scalars.get((id(value), index), span)
        elif isinstance(value, dict | list):
            _unfit(said, f"{kind_of(node)} is replaced by text, a number, a boolean or null, not by {kind_of(value)}")
        else:
            around = at(self.value, target[:-1])
            self._set(around, target[-1], value, span)

    def _may_change(self, action: Action, node: Json) -> bool:
        """Whether an action may have such a target: Overlay 1.0 knows mappings and lists only."""
        if action.primitives or isinstance(node, dict | list):
            return True
        message = f"the target is {kind_of(node)}, which only Overlay 1.1 can change"
        action.target.report(rules.OVERLAY_MISMATCH, message, help="write `overlay: 1.1.0`, or select what it is in")
        return False

    def _merge(self, into: dict[str, Json], new: dict[str, Json]) -> None:
        """Mappings are merged, lists joined, all else is replaced."""
        for key, value in new.items():
            old = into.get(key)
            if isinstance(old, dict) and isinstance(value, dict):
                self._merge(old, value)
            elif isinstance(old, list) and isinstance(value, list):
                start = len(old)
                old += value
                for index in range(len(value)):
                    if (span := self._scalars.get((id(value), index))) is not None:
                        self._scalars[id(old), start + index] = span
            else:
                self._set(into, key, value, self._scalars.get((id(new), key)))
        self._removed.append(new)

    def _set(self, around: Json, key: str | int, value: Json, span: Span | None) -> None:
        if isinstance(around, dict):
            self._removed.append(around.get(str(key)))
            around[str(key)] = value
        elif isinstance(around, list) and isinstance(key, int):
            around[key] = value
        self._scalars.pop((id(around), key), None)
        if span is not None and not isinstance(value, dict | list):
            self._scalars[id(around), key] = span

    def _imported(self, node: Node) -> Json:
        """A value of the overlay as a part of the document, with the places of all its parts."""
        value = node.value
        if not isinstance(value, dict | list):
            return value
        members = list(node.members()) if isinstance(value, dict) else list(enumerate(node.items()))
        parts = [(key, child, self._imported(child)) for key, child in members]
        made: Json = {str(key): part for key, _, part in parts} if isinstance(value, dict) else [p for *_, p in parts]
        self._origins[id(made)] = node.span
        for key, child, part in parts:
            if not isinstance(part, dict | list):
                self._scalars[id(made), key] = child.span
        return made

    def _copied(self, value: Json, origins: Mapping[int, Span], scalars: Mapping[tuple[int, str | int], Span]) -> Json:
        """A value that shares nothing with another one, with the places of its parts."""
        if not isinstance(value, dict | list):
            return value
        made: Json
        if isinstance(value, dict):
            made = {key: self._copied(part, origins, scalars) for key, part in value.items()}
            keys: Iterable[str | int] = value
        else:
            made = [self._copied(part, origins, scalars) for part in value]
            keys = range(len(value))
        if (span := origins.get(id(value))) is not None:
            self._origins[id(made)] = span
        self._scalars |= {(id(made), key): span for key in keys if (span := scalars.get((id(value), key))) is not None}
        return made


def apply(
    document: Json, origins: Mapping[int, Span], root: Span, overlays: Iterable[Overlay], unmatched: Rule
) -> Overlaid:
    """A document with all actions carried out, in order. `origins` are the places of its mappings, by identity.

    `unmatched` is reported of an action that matches nothing.
    """
    overlaid = Overlaid(document, origins, root, unmatched)
    for overlay in overlays:
        for action in overlay.actions:
            overlaid.apply(action)
    return overlaid


def _unfit(node: Node, message: str) -> None:
    node.report(rules.OVERLAY_MISMATCH, message)
