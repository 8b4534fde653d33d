"""`$ref`: in the same document, and across local files below one folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

from specbind import rules
from specbind.diagnostics import Collector, Rule
from specbind.openapi.dialects import Dialect
from specbind.openapi.load import load
from specbind.openapi.tree import Document, Node
from specbind.source import unescape_token
from specbind.text_files import shown_path

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_BAD_ESCAPE: Final = re.compile(r"~(?![01])")


class Refs:
    """Follows references; every file is loaded once and every reference looked up once."""

    def __init__(self, root: Path, collector: Collector, dialect: Dialect = Dialect.OPENAPI_3_1) -> None:
        self.dialect = dialect
        self._root = root.resolve()
        self.collector = collector
        self._documents: dict[Path, Document | None] = {}
        self._steps: dict[tuple[str, str], Node | None] = {}
        self._ends: dict[tuple[str, str], Node | None] = {}
        self._anchors: dict[str, dict[str, list[str]]] = {}
        self._by_url: dict[str, Document] = {}

    def add(self, document: Document) -> None:
        """Make a loaded document known."""
        self._documents[document.path.resolve()] = document
        self._note_url(document)

    def _note_url(self, document: Document) -> None:
        """Know a document by the URL it gives itself, so that references by it need no network."""
        top = Node(document.value, document, "")
        for key in ("$self", "$id"):
            url = top.raw(key)
            if isinstance(url, str) and _SCHEME.match(url):
                self._by_url.setdefault(url.partition("#")[0], document)

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
        key = (at.document.source.path, text)
        if key not in self._steps:
            self._steps[key] = None
            self._steps[key] = self._locate(at, text)
        return self._steps[key]

    def _locate(self, at: Node, text: str) -> Node | None:
        file, _, fragment = text.partition("#")
        document = self._document(at, text, unquote(file)) if file else at.document
        if document is None:
            return None
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            found = self._anchor(document, pointer)
        else:
            found = None if _BAD_ESCAPE.search(pointer) else self._walk(document, pointer)
        if found is None:
            where = f" in `{document.source.path}`" if document is not at.document else ""
            message = f"`{text}` does not exist{where}"
            at.report(rules.DANGLING_REFERENCE, message, label="leads nowhere", help="correct the reference")
        return found

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
        name = text[1:] if isinstance(text, str) and text.startswith("#") else ""
        anchors = self._anchor_places(node.document)
        return self._walk(node.document, anchors[name][0]) if len(anchors.get(name, ())) == 1 else None

    def _recursive_anchor(self, node: Node) -> Node | None:
        """The nearest schema around a node that says it is the target of recursion."""
        pointer = node.pointer
        while pointer:
            pointer = pointer.rpartition("/")[0]
            around = self._walk(node.document, pointer)
            if around is not None and around.raw("$recursiveAnchor") is True:
                return around
        return None

    def _anchor(self, document: Document, name: str) -> Node | None:
        pointers = self._anchor_places(document).get(name)
        return self._walk(document, pointers[0]) if pointers else None

    def _anchor_places(self, document: Document) -> dict[str, list[str]]:
        path = document.source.path
        if path not in self._anchors:
            self._anchors[path] = _find_anchors(Node(document.value, document, ""))
        return self._anchors[path]

    def _absolute(self, document: Document, file: str) -> str:
        """A reference against the URL that its document gives itself, if any."""
        url = Node(document.value, document, "").raw("$self")
        return urljoin(url, file) if isinstance(url, str) else file

    def _document(self, at: Node, text: str, file: str) -> Document | None:
        if (own := self._by_url.get(self._absolute(at.document, file))) is not None:
            return own
        if _SCHEME.match(file):
            local = file.lower().startswith("file:")
            rule = rules.REFERENCE_OUTSIDE_ROOT if local else rules.REMOTE_REFERENCE
            message = f"`{text}` is a file URL" if local else f"`{text}` is remote and is not fetched"
            _refuse(at, rule, message, "write a relative path to a file next to the description")
            return None
        try:
            path = (at.document.path.parent / file).resolve()
        except (OSError, ValueError, RuntimeError):
            _refuse(at, rules.MALFORMED_REFERENCE, f"`{text}` is no usable path", "")
            return None
        if file.startswith(("/", "\\")) or not path.is_relative_to(self._root):
            message = f"`{text}` is outside the description's folder"
            _refuse(at, rules.REFERENCE_OUTSIDE_ROOT, message, "move the file below the folder")
            return None
        if path not in self._documents:
            if not path.is_file():
                self.collector.consult(path, None)
                message = f"`{text}`: there is no file `{file}`"
                _refuse(at, rules.DANGLING_REFERENCE, message, "correct the path")
                return None
            loaded = self._documents[path] = load(path, shown_path(path, self._root), self.collector)
            if loaded is not None:
                self._note_url(loaded)
        return self._documents[path]


def _refuse(at: Node, rule: Rule, message: str, help: str) -> None:
    at.report(rule, message, label="not followed", help=help)


def _find_anchors(root: Node) -> dict[str, list[str]]:
    """Every `$anchor` and `$dynamicAnchor` of a document with the pointers of its schemas."""
    found: dict[str, list[str]] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        for anchor in (node.raw("$anchor"), node.raw("$dynamicAnchor")):
            if isinstance(anchor, str):
                found.setdefault(anchor, []).append(node.pointer)
        todo += [child for _, child in node.members()]
        todo += node.items()
    return found
