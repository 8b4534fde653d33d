"""Keeping credentials out of reprs, logs, errors and pickles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

MASK = "***"
_TOKEN_LIKE = re.compile(
    r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}|\bsk-[a-z0-9_-]{8,}"
)
_SECRET_QUERY = re.compile(
    r"(?i)([?&;][^=&\s\"']*(?:key|token|secret|password|signature|sig|auth|code)"
    r"[^=&\s\"']*=)[^&\s\"'#]+"
)


class Secret:
    """A text that shows only to those who ask for `.text`."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled")


class Placed:
    """A credential as it goes into a request."""

    __slots__ = ("location", "name", "value")

    def __init__(self, location: str, name: str, value: str) -> None:
        self.location = location
        self.name = name
        self.value = value

    def __repr__(self) -> str:
        return f"Placed({self.location!r}, {self.name!r}, {MASK!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a credential cannot be pickled")


def redact(text: str, secrets: Iterable[Secret] = ()) -> str:
    """The text without the secrets, without what looks like a token or a secret query."""
    for secret in secrets:
        if len(secret.text) >= 4:
            text = text.replace(secret.text, MASK)
    text = _SECRET_QUERY.sub(rf"\g<1>{MASK}", text)
    return _TOKEN_LIKE.sub(MASK, text)


def bounded(text: str, limit: int = 500) -> str:
    """The text, cut with a note of how much was cut."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}... ({len(text) - limit} more characters)"
