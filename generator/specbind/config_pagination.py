"""Read one `[apis.NAME.pagination."GET /path"]`."""

from __future__ import annotations

from collections.abc import Callable

from specbind.config_table import Table
from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Pagination,
)


def pagination(table: Table) -> Pagination | None:
    """The pagination that a table describes; None for `kind = "none"`: the list has no pages."""
    return table.variant("kind", KINDS)


def _cursor(table: Table) -> Pagination:
    table.needs("cursor", "item")
    return CursorPagination(
        items_path=table.path("items"),
        cursor_parameter=table.text("cursor_parameter", required=True),
        cursor_path=table.inner_path("cursor"),
        item_path=table.inner_path("item"),
        more_path=table.path("more"),
    )


def _page(table: Table) -> Pagination:
    return PageNumberPagination(
        items_path=table.path("items"),
        page_parameter=table.text("page_parameter", required=True),
        first_page=table.number("first_page", 1),
        total_pages_path=table.path("total_pages"),
        more_path=table.path("more"),
    )


def _offset(table: Table) -> Pagination:
    return OffsetPagination(
        items_path=table.path("items"),
        offset_parameter=table.text("offset_parameter", required=True),
        limit_parameter=table.optional_text("limit_parameter"),
        total_path=table.path("total"),
        more_path=table.path("more"),
    )


def _link(table: Table) -> Pagination:
    return LinkHeaderPagination(items_path=table.path("items"))


def _next_url(table: Table) -> Pagination:
    return NextUrlPagination(items_path=table.path("items"), url_path=table.inner_path("url", required=True))


def _none(table: Table) -> None:
    return None


KINDS: dict[str, Callable[[Table], Pagination | None]] = {
    "cursor": _cursor,
    "page": _page,
    "offset": _offset,
    "link": _link,
    "next_url": _next_url,
    "none": _none,
}
