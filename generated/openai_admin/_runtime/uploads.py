"""What can be uploaded, and how it is read: once, or again from its start."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from .bodies import Upload

if TYPE_CHECKING:
    from .prepare import Prepared

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
FileInput: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""A file's content, or its name and content, content type and part headers."""
AsyncFileInput: TypeAlias = FileInput
RawInput: TypeAlias = bytes | str | IO[bytes] | os.PathLike[str] | Iterable[bytes]
AsyncRawInput: TypeAlias = RawInput | AsyncIterable[bytes]

_CHUNK = 64 * 1024


def raw_content(made: Prepared, body: object, media_type: str | None) -> None:
    """Put a raw body into the request."""
    if media_type and "*" not in media_type:
        made.headers.setdefault("content-type", media_type)
    else:
        made.headers.setdefault("content-type", "application/octet-stream")
    if isinstance(body, str):
        made.content = body.encode()
    elif isinstance(body, (bytes, bytearray, memoryview)):
        made.content = bytes(cast(bytes, body))
    elif isinstance(body, AsyncIterable):
        chunks = cast("AsyncIterable[bytes]", body)
        made.upload = Upload(lambda: chunks, None, False)
    else:
        made.upload = file_upload(body)
        if made.upload.size is not None:
            made.headers["content-length"] = str(made.upload.size)


def file_upload(source: object) -> Upload:
    """The upload of a path, a file object or an iterator of bytes."""
    kind = type(source).__name__
    if isinstance(source, (bytes, bytearray)):
        data = bytes(source)
        return Upload(lambda: (data,), len(data), True)
    if isinstance(source, os.PathLike):
        path = Path(cast("os.PathLike[str]", source))
        return Upload(lambda: _read_path(path), path.stat().st_size, True)
    if hasattr(source, "read"):
        return _file_object(cast("IO[bytes]", source))
    if isinstance(source, Iterable) and not isinstance(source, (str, Mapping)):
        chunks = cast("Iterable[bytes]", source)
        return Upload(lambda: chunks, None, isinstance(chunks, (list, tuple)))
    raise TypeError(f"cannot upload a {kind}")


def _file_object(file: IO[bytes]) -> Upload:
    if isinstance(file, io.TextIOBase):
        raise TypeError("a file to upload must be opened in binary mode")
    try:
        start = file.tell()
        size = file.seek(0, os.SEEK_END) - start
        file.seek(start)
    except (AttributeError, OSError, ValueError):
        return Upload(lambda: _read_file(file), None, False)

    def begin() -> Iterable[bytes]:
        file.seek(start)
        return _read_file(file)

    return Upload(begin, size, True)


def _read_file(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _read_path(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _read_file(file)
