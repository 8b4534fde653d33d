"""What the schemas of a document call themselves: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from specbind.openapi.tree import Document, Node

_WORDS: Final = ("$id", "$anchor", "$dynamicAnchor")
_DATA: Final = frozenset(("example", "examples", "default", "enum", "const", "dataValue", "value"))
_NAMED: Final = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "parameters")
).union(("responses", "requestBodies", "headers", "paths", "webhooks"))
"""Members whose own members are called by the document, so that `default` there is a name and no keyword."""


class Identities:
    """The identifiers of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._bases: dict[str, str] = {}
        self._anchors: dict[str, list[str]] = {}
        top = Node(document.value, document, "")
        own = top.raw("$self")
        self.base = joined(document.url or "", own) if isinstance(own, str) else document.url or ""
        if any(word in document.source.text for word in _WORDS):
            for node in _schemas(top):
                self._note(node)
        self.resources = {self._without_fragment(url): pointer for pointer, url in reversed(self._bases.items())}

    def _note(self, node: Node) -> None:
        given = node.raw("$id")
        if isinstance(given, str) and not given.startswith("#"):
            around = self.base_of(node.pointer.rpartition("/")[0]) if node.pointer else self.base
            self._bases[node.pointer] = joined(around, given)
        anchors = (node.raw("$anchor"), node.raw("$dynamicAnchor"), _old_anchor(given))
        for anchor in dict.fromkeys(anchor for anchor in anchors if isinstance(anchor, str)):
            self._anchors.setdefault(anchor, []).append(node.pointer)

    def base_of(self, pointer: str) -> str:
        """The URL against which a reference at a pointer is resolved; nothing where only the file is known."""
        return self._bases[self.resource_of(pointer)] if self._has_resource(pointer) else self.base

    def resource_of(self, pointer: str) -> str:
        """The pointer of the nearest schema with an `$id` around a pointer, else of the document."""
        while self._bases:
            if pointer in self._bases or not pointer:
                return pointer
            pointer = pointer.rpartition("/")[0]
        return ""

    def _has_resource(self, pointer: str) -> bool:
        return self.resource_of(pointer) in self._bases

    def anchored(self, name: str, resource: str = "") -> list[str]:
        """The pointers of the schemas of a name, those of a resource first."""
        found = self._anchors.get(name, [])
        return sorted(found, key=lambda pointer: self.resource_of(pointer) != resource) if resource else found

    @staticmethod
    def _without_fragment(url: str) -> str:
        return url.partition("#")[0]


def joined(base: str, reference: str) -> str:
    """A reference against a base URL (RFC 3986, section 5); the reference itself where either is no URL."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _old_anchor(given: object) -> str | None:
    """The name in an `$id` that is a fragment, as drafts before 2019-09 write anchors."""
    return given[1:] if isinstance(given, str) and given.startswith("#") and len(given) > 1 else None


def _schemas(top: Node) -> Iterator[Node]:
    """Every mapping of a document that may be a schema, outer ones first; data and extensions are passed over."""
    todo = [(top, False)]
    while todo:
        node, named = todo.pop()
        if not named and isinstance(node.value, dict):
            yield node
        for key, child in node.members():
            if named:
                todo.append((child, False))
            elif key not in _DATA and not key.startswith("x-"):
                todo.append((child, key in _NAMED and isinstance(child.value, dict)))
        todo += [(child, False) for child in node.items()]
