"""Async results as plain values: each call runs an event loop of its own until the result is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

T = TypeVar("T")


def wait(result: Awaitable[T]) -> T:
    """What an awaitable gives."""

    async def waiting() -> T:
        return await result

    return asyncio.run(waiting())


def collect(items: AsyncIterable[T]) -> list[T]:
    """All items of an async iterable."""

    async def collecting() -> list[T]:
        return [item async for item in items]

    return asyncio.run(collecting())


def collect_stream(stream: Awaitable[AsyncIterable[T]]) -> list[T]:
    """All values of a stream that is yet to be opened."""

    async def collecting() -> list[T]:
        return [item async for item in await stream]

    return asyncio.run(collecting())


class _Readable(Protocol):
    async def read(self) -> bytes: ...


def download(file: Awaitable[_Readable]) -> bytes:
    """The content of a file that is yet to be opened."""

    async def reading() -> bytes:
        return await (await file).read()

    return asyncio.run(reading())


def read(opening: AbstractAsyncContextManager[_Readable]) -> bytes:
    """The body of a streaming response."""

    async def reading() -> bytes:
        async with opening as response:
            return await response.read()

    return asyncio.run(reading())
