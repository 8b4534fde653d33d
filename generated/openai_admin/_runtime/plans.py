"""What an operation's first call works out for the later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .operations import EventStream, JsonLines, NoBody
from .urls import parse_template

if TYPE_CHECKING:
    from .checks import Check
    from .operations import AnyOperation, Returned, Returns

_IDEMPOTENT: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"}
)
_ANY: Final = "*/*"


class Plan:
    """One operation, ready for use."""

    def __init__(self, operation: AnyOperation) -> None:
        self.name = f"{operation.method} {operation.path}"
        self.template = parse_template(operation.path)
        self.accept = _accept(operation.returns)
        idempotent = operation.idempotent
        self.idempotent = (
            operation.method in _IDEMPOTENT if idempotent is None else idempotent
        )
        self.checks: dict[str, list[Check]] = {}
        for check in operation.checks:
            self.checks.setdefault(check.place, []).append(check)
        self.numbers = [check for check in operation.checks if check.number]
        self.lists: dict[str, set[str]] = {}
        for path in operation.lists:
            place, _, name = path.partition(".")
            self.lists.setdefault(place, set()).add(name)
        self._returns = _by_status(operation.returns)
        self._errors = _by_status(operation.errors)
        self._nearest = _nearest_success(operation.returns)

    def returned(self, status: int) -> tuple[Returned, ...]:
        """The documented representations of a success."""
        found = _at_status(self._returns, status)
        if found is None and status // 100 == 2:
            return self._nearest
        return found or ()

    def documents(self, status: int) -> bool:
        """Whether the status is a documented result, and not an error."""
        return str(status) in self._returns or f"{status // 100}XX" in self._returns

    def failed(self, status: int) -> tuple[Returned, ...]:
        """The documented representations of an error."""
        return _at_status(self._errors, status) or ()


def _accept(returns: Returns) -> str:
    kinds: list[str] = []
    for returned in _by_status(returns).values():
        kinds += [one.media_type for one in returned if not isinstance(one, NoBody)]
    if not kinds:
        return _ANY
    return ", ".join(dict.fromkeys(kind for kind in kinds if kind))


def _by_status(returns: Returns) -> dict[str, tuple[Returned, ...]]:
    return {
        status.upper() if status != "default" else status: (
            returned if isinstance(returned, tuple) else (returned,)
        )
        for status, returned in returns.items()
    }


def _at_status(
    table: dict[str, tuple[Returned, ...]], status: int
) -> tuple[Returned, ...] | None:
    found = table.get(str(status))
    if found is None:
        found = table.get(f"{status // 100}XX")
    return table.get("default") if found is None else found


def _nearest_success(returns: Returns) -> tuple[Returned, ...]:
    for status, returned in sorted(_by_status(returns).items()):
        if status.startswith("2"):
            return returned
    return ()


def media_type_of(content_type: str) -> str:
    """`application/json` of `Application/JSON; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON or built on it."""
    return media_type.endswith(("/json", "+json"))


def choose_representation(
    returned: tuple[Returned, ...], content_type: str
) -> Returned | None:
    """The representation that a response of this content type is in."""
    if len(returned) < 2:
        return returned[0] if returned else None
    named, media_type = _plain(content_type), media_type_of(content_type)
    for one in returned:
        if _plain(one.media_type) == named:
            return one
    for one in returned:
        if media_type_of(one.media_type) == media_type:
            return one
    for one in returned:
        if is_json(media_type) and is_json(media_type_of(one.media_type)):
            return one
    return next((one for one in returned if _matches(one, media_type)), returned[0])


def _plain(content_type: str) -> str:
    """A content type with its parameters as they are compared (RFC 9110, section 8.3.1)."""
    return "".join(content_type.lower().split()).replace('"', "")


def _matches(one: Returned, media_type: str) -> bool:
    if isinstance(one, (EventStream, JsonLines)):
        return False
    wanted = media_type_of(one.media_type).partition("/")
    return (wanted[2] == "*" and media_type.startswith(wanted[0] + "/")) or (
        "/".join(wanted[::2]) == _ANY
    )
