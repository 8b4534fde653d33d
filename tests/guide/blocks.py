"""The code blocks of a Markdown document, and what comments before them say about running them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\s*", re.DOTALL)
_NOT_RUN_BELOW = re.compile(r"<!-- not run from here on: (.+?) -->\s*", re.DOTALL)
_EXITS = re.compile(r"<!-- exits with (\d+) -->\s*")
_FILE = re.compile(r"\A(?:#|//|<!--) ([\w./-]+/?[\w-]*\.\w+)\b[^\n]*\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `line` is that of its first line of code, counted from 1.

    `not_run` is the reason why it is not run, or empty; `exits` is what a shell block exits with.
    """

    path: Path
    line: int
    language: str
    code: str
    not_run: str = ""
    exits: int = 0

    @property
    def file(self) -> str:
        """The path that the first line names as a comment, where the block is a file: `# src/shop/api.py`."""
        found = _FILE.match(self.code)
        return found[1] if found else ""


def blocks(path: Path, text: str | None = None) -> tuple[Block, ...]:
    """The blocks of a document, in order; a block inside another is text of that one."""
    found = []
    below = ""
    before: Token | None = None
    for token in MarkdownIt("commonmark").parse(path.read_text("utf-8") if text is None else text):
        if token.type == "html_block" and (said := _NOT_RUN_BELOW.fullmatch(token.content)):
            below = said[1]
        if token.type == "fence" and token.map is not None:
            said_before = before.content if before is not None and before.type == "html_block" else ""
            found.append(_block(path, token, token.map[0] + 2, said_before, below))
        before = token
    return tuple(found)


def _block(path: Path, token: Token, line: int, said: str, below: str) -> Block:
    reason = _NOT_RUN.fullmatch(said)
    exits = _EXITS.fullmatch(said)
    language = (token.info.split() or [""])[0]
    not_run = reason[1] if reason else below
    return Block(path, line, language, token.content, not_run, int(exits[1]) if exits else 0)
