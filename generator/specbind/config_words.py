"""Which words a configuration may use for what: what is wrong with a word, and the same as a pattern for its schema."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from specbind.exports import NO_CLIENT


@dataclass(frozen=True, slots=True)
class Word:
    """What a word has to be.

    `wrong` says what is wrong with one, or nothing. `pattern` says what is right as a regular expression that Python
    and ECMA 262 read alike, without anchors; `words` are the only ones, where they can be listed. Where neither
    can say it, there is neither.
    """

    wrong: Callable[[str], str]
    pattern: str = ""
    words: tuple[str, ...] = ()

    def __call__(self, word: str) -> str:
        return self.wrong(word)


def written_as(pattern: str) -> Callable[[Callable[[str], str]], Word]:
    """Make a word of a function that says what is wrong."""
    return lambda wrong: Word(wrong, pattern)


RESERVED = frozenset({"tests"})
"""First words of package names that are taken in the out folder."""

DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows does not give to files."""


def matching(pattern: str, wrong: Callable[[str], str]) -> Word:
    """The word that a pattern describes; `wrong` says what is wrong with one that does not match."""
    return Word(lambda word: "" if re.fullmatch(pattern, word) else wrong(word), pattern)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words))})"


def _caseless(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in word)


_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_KEYWORD = _any(keyword.kwlist)
_PUBLIC = rf"(?!{_KEYWORD}(?:\.|$))[A-Za-z][A-Za-z0-9_]*"
_FOLDER = rf"(?!(?:{_KEYWORD}|{_any(map(_caseless, DEVICES))})(?:\.|$))(?!__){_NAME}"


def identifier(word: str) -> str:
    """A name of Python, in ASCII."""
    if not re.fullmatch(_NAME, word):
        return f"`{word}` is not a Python identifier"
    return f"`{word}` is a keyword of Python" if keyword.iskeyword(word) else ""


@written_as(rf"(?!{_caseless('tests')}(?:\.|$)){_FOLDER}(?:\.{_FOLDER})*")
def package_name(word: str) -> str:
    """A dotted import path that can also be a folder everywhere."""
    parts = word.split(".")
    for part in parts:
        if wrong := identifier(part):
            return wrong
        if part.startswith("__"):
            return f"`{part}` is a name that Python uses itself"
        if part.casefold() in DEVICES:
            return f"`{part}` cannot be a folder on Windows"
    return f"`{parts[0]}` is the folder of the generated tests" if parts[0].casefold() in RESERVED else ""


@written_as(_PUBLIC)
def class_name(word: str) -> str:
    """The name of a public class."""
    if wrong := identifier(word):
        return wrong
    return f"`{word}` begins with `_`, so it would not be public" if word.startswith("_") else ""


@written_as(rf"(?!{_any(NO_CLIENT)}$){_PUBLIC}")
def client_class(word: str) -> str:
    """The name of a client class."""
    if wrong := class_name(word):
        return wrong
    return f"`{word}` is a name that every package has already" if word in NO_CLIENT else ""


@written_as(rf"(?!self$){_PUBLIC}")
def parameter_name(word: str) -> str:
    """The name of a constructor argument."""
    if wrong := identifier(word):
        return wrong
    return f"`{word}` cannot be an argument" if word == "self" or word.startswith("_") else ""


@written_as(rf"{_PUBLIC}(?:\.{_PUBLIC})*")
def dotted_name(word: str) -> str:
    """A path through the client, such as `admin.organization.projects`."""
    return next((wrong for part in word.split(".") if (wrong := class_name(part))), "")


api_name = matching(r"[A-Za-z0-9_-]+", lambda word: "API names have letters, digits, `_` and `-` only")
"""The name of an API: a bare TOML key, so that it is never taken for a file."""

environment_variable = matching(_NAME, lambda word: f"`{word}` is not the name of an environment variable")
"""The name of an environment variable, as POSIX has them."""

base_url = matching(
    r"https?://[^\s/?#@\\]+(/[^\s?#\\]*)?",
    lambda word: "a base URL is `http://` or `https://`, a host and perhaps a path, nothing else",
)
"""An absolute address that requests can start from."""

operation_key = matching(r"[A-Z]+ /\S*", lambda word: "an operation is written like `GET /pets/{pet_id}`")
"""A method and a path, as in `GET /pets/{pet_id}`."""

path_prefix = matching(r"/\S*", lambda word: "a path begins with `/` and has no spaces")
"""The beginning of paths, as in `/pets`."""

_FORMS = "`/path/*`, `GET /path`, `tag:NAME`, `resource:a.b`, `operation:ID`, `webhook:NAME` or `deprecated`"

selection_term = matching(
    r"([A-Z*]+ )?/[\s\S]*|(tag|resource|operation|webhook):[\s\S]+|deprecated",
    lambda word: f"`{word}` selects nothing: write {_FORMS}",
)
"""What `include` and `exclude` may hold."""

fail_on = matching(
    r"none|(wire|any):(breaking|risky|safe|docs)|python:(breaking|risky|safe)",
    lambda word: (
        f"`{word}` is neither `none` nor a scope and a verdict like `wire:breaking`, `python:risky` or `any:safe`"
    ),
)
"""What makes a review fail: a scope and the mildest verdict of it that does."""

rule_id = matching(r"[a-z0-9]+(-[a-z0-9]+)*", lambda word: f"`{word}` is not the id of a rule")
"""The id of a rule of reviews."""

fingerprint = matching(r"[0-9a-f]{16}", lambda word: "a fingerprint has 16 hexadecimal digits")
"""What reports print behind `fingerprint`."""
