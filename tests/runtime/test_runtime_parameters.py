"""Parameters, paths, checks and bodies: what goes over the wire."""

from __future__ import annotations

import datetime as dt
import enum
import io
import json
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import acme_runtime as rt
import anyio
import httpx
import pytest
from acme_api import CREATE, GET, LIST, UPDATE, USER, Recorder, User, async_client, client
from acme_runtime.encode import duration_text, plain
from acme_runtime.styles import header_text, path_text, query_pairs

ARRAY = ["blue", "b k"]
OBJECT = {"R": 100, "G": "a b"}


def joined(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{k}={v}" for k, v in pairs)


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        (rt.FORM, "a b&c", "color=a%20b%26c"),
        (rt.FORM, "", "color="),
        (rt.FORM, True, "color=true"),
        (rt.FORM, ARRAY, "color=blue&color=b%20k"),
        (rt.FORM, [], ""),
        (rt.FORM, OBJECT, "R=100&G=a%20b"),
        (rt.FORM_JOINED, ARRAY, "color=blue,b%20k"),
        (rt.FORM_JOINED, OBJECT, "color=R,100,G,a%20b"),
        (rt.SPACE, ARRAY, "color=blue%20b%20k"),
        (rt.PIPE, ARRAY, "color=blue%7Cb%20k"),
        (rt.Style("tabDelimited"), ARRAY, "color=blue%09b%20k"),
        (rt.DEEP_OBJECT, OBJECT, "color%5BR%5D=100&color%5BG%5D=a%20b"),
        (
            rt.DEEP_OBJECT,
            {"a": {"b": [1, 2]}},
            "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2",
        ),
        (
            rt.DEEP_OBJECT,
            {"a": [{"b": 1, "c": [2, 3]}, {"b": 4}]},
            "color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B0%5D%5Bc%5D=2&color%5Ba%5D%5B0%5D%5Bc%5D=3"
            "&color%5Ba%5D%5B1%5D%5Bb%5D=4",
        ),
        (rt.DEEP_OBJECT, [[1, 2], [3]], "color%5B0%5D=1&color%5B0%5D=2&color%5B1%5D=3"),
        (rt.BRACKETS, [{"b": 1}, {"b": 2}], "color%5B%5D%5Bb%5D=1&color%5B%5D%5Bb%5D=2"),
        (rt.BRACKETS, ARRAY, "color%5B%5D=blue&color%5B%5D=b%20k"),
        (rt.BRACKETS, {"gte": 1}, "color%5Bgte%5D=1"),
        (rt.BRACKETS, {"a": [1]}, "color%5Ba%5D%5B%5D=1"),
        (rt.JSON_ENCODED, {"a": [1, "é"]}, "color=%7B%22a%22%3A%5B1%2C%22%C3%A9%22%5D%7D"),
        (rt.Style("form", allow_reserved=True), "a/b?c&d#e", "color=a/b?c%26d%23e"),
    ],
)
def test_query_styles(style: rt.Style, value: Any, text: str) -> None:
    assert joined(query_pairs("color", value, style)) == text


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        (rt.SIMPLE, "a/b", "a%2Fb"),
        (rt.SIMPLE, ARRAY, "blue,b%20k"),
        (rt.SIMPLE, OBJECT, "R,100,G,a%20b"),
        (rt.SIMPLE_EXPLODED, OBJECT, "R=100,G=a%20b"),
        (rt.LABEL, ARRAY, ".blue,b%20k"),
        (rt.LABEL_EXPLODED, ARRAY, ".blue.b%20k"),
        (rt.LABEL_EXPLODED, OBJECT, ".R=100.G=a%20b"),
        (rt.MATRIX, 5, ";color=5"),
        (rt.MATRIX, ARRAY, ";color=blue,b%20k"),
        (rt.MATRIX_EXPLODED, ARRAY, ";color=blue;color=b%20k"),
        (rt.MATRIX_EXPLODED, OBJECT, ";R=100;G=a%20b"),
        (rt.PIPE, ARRAY, "blue%7Cb%20k"),
        (rt.SPACE, ARRAY, "blue%20b%20k"),
        (rt.Style("simple", media_type="application/json"), {"a": 1}, "%7B%22a%22%3A1%7D"),
    ],
)
def test_path_styles(style: rt.Style, value: Any, text: str) -> None:
    assert path_text("color", value, style) == text


