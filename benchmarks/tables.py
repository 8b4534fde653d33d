"""Tables of figures, as text for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Cell = str | float | int | None


@dataclass(slots=True)
class Table:
    """One table: its rows hold as many cells as there are columns. Notes say what the figures leave out."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """Add a row."""
        self.rows.append(cells)

    def document(self) -> dict[str, object]:
        """The table as JSON can hold it."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": self.notes, "commands": self.commands}


def markdown(table: Table) -> str:
    """The table as Markdown that reads well as plain text too."""
    texts = [list(table.columns), *([shown(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[index]) for row in texts) for index in range(len(table.columns))]
    right = [any(isinstance(row[index], int | float) for row in table.rows) for index in range(len(widths))]
    lines = [_line(row, widths, right) for row in texts]
    rule = [
        ("-" * (width - 1) + ":") if is_right else "-" * width for width, is_right in zip(widths, right, strict=True)
    ]
    lines.insert(1, _line(rule, widths, right))
    parts = [f"### {table.title}\n", "\n".join(lines)]
    if table.notes:
        parts.append("\n" + "\n".join(f"- {note}" for note in table.notes))
    if table.commands:
        parts.append("\n```\n" + "\n".join(table.commands) + "\n```")
    return "\n".join(parts) + "\n"


def _line(cells: Iterable[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if is_right else cell.ljust(width)
        for cell, width, is_right in zip(cells, widths, right, strict=True)
    )
    return "| " + " | ".join(padded) + " |"


def shown(cell: Cell) -> str:
    """A cell as text; numbers with three digits that mean something."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        digits = 0 if abs(cell) >= 100 else 1 if abs(cell) >= 10 else 2 if abs(cell) >= 0.1 else 4
        return f"{cell:,.{digits}f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def verdict(value: float, limit: float, unit: str) -> str:
    """The limit, and whether the value keeps it."""
    return f"at most {limit:g} {unit}: {'met' if value <= limit else 'MISSED'}"
