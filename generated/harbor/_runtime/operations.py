"""The wire contract of an operation, as data that emitted code writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, Literal, Self, TypeAlias, TypeVar

from .records import Record
from .styles import Style

if TYPE_CHECKING:
    from .checks import Check
    from .decode import Decoder
    from .pages import Pages
    from .plans import Plan

T_co = TypeVar("T_co", covariant=True)
ItemT_co = TypeVar("ItemT_co", covariant=True)
BodyT_co = TypeVar("BodyT_co", covariant=True)

_PLAIN: Final[Mapping[str, Style]] = {}
_BARE: Final[Mapping[str, str]] = {}

Thunk: TypeAlias = Callable[[], object]
"""Gives a type when it is first needed."""

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives of sets of schemes; the empty set means that none is needed."""


class JsonResponse(Record):
    """A JSON body of the type that `thunk` gives."""

    thunk: Thunk
    media_type: str = "application/json"

    @cached_property
    def decoder(self) -> Decoder:
        from .decode import Decoder

        return Decoder(self.thunk)


class TextResponse(Record):
    """A body of text: given as `str`."""

    media_type: str = "text/plain"


class BytesResponse(Record):
    """A body of anything else: given as `bytes`."""

    media_type: str = "application/octet-stream"


class NoBody(Record):
    """No body: given as None."""

    media_type: str = ""


class EventStream(JsonResponse):
    """Server-sent events, each with data of the type that `thunk` gives."""

    media_type: str = "text/event-stream"
    terminator: str | None = "[DONE]"


class JsonLines(JsonResponse):
    """One JSON value a line."""

    media_type: str = "application/x-ndjson"


Returned: TypeAlias = JsonResponse | TextResponse | BytesResponse | NoBody
Returns: TypeAlias = Mapping[str, Returned | tuple[Returned, ...]]
"""Status (`200`, `2XX` or `default`) -> what it gives, or several by content type."""

_SILENT: Final[Returns] = {}


class JsonBody(Record, kw_only=True):
    """A JSON body: named members, or one value.

    `lacks` names the members that only another body of the operation has.
    """

    media_type: str = "application/json"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


class FormBody(Record, kw_only=True):
    """A form-urlencoded body."""

    media_type: str = "application/x-www-form-urlencoded"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    styles: Mapping[str, Style] = _PLAIN


class Part(Record, kw_only=True):
    """How one property of a multipart body is sent."""

    content_type: str | None = None
    headers: Mapping[str, str] = _BARE
    files: bool = False
    style: Style | None = None


_WHOLE: Final[Mapping[str, Part]] = {}


class MultipartBody(Record, kw_only=True):
    """A multipart body; a property without a part of its own is sent by its value."""

    media_type: str = "multipart/form-data"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    parts: Mapping[str, Part] = _WHOLE


class RawBody(Record, kw_only=True):
    """A body sent as it is: bytes, text, a file or an iterator of bytes."""

    media_type: str = "application/octet-stream"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


class PartsBody(Record, kw_only=True):
    """A multipart body of parts without names, one after another."""

    media_type: str = "multipart/mixed"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    prefix: tuple[Part, ...] = ()
    item: Part = Part()


class LinesBody(Record, kw_only=True):
    """One JSON value a line, or a JSON text sequence (RFC 7464)."""

    media_type: str = "application/x-ndjson"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


Body: TypeAlias = JsonBody | FormBody | MultipartBody | PartsBody | LinesBody | RawBody

JSON_BODY: Final = JsonBody()
REQUIRED_JSON_BODY: Final = JsonBody(required=True)

Method: TypeAlias = Literal[
    "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "QUERY"
]


class Endpoint(Record):
    """Where calls go."""

    method: str
    path: str


class AnyOperation(Endpoint, kw_only=True):
    """What all operations have: how to send it and how to read what comes back.

    `query`, `header`, `cookie` and `path_styles` list only styles other than the default.
    `body` is what is sent, or several bodies that can carry it, the usual one first.
    `lists` names the arguments that take many items (`query.emails`, `body.ids`).
    """

    query: Mapping[str, Style] = _PLAIN
    header: Mapping[str, Style] = _PLAIN
    cookie: Mapping[str, Style] = _PLAIN
    path_styles: Mapping[str, Style] = _PLAIN
    body: Body | tuple[Body, ...] | None = None
    checks: tuple[Check, ...] = ()
    lists: tuple[str, ...] = ()
    returns: Returns = _SILENT
    errors: Returns = _SILENT
    security: Security | None = None
    idempotent: bool | None = None
    idempotency_header: str | None = None
    base_url: str | None = None

    @cached_property
    def plan(self) -> Plan:
        """What is worked out once, at the first call."""
        from .plans import Plan

        return Plan(self)

    @cached_property
    def _sent_as(self) -> dict[str, Self]:
        bodies = self.body if isinstance(self.body, tuple) else ()
        return {body.media_type: self.__replace__(body=body) for body in bodies}

    def sent_as(self, media_type: str | None) -> Self:
        """The operation with one of its bodies; with None, the arguments decide."""
        if media_type is None:
            return self
        found = self._sent_as.get(media_type)
        if found is not None:
            return found
        from .errors import InvalidArgumentError

        known = ", ".join(f"`{name}`" for name in self._sent_as)
        raise InvalidArgumentError(
            f"The body can be sent as {known}, not as `{media_type}`"
        )


class Operation(AnyOperation, Generic[T_co]):
    """An operation that gives one value."""


class PagedOperation(AnyOperation, Generic[ItemT_co, BodyT_co], kw_only=True):
    """An operation that gives a page of items, and says how to get the next."""

    pages: Pages


class StreamOperation(AnyOperation, Generic[T_co]):
    """An operation that gives values one after another."""


class DownloadOperation(AnyOperation):
    """An operation that gives a file."""
