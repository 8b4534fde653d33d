"""The bases of emitted resources, and the ways to their raw responses."""

from __future__ import annotations

import copy
import functools
import warnings
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, Self, TypeVar, cast

if TYPE_CHECKING:
    from .core_async import AsyncCore
    from .core_sync import SyncCore
    from .responses import APIResponse, AsyncStreamingResponse, StreamingResponse

P = ParamSpec("P")
T = TypeVar("T")
ResourceT = TypeVar("ResourceT", bound="_Copied")


class SyncResource:
    """A group of methods of the API."""

    def __init__(self, core: SyncCore) -> None:
        self._core = core

    def _raw_copy(self) -> Self:
        from .core_sync import raw_core

        return self._with_core(raw_core(self._core))

    def _streaming_copy(self) -> Self:
        from .core_sync import streaming_core

        return self._with_core(streaming_core(self._core))

    def _with_core(self, core: SyncCore) -> Self:
        made = copy.copy(self)
        made.__dict__.clear()
        made._core = core
        return made


class AsyncResource:
    """A group of methods of the API."""

    def __init__(self, core: AsyncCore) -> None:
        self._core = core

    def _raw_copy(self) -> Self:
        from .core_async import raw_core

        return self._with_core(raw_core(self._core))

    def _streaming_copy(self) -> Self:
        from .core_async import streaming_core

        return self._with_core(streaming_core(self._core))

    def _with_core(self, core: AsyncCore) -> Self:
        made = copy.copy(self)
        made.__dict__.clear()
        made._core = core
        return made


class _Copied(Protocol):
    """A resource of either kind."""

    def _raw_copy(self) -> Self: ...

    def _streaming_copy(self) -> Self: ...


def raw_copy(resource: ResourceT) -> ResourceT:
    """The same resource; its methods give raw responses."""
    return resource._raw_copy()  # pyright: ignore[reportPrivateUsage]


def streaming_copy(resource: ResourceT) -> ResourceT:
    """The same resource; its methods give responses whose bodies are not read."""
    return resource._streaming_copy()  # pyright: ignore[reportPrivateUsage]


def raw_method(method: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """The type of a method of a `raw_copy` of a resource."""
    return cast("Callable[P, APIResponse[T]]", method)


def async_raw_method(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[APIResponse[T]]]:
    """The type of a method of a `raw_copy` of a resource."""
    return cast("Callable[P, Awaitable[APIResponse[T]]]", method)


def streaming_method(
    method: Callable[P, T],
) -> Callable[P, AbstractContextManager[StreamingResponse[T]]]:
    """A method of a `streaming_copy` of a resource, to be used with `with`."""
    message = getattr(method, "__deprecated__", None)
    typed = cast("Callable[P, StreamingResponse[T]]", _quiet(method))

    @functools.wraps(method)
    def opening(
        *args: P.args, **kwargs: P.kwargs
    ) -> AbstractContextManager[StreamingResponse[T]]:
        if message is not None:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
        return _Opening(functools.partial(typed, *args, **kwargs))

    return opening


def async_streaming_method(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, AbstractAsyncContextManager[AsyncStreamingResponse[T]]]:
    """A method of a `streaming_copy` of a resource, to be used with `async with`."""
    message = getattr(method, "__deprecated__", None)
    typed = cast("Callable[P, Awaitable[AsyncStreamingResponse[T]]]", _quiet(method))

    @functools.wraps(method)
    def opening(
        *args: P.args, **kwargs: P.kwargs
    ) -> AbstractAsyncContextManager[AsyncStreamingResponse[T]]:
        if message is not None:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
        return _AsyncOpening(functools.partial(typed, *args, **kwargs))

    return opening


def _quiet(method: object) -> object:
    """A method without the warning of its deprecation, which would name a line of ours."""
    plain = getattr(getattr(method, "__func__", None), "__wrapped__", None)
    if plain is None or not hasattr(method, "__deprecated__"):
        return method
    return functools.partial(plain, getattr(method, "__self__", None))


class _Opening(Generic[T]):
    """A call made when entered and closed when left."""

    def __init__(self, call: Callable[[], StreamingResponse[T]]) -> None:
        self._call = call
        self._response: StreamingResponse[T] | None = None

    def __enter__(self) -> StreamingResponse[T]:
        self._response = self._call()
        return self._response

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._response is not None:
            self._response.close()


class _AsyncOpening(Generic[T]):
    """A call made when entered and closed when left."""

    def __init__(
        self, call: Callable[[], Awaitable[AsyncStreamingResponse[T]]]
    ) -> None:
        self._call = call
        self._response: AsyncStreamingResponse[T] | None = None

    async def __aenter__(self) -> AsyncStreamingResponse[T]:
        self._response = await self._call()
        return self._response

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._response is not None:
            await self._response.close()
