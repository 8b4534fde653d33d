"""How lists go on: read off the query parameters and the body of a GET, unless the user said it.

A continuation needs both sides: a parameter that asks for the next part, and a body (or a header) that is a
list. A GET whose body only holds an array is no page. The order of the rules is the order of certainty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from specbind.config import Overrides
from specbind.ir.api import (
    Api,
    CursorPagination,
    LinkHeaderPagination,
    Location,
    Method,
    NextUrlPagination,
    OffsetPagination,
    Operation,
    PageNumberPagination,
    Pagination,
    Parameter,
    Resource,
)
from specbind.ir.types import (
    BooleanType,
    ConstType,
    Field,
    IntegerType,
    NumberType,
    ObjectType,
    StringFormat,
    StringType,
    Type,
    UnionType,
)
from specbind.passes.bodies import Listing, Types, declared, json_content, listing, members, resolve, success
from specbind.passes.paths import segments
from specbind.passes.words import fold, listed

LAST_ID_PARAMETERS = ("after", "startingafter", "afterid", "cursor", "lastid", "sinceid")
_ID_WORD = re.compile(r"\bids?\b", re.IGNORECASE)
_URL_WORD = re.compile(r"\bur[li]s?\b", re.IGNORECASE)
CURSOR_PARAMETERS = listed(
    "cursor pagetoken nextpagetoken nexttoken continuationtoken nextcursor startcursor pagecursor after"
    " page next offset startingafter iterator continue bookmark marker token pageafter paginationtoken"
    " starttoken startkey position scroll"
)
CURSOR_MEMBERS = listed(
    "nextcursor nextpagetoken nextpage nexttoken nextpagecursor continuationtoken endcursor nextiterator"
    " nextoffset cursor next after continue iterator nextmarker nextstartkey nextpageid bookmark nextkey"
)
LAST_ID_MEMBERS = ("lastid", "lastcursor")
MORE_MEMBERS = ("hasmore", "hasnext", "hasnextpage", "more", "hasmoreitems", "hasmorepages")
PAGE_PARAMETERS = ("page", "pagenumber", "pagenum", "pageno", "pageindex", "p")
TOTAL_PAGES_MEMBERS = ("totalpages", "pagecount", "lastpage", "pages", "numpages", "pagestotal", "totalpage")
OFFSET_PARAMETERS = ("offset", "skip", "start", "startindex", "startat", "from", "pageoffset")
LIMIT_PARAMETERS = [
    "limit",
    "pagesize",
    "perpage",
    "size",
    "count",
    "top",
    "take",
    "maxresults",
    "max",
    "pagelimit",
    "maxcount",
    "results",
    "numresults",
]
TOTAL_MEMBERS = (
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "count",
    "estimatedtotalhits",
    "totalsize",
)
NEXT_URL_MEMBERS = (
    "next",
    "nexturl",
    "nextpageurl",
    "nextpageuri",
    "nextlink",
    "odatanextlink",
    "nextpage",
    "nexthref",
)
HOLDERS = frozenset(
    listed(
        "meta pagination paging page links cursors pageinfo metadata responsemetadata resultinfo"
        " resultset nextpage pages cursor _links result data"
    )
)

Path = tuple[str, ...]


def paginate(api: Api, overrides: Overrides) -> Api:
    """The API whose methods say how their lists go on."""
    types = declared(api.types)
    operations = {operation.key: operation for operation in api.operations}

    def method(of: Method) -> Method:
        if of.operation in overrides.pagination:
            return replace(of, pagination=overrides.pagination[of.operation])
        return replace(of, pagination=recognise(operations[of.operation], types))

    def resource(of: Resource) -> Resource:
        return replace(of, methods=tuple(map(method, of.methods)), children=tuple(map(resource, of.children)))

    return replace(api, resources=resource(api.resources))


def recognise(operation: Operation, types: Types) -> Pagination | None:
    """How the list that an operation gives goes on, or None where it is no list that goes on."""
    content = json_content(operation)
    if operation.method != "GET" or content is None or content.type is None:
        return None
    names = [segment.name for segment in segments(operation.path) if not segment.placeholder]
    body = resolve(content.type, types)
    found = listing(body, types, names[-1] if names else "")
    if found is None:
        return None
    parameters = {
        fold(parameter.wire_name): parameter
        for parameter in operation.parameters
        if parameter.location is Location.QUERY and not isinstance(resolve(parameter.type, types), ObjectType)
    }
    page = Page(found, parameters, _facts(body, types), types, _link_header(operation))
    for rule in (_token, _last_id, _declared_url, _number, _offset, _link, _next_url):
        pagination = rule(page)
        if pagination is not None:
            return pagination
    return None


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules look at: the list, the query parameters and the body's members by folded name."""

    listing: Listing
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, tuple[Path, Field]]
    types: Types
    link_header: bool

    def parameter(self, names: tuple[str, ...] | list[str]) -> Parameter | None:
        """The first of some parameters that the operation has."""
        return next((self.parameters[name] for name in names if name in self.parameters), None)

    def member(self, names: tuple[str, ...] | list[str], *kinds: type) -> Path:
        """Where the first of some members is that has one of the kinds of type; empty where there is none."""
        for name in names:
            if name in self.facts and (not kinds or self._is(self.facts[name][1].type, kinds)):
                return self.facts[name][0]
        return ()

    def _is(self, of: Type, kinds: tuple[type, ...]) -> bool:
        of = resolve(of, self.types)
        variants = of.variants if isinstance(of, UnionType) else (of,)
        return any(isinstance(resolve(each, self.types), kinds) for each in variants)

    def is_number(self, parameter: Parameter) -> bool:
        """Whether a parameter is a number and nothing else."""
        of = resolve(parameter.type, self.types)
        return isinstance(of, IntegerType | NumberType)

    @property
    def more(self) -> Path:
        """The member that says whether there is more."""
        return self.member(MORE_MEMBERS, BooleanType, ConstType)


