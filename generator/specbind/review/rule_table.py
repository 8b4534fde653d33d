"""The rules of reviews as a list: for people, as Markdown, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from specbind.diff.rules import DiffRule
from specbind.ir.types import Json


def as_text(rules: Iterable[DiffRule]) -> str:
    """A block for each rule."""
    blocks = []
    for rule in rules:
        direction = f" ({rule.direction.value})" if rule.direction.value != "none" else ""
        blocks.append(
            f"{rule.id}{direction}: {rule.condition}\n"
            f"  wire {rule.wire.value}: {rule.reason}\n"
            f"  Python {rule.python.value}: {rule.python_reason}\n"
        )
    return "\n".join(blocks)


def as_markdown(rules: Iterable[DiffRule]) -> str:
    """A table."""
    lines = ["| rule | direction | when | wire | Python | why |", "|---|---|---|---|---|---|"]
    for rule in rules:
        direction = "" if rule.direction.value == "none" else rule.direction.value
        why = f"{rule.reason}; {rule.python_reason}"
        cells = (f"`{rule.id}`", direction, rule.condition, rule.wire.value, rule.python.value, why)
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "".join(f"{line}\n" for line in lines)


def as_json(rules: Iterable[DiffRule]) -> str:
    """A list of objects; members are added, never renamed or removed."""
    listed: list[Json] = [
        {
            "id": rule.id,
            "condition": rule.condition,
            "direction": rule.direction.value,
            "wire": rule.wire.value,
            "python": rule.python.value,
            "reason": rule.reason,
            "python_reason": rule.python_reason,
            "oasdiff": rule.oasdiff,
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"
