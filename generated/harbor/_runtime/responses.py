"""Raw access to a response, next to its parsed value."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from .attempts import CAUGHT

if TYPE_CHECKING:
    import datetime as dt

    import httpx

    from .settings import ApiInfo

T_co = TypeVar("T_co", covariant=True)
Part = TypeVar("Part", bytes, str)


class _Response:
    """What every kind of response access has."""

    def __init__(self, api: ApiInfo, response: httpx.Response) -> None:
        self._api = api
        self.http_response = response

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code}]>"

    @property
    def status_code(self) -> int:
        return self.http_response.status_code

    @property
    def headers(self) -> httpx.Headers:
        return self.http_response.headers

    @property
    def http_request(self) -> httpx.Request:
        return self.http_response.request

    @property
    def is_closed(self) -> bool:
        return self.http_response.is_closed

    @property
    def request_id(self) -> str | None:
        from .interpret import request_id

        return request_id(self._api, self.http_response)

    @property
    def elapsed(self) -> dt.timedelta:
        """From sending the request to having read the response."""
        return self.http_response.elapsed


class APIResponse(_Response, Generic[T_co]):
    """A response whose body is read."""

    def __init__(
        self, api: ApiInfo, response: httpx.Response, parse: Callable[[], T_co]
    ) -> None:
        super().__init__(api, response)
        self._parse = parse
        self._parsed: list[T_co] = []

    def parse(self) -> T_co:
        """The documented value of the response."""
        if not self._parsed:
            self._parsed.append(self._parse())
        return self._parsed[0]

    @property
    def content(self) -> bytes:
        return self.http_response.content

    @property
    def text(self) -> str:
        return self.http_response.text


class StreamingResponse(_Response, Generic[T_co]):
    """A response whose body is read only when asked for."""

    def __init__(
        self,
        api: ApiInfo,
        response: httpx.Response,
        read: Callable[[], bytes],
        parse: Callable[[], T_co],
        failed: Callable[[Exception], Exception],
    ) -> None:
        super().__init__(api, response)
        self._failed = failed
        self._read = read
        self._parse = parse

    def read(self) -> bytes:
        """The whole body."""
        return self._read()

    def parse(self) -> T_co:
        """The documented value of the response."""
        return self._parse()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body, decoded, piece by piece."""
        return self._guarded(self.http_response.iter_bytes(chunk_size))

    def iter_lines(self) -> Iterator[str]:
        """The lines of the body."""
        return self._guarded(self.http_response.iter_lines())

    def _guarded(self, parts: Iterator[Part]) -> Iterator[Part]:
        failure: Exception | None = None
        try:
            yield from parts
        except CAUGHT as error:
            failure = self._failed(error)
        if failure is not None:
            self.close()
            raise failure

    def close(self) -> None:
        self.http_response.close()

    def __enter__(self) -> StreamingResponse[T_co]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncStreamingResponse(_Response, Generic[T_co]):
    """A response whose body is read only when asked for."""

    def __init__(
        self,
        api: ApiInfo,
        response: httpx.Response,
        read: Callable[[], Awaitable[bytes]],
        parse: Callable[[], Awaitable[T_co]],
        failed: Callable[[Exception], Exception],
    ) -> None:
        super().__init__(api, response)
        self._failed = failed
        self._read = read
        self._parse = parse

    async def read(self) -> bytes:
        """The whole body."""
        return await self._read()

    async def parse(self) -> T_co:
        """The documented value of the response."""
        return await self._parse()

    def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The body, decoded, piece by piece."""
        return self._guarded(self.http_response.aiter_bytes(chunk_size))

    def iter_lines(self) -> AsyncIterator[str]:
        """The lines of the body."""
        return self._guarded(self.http_response.aiter_lines())

    async def _guarded(self, parts: AsyncIterator[Part]) -> AsyncIterator[Part]:
        failure: Exception | None = None
        try:
            async for part in parts:
                yield part
        except CAUGHT as error:
            failure = self._failed(error)
        if failure is not None:
            await self.close()
            raise failure

    async def close(self) -> None:
        await self.http_response.aclose()

    async def __aenter__(self) -> AsyncStreamingResponse[T_co]:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
