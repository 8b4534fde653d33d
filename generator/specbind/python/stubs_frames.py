"""The body around the items of a page: its members that say how the list goes on, read and written."""

from __future__ import annotations

from copy import deepcopy
from typing import TypeAlias, assert_never

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

Path: TypeAlias = tuple[str, ...]
"""Wire names from a body down to a member."""


class Frames:
    """Fills the bodies of one API's pages."""

    def __init__(self, planner: Planner, sampler: Sampler) -> None:
        self._planner = planner
        self._sampler = sampler

    def filled(self, how: Pagination, body: Type, value: Json) -> Json:
        """The value with the objects on the way to all that its pagination reads."""
        for path in paths(how):
            value = self._filled(body, value, path)
        return value

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

    def field(self, of: Type, path: Path) -> Field | None:
        """The member at the end of a path."""
        found: Field | None = None
        for name in path:
            found = self._planner.member(of, name)
            if found is None:
                return None
            of = found.type
        return found

    def token(self, field: Field | None, text: str, number: int) -> Json:
        """A cursor: `text` or `number` where the member is as free as that, else a sample of its type."""
        if field is None:
            return text
        of = without_null(field.type)[0]
        target = self._planner.resolve(of)
        if isinstance(target, IntegerType | NumberType):
            return number
        plain = isinstance(target, StringType) and target.format is StringFormat.PLAIN and target.pattern is None
        return text if plain else self._sampler.value(of, Members.REQUIRED, 1)

    def ended(self, page: Json, path: Path, field: Field | None) -> Json | None:
        """The page without a cursor or a URL at a path; None where the type has no way to say that none follows."""
        if field is None or not field.required:
            return drop(page, path)
        if isinstance(field.type, UnionType) and NULL in field.type.variants:
            return put(page, path, None)
        if isinstance(self._planner.resolve(field.type), IntegerType | NumberType):
            return None
        return put(page, path, "")


def paths(how: Pagination) -> tuple[Path, ...]:
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


def put(document: Json, path: Path, value: Json) -> Json:
    """The document with a value at a path; an empty step goes into the last item of a list."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == "" and isinstance(document, list) and document:
        return [*document[:-1], put(document[-1], rest, value)]
    members = dict(document) if isinstance(document, dict) else {}
    members[step] = put(deepcopy(members.get(step)), rest, value)
    return members


def drop(document: Json, path: Path) -> Json:
    """The document without the member at a path."""
    if not isinstance(document, dict) or path[0] not in document:
        return document
    if len(path) == 1:
        return {name: value for name, value in document.items() if name != path[0]}
    return {**document, path[0]: drop(document[path[0]], path[1:])}


def at(document: Json, path: Path) -> Json:
    """What stands at a path; None where there is nothing."""
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document
