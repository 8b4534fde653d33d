"""Which document a reference names: a file below the root, one that is known by a URL of its own, or a remote one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from specbind import rules
from specbind.diagnostics import Collector, Rule
from specbind.openapi.identities import Identities, joined
from specbind.openapi.load import load
from specbind.openapi.remote import Remote
from specbind.openapi.tree import Document, Node
from specbind.text_files import shown_path

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_FETCHED: Final = re.compile(r"https?://", re.IGNORECASE)


class Resource(NamedTuple):
    """A document, and the pointer of the schema in it that a reference's fragment starts from."""

    document: Document
    pointer: str


class Documents:
    """The documents of one description, each loaded once."""

    def __init__(self, root: Path, collector: Collector, remote: Remote) -> None:
        self._root = root.resolve()
        self._collector = collector
        self._remote = remote
        self._files: dict[Path, Document | None] = {}
        self._identities: dict[str, Identities] = {}
        self._resources: dict[str, Resource] = {}

    def add(self, document: Document) -> None:
        """Make a loaded document known, by its path and by the URLs that it and its schemas give themselves."""
        self._files[document.path.resolve()] = document
        self._know(document)

    def _know(self, document: Document) -> None:
        identities = self.identities(document)
        if identities.base:
            self._resources.setdefault(identities.base, Resource(document, ""))
        for url, pointer in identities.resources.items():
            self._resources.setdefault(url, Resource(document, pointer))

    def identities(self, document: Document) -> Identities:
        """What the schemas of a document call themselves."""
        path = document.source.path
        if path not in self._identities:
            self._identities[path] = Identities(document)
        return self._identities[path]

    def named(self, at: Node, text: str, file: str) -> Resource | None:
        """What a reference without its fragment names; None, with the reason reported, where there is nothing."""
        base = self.identities(at.document).base_of(at.pointer)
        target = joined(base, file)
        if target in self._resources:
            return self._resources[target]
        if at.document.url is not None or _FETCHED.match(file):
            document = self._fetched(at, text, joined(at.document.url or "", file))
        else:
            document = self._read(at, text, unquote(file))
        return Resource(document, "") if document is not None else None

    def _fetched(self, at: Node, text: str, url: str) -> Document | None:
        document = self._remote.document(at, text, url)
        if document is not None:
            self._know(document)
        return document

    def _read(self, at: Node, text: str, file: str) -> Document | None:
        """The document of a file."""
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
            _refuse(at, rules.REFERENCE_OUTSIDE_ROOT, message, "move the file below the folder, or set `root`")
            return None
        if path not in self._files:
            if not path.is_file():
                self._collector.consult(path, None)
                message = f"`{text}`: there is no file `{file}`"
                _refuse(at, rules.DANGLING_REFERENCE, message, "correct the path")
                return None
            found = self._files[path] = load(path, shown_path(path, self._root), self._collector)
            if found is not None:
                self._know(found)
        return self._files[path]


def _refuse(at: Node, rule: Rule, message: str, help: str) -> None:
    at.report(rule, message, label="not followed", help=help)
