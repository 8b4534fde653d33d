"""Words of wire names, and the Python spellings made of them."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[A-Z]{2,}s(?![a-z])|IPv\d+|OAuth\d*|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+|[^\W_]+")
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
    """The words of a name in any style: `getHTTPCode_v2` -> get, HTTP, Code, v2."""
    found: list[str] = []
    if _SIGN.match(wire_name):
        found.append(_SYMBOLS[wire_name[0]])
    for match in _WORD.finditer(unicodedata.normalize("NFKC", wire_name)):
        word = match.group()
        before = match.string[match.start() - 1] if match.start() > 0 else ""
        if (word[0].isdigit() and before.isalpha()) or (found and before.isdigit() and _joins(found[-1], word)):
            found[-1] += word
        else:
            found.append(word)
    if not found:
        found = [_SYMBOLS[character] for character in wire_name if character in _SYMBOLS] or ["unnamed"]
    return tuple(found)


def _joins(digits: str, word: str) -> bool:
    """Whether letters right behind a digit belong to it: `2fa`, `K8s`."""
    return word.islower() and (digits.isdigit() or len(word) == 1)


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
