"""Reading bodies without letting a server fill the memory."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import cast

from .errors import APIResponseValidationError, ResponseTooLargeError
from .http import httpx

_CHUNK = 64 * 1024


class _Meter:
    """Decodes and counts what comes through; at most `limit` bytes leave it."""

    def __init__(self, coding: str, limit: int | None, cut: bool) -> None:
        self._inflater = zlib.decompressobj(wbits=47) if coding else None
        self._raw_deflate = coding == "deflate"
        self._limit = limit
        self._cut = cut
        self._seen = 0
        self.full = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            yield from self._count(data)
            return
        while data and not self.full:
            try:
                chunk = self._inflater.decompress(data, _CHUNK)
            except zlib.error:
                if not self._raw_deflate:
                    raise APIResponseValidationError(
                        "The response is not in the content coding it declares"
                    ) from None
                self._inflater = zlib.decompressobj(wbits=-15)
                self._raw_deflate = False
                continue
            self._raw_deflate = False
            data = self._inflater.unconsumed_tail
            yield from self._count(chunk)

    def finish(self) -> Iterator[bytes]:
        if self._inflater is not None and not self.full:
            yield from self._count(self._inflater.flush())

    def _count(self, chunk: bytes) -> Iterator[bytes]:
        self._seen += len(chunk)
        if self._limit is not None and self._seen > self._limit:
            if not self._cut:
                raise ResponseTooLargeError(
                    f"The response, decoded, is larger than {self._limit} bytes"
                )
            self.full = True
            chunk = chunk[: len(chunk) - (self._seen - self._limit)]
        if chunk:
            yield chunk


class _BoundedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response's stream, decoded here and counted."""

    def __init__(
        self, inner: httpx.SyncByteStream | httpx.AsyncByteStream, meter: _Meter
    ) -> None:
        self._inner = inner
        self._meter = meter

    def __iter__(self) -> Iterator[bytes]:
        for data in cast(httpx.SyncByteStream, self._inner):
            yield from self._meter.feed(data)
            if self._meter.full:
                return
        yield from self._meter.finish()

    def close(self) -> None:
        cast(httpx.SyncByteStream, self._inner).close()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for data in cast(httpx.AsyncByteStream, self._inner):
            for chunk in self._meter.feed(data):
                yield chunk
            if self._meter.full:
                return
        for chunk in self._meter.finish():
            yield chunk

    async def aclose(self) -> None:
        await cast(httpx.AsyncByteStream, self._inner).aclose()


def bound(response: httpx.Response, limit: int | None, *, cut: bool = False) -> None:
    """Bound what reading the response can give, decoded; `cut` stops there quietly."""
    if response.is_stream_consumed:
        _bound_read(response, limit, cut)
        return
    headers = response.headers
    coding = headers.get("content-encoding")
    if coding is None:
        length = headers.get("content-length")
        if limit is None or (length is not None and _fits(length, limit)):
            return
        coding = ""
    else:
        coding = _single(coding)
        del headers["content-encoding"]
        if coding and "content-length" in headers:
            del headers["content-length"]
    response.stream = _BoundedStream(response.stream, _Meter(coding, limit, cut))


def _bound_read(response: httpx.Response, limit: int | None, cut: bool) -> None:
    """A response made with its body, as mock transports do: httpx times no such read."""
    response.elapsed = dt.timedelta(0)
    if limit is not None and not cut and len(response.content) > limit:
        raise ResponseTooLargeError(
            f"The response, decoded, is larger than {limit} bytes"
        )


def _fits(length: str, limit: int) -> bool:
    return length.isascii() and length.isdigit() and int(length[:18]) <= limit


def _single(coding: str) -> str:
    codings = [one.strip().lower() for one in coding.split(",")]
    codings = [one for one in codings if one and one != "identity"]
    if not codings:
        return ""
    if len(codings) > 1 or codings[0] not in ("gzip", "x-gzip", "deflate"):
        raise APIResponseValidationError(
            f"The response is in the content coding {coding[:80]!r}; "
            "the client asks for gzip or deflate"
        )
    return codings[0]
