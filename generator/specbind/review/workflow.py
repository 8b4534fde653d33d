"""A review as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from specbind.report import github_command
from specbind.review.outcome import Item, Level, Outcome, bounded, sentence, versions
from specbind.review.text import plain

OPERATIONS: Final = 10
COMMANDS: Final = {Level.BREAKING: "error", Level.RISKY: "warning", Level.SAFE: "notice", Level.DOCS: "notice"}


def report(outcomes: Sequence[Outcome]) -> str:
    """One command for each finding that breaks something or is risky, most serious first, and one for each review."""
    lines = [line for outcome in outcomes for line in _commands(outcome)]
    return "".join(f"{line}\n" for line in lines)


def _commands(outcome: Outcome) -> list[str]:
    title = f"API review: {plain(outcome.name)}"
    text = f"{sentence(outcome)} The Python package needs {versions(outcome.bump)}."
    shown = [item for level in (Level.BREAKING, Level.RISKY) for item in outcome.of(level)]
    return [github_command("notice", {"title": title}, text), *map(_command, shown)]


def _command(item: Item) -> str:
    finding = item.finding
    properties = {**_place(item), "title": f"{finding.rule} ({item.level.value})"}
    lines = [plain(item.headline)]
    lines += [f"wire {each.wire.value}: {plain(each.reason)}" for each in finding.judgements]
    lines.append(f"Python {finding.python.value}: {plain(finding.python_reason)}")
    shown, more = bounded(finding.operations, OPERATIONS)
    lines += [plain(operation) for operation in shown]
    if more:
        lines.append(f"and {more:,} more")
    return github_command(COMMANDS[item.level], properties, "\n".join(lines))


def _place(item: Item) -> dict[str, str]:
    """The line in the revision; for what is gone, the file alone, since the line is that of another text."""
    if item.revision is not None:
        return {"file": item.revision.file, "line": f"{item.revision.line}", "col": f"{item.revision.column}"}
    return {"file": item.base.file} if item.base is not None else {}
