"""The mock: what it accepts and refuses of each style and media type, what it answers, that its lists end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from specbind.mock import mock
from specbind.mock.exchange import Call, Reply
from specbind.mock.service import Mock

PORT = Path(__file__).parent / "port.yaml"


@pytest.fixture(scope="module")
def port() -> Mock:
    return mock(PORT, seed=1)


def sent(port: Mock, method: str, target: str, body: str | bytes = b"", **headers: str) -> Reply:
    path, _, query = f"/v1{target}".partition("?")
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    content = body.encode() if isinstance(body, str) else body
    return port.answer(Call(method, path, query, pairs, content, "http://mock.test"))


def read(reply: Reply) -> Any:
    return json.loads(reply.body)


ACCEPTED = [
    "/simple/1,2/high=3,wide=4",
    "/label/.1.2/.high,3,wide,4",
    "/matrix/;list=1;list=2/;high=3;wide=4",
    "/query",
    "/query?flag=true&either=9&many=1&many=2&joined=1,2&spaced=1%202&piped=1|2",
    "/query?spaced=1+2&piped=1%7C2&either=abc",
    "/query?deep[high]=1&deep%5Bwide%5D=2&high=3&wide=4&paired=high,1",
    "/query?deep_list=1&deep_list=2",
    "/query?deep_list[]=1&deep_list[]=2",
    "/query?deep_boxes[0][high]=1&deep_boxes[0][wide]=2&deep_boxes[1][high]=3",
    "/query?document=%7B%22high%22%3A1%7D",
    "/things/a%2Fb%20c",
]
REFUSED = [
    ("/simple/1;2/high=3", 'path `list` /0: expected an integer, found "1;2"'),
    ("/simple/1/high,3", 'path `object`: expected `name=value` pieces, found "high,3"'),
    ("/label/1.2/.high,3", "path `list`: expected a dot before the value (style label)"),
    ("/matrix/;lost=1/;high=3", "path `list`: expected `;list=` before the value (style matrix)"),
    ("/query?flag=yes", 'query `flag`: expected true or false, found "yes"'),
    ("/query?flag=True", 'query `flag`: expected true or false, found "True"'),
    ("/query?many=1,2", 'query `many` /0: expected an integer, found "1,2"'),
    ("/query?many=1&many=x", 'query `many` /1: expected an integer, found "x"'),
    ("/query?many[]=1", "query `many[]`: expected no such parameter (`many` is sent as `many=a&many=b`)"),
    ("/query?joined=1&joined=2", "query `joined`: expected the name once, not 2 times"),
    ("/query?joined[0]=1", "query `joined[0]`: expected no such parameter (`joined` is sent as `joined=a,b`)"),
    ("/query?spaced=1,2", 'query `spaced` /0: expected an integer, found "1,2"'),
    ("/query?piped=1,2", 'query `piped` /0: expected an integer, found "1,2"'),
    ("/query?deep=1", "query `deep`: expected `deep[key]=value` for each member"),
    ("/query?deep[high]=x", 'query `deep` /high: expected an integer, found "x"'),
    ("/query?deep[wide]=1", "query `deep` /high: expected a value, which is required"),
    ("/query?deep[high]=1&deep[high]=2", "query `deep`: expected one value, found 2"),
    (
        "/query?deep_boxes[0][high]=1&deep_boxes[1][wide]=2",
        "query `deep_boxes` /1/high: expected a value, which is required",
    ),
    ("/query?deep_boxes[high]=1", 'query `deep_boxes`: expected an array, found {"high": "1"}'),
    ("/query?paired=high", "query `paired`: expected names and values in turn"),
    ("/query?document=high", 'query `document`: expected JSON, found "high"'),
    ("/query?document=%7B%22high%22%3Anull%7D", "query `document` /high: expected an integer, found null"),
    ("/query?deep[high]=3000000000", "query `deep` /high: expected a text of the format int32, found 3000000000"),
    ("/query?flags=true", "query `flags`: expected no such parameter (did you mean `flag`?)"),
]


@pytest.mark.parametrize("target", ACCEPTED)
def test_a_parameter_in_its_style_is_accepted(port: Mock, target: str) -> None:
    assert sent(port, "GET", target).status in (200, 204)


@pytest.mark.parametrize(("target", "said"), REFUSED)
def test_a_parameter_that_is_not_as_documented_is_refused_with_what_was_expected(
    port: Mock, target: str, said: str
) -> None:
    reply = sent(port, "GET", target)
    assert (reply.status, said) == (400, said if said in reply.note else reply.note)
    assert dict(reply.headers)["content-type"] == "application/problem+json"


def test_all_that_is_wrong_is_said_at_once_with_the_place_of_each(port: Mock) -> None:
    document = read(
        sent(port, "GET", "/query?flag=1&many=x&deep[wide]=2", x_list="1, b", x_box="high=1", cookie="crumbs=z")
    )
    assert document["status"] == 400
    assert document["operation"] == "GET /query"
    assert [(each["in"], each["name"], each.get("pointer")) for each in document["errors"]] == [
        ("query", "flag", None),
        ("query", "many", "/0"),
        ("query", "deep", "/high"),
        ("header", "X-List", "/1"),
        ("cookie", "crumbs", "/0"),
    ]


BODIES = [
    ("/form", "application/x-www-form-urlencoded", "name=a&box[high]=1&marks=1,2", ""),
    ("/form", "application/x-www-form-urlencoded", "name=a+b&name=c", "expected for `name` the name once"),
    ("/form", "application/x-www-form-urlencoded", "box[high]=x", "body /name: expected a value, which is required"),
    ("/form", "application/x-www-form-urlencoded", "name=a&box[high]=x", "body /box/high: expected an integer"),
    ("/form", "application/x-www-form-urlencoded", "name=a&nome=b", "body /nome: expected no such member"),
    ("/form", "application/json", "{}", "expected application/x-www-form-urlencoded, found application/json"),
    ("/form", "", "", ""),
    ("/lines", "application/x-ndjson", '{"high":1}\n{"high":2}\n', ""),
    ("/lines", "application/x-ndjson", '{"high":1}\n{"wide":2}\n', "body /1/high: expected a value, which is required"),
    ("/lines", "application/x-ndjson", '{"high":1}\nhigh\n', "body /1: expected JSON"),
    ("/lines", "", "", "expected a body of application/x-ndjson, which is required"),
    ("/shapes", "application/json", '{"kind": "round", "radius": 1}', ""),
    (
        "/shapes",
        "application/json",
        '{"kind": "round", "side": 1}',
        "body /radius: expected a value, which is required",
    ),
    ("/shapes", "application/json", '{"kind": "oval"}', 'body /kind: expected "round" or "square", found "oval"'),
    ("/shapes", "application/json", '{"kind": NaN}', "body: expected JSON"),
    ("/shapes", "application/json", "[" * 100_000, "body: expected JSON"),
    ("/shapes", "application/json", b"\xff", "body: expected text in UTF-8"),
]


@pytest.mark.parametrize(("target", "kind", "body", "said"), BODIES)
def test_a_body_is_held_against_its_type(port: Mock, target: str, kind: str, body: str | bytes, said: str) -> None:
    reply = sent(port, "POST", target, body, **({"content_type": kind} if kind else {}))
    assert (reply.status >= 400) is bool(said), reply.note
    assert said in reply.note


def test_unknown_paths_and_methods_are_said_with_what_there_is(port: Mock) -> None:
    lost = sent(port, "GET", "/thing/1")
    assert (lost.status, "did you mean" in lost.note) == (404, True)
    wrong = sent(port, "DELETE", "/things/1")
    assert (wrong.status, dict(wrong.headers)["allow"]) == (405, "GET")


def test_a_literal_path_comes_before_a_templated_one(port: Mock) -> None:
    assert dict(sent(port, "GET", "/things/mine").headers)["content-type"] == "text/plain"
    assert dict(sent(port, "GET", "/things/yours").headers)["content-type"] == "application/json"


def test_paths_that_differ_only_in_the_names_of_variables_are_one(port: Mock) -> None:
    assert sent(port, "GET", "/boxes/a").status == 204
    assert sent(port, "DELETE", "/boxes/7").status == 204
    assert "path `number`: expected an integer" in sent(port, "DELETE", "/boxes/a").note
    assert sent(port, "PUT", "/boxes/a").status == 405
    assert sent(port, "GET", "/boxes/7.tar").status == 205


def test_the_first_example_that_is_one_of_its_type_is_the_answer(port: Mock) -> None:
    reply = sent(port, "GET", "/things/a")
    assert (reply.status, read(reply)) == (200, {"id": "a", "size": 1})
    assert ("x-left", "5") in reply.headers


def test_prefer_chooses_the_response_and_the_example(port: Mock) -> None:
    assert read(sent(port, "GET", "/things/a", prefer="example=large")) == {"id": "b", "size": 9}
    assert read(sent(port, "GET", "/things/a", prefer="example=wrong")) == {"id": 7}
    lost = sent(port, "GET", "/things/a", prefer='code="404"')
    assert (lost.status, 3 <= len(read(lost)["message"]) <= 10) == (404, True)
    assert sent(port, "GET", "/things/a", prefer="code=503").status == 503
    unknown = sent(port, "GET", "/things/a", prefer="code=418")
    assert (unknown.status, "expected 200, 404 or 5XX, found code=418" in unknown.note) == (400, True)
    assert sent(port, "GET", "/things/a", prefer="example=huge").status == 400


def test_the_content_is_what_the_caller_accepts(port: Mock) -> None:
    csv = sent(port, "GET", "/things/a", accept="text/csv;q=0.9, application/json;q=0.1")
    assert dict(csv.headers)["content-type"] == "text/csv"
    assert sent(port, "GET", "/things/a", accept="image/png").status == 406


def test_samples_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    def sample(seed: int) -> Any:
        return read(sent(mock(PORT, seed=seed), "GET", "/things/a", prefer="dynamic=true"))

    assert sample(1) == sample(1) != sample(2)
    assert sample(1)["kind"] in ("red", "green", "blue")
    assert 1 <= sample(1)["size"] <= 9
    assert "secret" not in sample(1)


def test_what_no_value_is_found_for_is_said(port: Mock) -> None:
    reply = sent(port, "GET", "/impossible")
    assert (reply.status, "expected an example of GET /impossible 200" in reply.note) == (501, True)


def test_a_stream_has_its_events_one_by_one(port: Mock) -> None:
    reply = sent(port, "GET", "/events")
    assert len(reply.chunks) == 2
    assert all(json.loads(chunk.removeprefix(b"data: "))["id"] for chunk in reply.chunks)


def walked(port: Mock, target: str, following: str) -> Iterator[list[str]]:
    """The ids of each page; `following` says how the next page is asked for."""
    number, query = 1, ""
    for _ in range(9):
        reply = sent(port, "GET", f"{target}{query}")
        assert reply.status == 200, reply.note
        page = read(reply)
        items = (
            page if isinstance(page, list) else page[next(key for key in ("data", "items", "results") if key in page)]
        )
        yield [item["id"] for item in items]
        number += 1
        match following:
            case "after" if page["has_more"]:
                assert page["first_id"] == items[0]["id"]
                query = f"?after={page['last_id']}"
            case "cursor" if page.get("next_cursor"):
                query = f"?cursor={page['next_cursor']}"
            case "page" if number <= page["total_pages"]:
                query = f"?page={number}"
            case "offset" if (number - 1) * 2 < page["total"]:
                query = f"?offset={(number - 1) * 2}"
            case "link" if "link" in dict(reply.headers):
                query = "?" + dict(reply.headers)["link"].partition(">")[0].partition("?")[2]
            case "url" if page.get("next"):
                assert page["next"].startswith("http://mock.test/v1/urls?")
                query = "?" + page["next"].partition("?")[2]
            case _:
                return
    pytest.fail("the list does not end")


@pytest.mark.parametrize(
    ("target", "following"),
    [
        ("/cursors", "after"),
        ("/tokens", "cursor"),
        ("/numbers", "page"),
        ("/offsets", "offset"),
        ("/links", "link"),
        ("/urls", "url"),
    ],
)
def test_a_list_has_two_pages_of_different_items_and_ends(port: Mock, target: str, following: str) -> None:
    pages = list(walked(port, target, following))
    assert [len(page) for page in pages] == [2, 1]
    assert len({each for page in pages for each in page}) == 3


def test_a_page_is_no_longer_than_asked_for(port: Mock) -> None:
    assert len(read(sent(port, "GET", "/offsets?limit=1"))["items"]) == 1


def test_a_description_that_is_no_good_is_said_as_one_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"error.SB"):
        mock(broken)
    with pytest.raises(ValueError, match="`unheard_of` is n"):
        mock("unheard_of")