def test_header_styles() -> None:
    assert header_text("x", [1, "a b"], rt.SIMPLE) == "1,a b"
    assert header_text("x", [1, 2], rt.SPACE) == "1 2"
    assert header_text("x", [1, 2], rt.PIPE) == "1|2"
    assert header_text("x", [1, 2], rt.Style("tabDelimited")) == "1\t2"
    assert header_text("x", OBJECT, rt.SIMPLE_EXPLODED) == "R=100,G=a b"
    assert header_text("x", {"a": 1}, rt.Style(media_type="application/json")) == '{"a":1}'


class Color(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Color.RED, "red"),
        (dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC), "2024-01-02T03:04:05Z"),
        (
            dt.datetime(2024, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            "2024-01-02T00:00:00+02:00",
        ),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.time(3, 4), "03:04:00"),
        (dt.timedelta(days=1, hours=2, seconds=3.5), "P1DT2H3.5S"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.10"), "1.10"),
        (b"\xff\xe0", "/+A="),
        ((1, 2), [1, 2]),
        (frozenset({1}), [1]),
        (iter([1, 2]), [1, 2]),
        ({"a": 1}.values(), [1]),
        ({Color.RED: rt.omit, 1: None}, {"1": None}),
        (User(id="a", age=1), {"id": "a", "age": 1}),
        ([{"u": User(id="a", age=1)}], [{"u": {"id": "a", "age": 1}}]),
    ],
)
def test_values_have_one_wire_form(value: object, expected: object) -> None:
    assert plain(value, "x") == expected


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (dt.timedelta(0), "PT0S"),
        (dt.timedelta(days=3), "P3D"),
        (dt.timedelta(minutes=-90), "-PT1H30M"),
        (dt.timedelta(microseconds=10), "PT0.00001S"),
    ],
)
def test_durations(span: dt.timedelta, text: str) -> None:
    assert duration_text(span) == text


def test_what_cannot_be_sent_is_refused_by_place() -> None:
    with pytest.raises(ValueError, match=r"`body.at\[1\]`: a datetime without a time zone"):
        plain({"at": [1, dt.datetime(2024, 1, 1)]}, "body")
    with pytest.raises(TypeError, match=r"`body.x`: a object has no JSON form"):
        plain({"x": object()}, "body")
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(ValueError, match="within itself"):
        plain(circle, "body")


def test_none_and_omit_are_absent_and_null_goes_where_it_is_allowed() -> None:
    seen = Recorder(USER)
    core = client(seen)._core
    core.call(UPDATE, {}, path={"user_id": "1"}, body={"role": None, "a": None, "b": rt.omit})
    assert seen.last.content == b'{"role":null}'
    core.call(UPDATE, {}, path={"user_id": "1"}, body={"role": rt.omit})
    assert seen.last.content == b"{}"
    core.call(CREATE, {}, body={"a": None})
    assert seen.last.content == b"" and "content-type" not in seen.last.headers
    core.call(CREATE, {"extra_body": {"x": None}})
    assert seen.last.content == b'{"x":null}'


def test_a_response_goes_into_a_request() -> None:
    seen = Recorder({**USER, "new": {"a": 1}})
    core = client(seen)._core
    user = core.call(GET, {}, path={"user_id": "1"})
    core.call(CREATE, {}, body={"users": [user]})
    assert json.loads(seen.last.content) == {"users": [{**USER, "new": {"a": 1}}]}
    core.call(CREATE, {}, body=user)
    assert json.loads(seen.last.content) == {**USER, "new": {"a": 1}}


def test_options_add_headers_query_and_body() -> None:
    seen = Recorder(USER)
    made = client(seen, default_headers={"X-A": "1"}, default_query={"v": 2})
    made._core.call(
        UPDATE,
        {
            "extra_headers": {"X-B": "2", "x-a": None},
            "extra_query": {"q": [1, 2], "n": None},
            "extra_body": {"z": 1},
            "timeout": 3.0,
        },
        path={"user_id": "1"},
        body={"a": 1},
    )
    assert seen.last.headers["x-b"] == "2" and "x-a" not in seen.last.headers
    assert seen.last.url.query == b"v=2&q=1&q=2"
    assert seen.last.content == b'{"a":1,"z":1}'
    assert seen.last.extensions["timeout"]["read"] == 3.0


