"""What an application can observe or change around each attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from .errors import APIError
    from .mismatch import ResponseMismatch


class Attempt:
    """One try at one call."""

    __slots__ = ("number", "operation")

    def __init__(self, operation: str, number: int) -> None:
        self.operation = operation
        self.number = number

    def __repr__(self) -> str:
        return f"Attempt({self.operation!r}, {self.number})"


class Hook:
    """Override what you need. The calls must not block: async clients make them too."""

    def on_request(self, attempt: Attempt, request: httpx.Request) -> None:
        """The request is about to be sent; its headers may still be changed."""

    def on_response(self, attempt: Attempt, response: httpx.Response) -> None:
        """A response has come, of any status; its body may not be read yet."""

    def on_error(self, attempt: Attempt, error: APIError) -> None:
        """No response has come."""

    def on_mismatch(self, mismatch: ResponseMismatch) -> None:
        """A response broke its documented shape and was built leniently."""
