"""Where a fact of the input was written: a source text and a place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text. Lines and columns count from 1."""

    line: int
    column: int


START = Position(1, 1)

Locator = Callable[[str], Position]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One input text.

    `path` is what messages print: relative, with forward slashes. `locator` finds a JSON pointer (or a
    heading path) in the text; it runs only when a message needs a line, so reading stays cheap.
    """

    path: str
    text: str = field(repr=False)
    locator: Locator = field(repr=False, default=lambda pointer: START)

    def line(self, number: int) -> str:
        """The text of one line (from 1) without its line end, or nothing past the end."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Span:
    """One node of a source: the source and the JSON pointer (or heading path) of the node."""

    source: Source = field(repr=False)
    pointer: str
    at: Position | None = None

    @property
    def position(self) -> Position:
        """Line and column, looked up on first need."""
        return self.at if self.at is not None else self.source.locator(self.pointer)

    def child(self, *tokens: str | int) -> Span:
        """The span of a node below this one, reached by mapping keys and sequence indexes (RFC 6901)."""
        return Span(self.source, self.pointer + "".join("/" + escape_token(str(token)) for token in tokens))

    def __str__(self) -> str:
        position = self.position
        return f"{self.source.path}:{position.line}:{position.column}"


def escape_token(token: str) -> str:
    """One JSON pointer reference token, escaped (RFC 6901 section 3)."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def unescape_token(token: str) -> str:
    """The inverse of `escape_token`."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token
