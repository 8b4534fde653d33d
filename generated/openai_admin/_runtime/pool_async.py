"""The connections of an async client, opened at first use and shared by its copies."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import TYPE_CHECKING

from .errors import APIError
from .http import httpx
from .pool_sync import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from .bodies import Upload
    from .oauth import TokenCache
    from .secrecy import Secret


class AsyncPool:
    """One `httpx.AsyncClient`: the user's, or our own."""

    def __init__(self, given: httpx.AsyncClient | None) -> None:
        self._given = given
        self._own: httpx.AsyncClient | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        found = self._given or self._own
        if found is None:
            found = self._own = httpx.AsyncClient(timeout=DEFAULT_TIMEOUT)
        return found

    async def aclose(self) -> None:
        """Close the connections, if they are our own."""
        if self._own is not None:
            await self._own.aclose()

    def chunks(self, upload: Upload) -> AsyncIterable[bytes]:
        """The body of an upload, from its start."""
        chunks = upload.begin()
        return _in_threads(chunks) if isinstance(chunks, Iterable) else chunks

    async def token(self, cache: TokenCache) -> Secret:
        """A fresh token; one task asks for it and the others wait."""
        async with cache.async_lock:
            found = cache.current()
            if found is None:
                request = cache.request(self.client)
                answer: Secret | APIError
                try:
                    response = await self.client.send(request, follow_redirects=False)
                except httpx.HTTPError as error:
                    answer = cache.unreachable(error)
                else:
                    answer = cache.accept(response)
                if isinstance(answer, APIError):
                    raise answer
                found = answer
            return found


async def _in_threads(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    """The chunks of a file, read without holding up the event loop."""
    from anyio import to_thread

    iterator = iter(chunks)
    while True:
        chunk = await to_thread.run_sync(next, iterator, None)
        if chunk is None:
            return
        yield chunk
