"""The one line that says what a finding is about, in the API's own words."""

from __future__ import annotations

from specbind.diff.changes import Change
from specbind.diff.definition import cut
from specbind.diff.rules import RULES

_CONDITIONS = {rule.what: rule.condition for rule in reversed(RULES)}


def title(change: Change, operations: int, place: str) -> str:
    """The line: the place, what happened, and before and after where they are short."""
    said = _CONDITIONS[change.what].partition(", and it is")[0]
    subject = change.subject if change.subject and change.subject not in place else ""
    heir = f", and `{change.heir}` may replace it" if change.heir else ""
    parts = [f"{place}: " if place else "", said, heir, f" ({subject})" if subject else ""]
    return cut("".join(parts))
