"""`$ref`: in the same document, and across documents."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

from specbind import rules
from specbind.diagnostics import Collector
from specbind.openapi.dialects import Dialect
from specbind.openapi.documents import Documents, Resource
from specbind.openapi.tree import Document, Node
from specbind.source import unescape_token

_BAD_ESCAPE: Final = re.compile(r"~(?![01])")


class Refs:
    """Follows references; every reference is looked up once."""

    def __init__(self, documents: Documents, collector: Collector, dialect: Dialect = Dialect.OPENAPI_3_1) -> None:
        self.dialect = dialect
        self.collector = collector
        self._documents = documents
        self._steps: dict[tuple[str, str, str], Node | None] = {}
        self._ends: dict[tuple[str, str], Node | None] = {}

    def step(self, node: Node) -> Node | None:
        """What the `$ref` of a node names, which may be a reference again."""
        text = node.raw("$ref")
        at = node.get("$ref") or node
        if not isinstance(text, str):
            at.report(rules.MALFORMED_REFERENCE, "`$ref` must be text", label="not a reference")
            return None
        return self.locate(at, text)

    def follow(self, node: Node) -> Node | None:
        """The node itself, or what stands at the end of its chain of references."""
        if not node.has("$ref"):
            return node
        seen: dict[tuple[str, str], None] = {}
        current: Node | None = node
        while current is not None and current.has("$ref") and current.place not in self._ends:
            if current.place in seen:
                at = node.get("$ref") or node
                message = f"`{node.raw('$ref')}` leads back to itself"
                at.report(rules.REFERENCE_CYCLE, message, label="this chain has no end")
                current = None
            else:
                seen[current.place] = None
                current = self.step(current)
        end = self._ends.get(current.place, current) if current is not None else None
        self._ends.update(dict.fromkeys(seen, end))
        return end

    def locate(self, at: Node, text: str) -> Node | None:
        """What a reference written at a node names; for references outside `$ref`."""
        key = (at.document.source.path, self._documents.identities(at.document).resource_of(at.pointer), text)
        if key not in self._steps:
            self._steps[key] = None
            self._steps[key] = self._locate(at, text, key[1])
        return self._steps[key]

    def _locate(self, at: Node, text: str, around: str) -> Node | None:
        file, _, fragment = text.partition("#")
        resource = self._documents.named(at, text, file) if file else Resource(at.document, around)
        if resource is None:
            return None
        document, start = resource
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            found = self._anchor(document, pointer, start)
        else:
            found = None if _BAD_ESCAPE.search(pointer) else self._inside(document, start, pointer)
            if found is None and pointer == "/" and file:
                found = self._walk(document, start)  # `box.yaml#/` names a member "", but means the whole file
        if found is None:
            where = f" in `{document.source.path}`" if document is not at.document else ""
            message = f"`{text}` does not exist{where}"
            help = self._meant(document, pointer)
            at.report(rules.DANGLING_REFERENCE, message, label="leads nowhere", help=help)
        return found

    def _inside(self, document: Document, start: str, pointer: str) -> Node | None:
        """A pointer from a schema with an `$id`; many documents mean the whole document all the same."""
        return self._walk(document, start + pointer) or (self._walk(document, pointer) if start else None)

    def _meant(self, document: Document, pointer: str) -> str:
        """What a reference may have been meant to name."""
        above, _, last = pointer.rpartition("/")
        around = self._walk(document, above)
        names = [key for key, _ in around.members()] if around is not None and last else []
        close = get_close_matches(unescape_token(last), names, 1)
        return f"did you mean `{close[0]}`?" if close else "correct the reference"

    def _walk(self, document: Document, pointer: str) -> Node | None:
        node = Node(document.value, document, "")
        for escaped in pointer.split("/")[1:]:
            token = unescape_token(escaped)
            if node.has("$ref") and not node.has(token):
                end = self.follow(node)
                if end is None:
                    return None
                node = end
            child = node.get(token)
            if child is None and isinstance(node.value, list) and token.isdecimal():
                child = node.at(int(token)) if int(token) < len(node.value) else None
            if child is None:
                return None
            node = child
        return node

    def dynamic(self, node: Node, key: str) -> Node | None:
        """What `$recursiveRef` or `$dynamicRef` names, where that is the same wherever one comes from."""
        text = node.raw(key)
        if key == "$recursiveRef" and text == "#":
            return self._recursive_anchor(node)
        if not isinstance(text, str):
            return None
        if not text.startswith("#") or text.startswith("#/"):
            return self.locate(node.get(key) or node, text)
        identities = self._documents.identities(node.document)
        resource = identities.resource_of(node.pointer)
        places = identities.anchored(text[1:], resource)
        here = [place for place in places if identities.resource_of(place) == resource] or places
        around = [place for place in here if f"{node.pointer}/".startswith(f"{place}/")]
        chosen = max(around, key=len, default=here[0] if len(here) == 1 else None)
        return self._walk(node.document, chosen) if chosen is not None else None

    def _recursive_anchor(self, node: Node) -> Node | None:
        """The nearest schema around a node that says it is the target of recursion."""
        pointer = node.pointer
        while pointer:
            pointer = pointer.rpartition("/")[0]
            around = self._walk(node.document, pointer)
            if around is not None and around.raw("$recursiveAnchor") is True:
                return around
        return None

    def _anchor(self, document: Document, name: str, resource: str) -> Node | None:
        pointers = self._documents.identities(document).anchored(name, resource)
        return self._walk(document, pointers[0]) if pointers else None
