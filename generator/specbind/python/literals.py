"""Python literals of data, in the spelling black prints: the only way by which spec text becomes source."""

from __future__ import annotations

import math

from specbind.ir.types import Json

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u0085\ufeff")


def text_literal(text: str) -> str:
    """A string literal, in double quotes unless that costs escapes; hidden characters are always escaped."""
    printed = repr(text)
    if not text.isascii():
        printed = "".join(f"\\u{ord(c):04x}" if c in _BIDI else c for c in printed)
    if printed[0] == "'" and '"' not in printed:
        return f'"{printed[1:-1]}"'
    if printed[0] == "'" and text.count('"') <= text.count("'"):
        body = printed[1:-1].replace("\\'", "'").replace('"', '\\"')
        return f'"{body}"'
    return printed


def literal(value: Json) -> str:
    """Any JSON value as a Python expression on one line."""
    match value:
        case str():
            return text_literal(value)
        case float() if not math.isfinite(value):
            return f'float("{value}")'
        case None | bool() | int() | float():
            return repr(value)
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{text_literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
