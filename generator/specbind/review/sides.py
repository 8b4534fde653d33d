"""Two definitions side by side: which lines belong together, and which words differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from specbind.report import visible

MOST: Final = 80
"""Lines of a definition that are compared."""

WIDTH: Final = 72
"""How long a definition of one line may be before it is taken apart."""

_BREAK: Final = re.compile(r"(?<=,) | (?=or )")
_SENTENCE: Final = re.compile(r"(?<=[.!?]) ")
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, and whether the other side has it too."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each side; a side is None where the other one has a line more."""

    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None
    differs: bool = True

    @property
    def old_class(self) -> str:
        """How the old side is shown."""
        return "gone" if self.differs else "same"

    @property
    def new_class(self) -> str:
        """How the new side is shown."""
        return "come" if self.differs else "same"


def lines(definition: str, other: str = "") -> list[str]:
    """A definition as lines; one that is too long for a line has a line for each alternative and each item.

    What has sentences is prose, and has a line for each of them. A definition is taken apart where the `other` side is.
    """
    found = definition.splitlines()
    if len(found) == 1 and max(len(definition), len(other)) > WIDTH:
        has_sentences = _SENTENCE.search(definition) or _SENTENCE.search(other)
        found = (_SENTENCE if has_sentences else _BREAK).sub("\n", definition).splitlines()
    return [visible(line) for line in found]


def changed(old: str, new: str) -> list[str]:
    """What differs between two definitions, as the lines of a diff: marked, with a line around them for orientation."""
    before, after = lines(old, new), lines(new, old)
    found: list[str] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(1):
        found += ["  …"] if found else []
        for tag, start, end, other, last in group:
            if tag == "equal":
                found += (f"  {line}" for line in before[start:end])
            else:
                found += (f"- {line}" for line in before[start:end])
                found += (f"+ {line}" for line in after[other:last])
    return found


def side_by_side(old: str, new: str) -> tuple[Row, ...]:
    """The lines of two definitions, those that belong together on one row."""
    before, after = _bounded(lines(old, new)), _bounded(lines(new, old))
    rows: list[Row] = []
    for tag, start, end, other, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(_whole(line), _whole(line), differs=False) for line in before[start:end]]
            continue
        rows += (_row(*each) for each in _paired(before[start:end], after[other:last]))
    return tuple(rows)


def _paired(gone: list[str], come: list[str]) -> list[tuple[str | None, str | None]]:
    """The lines of two runs in their order, beside each other where they are alike, and single lines in any case."""
    if len(gone) == len(come) == 1:
        return [(gone[0], come[0])]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    alike = [[_alike(old, new) for new in come] for old in gone]
    for old in reversed(range(len(gone))):
        for new in reversed(range(len(come))):
            both = alike[old][new] + best[old + 1][new + 1] if alike[old][new] else 0.0
            best[old][new] = max(both, best[old + 1][new], best[old][new + 1])
    found: list[tuple[str | None, str | None]] = []
    old = new = 0
    while old < len(gone) or new < len(come):
        inside = old < len(gone) and new < len(come)
        if inside and alike[old][new] and best[old][new] == alike[old][new] + best[old + 1][new + 1]:
            found.append((gone[old], come[new]))
            old, new = old + 1, new + 1
        elif new == len(come) or (inside and best[old][new] == best[old + 1][new]):
            found.append((gone[old], None))
            old += 1
        else:
            found.append((None, come[new]))
            new += 1
    return found


def _alike(old: str, new: str) -> float:
    """How much two lines have in common; nothing where it is less than half."""
    ratio = SequenceMatcher(None, old, new, autojunk=False).ratio()
    return ratio if ratio >= 0.5 else 0.0


def _bounded(found: list[str]) -> list[str]:
    return found if len(found) <= MOST else [*found[:MOST], f"… {len(found) - MOST:,} more lines"]


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, False),)


def _row(old: str | None, new: str | None) -> Row:
    if old is None or new is None:
        return Row(
            (Piece(old, True),) if old is not None else None,
            (Piece(new, True),) if new is not None else None,
        )
    before, after = _WORD.findall(old), _WORD.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, start, end, other, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if start < end:
            left.append(Piece("".join(before[start:end]), tag != "equal"))
        if other < last:
            right.append(Piece("".join(after[other:last]), tag != "equal"))
    return Row(tuple(left), tuple(right))
