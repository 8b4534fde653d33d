"""Where the keys of a TOML text are, for messages: `tomllib` gives the values but forgets the places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from specbind.source import START, Position, escape_token

KeyPath: TypeAlias = "tuple[str, ...]"

_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{},=.])"
    r'|(?P<word>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^\s\[\]{},=.#"\']+)',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a TOML text; `text` is a mark, a line end or a word as written."""

    text: str
    offset: int


def places(text: str) -> dict[str, Position]:
    """The place of every key of a valid TOML text, and of every item of an array, by JSON pointer."""
    scan = _Scan(list(_tokens(text)))
    scan.document()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found: dict[str, Position] = {}
    line = 0
    for path, offset in sorted(scan.found.items(), key=lambda item: item[1]):
        while line + 1 < len(starts) and starts[line + 1] <= offset:
            line += 1
        found["".join("/" + escape_token(key) for key in path)] = Position(line + 1, offset - starts[line] + 1)
    return found


def locate(text: str, pointer: str) -> Position:
    """The place of a key, or of the nearest table that would hold it."""
    known = places(text)
    while pointer:
        if pointer in known:
            return known[pointer]
        pointer = pointer.rpartition("/")[0]
    return START


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while (match := _TOKEN.match(text, at)) is not None:
        if match.lastgroup != "space":
            yield Token(match.group(), at)
        at = match.end()


@dataclass(slots=True)
class _Scan:
    """A reader of keys; it trusts that the text is valid and never fails on one that is."""

    tokens: list[Token]
    at: int = 0
    found: dict[KeyPath, int] = field(default_factory=dict)
    counts: dict[KeyPath, int] = field(default_factory=dict)

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def document(self) -> None:
        """Headers and the assignments below them."""
        table: KeyPath = ()
        while token := self.peek():
            if token == "\n":
                self.take()
            elif token == "[":
                table = self.header()
            else:
                self.assignment(table)

    def header(self) -> KeyPath:
        """`[a.b]` or `[[a.b]]`."""
        depth = 0
        while self.peek() == "[":
            self.take()
            depth += 1
        path = self.key(())
        for _ in range(depth):
            if self.peek() == "]":
                self.take()
        if depth == 1:
            return path
        index = self.counts[path] = self.counts.get(path, -1) + 1
        return (*path, str(index))

    def key(self, table: KeyPath) -> KeyPath:
        """A dotted key; every part of it is remembered where it first occurs."""
        path = table
        while self.peek() and self.peek() not in "=]":
            token = self.take()
            for part in _parts(token):
                path = (*path, part)
                self.found.setdefault(path, token.offset)
        return path

    def assignment(self, table: KeyPath) -> None:
        """`a.b = value`."""
        path = self.key(table)
        if self.peek() == "=":
            self.take()
            self.value(path)

    def value(self, path: KeyPath) -> None:
        """A value: the keys of inline tables and the items of arrays are remembered too."""
        opening = self.take().text
        if opening == "{":
            while self.peek() not in ("}", ""):
                if self.peek() in (",", "\n"):
                    self.take()
                else:
                    self.assignment(path)
        elif opening == "[":
            index = 0
            while self.peek() not in ("]", ""):
                if self.peek() in (",", "\n"):
                    self.take()
                else:
                    self.found[(*path, str(index))] = self.tokens[self.at].offset
                    self.value((*path, str(index)))
                    index += 1
        else:
            while self.peek() not in ("\n", ",", "]", "}", ""):
                self.take()
            return
        if self.peek():
            self.take()


def _parts(token: Token) -> tuple[str, ...]:
    """The key a token spells; none for the dot between two."""
    if token.text == ".":
        return ()
    if token.text[0] in "\"'":
        return (str(tomllib.loads(f"key = {token.text}")["key"]),)
    return (token.text,)
