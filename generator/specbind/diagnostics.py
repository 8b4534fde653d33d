"""Problems as values: a rule says what kind, a diagnostic says where, a collector keeps them."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from specbind.source import Span


class Severity(enum.Enum):
    """How bad: an error stops the run, a warning is a widening or a loss of precision, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem. `code` is stable for ever; `name` is its readable slug."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a diagnostic, such as the first of two equal names."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem at one place: a terse sentence, a label for the place and what to do about it."""

    rule: Rule
    message: str
    span: Span | None
    label: str = ""
    help: str = ""
    related: tuple[Related, ...] = ()


LONGEST = 400
"""Characters of a message, at most."""


class Collector:
    """Gathers diagnostics in the order they are found; the same problem at the same place counts once."""

    def __init__(self) -> None:
        self._diagnostics: list[Diagnostic] = []
        self._seen: set[tuple[str, str, str, str]] = set()
        self._consulted: dict[Path, str | None] = {}

    def report(
        self,
        rule: Rule,
        message: str,
        span: Span | None,
        *,
        label: str = "",
        help: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Keep one problem. Texts of the document that it quotes are cut where they would flood a terminal."""
        message = message if len(message) <= LONGEST else f"{message[:LONGEST]}..."
        place = (span.source.path, f"{span.pointer}{span.at or ''}") if span is not None else ("", "")
        key = (rule.code, message, *place)
        if key not in self._seen:
            self._seen.add(key)
            self._diagnostics.append(Diagnostic(rule, message, span, label, help, related))

    def forget(self, unwanted: Callable[[Diagnostic], bool]) -> None:
        """Drop what turns out to be about nothing that is made; errors stay."""
        self._diagnostics = [
            found for found in self._diagnostics if found.rule.severity is Severity.ERROR or not unwanted(found)
        ]

    def consult(self, path: Path, data: bytes | None) -> None:
        """Note a file that the result depends on; None where there is none."""
        self._consulted[path] = hashlib.sha256(data).hexdigest() if data is not None else None

    def note(self, path: Path, digest: str | None) -> None:
        """Note a file that somebody else read, by its SHA-256."""
        self._consulted[path] = digest

    def consult_all(self, other: Collector) -> None:
        """Note the files that the result of another collector depends on."""
        self._consulted |= other._consulted

    @property
    def consulted(self) -> Mapping[Path, str | None]:
        """The SHA-256 of each file that was read, None for those that were not there."""
        return self._consulted

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was reported, in order."""
        return tuple(self._diagnostics)

    @property
    def failed(self) -> bool:
        """Whether an error was reported."""
        return any(diagnostic.rule.severity is Severity.ERROR for diagnostic in self._diagnostics)
