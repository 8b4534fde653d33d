"""Which schemas are declared types, and under which names.

A component keeps its own name. Any other place that a reference leads to is named after the last word of its
pointer, with the words before it where that is taken or says too little.
"""

from __future__ import annotations

import re
from typing import Final

from specbind.ir.types import RefType
from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node
from specbind.source import unescape_token

_STRUCTURE: Final = frozenset(
    {
        "components",
        "schemas",
        "properties",
        "definitions",
        "$defs",
        "allOf",
        "oneOf",
        "anyOf",
        "schema",
        "content",
        "paths",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "patternProperties",
        "prefixItems",
        "application/json",
    }
)
_NAMESPACES: Final = frozenset(("schemas", "$defs", "definitions"))
_NOT_WORD: Final = re.compile(r"[^A-Za-z0-9_]+")


class Declarations:
    """Names for the schemas that references lead to."""

    def __init__(self, refs: Refs) -> None:
        self._refs = refs
        self._names: dict[tuple[str, str], str] = {}
        self._homes: dict[str, Node] = {}

    def add_component(self, name: str, node: Node) -> None:
        """Declare a component schema under its own name."""
        self._names[node.place] = name
        self._homes[name] = node

    def adopt(self, name: str, node: Node) -> None:
        """Give a component's name to what it only refers to, unless that is a component too."""
        target = self._refs.follow(node)
        if target is not None and target.place not in self._names:
            self._names[target.place] = name
            self._homes[name] = target

    def add_base(self, name: str, node: Node) -> str:
        """A name for the own shape of a base whose name stands for its subtypes."""
        unique = self._unique([f"{name}Base"])
        self._homes[unique] = node
        return unique

    def ref_to(self, node: Node) -> RefType | None:
        """The type that a node with a `$ref` refers to; None after an error was reported."""
        if self._refs.follow(node) is None:
            return None
        target = self._refs.step(node)
        while target is not None and target.place not in self._names and target.has("$ref"):
            target = self._refs.step(target)
        if target is None:
            return None
        return self.ref_at(target)

    def ref_at(self, target: Node) -> RefType:
        """The type that a schema declares."""
        name = self._names.get(target.place)
        if name is None:
            name = self._names[target.place] = self._unique(_candidates(target))
            self._homes[name] = target
        return RefType(name)

    def home(self, name: str) -> Node:
        """The schema behind a name."""
        return self._homes[name]

    def names(self) -> tuple[str, ...]:
        """The names so far, components first."""
        return tuple(self._homes)

    def _unique(self, candidates: list[str]) -> str:
        for candidate in candidates:
            if candidate not in self._homes:
                return candidate
        last, number = candidates[-1], 2
        while f"{last}_{number}" in self._homes:
            number += 1
        return f"{last}_{number}"


def _candidates(node: Node) -> list[str]:
    """Names for a place, from short to long."""
    tokens = [unescape_token(token) for token in node.pointer.split("/")[1:]]
    stem = _word(node.document.path.stem) or "document"
    if not tokens:
        return [stem, f"{stem}_document"]
    in_namespace = len(tokens) > 1 and tokens[-2] in _NAMESPACES
    words = [word for token in tokens if token not in _STRUCTURE and (word := _word(token))]
    if in_namespace and words:
        words[-1] = tokens[-1]
    least = 1 if in_namespace or len(words) < 2 else 2
    names = ["_".join(words[-count:]) for count in range(least, len(words) + 1)]
    return [*names, "_".join([stem, *words])]


def _word(token: str) -> str:
    return _NOT_WORD.sub("_", token).strip("_")