def _facts(body: Type, types: Types) -> dict[str, tuple[Path, Field]]:
    """The members of a body, and of the members that hold paging facts, by folded name; outer ones win."""
    found: dict[str, tuple[Path, Field]] = {}
    held: list[tuple[Path, Field]] = []
    for name, field in members(body, types).items():
        found.setdefault(fold(name), ((name,), field))
        held.append(((name,), field))
    for path, field in held:
        if len(path) > _DEEPEST or fold(path[-1]) not in HOLDERS:
            continue
        for name, inner in members(field.type, types).items():
            found.setdefault(fold(name), ((*path, name), inner))
            held.append(((*path, name), inner))
    return found


_DEEPEST = 2


def _link_header(operation: Operation) -> bool:
    response = success(operation)
    return response is not None and any(fold(header.wire_name) == "link" for header in response.headers)


def _token(page: Page) -> Pagination | None:
    """A member of the body is a parameter's value: `next_cursor` and `cursor`, `next_page` and `page`."""
    member = _token_member(page)
    parameter = _token_parameter(page, member)
    if not member or parameter is None:
        return None
    return CursorPagination(page.listing.path, parameter.wire_name, member, (), page.more)


def _token_member(page: Page) -> Path:
    for name in CURSOR_MEMBERS:
        path = page.member([name], StringType, IntegerType, NumberType)
        if path and not _is_url(page, name):
            return path
    for name, (path, field) in page.facts.items():
        if len(path) > 1 and fold(path[0]).startswith("next") and name in page.parameters and not _is_url(page, name):
            return path if isinstance(resolve(field.type, page.types), StringType) else ()
    return ()


def _token_parameter(page: Page, member: Path) -> Parameter | None:
    """The parameter that a token goes into: one of its own name, else the first known one.

    A numbered `page` beside a token is another way to page; a bare `cursor` or `next` only pairs with its
    like.
    """
    if not member:
        return None
    last = fold(member[-1])
    own = {last, last.removeprefix("next"), last.removeprefix("end")} - {""}
    for name in sorted(own, key=lambda each: each != last):
        if name in page.parameters and name in CURSOR_PARAMETERS:
            parameter = page.parameters[name]
            numeric = page.is_number(parameter) and name in (*PAGE_PARAMETERS, *OFFSET_PARAMETERS)
            return None if numeric and not _same_number(page, member) else parameter
    known = (page.parameters[name] for name in CURSOR_PARAMETERS if name in page.parameters)
    return next((parameter for parameter in known if not page.is_number(parameter)), None)


