"""Python spellings of names in any style."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from functools import lru_cache

from specbind.words import written_words

_LONGEST_MODULE = 120
_SIGN = re.compile(r"^[+-](?=\d)")
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)
_SYMBOLS = {"+": "plus", "-": "minus", "<": "lt", ">": "gt", "=": "eq", "!": "not", "*": "all", "%": "percent",
            "&": "and", "|": "or", "/": "slash", "$": "dollar", "@": "at", "#": "hash", ".": "dot", "?": "any",
            "_": "underscore", "~": "tilde", "^": "caret"}  # fmt: skip


@lru_cache(maxsize=65536)
def words(wire_name: str) -> tuple[str, ...]:
    """The words of a name in any style, a sign before a number and signs alone called by their names; never none."""
    sign = (_SYMBOLS[wire_name[0]],) if _SIGN.match(wire_name) else ()
    found = (*sign, *written_words(wire_name))
    return found or tuple(_SYMBOLS[character] for character in wire_name if character in _SYMBOLS) or ("unnamed",)


@lru_cache(maxsize=65536)
def snake(wire_name: str) -> str:
    """The name of a variable: `createdAt` -> `created_at`. Never empty, never a keyword, always an identifier."""
    text = "_".join(word.lower() for word in words(wire_name))
    return legal(text, "n_")


@lru_cache(maxsize=65536)
def pascal(*names: str) -> str:
    """The name of a class, of one or several names: `harbor.v1.Crane` -> `HarborV1Crane`."""
    text = "".join(word[0].upper() + word[1:] for name in names for word in words(name))
    return legal(text, "N")


@lru_cache(maxsize=65536)
def constant(wire_name: str) -> str:
    """The name of a constant: `webSearch` -> `WEB_SEARCH`."""
    return legal("_".join(words(wire_name)).upper(), "N_")


def legal(text: str, prefix: str) -> str:
    """`text` as an identifier that is no keyword: what cannot stand is dropped, a leading digit gets `prefix`."""
    text = unicodedata.normalize("NFKC", "".join(c for c in text if c == "_" or c.isalnum()))
    if not text:
        text = "unnamed"
    if not text.isidentifier():
        text = prefix + text
    if not text.isidentifier():
        text = "".join(c for c in text if f"a{c}".isidentifier())
    return f"{text}_" if keyword.iskeyword(text) else text


def module(*names: str) -> str:
    """The name of a module file, legal on every file system; a very long one ends in a hash of itself."""
    text = "_".join(snake(name).strip("_") for name in names)
    if text in _WINDOWS_DEVICES or keyword.iskeyword(text) or not text.isidentifier():
        text = legal(text, "n_").rstrip("_") + "_"
    if len(text.encode()) > _LONGEST_MODULE:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        text = f"{text.encode()[:_LONGEST_MODULE].decode(errors='ignore').rstrip('_')}_{digest}"
    return text
