"""Calls, raw and streaming access, pages, retries, hooks, streams and downloads."""

from __future__ import annotations

import gzip
import logging
import pickle
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import acme_runtime as rt
import anyio
import httpx
import pytest
from acme_api import (
    CHAT,
    CREATE,
    FILE,
    GET,
    LINES,
    LIST,
    SECRET,
    USER,
    Delta,
    FakeTime,
    Problem,
    Recorder,
    User,
    UserList,
    async_client,
    client,
)
from acme_runtime.events import EventSplitter, JsonLineSplitter, ServerSentEvent
from acme_runtime.operations import Returned
from acme_runtime.pages import link_target
from acme_runtime.plans import choose_representation
from acme_runtime.retry import retry_after


class Users(rt.SyncResource):
    def get(self, user_id: str, **options: Any) -> User:
        return self._core.call(GET, options, path={"user_id": user_id})

    def list(self, *, limit: int | None = None) -> rt.SyncPage[User, UserList]:
        return self._core.page(LIST, {}, query={"limit": limit})

    def chat(self) -> rt.Stream[Delta]:
        return self._core.stream(CHAT, {}, body={})

    def file(self) -> rt.BinaryResponse:
        return self._core.download(FILE, {})


class AsyncUsers(rt.AsyncResource):
    async def get(self, user_id: str) -> User:
        return await self._core.call(GET, {}, path={"user_id": user_id})

    def list(self, *, limit: int | None = None) -> rt.AsyncPager[User, UserList]:
        return self._core.page(LIST, {}, query={"limit": limit})

    async def chat(self) -> rt.AsyncStream[Delta]:
        return await self._core.stream(CHAT, {}, body={})

    async def file(self) -> rt.AsyncBinaryResponse:
        return await self._core.download(FILE, {})


def run(work: Callable[[], Awaitable[None]]) -> None:
    anyio.run(work)


def paged(request: httpx.Request) -> httpx.Response:
    """Three pages, the second of them empty."""
    after = request.url.params.get("after")
    items, last = {None: (["a"], "1"), "1": ([], "2"), "2": (["b", "c"], None)}[after]
    data = [{"id": name, "age": 1} for name in items]
    return httpx.Response(
        200, json={"data": data, "last_id": last, "has_more": last is not None}, headers={"x-request-id": "r"}
    )


def test_a_call_gives_the_documented_value() -> None:
    seen = Recorder(USER)
    user = client(seen)._core.call(GET, {}, path={"user_id": "a b"})
    assert user == User(id="u1", age=3)
    assert str(seen.last.url) == "https://api.acme.test/v1/users/a%20b"
    assert seen.last.headers["authorization"] == f"Bearer {SECRET}"
    assert seen.last.headers["accept"] == "application/json"
    assert seen.last.headers["user-agent"].startswith("acme/1.2.3 ")


def test_an_async_call_gives_the_documented_value() -> None:
    async def work() -> None:
        async with async_client(Recorder(USER)) as made:
            assert await AsyncUsers(made._core).get("1") == User(id="u1", age=3)

    run(work)


def test_raw_responses() -> None:
    response = httpx.Response(200, json=USER, headers={"x-request-id": "req-1"})
    users = Users(client(Recorder(response))._core)
    raw = rt.raw_method(rt.raw_copy(users).get)("1")
    assert (raw.status_code, raw.request_id, raw.is_closed) == (200, "req-1", True)
    assert raw.http_request.url.path == "/v1/users/1" and raw.elapsed.total_seconds() >= 0
    assert raw.headers["content-type"] == "application/json"
    assert raw.parse() is raw.parse() and raw.parse().id == "u1"
    page = rt.raw_method(rt.raw_copy(Users(client(paged)._core)).list)().parse()
    assert [user.id for user in page] == ["a", "b", "c"]


def test_async_raw_responses() -> None:
    async def work() -> None:
        users = AsyncUsers(async_client(paged)._core)
        raw = await rt.async_raw_method(rt.raw_copy(users).list)(limit=1)
        assert [user.id async for user in raw.parse()] == ["a", "b", "c"]

    run(work)


def chunks() -> Iterator[bytes]:
    yield b'{"id":"u1",'
    yield b'"age":3}'


async def async_chunks() -> AsyncIterator[bytes]:
    for chunk in chunks():
        yield chunk


