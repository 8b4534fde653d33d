"""Where a JSON pointer stands in a text: computed only when a message needs it.

A member of a mapping stands at its key, an item of a sequence at its first character. A pointer that the text
does not spell out (because of an alias or a merge key) stands where the nearest node above it does.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

import yaml

from specbind.openapi.events import events, place_of
from specbind.source import START, Position, escape_token

_SPACE = re.compile(r"[ \t\r\n]*")


class Lines:
    """The lines of a text, for turning an offset into a line and a column."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def position(self, offset: int) -> Position:
        """The line and column of a character."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


class JsonPlaces:
    """Finds pointers in JSON by stepping over the members beside the way at C speed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: Lines | None = None
        self._scan = json.JSONDecoder(parse_int=_nothing, parse_float=_nothing).raw_decode
        self._tables: dict[str, dict[str, tuple[int, int]]] = {}

    def __call__(self, pointer: str) -> Position:
        return self.position(self._find(pointer)[0])

    def value_offset(self, pointer: str) -> int:
        """Where the value of a pointer begins."""
        return self._find(pointer)[1]

    def _find(self, pointer: str) -> tuple[int, int]:
        place = value = self._skip(0)
        path = ""
        for token in pointer.split("/")[1:]:
            found = self._members(path, value).get(token)
            if found is None:
                break
            place, value = found
            path = f"{path}/{token}"
        return place, value

    def position(self, offset: int) -> Position:
        """The line and column of a character of the text."""
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines.position(offset)

    def _members(self, path: str, start: int) -> dict[str, tuple[int, int]]:
        if path not in self._tables:
            table: dict[str, tuple[int, int]] = {}
            for token, key, value in self.children(start):
                table.setdefault(token, (key, value))
            self._tables[path] = table
        return self._tables[path]

    def children(self, start: int) -> list[tuple[str, int, int]]:
        """The members or items of the value at an offset: token, where it begins, where its value begins."""
        text, found = self._text, list[tuple[str, int, int]]()
        opening = text[start : start + 1]
        if opening not in ("{", "["):
            return found
        at = self._skip(start + 1)
        while at < len(text) and text[at] not in "}]":
            key, token = at, str(len(found))
            if opening == "{":
                name, at = self._scan(text, at)
                token, at = escape_token(str(name)), self._skip(self._skip(at) + 1)
            found.append((token, key, at))
            at = self._skip(self._scan(text, at)[1])
            if text[at : at + 1] == ",":
                at = self._skip(at + 1)
        return found

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        assert match is not None
        return match.end()


def _nothing(text: str) -> None:
    """Stands for a number that is only stepped over, so that none is too long."""


class YamlPlaces:
    """Finds pointers in YAML by reading the events once more."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, Position] | None = None

    def __call__(self, pointer: str) -> Position:
        if self._places is None:
            self._places = _index(self._text)
        while pointer not in self._places:
            if not pointer:
                return START
            pointer = pointer.rpartition("/")[0]
        return self._places[pointer]


class _Frame:
    """A container whose end is not yet read."""

    __slots__ = ("count", "key", "mapping", "pointer")

    def __init__(self, pointer: str, mapping: bool) -> None:
        self.pointer = pointer
        self.mapping = mapping
        self.key: str | None = None
        self.count = 0


def _index(text: str) -> dict[str, Position]:
    """The place of every pointer of the first document, as far as it can be read."""
    places: dict[str, Position] = {}
    frames: list[_Frame] = []
    try:
        for event in events(text):
            if isinstance(event, yaml.NodeEvent):
                pointer = _enter(frames, event, places)
                if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                    frames.append(_Frame(pointer, isinstance(event, yaml.MappingStartEvent)))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                frames.pop()
            elif isinstance(event, yaml.DocumentEndEvent):
                break
    except yaml.YAMLError:
        return places
    return places


def _enter(frames: list[_Frame], event: yaml.NodeEvent, places: dict[str, Position]) -> str:
    """Note where a node stands; gives its pointer."""
    place = place_of(event)
    if not frames:
        places.setdefault("", place)
        return ""
    frame = frames[-1]
    if frame.mapping and frame.key is None:
        frame.key = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
        places.setdefault(f"{frame.pointer}/{escape_token(frame.key)}", place)
        return frame.pointer
    token = escape_token(frame.key) if frame.key is not None else str(frame.count)
    pointer = f"{frame.pointer}/{token}"
    places.setdefault(pointer, place)
    frame.key = None
    frame.count += 1
    return pointer
