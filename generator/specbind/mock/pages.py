"""Lists that go on for a page or two and then end, with cursors that lead from one to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Pagination,
)
from specbind.ir.types import Json, Type
from specbind.mock.checks import PAGE, Request
from specbind.mock.exchange import Call, Pairs
from specbind.python.plan import Planner
from specbind.python.sample import Members, Sampler, UnsampledError
from specbind.python.stubs_frames import Frames, Path, at, drop, put

ITEMS, SIZE = 3, 2
"""How many items a list has, and how many of them a page has unless the caller asks for less."""
_SIZES = ("limit", "per_page", "page_size", "pageSize", "perPage", "maxResults", "max_results", "size", "first")


@dataclass(frozen=True, slots=True)
class _List:
    """All items of a list, and the place of the page that is asked for."""

    items: list[Json]
    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def more(self) -> bool:
        return self.end < len(self.items)


class Pages:
    """Makes pages of one API's lists, each around a body that is an example or a sample."""

    def __init__(self, planner: Planner, sampler: Sampler) -> None:
        self._planner = planner
        self._sampler = sampler
        self._frames = Frames(planner, sampler)

    def page(self, how: Pagination, of: Type, body: Json, request: Request, call: Call) -> tuple[Json, Pairs]:
        """The page that a request asks for, and the headers that lead to the next."""
        items = self._items(how, of, at(body, how.items_path))
        size = _asked(how, request)
        found = _List(items, self._start(how, of, items, size, request), size)
        page = put(self._frames.filled(how, of, body), how.items_path, items[found.start : found.end])
        match how:
            case CursorPagination():
                return self._cursor(how, of, page, found), ()
            case PageNumberPagination():
                pages = math.ceil(len(items) / size)
                return _with(_with(page, how.total_pages_path, pages), how.more_path, found.more), ()
            case OffsetPagination():
                return _with(_with(page, how.total_path, len(items)), how.more_path, found.more), ()
            case LinkHeaderPagination():
                link = f'<{_next(call, found.end)}>; rel="next"'
                return page, (("link", link),) if found.more else ()
            case NextUrlPagination():
                if found.more:
                    return put(page, how.url_path, _next(call, found.end)), ()
                return self._ended(of, page, how.url_path), ()
            case _:
                assert_never(how)

    def _items(self, how: Pagination, of: Type, given: Json) -> list[Json]:
        """The items of the example, and samples up to the number of all."""
        items = list(given) if isinstance(given, list) else []
        item = self._planner.item_type(of, how.items_path)
        try:
            items += [self._sampler.value(item, Members.ALL, nth) for nth in range(len(items), ITEMS)]
        except UnsampledError:
            return items
        return items

    def _start(self, how: Pagination, of: Type, items: list[Json], size: int, request: Request) -> int:
        """The first item of the page that is asked for; a cursor that nobody gave leads to the last page."""
        match how:
            case CursorPagination(cursor_parameter=name):
                given = _given(name, request)
                if given is None or given == "":
                    return 0
                after = (end for end in range(1, len(items)) if self._token(how, of, items, end) == given)
                return next(after, max(len(items) - size, 0))
            case PageNumberPagination(page_parameter=name, first_page=first):
                return max(_whole(_given(name, request), first) - first, 0) * size
            case OffsetPagination(offset_parameter=name):
                return max(_whole(_given(name, request), 0), 0)
            case LinkHeaderPagination() | NextUrlPagination():
                return request.page or 0
            case _:
                assert_never(how)

    def _token(self, how: CursorPagination, of: Type, items: list[Json], end: int) -> Json:
        """What leads to the page after the first `end` items: the id of the last of them, or a word of our own."""
        named = ("id",) if how.cursor_path[-1:] == ("last_id",) else ()
        last = at(items[end - 1], how.item_path or named) if how.item_path or named else None
        if last is not None:
            return last
        return self._frames.token(self._frames.field(of, how.cursor_path), f"cursor_{end}", end)

    def _cursor(self, how: CursorPagination, of: Type, page: Json, found: _List) -> Json:
        page = _with(page, how.more_path, found.more)
        if isinstance(page, dict) and "first_id" in page and found.start < len(found.items):
            page["first_id"] = at(found.items[found.start], how.item_path or ("id",))
        if not how.cursor_path:
            # Without a word for the end, only a page without items is the last.
            ending = not how.more_path and not found.more
            return put(page, how.items_path, []) if ending and found.start else page
        field = self._frames.field(of, how.cursor_path)
        shown = min(found.end, len(found.items))
        if found.more or (how.more_path and field is not None and field.required and shown):
            return put(page, how.cursor_path, self._token(how, of, found.items, shown))
        return self._ended(of, page, how.cursor_path)

    def _ended(self, of: Type, page: Json, path: Path) -> Json:
        """A page after which none comes, even where its type has no way to say that."""
        ended = self._frames.ended(page, path, self._frames.field(of, path))
        return drop(page, path) if ended is None else ended


def _with(page: Json, path: Path, value: Json) -> Json:
    return put(page, path, value) if path else page


def _given(name: str, request: Request) -> Json:
    """A parameter of the query, or a member of the body."""
    if name in request.query:
        return request.query[name]
    return request.body.get(name) if isinstance(request.body, dict) else None


def _whole(value: Json, usual: int) -> int:
    return value if isinstance(value, int) else usual


def _asked(how: Pagination, request: Request) -> int:
    """How many items the caller wants, if it is a word for that, but never more than a page has."""
    own = (how.limit_parameter,) if isinstance(how, OffsetPagination) and how.limit_parameter else ()
    asked = (_given(name, request) for name in (*own, *_SIZES))
    return next((min(size, SIZE) for size in asked if isinstance(size, int) and size > 0), SIZE)


def _next(call: Call, start: int) -> str:
    """The URL of this request for the page that begins with an item."""
    rest = "&".join(pair for pair in call.query.split("&") if pair and not pair.startswith(f"{PAGE}="))
    return f"{call.origin}{call.path}?{rest}{'&' if rest else ''}{PAGE}={start}"
