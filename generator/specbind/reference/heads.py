"""The text in the backticks of a member: `limit: optional number`, `Widget object { id, name }`, `"a" or "b"`.

A head says name, presence, arrays, maps and null; of objects and unions it is only a summary: five or more items are
cut to three and `N more`. What a value really is, the children say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn, TypeAlias

from specbind.reference.limits import MAX_HEAD, MAX_NESTING


@dataclass(frozen=True, slots=True)
class Scalar:
    """`string`, `number`, `boolean`, `unknown`, `integer`, or `null` alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly one value."""

    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Inline:
    """`object { a, b, 2 more }`."""

    names: tuple[str, ...]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.names) + self.more


@dataclass(frozen=True, slots=True)
class Array:
    """`array of T`."""

    item: Term


@dataclass(frozen=True, slots=True)
class Map:
    """`map[T]`."""

    value: Term


@dataclass(frozen=True, slots=True)
class More:
    """`2 more`."""

    count: int


@dataclass(frozen=True, slots=True)
class Either:
    """`A or B`. Null is not among the terms: see `Nullable`."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Nullable:
    """`T or null`."""

    term: Term


Term: TypeAlias = "Scalar | Literal | Named | Inline | Array | Map | More | Either | Nullable"


@dataclass(frozen=True, slots=True)
class FieldHead:
    """`name: optional T`."""

    name: str
    term: Term
    optional: bool


@dataclass(frozen=True, slots=True)
class TypeHead:
    """`Name object { .. }`, `Name = T`, or `T` alone. A name that says nothing (`UnionMember0`) is left out."""

    name: str | None
    term: Term


Head: TypeAlias = "FieldHead | TypeHead"

