"""The documented errors of a call: what is raised for which status, with which body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from specbind.ir.types import Type, UnknownType
from specbind.python.annotations import Annotations, Place
from specbind.python.bodies import union
from specbind.python.docstrings import sentence, telling
from specbind.python.layout import flat
from specbind.python.media import Media
from specbind.python.plan import Plan, Reading
from specbind.python.symbols import Symbols

_CLASSES = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "408": "RequestTimeoutError",
    "409": "ConflictError",
    "410": "GoneError",
    "413": "PayloadTooLargeError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}
_FEW = 2
_SAYING_NOTHING = (
    *(
        "error",
        "failed",
        "failure",
        "error response",
        "default response",
        "default error",
        "default",
        "an error occurred",
    ),
    *("unexpected error", "client error", "server error", "client error response", "server error response", "other"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One documented error: its status (`404`, `4XX`, `default`), the class that is raised, what its `body` is if that
    is JSON of a known shape, and what the document says of it beyond the status.
    """

    status: str
    error: str
    body: Type | None
    about: str

    @property
    def when(self) -> str:
        """The statuses, in words."""
        return "any other status" if self.status == "default" else self.status

    @property
    def telling(self) -> bool:
        """Whether there is more to it than its status."""
        return self.body is not None or bool(self.about)


class Failures:
    """The documented errors of an API: those that most of its calls have in common, and those of each call."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        counted = Counter(_alike(each) for plan in plans for each in failures(plan))
        self._common = frozenset(alike for alike, count in counted.items() if count > max(len(plans) / 2, _FEW))
        told = {
            _alike(each): each for plan in reversed(plans) for each in failures(plan) if _alike(each) in self._common
        }
        self.common = tuple(sorted((each for each in told.values() if each.telling), key=lambda each: each.status))

    def own(self, plan: Plan) -> tuple[Failure, ...]:
        """What a call's errors are besides those that most calls have."""
        return tuple(each for each in failures(plan) if each.telling and _alike(each) not in self._common)


def _alike(failure: Failure) -> tuple[str, Type | None]:
    """What makes errors of two calls the same, however each is described."""
    return failure.status, failure.body


def error_class(status: str) -> str:
    """The name of the class for a status or a range of them."""
    usual = "InternalServerError" if status.startswith("5") else "APIStatusError"
    return _CLASSES.get(status, usual)


def failures(plan: Plan) -> Iterator[Failure]:
    """The documented errors of a call, by status."""
    found: dict[str, list[Reading]] = {}
    for reading in plan.errors:
        found.setdefault(reading.status, []).append(reading)
    for status, readings in found.items():
        bodies = [body for body in map(_body, readings) if body is not None]
        yield Failure(status, error_class(status), union(bodies) if bodies else None, _about(readings[0]))


def told(failure: Failure, settled: Symbols) -> str:
    """`NotFoundError: 404, with `body: Problem`. There is no such ship.`"""
    body = "" if failure.body is None else flat(Annotations(settled, Place.RESPONSE).node(failure.body))
    stop = "" if not failure.about or failure.about.endswith((".", "!", "?")) else "."
    held = f", with `body: {body}`" if body else ""
    return f"{failure.error}: {failure.when}{held}. {failure.about}{stop}".rstrip()


def _body(reading: Reading) -> Type | None:
    """The shape of a body that is parsed."""
    of = reading.content.type if reading.content is not None and reading.media is Media.JSON else None
    return None if isinstance(of, UnknownType) else of


def _about(reading: Reading) -> str:
    known = {status.value: status.phrase for status in HTTPStatus}
    phrase = known.get(int(reading.status), "") if reading.status.isdigit() else ""
    text = sentence(reading.description)
    if phrase:
        text = re.sub(rf"^(?:{reading.status}\W+)?{phrase}\s*[-\u2013:.,]\s+(?=\S)", "", text, flags=re.IGNORECASE)
    empty = (phrase, f"{reading.status} {phrase}", reading.status, *_SAYING_NOTHING)
    return text if all(telling(text, each) for each in empty if each) else ""
