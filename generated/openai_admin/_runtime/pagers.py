"""Pages of items, and iteration across them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from .errors import PaginationError
from .pages import Next, Trail, find_next, page_items
from .responses import APIResponse

if TYPE_CHECKING:
    import httpx

    from .core_async import AsyncCore
    from .core_sync import SyncCore
    from .operations import PagedOperation
    from .prepare import Prepared
    from .settings import Settings

Item = TypeVar("Item")
Body = TypeVar("Body")


class _Page(Generic[Item, Body]):
    """What a sync and an async page have in common."""

    body: Body
    """The whole body of the page."""
    data: list[Item]
    """The items of this page."""

    def __init__(
        self,
        settings: Settings,
        operation: PagedOperation[Item, Body],
        request: Prepared,
        response: httpx.Response,
        body: Body,
        trail: Trail | None,
        index: int,
    ) -> None:
        self.body = body
        self.data = cast("list[Item]", page_items(operation.pages, body))
        self._settings = settings
        self._operation = operation
        self._request = request
        self._http_response = response
        self._trail = trail
        self._index = index

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.data)} items)"

    @property
    def response(self) -> APIResponse[Body]:
        """The response that brought this page."""
        body = self.body
        return APIResponse(self._settings.api, self._http_response, lambda: body)

    def has_next_page(self) -> bool:
        """Whether another page follows."""
        return self._next() is not None

    def _next(self) -> Next | None:
        headers = self._http_response.headers
        return find_next(self._operation.pages, self._request, self.body, headers)

    def _step(self) -> tuple[Prepared, Trail] | None:
        found = self._next()
        if found is None:
            return None
        if self._trail is None:
            self._trail = Trail(self._settings.limits.max_pages)
            self._trail.start(self._request.full_url)
            self._trail.start(_start_mark(self._operation, self._request))
        self._trail.step(self._index, found.mark)
        return found.request, self._trail


def _start_mark(operation: PagedOperation[Item, Body], request: Prepared) -> str:
    """The cursor that the first page itself was asked with."""
    name = getattr(operation.pages, "parameter", None)
    for pair in request.pairs:
        if pair[0] == name:
            return pair[1]
    return request.full_url


class SyncPage(_Page[Item, Body]):
    """A page; iterating it gives its items and those of all pages after it."""

    def __init__(
        self,
        core: SyncCore,
        operation: PagedOperation[Item, Body],
        request: Prepared,
        response: httpx.Response,
        body: Body,
        trail: Trail | None = None,
        index: int = 0,
    ) -> None:
        super().__init__(
            core.settings, operation, request, response, body, trail, index
        )
        self._core = core

    def next_page(self) -> SyncPage[Item, Body]:
        """Get the page after this one."""
        step = self._step()
        if step is None:
            raise PaginationError("This is the last page")
        request, trail = step
        return self._core.fetch_page(self._operation, request, trail, self._index + 1)

    def iter_pages(self) -> Iterator[SyncPage[Item, Body]]:
        """This page and all after it."""
        page = self
        yield page
        while page.has_next_page():
            page = page.next_page()
            yield page

    def __iter__(self) -> Iterator[Item]:
        for page in self.iter_pages():
            yield from page.data


class AsyncPage(_Page[Item, Body]):
    """A page; iterating it gives its items and those of all pages after it."""

    def __init__(
        self,
        core: AsyncCore,
        operation: PagedOperation[Item, Body],
        request: Prepared,
        response: httpx.Response,
        body: Body,
        trail: Trail | None = None,
        index: int = 0,
    ) -> None:
        super().__init__(
            core.settings, operation, request, response, body, trail, index
        )
        self._core = core

    async def next_page(self) -> AsyncPage[Item, Body]:
        """Get the page after this one."""
        step = self._step()
        if step is None:
            raise PaginationError("This is the last page")
        request, trail = step
        return await self._core.fetch_page(
            self._operation, request, trail, self._index + 1
        )

    async def iter_pages(self) -> AsyncIterator[AsyncPage[Item, Body]]:
        """This page and all after it."""
        page = self
        yield page
        while page.has_next_page():
            page = await page.next_page()
            yield page

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.iter_pages():
            for item in page.data:
                yield item


class AsyncPager(Generic[Item, Body]):
    """A list call not made yet: await it for one page, or iterate it for all items."""

    def __init__(self, fetch: Callable[[], Awaitable[AsyncPage[Item, Body]]]) -> None:
        self._fetch = fetch

    def __await__(self) -> Generator[object, None, AsyncPage[Item, Body]]:
        return cast(
            "Generator[object, None, AsyncPage[Item, Body]]", self._fetch().__await__()
        )

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for item in await self:
            yield item

    async def iter_pages(self) -> AsyncIterator[AsyncPage[Item, Body]]:
        """All pages in turn."""
        async for page in (await self).iter_pages():
            yield page
