"""Files that an operation gives: read, iterated or written to disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self, TypeAlias

from .attempts import CAUGHT, failure_of_stream
from .bounded import bound
from .errors import ResponseTooLargeError
from .interpret import request_id

if TYPE_CHECKING:
    import httpx

    from .operations import AnyOperation
    from .settings import Settings

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes written so far, and the total if the server says it."""


class _Download:
    """What a sync and an async download have in common."""

    def __init__(
        self, settings: Settings, operation: AnyOperation, response: httpx.Response
    ) -> None:
        self.response = response
        self._settings = settings
        self._operation = operation

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.response.status_code}]>"

    @property
    def status_code(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    @property
    def content_type(self) -> str | None:
        found: str | None = self.response.headers.get("content-type")
        return found

    @property
    def request_id(self) -> str | None:
        return request_id(self._settings.api, self.response)

    @property
    def size(self) -> int | None:
        """The size that the server says."""
        text = self.response.headers.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() else None

    def _failure(self, error: Exception) -> Exception:
        return failure_of_stream(error, self._settings, self._operation)

    def _bound(self) -> None:
        if not self.response.is_stream_consumed:
            bound(self.response, self._settings.limits.max_response_bytes)


class _Target:
    """A file that appears under its name only when it is whole."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        progress: Progress | None,
        max_bytes: int | None,
        total: int | None,
    ) -> None:
        if max_bytes is not None and total is not None and total > max_bytes:
            raise ResponseTooLargeError(f"The file is larger than {max_bytes} bytes")
        self.path = Path(path)
        self.written = 0
        self._progress = progress
        self._max = max_bytes
        self._total = total
        self._file: IO[bytes] = tempfile.NamedTemporaryFile(  # noqa: SIM115
            dir=self.path.parent, prefix=f".{self.path.name[:40]}.", delete=False
        )

    def write(self, chunk: bytes) -> None:
        self.written += len(chunk)
        if self._max is not None and self.written > self._max:
            raise ResponseTooLargeError(f"The file is larger than {self._max} bytes")
        self._file.write(chunk)
        if self._progress is not None:
            self._progress(self.written, self._total)

    def keep(self) -> None:
        self._file.close()
        mask = os.umask(0)
        os.umask(mask)
        made = Path(self._file.name)
        made.chmod(0o666 & ~mask)
        made.replace(self.path)

    def drop(self) -> None:
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


class BinaryResponse(_Download):
    """A file, not read yet; close it, or use it with `with`."""

    def read(self) -> bytes:
        """The whole content, within the client's limits."""
        failure: Exception | None = None
        try:
            self._bound()
            return self.response.read()
        except CAUGHT as error:
            failure = self._failure(error)
        finally:
            self.close()
        raise failure

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The content piece by piece."""
        failure: Exception | None = None
        try:
            yield from self.response.iter_bytes(chunk_size)
        except CAUGHT as error:
            failure = self._failure(error)
        finally:
            self.close()
        if failure is not None:
            raise failure

    def write_to_file(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Progress | None = None,
        max_bytes: int | None = None,
    ) -> int:
        """Write the content to a file, whole or not at all; gives its size."""
        try:
            target = _Target(path, progress, max_bytes, self.size)
        except BaseException:
            self.close()
            raise
        try:
            for chunk in self.iter_bytes():
                target.write(chunk)
            target.keep()
        except BaseException:
            target.drop()
            self.close()
            raise
        return target.written

    def close(self) -> None:
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncBinaryResponse(_Download):
    """A file, not read yet; close it, or use it with `async with`."""

    async def read(self) -> bytes:
        """The whole content, within the client's limits."""
        failure: Exception | None = None
        try:
            self._bound()
            return await self.response.aread()
        except CAUGHT as error:
            failure = self._failure(error)
        finally:
            await self.close()
        raise failure

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The content piece by piece."""
        failure: Exception | None = None
        try:
            async for chunk in self.response.aiter_bytes(chunk_size):
                yield chunk
        except CAUGHT as error:
            failure = self._failure(error)
        finally:
            await self.close()
        if failure is not None:
            raise failure

    async def write_to_file(
        self,
        path: str | os.PathLike[str],
        *,
        progress: Progress | None = None,
        max_bytes: int | None = None,
    ) -> int:
        """Write the content to a file, whole or not at all; gives its size."""
        try:
            target = _Target(path, progress, max_bytes, self.size)
        except BaseException:
            await self.close()
            raise
        try:
            async for chunk in self.iter_bytes():
                target.write(chunk)
            target.keep()
        except BaseException:
            target.drop()
            await self.close()
            raise
        return target.written

    async def close(self) -> None:
        await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
