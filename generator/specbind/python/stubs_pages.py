"""Two pages of a list: the answers that hold them, and the request that must ask for the second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Pagination,
)
from specbind.ir.types import Field, Json, Type
from specbind.python.plan import Planner
from specbind.python.sample import Members, Sampler
from specbind.python.stubs_answers import AnswerSpec
from specbind.python.stubs_frames import Frames, Path, put
from specbind.python.stubs_wire import WireRequest, encoded, scalar

BASE_URL = "https://api.test"


@dataclass(frozen=True, slots=True)
class TwoPages:
    """What two pages of a list answer, and the second request."""

    answers: tuple[AnswerSpec, AnswerSpec]
    second: WireRequest
    item: Type


class Pager:
    """Makes pages of one API's lists."""

    def __init__(self, planner: Planner, sampler: Sampler) -> None:
        self._planner = planner
        self._sampler = sampler
        self._frames = Frames(planner, sampler)

    def pages(self, pagination: Pagination, body: Type, first: WireRequest, members: frozenset[str]) -> TwoPages | None:
        """Two pages; None where the type has no way to say that the second is the last.

        `members` are the arguments that travel in the body.
        """
        item = self._planner.item_type(body, pagination.items_path)
        page = self._frames.filled(pagination, body, self._sampler.value(body))
        one = put(page, pagination.items_path, [self._sampler.value(item)])
        two = put(page, pagination.items_path, [self._sampler.value(item, Members.REQUIRED, 1)])
        made = _Pages(one, two, first, members)
        match pagination:
            case CursorPagination():
                good = self._cursor(pagination, body, item, made)
            case PageNumberPagination():
                good = self._number(pagination, made)
            case OffsetPagination():
                good = self._offset(pagination, made)
            case LinkHeaderPagination() | NextUrlPagination():
                good = self._url(pagination, body, made)
            case _:
                assert_never(pagination)
        if not good:
            return None
        answers = AnswerSpec(json=(made.one,), headers=made.headers), AnswerSpec(json=(made.two,))
        return TwoPages(answers, made.second, item)

    def _cursor(self, how: CursorPagination, body: Type, item: Type, made: _Pages) -> bool:
        if how.more_path:
            made.one = put(made.one, how.more_path, True)
            made.two = put(made.two, how.more_path, False)
        if not how.cursor_path:
            return self._item_cursor(how, item, made)
        field = self._frames.field(body, how.cursor_path)
        cursor = self._frames.token(field, "cursor_2", 2)
        made.one = put(made.one, how.cursor_path, cursor)
        made.ask(how.cursor_parameter, cursor)
        if how.more_path and field is not None and field.required:
            made.two = put(made.two, how.cursor_path, self._frames.token(field, "cursor_3", 3))
            return True
        return self._end(made, how.cursor_path, field)

    def _end(self, made: _Pages, path: Path, field: Field | None) -> bool:
        """Say in the second page that none follows, if the type has a way to."""
        ended = self._frames.ended(made.two, path, field)
        made.two = made.two if ended is None else ended
        return ended is not None

    def _item_cursor(self, how: CursorPagination, item: Type, made: _Pages) -> bool:
        """The next page starts after the id of the last item."""
        field = self._frames.field(item, how.item_path)
        cursor = self._frames.token(field, "item_1", 1)
        made.one = put(made.one, (*how.items_path, "", *how.item_path), cursor)
        made.ask(how.cursor_parameter, cursor)
        if not how.more_path:
            made.two = put(made.two, how.items_path, [])
        return True

    def _number(self, how: PageNumberPagination, made: _Pages) -> bool:
        number = made.asked(how.page_parameter, how.first_page)
        made.ask(how.page_parameter, number + 1)
        if how.total_pages_path:
            total = number + 2 - how.first_page
            made.both(lambda page: put(page, how.total_pages_path, total))
        if how.more_path:
            made.one = put(made.one, how.more_path, True)
            made.two = put(made.two, how.more_path, False)
        if not how.total_pages_path and not how.more_path:
            made.two = put(made.two, how.items_path, [])
        return True

    def _offset(self, how: OffsetPagination, made: _Pages) -> bool:
        offset = made.asked(how.offset_parameter, 0)
        made.ask(how.offset_parameter, offset + 1)
        if how.total_path:
            made.both(lambda page: put(page, how.total_path, offset + 2))
        if how.more_path:
            made.one = put(made.one, how.more_path, True)
            made.two = put(made.two, how.more_path, False)
        if not how.total_path and not how.more_path:
            made.two = put(made.two, how.items_path, [])
        return True

    def _url(self, how: LinkHeaderPagination | NextUrlPagination, body: Type, made: _Pages) -> bool:
        url = BASE_URL + made.second.path + "?page=2"
        made.second = replace(made.second, query=(("page", "2"),))
        if isinstance(how, LinkHeaderPagination):
            made.headers = (("link", f'<{url}>; rel="next"'),)
            return True
        made.one = put(made.one, how.url_path, url)
        return self._end(made, how.url_path, self._frames.field(body, how.url_path))


@dataclass
class _Pages:
    """Two pages in the making."""

    one: Json
    two: Json
    second: WireRequest
    members: frozenset[str]
    headers: tuple[tuple[str, str], ...] = ()

    def both(self, change: Callable[[Json], Json]) -> None:
        self.one, self.two = change(self.one), change(self.two)

    def asked(self, parameter: str, default: int) -> int:
        """What the first request asks for."""
        for name, value in self.second.query:
            if name == encoded(parameter) and value.isdigit():
                return int(value)
        members = self.second.body.json[0] if self.second.body.json else None
        found = members.get(parameter) if isinstance(members, dict) else None
        return found if isinstance(found, int) else default

    def ask(self, parameter: str, value: Json) -> None:
        """Set a parameter of the second request, in its body where it stands there."""
        body = self.second.body
        members = body.json[0] if body.json else {}
        if parameter in self.members and isinstance(members, dict):
            self.second = replace(
                self.second,
                body=replace(body, content_type="application/json", json=({**members, parameter: value},)),
            )
            return
        name = encoded(parameter)
        rest = tuple(pair for pair in self.second.query if pair[0] != name)
        self.second = replace(self.second, query=(*rest, (name, encoded(scalar(value)))))
