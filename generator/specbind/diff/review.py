"""A review: everything that a comparison found, counted, and the version it asks for."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from specbind.diff.finding import DocsEdit, Finding, Python, Wire


class Bump(enum.Enum):
    """The part of the package's version that has to go up (semver.org)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Review:
    """What changed between two revisions of an API, most serious first.

    `docs` are the edits of prose, examples and titles: they are not findings, but two documents that differ are
    never said to be the same.
    """

    base_title: str
    revision_title: str
    findings: tuple[Finding, ...]
    docs: tuple[DocsEdit, ...] = ()

    @property
    def docs_edits(self) -> int:
        """How many edits only readers notice."""
        return len(self.docs)

    @property
    def by_wire(self) -> Mapping[Wire, int]:
        """How many findings have each wire verdict; all verdicts are keys."""
        return {verdict: sum(finding.wire is verdict for finding in self.findings) for verdict in Wire}

    @property
    def by_python(self) -> Mapping[Python, int]:
        """How many findings have each Python verdict; all verdicts are keys."""
        return {verdict: sum(finding.python is verdict for finding in self.findings) for verdict in Python}

    @property
    def bump(self) -> Bump:
        """MAJOR where something breaks, MINOR where the package gains or may lose, PATCH where only words changed."""
        if any(finding.wire is Wire.BREAKING for finding in self.findings):
            return Bump.MAJOR
        verdicts = {*(each.python for each in self.findings), *(each.python for each in self.docs)}
        if Python.BREAKING in verdicts:
            return Bump.MAJOR
        if self.findings:
            return Bump.MINOR
        return Bump.PATCH if self.docs_edits else Bump.NONE


def ranked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with the most serious first, then those with the widest reach, then in their own order."""
    return tuple(sorted(findings, key=lambda each: (each.wire.rank, each.python.rank, -len(each.operations))))