def test_streaming_responses_are_read_only_when_asked() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=chunks())

    users = rt.streaming_copy(Users(client(answer)._core))
    with rt.streaming_method(users.get)("1") as response:
        assert not response.is_closed and not response.http_response.is_stream_consumed
        assert response.parse() == User(id="u1", age=3)
    assert response.is_closed
    with rt.streaming_method(users.get)("1") as response:
        assert list(response.iter_lines()) == ['{"id":"u1","age":3}']
    with rt.streaming_method(users.get)("1") as response:
        assert b"".join(response.iter_bytes()) == b'{"id":"u1","age":3}'
    with rt.streaming_method(users.list)() as page:
        assert isinstance(page, rt.StreamingResponse)


def test_async_streaming_responses() -> None:
    async def work() -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, content=async_chunks())

        users = rt.streaming_copy(AsyncUsers(async_client(answer)._core))
        async with rt.async_streaming_method(users.get)("1") as response:
            assert not response.is_closed
            assert await response.parse() == User(id="u1", age=3)
        assert response.is_closed
        async with rt.async_streaming_method(users.get)("1") as response:
            assert [line async for line in response.iter_lines()] == ['{"id":"u1","age":3}']

    run(work)


def test_pages() -> None:
    page = client(paged)._core.page(LIST, {}, query={"limit": 2})
    assert [user.id for user in page.data] == ["a"] and page.body.last_id == "1"
    assert page.has_next_page() and page.response.request_id == "r"
    assert page.next_page().data == [] and page.next_page().body.last_id == "2"
    assert [user.id for user in page] == ["a", "b", "c"]
    assert [len(one.data) for one in page.iter_pages()] == [1, 0, 2]
    last = list(page.iter_pages())[-1]
    assert not last.has_next_page()
    with pytest.raises(rt.PaginationError, match="last page"):
        last.next_page()


def test_async_pages() -> None:
    async def work() -> None:
        users = AsyncUsers(async_client(paged)._core)
        assert [user.id async for user in users.list(limit=2)] == ["a", "b", "c"]
        page = await users.list()
        assert page.has_next_page() and (await page.next_page()).data == []
        assert [len(one.data) async for one in users.list().iter_pages()] == [1, 0, 2]

    run(work)


class Rows(rt.Model):
    rows: list[int]
    next: str | None = None
    total: int | None = None
    pages: int | None = None


def walk(pages: Any, answer: Callable[[httpx.Request], httpx.Response]) -> list[int]:
    operation = rt.PagedOperation[int, Rows](
        "GET", "/rows", returns={"200": rt.JsonResponse(lambda: Rows)}, pages=pages
    )
    return list(client(answer)._core.page(operation, {}, query={"q": "x"}))


