"""Sampled values that differ from place to place, and are the same for the same seed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import assert_never

from specbind.ir.types import (
    BooleanType,
    Bounds,
    EnumType,
    IntegerType,
    NumberType,
    Scalar,
    StringFormat,
    StringType,
    TypeDecl,
)
from specbind.python.sample import Direction, Free, Sampler, UnsampledError, fits, number, text
from specbind.python.stubs_patterns import matching

_EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_SECONDS = 2 * 365 * 86400
_NUMBERS = (997, 89, 7, 2, 1)


class Samples(Sampler):
    """Samples of the types of one API, as its responses have them; `about` tells one response from another."""

    def __init__(self, types: Mapping[str, TypeDecl], seed: int, about: str) -> None:
        super().__init__(types, Direction.RESPONSE)
        self._about = f"{seed} {about}"

    def scalar(self, of: Free, members: tuple[str, ...], nth: int) -> Scalar:
        """A value drawn for its place."""
        drawn = hashlib.sha256(f"{self._about} {'/'.join(members)} {nth}".encode("utf-8", "replace")).digest()
        chance = int.from_bytes(drawn[:6], "big")
        match of:
            case BooleanType():
                return chance % 2 == 0
            case EnumType(values=values):
                return values[(chance + nth) % len(values)].value
            case IntegerType(bounds=bounds):
                return int(_number(bounds, chance, whole=True))
            case NumberType(bounds=bounds):
                return _number(bounds, chance, whole=False)
            case StringType():
                return _text(of, members[-1] if members else "value", chance, nth)
            case _:
                assert_never(of)


def _number(bounds: Bounds, chance: int, *, whole: bool) -> int | float:
    """A number some steps from the one that is usual, as far as the bounds allow."""
    for most in _NUMBERS:
        found = number(bounds, whole=whole, nth=chance % most)
        if fits(found, bounds):
            return found
    raise UnsampledError("no number is within the bounds")


def _text(of: StringType, member: str, chance: int, nth: int) -> str:
    if of.pattern is not None:
        found = matching(of.pattern, of.size, chance % 97)
        if found is None:
            raise UnsampledError(f"no text is found for the pattern {of.pattern!r}")
        return found
    code = f"{chance % 16**6:06x}"
    moment = _EPOCH + dt.timedelta(seconds=chance % _SECONDS)
    match of.format:
        case StringFormat.DATE_TIME:
            return moment.isoformat().replace("+00:00", "Z")
        case StringFormat.DATE:
            return moment.date().isoformat()
        case StringFormat.TIME:
            return moment.time().isoformat()
        case StringFormat.DURATION:
            return f"PT{1 + chance % 600}S"
        case StringFormat.UUID:
            return f"{chance % 16**8:08x}-{chance % 16**4:04x}-4{chance % 16**3:03x}-a456-{chance % 16**12:012x}"
        case StringFormat.URI:
            return f"https://example.com/{code}"
        case StringFormat.DECIMAL:
            return f"{chance % 1000}.{chance % 90 + 10}"
        case StringFormat.BYTE | StringFormat.BINARY:
            return text(of, nth)
        case StringFormat.PLAIN | StringFormat.PASSWORD:
            return _word(of, member, code, nth)
        case _:
            assert_never(of.format)


def _word(of: StringType, member: str, code: str, nth: int) -> str:
    """The name of the member and some signs, as far as they fit."""
    least, most = of.size.minimum or 0, of.size.maximum
    word = f"{member}_{code}"
    for shorter in (word, code):
        if most is None or len(shorter) <= most:
            return shorter.ljust(least, "0")
    return code[:most] if (most or 0) < len(code) else text(of, nth)
