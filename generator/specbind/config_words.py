"""Which words a configuration may use for what. Each function says what is wrong with a word, or nothing."""

from __future__ import annotations

import keyword
import re

RESERVED = frozenset({"tests"})
"""First words of package names that are taken in the out folder."""

DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows does not give to files."""


def identifier(word: str) -> str:
    """A name of Python, in ASCII."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", word):
        return f"`{word}` is not a Python identifier"
    return f"`{word}` is a keyword of Python" if keyword.iskeyword(word) else ""


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


def api_name(word: str) -> str:
    """The name of an API: a bare TOML key, so that it is never taken for a file."""
    return "" if re.fullmatch(r"[A-Za-z0-9_-]+", word) else "API names have letters, digits, `_` and `-` only"


def class_name(word: str) -> str:
    """The name of a public class."""
    if wrong := identifier(word):
        return wrong
    return f"`{word}` begins with `_`, so it would not be public" if word.startswith("_") else ""


def parameter_name(word: str) -> str:
    """The name of a constructor argument."""
    if wrong := identifier(word):
        return wrong
    return f"`{word}` cannot be an argument" if word == "self" or word.startswith("_") else ""


def dotted_name(word: str) -> str:
    """A path through the client, such as `admin.organization.projects`."""
    return next((wrong for part in word.split(".") if (wrong := class_name(part))), "")


def environment_variable(word: str) -> str:
    """The name of an environment variable, as POSIX has them."""
    return (
        "" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", word) else f"`{word}` is not the name of an environment variable"
    )


def base_url(word: str) -> str:
    """An absolute address that requests can start from."""
    if not re.fullmatch(r"https?://[^\s/?#@\\]+(/[^\s?#\\]*)?", word):
        return "a base URL is `http://` or `https://`, a host and perhaps a path, nothing else"
    return ""


def operation_key(word: str) -> str:
    """A method and a path, as in `GET /pets/{pet_id}`."""
    return "" if re.fullmatch(r"[A-Z]+ /\S*", word) else "an operation is written like `GET /pets/{pet_id}`"


def path_prefix(word: str) -> str:
    """The beginning of paths, as in `/pets`."""
    return "" if re.fullmatch(r"/\S*", word) else "a path begins with `/` and has no spaces"


def selection_term(word: str) -> str:
    """What `include` and `exclude` may hold."""
    known = re.fullmatch(r"([A-Z*]+ )?/.*|(tag|resource|operation|webhook):.+|deprecated", word, re.DOTALL)
    forms = "`/path/*`, `GET /path`, `tag:NAME`, `resource:a.b`, `operation:ID`, `webhook:NAME` or `deprecated`"
    return "" if known else f"`{word}` selects nothing: write {forms}"


def fail_on(word: str) -> str:
    """What makes a review fail: a scope and the mildest verdict of it that does."""
    if re.fullmatch(r"none|(wire|any):(breaking|risky|safe|docs)|python:(breaking|risky|safe)", word):
        return ""
    return f"`{word}` is neither `none` nor a scope and a verdict like `wire:breaking`, `python:risky` or `any:safe`"


def rule_id(word: str) -> str:
    """The id of a rule of reviews."""
    return "" if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) else f"`{word}` is not the id of a rule"


def fingerprint(word: str) -> str:
    """What reports print behind `fingerprint`."""
    return "" if re.fullmatch(r"[0-9a-f]{16}", word) else "a fingerprint has 16 hexadecimal digits"
