"""Splitting streams of events and of lines: bytes in, events out, no I/O."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import ResponseTooLargeError


@dataclass(frozen=True)
class ServerSentEvent:
    """One event of a `text/event-stream`."""

    event: str = "message"
    data: str = ""
    id: str = ""
    retry: int | None = None


class LineSplitter:
    """Cuts text into lines at CR, LF or CRLF, or at one `end`, wherever the chunks end."""

    def __init__(self, limit: int, *, end: str | None = None) -> None:
        self._limit = limit
        self._end = end
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._parts: list[str] = []
        self._size = 0
        self._after_cr = False
        self._started = False

    def feed(self, data: bytes) -> Iterator[str]:
        """The lines that these bytes complete."""
        text = self._decoder.decode(data)
        if not self._started and text:
            self._started = True
            text = text.removeprefix("\ufeff")
        if self._after_cr and text:
            self._after_cr = False
            text = text.removeprefix("\n")
        if not text:
            return
        if self._end is None:
            self._after_cr = text.endswith("\r")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        first, *rest = text.split(self._end or "\n")
        self._keep(first)
        for part in rest:
            yield self._take()
            self._keep(part)

    def finish(self) -> Iterator[str]:
        """The last line, where nothing ended it."""
        self._keep(self._decoder.decode(b"", True))
        if self._size:
            yield self._take()

    def _keep(self, part: str) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise ResponseTooLargeError(
                f"A line of the stream is longer than {self._limit} bytes"
            )
        if part:
            self._parts.append(part)

    def _take(self) -> str:
        line = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return line


class EventSplitter:
    """Reads server-sent events as the WHATWG specification says."""

    def __init__(self, limit: int) -> None:
        self._lines = LineSplitter(limit)
        self._limit = limit
        self._data: list[str] = []
        self._size = 0
        self._event = ""
        self._retry: int | None = None
        self.last_id = ""

    def feed(self, data: bytes) -> Iterator[ServerSentEvent]:
        """The events that these bytes complete."""
        for line in self._lines.feed(data):
            if not line:
                yield from self._dispatch()
            elif line[0] != ":":
                name, _, value = line.partition(":")
                self._field(name, value.removeprefix(" "))

    def finish(self) -> Iterator[ServerSentEvent]:
        """An event that no blank line ended is dropped."""
        return iter(())

    def _field(self, name: str, value: str) -> None:
        if name == "data":
            self._size += len(value) + 1
            if self._size > self._limit:
                raise ResponseTooLargeError(
                    f"An event of the stream is larger than {self._limit} bytes"
                )
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self.last_id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self._retry = int(value[:18])

    def _dispatch(self) -> Iterator[ServerSentEvent]:
        data, event, retry = self._data, self._event, self._retry
        self._data, self._event, self._retry, self._size = [], "", None, 0
        if data:
            text = "\n".join(data)
            yield ServerSentEvent(event or "message", text, self.last_id, retry)


class JsonLineSplitter:
    """Reads one JSON text a line, or one after each `end`; blank ones are skipped."""

    def __init__(self, limit: int, end: str = "\n") -> None:
        self._lines = LineSplitter(limit, end=end)

    def feed(self, data: bytes) -> Iterator[ServerSentEvent]:
        yield from self._events(self._lines.feed(data))

    def finish(self) -> Iterator[ServerSentEvent]:
        yield from self._events(self._lines.finish())

    def _events(self, lines: Iterator[str]) -> Iterator[ServerSentEvent]:
        for line in lines:
            text = line.strip(" \t\r\n\x1e")
            if text:
                yield ServerSentEvent(data=text)


Splitter = EventSplitter | JsonLineSplitter
