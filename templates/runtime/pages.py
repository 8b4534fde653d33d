"""Finding the next page: pure functions from a page to the request for the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast
from urllib.parse import unquote, urljoin, urlsplit

from .encode import plain
from .errors import PaginationError
from .models import member_at
from .records import Record
from .secrecy import redact
from .urls import origin

if TYPE_CHECKING:
    from .prepare import Prepared

MemberPath: TypeAlias = tuple[str, ...]
"""Wire names from the body down to a member; empty means the body itself."""


class CursorPages(Record, kw_only=True):
    """The next page starts after a token of this one, or after its last item."""

    items: MemberPath = ()
    parameter: str
    cursor: MemberPath = ()
    item: MemberPath = ()
    more: MemberPath = ()
    location: Literal["query", "body"] = "query"


class PageNumberPages(Record, kw_only=True):
    """Pages are numbered."""

    items: MemberPath = ()
    parameter: str = "page"
    first: int = 1
    total_pages: MemberPath = ()
    more: MemberPath = ()
    location: Literal["query", "body"] = "query"


class OffsetPages(Record, kw_only=True):
    """A page starts after a number of items."""

    items: MemberPath = ()
    parameter: str = "offset"
    total: MemberPath = ()
    more: MemberPath = ()
    location: Literal["query", "body"] = "query"


class LinkHeaderPages(Record, kw_only=True):
    """The `Link` header names the next page."""

    items: MemberPath = ()
    relation: str = "next"


class NextUrlPages(Record, kw_only=True):
    """The body names the next page's URL."""

    items: MemberPath = ()
    url: MemberPath = ("next",)


Pages: TypeAlias = (
    CursorPages | PageNumberPages | OffsetPages | LinkHeaderPages | NextUrlPages
)


class Next(NamedTuple):
    """The request for a next page, and what tells it from the others."""

    request: Prepared
    mark: str


def page_items(pages: Pages, body: object) -> list[object]:
    """The items of a page."""
    found = member_at(body, pages.items)
    return cast("list[object]", found) if isinstance(found, list) else []


def find_next(
    pages: Pages, request: Prepared, body: object, headers: Mapping[str, str]
) -> Next | None:
    """The request for the page after this one; None after the last."""
    if isinstance(pages, CursorPages):
        return _after_cursor(pages, request, body)
    if isinstance(pages, PageNumberPages):
        return _after_number(pages, request, body)
    if isinstance(pages, OffsetPages):
        return _after_offset(pages, request, body)
    if isinstance(pages, LinkHeaderPages):
        url = link_target(headers.get("link", ""), pages.relation)
    else:
        found = member_at(body, pages.url)
        url = found if isinstance(found, str) else None
    return _at_url(request, url) if url else None


def _after_cursor(pages: CursorPages, request: Prepared, body: object) -> Next | None:
    more = member_at(body, pages.more) if pages.more else None
    if more is False:
        return None
    cursor = member_at(body, pages.cursor) if pages.cursor else None
    if cursor is None or cursor == "":
        items = page_items(pages, body)
        if items and pages.item and (more is True or not pages.cursor):
            cursor = member_at(items[-1], pages.item)
    if cursor is not None and cursor != "":
        value = plain(cursor, pages.parameter)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, (str, int, float)):
            return Next(_set(pages, request, value), str(value))
    if more is True:
        raise PaginationError("The API says that more follows, but not where")
    return None


def _after_number(
    pages: PageNumberPages, request: Prepared, body: object
) -> Next | None:
    number = _sent(pages, request, pages.first)
    total = member_at(body, pages.total_pages) if pages.total_pages else None
    more = member_at(body, pages.more) if pages.more else None
    if isinstance(total, (int, float)):
        if number >= total + pages.first - 1:
            return None
    elif more is False or (more is None and not page_items(pages, body)):
        return None
    return Next(_set(pages, request, number + 1), str(number + 1))


def _after_offset(pages: OffsetPages, request: Prepared, body: object) -> Next | None:
    count = len(page_items(pages, body))
    offset = _sent(pages, request, 0) + count
    total = member_at(body, pages.total) if pages.total else None
    more = member_at(body, pages.more) if pages.more else None
    if count == 0 or more is False or _is_all(offset, total):
        return None
    return Next(_set(pages, request, offset), str(offset))


def _is_all(offset: int, total: object) -> bool:
    return isinstance(total, (int, float)) and offset >= total


def _set(
    pages: CursorPages | PageNumberPages | OffsetPages,
    request: Prepared,
    value: str | float,
) -> Prepared:
    if pages.location == "body":
        return request.with_member(pages.parameter, value)
    return request.with_query(pages.parameter, value)


def _sent(pages: PageNumberPages | OffsetPages, request: Prepared, default: int) -> int:
    if pages.location == "body":
        members = request.json if isinstance(request.json, dict) else {}
        value = members.get(pages.parameter)
        return value if isinstance(value, int) else default
    for name, text in reversed(request.pairs):
        if unquote(name) == pages.parameter and text.lstrip("-").isdigit():
            return int(text)
    return default


def _at_url(request: Prepared, url: str) -> Next:
    """The next page at a URL, refused where it would leave the API's origin."""
    target = urljoin(request.full_url, url.strip()).partition("#")[0]
    parts = urlsplit(target)
    bad = any(ord(sign) < 33 or ord(sign) == 127 or sign == "\\" for sign in target)
    if bad or parts.username is not None or parts.password is not None:
        raise PaginationError("The link to the next page is malformed; not followed")
    if origin(target) != origin(request.url):
        raise PaginationError(
            f"The next page is at another origin, {redact(parts.netloc)[:80]!r}; "
            "not followed"
        )
    return Next(request.with_url(target), target)


def link_target(header: str, relation: str) -> str | None:
    """The target of the first link with this relation in a `Link` header."""
    rest = header
    while "<" in rest:
        target, _, rest = rest.partition("<")[2].partition(">")
        parameters, quoted, end = "", False, len(rest)
        for index, sign in enumerate(rest):
            if sign == '"':
                quoted = not quoted
            elif sign == "," and not quoted:
                end = index
                break
        parameters, rest = rest[:end], rest[end:]
        for parameter in parameters.split(";"):
            name, _, value = parameter.partition("=")
            names = value.strip().strip('"').lower().split()
            if name.strip().lower() == "rel" and relation.lower() in names:
                return target.strip()
    return None


class Trail:
    """The pages that a walk has asked for: a walk that turns in a circle stops."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._asked: dict[str, int] = {}

    def step(self, index: int, mark: str) -> None:
        """Note that page `index` leads to `mark`."""
        if index + 1 >= self._limit:
            raise PaginationError(f"More than {self._limit} pages")
        before = self._asked.setdefault(mark, index)
        if before != index:
            raise PaginationError(
                f"Page {index + 1} leads back to a page already read; stopped"
            )

    def start(self, mark: str) -> None:
        """Note the first page."""
        self._asked.setdefault(mark, -1)
