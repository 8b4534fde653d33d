"""The parts of a multipart body (RFC 7578, RFC 2046), read by the standard library's parser of messages."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `name` and `filename` are those of its Content-Disposition, where it has one."""

    name: str | None
    filename: str | None
    media_type: str | None
    content: bytes


def parts(body: bytes, content_type: str) -> tuple[Part, ...] | None:
    """The parts of a body; None where it is not what its content type says."""
    head = Message()
    head["content-type"] = content_type
    boundary = head.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        return None
    delimiter = b"--" + boundary.encode("utf-8", "replace")
    _, *pieces = (b"\r\n" + body).split(b"\r\n" + delimiter)
    if not pieces or not pieces[-1].startswith(b"--"):
        return None
    found = tuple(map(_part, pieces[:-1]))
    return None if None in found else tuple(part for part in found if part is not None)


def _part(piece: bytes) -> Part | None:
    block, blank, content = piece.partition(b"\r\n\r\n")
    if not blank:
        return None
    headers = BytesParser(policy=HTTP).parsebytes(block.lstrip(b"\r\n") + b"\r\n\r\n", headersonly=True)
    disposition = headers.get("content-disposition")
    about = dict(disposition.params) if disposition is not None else {}
    kind = headers.get("content-type")
    return Part(about.get("name"), about.get("filename"), str(kind) if kind is not None else None, content)
