"""The lines of a page: front matter, headings with what stands below each, and fenced code. Every line has a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from specbind.source import Position, Source, Span

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_FENCE: Final = re.compile(r"(\s*)(`{3,}|~{3,})([^`]*)")
_FRONT: Final = re.compile(r"([A-Za-z_][\w-]*):\s*(.*)")
_MARKUP: Final = re.compile(r"\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ODD_BREAKS: Final = {ord(mark): " " for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"} | {0: "\ufffd"}
_LONGEST_FRONT: Final = 200
PATH_SEPARATOR: Final = " > "


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced code: the lines of its marks, counted from 0. `closed` is False where the last mark is missing."""

    info: str
    first: int
    last: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the lines below it, up to the next heading. Lines count from 0; `end` is past the last.

    The lines before the first heading are a block of level 0 without a text.
    """

    level: int
    text: str
    line: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, taken apart into blocks. `fences` are by the line of their first mark."""

    source: Source
    lines: tuple[str, ...]
    front: Mapping[str, str]
    blocks: tuple[Block, ...]
    fences: Mapping[int, Fence]

    def span(self, line: int, pointer: str, column: int = 1) -> Span:
        """The place of a line, counted from 0."""
        return Span(self.source, pointer, Position(line + 1, column))

    def code(self, fence: Fence) -> str:
        """What stands between the marks of a fence, without its indentation."""
        lines = self.lines[fence.first + 1 : fence.last + (0 if fence.closed else 1)]
        indent = indent_of(self.lines[fence.first])
        return "\n".join(line[indent:] if line[:indent].isspace() else line for line in lines)


def plain(text: str) -> str:
    """A text whose only line ends are newlines, so that lines count as editors count them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ODD_BREAKS)


def is_markup(text: str) -> bool:
    """Whether a file is a page of a web site rather than Markdown."""
    return _MARKUP.match(text) is not None


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def page(source: Source) -> Page:
    """A plain text, taken apart."""
    lines = [_untabbed(line) if "\t" in line else line for line in source.text.split("\n")]
    front, start = _front(lines)
    for index in range(start):
        lines[index] = ""
    fences = _fences(lines, start)
    return Page(source, tuple(lines), front, tuple(_blocks(lines, fences)), fences)


def _untabbed(line: str) -> str:
    """A line whose leading tabs are one level of indentation each."""
    rest = line.lstrip(" \t")
    lead = line[: len(line) - len(rest)]
    return lead.replace("\t", "  ") + rest


def _front(lines: list[str]) -> tuple[dict[str, str], int]:
    """The front matter, and the line that follows it and the comment or quote of a mirror."""
    found: dict[str, str] = {}
    index = 0
    if lines and lines[0].rstrip() == "---":
        last = next((at for at in range(1, min(len(lines), _LONGEST_FRONT)) if lines[at].rstrip() == "---"), None)
        if last is not None:
            for line in lines[1:last]:
                if match := _FRONT.fullmatch(line.rstrip()):
                    found[match[1]] = match[2].strip("\"'")
            index = last + 1
    while index < len(lines):
        line = lines[index].strip()
        if line.startswith("<!--") and (end := _end_of_comment(lines, index)) is not None:
            index = end + 1
        elif line and not line.startswith(">"):
            break
        else:
            index += 1
    return found, index


def _end_of_comment(lines: list[str], first: int) -> int | None:
    last = min(len(lines), first + _LONGEST_FRONT)
    return next((index for index in range(first, last) if "-->" in lines[index]), None)


def _fences(lines: list[str], start: int) -> dict[int, Fence]:
    """All fenced code. A mark with a language while another fence is open says that the other was never closed."""
    marks = [
        (index, match[2], match[3].strip())
        for index in range(start, len(lines))
        if ("``" in lines[index] or "~~" in lines[index]) and (match := _FENCE.fullmatch(lines[index]))
    ]
    found: dict[int, Fence] = {}
    at = 0
    while at < len(marks):
        first, mark, info = marks[at]
        at += 1
        while at < len(marks) and not marks[at][2] and not _closes(marks[at][1], mark):
            at += 1
        if at < len(marks) and not marks[at][2]:
            found[first] = Fence(info, first, marks[at][0], closed=True)
            at += 1
        else:
            limit = marks[at][0] if at < len(marks) else len(lines)
            found[first] = Fence(info, first, _give_up(lines, first, limit) - 1, closed=False)
    return found


def _closes(mark: str, opened: str) -> bool:
    return mark[0] == opened[0] and len(mark) >= len(opened)


def _give_up(lines: list[str], first: int, limit: int) -> int:
    """Where unclosed code ends: at the next heading between blank lines."""
    for index in range(first + 1, limit):
        if _HEADING.fullmatch(lines[index]) and not lines[index - 1].strip():
            return index
    return limit


def _blocks(lines: list[str], fences: Mapping[int, Fence]) -> list[Block]:
    headings: list[tuple[int, int, str]] = [(0, -1, "")]
    index = 0
    while index < len(lines):
        if index in fences:
            index = max(fences[index].last, index) + 1
            continue
        line = lines[index]
        if "#" in line[:4] and (match := _HEADING.fullmatch(line)):
            headings.append((len(match[1]), index, match[2].strip().rstrip("#").strip()))
        index += 1
    ends = [line for _, line, _ in headings[1:]] + [len(lines)]
    found: list[Block] = []
    path: list[tuple[int, str]] = []
    for (level, first, text), end in zip(headings, ends, strict=True):
        while path and path[-1][0] >= level:
            path.pop()
        path += [(level, text)] if level else []
        found.append(Block(level, text, first, end, tuple(title for _, title in path)))
    return found
