"""Multipart bodies: fields, JSON parts and files, streamed where they are files."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import unquote

from .absent import Omit
from .bodies import Upload
from .encode import Plain, json_bytes, plain, scalar_text
from .errors import InvalidArgumentError
from .headers import checked_header
from .operations import MultipartBody, Part, PartsBody
from .prepare import check_body
from .styles import query_pairs
from .uploads import file_upload

if TYPE_CHECKING:
    from .prepare import Prepared

_PLAIN_PART = Part()
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(\s*;[^\r\n\0]*)?")


class _Piece(NamedTuple):
    """One part: its header block and its content."""

    head: bytes
    content: bytes | Upload


def encode_multipart(
    made: Prepared, declared: MultipartBody, members: Mapping[str, object]
) -> None:
    """Put a multipart body into the request."""
    if not members and not declared.required:
        return
    pieces: list[_Piece] = []
    checked: dict[str, Plain] = {}
    for name, value in members.items():
        if isinstance(value, Omit):
            continue
        part = declared.parts.get(name, _PLAIN_PART)
        if part.files or is_file(value):
            pieces += _files(name, value, part)
        else:
            checked[name] = plain(value, name)
            pieces += _fields(name, checked[name], part)
    if made.plan.checks:
        check_body(made, checked)
    _put(made, pieces, declared.media_type)


def encode_row(made: Prepared, declared: PartsBody, items: Iterable[object]) -> None:
    """Put parts without names into the request."""
    pieces: list[_Piece] = []
    checked: list[Plain] = []
    for at, value in enumerate(items):
        first = at < len(declared.prefix)
        part = declared.prefix[at] if first else declared.item
        if part.files or is_file(value):
            pieces.append(_file("", value, part))
            checked.append(None)
        else:
            checked.append(plain(value, f"body[{at}]"))
            pieces.append(_whole("", checked[-1], part))
    if made.plan.checks:
        check_body(made, checked)
    _put(made, pieces, declared.media_type)


def _put(made: Prepared, pieces: list[_Piece], media_type: str) -> None:
    boundary = os.urandom(16).hex()
    made.headers["content-type"] = f"{media_type}; boundary={boundary}"
    opening = f"--{boundary}\r\n".encode()
    closing = f"--{boundary}--\r\n".encode()
    uploads = [p.content for p in pieces if isinstance(p.content, Upload)]
    size: int | None = len(closing)
    for piece in pieces:
        content = piece.content
        length = content.size if isinstance(content, Upload) else len(content)
        if size is not None:
            framed = len(opening) + len(piece.head) + 2
            size = None if length is None else size + framed + length

    def begin() -> Iterator[bytes]:
        for piece in pieces:
            yield opening + piece.head
            if isinstance(piece.content, Upload):
                yield from cast("Iterable[bytes]", piece.content.begin())
            else:
                yield piece.content
            yield b"\r\n"
        yield closing

    if uploads:
        made.upload = Upload(begin, size, all(one.replayable for one in uploads))
        if size is not None:
            made.headers["content-length"] = str(size)
    else:
        made.content = b"".join(begin())


def is_file(value: object) -> bool:
    """Whether a value is sent as a file though its property is not declared one."""
    if isinstance(value, tuple) and _is_named(cast("tuple[object, ...]", value)):
        return True
    if isinstance(value, (list, tuple)):
        items = cast("list[object] | tuple[object, ...]", value)
        return bool(items) and all(is_file(item) for item in items)
    return isinstance(value, (bytes, bytearray, os.PathLike)) or _reads(value)


def _reads(value: object) -> bool:
    return hasattr(value, "read")


def _is_named(items: tuple[object, ...]) -> bool:
    """Whether a tuple is a file name with its content."""
    return (
        2 <= len(items) <= 4
        and (items[0] is None or isinstance(items[0], str))
        and (isinstance(items[1], str) or is_file(items[1]))
        and not (isinstance(items[1], str) and len(items) == 2)
    )


def _files(name: str, value: object, part: Part) -> Iterator[_Piece]:
    return (_file(name, item, part) for item in _each_file(value))


def _each_file(value: object) -> Iterable[object]:
    if isinstance(value, tuple):
        several = cast("tuple[object, ...]", value)
        return (several,) if _names_a_file(several) else several
    if isinstance(value, list):
        return cast("list[object]", value)
    if hasattr(value, "read") or not isinstance(value, Iterator):
        return (value,)
    return cast("Iterator[object]", value)


def _names_a_file(value: tuple[object, ...]) -> bool:
    return len(value) >= 2 and (value[0] is None or isinstance(value[0], str))


def _file(name: str, value: object, part: Part) -> _Piece:
    filename: str | None = None
    content_type = None
    headers: Mapping[str, str] = {}
    content = value
    if isinstance(value, tuple):
        filename, content, content_type, headers = _spread(
            cast("tuple[object, ...]", value)
        )
    if filename is None:
        usual = name if not isinstance(value, tuple) else None
        filename = _name_of(content) or usual or None
    if content_type is None:
        content_type = part.content_type if _is_exact(part.content_type) else None
    if content_type is None:
        guessed = mimetypes.guess_type(filename or "")[0]
        content_type = guessed or "application/octet-stream"
    if isinstance(content, str):
        content = content.encode()
    whole = bytes(content) if isinstance(content, (bytes, bytearray)) else None
    head = _head(name, filename, content_type, {**part.headers, **headers})
    return _Piece(head, file_upload(content) if whole is None else whole)


def _spread(
    value: tuple[object, ...],
) -> tuple[str | None, object, str | None, Mapping[str, str]]:
    padded = (*value, None, None, None)
    filename, content, content_type, headers = padded[:4]
    return (
        cast("str | None", filename),
        content,
        cast("str | None", content_type),
        cast("Mapping[str, str]", headers or {}),
    )


def _name_of(content: object) -> str | None:
    if isinstance(content, os.PathLike):
        return Path(cast("os.PathLike[str]", content)).name
    name: object = getattr(content, "name", None)
    return Path(name).name if isinstance(name, str) else None


def _is_exact(content_type: str | None) -> bool:
    return (
        content_type is not None and "*" not in content_type and "," not in content_type
    )


def _fields(name: str, value: Plain, part: Part) -> Iterator[_Piece]:
    if part.style is not None:
        for key, text in query_pairs(name, value, part.style):
            head = _head(unquote(key), None, None, part.headers)
            yield _Piece(head, unquote(text).encode())
        return
    as_json = _is_exact(part.content_type) and "json" in (part.content_type or "")
    for item in value if isinstance(value, list) and not as_json else [value]:
        yield _whole(name, item, part)


def _whole(name: str, value: Plain, part: Part) -> _Piece:
    """A value in one part: JSON if it is nested or the part is JSON, else a text."""
    kind = part.content_type if _is_exact(part.content_type) else None
    as_json = kind is not None and "json" in kind
    if as_json or isinstance(value, (dict, list)):
        head = _head(name, None, kind or "application/json", part.headers)
        return _Piece(head, json_bytes(value, name))
    return _Piece(_head(name, None, kind, part.headers), scalar_text(value).encode())


def _escaped(text: str) -> str:
    """A name inside quotes, escaped as browsers do."""
    text = text.replace("\r", "%0D").replace("\n", "%0A")
    return text.replace('"', "%22").replace("\0", "%00")


def _head(
    name: str,
    filename: str | None,
    content_type: str | None,
    headers: Mapping[str, str],
) -> bytes:
    """The header block of a part."""
    lines: list[str] = []
    disposition = f'form-data; name="{_escaped(name)}"' if name else "attachment"
    if filename is not None:
        disposition += f'; filename="{_escaped(filename)}"'
    if name or filename is not None:
        lines.append(f"Content-Disposition: {disposition}")
    for key, value in headers.items():
        lines.append(f"{key}: {checked_header(key, value)}")
    if content_type is not None:
        if _MEDIA_TYPE.fullmatch(content_type) is None:
            raise InvalidArgumentError(f"{content_type[:80]!r} is not a content type")
        lines.append(f"Content-Type: {content_type}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
