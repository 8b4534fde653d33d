"""Single lines of pages, damaged as copies get damaged, and whether the reader says so where it happened."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from specbind.diagnostics import Collector, Diagnostic
from specbind.reference.read import read

BULLET = re.compile(r" *- `[^`]+`")
NEAR = 2


@dataclass(frozen=True)
class Edit:
    """One damaged line of a page; `line` counts from 1."""

    kind: str
    path: Path
    line: int
    text: str


def edits(pages: dict[Path, str], count: int, seed: int) -> Iterator[Edit]:
    """Random damages, all kinds alike."""
    chance = random.Random(seed)
    paths = sorted(pages)
    made = 0
    kinds = ("line dropped", "bullet dropped", "backtick lost", "indent plus 2", "indent minus 2", "brace removed")
    while made < count:
        kind = kinds[made % len(kinds)]
        path = chance.choice(paths)
        lines = pages[path].split("\n")
        index = chance.randrange(len(lines))
        damaged = _damaged(kind, lines[index], chance)
        if damaged is None:
            continue
        new = [*lines[:index], *damaged, *lines[index + 1 :]]
        yield Edit(kind, path, index + 1, "\n".join(new))
        made += 1


def _damaged(kind: str, line: str, chance: random.Random) -> list[str] | None:
    bullet = BULLET.fullmatch(line) is not None
    match kind:
        case "line dropped":
            return [] if bullet else None
        case "bullet dropped":
            return [line.replace("- ", "", 1)] if bullet else None
        case "backtick lost":
            places = [index for index, mark in enumerate(line) if mark == "`"]
            at = chance.choice(places) if places else None
            return [line[:at] + line[at + 1 :]] if at is not None else None
        case "indent plus 2":
            return [f"  {line}"] if bullet else None
        case "indent minus 2":
            return [line[2:]] if bullet and line.startswith("  ") else None
        case _:
            places = [index for index, mark in enumerate(line) if mark in "{}"]
            at = chance.choice(places) if places else None
            return [line[:at] + line[at + 1 :]] if at is not None else None


def found(path: Path, root: Path) -> tuple[Diagnostic, ...]:
    """What is reported of one page."""
    collector = Collector()
    read(path, collector, root=root)
    return collector.diagnostics


def is_near(edit: Edit, before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]) -> bool:
    """Whether something new is reported at the damage, or names the member that was damaged."""
    known = Counter((each.rule.code, each.message) for each in before)
    for each in after:
        known[each.rule.code, each.message] -= 1
        if known[each.rule.code, each.message] < 0 and each.span is not None:
            places = [each.span.position.line, *(related.span.position.line for related in each.related)]
            if any(abs(line - edit.line) <= NEAR for line in places):
                return True
    return False
