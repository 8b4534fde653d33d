"""Plain values as YAML that people like to read, and that readers of YAML 1.1 and 1.2 read alike.

Block style throughout; a text is plain where no reader could take it for anything else, a literal block where it has
lines, folded where it is long, and in double quotes else. There are no anchors and no tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from specbind.ir.types import Json

WIDTH: Final = 100
"""Characters of a line of folded text, indentation apart."""
_LONGEST_KEY: Final = 1000
"""Characters of a key that stands before its colon: YAML 1.2 section 7.4 allows 1024, escapes included."""

_WORDS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))
"""What YAML 1.1 or 1.2 reads as something else than text, in lower case."""
_PLAIN: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+){2,3}|[A-Za-z_/$](?:[^\s:#\[\]{},]| (?! )|:(?! |$)|(?<! )#|[\[\]{},])*", re.ASCII
)
_BLANK_EDGE: Final = re.compile(r"^\s|\s$")
_NOT_PRINTABLE: Final = re.compile(
    "[^\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What may not stand in a block or plain text as it is; separators that YAML 1.1 takes for line ends are among it."""
_ESCAPED: Final = re.compile(f'["\\\\\t\n]|{_NOT_PRINTABLE.pattern}')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def to_yaml(value: Json) -> str:
    """A mapping or a list as the text of a YAML document; lone surrogates, which YAML cannot say, stay as they are."""
    return "".join(f"{line}\n" for line in _lines(value, 0))


def _lines(value: Json, indent: int) -> Iterator[str]:
    """The lines of a container that is not empty."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            head = quoted(key) if "\n" in key or not _is_plain(key) else key
            head = f"{pad}{head}:" if len(head) < _LONGEST_KEY else f"{pad}? {head}\n{pad}:"
            yield from _member(head, inner, indent + 2)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list) and inner:
                first, *rest = _lines(inner, indent + 2)
                yield f"{pad}- {first[indent + 2 :]}"
                yield from rest
            else:
                yield from _member(f"{pad}-", inner, indent + 2)


def _member(head: str, value: Json, indent: int) -> Iterator[str]:
    """The lines of a value behind its key or dash."""
    if isinstance(value, dict | list) and value:
        yield head
        yield from _lines(value, indent)
    elif isinstance(value, str):
        first, *rest = _text(value, len(head))
        yield f"{head} {first}"
        pad = " " * indent
        yield from (pad + line if line else "" for line in rest)
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            mantissa, e, exponent = repr(value).partition("e")
            return f"{mantissa if '.' in mantissa else f'{mantissa}.0'}{e}{exponent}" if e else mantissa
        case int():
            return str(value)
        case dict():
            return "{}"
        case _:
            return "[]"


def _text(text: str, before: int) -> list[str]:
    """A text as the first line of its scalar and the lines below, not indented."""
    if "\n" in text:
        return _literal(text) if _is_block(text) else [quoted(text)]
    if before + len(text) > WIDTH and _is_folding(text):
        return [">-", *_folded(text)]
    return [text if _is_plain(text) else quoted(text)]


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text[-1] not in " :"
        and _NOT_PRINTABLE.search(text) is None
        and text.lower() not in _WORDS
    )


def quoted(text: str) -> str:
    """A text in double quotes."""
    return f'"{_ESCAPED.sub(lambda match: _escape(match[0]), text)}"'


def _escape(character: str) -> str:
    code = ord(character)
    known = character if 0xD800 <= code < 0xE000 else _ESCAPES.get(character)
    return known or (f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}")


def _is_block(text: str) -> bool:
    """Whether the lines of a text can stand as they are: the first shows the indentation, none is of blanks only."""
    first, *rest = text.split("\n")
    return (
        first.strip() != ""
        and first[0] not in " \t"
        and not any(line.isspace() for line in rest)
        and _NOT_PRINTABLE.search(text) is None
    )


def _literal(text: str) -> list[str]:
    """A literal block: `-` takes its last line end away, `+` keeps more than one."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    return [f"|{chomp}", *body.split("\n"), *[""] * (ends - 1)]


def _is_folding(text: str) -> bool:
    """Whether a text can be broken at single spaces and is the same when read."""
    return (
        " " in text
        and "\t" not in text
        and not _BLANK_EDGE.search(text)
        and _NOT_PRINTABLE.search(text) is None
        and "\u00a0" not in (text[0], text[-1])
    )


def _folded(text: str) -> list[str]:
    """The words of a text in lines; a space beside another one is no place to break."""
    lines: list[str] = []
    line = ""
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", text):
        if line and len(line) + 1 + len(word) > WIDTH - 20:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
