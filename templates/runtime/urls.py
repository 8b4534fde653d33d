"""Paths, queries and origins: a value never leaves the place it was put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from .encode import plain
from .errors import ConfigurationError, InvalidArgumentError
from .styles import SIMPLE, Style, path_text

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_LITERAL = "/%?#:@!$&'()*+,;=~-._"
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)

Template: TypeAlias = tuple[str, ...]
"""Literal, variable, literal, ... and a literal last."""


def parse_template(path: str) -> Template:
    """The literals, safe to send, and the variables of `/users/{id}` in turn."""
    parts = _VARIABLE.split(path)
    parts[::2] = [quote(part, safe=_LITERAL) for part in parts[::2]]
    return tuple(parts)


def fill_template(
    template: Template, values: Mapping[str, object], styles: Mapping[str, Style]
) -> str:
    """The path with its variables filled in, each kept inside its own segment."""
    if len(template) == 1:
        return template[0]
    parts = list(template)
    for index in range(1, len(parts), 2):
        name = parts[index]
        parts[index] = _filled(name, values.get(name), styles.get(name, SIMPLE))
    path = "".join(parts)
    if path.count("/") != sum(part.count("/") for part in template[::2]):
        raise InvalidArgumentError(f"A path argument would add a segment to {path!r}")
    for segment in path.split("/"):
        if _DOTS.fullmatch(segment):
            raise InvalidArgumentError(f"A path argument gives the segment {segment!r}")
    return path


def _filled(name: str, value: object, style: Style) -> str:
    if (
        value is None
        or value == ""
        or (not isinstance(value, (str, int)) and not value)
    ):
        shown = "" if value == "" else value
        raise ValueError(
            f"Expected a non-empty value for `{name}` but received {shown!r}"
        )
    if value in (".", ".."):
        raise InvalidArgumentError(
            f"Expected a value for `{name}` but received {value!r}"
        )
    text = path_text(name, plain(value, name), style)
    if not text:
        raise ValueError(f"Expected a non-empty value for `{name}` but received ''")
    return text


def join_query(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The URL with these percent-encoded pairs added to its query; one without a name is
    written as it is.
    """
    query = "&".join(f"{name}={value}" if name else value for name, value in pairs)
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


Origin: TypeAlias = tuple[str, str, int | None]
_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> Origin:
    """Scheme, host and port of an absolute URL."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    return scheme, host, _PORTS.get(scheme) if port is None else port


def checked_base_url(url: str, name: str) -> str:
    """The base URL without its last slash, if it is one that requests can go to."""
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        raise ConfigurationError(
            f"{name}: the base URL must be absolute and start with https:// or http://"
        )
    if parts.query or parts.fragment:
        raise ConfigurationError(f"{name}: the base URL has a query or a fragment")
    return url.strip().rstrip("/")


def escaped_template(path: str) -> str:
    """A literal path, safe to send, without `.` and `..` segments."""
    for segment in path.split("/"):
        if _DOTS.fullmatch(segment):
            raise InvalidArgumentError(f"`path` holds the segment {segment!r}")
    return quote(path, safe="/%:@!$&'()*+,;=~-._")