def test_a_bare_text_is_no_list() -> None:
    seen = Recorder({"data": []})
    core = client(seen)._core
    for bad in ("a@b.c", b"x", {"a": 1}):
        with pytest.raises(TypeError, match="`emails` takes a list of items"):
            core.page(LIST, {}, query={"emails": bad})
    core.page(LIST, {}, query={"emails": (x for x in ["a", "b"])})
    assert seen.last.url.params.get_list("emails[]") == ["a", "b"]


def test_checks_name_the_argument_before_any_request() -> None:
    seen = Recorder({"data": []})
    core = client(seen)._core
    with pytest.raises(ValueError, match="Invalid `limit`: 200 is greater than the maximum 100"):
        core.page(LIST, {}, query={"limit": 200})
    assert seen.requests == []
    lax = client(seen, validate_requests=False)._core
    lax.page(LIST, {}, query={"limit": 200})
    assert seen.last.url.params["limit"] == "200"


@pytest.mark.parametrize(
    ("check", "body", "message"),
    [
        (rt.Check("body.a", min_length=2), {"a": "x"}, "`a`: 'x' has 1 characters, fewer than 2"),
        (rt.Check("body.a", pattern="^[a-z]+$"), {"a": "X"}, "`a`: 'X' does not match"),
        (rt.Check("body.a", exclusive_minimum=0), {"a": 0}, "`a`: 0 is not greater than 0"),
        (rt.Check("body.a", exclusive_maximum=1), {"a": 1.0}, "`a`: 1.0 is not less than 1"),
        (rt.Check("body.a", multiple_of=0.1), {"a": 0.25}, "not a multiple of 0.1"),
        (rt.Check("body.a", min_items=1), {"a": []}, r"`a`: \[\] has 0 items"),
        (rt.Check("body.a", unique=True), {"a": [1, 1]}, "the same item twice"),
        (rt.Check("body.a", max_properties=1), {"a": {"x": 1, "y": 2}}, "2 members"),
        (rt.Check("body.a[].b", maximum=1), {"a": [{"b": 1}, {"b": 2}]}, r"`a\[1\].b`: 2 is"),
        (rt.Check("body.a{}", max_length=1), {"a": {"k": "xx"}}, r"`a\['k'\]`: 'xx' has"),
        (rt.Check(("body", "a.b"), maximum=1), {"a.b": 2}, "`a.b`: 2 is"),
        (rt.Check("body[]", maximum=1), [2], r"`\[0\]`: 2 is"),
    ],
)
def test_checks(check: rt.Check, body: Any, message: str) -> None:
    operation = rt.Operation[None]("POST", "/x", body=rt.JSON_BODY, checks=(check,))
    with pytest.raises(rt.InvalidArgumentError, match=message):
        client(Recorder({}))._core.call(operation, {}, body=body)


@pytest.mark.parametrize(
    ("check", "body"),
    [
        (rt.Check("body.a", multiple_of=0.1), {"a": 0.3}),
        (rt.Check("body.a", unique=True), {"a": [1, True, "1"]}),
        (rt.Check("body.a", pattern=r"(?=look)around"), {"a": "x"}),
        (rt.Check("body.a", maximum=1), {}),
        (rt.Check("body.a", maximum=1), {"a": None}),
    ],
)
def test_checks_pass(check: rt.Check, body: Any) -> None:
    operation = rt.Operation[None]("POST", "/x", body=rt.JSON_BODY, checks=(check,))
    client(Recorder({}))._core.call(operation, {}, body=body)


def send(operation: rt.Operation[Any], body: object) -> httpx.Request:
    seen = Recorder({})
    client(seen)._core.call(operation, {}, body=body)
    return seen.last


def test_forms() -> None:
    form = rt.FormBody(styles={"deep": rt.DEEP_OBJECT, "ids": rt.FORM_JOINED})
    request = send(
        rt.Operation[None]("POST", "/x", body=form),
        {"a": "x y&z", "b": [1, 2], "ids": [1, 2], "deep": {"k": "v"}, "n": None, "plus": "+"},
    )
    assert request.content == b"a=x+y%26z&b=1&b=2&ids=1,2&deep%5Bk%5D=v&plus=%2B"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def parts_of(request: httpx.Request) -> list[tuple[dict[str, str], bytes]]:
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    found: list[tuple[dict[str, str], bytes]] = []
    for piece in request.content.split(b"--" + boundary)[1:-1]:
        head, _, content = piece[2:-2].partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        found.append(({name.lower(): value for name, value in lines}, content))
    return found


