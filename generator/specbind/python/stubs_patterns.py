"""A text that matches a regular expression, for the plain expressions that documents hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from specbind.ir.types import Size
from specbind.patterns import finds

_CLASSES = {
    "d": "0123456789",
    "w": "abcdefghijklmnopqrstuvwxyz0123456789_",
    "s": " ",
    "D": "abcdefgh",
    "W": "-",
    "S": "abcdefgh",
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_USUAL = tuple(
    "text other 1 12 a b A en US abc a@example.com https://example.com/a example.com 2024-01-02"
    " 2024-01-02T03:04:05Z 03:04 12345 1.5 text_1 #ffffff".split()
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/ @#"
_LONGEST = 4000


class _BeyondError(Exception):
    """The expression uses what is not read here."""


@lru_cache(maxsize=4096)
def matching(pattern: str, size: Size, nth: int = 0) -> str | None:
    """A text that the pattern finds and that has the size; None where none is found."""
    found = [text for text in dict.fromkeys(_candidates(pattern, size)) if _fits(pattern, text, size)]
    return found[nth % len(found)] if found else None


def _fits(pattern: str, text: str, size: Size) -> bool:
    short = size.minimum is not None and len(text) < size.minimum
    long = size.maximum is not None and len(text) > size.maximum
    return not short and not long and finds(pattern, text) is True


def _candidates(pattern: str, size: Size) -> Iterator[str]:
    least = size.minimum or 0
    yield from (text for text in _USUAL if len(text) >= least)
    for repeats in (0, 1, least):
        for pick in (0, 1):
            try:
                yield _Writer(pattern, min(repeats, _LONGEST), pick).write()
            except (_BeyondError, IndexError, ValueError, RecursionError):
                return


class _Writer:
    """Writes one text for an expression: first alternatives, at least `repeats` repeats, one sign of a class."""

    def __init__(self, pattern: str, repeats: int, pick: int) -> None:
        self._pattern = pattern
        self._repeats = repeats
        self._pick = pick
        self._at = 0

    def write(self) -> str:
        text = self._alternatives()
        if self._at < len(self._pattern):
            raise _BeyondError
        return text

    def _peek(self) -> str:
        return self._pattern[self._at] if self._at < len(self._pattern) else ""

    def _take(self) -> str:
        sign = self._pattern[self._at]
        self._at += 1
        return sign

    def _alternatives(self) -> str:
        found = [self._sequence()]
        while self._peek() == "|":
            self._take()
            found.append(self._sequence())
        return found[0]

    def _sequence(self) -> str:
        parts: list[str] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._one()))
        return "".join(parts)

    def _one(self) -> str:
        sign = self._take()
        match sign:
            case "^" | "$":
                return ""
            case ".":
                return "a"
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()[:1]
            case "*" | "+" | "?":
                raise _BeyondError
            case _:
                return sign

    def _group(self) -> str:
        silent = False
        if self._peek() == "?":
            self._take()
            kind = self._take()
            if kind in "P<":
                if kind == "<" and self._peek() in "=!":
                    raise _BeyondError
                while self._take() != ">":
                    continue
            elif kind in "=!":
                silent = True
            elif kind != ":":
                raise _BeyondError
        text = self._alternatives()
        if self._take() != ")":
            raise _BeyondError
        return "" if silent else text

    def _escape(self) -> str:
        """The signs that an escape stands for."""
        sign = self._take()
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in "AZzbB":
            return ""
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        if sign in "xu":
            width = 2 if sign == "x" else 4
            code = self._pattern[self._at : self._at + width]
            self._at += width
            return chr(int(code, 16))
        if sign.isalnum():
            raise _BeyondError
        return sign

    def _class(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self._take()
        signs: list[str] = []
        while self._peek() != "]" or not signs:
            signs.extend(self._member())
        self._take()
        if negated:
            signs = [sign for sign in _ALPHABET if sign not in signs]
        return signs[self._pick % len(signs)]

    def _member(self) -> str:
        sign = self._take()
        found = self._escape() if sign == "\\" else sign
        if len(found) > 1 or self._peek() != "-" or self._pattern[self._at + 1] == "]":
            return found
        self._take()
        last = self._take()
        last = self._escape() if last == "\\" else last
        return "".join(map(chr, range(ord(found), min(ord(last), ord(found) + 64) + 1)))

    def _repeated(self, text: str) -> str:
        least, most = self._quantifier()
        count = max(least, min(self._repeats, most))
        if count * len(text) > _LONGEST:
            raise _BeyondError
        return text * count

    def _quantifier(self) -> tuple[int, int]:
        sign = self._peek()
        if sign not in ("*", "+", "?", "{"):
            return 1, 1
        if sign == "{":
            bounds = re.compile(r"\{(\d*)(,?)(\d*)\}").match(self._pattern, self._at)
            if bounds is None:
                raise _BeyondError
            self._at = bounds.end()
            least = int(bounds[1] or 0)
            most = int(bounds[3] or _LONGEST) if bounds[2] else least
        else:
            self._take()
            least, most = {"*": (0, _LONGEST), "+": (1, _LONGEST), "?": (0, 1)}[sign]
        if self._peek() in ("?", "+"):
            self._take()
        return least, most
