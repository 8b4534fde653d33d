"""Every rule of a review, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from specbind.diff.finding import Direction, Python, Wire


@dataclass(frozen=True, slots=True)
class DiffRule:
    """One kind of change in one direction, and what it does.

    `id` is stable for ever and is oasdiff's where the meaning is the same (`oasdiff` then repeats it; None where
    oasdiff has no such rule). `condition` says when the rule speaks, in one clause.
    """

    id: str
    condition: str
    direction: Direction
    wire: Wire
    python: Python
    reason: str
    python_reason: str
    oasdiff: str | None = None


RULES: Final[tuple[DiffRule, ...]] = ()
"""In the order of the documentation: the API, operations, parameters, bodies, responses, types, Python names."""

BY_ID: Final = {rule.id: rule for rule in RULES}
