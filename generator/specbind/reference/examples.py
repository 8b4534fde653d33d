"""Example documents of reference pages: JSON as people write it by hand, with the line of every value."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from specbind.ir.types import Json


@dataclass(frozen=True, slots=True)
class ExampleScalar:
    """A text, number, truth value or null; a number with a fraction or an exponent is a float."""

    value: str | int | float | bool | None
    line: int


@dataclass(frozen=True, slots=True)
class ExampleArray:
    """Items; `elided` where the example leaves some out with `...`."""

    items: tuple[ExampleNode, ...]
    line: int
    elided: bool = False


@dataclass(frozen=True, slots=True)
class ExampleMember:
    """A member of an object and the line of its name."""

    name: str
    value: ExampleNode
    line: int


@dataclass(frozen=True, slots=True)
class ExampleObject:
    """Members in their order; `elided` where the example leaves some out with `...`."""

    members: tuple[ExampleMember, ...]
    line: int
    elided: bool = False


ExampleNode: TypeAlias = "ExampleScalar | ExampleArray | ExampleObject"


class Tolerance(enum.Enum):
    """Something that strict JSON (RFC 8259) does not allow and that was read all the same."""

    COMMENT = "a comment"
    TRAILING_COMMA = "a comma before a closing bracket"
    MISSING_COMMA = "a missing comma"
    ELISION = "an ellipsis in place of values"
    QUOTES = "a text in single quotes"
    BARE_NAME = "a name without quotes"
    BARE_WORD = "a word for true, false or null that is not JSON's"
    RAW_CONTROL = "a line end or another control character in a text"
    EVENTS = "lines of an event stream"
    UNCLOSED = "a bracket that is never closed"


@dataclass(frozen=True, slots=True)
class Tolerated:
    """One departure from JSON and its line."""

    what: Tolerance
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """What an example says. Lines count from 1 in its text.

    `documents` are several for JSON lines and event streams. `failed` is the line where reading gave up, and what was
    read before it is kept; None means that all of it was read.
    """

    documents: tuple[ExampleNode, ...]
    tolerated: tuple[Tolerated, ...] = ()
    failed: int | None = None


DEEPEST = 200
TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r\ufeff\u00a0]+)
    | (?P<newline>\n)
    | (?P<text>"(?:[^"\\\n]|\\.)*"|"(?:[^"\\]|\\.)*")
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]))
    | (?P<mark>[\[\]{},:])
    | (?P<comment>//[^\n]*|\#[^\n]*|/\*.*?\*/)
    | (?P<elision>\.\.\.+|\u2026)
    | (?P<word>[A-Za-z_$][\w$-]*)
    | (?P<single>'(?:[^'\\\n]|\\.)*')
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None, "undefined": None}
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
CONTROL = re.compile(r"[\x00-\x1f]")
EVENT = re.compile(r"^(?:event|data|id|retry):", re.MULTILINE)
EVENT_LINE = re.compile(r"^(?:(?:event|id|retry):[^\n]*|data:[ \t]*\[DONE\][ \t\r]*|data:)", re.MULTILINE)


def read_example(text: str) -> Example:
    """The documents of an example; never fails, see `Example.failed`."""
    tolerated = []
    if EVENT.match(text.lstrip()):
        tolerated.append(Tolerated(Tolerance.EVENTS, 1))
        text = EVENT_LINE.sub("", text)
    reading = _Reading(text, tolerated)
    documents: list[ExampleNode] = []
    try:
        while reading.peek().group is not _Group.END:
            documents.append(reading.value(0))
    except _UnreadableError as problem:
        if problem.partial is not None:
            documents.append(problem.partial)
        return Example(tuple(documents), tuple(reading.tolerated), problem.line)
    return Example(tuple(documents), tuple(reading.tolerated))


def plain(node: ExampleNode) -> Json:
    """The value without its lines; of members with equal names the last one counts."""
    match node:
        case ExampleScalar(value=value):
            return value
        case ExampleArray(items=items):
            return [plain(item) for item in items]
        case ExampleObject(members=members):
            return {member.name: plain(member.value) for member in members}


def torn(text: str) -> int | None:
    """The line, from 1, where the indentation of broken JSON first contradicts its brackets; None if it never does."""
    opened: list[int] = []
    inside: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = STRING.sub('""', line).strip()
        if not bare:
            continue
        indent = len(line) - len(line.lstrip())
        if bare == "," or bare.endswith(":"):
            return number
        closes = bare[0] in "]}"
        if opened and number > 1 and (indent != opened[-1] if closes else indent <= opened[-1]):
            return number
        if opened and not closes and indent > inside[-1] >= 0:
            return number - 1
        if inside and inside[-1] < 0:
            inside[-1] = indent
        for mark in bare:
            if mark in "[{":
                opened.append(indent)
                inside.append(-1)
            elif mark in "]}" and opened:
                opened.pop()
                inside.pop()
    return None


class _Group(enum.Enum):
    TEXT = "text"
    NUMBER = "number"
    MARK = "mark"
    ELISION = "elision"
    WORD = "word"
    SINGLE = "single"
    END = "end"


_GROUPS = {group.value: group for group in _Group}


@dataclass(frozen=True, slots=True)
class _Token:
    group: _Group
    text: str
    line: int


class _UnreadableError(Exception):
    """No JSON, however lenient; `partial` is what its document held so far."""

    def __init__(self, line: int, partial: ExampleNode | None = None) -> None:
        super().__init__(line)
        self.line = line
        self.partial = partial


class _Reading:
    """A text that is being read, token by token."""

    def __init__(self, text: str, tolerated: list[Tolerated]) -> None:
        self._text = text
        self._offset = 0
        self._line = 1
        self._next: _Token | None = None
        self.tolerated = tolerated

    def peek(self) -> _Token:
        """The next token, which stays."""
        if self._next is None:
            self._next = self._scan()
        return self._next

    def take(self) -> _Token:
        """The next token, used up."""
        token = self.peek()
        self._next = None
        return token

    def _scan(self) -> _Token:
        while self._offset < len(self._text):
            match = TOKEN.match(self._text, self._offset)
            if match is None or match.lastgroup is None:
                raise _UnreadableError(self._line)
            line, self._offset = self._line, match.end()
            self._line += match[0].count("\n")
            match match.lastgroup:
                case "blank" | "newline":
                    continue
                case "comment":
                    self._tolerate(Tolerance.COMMENT, line)
                case group:
                    return _Token(_GROUPS[group], match[0], line)
        return _Token(_Group.END, "", self._line)

    def _tolerate(self, what: Tolerance, line: int) -> None:
        self.tolerated.append(Tolerated(what, line))

    def value(self, depth: int) -> ExampleNode:
        """The value that begins here."""
        token = self.take()
        match token.group:
            case _Group.TEXT | _Group.SINGLE:
                return ExampleScalar(self._string(token), token.line)
            case _Group.NUMBER:
                return ExampleScalar(_number(token), token.line)
            case _Group.WORD if token.text in WORDS:
                if token.text not in ("true", "false", "null"):
                    self._tolerate(Tolerance.BARE_WORD, token.line)
                return ExampleScalar(WORDS[token.text], token.line)
            case _Group.MARK if token.text in "[{" and depth < DEEPEST:
                return self._array(token.line, depth) if token.text == "[" else self._object(token.line, depth)
            case _:
                raise _UnreadableError(token.line)

    def _string(self, token: _Token) -> str:
        inner = token.text[1:-1]
        if token.group is _Group.SINGLE:
            self._tolerate(Tolerance.QUOTES, token.line)
        if CONTROL.search(inner):
            self._tolerate(Tolerance.RAW_CONTROL, token.line)
        if "\\" not in inner:
            return inner
        joined = ESCAPE.sub(_unescaped, inner)
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _array(self, line: int, depth: int) -> ExampleArray:
        items: list[ExampleNode] = []
        elided = False
        try:
            while not self._closes("]"):
                if self.peek().group is _Group.ELISION:
                    elided = self._elide()
                else:
                    items.append(self.value(depth + 1))
                self._separator("]")
        except _UnreadableError as problem:
            kept = (*items, problem.partial) if problem.partial is not None else tuple(items)
            raise _UnreadableError(problem.line, ExampleArray(kept, line, elided)) from None
        return ExampleArray(tuple(items), line, elided)

    def _object(self, line: int, depth: int) -> ExampleObject:
        members: list[ExampleMember] = []
        elided = False
        name: _Token | None = None
        try:
            while not self._closes("}"):
                if self.peek().group is _Group.ELISION:
                    elided = self._elide()
                else:
                    name = self.peek()
                    members.append(self._member(depth))
                self._separator("}")
        except _UnreadableError as problem:
            if problem.partial is not None and name is not None:
                members.append(ExampleMember(name.text.strip("\"'"), problem.partial, name.line))
            raise _UnreadableError(problem.line, ExampleObject(tuple(members), line, elided)) from None
        return ExampleObject(tuple(members), line, elided)

    def _member(self, depth: int) -> ExampleMember:
        token = self.take()
        match token.group:
            case _Group.TEXT | _Group.SINGLE:
                name = self._string(token)
            case _Group.WORD:
                self._tolerate(Tolerance.BARE_NAME, token.line)
                name = token.text
            case _:
                raise _UnreadableError(token.line)
        if self.peek().text != ":":
            raise _UnreadableError(token.line)
        self.take()
        if self.peek().group is _Group.ELISION:
            elision = self.take()
            self._tolerate(Tolerance.ELISION, elision.line)
            return ExampleMember(name, ExampleObject((), elision.line, elided=True), token.line)
        return ExampleMember(name, self.value(depth + 1), token.line)

    def _closes(self, mark: str) -> bool:
        """Whether the bracket closes here, which uses it up."""
        token = self.peek()
        if token.group is _Group.END:
            self._unclosed(token.line)
        if token.group is _Group.MARK and token.text == mark:
            self.take()
            return True
        return False

    def _unclosed(self, line: int) -> NoReturn:
        self._tolerate(Tolerance.UNCLOSED, line)
        raise _UnreadableError(line)

    def _elide(self) -> bool:
        self._tolerate(Tolerance.ELISION, self.take().line)
        return True

    def _separator(self, mark: str) -> None:
        """The comma after an item, or what stands in its place."""
        token = self.peek()
        if token.group is _Group.MARK and token.text == ",":
            self.take()
            after = self.peek()
            if after.group is _Group.MARK and after.text == mark:
                self._tolerate(Tolerance.TRAILING_COMMA, token.line)
        elif token.group not in (_Group.END, _Group.ELISION) and not (
            token.group is _Group.MARK and token.text == mark
        ):
            self._tolerate(Tolerance.MISSING_COMMA, token.line)


def _number(token: _Token) -> int | float:
    """The number; one too long for an integer of Python's reader (CVE-2020-10735) is a float."""
    if token.text.lstrip("-").isdigit() and len(token.text) <= 400:
        return int(token.text)
    return float(token.text)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "u" and len(code) == 5:
        return chr(int(code[1:], 16))
    return ESCAPES.get(code, code)
