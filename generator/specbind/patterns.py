"""Regular expressions of descriptions, matched so that no expression can take long."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Final

from pydantic_core import SchemaError, SchemaValidator, core_schema

_MOST: Final = 4_000_000
"""Characters of a pattern times those of a text, which is what the linear engine takes at worst."""
_LONGEST: Final = 200
_LOOPED_GROUP: Final = re.compile(r"\)[*+?{]")
_LOOP: Final = re.compile(r"[*+]|\{\d*,\d*\}")
_MOST_LOOPS: Final = 3


def finds(pattern: str, text: str) -> bool | None:
    """Whether a pattern (ECMA-262, as JSON Schema has them) is found in a text; None where that cannot be told.

    The engine is the one that generated clients check arguments with, which takes time linear in both. What it
    does not know (look-around, references back) is left to Python's, for short and simple patterns and texts only.
    """
    if len(pattern) * len(text) > _MOST:
        return None
    linear = _linear(pattern)
    if linear is not None:
        return linear.isinstance_python(text)
    backtracking = _backtracking(pattern) if len(text) <= _LONGEST else None
    return None if backtracking is None else backtracking.search(text) is not None


@lru_cache(maxsize=4096)
def _linear(pattern: str) -> SchemaValidator | None:
    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern, strict=True))
    except SchemaError:
        return None


@lru_cache(maxsize=4096)
def _backtracking(pattern: str) -> re.Pattern[str] | None:
    """A pattern that backtracks over a short text in a moment, if at all."""
    if len(pattern) > _LONGEST or _LOOPED_GROUP.search(pattern) or len(_LOOP.findall(pattern)) > _MOST_LOOPS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None