def test_page_numbers_offsets_links_and_urls() -> None:
    def numbered(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", 1))
        return httpx.Response(200, json={"rows": [page] if page < 4 else []})

    assert walk(rt.PageNumberPages(items=("rows",)), numbered) == [1, 2, 3]

    def counted(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", 1))
        return httpx.Response(200, json={"rows": [page], "pages": 2})

    assert walk(rt.PageNumberPages(items=("rows",), total_pages=("pages",)), counted) == [1, 2]

    def offset(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("offset", 0))
        return httpx.Response(200, json={"rows": list(range(start, min(start + 2, 5))), "total": 5})

    assert walk(rt.OffsetPages(items=("rows",), total=("total",)), offset) == [0, 1, 2, 3, 4]

    def linked(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("p", 1))
        link = f'</v1/rows?p={page + 1}>; title="a, b"; rel="next last"' if page < 3 else ""
        return httpx.Response(200, json={"rows": [page]}, headers={"link": link})

    assert walk(rt.LinkHeaderPages(items=("rows",)), linked) == [1, 2, 3]

    def urls(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("p", 1))
        following = f"https://api.acme.test:443/v1/rows?p={page + 1}" if page < 3 else None
        return httpx.Response(200, json={"rows": [page], "next": following})

    assert walk(rt.NextUrlPages(items=("rows",)), urls) == [1, 2, 3]


def test_link_headers() -> None:
    header = '<https://a/?x=1,2>; rel="prev", <https://a/?p=2>; rel=next; type="a;b"'
    assert link_target(header, "next") == "https://a/?p=2"
    assert link_target(header, "prev") == "https://a/?x=1,2"
    assert link_target(header, "last") is None


def test_the_last_items_id_is_a_cursor() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params.get("after", 0))
        data = [{"id": str(after + 1), "age": 1}] if after < 3 else []
        return httpx.Response(200, json={"data": data, "has_more": after < 2})

    assert [user.id for user in client(answer)._core.page(LIST, {})] == ["1", "2", "3"]


def test_a_cursor_in_the_body() -> None:
    operation = rt.PagedOperation[int, Rows](
        "POST",
        "/rows",
        body=rt.JSON_BODY,
        returns={"200": rt.JsonResponse(lambda: Rows)},
        pages=rt.CursorPages(items=("rows",), parameter="cursor", cursor=("next",), location="body"),
    )
    seen = Recorder(httpx.Response(200, json={"rows": [1], "next": "n"}), httpx.Response(200, json={"rows": [2]}))
    assert list(client(seen)._core.page(operation, {}, body={"q": 1})) == [1, 2]
    assert seen.last.content == b'{"q":1,"cursor":"n"}'


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, rt.BadRequestError),
        (401, rt.AuthenticationError),
        (403, rt.PermissionDeniedError),
        (404, rt.NotFoundError),
        (408, rt.RequestTimeoutError),
        (409, rt.ConflictError),
        (410, rt.GoneError),
        (413, rt.PayloadTooLargeError),
        (418, rt.APIStatusError),
        (422, rt.UnprocessableEntityError),
        (429, rt.RateLimitError),
        (500, rt.InternalServerError),
        (503, rt.InternalServerError),
    ],
)
def test_each_status_has_its_error_and_pickles(status: int, kind: type[rt.APIStatusError]) -> None:
    body = {"code": "c", "message": "m"}
    response = httpx.Response(status, json=body, headers={"x-request-id": "r1"})
    with pytest.raises(kind) as caught:
        client(Recorder(response), max_retries=0)._core.call(GET, {}, path={"user_id": "1"})
    error = caught.value
    assert type(error) is kind and error.status_code == status and error.request_id == "r1"
    assert error.body == (Problem(code="c", message="m") if status == 404 else body)
    assert error.response is response
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind and str(again) == str(error) and again.response is None
    assert (again.status_code, again.request_id, again.body) == (status, "r1", error.body)


