"""The wire contract of an operation, as data that emitted code writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, Literal, Self, TypeAlias, TypeVar

from .styles import Style

if TYPE_CHECKING:
    from .checks import Check
    from .decode import Decoder
    from .pages import Pages
    from .plans import Plan

T_co = TypeVar("T_co", covariant=True)
ItemT_co = TypeVar("ItemT_co", covariant=True)
BodyT_co = TypeVar("BodyT_co", covariant=True)

Thunk: TypeAlias = Callable[[], object]
"""Gives a type when it is first needed."""

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives of sets of schemes; the empty set means that none is needed."""


@dataclass(frozen=True, eq=False)
class JsonResponse:
    """A JSON body of the type that `thunk` gives."""

    thunk: Thunk
    media_type: str = "application/json"

    @cached_property
    def decoder(self) -> Decoder:
        from .decode import Decoder

        return Decoder(self.thunk)


@dataclass(frozen=True, eq=False)
class TextResponse:
    """A body of text: given as `str`."""

    media_type: str = "text/plain"


@dataclass(frozen=True, eq=False)
class BytesResponse:
    """A body of anything else: given as `bytes`."""

    media_type: str = "application/octet-stream"


@dataclass(frozen=True, eq=False)
class NoBody:
    """No body: given as None."""

    media_type: str = ""


@dataclass(frozen=True, eq=False)
class EventStream(JsonResponse):
    """Server-sent events, each with data of the type that `thunk` gives."""

    media_type: str = "text/event-stream"
    terminator: str | None = "[DONE]"


@dataclass(frozen=True, eq=False)
class JsonLines(JsonResponse):
    """One JSON value a line."""

    media_type: str = "application/x-ndjson"


Returned: TypeAlias = JsonResponse | TextResponse | BytesResponse | NoBody
Returns: TypeAlias = Mapping[str, Returned | tuple[Returned, ...]]
"""Status (`200`, `2XX` or `default`) -> what it gives, or several by content type."""


@dataclass(frozen=True, kw_only=True, eq=False)
class JsonBody:
    """A JSON body: named members, or one value.

    `lacks` names the members that only another body of the operation has.
    """

    media_type: str = "application/json"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, eq=False)
class FormBody:
    """A form-urlencoded body."""

    media_type: str = "application/x-www-form-urlencoded"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    styles: Mapping[str, Style] = field(default_factory=dict[str, Style])


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """How one property of a multipart body is sent."""

    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    files: bool = False
    style: Style | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class MultipartBody:
    """A multipart body; a property without a part of its own is sent by its value."""

    media_type: str = "multipart/form-data"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    parts: Mapping[str, Part] = field(default_factory=dict[str, Part])


@dataclass(frozen=True, kw_only=True, eq=False)
class RawBody:
    """A body sent as it is: bytes, text, a file or an iterator of bytes."""

    media_type: str = "application/octet-stream"
    required: bool = False
    nullable: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


Body: TypeAlias = JsonBody | FormBody | MultipartBody | RawBody

JSON_BODY: Final = JsonBody()
REQUIRED_JSON_BODY: Final = JsonBody(required=True)

Method: TypeAlias = Literal[
    "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "QUERY"
]


@dataclass(frozen=True, eq=False)
class AnyOperation:
    """What all operations have: how to send it and how to read what comes back.

    `query`, `header`, `cookie` and `path_styles` list only styles other than the default.
    `body` is what is sent, or several bodies that can carry it, the usual one first.
    `lists` names the arguments that take many items (`query.emails`, `body.ids`).
    """

    method: str
    path: str
    query: Mapping[str, Style] = field(default_factory=dict[str, Style], kw_only=True)
    header: Mapping[str, Style] = field(default_factory=dict[str, Style], kw_only=True)
    cookie: Mapping[str, Style] = field(default_factory=dict[str, Style], kw_only=True)
    path_styles: Mapping[str, Style] = field(
        default_factory=dict[str, Style], kw_only=True
    )
    body: Body | tuple[Body, ...] | None = field(default=None, kw_only=True)
    checks: tuple[Check, ...] = field(default=(), kw_only=True)
    lists: tuple[str, ...] = field(default=(), kw_only=True)
    returns: Returns = field(default_factory=dict[str, Returned], kw_only=True)
    errors: Returns = field(default_factory=dict[str, Returned], kw_only=True)
    security: Security | None = field(default=None, kw_only=True)
    idempotent: bool | None = field(default=None, kw_only=True)
    idempotency_header: str | None = field(default=None, kw_only=True)
    base_url: str | None = field(default=None, kw_only=True)

    @cached_property
    def plan(self) -> Plan:
        """What is worked out once, at the first call."""
        from .plans import Plan

        return Plan(self)

    @cached_property
    def _sent_as(self) -> dict[str, Self]:
        bodies = self.body if isinstance(self.body, tuple) else ()
        return {body.media_type: replace(self, body=body) for body in bodies}

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


@dataclass(frozen=True, eq=False)
class PagedOperation(AnyOperation, Generic[ItemT_co, BodyT_co]):
    """An operation that gives a page of items, and says how to get the next."""

    pages: Pages = field(kw_only=True)


class StreamOperation(AnyOperation, Generic[T_co]):
    """An operation that gives values one after another."""


class DownloadOperation(AnyOperation):
    """An operation that gives a file."""
