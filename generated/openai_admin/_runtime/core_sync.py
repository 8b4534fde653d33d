"""The sync shell: `core_async` differs from it by `await` and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from .pagers import SyncPage
from .pages import Trail
from .prepare import Prepared, prepare
from .secrecy import Secret

if TYPE_CHECKING:
    from .auth import Source
    from .downloads import BinaryResponse
    from .operations import (
        DownloadOperation,
        Operation,
        PagedOperation,
        StreamOperation,
    )
    from .pool_sync import SyncPool
    from .secrecy import Placed
    from .settings import RequestOptions, Settings
    from .streams import Stream

T = TypeVar("T")
Item = TypeVar("Item")
Body = TypeVar("Body")


class SyncCore:
    """Makes calls and gives their parsed values."""

    def __init__(self, settings: Settings, pool: SyncPool) -> None:
        self.settings = settings
        self.pool = pool

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.settings.api.name}>"

    def call(
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
        return cast(T, self._deliver(request, self._value, False))

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
    ) -> SyncPage[Item, Body]:
        """The first page that the operation gives."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast("SyncPage[Item, Body]", self._deliver(request, self._page, False))

    def stream(
        self,
        operation: StreamOperation[T],
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> Stream[T]:
        """The values that the operation gives, as they come."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast("Stream[T]", self._deliver(request, self._stream, True))

    def download(
        self,
        operation: DownloadOperation,
        options: RequestOptions,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        header: Mapping[str, object] | None = None,
        cookie: Mapping[str, object] | None = None,
        body: object = None,
    ) -> BinaryResponse:
        """The file that the operation gives, not read yet."""
        request = prepare(
            self.settings, operation, options, path, query, header, cookie, body
        )
        return cast("BinaryResponse", self._deliver(request, self._download, True))

    def fetch_page(
        self,
        operation: PagedOperation[Item, Body],
        request: Prepared,
        trail: Trail,
        index: int,
    ) -> SyncPage[Item, Body]:
        """A later page."""
        response = self.exchange(request, False)
        value = cast(Body, read_result(self.settings, operation, response))
        return SyncPage(self, operation, request, response, value, trail, index)

    def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        return parse(request, self.exchange(request, hold))

    def _value(self, request: Prepared, response: httpx.Response) -> object:
        return read_result(self.settings, request.operation, response)

    def _page(self, request: Prepared, response: httpx.Response) -> object:
        operation = cast("PagedOperation[Any, Any]", request.operation)
        value = read_result(self.settings, operation, response)
        core = SyncCore(self.settings, self.pool)
        return SyncPage(core, operation, request, response, value)

    def _stream(self, request: Prepared, response: httpx.Response) -> object:
        from .streams import Stream

        return Stream[Any](self.settings, request.operation, response)

    def _download(self, request: Prepared, response: httpx.Response) -> object:
        from .downloads import BinaryResponse

        return BinaryResponse(self.settings, request.operation, response)

    def exchange(self, request: Prepared, hold: bool) -> httpx.Response:
        """Send until an attempt succeeds or none is left; `hold` leaves the body unread."""
        attempt, renewed = 0, False
        while True:
            outcome = self._attempt(request, attempt, hold)
            if outcome.response is not None and is_success(request, outcome):
                return outcome.response
            if not renewed and was_rejected(request, outcome):
                renewed = True
                if self._renew(request, outcome):
                    continue
            delay = next_delay(self.settings, request, outcome, attempt)
            if delay is None:
                raise final_error(self.settings, request, outcome) from None
            self._log_retry(request, outcome, delay)
            self.settings.retry.clock.sleep(delay)
            attempt += 1

    def _attempt(self, request: Prepared, number: int, hold: bool) -> Outcome:
        placed = self._credentials(request.sources) if request.sources else []
        outcome = Outcome(placed)
        mark = Attempt(request.plan.name, number)
        try:
            self._send(request, outcome, mark, hold)
        except CAUGHT as error:
            outcome.failure = failure_of(error, self.settings, request)
        if outcome.failure is not None:
            if outcome.response is not None:
                outcome.response.close()
                outcome.response = None
            for hook in self.settings.hooks:
                hook.on_error(mark, outcome.failure)
        return outcome

    def _send(
        self, request: Prepared, outcome: Outcome, mark: Attempt, hold: bool
    ) -> None:
        client = self.pool.client
        content: Any = request.content
        if request.upload is not None:
            content = self.pool.chunks(request.upload)
        sent = build_request(client, request, outcome.placed, content)
        for hook in self.settings.hooks:
            hook.on_request(mark, sent)
        response = client.send(sent, stream=True, follow_redirects=False)
        outcome.response = response
        hops = 0
        while client.follow_redirects and response.next_request is not None:
            following = redirected(response, request)
            hops += 1
            if following is None or hops > client.max_redirects:
                break
            response.close()
            response = client.send(following, stream=True, follow_redirects=False)
            outcome.response = response
        for hook in self.settings.hooks:
            hook.on_response(mark, response)
        self._read(request, outcome, response, hold)

    def _read(
        self, request: Prepared, outcome: Outcome, response: httpx.Response, hold: bool
    ) -> None:
        limits = self.settings.limits
        if not is_success(request, outcome):
            bound(response, limits.max_error_bytes, cut=True)
        else:
            bound(response, None if hold else limits.max_response_bytes)
            if hold:
                return
        response.read()
        response.close()

    def _credentials(self, sources: tuple[Source, ...]) -> list[Placed]:
        return [source.ready() or self._obtain(source) for source in sources]

    def _obtain(self, source: Source) -> Placed:
        if source.cache is not None:
            return source.place(self.pool.token(source.cache))
        if source.call is None:
            raise AssertionError("a source is fixed, called or cached")
        token = Secret(cast(str, source.call()))
        return source.place(token)

    def _renew(self, request: Prepared, outcome: Outcome) -> bool:
        """Whether another credential can be had than the one refused."""
        if request.upload is not None and not request.upload.replayable:
            return False
        used = [placed.value for placed in outcome.placed]
        for source, placed in zip(request.sources, outcome.placed, strict=True):
            if source.cache is not None:
                source.cache.drop(placed.value)
        again = self._credentials(request.sources)
        return [placed.value for placed in again] != used

    def _log_retry(self, request: Prepared, outcome: Outcome, delay: float) -> None:
        from .logs import logger

        logger(self.settings.api.name).info(
            "%s: retrying in %.2f s after %s",
            request.plan.name,
            delay,
            outcome.status or type(outcome.failure).__name__,
        )


class RawSyncCore(SyncCore):
    """Makes calls and gives their responses."""

    def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        from .responses import APIResponse

        response = self.exchange(request, hold)
        return APIResponse(
            self.settings.api, response, partial(parse, request, response)
        )


class StreamingSyncCore(SyncCore):
    """Makes calls and gives their responses before the bodies are read."""

    def _deliver(
        self,
        request: Prepared,
        parse: Callable[[Prepared, httpx.Response], object],
        hold: bool,
    ) -> object:
        from .responses import StreamingResponse

        response = self.exchange(request, True)

        def failed(error: Exception) -> Exception:
            return failure_of_stream(error, self.settings, request.operation)

        def read() -> bytes:
            if not response.is_stream_consumed:
                bound(response, self.settings.limits.max_response_bytes)
            failure: Exception
            try:
                return response.read()
            except CAUGHT as error:
                failure = failed(error)
            raise failure

        def value() -> object:
            if not hold:
                read()
            return parse(request, response)

        return StreamingResponse(self.settings.api, response, read, value, failed)


def raw_core(core: SyncCore) -> SyncCore:
    """The same core, giving `APIResponse`s."""
    return RawSyncCore(core.settings, core.pool)


def streaming_core(core: SyncCore) -> SyncCore:
    """The same core, giving `StreamingResponse`s."""
    return StreamingSyncCore(core.settings, core.pool)
