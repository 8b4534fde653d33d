"""Checks on header and cookie values: none can start a header of its own."""

from __future__ import annotations

import re

from .errors import InvalidArgumentError

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BAD_VALUE = re.compile(r"[^\t\x20-\x7e]")
_BAD_COOKIE = re.compile(r"[^\x21\x23-\x3a\x3c-\x5b\x5d-\x7e]")


def checked_header(name: str, value: str) -> str:
    """The value without outer blanks; the error names the header, never the value."""
    if _NAME.fullmatch(name) is None:
        raise InvalidArgumentError(f"{name!r} is not a header name")
    value = value.strip(" \t")
    if _BAD_VALUE.search(value) is not None:
        raise InvalidArgumentError(
            f"The value of the header `{name}` holds a line break, a control "
            "character or a character outside ASCII"
        )
    return value


def checked_cookie(name: str, value: str) -> str:
    """The pair as it stands in a `Cookie` header."""
    if _NAME.fullmatch(name) is None:
        raise InvalidArgumentError(f"{name!r} is not a cookie name")
    if _BAD_COOKIE.search(value) is not None:
        raise InvalidArgumentError(
            f"The value of the cookie `{name}` holds a character that a cookie cannot"
        )
    return f"{name}={value}"