_AROUND: Final = (Nullable, Array, Map)
_TOKEN: Final = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([{}\[\],=])|([^\s{}\[\],="]+))')
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_NAME: Final = re.compile(r"[^\W\d_a-z][\w.\-]*(?:<[\w., <>]*>)?|_[A-Z]\w*")
_NAMELESS: Final = re.compile(r"(?:Union|Enum|Intersection)?(?:Member|Variant)[0-9]+")
_SCALARS: Final = frozenset(("string", "number", "boolean", "unknown", "integer", "null"))
_WORDS: Final = _SCALARS | {"optional", "array", "of", "or", "object", "more"}
_QUOTED: Final = "quoted"
_MARK: Final = "mark"
_PLAIN: Final = "plain"
Token: TypeAlias = "tuple[str, str]"


class _NoHeadError(Exception):
    """The text is no head."""


@lru_cache(maxsize=1 << 17)
def head(text: str) -> Head | None:
    """The head that a text is; None if it is none."""
    if len(text) > MAX_HEAD:
        return None
    try:
        return _Parser(_tokens(text)).head()
    except _NoHeadError:
        return None


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _NoHeadError
        at = match.end()
        quoted, mark, plain = match.groups()
        if quoted is not None:
            found.append((_QUOTED, quoted))
        elif mark is not None:
            found.append((_MARK, mark))
        elif plain != ":" and plain.endswith(":"):
            found += [(_PLAIN, plain[:-1]), (_MARK, ":")]
        else:
            found.append((_MARK, ":") if plain == ":" else (_PLAIN, plain))
    return found


class _Parser:
    """Recursive descent over the tokens of one head."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def head(self) -> Head:
        tokens = self._tokens
        if len(tokens) > 1 and tokens[1] == (_MARK, ":") and tokens[0][0] != _MARK:
            self._at = 2
            optional = self._take("optional")
            return FieldHead(tokens[0][1], self._whole(), optional)
        named = len(tokens) > 2 and tokens[0][0] == _PLAIN and tokens[0][1] not in _WORDS
        if named and tokens[1] == (_MARK, "="):
            self._at = 2
            return self._type_head(tokens[0][1])
        if named and tokens[1] == (_PLAIN, "object"):
            self._at = 1
            return self._type_head(tokens[0][1])
        self._take("optional")
        return TypeHead(None, self._whole())

    def _type_head(self, name: str) -> TypeHead:
        if _NAME.fullmatch(name) is None:
            raise _NoHeadError
        self._take("optional")
        return TypeHead(None if _NAMELESS.fullmatch(name) else name, self._whole())

    def _whole(self) -> Term:
        found = self._term()
        if self._at != len(self._tokens):
            raise _NoHeadError
        return found

    def _term(self) -> Term:
        """Alternatives up to a bracket or the end; a last `or null` is about all of them."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise _NoHeadError
        found = self._alternatives()
        self._depth -= 1
        return found

    def _alternatives(self) -> Term:
        terms = [self._alternative()]
        while self._take("or"):
            terms.append(self._alternative())
        null = len(terms) > 1 and terms[-1] == Scalar("null")
        if null:
            terms.pop()
        last = terms[-1]
        if isinstance(last, Array) and isinstance(last.item, Nullable):
            terms[-1] = Array(last.item.term)
            null = True
        if isinstance(terms[0], More):
            raise _NoHeadError
        found: Term = terms[0] if len(terms) == 1 else Either(tuple(terms))
        return Nullable(found) if null else found

    def _alternative(self) -> Term:
        kind, text = self._next()
        if kind == _QUOTED:
            return Literal(_unescaped(text))
        if kind == _MARK:
            raise _NoHeadError
        if text == "array":
            self._need("of")
            return Array(self._term())
        if text == "object":
            return self._inline()
        if text == "map":
            self._mark("[")
            value = self._term()
            self._mark("]")
            return Map(value)
        return self._word(text)

    def _word(self, text: str) -> Term:
        if text in _SCALARS:
            return Scalar(text)
        if text in ("true", "false"):
            return Literal(text == "true")
        if (match := _NUMBER.fullmatch(text)) is not None:
            if self._take("more"):
                return More(_whole_number(text))
            return Literal(float(text) if match[1] or "e" in text.lower() else int(text))
        if text not in _WORDS and _NAME.fullmatch(text):
            return Named(text)
        raise _NoHeadError

    def _inline(self) -> Inline:
        self._mark("{")
        names: list[str] = []
        more = 0
        if self._peek() == (_MARK, "}"):
            self._at += 1
            return Inline(())
        while True:
            kind, text = self._next()
            if kind == _MARK:
                raise _NoHeadError
            if kind == _PLAIN and self._peek() == (_PLAIN, "more"):
                self._at += 1
                more += _whole_number(text)
            else:
                names.append(_unescaped(text) if kind == _QUOTED else text)
            mark = self._next()
            if mark == (_MARK, "}"):
                return Inline(tuple(names), more)
            if mark != (_MARK, ","):
                raise _NoHeadError

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise _NoHeadError
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, word: str) -> bool:
        taken = self._peek() == (_PLAIN, word)
        self._at += taken
        return taken

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _NoHeadError

    def _mark(self, mark: str) -> None:
        if self._next() != (_MARK, mark):
            raise _NoHeadError


def _whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else _refuse()


def _refuse() -> NoReturn:
    raise _NoHeadError


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"') if "\\" in text else text


def repaired(text: str) -> Head | None:
    """The head that a damaged text most likely was: one bracket, brace or quote is added or left out."""
    if len(text) > 2_000:
        return None
    return next((found for guess in _guesses(text) if (found := head(guess)) is not None), None)


def _guesses(text: str) -> Iterator[str]:
    breaks = [match.start() for match in re.finditer(r" or |\]", text)][:50]
    opened, closed = text.count("{"), text.count("}")
    if opened > closed:
        yield f"{text} }}"
        yield from (f"{text[:at]} }}{text[at:]}" for at in breaks)
    elif closed > opened:
        for match in list(re.finditer(r"object(?! *\{)", text))[:20]:
            yield f"{text[: match.end()]} {{{text[match.end() :]}"
        for at in [index for index, mark in enumerate(text) if mark == "}"][:20]:
            yield text[:at] + text[at + 1 :]
    if text.count("[") > text.count("]"):
        yield f"{text}]"
    if text.count('"') % 2:
        yield f'{text}"'
        yield f'"{text}'


def parts(term: Term) -> Iterator[Term]:
    """A term and all terms inside it."""
    yield term
    match term:
        case Nullable(term=inner) | Array(item=inner) | Map(value=inner):
            yield from parts(inner)
        case Either(terms=terms):
            for each in terms:
                yield from parts(each)
        case _:
            pass


def core(term: Term) -> Term:
    """What the children of a term are about: null, arrays and maps taken off."""
    while isinstance(term, _AROUND):
        term = term.item if isinstance(term, Array) else term.value if isinstance(term, Map) else term.term
    return term


def count(term: Term) -> int:
    """How many alternatives a term has, those that it does not print included."""
    match term:
        case Either(terms=terms):
            return sum(each.count if isinstance(each, More) else count(each) for each in terms)
        case Array(item=Either() as item):
            return count(item)
        case _:
            return 1


def literals(term: Term) -> tuple[Literal, ...] | None:
    """The values that a term prints, where it is made of values alone."""
    match term:
        case Literal():
            return (term,)
        case Either(terms=terms) if all(isinstance(each, Literal | More) for each in terms):
            return tuple(each for each in terms if isinstance(each, Literal))
        case _:
            return None
