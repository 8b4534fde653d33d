"""What is said when a response breaks its documented shape."""

from __future__ import annotations

from typing import NamedTuple


class Mismatch(NamedTuple):
    """One place where a response differs from its documentation."""

    path: str
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"expected {self.expected} @ {self.path}, got {self.actual}"


class ResponseMismatch(UserWarning):
    """A response that breaks its documented shape, and was built all the same."""

    def __init__(self, operation: str, mismatches: tuple[Mismatch, ...]) -> None:
        super().__init__(operation, mismatches)
        self.operation = operation
        self.mismatches = mismatches

    def __str__(self) -> str:
        shown = "; ".join(map(str, self.mismatches[:3]))
        more = len(self.mismatches) - 3
        return f"{self.operation}: {shown}" + (f"; and {more} more" if more > 0 else "")