UPLOAD = rt.Operation[None](
    "POST",
    "/x",
    body=rt.MultipartBody(
        required=True,
        parts={
            "files": rt.Part(files=True),
            "meta": rt.Part(content_type="application/json", headers={"X-P": "1"}),
            "image": rt.Part(files=True, content_type="image/png"),
        },
    ),
)


def test_multipart(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"path")
    request = send(
        UPLOAD,
        {
            "files": [b"raw", path, io.BytesIO(b"object"), ("n.pdf", b"named")],
            "image": ("i.bin", b"png", None, {"X-Q": "2"}),
            "meta": {"a": [1]},
            "tags": ["x", "y"],
            "nested": {"b": 1},
            "flag": True,
        },
    )
    assert int(request.headers["content-length"]) == len(request.content)
    shown = [
        (head["content-disposition"][11:], head.get("content-type"), content) for head, content in parts_of(request)
    ]
    octets = "application/octet-stream"
    assert shown == [
        ('name="files"; filename="files"', octets, b"raw"),
        ('name="files"; filename="a.txt"', "text/plain", b"path"),
        ('name="files"; filename="files"', octets, b"object"),
        ('name="files"; filename="n.pdf"', "application/pdf", b"named"),
        ('name="image"; filename="i.bin"', "image/png", b"png"),
        ('name="meta"', "application/json", b'{"a":[1]}'),
        ('name="tags"', None, b"x"),
        ('name="tags"', None, b"y"),
        ('name="nested"', "application/json", b'{"b":1}'),
        ('name="flag"', None, b"true"),
    ]
    assert parts_of(request)[4][0]["x-q"] == "2" and parts_of(request)[5][0]["x-p"] == "1"


RAW = rt.Operation[None]("PUT", "/x", body=rt.RawBody(media_type="application/zip"))


@pytest.mark.parametrize("asynchronous", [False, True])
def test_raw_bodies_stream(asynchronous: bool, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"p" * 100_000)
    bodies: list[object] = [b"bytes", "text", path, io.BytesIO(b"file"), iter([b"a", b"b"])]
    sent: list[tuple[bytes, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append((request.content, request.headers.get("content-length")))
        return httpx.Response(200)

    if asynchronous:

        async def chunks() -> AsyncIterator[bytes]:
            yield b"c"

        async def run() -> None:
            made = async_client(answer)
            for body in [*bodies, chunks()]:
                await made._core.call(RAW, {}, body=body)

        anyio.run(run)
    else:
        for body in bodies:
            client(answer)._core.call(RAW, {}, body=body)
    assert [content[:5] for content, _ in sent[:5]] == [b"bytes", b"text", b"ppppp", b"file", b"ab"]
    assert [size for _, size in sent[:5]] == ["5", "4", "100000", "4", None]
    if asynchronous:
        assert sent[5][0] == b"c"


def test_a_file_is_sent_again_from_its_start_and_an_iterator_is_not() -> None:
    seen = Recorder(httpx.Response(503), httpx.Response(200))
    client(seen)._core.call(RAW, {}, body=io.BytesIO(b"again"))
    assert [request.content for request in seen.requests] == [b"again", b"again"]

    def once() -> Iterator[bytes]:
        yield b"once"

    seen = Recorder(httpx.Response(503), httpx.Response(200))
    with pytest.raises(rt.InternalServerError):
        client(seen)._core.call(RAW, {}, body=once())
    assert len(seen.requests) == 1


def test_header_and_cookie_parameters() -> None:
    operation = rt.Operation[None]("GET", "/x", header={"X-List": rt.SIMPLE})
    seen = Recorder({})
    client(seen)._core.call(operation, {}, header={"X-List": [1, 2], "X-None": None}, cookie={"a": "x;y", "b": [1, 2]})
    assert seen.last.headers["x-list"] == "1,2" and "x-none" not in seen.last.headers
    assert seen.last.headers["cookie"] == "a=x%3By; b=1; b=2"


def test_an_exploded_object_is_a_cookie_for_each_member() -> None:
    operation = rt.Operation[None]("GET", "/x", cookie={"n": rt.Style("form", explode=False)})
    seen = Recorder({})
    client(seen)._core.call(operation, {}, cookie={"o": {"x": 1, "y": "a b"}, "n": {"x": 1, "y": "a,b"}})
    assert seen.last.headers["cookie"] == "x=1; y=a%20b; n=x,1,y,a%2Cb"