def _same_number(page: Page, member: Path) -> bool:
    """Whether a token is a number too, so that `next_page: 3` answers `page=2`."""
    return bool(page.member([fold(member[-1])], IntegerType))


def _is_url(page: Page, name: str) -> bool:
    path, field = page.facts[name]
    of = resolve(field.type, page.types)
    if isinstance(of, StringType) and of.format is StringFormat.URI:
        return True
    spoken = name in NEXT_URL_MEMBERS and _URL_WORD.search(field.description or "") is not None
    return spoken or fold(path[0]) in ("links", "_links")


def _last_id(page: Page) -> Pagination | None:
    """The parameter takes the id of the last item: `after` or `starting_after`, with `last_id`, `has_more` or
    items with an id.
    """
    parameter = page.parameter(LAST_ID_PARAMETERS)
    if parameter is None or page.is_number(parameter):
        return None
    last = page.member(LAST_ID_MEMBERS, StringType)
    if last:
        return CursorPagination(page.listing.path, parameter.wire_name, last, (), page.more)
    if "id" not in members(page.listing.item, page.types):
        return None
    named = fold(parameter.wire_name) != "cursor" and _ID_WORD.search(parameter.description or "") is not None
    if not page.more and not (named and page.parameter(LIMIT_PARAMETERS) is not None):
        return None
    return CursorPagination(page.listing.path, parameter.wire_name, (), ("id",), page.more)


def _declared_url(page: Page) -> Pagination | None:
    """A member is the URL of the next page, and the document says that it is a URL."""
    for name in NEXT_URL_MEMBERS:
        path = page.member([name], StringType)
        if path and _is_declared_url(page, name):
            return NextUrlPagination(page.listing.path, path)
    return None


def _is_declared_url(page: Page, name: str) -> bool:
    if _is_url(page, name):
        return True
    of = resolve(page.facts[name][1].type, page.types)
    variants = of.variants if isinstance(of, UnionType) else (of,)
    urls = any(isinstance(each, StringType) and each.format is StringFormat.URI for each in variants)
    return urls or name.endswith(("url", "uri", "link", "href"))


def _number(page: Page) -> Pagination | None:
    """Numbered pages: `page` as a number, and a list; an array alone needs a page size too."""
    parameter = page.parameter(PAGE_PARAMETERS)
    if parameter is None or not page.is_number(parameter):
        return None
    if not page.listing.path and page.parameter(LIMIT_PARAMETERS) is None:
        return None
    if not page.listing.path and page.link_header:
        return LinkHeaderPagination(())
    total = page.member(TOTAL_PAGES_MEMBERS, IntegerType, NumberType)
    first = 0 if parameter.default == 0 and parameter.default is not False else 1
    return PageNumberPagination(page.listing.path, parameter.wire_name, first, total, page.more)


def _offset(page: Page) -> Pagination | None:
    """Numbered items: `offset` or `skip` as a number, with a limit or a total."""
    parameter = page.parameter(OFFSET_PARAMETERS)
    limit = page.parameter(LIMIT_PARAMETERS)
    total = page.member(TOTAL_MEMBERS, IntegerType, NumberType)
    if parameter is None or not page.is_number(parameter) or (limit is None and not total):
        return None
    name = limit.wire_name if limit is not None else None
    return OffsetPagination(page.listing.path, parameter.wire_name, name, total, page.more)


def _link(page: Page) -> Pagination | None:
    """A documented `Link` header, and a parameter that says that there are pages."""
    asks = [page.parameters[name] for name in (*LIMIT_PARAMETERS, *CURSOR_PARAMETERS) if name in page.parameters]
    spoken = any("link header" in (parameter.description or "").lower() for parameter in asks)
    return LinkHeaderPagination(page.listing.path) if asks and (page.link_header or spoken) else None


def _next_url(page: Page) -> Pagination | None:
    """A member called like a link to the next page where no parameter takes a token."""
    path = page.member(("next", "nexturl", "nextpage"), StringType)
    if not path or page.parameter(CURSOR_PARAMETERS) is not None:
        return None
    return NextUrlPagination(page.listing.path, path)
