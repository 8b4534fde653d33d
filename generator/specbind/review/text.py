"""Texts of descriptions made fit for where they are shown: names as code, prose cut, nothing that a sink would obey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from specbind.report import visible

LONGEST = 240
"""How much of a title or a name is shown."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence: words, or the name of something (which stood between backticks)."""

    text: str
    is_code: bool


def segments(sentence: str) -> Iterator[Segment]:
    """The parts of a sentence, cut to a length that can be read, with control characters spelt out."""
    parts = one_line(sentence).split("`")
    even = len(parts) % 2 == 1
    for index, part in enumerate(parts):
        if part:
            yield Segment(part, is_code=even and index % 2 == 1)


def one_line(text: str, most: int = LONGEST) -> str:
    """A text on one line, cut where it would flood the page, with all spelt out that a reader could not see."""
    words = " ".join(text.split())
    return visible(words if len(words) <= most else f"{words[: most - 1]}…")


def markdown(sentence: str) -> str:
    """A sentence for Markdown; it has no markup but the code that its backticks meant."""
    parts = [code(part.text) if part.is_code else prose(part.text) for part in segments(sentence)]
    return _LEADING.sub(r"\\\g<0>", "".join(parts)) or "…"


def code(text: str) -> str:
    """A name as inline code, whatever backticks it has (CommonMark section 6.1)."""
    line = one_line(text) or " "
    fence = "`" * (longest_run(line) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def longest_run(text: str) -> int:
    """How many backticks stand together in a text, at most."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


_ACTIVE = re.compile(r"[\\`*\[\]<>&~|$]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_LINKED = re.compile(r"(?<=[@#])(?=\w)|(?<=://)|(?<=\bwww\.)|(?<=\bGH-)", re.IGNORECASE)


def prose(text: str) -> str:
    """Words for Markdown, with no markup, no mention, no reference to an issue and no link of their own."""
    apart = _LINKED.sub("\u200b", text)
    return _ACTIVE.sub(r"\\\g<0>", apart)


def fenced(language: str, lines: list[str]) -> str:
    """Lines as a fenced block that they cannot end (CommonMark section 4.5)."""
    shown = [visible(line) for line in lines]
    fence = "`" * max(3, longest_run("\n".join(shown)) + 1)
    return "\n".join((f"{fence}{language}", *shown, fence))


def plain(sentence: str) -> str:
    """A sentence for a terminal or a log."""
    return one_line(sentence)
