"""The rules of a review as a table for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from specbind.diff.finding import Direction
from specbind.diff.rules import RULES, DiffRule

_TRAVELS: Final = {Direction.REQUEST: "sent", Direction.RESPONSE: "received", Direction.NONE: "-"}


def rules_table() -> str:
    """A Markdown table with a row for each kind of change and direction, in the order of the rules.

    Ids that have a line below them in their cell are the same change at another place; an id in italics is oasdiff's.
    """
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "| rule | speaks when | value is | wire | why | Python | why |"
    yield "|---|---|---|---|---|---|---|"
    for rules in _grouped().values():
        first = rules[0]
        ids = "<br>".join(dict.fromkeys(f"*{rule.id}*" if rule.oasdiff else rule.id for rule in rules))
        cells = (
            ids,
            first.condition,
            _TRAVELS[first.direction],
            f"**{first.wire.value}**",
            first.reason,
            f"**{first.python.value}**",
            first.python_reason,
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _grouped() -> dict[object, list[DiffRule]]:
    """The rules, those together that differ in their place only."""
    groups: dict[object, list[DiffRule]] = {}
    for rule in RULES:
        same = (rule.what, rule.condition, rule.direction, rule.wire, rule.reason, rule.python, rule.python_reason)
        groups.setdefault(same, []).append(rule)
    return groups
