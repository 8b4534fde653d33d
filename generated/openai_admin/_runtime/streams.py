"""Typed iterators over the values of a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from .attempts import CAUGHT, failure_of_stream
from .errors import APIResponseValidationError
from .events import EventSplitter, JsonLineSplitter, ServerSentEvent, Splitter
from .interpret import report, request_id
from .operations import EventStream, JsonLines, JsonResponse
from .plans import media_type_of
from .secrecy import bounded, redact

if TYPE_CHECKING:
    import httpx

    from .operations import AnyOperation
    from .settings import Settings

T = TypeVar("T")


class _Reader(Generic[T]):
    """What a sync and an async stream have in common; no I/O."""

    def __init__(
        self, settings: Settings, operation: AnyOperation, response: httpx.Response
    ) -> None:
        self.response = response
        self._settings = settings
        self._operation = operation
        self._kind = _representation(operation, response)
        self._done = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._operation.plan.name}>"

    @property
    def request_id(self) -> str | None:
        return request_id(self._settings.api, self.response)

    def _splitter(self) -> Splitter:
        limit = self._settings.limits.max_event_bytes
        if not isinstance(self._kind, JsonLines):
            return EventSplitter(limit)
        sequence = self._is_sequence()
        return JsonLineSplitter(limit, "\x1e" if sequence else "\n")

    def _is_sequence(self) -> bool:
        """Whether values are set off by RS, so that they may span lines (RFC 7464)."""
        content_type = media_type_of(self.response.headers.get("content-type", ""))
        return (content_type or self._kind.media_type).endswith("json-seq")

    def _is_end(self, event: ServerSentEvent) -> bool:
        kind = self._kind
        return (
            isinstance(kind, EventStream)
            and kind.terminator is not None
            and event.data.strip() == kind.terminator
        )

    def _value(self, event: ServerSentEvent) -> T:
        kind = self._kind
        if kind.decoder.kind is str and isinstance(kind, EventStream):
            return cast(T, event.data)
        name = self._operation.plan.name
        try:
            value, mismatches = kind.decoder.decode(event.data)
        except ValueError:
            shown = redact(event.data, self._settings.keyring.secrets())
        else:
            if mismatches:
                report(self._settings, name, mismatches)
            return cast(T, value)
        raise APIResponseValidationError(
            f"{name}: expected JSON in the stream, got {bounded(shown, 200)!r}",
            request_id=self.request_id,
            status_code=self.response.status_code,
        )


def _representation(
    operation: AnyOperation, response: httpx.Response
) -> EventStream | JsonLines:
    returned = operation.plan.returned(response.status_code)
    content_type = media_type_of(response.headers.get("content-type", ""))
    kinds = [one for one in returned if isinstance(one, (EventStream, JsonLines))]
    for one in kinds:
        if one.media_type == content_type:
            return one
    if content_type == "text/event-stream" or not kinds:
        thunk = _thunk(kinds, returned)
        return (
            EventStream(thunk)
            if content_type != "application/x-ndjson"
            else JsonLines(thunk)
        )
    return kinds[0]


def _thunk(
    kinds: list[EventStream | JsonLines], returned: object
) -> Callable[[], object]:
    if kinds:
        return kinds[0].thunk
    for one in cast("tuple[object, ...]", returned):
        if isinstance(one, JsonResponse):
            return one.thunk
    return lambda: Any


class Stream(_Reader[T]):
    """The values of a stream, one after another; closed when exhausted or left."""

    def iter_events(self) -> Iterator[ServerSentEvent]:
        """The events as they come, not parsed."""
        splitter = self._splitter()
        failure: Exception | None = None
        try:
            for data in self.response.iter_bytes():
                for event in splitter.feed(data):
                    if self._is_end(event):
                        return
                    yield event
            yield from splitter.finish()
        except CAUGHT as error:
            failure = failure_of_stream(error, self._settings, self._operation)
        finally:
            self.close()
        if failure is not None:
            raise failure

    def __iter__(self) -> Iterator[T]:
        events = self.iter_events()
        try:
            for event in events:
                yield self._value(event)
        finally:
            self.close()

    def close(self) -> None:
        """Leave the rest of the stream unread."""
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


class AsyncStream(_Reader[T]):
    """The values of a stream, one after another; closed when exhausted or left."""

    async def iter_events(self) -> AsyncIterator[ServerSentEvent]:
        """The events as they come, not parsed."""
        splitter = self._splitter()
        failure: Exception | None = None
        try:
            async for data in self.response.aiter_bytes():
                for event in splitter.feed(data):
                    if self._is_end(event):
                        return
                    yield event
            for event in splitter.finish():
                yield event
        except CAUGHT as error:
            failure = failure_of_stream(error, self._settings, self._operation)
        finally:
            await self.close()
        if failure is not None:
            raise failure

    async def __aiter__(self) -> AsyncIterator[T]:
        events = self.iter_events()
        try:
            async for event in events:
                yield self._value(event)
        finally:
            await self.close()

    async def close(self) -> None:
        """Leave the rest of the stream unread."""
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
