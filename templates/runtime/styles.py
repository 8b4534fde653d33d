"""The parameter styles of OpenAPI: plain values -> the texts of a path, query or header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

from .encode import Plain, json_bytes, scalar_text
from .errors import InvalidArgumentError

StyleKind: TypeAlias = Literal[
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "tabDelimited",
    "deepObject",
    "brackets",
    "whole",
]


@dataclass(frozen=True)
class Style:
    """How one parameter is written; with a `media_type`, as a text of that type."""

    kind: StyleKind = "form"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str | None = None


SIMPLE: Final = Style("simple")
SIMPLE_EXPLODED: Final = Style("simple", explode=True)
LABEL: Final = Style("label")
LABEL_EXPLODED: Final = Style("label", explode=True)
MATRIX: Final = Style("matrix")
MATRIX_EXPLODED: Final = Style("matrix", explode=True)
FORM: Final = Style("form", explode=True)
FORM_JOINED: Final = Style("form")
SPACE: Final = Style("spaceDelimited")
PIPE: Final = Style("pipeDelimited")
DEEP_OBJECT: Final = Style("deepObject", explode=True)
BRACKETS: Final = Style("brackets", explode=True)
JSON_ENCODED: Final = Style(media_type="application/json")

_DELIMITERS: Final = {
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "tabDelimited": "\t",
}
_RESERVED: Final = "/:?@!$'()*,;="


def _escape(text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InvalidArgumentError("a text holds half of a surrogate pair") from None


def _escape_reserved(text: str) -> str:
    return quote(text, safe=_RESERVED)


Pairs: TypeAlias = list[tuple[str, str]]
"""Names and values, both already percent-encoded."""


def query_pairs(name: str, value: Plain, style: Style) -> Pairs:
    """What a query parameter adds to the query."""
    escape = _escape_reserved if style.allow_reserved else _escape
    if style.media_type is not None:
        key = "" if style.kind == "whole" else _escape(name)
        return [(key, escape(_as_text(name, value)))]
    if not isinstance(value, (list, dict)):
        if style.kind == "brackets" and value is None:
            return []
        return [(_escape(name), escape(scalar_text(value)))]
    if style.kind in ("deepObject", "brackets"):
        return list(_nested(_escape(name), value, style, escape))
    if style.explode:
        return _exploded(name, value, escape)
    joint = _joint(style)
    return [(_escape(name), joint.join(map(escape, _flat(name, value))))]


def _joint(style: Style) -> str:
    """What stands between joined items, percent-encoded but for the comma."""
    delimiter = _DELIMITERS.get(style.kind)
    return "," if delimiter is None else _escape(delimiter)


def _exploded(name: str, value: Plain, escape: Callable[[str], str]) -> Pairs:
    if isinstance(value, dict):
        return [
            (_escape(key), escape(text))
            for key, entry in value.items()
            for text in _flat(name, entry if isinstance(entry, list) else [entry])
        ]
    return [(_escape(name), escape(text)) for text in _flat(name, value)]


def _nested(
    name: str, value: Plain, style: Style, escape: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """A pair for each scalar inside, with its way there in brackets.

    OpenAPI leaves open how deepObject has lists: scalars repeat the name, and objects
    have numbers, without which their members could not be told apart.
    """
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _nested(f"{name}%5B{_escape(key)}%5D", entry, style, escape)
    elif isinstance(value, list):
        numbered = any(isinstance(item, (list, dict)) for item in value)
        for index, item in enumerate(value):
            step = "" if style.kind == "brackets" else str(index) if numbered else None
            suffix = "" if step is None else f"%5B{step}%5D"
            yield from _nested(name + suffix, item, style, escape)
    elif value is not None:
        yield name, escape(scalar_text(value))


def _flat(name: str, value: Plain) -> list[str]:
    """The texts of an array, or of an object's names and values in turn.

    OpenAPI leaves open what becomes of values within them; they are JSON.
    """
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    items = value if isinstance(value, list) else [value]
    return [
        (
            json_bytes(item, name).decode()
            if isinstance(item, (list, dict))
            else scalar_text(item)
        )
        for item in items
    ]


def _as_text(name: str, value: Plain) -> str:
    return value if isinstance(value, str) else json_bytes(value, name).decode()


def path_text(name: str, value: Plain, style: Style) -> str:
    """What a path parameter puts in the path, percent-encoded."""
    if style.media_type is not None:
        return _escape(
            json_bytes(value, name).decode()
            if "json" in style.media_type
            else _as_text(name, value)
        )
    if style.kind == "matrix":
        return _matrix(name, value, style.explode)
    prefix, joint = (
        (".", "." if style.explode else ",")
        if style.kind == "label"
        else ("", _joint(style))
    )
    return prefix + joint.join(_members(name, value, style.explode))


def _members(name: str, value: Plain, explode: bool) -> list[str]:
    if explode and isinstance(value, dict):
        return [
            f"{_escape(key)}={_escape(text)}"
            for key, text in zip(value, _flat(name, list(value.values())), strict=True)
        ]
    return [_escape(text) for text in _flat(name, value)]


def _matrix(name: str, value: Plain, explode: bool) -> str:
    if explode and isinstance(value, dict):
        return "".join(f";{pair}" for pair in _members(name, value, True))
    if explode and isinstance(value, list):
        return "".join(
            f";{_escape(name)}={text}" for text in _members(name, value, False)
        )
    return f";{_escape(name)}=" + ",".join(_members(name, value, False))


def header_text(name: str, value: Plain, style: Style) -> str:
    """The value of a header parameter; it is not percent-encoded."""
    if style.media_type is not None:
        return _as_text(name, value)
    if style.explode and isinstance(value, dict):
        texts = _flat(name, list(value.values()))
        return ",".join(f"{k}={v}" for k, v in zip(value, texts, strict=True))
    return _DELIMITERS.get(style.kind, ",").join(_flat(name, value))


def cookie_pairs(name: str, value: Plain, style: Style) -> Pairs:
    """What a cookie parameter adds to the `Cookie` header: names as they are, but those of the
    members of an exploded object.
    """
    pairs = query_pairs(name, value, style)
    if isinstance(value, dict) and style.explode and style.media_type is None:
        return pairs
    return [(name, text) for _, text in pairs]


def form_pairs(name: str, value: Plain, style: Style) -> Pairs:
    """What a property adds to a form body."""
    pairs = query_pairs(name, value, style)
    return [(k.replace("%20", "+"), v.replace("%20", "+")) for k, v in pairs]
