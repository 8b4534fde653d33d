"""`$dynamicRef`: what an anchor means depends on the schema one comes from (JSON Schema 2020-12, section 8.2.3.2).

A schema that brings anchors of its own (`$defs` with a `$dynamicAnchor`) to another that refers to them gets a copy of
that other schema, in which the references lead to its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node


class Binding(NamedTuple):
    """What an anchor means: a schema that is a declaration by itself, or one of its `$defs`."""

    node: Node
    declared: bool


class Scopes:
    """The anchors in force, the outermost first."""

    def __init__(self, refs: Refs) -> None:
        self._refs = refs
        self._bindings: dict[str, Binding] = {}
        self._names: dict[tuple[str, str], frozenset[str]] = {}
        self._open: set[tuple[str, str]] = set()

    def binding(self, node: Node) -> Binding | None:
        """What the `$dynamicRef` of a node means in the schema that is being read."""
        text = node.raw("$dynamicRef")
        return self._bindings.get(text[1:]) if isinstance(text, str) and text.startswith("#") else None

    def brought(self, node: Node) -> dict[str, Binding]:
        """The anchors that a schema brings to those it is made of, where these refer to them."""
        found = dict(_anchors(node))
        if not found:
            return {}
        used = {name for target in self._targets(node) for name in self._used(target)}
        return {name: binding for name, binding in found.items() if name in used}

    def bound(self, node: Node) -> bool:
        """Whether what a reference leads to has another meaning in the schema that is being read."""
        if not self._bindings:
            return False
        target = self._refs.follow(node)
        if target is None or target.place in self._open:
            return False
        return not self._used(target).isdisjoint(self._bindings)

    def enter(self, bindings: dict[str, Binding]) -> dict[str, Binding]:
        """Put anchors in force; gives those of before, for `leave`."""
        before = self._bindings
        self._bindings = {**bindings, **before}
        return before

    def leave(self, before: dict[str, Binding]) -> None:
        """Put the anchors of before in force again."""
        self._bindings = before

    def open(self, target: Node) -> None:
        """Note that a copy of a schema is being made, so that one inside it is none."""
        self._open.add(target.place)

    def close(self, target: Node) -> None:
        """Note that the copy is made."""
        self._open.discard(target.place)

    def _targets(self, node: Node) -> Iterator[Node]:
        parts = node.get("allOf")
        for part in (node, *(parts.items() if parts is not None else ())):
            target = self._refs.follow(part) if part.has("$ref") else None
            if target is not None:
                yield target

    def _used(self, target: Node) -> frozenset[str]:
        """The anchors that a schema refers to by `$dynamicRef`."""
        if target.place not in self._names:
            self._names[target.place] = frozenset(_references(target))
        return self._names[target.place]


def _anchors(node: Node) -> Iterator[tuple[str, Binding]]:
    own = node.raw("$dynamicAnchor")
    if isinstance(own, str):
        yield own, Binding(node, True)
    for key in ("$defs", "definitions"):
        listed = node.get(key)
        for _, schema in listed.members() if listed is not None else ():
            name = schema.raw("$dynamicAnchor")
            if isinstance(name, str):
                yield name, Binding(schema, False)


def _references(root: Node) -> Iterator[str]:
    todo = [root]
    while todo:
        node = todo.pop()
        text = node.raw("$dynamicRef")
        if isinstance(text, str) and text.startswith("#"):
            yield text[1:]
        todo += [child for _, child in node.members()]
        todo += node.items()
