"""Two pages of a list: the answers that hold them, and the request that must ask for the second."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
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
from specbind.ir.types import (
    NULL,
    Field,
    IntegerType,
    Json,
    NumberType,
    StringFormat,
    StringType,
    Type,
    UnionType,
    without_null,
)
from specbind.python.plan import Planner
from specbind.python.sample import Members, Sampler
from specbind.python.stubs_answers import AnswerSpec
from specbind.python.stubs_wire import WireRequest, encoded, scalar

BASE_URL = "https://api.test"
Path = tuple[str, ...]


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

    def pages(self, pagination: Pagination, body: Type, first: WireRequest, members: frozenset[str]) -> TwoPages | None:
        """Two pages; None where the type has no way to say that the second is the last.

        `members` are the arguments that travel in the body.
        """
        item = self._planner.item_type(body, pagination.items_path)
        page = self._sampler.value(body)
        for path in _paths(pagination):
            page = self._filled(body, page, path)
        one = _put(page, pagination.items_path, [self._sampler.value(item)])
        two = _put(page, pagination.items_path, [self._sampler.value(item, Members.REQUIRED, 1)])
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

    def token(self, of: Type, text: str, number: int) -> Json:
        """`text` or `number` where the type is as free as that, else a sample of the type."""
        target = self._planner.resolve(of)
        if isinstance(target, IntegerType | NumberType):
            return number
        plain = isinstance(target, StringType) and target.format is StringFormat.PLAIN and target.pattern is None
        return text if plain else self._sampler.value(of, Members.REQUIRED, 1)

    def _filled(self, of: Type, value: Json, path: Path) -> Json:
        """The value with the objects on the way to a member, each with all that it must have."""
        field = self._planner.member(of, path[0]) if len(path) > 1 else None
        if field is None or not isinstance(value, dict):
            return value
        inner = value.get(path[0])
        if not isinstance(inner, dict):
            inner = self._sampler.value(self._holder(field.type, path[1]))
        return {**value, path[0]: self._filled(field.type, inner, path[1:])}

    def _holder(self, of: Type, wire_name: str) -> Type:
        """The variant that has a member, where a type has variants."""
        target = without_null(self._planner.resolve(without_null(of)[0]))[0]
        variants = target.variants if isinstance(target, UnionType) else (target,)
        return next((each for each in variants if self._planner.member(each, wire_name) is not None), target)

    def _cursor(self, how: CursorPagination, body: Type, item: Type, made: _Pages) -> bool:
        if how.more_path:
            made.one = _put(made.one, how.more_path, True)
            made.two = _put(made.two, how.more_path, False)
        if not how.cursor_path:
            return self._item_cursor(how, item, made)
        field = self._field(body, how.cursor_path)
        cursor = _token(self, field, "cursor_2", 2)
        made.one = _put(made.one, how.cursor_path, cursor)
        made.ask(how.cursor_parameter, cursor)
        if how.more_path and field is not None and field.required:
            made.two = _put(made.two, how.cursor_path, _token(self, field, "cursor_3", 3))
            return True
        return self._end(made, how.cursor_path, field)

    def _item_cursor(self, how: CursorPagination, item: Type, made: _Pages) -> bool:
        """The next page starts after the id of the last item."""
        field = self._field(item, how.item_path)
        cursor = _token(self, field, "item_1", 1)
        made.one = _put(made.one, (*how.items_path, "", *how.item_path), cursor)
        made.ask(how.cursor_parameter, cursor)
        if not how.more_path:
            made.two = _put(made.two, how.items_path, [])
        return True

    def _end(self, made: _Pages, path: Path, field: Field | None) -> bool:
        """Say in the second page that none follows."""
        if field is None or not field.required:
            made.two = _drop(made.two, path)
        elif isinstance(field.type, UnionType) and NULL in field.type.variants:
            made.two = _put(made.two, path, None)
        elif isinstance(self._planner.resolve(field.type), IntegerType | NumberType):
            return False
        else:
            made.two = _put(made.two, path, "")
        return True

    def _number(self, how: PageNumberPagination, made: _Pages) -> bool:
        number = made.asked(how.page_parameter, how.first_page)
        made.ask(how.page_parameter, number + 1)
        if how.total_pages_path:
            total = number + 2 - how.first_page
            made.both(lambda page: _put(page, how.total_pages_path, total))
        if how.more_path:
            made.one = _put(made.one, how.more_path, True)
            made.two = _put(made.two, how.more_path, False)
        if not how.total_pages_path and not how.more_path:
            made.two = _put(made.two, how.items_path, [])
        return True

    def _offset(self, how: OffsetPagination, made: _Pages) -> bool:
        offset = made.asked(how.offset_parameter, 0)
        made.ask(how.offset_parameter, offset + 1)
        if how.total_path:
            made.both(lambda page: _put(page, how.total_path, offset + 2))
        if how.more_path:
            made.one = _put(made.one, how.more_path, True)
            made.two = _put(made.two, how.more_path, False)
        if not how.total_path and not how.more_path:
            made.two = _put(made.two, how.items_path, [])
        return True

    def _url(self, how: LinkHeaderPagination | NextUrlPagination, body: Type, made: _Pages) -> bool:
        url = BASE_URL + made.second.path + "?page=2"
        made.second = replace(made.second, query=(("page", "2"),))
        if isinstance(how, LinkHeaderPagination):
            made.headers = (("link", f'<{url}>; rel="next"'),)
            return True
        made.one = _put(made.one, how.url_path, url)
        return self._end(made, how.url_path, self._field(body, how.url_path))

    def _field(self, of: Type, path: Path) -> Field | None:
        """The member at the end of a path."""
        found: Field | None = None
        for name in path:
            found = self._planner.member(of, name)
            if found is None:
                return None
            of = found.type
        return found


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


def _token(pager: Pager, field: Field | None, text: str, number: int) -> Json:
    """A cursor of the type that the document gives it."""
    if field is None:
        return text
    return pager.token(without_null(field.type)[0], text, number)


def _paths(how: Pagination) -> tuple[Path, ...]:
    """The places in a page that its pagination reads."""
    match how:
        case CursorPagination():
            return how.items_path, how.cursor_path, how.more_path
        case PageNumberPagination():
            return how.items_path, how.total_pages_path, how.more_path
        case OffsetPagination():
            return how.items_path, how.total_path, how.more_path
        case LinkHeaderPagination():
            return (how.items_path,)
        case NextUrlPagination():
            return how.items_path, how.url_path
        case _:
            assert_never(how)


def _put(document: Json, path: Path, value: Json) -> Json:
    """The document with a value at a path; an empty step goes into the last item of a list."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == "" and isinstance(document, list) and document:
        return [*document[:-1], _put(document[-1], rest, value)]
    members = dict(document) if isinstance(document, dict) else {}
    members[step] = _put(deepcopy(members.get(step)), rest, value)
    return members


def _drop(document: Json, path: Path) -> Json:
    """The document without the member at a path."""
    if not isinstance(document, dict) or path[0] not in document:
        return document
    if len(path) == 1:
        return {name: value for name, value in document.items() if name != path[0]}
    return {**document, path[0]: _drop(document[path[0]], path[1:])}
