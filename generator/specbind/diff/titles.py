"""The one line that says what a finding is about, in the API's own words."""

from __future__ import annotations

from specbind.diff.changes import Change, What
from specbind.diff.definition import cut
from specbind.diff.rules import RULES

_RENAMES = frozenset(
    (
        What.FIELD_RENAMED,
        What.FIELD_RENAMED_REQUIRED,
        What.PARAMETER_RENAMED,
        What.PARAMETER_RENAMED_REQUIRED,
        What.PATH_PARAMETER_RENAMED,
        What.SCHEMA_RENAMED,
    )
)
_CONDITIONS = {rule.what: rule.condition for rule in reversed(RULES)}


def title(change: Change, operations: int, place: str) -> str:
    """The line: the place, what happened, and before and after where they are short."""
    said = _CONDITIONS[change.what].partition(", and it is")[0]
    if change.what in _RENAMES and change.subject:
        return cut(f"{place}: {said}, it was `{change.subject}`")
    subject = change.subject if change.subject and change.subject not in place else ""
    heir = f", and `{change.heir}` may replace it" if change.heir else ""
    parts = [f"{place}: " if place else "", said, heir, f" ({subject})" if subject else ""]
    return cut("".join(parts))