def test_other_errors_pickle() -> None:
    for error in (
        rt.APITimeoutError("x", sent=False),
        rt.APIConnectionError("x"),
        rt.ConfigurationError("x"),
        rt.InvalidArgumentError("x"),
        rt.PaginationError("x"),
        rt.APIResponseValidationError("x", body=[1]),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and again.__dict__ == error.__dict__


def test_retries_wait_longer_each_time_and_then_give_up() -> None:
    fake = FakeTime()
    seen = Recorder(httpx.Response(503))
    policy = rt.RetryPolicy(max_retries=6, clock=fake.clock())
    with pytest.raises(rt.InternalServerError):
        client(seen, retry=policy)._core.call(GET, {}, path={"user_id": "1"})
    assert len(seen.requests) == 7 and fake.waits == [0.5, 1, 2, 4, 8, 8]


def test_async_retries() -> None:
    async def work() -> None:
        fake = FakeTime()
        seen = Recorder(httpx.ReadTimeout("slow"), httpx.Response(200, json=USER))
        made = async_client(seen, retry=rt.RetryPolicy(clock=fake.clock()))
        assert (await made._core.call(GET, {}, path={"user_id": "1"})).id == "u1"
        assert fake.waits == [0.5]

    run(work)


def test_a_retry_can_be_turned_off_for_one_call() -> None:
    seen = Recorder(httpx.Response(503))
    with pytest.raises(rt.InternalServerError):
        client(seen)._core.call(GET, {"max_retries": 0}, path={"user_id": "1"})
    assert len(seen.requests) == 1


def test_an_idempotency_key_is_the_same_over_all_attempts() -> None:
    operation = rt.Operation[None]("POST", "/x", idempotency_header="X-Idem")
    seen = Recorder(httpx.Response(503), httpx.Response(200))
    made = client(seen)
    made._core.call(operation, {})
    first = seen.requests[0].headers["x-idem"]
    assert len(seen.requests) == 2 and seen.last.headers["x-idem"] == first
    made._core.call(operation, {})
    assert seen.last.headers["x-idem"] != first
    seen = Recorder(httpx.Response(503), httpx.Response(201, json=USER))
    client(seen)._core.call(CREATE, {"idempotency_key": "mine"}, body={"a": 1})
    assert [one.headers["idempotency-key"] for one in seen.requests] == ["mine", "mine"]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Sun, 09 Sep 2001 01:47:00 GMT"}, 20.0),
        ({"retry-after": "Sun, 09 Sep 2001 01:00:00 GMT"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], wait: float | None) -> None:
    assert retry_after(headers, 1e9) == wait


def test_hooks_see_each_attempt_and_may_change_the_request() -> None:
    log: list[str] = []

    class Watch(rt.Hook):
        def on_request(self, attempt: rt.Attempt, request: httpx.Request) -> None:
            log.append(f"request {attempt.number} {attempt.operation}")
            request.headers["x-signed"] = "yes"

        def on_response(self, attempt: rt.Attempt, response: httpx.Response) -> None:
            log.append(f"response {attempt.number} {response.status_code}")

        def on_error(self, attempt: rt.Attempt, error: rt.APIError) -> None:
            log.append(f"error {attempt.number} {type(error).__name__}")

    seen = Recorder(httpx.ConnectError("no"), httpx.Response(200, json=USER))
    client(seen, hooks=[Watch()])._core.call(GET, {}, path={"user_id": "1"})
    assert log == [
        "request 0 GET /users/{user_id}",
        "error 0 APIConnectionError",
        "request 1 GET /users/{user_id}",
        "response 1 200",
    ]
    assert seen.last.headers["x-signed"] == "yes"


def test_with_options_shares_the_connections() -> None:
    seen = Recorder(USER)
    made = client(seen)
    copy = made.with_options(timeout=1.5, default_headers={"X-T": "1"}, max_retries=0)
    assert type(copy) is type(made) and copy._core.pool is made._core.pool
    copy._core.call(GET, {}, path={"user_id": "1"})
    assert seen.last.headers["x-t"] == "1" and seen.last.extensions["timeout"]["read"] == 1.5
    made._core.call(GET, {}, path={"user_id": "1"})
    assert "x-t" not in seen.last.headers


def test_request_reaches_unknown_endpoints() -> None:
    made = client(Recorder({"a": [1]}))
    assert made.request("POST", "/new/thing", cast_to=dict[str, list[int]], body={"x": 1}) == {"a": [1]}
    assert made.request("GET", "/users/1", cast_to=str).replace(" ", "") == '{"a":[1]}'
    for bad in ("//evil.test/x", "https://evil.test", "/a/../b", "/a?b=1"):
        with pytest.raises(rt.InvalidArgumentError):
            made.request("GET", bad, cast_to=str)


def test_several_media_types_and_statuses() -> None:
    operation = rt.Operation[Any](
        "GET",
        "/x",
        returns={
            "200": (rt.JsonResponse(lambda: User), rt.TextResponse("text/csv")),
            "202": rt.JsonResponse(lambda: Problem),
            "204": rt.NoBody(),
            "302": rt.NoBody(),
        },
    )
    answers = Recorder(
        httpx.Response(200, json=USER),
        httpx.Response(200, text="a,b", headers={"content-type": "text/csv; charset=utf-8"}),
        httpx.Response(202, json={"code": "c"}),
        httpx.Response(204),
        httpx.Response(302, headers={"location": "/y"}),
        httpx.Response(206, json=USER),
    )
    core = client(answers)._core
    found = [core.call(operation, {}) for _ in range(6)]
    assert found == [User(**USER), "a,b", Problem(code="c"), None, None, User(**USER)]
    assert answers.last.headers["accept"] == "application/json, text/csv"


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        ("application/pdf", 0),
        ("text/plain; charset=utf-8", 1),
        ("Text/Plain;charset=UTF-8", 1),
        ("text/plain", 1),
        ("application/json;version=1", 2),
        ('application/json; version="2"', 3),
        ("application/json", 2),
        ("application/problem+json", 2),
        ("image/png", 4),
        ("video/mp4", 0),
    ],
)
def test_a_media_type_documented_with_parameters_is_recognised(sent: str, at: int) -> None:
    returned: tuple[Returned, ...] = (
        rt.BytesResponse("application/pdf"),
        rt.TextResponse("text/plain; charset=utf-8"),
        rt.JsonResponse(lambda: User, "application/json; version=1"),
        rt.JsonResponse(lambda: Problem, "application/json; version=2"),
        rt.BytesResponse("image/*;q=0.5"),
    )
    assert choose_representation(returned, sent) is returned[at]


def events(*data: str) -> bytes:
    return "".join(f"data: {one}\n\n" for one in data).encode()


