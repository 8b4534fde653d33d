"""A request as the mock sees it, and what it answers: values, whatever carries them."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A request. `path` and `query` are as they were sent, percent-encoded; names of headers are in lower case.

    `origin` is scheme and host as the caller sees them (`http://127.0.0.1:8000`).
    """

    method: str
    path: str
    query: str = ""
    headers: Pairs = ()
    body: bytes = b""
    origin: str = ""

    def header(self, name: str) -> str | None:
        """The value of a header; several of one name are joined (RFC 9110 section 5.3)."""
        joint = "; " if name == "cookie" else ", "
        values = [value for key, value in self.headers if key == name]
        return joint.join(values) if values else None


@dataclass(frozen=True, slots=True)
class Reply:
    """A response. The chunks of a stream are its values one by one; `note` is what the log says beside it."""

    status: int
    headers: Pairs = ()
    chunks: tuple[bytes, ...] = ()
    note: str = ""

    @property
    def body(self) -> bytes:
        """All of the body."""
        return b"".join(self.chunks)
