"""What is wrong with a request, said so that one can mend it, and the response that says it (RFC 9457)."""

from __future__ import annotations

import difflib
import enum
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specbind.ir.types import Json
from specbind.mock.exchange import Reply

PROBLEM = "application/problem+json"
_LONGEST = 60


class Place(enum.Enum):
    """The part of a request that a complaint is about."""

    METHOD = "method"
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One place of a request that is not what the description says.

    `name` is that of a parameter, `pointer` leads to a place within its value or within the body (RFC 6901).
    `found` is None where there is nothing.
    """

    place: Place
    name: str
    pointer: str
    expected: str
    found: str | None = None

    def __str__(self) -> str:
        where = f"{self.place.value} `{self.name}`" if self.name else self.place.value
        at = f" {self.pointer}" if self.pointer else ""
        return f"{where}{at}: expected {self.expected}, found {self.found or 'nothing'}"

    @property
    def document(self) -> dict[str, Json]:
        """The complaint as a member of `errors`."""
        named: dict[str, Json] = {"name": self.name} if self.name else {}
        pointed: dict[str, Json] = {"pointer": self.pointer} if self.pointer else {}
        return {"in": self.place.value, **named, **pointed, "expected": self.expected, "found": self.found}


class RefusedError(Exception):
    """A request that is refused before all of it is read."""

    def __init__(self, status: int, complaints: Sequence[Complaint], headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__("; ".join(map(str, complaints)))
        self.status = status
        self.complaints = tuple(complaints)
        self.headers = headers


_TITLES = {
    400: "The request is not what the description says",
    401: "The request has no credential that the description asks for",
    404: "The description has no such path",
    405: "The description has no such method for this path",
    406: "No documented response is acceptable",
    415: "The description has no such content type for this body",
    501: "No value is found for this response",
}


def problem(status: int, complaints: Iterable[Complaint], operation: str | None) -> Reply:
    """The response to a request that is refused."""
    listed = tuple(complaints)
    said = "; ".join(map(str, listed))
    document: dict[str, Json] = {"title": _TITLES[status], "status": status, "detail": said}
    if operation is not None:
        document["operation"] = operation
    document["errors"] = [each.document for each in listed]
    body = json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    return Reply(status, (("content-type", PROBLEM),), (body,), said)


def shown(value: Json) -> str:
    """A value in few words."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words with commas and a last `or`; the first ones where there are many."""
    every = list(words)
    some = every[:most] + ([f"{len(every) - most} others"] if len(every) > most else [])
    return f"{', '.join(some[:-1])} or {some[-1]}" if len(some) > 1 else "".join(some)


def meant(name: str, known: Iterable[str]) -> str:
    """A question after a name that is not known, where another is close; else nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f" (did you mean `{close[0]}`?)" if close else ""
