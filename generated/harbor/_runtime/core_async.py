"""The async shell: `core_sync` differs from it by `await` and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .attempts import (
    CAUGHT,
    Outcome,
    build_request,
    failure_of,
    failure_of_stream,
    final_error,
    is_success,
    next_delay,
    redirected,
    was_rejected,
)
from .bounded import bound
from .hooks import Attempt
from .http import httpx
from .interpret import read_result
from .pagers import AsyncPage, AsyncPager
from .pages import Trail
from .prepare import Prepared, prepare
from .secrecy import Secret

if TYPE_CHECKING:
    from .auth import Source
    from .downloads import AsyncBinaryResponse
    from .operations import (
        DownloadOperation,
        Operation,
        PagedOperation,
        StreamOperation,
    )
    from .pool_async import AsyncPool
    from .secrecy import Placed
    from .settings import RequestOptions, Settings
    from .streams import AsyncStream

T = TypeVar("T")
Item = TypeVar("Item")
Body = TypeVar("Body")


class AsyncCore:
    """Makes calls and gives their parsed values."""

    def __init__(self, settings: Settings, pool: AsyncPool) -> None:
        self.settings = settings
        self.pool = pool

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.settings.api.name}>"

    async def call(
        self,
        operation: Operation[T],
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> T:
        """The value that the operation gives."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast(T, await self._deliver(request, self._value, False))

    def page(
        self,
        operation: PagedOperation[Item, Body],
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> AsyncPager[Item, Body]:
        """The pages that the operation gives, to be awaited or iterated."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        deliver = partial(self._deliver, request, self._page, False)
        return AsyncPager(
            cast("Callable[[], Awaitable[AsyncPage[Item, Body]]]", deliver)
        )

    async def stream(
        self,
        operation: StreamOperation[T],
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> AsyncStream[T]:
        """The values that the operation gives, as they come."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast("AsyncStream[T]", await self._deliver(request, self._stream, True))

    async def download(
        self,
        operation: DownloadOperation,
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> AsyncBinaryResponse:
        """The file that the operation gives, not read yet."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast(
            "AsyncBinaryResponse", await self._deliver(request, self._download, True)
        )

    async def fetch_page(
        self,
        operation: PagedOperation[Item, Body],
        request: Prepared,
        trail: Trail,
        index: int,
    ) -> AsyncPage[Item, Body]:
        """A later page."""
        response = await self.exchange(request, False)
        value = cast(Body, read_result(self.settings, operation, response))
        return AsyncPage(self, operation, request, response, value, trail, index)

    async def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        return parse(request, await self.exchange(request, hold))

    def _value(self, request: Prepared, response: httpx.Response) -> object:
        return read_result(self.settings, request.operation, response)

    def _page(self, request: Prepared, response: httpx.Response) -> object:
        operation = cast("PagedOperation[Any, Any]", request.operation)
        value = read_result(self.settings, operation, response)
        core = AsyncCore(self.settings, self.pool)
        return AsyncPage(core, operation, request, response, value)

    def _stream(self, request: Prepared, response: httpx.Response) -> object:
        from .streams import AsyncStream

        return AsyncStream[Any](self.settings, request.operation, response)

    def _download(self, request: Prepared, response: httpx.Response) -> object:
        from .downloads import AsyncBinaryResponse

        return AsyncBinaryResponse(self.settings, request.operation, response)

    async def exchange(self, request: Prepared, hold: bool) -> httpx.Response:
        """Send until an attempt succeeds or none is left; `hold` leaves the body unread."""
        attempt, renewed = 0, False
        while True:
            outcome = await self._attempt(request, attempt, hold)
            if outcome.response is not None and is_success(request, outcome):
                return outcome.response
            if not renewed and was_rejected(request, outcome):
                renewed = True
                if await self._renew(request, outcome):
                    continue
            delay = next_delay(self.settings, request, outcome, attempt)
            if delay is None:
                raise final_error(self.settings, request, outcome) from None
            self._log_retry(request, outcome, delay)
            await self.settings.retry.clock.sleep_async(delay)
            attempt += 1

    async def _attempt(self, request: Prepared, number: int, hold: bool) -> Outcome:
        placed = await self._credentials(request.sources) if request.sources else []
        outcome = Outcome(placed)
        mark = Attempt(request.plan.name, number)
        try:
            await self._send(request, outcome, mark, hold)
        except CAUGHT as error:
            outcome.failure = failure_of(error, self.settings, request)
        if outcome.failure is not None:
            if outcome.response is not None:
                await outcome.response.aclose()
                outcome.response = None
            for hook in self.settings.hooks:
                hook.on_error(mark, outcome.failure)
        return outcome

    async def _send(
        self, request: Prepared, outcome: Outcome, mark: Attempt, hold: bool
    ) -> None:
        client = self.pool.client
        content: Any = request.content
        if request.upload is not None:
            content = self.pool.chunks(request.upload)
        sent = build_request(client, request, outcome.placed, content)
        for hook in self.settings.hooks:
            hook.on_request(mark, sent)
        response = await client.send(sent, stream=True, follow_redirects=False)
        outcome.response = response
        hops = 0
        while client.follow_redirects and response.next_request is not None:
            following = redirected(response, request)
            hops += 1
            if following is None or hops > client.max_redirects:
                break
            await response.aclose()
            response = await client.send(following, stream=True, follow_redirects=False)
            outcome.response = response
        for hook in self.settings.hooks:
            hook.on_response(mark, response)
        await self._read(request, outcome, response, hold)

    async def _read(
        self, request: Prepared, outcome: Outcome, response: httpx.Response, hold: bool
    ) -> None:
        limits = self.settings.limits
        if not is_success(request, outcome):
            bound(response, limits.max_error_bytes, cut=True)
        else:
            bound(response, None if hold else limits.max_response_bytes)
            if hold:
                return
        await response.aread()
        await response.aclose()

    async def _credentials(self, sources: tuple[Source, ...]) -> list[Placed]:
        return [source.ready() or await self._obtain(source) for source in sources]

    async def _obtain(self, source: Source) -> Placed:
        if source.cache is not None:
            return source.place(await self.pool.token(source.cache))
        if source.call is None:
            raise AssertionError("a source is fixed, called or cached")
        token = Secret(await awaited(source.call()))
        return source.place(token)

    async def _renew(self, request: Prepared, outcome: Outcome) -> bool:
        """Whether another credential can be had than the one refused."""
        if request.upload is not None and not request.upload.replayable:
            return False
        used = [placed.value for placed in outcome.placed]
        for source, placed in zip(request.sources, outcome.placed, strict=True):
            if source.cache is not None:
                source.cache.drop(placed.value)
        again = await self._credentials(request.sources)
        return [placed.value for placed in again] != used

    def _log_retry(self, request: Prepared, outcome: Outcome, delay: float) -> None:
        from .logs import logger

        logger(self.settings.api.name).info(
            "%s: retrying in %.2f s after %s",
            request.plan.name,
            delay,
            outcome.status or type(outcome.failure).__name__,
        )


class RawAsyncCore(AsyncCore):
    """Makes calls and gives their responses."""

    async def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        from .responses import APIResponse

        response = await self.exchange(request, hold)
        return APIResponse(
            self.settings.api, response, partial(parse, request, response)
        )


class StreamingAsyncCore(AsyncCore):
    """Makes calls and gives their responses before the bodies are read."""

    async def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        from .responses import AsyncStreamingResponse

        response = await self.exchange(request, True)

        def failed(error: Exception) -> Exception:
            return failure_of_stream(error, self.settings, request.operation)

        async def read() -> bytes:
            if not response.is_stream_consumed:
                bound(response, self.settings.limits.max_response_bytes)
            failure: Exception
            try:
                return await response.aread()
            except CAUGHT as error:
                failure = failed(error)
            raise failure

        async def value() -> object:
            if not hold:
                await read()
            return parse(request, response)

        return AsyncStreamingResponse(self.settings.api, response, read, value, failed)


def raw_core(core: AsyncCore) -> AsyncCore:
    """The same core, giving `APIResponse`s."""
    return RawAsyncCore(core.settings, core.pool)


def streaming_core(core: AsyncCore) -> AsyncCore:
    """The same core, giving `AsyncStreamingResponse`s."""
    return StreamingAsyncCore(core.settings, core.pool)


async def awaited(token: str | Awaitable[str]) -> str:
    """The token, of a callable or of an async callable."""
    return token if isinstance(token, str) else await token
