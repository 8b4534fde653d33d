"""Items laid out as the pages of a list, the way its client goes from one to the next."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import BaseModel

from specbind.testing.clients import Operation
from specbind.testing.payloads import least, plain, success
from specbind.testing.sent import Sent

PAGE = "_page"
"""The parameter of the URLs that lead to next pages here."""


class Paging:
    """The pages of one list; `members` are set in the body of each."""

    def __init__(self, operation: Operation, pages: Sequence[Sequence[object]], members: dict[str, object]) -> None:
        if not hasattr(operation, "pages"):
            raise TypeError(f"{operation.method} {operation.path} has no pages; use `returns`")
        self._how = operation.pages
        self._kind = type(operation.pages).__name__
        self._status, returned = success(operation)
        self._body = returned.thunk()
        self._pages = [[plain(item) for item in page] for page in pages]
        self._members = plain(members)

    def answer(self, request: Sent, url: httpx.URL) -> httpx.Response:
        """The page that a request asks for; one without items after the last."""
        index = self._index(request)
        items = self._pages[index] if index < len(self._pages) else []
        page = copy.deepcopy(self._frame())
        page = _put(page, self._how.items, items)
        more = index + 1 < len(self._pages)
        following = str(url.copy_set_param(PAGE, index + 1))
        headers: dict[str, str] = {}
        match self._kind:
            case "CursorPages":
                page = self._with_cursor(page, index, more)
            case "PageNumberPages":
                page = self._with(page, "total_pages", len(self._pages))
            case "OffsetPages":
                page = self._with(page, "total", sum(map(len, self._pages)))
            case "LinkHeaderPages":
                headers = {"link": f'<{following}>; rel="{self._how.relation}"'} if more else {}
            case _:
                page = _put(page, self._how.url, following if more else self._end(self._how.url))
        page = self._with(page, "more", more)
        return httpx.Response(self._status, headers=headers, json=page)

    def _frame(self) -> Any:
        """A body with the members that it must have."""
        return {**least(self._body), **self._members} if self._how.items else []

    def _with(self, page: Any, member: str, value: object) -> Any:
        path = getattr(self._how, member, ())
        return _put(page, path, value) if path else page

    def _index(self, request: Sent) -> int:
        """Which page a request asks for."""
        if self._kind in ("LinkHeaderPages", "NextUrlPages"):
            return int(str(request.query.get(PAGE, 0)))
        asked: Any = request.query.get(self._how.parameter)
        if self._how.location == "body":
            asked = (request.json or {}).get(self._how.parameter)
        if asked is None or asked == "":
            return 0
        match self._kind:
            case "CursorPages":
                tokens = [str(self._token(index)) for index in range(len(self._pages))]
                return tokens.index(str(asked)) + 1 if str(asked) in tokens else len(self._pages)
            case "PageNumberPages":
                return int(asked) - int(self._how.first)
            case _:
                starts = [sum(map(len, self._pages[:index])) for index in range(len(self._pages))]
                return starts.index(int(asked)) if int(asked) in starts else len(self._pages)

    def _token(self, index: int) -> Any:
        """What leads to the page after one: the id of its last item, or a word of our own."""
        items = self._pages[index]
        last = _at(items[-1], self._how.item) if self._how.item and items else None
        if last is not None:
            return last
        return index + 1 if isinstance(self._least(self._how.cursor), int | float) else f"cursor_{index + 1}"

    def _with_cursor(self, page: Any, index: int, more: bool) -> Any:
        if not self._how.cursor:
            return page
        last = min(index, len(self._pages) - 1)
        return _put(page, self._how.cursor, self._token(last) if more else self._end(self._how.cursor))

    def _least(self, path: Sequence[str]) -> Any:
        """The least value of a member that may be left out."""
        kind: Any = self._body
        for name in path:
            fields = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
            found = next((field for key, field in fields.items() if name in (key, field.alias)), None)
            if found is None:
                return None
            kind = found.annotation
        options = [each for each in getattr(kind, "__args__", ()) if each is not type(None)]
        return least(options[0] if options else kind)

    def _end(self, path: Sequence[str]) -> Any:
        """What says that no page follows: what a body has anyhow."""
        return _at(self._frame(), path)


def _put(body: Any, path: Sequence[str], value: object) -> Any:
    if not path:
        return value
    members = dict(body) if isinstance(body, dict) else {}
    members[path[0]] = _put(members.get(path[0]), path[1:], value)
    return members


def _at(body: Any, path: Sequence[str]) -> Any:
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body
