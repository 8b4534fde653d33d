"""How lists go on, by shape; and lists that do not."""

from __future__ import annotations

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    Operation,
    PageNumberPagination,
    Pagination,
    Parameter,
)
from specbind.ir.types import (
    NULL,
    ArrayType,
    BooleanType,
    Field,
    IntegerType,
    ObjectType,
    StringFormat,
    StringType,
    Type,
    UnionType,
)
from specbind.passes.bodies import declared
from specbind.passes.paginate import recognise
from specbind.passes.run import run
from specbind.python.plan import Planner

from .build import TEXT, api, obj, op, page, query

INT, BOOL, URL = IntegerType(), BooleanType(), StringType(StringFormat.URI)
THING = obj(id=TEXT, name=TEXT)
LIMIT = query("limit", INT)


def pages(
    body: Type, *parameters: Parameter, key: str = "GET /things", headers: tuple[str, ...] = ()
) -> Pagination | None:
    """How an operation goes on."""
    operation: Operation = op(key, body, parameters=parameters, headers=headers)
    return recognise(operation, declared(()))


def test_a_last_id_member_is_the_cursor() -> None:
    found = pages(page(THING, first_id=TEXT, last_id=TEXT, has_more=BOOL), query("after"), LIMIT)
    assert found == CursorPagination(("data",), "after", ("last_id",), (), ("has_more",))


def test_the_id_of_the_last_item_is_the_cursor() -> None:
    found = pages(page(THING, has_more=BOOL), query("starting_after"), LIMIT)
    assert found == CursorPagination(("data",), "starting_after", (), ("id",), ("has_more",))
    said = query("after", description="Get users after this user ID")
    assert pages(ArrayType(THING), said, LIMIT) == CursorPagination((), "after", (), ("id",))


@pytest.mark.parametrize(
    ("member", "parameter"),
    [
        ("next_cursor", "cursor"),
        ("next_page_token", "page_token"),
        ("nextPageToken", "pageToken"),
        ("next_page", "page"),
        ("next", "after"),
        ("continuation_token", "continuation_token"),
        ("iterator", "iterator"),
    ],
)
def test_a_token_of_the_body_pairs_with_a_parameter(member: str, parameter: str) -> None:
    found = pages(page(THING, **{member: UnionType((TEXT, NULL))}), query(parameter), LIMIT)
    assert found == CursorPagination(("data",), parameter, (member,))


@pytest.mark.parametrize("holder", ["meta", "pagination", "response_metadata"])
def test_a_token_may_be_nested(holder: str) -> None:
    found = pages(page(THING, **{holder: obj(next_cursor=TEXT)}), query("cursor"))
    assert found == CursorPagination(("data",), "cursor", (holder, "next_cursor"))
    deep = page(THING, meta=obj(cursor=obj(after=INT)))
    assert pages(deep, query("after", INT)) == CursorPagination(("data",), "after", ("meta", "cursor", "after"))


def test_the_offset_of_a_next_page_object_is_a_token() -> None:
    body = page(THING, next_page=obj(offset=TEXT, path=TEXT, uri=URL))
    assert pages(body, query("offset"), LIMIT) == CursorPagination(("data",), "offset", ("next_page", "offset"))


def test_a_page_that_is_text_beside_next_page_is_a_cursor() -> None:
    found = pages(page(THING, has_more=BOOL, next_page=TEXT), query("page"))
    assert found == CursorPagination(("data",), "page", ("next_page",), (), ("has_more",))


def test_numbered_pages() -> None:
    found = pages(page(THING, total_pages=INT), query("page", INT), query("per_page", INT))
    assert found == PageNumberPagination(("data",), "page", 1, ("total_pages",))
    assert pages(ArrayType(THING), query("page", INT), LIMIT) == PageNumberPagination((), "page")


def test_numbered_items() -> None:
    body = obj(items=ArrayType(THING), total=INT)
    assert pages(body, query("offset", INT), LIMIT) == OffsetPagination(("items",), "offset", "limit", ("total",))
    assert pages(body, query("skip", INT)) == OffsetPagination(("items",), "skip", None, ("total",))


def test_a_link_header() -> None:
    per_page = query("per_page", INT)
    assert pages(ArrayType(THING), query("page", INT), per_page, headers=("Link",)) == LinkHeaderPagination(())
    said = query("after", description="A cursor, as given in the Link header.")
    assert pages(ArrayType(THING), said, per_page) == LinkHeaderPagination(())


def test_lists_of_one_kind_or_another_go_on_like_lists_and_have_items_of_both() -> None:
    other = obj(id=TEXT, seen=BOOL)
    lists = UnionType((ArrayType(THING), ArrayType(other)))
    per_page = query("per_page", INT)
    assert pages(lists, query("page", INT), per_page, headers=("Link",)) == LinkHeaderPagination(())
    assert pages(lists, query("page", INT), per_page) == PageNumberPagination((), "page", 1, (), ())
    assert Planner(api()).item_type(lists, ()) == UnionType((THING, other))


@pytest.mark.parametrize("member", ["next", "next_url", "nextLink"])
def test_a_url_of_the_next_page(member: str) -> None:
    assert pages(page(THING, **{member: URL}), LIMIT) == NextUrlPagination(("data",), (member,))


def test_a_url_of_the_next_page_among_links() -> None:
    assert pages(page(THING, links=obj(next=TEXT)), LIMIT) == NextUrlPagination(("data",), ("links", "next"))


def test_a_member_that_is_said_to_be_a_url_is_no_token() -> None:
    next_page = Field("next_page", TEXT, False, "A URL that calls the endpoint for the next page.")
    body = ObjectType((Field("data", ArrayType(THING), True), next_page))
    assert pages(body, query("cursor")) == NextUrlPagination(("data",), ("next_page",))


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        (page(THING), ()),
        (ArrayType(THING), ()),
        (ArrayType(THING), (LIMIT,)),
        (page(THING), (query("after"),)),
        (THING, (query("cursor"), LIMIT)),
        (ArrayType(TEXT), (query("page", INT),)),
        (obj(total=INT), (query("page", INT), LIMIT)),
        (page(obj(name=TEXT)), (query("cursor"), LIMIT)),
        (page(THING), (query("start", TEXT), query("end", TEXT))),
    ],
)
def test_what_holds_a_list_is_not_always_a_page(body: Type, parameters: tuple[Parameter, ...]) -> None:
    assert pages(body, *parameters) is None


def test_only_a_get_is_paged_unless_the_user_says_so() -> None:
    body = page(THING, next_cursor=TEXT)
    assert pages(body, query("cursor"), key="POST /things/search") is None
    chosen = CursorPagination(("data",), "cursor", ("next_cursor",))
    of = api(op("POST /things/search", body), op("GET /things", body, parameters=(query("cursor"),)))
    overrides = Overrides(pagination={"POST /things/search": chosen, "GET /things": None})
    (resource,) = run(of, overrides, Collector()).resources.children
    assert {method.name: method.pagination for method in resource.methods} == {"search": chosen, "list": None}


def test_a_list_inside_an_envelope_goes_on_too() -> None:
    body = obj(result=obj(things=ArrayType(THING)), result_info=obj(total_pages=INT))
    found = pages(body, query("page", INT), query("per_page", INT))
    assert found == PageNumberPagination(("result", "things"), "page", 1, ("result_info", "total_pages"))
