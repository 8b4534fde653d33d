"""What a sentence of reference prose can prove: one fact, and the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from specbind.ir.types import Scalar, StringFormat


@dataclass(frozen=True, slots=True)
class Default:
    """The value that counts where none is given; None is null."""

    value: Scalar | None
    proof: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least value of a number, itself allowed."""

    value: int | float
    proof: str


@dataclass(frozen=True, slots=True)
class Maximum:
    """The greatest value of a number, itself allowed."""

    value: int | float
    proof: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A number is an integer."""

    proof: str


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text has a format."""

    format: StringFormat
    proof: str


@dataclass(frozen=True, slots=True)
class Null:
    """The value can be null."""

    proof: str


@dataclass(frozen=True, slots=True)
class Constant:
    """The value is always this one."""

    value: Scalar
    proof: str


@dataclass(frozen=True, slots=True)
class Deprecated:
    """It should not be used any more; `replacement` is what to use instead, where that is said."""

    replacement: str | None
    proof: str


Evidence: TypeAlias = "Default | Minimum | Maximum | Whole | Formatted | Null | Constant | Deprecated"
"""One fact and the sentence that proves it."""
