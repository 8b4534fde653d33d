"""Bases with a discriminator: components that others extend by `allOf`, and that stand for any of these."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node


@dataclass(frozen=True, slots=True)
class Base:
    """A base, and the components that extend it, directly or not, by place."""

    node: Node
    tag: str
    subtypes: dict[tuple[str, str], Node]


def find_bases(components: list[Node], refs: Refs) -> dict[tuple[str, str], Base]:
    """The bases among components, by place."""
    children: dict[tuple[str, str], list[Node]] = {}
    for component in components:
        parts = component.get("allOf")
        for part in parts.items() if parts is not None else ():
            target = refs.follow(part) if part.has("$ref") else None
            if target is not None:
                children.setdefault(target.place, []).append(component)
    bases: dict[tuple[str, str], Base] = {}
    for component in components:
        tag = component.tag_name()
        if tag is not None and component.place in children:
            bases[component.place] = Base(component, tag, _below(component, children))
    return bases


def _below(base: Node, children: dict[tuple[str, str], list[Node]]) -> dict[tuple[str, str], Node]:
    """Everything that extends a node, nearest first."""
    found: dict[tuple[str, str], Node] = {}
    todo = deque(children.get(base.place, ()))
    while todo:
        node = todo.popleft()
        if node.place not in found and node.place != base.place:
            found[node.place] = node
            todo += children.get(node.place, ())
    return found
