"""The words of the commands in a shell example, as a shell would split them. Nothing is run and nothing is expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word without its quotes. `line` counts from 1 in the example; `variables` are the names after its `$`."""

    text: str
    line: int
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """The words of one simple command; `document` is the text of its here-document (`<<EOF`), if it has one.

    `complete` is false where a quote is never closed.
    """

    words: tuple[Word, ...]
    document: str | None = None
    complete: bool = True


VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-=?+][^}]*)?\})")
PIECE = re.compile(
    r"""
      (?P<continuation>\\[ \t]*(?:\r?\n|\Z))           # blanks after the backslash are a slip that readers overlook
    | (?P<newline>\r?\n)
    | (?P<blank>[ \t\r]+)
    | (?P<single>\$?'(?P<raw>[^']*)(?P<ends1>'?))
    | (?P<double>"(?P<cooked>(?:[^"\\]|\\.)*)(?P<ends2>"?))
    | (?P<escape>\\.)
    | (?P<heredoc><<-?[ \t]*(?P<quote>['"]?)(?P<tag>\w+)(?P=quote))
    | (?P<end>&&|\|\||[;|])
    | (?P<plain>[^\s'"\\;|<&]+|[<&\\])
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPED = re.compile(r'\\(\r?\n|["\\$`])')


def commands(text: str) -> tuple[Command, ...]:
    """The commands of a shell example, in order.

    Commands end at a line end, `;`, `|`, `&&` and `||`. A lone `&` stays in its word, since examples write
    `?a=1&b=2` without quotes. Comments are left out (POSIX.1-2017, Shell Command Language, section 2.3).
    """
    scan = _Scan(text)
    while scan.offset < len(text):
        scan.step()
    scan.end_command()
    return tuple(scan.found)


class _Scan:
    """The state of one reading: the word and the command that are being put together."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.line = 1
        self.found: list[Command] = []
        self._words: list[Word] = []
        self._pieces: list[str] = []
        self._variables: list[str] = []
        self._start = 1
        self._inside = False
        self._tag: str | None = None
        self._document: str | None = None
        self._complete = True

    def step(self) -> None:
        """Take the next piece of the text."""
        if not self._inside and self.text[self.offset] == "#":
            end = self.text.find("\n", self.offset)
            self.offset = len(self.text) if end < 0 else end
            return
        match = PIECE.match(self.text, self.offset)
        if match is None:
            self.offset += 1
            return
        self.offset = match.end()
        self._take(match)
        self.line += match[0].count("\n")
        if match.lastgroup == "newline" and self._tag is not None:
            self._read_document(self._tag)
        if match.lastgroup in ("newline", "end"):
            self.end_command()

    def _take(self, match: re.Match[str]) -> None:
        match match.lastgroup:
            case "single":
                self._add(match["raw"])
                self._complete = self._complete and match["ends1"] == "'"
            case "double":
                self._add(ESCAPED.sub(lambda found: found[1].strip("\r\n"), match["cooked"]))
                self._complete = self._complete and match["ends2"] == '"'
            case "escape":
                self._add(match[0][1:])
            case "plain":
                self._add(match[0])
            case "heredoc":
                self._end_word()
                self._tag = match["tag"]
            case _:
                self._end_word()

    def _add(self, piece: str) -> None:
        if not self._inside:
            self._inside, self._start = True, self.line
        self._pieces.append(piece)
        self._variables.extend(one or two for one, two in VARIABLE.findall(piece))

    def _end_word(self) -> None:
        if self._inside:
            self._words.append(Word("".join(self._pieces), self._start, tuple(self._variables)))
            self._pieces, self._variables, self._inside = [], [], False

    def _read_document(self, tag: str) -> None:
        """The lines up to the one that is the tag alone, or all that is left."""
        end = re.compile(rf"^[ \t]*{tag}[ \t]*\r?$\n?", re.MULTILINE).search(self.text, self.offset)
        stop, after = (end.start(), end.end()) if end is not None else (len(self.text), len(self.text))
        self._document = self.text[self.offset : stop]
        self._complete = self._complete and end is not None
        self.line += self.text.count("\n", self.offset, after)
        self.offset, self._tag = after, None

    def end_command(self) -> None:
        """Close the word and the command that are open."""
        self._end_word()
        if self._words:
            self.found.append(Command(tuple(self._words), self._document, self._complete))
        self._words, self._document, self._complete, self._tag = [], None, True, None