def test_event_streams() -> None:
    content = events('{"text":"a"}', '{"text":"b"}', "[DONE]", '{"text":"no"}')
    response = httpx.Response(200, content=content, headers={"content-type": "text/event-stream"})
    with client(Recorder(response))._core.stream(CHAT, {}, body={}) as stream:
        assert [delta.text for delta in stream] == ["a", "b"]
    assert response.is_closed


def test_async_event_streams_and_json_lines() -> None:
    async def work() -> None:
        content = b'{"text":"a"}\n\n{"text":"b\\u2028"}'
        response = httpx.Response(200, content=content)
        stream = await async_client(Recorder(response))._core.stream(LINES, {})
        assert [delta.text async for delta in stream] == ["a", "b\u2028"]
        assert response.is_closed
        response = httpx.Response(200, content=events("{}x"))
        async with await async_client(Recorder(response))._core.stream(CHAT, {}) as stream:
            with pytest.raises(rt.APIResponseValidationError, match="expected JSON in the stream"):
                [delta async for delta in stream]

    run(work)


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_the_event_parser_follows_the_specification(size: int) -> None:
    text = (
        "\ufeff: comment\r\ndata: first\rdata:second\n\nevent: add\nid: 7\ndata\ndata\n\r\n"
        "retry: 10\nretry: x\ndata:  é\n\nid\ndata: last\n\nevent: x\n\ndata: cut"
    ).encode()
    splitter = EventSplitter(1000)
    found: list[ServerSentEvent] = []
    for start in range(0, len(text), size):
        found += splitter.feed(text[start : start + size])
    found += splitter.finish()
    assert found == [
        ServerSentEvent(data="first\nsecond"),
        ServerSentEvent("add", "\n", "7"),
        ServerSentEvent(data=" é", id="7", retry=10),
        ServerSentEvent(data="last"),
    ]


def test_json_lines_are_cut_at_line_feeds_only() -> None:
    splitter = JsonLineSplitter(1000)
    found = [*splitter.feed(b'{"a":"\xe2\x80'), *splitter.feed(b'\xa8\r"}\r\n\n1'), *splitter.finish()]
    assert [event.data for event in found] == ['{"a":"\u2028\r"}', "1"]


def test_a_download_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=iter([b"x" * 10] * 10), headers={"content-length": "100"})

    core, target, steps = client(answer)._core, tmp_path / "f", list[tuple[int, int | None]]()
    with core.download(FILE, {}) as download:
        size = download.write_to_file(target, progress=lambda done, all: steps.append((done, all)))
    assert size == 100 and target.read_bytes() == b"x" * 100 and steps[-1] == (100, 100)
    target.write_bytes(b"old")
    with pytest.raises(rt.ResponseTooLargeError):
        core.download(FILE, {}).write_to_file(target, max_bytes=50)

    def stop(done: int, total: int | None) -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError):
        core.download(FILE, {}).write_to_file(target, progress=stop)
    assert target.read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["f"]
    assert core.download(FILE, {}).read() == b"x" * 100


def test_an_async_download(tmp_path: Path) -> None:
    async def work() -> None:
        made = async_client(Recorder(httpx.Response(200, content=gzip.compress(b"y" * 9))))
        async with await made._core.download(FILE, {}) as download:
            assert await download.write_to_file(tmp_path / "f") > 0

    run(work)


def test_retries_are_logged_under_the_packages_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "acme")
    seen = Recorder(httpx.Response(503), httpx.Response(200, json=USER))
    client(seen)._core.call(GET, {}, path={"user_id": "1"})
    assert "GET /users/{user_id}: retrying in 0.50 s after 503" in caplog.text


def test_a_call_costs_little() -> None:
    made = client(Recorder(USER))
    made._core.call(GET, {}, path={"user_id": "1"})
    start = time.process_time()
    for _ in range(200):
        made._core.call(GET, {}, path={"user_id": "1"})
    assert (time.process_time() - start) / 200 < 0.01


def test_a_streaming_response_that_breaks_off_is_a_connection_error() -> None:
    def broken() -> Iterator[bytes]:
        yield b"{"
        raise httpx.ReadError("reset")

    users = rt.streaming_copy(Users(client(lambda _: httpx.Response(200, content=broken()))._core))
    for use in (lambda r: list(r.iter_bytes()), lambda r: r.read(), lambda r: r.parse()):
        with rt.streaming_method(users.get)("1") as response, pytest.raises(rt.APIConnectionError):
            use(response)
