"""What an API is: its operations, its declared types, and the tree by which people reach the operations."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TypeAlias

from specbind.ir.remarks import Keyword, Overlooked
from specbind.ir.types import MISSING, Inference, Json, Missing, Type, TypeDecl
from specbind.source import Span


class Location(enum.Enum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class Style(enum.Enum):
    """How a parameter's value is laid out (OpenAPI 3.1 section 4.8.12.2, RFC 6570).

    BRACKETS is not OpenAPI's: arrays as `name[]=a&name[]=b`, objects as `name[key]=v`.
    TAB_DELIMITED is Swagger's `tsv`. With WHOLE the value is all of the query, without a name (3.2's `querystring`).
    """

    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    TAB_DELIMITED = "tabDelimited"
    DEEP_OBJECT = "deepObject"
    BRACKETS = "brackets"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Example:
    """A documented value; `name` is its key where the document gives several."""

    value: Json
    name: str | None = None
    summary: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query, header or cookie parameter. `media_type` is set where the value is sent as an encoded document."""

    wire_name: str
    location: Location
    type: Type
    required: bool
    style: Style
    explode: bool
    allow_reserved: bool = False
    media_type: str | None = None
    description: str | None = None
    default: Json | Missing = MISSING
    deprecated: bool = False
    examples: tuple[Example, ...] = ()
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """A documented response header, or a header of one part of a multipart body."""

    wire_name: str
    type: Type
    required: bool = False
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one member of a form or multipart body is sent.

    Parts in a row have no names: `wire_name` is their position (`0`, `1`), or `*` for all after those.
    """

    wire_name: str
    media_type: str | None = None
    style: Style | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """One representation of a body: a media type (lower case, parameters kept) and the type of its document.

    `type` is None where the document describes no shape for it.
    """

    media_type: str
    type: Type | None
    encodings: tuple[Encoding, ...] = ()
    examples: tuple[Example, ...] = ()
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What an operation sends. Contents are in the document's order."""

    contents: tuple[Content, ...]
    required: bool
    description: str | None = None
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """What comes back for `status`: a code (`200`), a range (`4XX`) or `default`. No content means no body."""

    status: str
    contents: tuple[Content, ...] = ()
    headers: tuple[Header, ...] = ()
    description: str | None = None
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A placeholder of a server URL."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A base URL, possibly a template, possibly relative to where the description was found."""

    url: str
    description: str | None = None
    variables: tuple[ServerVariable, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ApiKeyScheme:
    """A secret sent under a name in a header, the query or a cookie.

    `variable` is the environment variable that the document's examples take it from.
    """

    name: str
    location: Location
    wire_name: str
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)
    variable: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BearerScheme:
    """A token in `Authorization: Bearer` (RFC 6750). `variable` is as in `ApiKeyScheme`."""

    name: str
    format: str | None = None
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)
    variable: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BasicScheme:
    """A user name and a password in `Authorization: Basic` (RFC 7617)."""

    name: str
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OAuth2Flow:
    """One way to get a token; `kind` is OpenAPI's word (`clientCredentials`, `authorizationCode`, ...)."""

    kind: str
    token_url: str | None = None
    authorization_url: str | None = None
    refresh_url: str | None = None
    device_authorization_url: str | None = None
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OAuth2Scheme:
    """Tokens from an authorization server (RFC 6749)."""

    name: str
    flows: tuple[OAuth2Flow, ...]
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OtherScheme:
    """A scheme the client cannot speak by itself (`mutualTLS`, `openIdConnect`, `digest`, ...)."""

    name: str
    kind: str
    description: str | None = None
    deprecated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


SecurityScheme: TypeAlias = "ApiKeyScheme | BearerScheme | BasicScheme | OAuth2Scheme | OtherScheme"


@dataclass(frozen=True, slots=True)
class SecurityUse:
    """A scheme by name, with the scopes asked for."""

    scheme: str
    scopes: tuple[str, ...] = ()


SecurityChoice: TypeAlias = "tuple[SecurityUse, ...]"
"""Schemes that are needed together; none at all means that no credential is needed."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented call.

    `security` lists alternatives; None means that the API's own list applies. `call` is how the document itself says
    that people reach it, resources first (`("organization", "usage", "costs")`); empty where it does not say.
    `unplaced` are parameters of the path for which it has no place: no request has them, but reviews compare them.
    `callbacks` are requests that the API sends on account of the call, each named by its callback and its URL.
    """

    method: str
    path: str
    operation_id: str | None = None
    summary: str | None = None
    description: str | None = None
    deprecated: bool = False
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[SecurityChoice, ...] | None = None
    servers: tuple[Server, ...] = ()
    call: tuple[str, ...] = ()
    callbacks: tuple[Webhook, ...] = ()
    unplaced: tuple[Parameter, ...] = field(default=(), compare=False, repr=False)
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> str:
        """What names an operation everywhere, config included: `GET /pets/{pet_id}`."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request the API sends to its users: only its body is of interest to them. Without one, `media_type` is None."""

    name: str
    type: Type
    media_type: str | None = "application/json"
    description: str | None = None
    examples: tuple[Example, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """A label by which the document groups operations."""

    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class CursorPagination:
    """The next page is asked for with a value of this page.

    `cursor_path` says where that value is: member names from the body (`("next_page",)`), or the id of the last item
    (`item_path`, with `cursor_path` empty or naming a `last_id` member). `more_path` is a boolean member, if any.
    """

    items_path: tuple[str, ...]
    cursor_parameter: str
    cursor_path: tuple[str, ...]
    item_path: tuple[str, ...] = ()
    more_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageNumberPagination:
    """Pages are numbered; `total_pages_path` is a member with their count, if any."""

    items_path: tuple[str, ...]
    page_parameter: str
    first_page: int = 1
    total_pages_path: tuple[str, ...] = ()
    more_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OffsetPagination:
    """Items are numbered; the next page begins after the items seen so far."""

    items_path: tuple[str, ...]
    offset_parameter: str
    limit_parameter: str | None = None
    total_path: tuple[str, ...] = ()
    more_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkHeaderPagination:
    """The next page is the `Link` header with `rel="next"` (RFC 8288); the body is the list, or holds it."""

    items_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextUrlPagination:
    """The next page is a URL in the body."""

    items_path: tuple[str, ...]
    url_path: tuple[str, ...]


Pagination: TypeAlias = (
    "CursorPagination | PageNumberPagination | OffsetPagination | LinkHeaderPagination | NextUrlPagination"
)
"""How a list goes on. `items_path` is where the items are in the body; empty where the body is the list."""


@dataclass(frozen=True, slots=True)
class Method:
    """An operation under the name people call it by."""

    name: str
    operation: str
    pagination: Pagination | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A node of the tree: `client.organization.projects` is two nodes below the root, whose path is empty."""

    path: tuple[str, ...]
    methods: tuple[Method, ...] = ()
    children: tuple[Resource, ...] = ()
    description: str | None = None

    @property
    def name(self) -> str:
        """The last word of the path; nothing for the root."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Api:
    """The whole of a described API. `resources` is empty until the resources pass has run."""

    title: str
    version: str
    operations: tuple[Operation, ...]
    types: tuple[TypeDecl, ...]
    description: str | None = None
    servers: tuple[Server, ...] = ()
    security_schemes: tuple[SecurityScheme, ...] = ()
    security: tuple[SecurityChoice, ...] = ()
    tags: tuple[Tag, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    resources: Resource = Resource(())
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    keywords: tuple[Keyword, ...] = field(default=(), compare=False, repr=False)
    overlooked: tuple[Overlooked, ...] = field(default=(), compare=False, repr=False)
