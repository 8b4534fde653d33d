"""Documents by URL: whether they may be fetched, and what the lock file says they hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specbind import rules
from specbind.config import Access
from specbind.diagnostics import Collector
from specbind.openapi.fetched import Fetch, RefusedError, by_gate
from specbind.openapi.limits import MAX_REMOTE_DOCUMENTS
from specbind.openapi.load import loaded
from specbind.openapi.tree import Document, Node
from specbind.source import Source, Span
from specbind.text_files import decoded

_VERSION: Final = 1
_HASH: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class RemoteAccess:
    """The access to URLs, and what fetches them."""

    access: Access = Access.REFUSED
    fetch: Fetch = by_gate


class Remote:
    """The documents that one description refers to by URL, each fetched once."""

    def __init__(self, access: RemoteAccess, description: Path, collector: Collector) -> None:
        self._access = access
        self._collector = collector
        self._lock = description.with_name(f"{description.name}.lock")
        self._recorded = self._read_lock() if access.access is not Access.REFUSED else {}
        self._fetched: dict[str, str] = {}
        self._documents: dict[str, Document | None] = {}

    def document(self, at: Node, text: str, url: str) -> Document | None:
        """The document of a URL that a reference names; None, with the reason reported, where there is none."""
        if self._access.access is Access.REFUSED:
            message = f"`{text}` is remote and is not fetched"
            help = "pass --allow-remote, or refer to a file next to the description"
            at.report(rules.REMOTE_REFERENCE, message, label="not followed", help=help)
            return None
        if url not in self._documents:
            self._documents[url] = self._fetch(at, url)
        return self._documents[url]

    def _fetch(self, at: Node, url: str) -> Document | None:
        expected = self._recorded.get(url)
        if self._access.access is Access.LOCKED and expected is None:
            message = f"`{url}` is not in `{self._lock.name}`"
            at.report(rules.REMOTE_NOT_LOCKED, message, label="not fetched", help="run once without --locked")
            return None
        try:
            if len(self._documents) >= MAX_REMOTE_DOCUMENTS:
                raise RefusedError(f"the description refers to more than {MAX_REMOTE_DOCUMENTS} documents")
            page = self._access.fetch(url)
        except RefusedError as error:
            at.report(rules.REMOTE_REFUSED, f"`{url}` is not fetched: {error}", label="not followed")
            return None
        found = _HASH + hashlib.sha256(page.data).hexdigest()
        if expected is not None and found != expected:
            changed = f"`{url}` is not what `{self._lock.name}` recorded"
            if self._access.access is Access.LOCKED:
                at.report(rules.REMOTE_NOT_LOCKED, changed, label="not followed", help="run once without --locked")
                return None
            at.report(rules.REMOTE_CHANGED, changed, label="read as it is now")
        self._fetched[url] = found
        content = decoded(page.data, url, self._collector)
        return loaded(Path(page.url.rpartition("/")[2]), url, content, self._collector, page.url) if content else None

    def _read_lock(self) -> dict[str, str]:
        try:
            read = json.loads(self._lock.read_bytes())
            if read["version"] == _VERSION:
                return {str(url): str(found) for url, found in read["documents"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        span = Span(Source(self._lock.name, ""), "")
        message = f"`{self._lock.name}` is not a lock file of this version"
        self._collector.report(rules.UNREADABLE_LOCK, message, span, help="remove it and run without --locked")
        return {}

    def record(self) -> None:
        """Write what was fetched to the lock file, where that is wanted and the description is a good one."""
        wanted = self._access.access is Access.RECORD and bool(self._fetched) and not self._collector.failed
        if not wanted or self._fetched == self._recorded:
            return
        content = {"version": _VERSION, "documents": dict(sorted(self._fetched.items()))}
        new = self._lock.with_name(f"{self._lock.name}.new")
        try:
            new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")
            new.replace(self._lock)
        except OSError as error:
            span = Span(Source(self._lock.name, ""), "")
            message = f"cannot write `{self._lock.name}`: {(error.strerror or 'not possible').lower()}"
            self._collector.report(rules.UNREADABLE_LOCK, message, span)
