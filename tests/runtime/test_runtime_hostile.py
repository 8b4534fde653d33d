# ruff: noqa: SIM117 (a server and the client of it read best nested)
"""Items 55 to 66 of the hostile-input checklist, one group of tests each."""

from __future__ import annotations

import gzip
import logging
import pickle
import socket
import threading
import traceback
import warnings
import zlib
from http.server import BaseHTTPRequestHandler
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
    LIST,
    SECRET,
    USER,
    FakeTime,
    Recorder,
    User,
    async_client,
    client,
    reply,
    server,
)


def get(made: rt.SyncClient, user_id: object = "1", **options: Any) -> User:
    return made._core.call(GET, options, path={"user_id": user_id})  # type: ignore[arg-type]


# 55


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a/b", "/v1/users/a%2Fb"),
        ("%2e%2e", "/v1/users/%252e%252e"),
        ("?x", "/v1/users/%3Fx"),
        ("#", "/v1/users/%23"),
        ("\\", "/v1/users/%5C"),
        ("//evil", "/v1/users/%2F%2Fevil"),
        ("\0\r\n", "/v1/users/%00%0D%0A"),
        ("...", "/v1/users/..."),
        (5, "/v1/users/5"),
        ("é", "/v1/users/%C3%A9"),
    ],
)
def test_55_a_path_argument_stays_in_its_segment(value: object, path: str) -> None:
    seen = Recorder(USER)
    get(client(seen), value)
    assert seen.last.url.raw_path.decode() == path and seen.last.url.host == "api.acme.test"


@pytest.mark.parametrize("value", ["", None, ".", "..", [], object()])
def test_55_a_path_argument_that_changes_the_path_is_refused(value: object) -> None:
    seen = Recorder(USER)
    with pytest.raises((ValueError, TypeError), match="user_id"):
        get(client(seen), value)
    assert seen.requests == []


def test_55_the_message_for_an_empty_path_argument() -> None:
    with pytest.raises(ValueError) as caught:
        get(client(Recorder(USER)), "")
    assert str(caught.value) == "Expected a non-empty value for `user_id` but received ''"


@pytest.mark.parametrize(("a", "b"), [([""], ""), ([""], [""]), ("", [""])])
def test_55_styles_cannot_make_dot_segments(a: object, b: object) -> None:
    operation = rt.Operation[None]("GET", "/x/{a}{b}/y", path_styles={"a": rt.LABEL, "b": rt.LABEL if a else rt.SIMPLE})
    seen = Recorder({})
    with pytest.raises(ValueError):
        client(seen)._core.call(operation, {}, path={"a": a, "b": b})
    with pytest.raises(ValueError, match="gives the segment"):
        single = rt.Operation[None]("GET", "/x/{a}/y", path_styles={"a": rt.LABEL})
        client(seen)._core.call(single, {}, path={"a": [""]})
    assert seen.requests == []


# 56


@pytest.mark.parametrize("bad", ["a\r\nx: y", "a\nb", "a\0b", "\u20ac"])
def test_56_header_values_cannot_start_a_header(bad: str) -> None:
    seen = Recorder(USER)
    secret = f"{SECRET}{bad}"
    with pytest.raises(ValueError, match="X-H") as caught:
        get(client(seen), extra_headers={"X-H": secret})
    assert SECRET not in str(caught.value)
    with pytest.raises(ValueError):
        client(seen, default_headers={"X-H": secret})
    operation = rt.Operation[None]("GET", "/x")
    with pytest.raises(ValueError):
        client(seen)._core.call(operation, {}, header={"X-H": secret})
    with pytest.raises(ValueError):
        client(seen)._core.call(operation, {}, header={"X-H\r\nX": "a"})
    if "\u20ac" not in bad:
        with pytest.raises(ValueError):
            client(seen)._core.call(operation, {}, cookie={"c": secret})
    assert seen.requests == []


def test_56_a_cookie_value_cannot_start_a_cookie() -> None:
    seen = Recorder({})
    client(seen)._core.call(rt.Operation[None]("GET", "/x"), {}, cookie={"a": "1; b=2"})
    assert seen.last.headers["cookie"] == "a=1%3B%20b%3D2"


# 57


def test_57_multipart_names_are_escaped() -> None:
    operation = rt.Operation[None]("POST", "/x", body=rt.MultipartBody())
    seen = Recorder({})
    name = 'a"\r\nX: y'
    client(seen)._core.call(operation, {}, body={name: ('f"\r\n\r\n.txt', b"x", "text/plain")})
    assert b'name="a%22%0D%0AX: y"; filename="f%22%0D%0A%0D%0A.txt"\r\n' in seen.last.content
    for bad in ("text/plain\r\nX: y", "nothing"):
        with pytest.raises(ValueError):
            client(seen)._core.call(operation, {}, body={"f": ("f", b"x", bad)})
    with pytest.raises(ValueError):
        client(seen)._core.call(operation, {}, body={"f": ("f", b"x", "a/b", {"X": "a\r\nb"})})


# 58


def test_58_credentials_do_not_follow_a_redirect_to_another_origin() -> None:
    arrived: list[dict[str, str]] = []

    def other(handler: BaseHTTPRequestHandler) -> None:
        arrived.append({k.lower(): v for k, v in handler.headers.items()} | {"path": handler.path})
        reply(handler, b'{"id":"u1","age":3}')

    everything = (("Bearer", "Key", "Query", "Cookie"),)
    operation = rt.Operation[User]("GET", "/x", security=everything, returns={"200": rt.JsonResponse(lambda: User)})
    credentials = {"Bearer": SECRET, "Key": SECRET, "Query": SECRET, "Cookie": SECRET}
    with server(other) as target, server(lambda h: reply(h, b"", 302, location=f"{target}/y")) as url:
        http = httpx.Client(follow_redirects=True)
        made = rt.SyncClient(
            _api(url),
            credentials=credentials,
            http_client=http,
            default_headers={"X-Own-Secret": SECRET},
        )
        assert made._core.call(operation, {}).id == "u1"
    assert len(arrived) == 1 and SECRET not in str(arrived)


def _api(url: str) -> rt.ApiInfo:
    from acme_api import API

    return rt.ApiInfo(**{**vars(API), "base_url": url, "base_url_env": None})


def test_58_credentials_follow_a_redirect_on_the_same_origin() -> None:
    paths: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        paths.append(f"{handler.path} {handler.headers['authorization']}")
        if handler.path == "/y":
            reply(handler, b'{"id":"u1","age":3}')
        else:
            reply(handler, b"", 302, location="/y")

    with server(answer) as url:
        http = httpx.Client(follow_redirects=True)
        made = rt.SyncClient(_api(url), credentials={"Bearer": SECRET}, http_client=http)
        assert get(made).id == "u1"
    assert paths == [f"/users/1 Bearer {SECRET}", f"/y Bearer {SECRET}"]


def test_58_redirects_are_not_followed_by_default() -> None:
    seen = Recorder(httpx.Response(302, headers={"location": "http://evil.test/"}))
    with pytest.raises(rt.APIStatusError, match="redirect, not followed"):
        get(client(seen))
    assert len(seen.requests) == 1


# 59


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.test/v1/rows",
        "http://api.acme.test/v1/rows",
        "https://api.acme.test:8443/v1/rows",
        "https://api.acme.test.evil.test/v1/rows",
        "https://evil.test\\@api.acme.test/",
        "https://user:pass@api.acme.test/v1/rows",
        "https://api.acme.test@evil.test/",
        "//evil.test/v1/rows",
        "https:/\r\n/evil.test",
        "file:///etc/passwd",
        "https://api.acme.test:x/",
    ],
)
def test_59_a_next_link_to_another_origin_is_refused_before_any_request(link: str) -> None:
    operation = rt.PagedOperation[Any, Any](
        "GET",
        "/rows",
        returns={"200": rt.JsonResponse(lambda: dict[str, Any])},
        pages=rt.NextUrlPages(items=("rows",)),
    )
    seen = Recorder({"rows": [1], "next": link})
    page = client(seen)._core.page(operation, {})
    with pytest.raises(rt.PaginationError):
        page.next_page()
    with pytest.raises(rt.PaginationError):
        list(page)
    assert len(seen.requests) == 1


def test_59_a_cursor_that_repeats_stops() -> None:
    seen = Recorder({"data": [USER], "last_id": "same", "has_more": True})
    with pytest.raises(rt.PaginationError, match="leads back"):
        list(client(seen)._core.page(LIST, {}))
    assert len(seen.requests) == 2

    async def work() -> None:
        with pytest.raises(rt.PaginationError, match="leads back"):
            [user async for user in async_client(seen)._core.page(LIST, {})]

    anyio.run(work)


def test_59_pages_without_end_stop_at_the_cap() -> None:
    count = iter(range(10**9))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": [], "last_id": str(next(count)), "has_more": True})

    made = client(answer, limits=rt.Limits(max_pages=50))
    with pytest.raises(rt.PaginationError, match="More than 50 pages"):
        list(made._core.page(LIST, {}))
    assert next(count) == 50


def test_59_a_page_that_promises_more_but_not_where_is_an_error() -> None:
    with pytest.raises(rt.PaginationError, match="not where"):
        list(client(Recorder({"data": [], "has_more": True}))._core.page(LIST, {}))


# 60


def bomb(coding: str, size: int = 60_000_000) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    return packer.compress(b" " * size) + packer.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_60_a_compressed_bomb_is_stopped(coding: str, asynchronous: bool) -> None:
    body = bomb(coding)
    limits = rt.Limits(max_response_bytes=1_000_000)
    with server(lambda h: reply(h, body, content_encoding=coding)) as url:
        if asynchronous:

            async def work() -> None:
                async with rt.AsyncClient(_api(url), credentials={"Bearer": SECRET}, limits=limits) as made:
                    with pytest.raises(rt.ResponseTooLargeError):
                        await made._core.call(GET, {}, path={"user_id": "1"})

            anyio.run(work)
        else:
            with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}, limits=limits) as made:
                with pytest.raises(rt.ResponseTooLargeError):
                    get(made)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "x-gzip", "identity", "GZIP"])
def test_60_honest_codings_are_read(coding: str) -> None:
    body = b'{"id":"u1","age":3}'
    packed = gzip.compress(body) if "gzip" in coding.lower() else body
    if coding == "deflate":
        packed = zlib.compress(body)[2:-4]
    with server(lambda h: reply(h, packed, content_encoding=coding)) as url:
        with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}) as made:
            assert get(made) == User(id="u1", age=3)


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "gzip,identity,deflate"])
def test_60_codings_that_were_not_asked_for_are_refused(coding: str) -> None:
    body = gzip.compress(gzip.compress(b"{}"))
    with server(lambda h: reply(h, body, content_encoding=coding)) as url:
        with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}) as made:
            with pytest.raises(rt.APIResponseValidationError, match="content coding"):
                get(made)


def test_60_a_body_that_is_not_in_its_coding_is_an_error() -> None:
    with server(lambda h: reply(h, b"{}", content_encoding="gzip")) as url:
        with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}) as made:
            with pytest.raises(rt.APIResponseValidationError, match="not in the content coding"):
                get(made)


def test_60_a_content_length_that_lies_is_a_connection_error() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{}")
        handler.close_connection = True

    with server(answer) as url:
        made = rt.SyncClient(_api(url), credentials={"Bearer": SECRET}, max_retries=0)
        with made, pytest.raises(rt.APIConnectionError):
            get(made)


def test_60_a_large_body_without_a_length_is_stopped() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=iter([b" " * 1000] * 10_000))

    with pytest.raises(rt.ResponseTooLargeError):
        get(client(answer, limits=rt.Limits(max_response_bytes=5000)))


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_60_an_endless_line_or_event_is_stopped(end: bytes) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=iter([b"data: " + b"x" * 1000 + end] * 100_000))

    made = client(answer, limits=rt.Limits(max_event_bytes=10_000))
    with pytest.raises(rt.ResponseTooLargeError):
        list(made._core.stream(CHAT, {}, body={}))


@pytest.mark.filterwarnings("ignore")
def test_60_deep_json_is_an_error_and_no_crash() -> None:
    deep = b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    with pytest.raises(rt.APIResponseValidationError):
        get(client(Recorder(httpx.Response(200, content=deep))))


# 61


@pytest.mark.parametrize("asked", ["999999999", "1e400", "inf"])
def test_61_an_absurd_retry_after_is_capped(asked: str) -> None:
    fake = FakeTime()
    seen = Recorder(httpx.Response(503, headers={"retry-after": asked}), httpx.Response(200, json=USER))
    get(client(seen, retry=rt.RetryPolicy(clock=fake.clock())))
    assert fake.waits == [60.0]


@pytest.mark.parametrize("asked", ["-1", "nan", "Sun, 06 Nov 1994 08:49:37 GMT", "x"])
def test_61_a_senseless_retry_after_is_ignored(asked: str) -> None:
    fake = FakeTime()
    seen = Recorder(httpx.Response(503, headers={"retry-after": asked}), httpx.Response(200, json=USER))
    get(client(seen, retry=rt.RetryPolicy(clock=fake.clock())))
    assert fake.waits == [0.5]


def test_61_a_503_for_ever_ends() -> None:
    seen = Recorder(httpx.Response(503))
    with pytest.raises(rt.InternalServerError):
        get(client(seen))
    assert len(seen.requests) == 3


@pytest.mark.parametrize(
    "trouble", [httpx.Response(503), httpx.Response(429), httpx.ReadTimeout("x"), httpx.ReadError("x")]
)
def test_61_a_post_that_may_have_arrived_is_not_sent_again(trouble: Any) -> None:
    seen = Recorder(trouble)
    with pytest.raises(rt.APIError):
        client(seen)._core.call(CREATE, {}, body={"a": 1})
    assert len(seen.requests) == 1


@pytest.mark.parametrize("trouble", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
def test_61_a_post_that_never_left_is_sent_again(trouble: Exception) -> None:
    seen = Recorder(trouble, httpx.Response(201, json=USER))
    assert client(seen)._core.call(CREATE, {}, body={"a": 1}).id == "u1"


def test_61_a_connection_reset_after_the_request_is_retried_for_get_only() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    accepted: list[bytes] = []

    def reset() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            accepted.append(connection.recv(65536))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()

    threading.Thread(target=reset, daemon=True).start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    policy = rt.RetryPolicy(clock=FakeTime().clock())
    with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}, retry=policy) as made:
        with pytest.raises(rt.APIConnectionError):
            get(made)
        assert len(accepted) == 3
        with pytest.raises(rt.APIConnectionError):
            made._core.call(CREATE, {}, body={})
        assert len(accepted) == 4
    listener.close()


# 62


@pytest.mark.parametrize(
    ("content", "content_type", "body"),
    [
        (b"<html>" + b"x" * 10_000_000, "text/html", None),
        (b"\xff\xfe\xfd", "application/json", "\ufffd\ufffd\ufffd"),
        (b'{"a":1}', "text/plain", {"a": 1}),
        (b"", "application/json", None),
        (b"5", "application/json", 5),
        (b"nonsense", "application/json", "nonsense"),
        (b'{"code":5}', "application/json", None),
    ],
)
@pytest.mark.parametrize("status", [404, 500])
def test_62_any_error_body_gives_a_bounded_error(content: bytes, content_type: str, body: object, status: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": content_type}
        return httpx.Response(status, content=iter([content]), headers=headers)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(rt.APIStatusError) as caught:
            get(client(answer, max_retries=0))
    assert len(str(caught.value)) < 800
    if body is not None and status == 500:
        assert caught.value.body == body
    assert len(repr(caught.value.body)) < 2_000_000


def test_62_a_secret_that_the_server_echoes_is_masked() -> None:
    seen = Recorder(httpx.Response(400, json={"error": f"bad key {SECRET}", "h": f"Bearer {SECRET}"}))
    with pytest.raises(rt.BadRequestError) as caught:
        get(client(seen))
    error = caught.value
    assert SECRET not in str(error) and SECRET not in repr(error) and SECRET not in repr(error.body)
    assert SECRET.encode() not in pickle.dumps(error)


# 63


@pytest.mark.parametrize("token", ["abc\nxyz-secret", "sécret\u20ac-secret", "a\0-secret"])
def test_63_a_malformed_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(rt.ConfigurationError, match="`api_key`") as caught:
        get(client(Recorder(USER), credentials={"Bearer": token}))
    assert "secret" not in _trace(caught.value)
    with pytest.raises(rt.ConfigurationError) as caught:
        get(client(Recorder(USER), credentials={"Bearer": lambda: token}))
    assert "secret" not in _trace(caught.value)


def _trace(error: BaseException) -> str:
    """The traceback with local variables, below the frames of the test itself."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    runtime = str(Path("templates") / "runtime")
    found = [shown.stack.pop(0)]
    while shown.stack and runtime not in found[-1].filename:
        found.append(shown.stack.pop(0))
    first = found[-1]
    lines = [f"{name}={value}" for name, value in (first.locals or {}).items()]
    return "\n".join([*lines, *shown.format()])


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(400, json={"e": SECRET}),
        httpx.Response(200, content=b"<html>"),
        httpx.ReadTimeout("x"),
        httpx.ConnectError(f"cannot reach https://x/?api_key={SECRET}"),
        httpx.LocalProtocolError(f"Illegal header value b'{SECRET}'"),
    ],
)
def test_63_tracebacks_with_locals_show_no_secret(trouble: Any) -> None:
    security = (("Bearer", "Key", "Query", "Cookie"),)
    operation = rt.Operation[User]("GET", "/x", security=security, returns={"200": rt.JsonResponse(lambda: User)})
    credentials = dict.fromkeys(("Bearer", "Key", "Query", "Cookie"), SECRET)
    made = client(Recorder(trouble), credentials=credentials, max_retries=0)
    with pytest.raises(rt.APIError) as caught:
        made._core.call(operation, {})
    assert SECRET not in _trace(caught.value)


def test_63_reprs_and_pickles_hold_no_secret() -> None:
    made = client(Recorder(USER), credentials={"Bearer": SECRET, "Basic": ("me", SECRET)})
    core = made._core
    oauth = rt.ClientCredentials("id", SECRET)
    for shown in (made, core, core.settings, core.settings.keyring, core.pool, oauth, GET):
        assert SECRET not in repr(shown)
    for source in core.settings.keyring.choose((("Bearer", "Basic"),)):
        assert SECRET not in repr(source) and SECRET not in repr(source.ready())
    for held in (made, oauth):
        with pytest.raises(TypeError):
            pickle.dumps(held)


def test_63_logging_at_debug_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    security = (("Bearer", "Key", "Query", "Cookie"),)
    operation = rt.Operation[User]("GET", "/x", security=security, returns={"200": rt.JsonResponse(lambda: User)})
    credentials = dict.fromkeys(("Bearer", "Key", "Query", "Cookie"), SECRET)
    with server(lambda h: reply(h, b'{"id":"u1","age":3}')) as url:
        with rt.SyncClient(_api(url), credentials=credentials) as made:
            made._core.call(operation, {})
    assert "HTTP Request: GET" in caplog.text and SECRET not in caplog.text


# 64


@pytest.mark.parametrize(
    ("body", "attribute", "value"),
    [
        ({"id": "a", "age": 1, "role": "emperor"}, "role", "emperor"),
        ({"id": "a", "age": 1, "novel": {"x": [1]}}, "novel", {"x": [1]}),
        ({"id": None, "age": 1}, "id", None),
        ({"id": "a", "age": "7"}, "age", 7),
        ({"id": "a"}, "age", None),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_64_a_response_that_differs_still_gives_a_value(body: dict[str, Any], attribute: str, value: object) -> None:
    user = get(client(Recorder(httpx.Response(200, json=body))))
    assert isinstance(user, User) and getattr(user, attribute) == value


def test_64_an_empty_200_is_a_mismatch() -> None:
    with pytest.warns(rt.ResponseMismatch, match="an empty body"):
        assert get(client(Recorder(httpx.Response(200)))) is None
    with pytest.raises(rt.APIResponseValidationError):
        get(client(Recorder(httpx.Response(200)), strict_responses=True))


def test_64_a_200_that_is_no_json_is_an_error_with_an_excerpt() -> None:
    html = httpx.Response(200, html="<html>Login here</html>")
    with pytest.raises(rt.APIResponseValidationError, match=r"status 200, text/html.*Login here"):
        get(client(Recorder(html)))


def test_64_an_undocumented_success_is_read_as_the_nearest() -> None:
    assert get(client(Recorder(httpx.Response(203, json=USER)))).id == "u1"
    deleted = rt.Operation[None]("DELETE", "/x", returns={"204": rt.NoBody()})
    assert client(Recorder(httpx.Response(204)))._core.call(deleted, {}) is None
    assert client(Recorder(httpx.Response(200, json={"a": 1})))._core.call(deleted, {}) is None


# 65


def test_65_a_cookie_for_another_domain_is_not_kept() -> None:
    cookies: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        cookies.append(handler.headers["cookie"])
        reply(handler, b'{"id":"u1","age":3}', set_cookie="evil=1; Domain=other.test; Path=/")

    with server(answer) as url, rt.SyncClient(_api(url), credentials={"Bearer": SECRET}) as made:
        get(made)
        get(made)
    assert cookies == [None, None]


def test_65_a_netrc_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    found: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found.append(handler.headers["authorization"])
        reply(handler, b'{"id":"u1","age":3}')

    with server(answer) as url, rt.SyncClient(_api(url), credentials={"Bearer": "t"}) as made:
        get(made)
    assert found == ["Bearer t"]


def test_65_proxies_come_from_the_environment_as_httpx_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    through: list[str] = []

    def proxy(handler: BaseHTTPRequestHandler) -> None:
        through.append(handler.path)
        reply(handler, b'{"id":"u1","age":3}')

    with server(proxy) as url:
        monkeypatch.setenv("HTTP_PROXY", url)
        monkeypatch.setenv("NO_PROXY", "")
        with rt.SyncClient(_api("http://far.test"), credentials={"Bearer": "t"}) as made:
            get(made)
    assert through == ["http://far.test/users/1"]


# 66


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_66_the_token_endpoint_cannot_make_us_show_the_secret(status: int, asynchronous: bool) -> None:
    seen = Recorder(httpx.Response(status, json={"error": "invalid_client", "error_description": f"bad {SECRET}"}))
    operation = rt.Operation[None]("GET", "/x", security=(("OAuth",),))
    credentials = {"OAuth": rt.ClientCredentials("id", SECRET)}
    with pytest.raises(rt.AuthenticationError, match=f"status {status}, invalid_client") as caught:
        if asynchronous:

            async def work() -> None:
                await async_client(seen, credentials=credentials)._core.call(operation, {})

            anyio.run(work)
        else:
            client(seen, credentials=credentials)._core.call(operation, {})
    assert SECRET not in str(caught.value) and SECRET not in repr(caught.value.__dict__)
    assert SECRET not in _trace(caught.value)
    assert len(seen.requests) == 1


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"access_token": 5}', b'{"access_token": " "}'])
def test_66_a_token_response_without_a_token_is_an_error(content: bytes) -> None:
    operation = rt.Operation[None]("GET", "/x", security=(("OAuth",),))
    made = client(
        Recorder(httpx.Response(200, content=content)),
        credentials={"OAuth": rt.ClientCredentials("id", SECRET)},
    )
    with pytest.raises(rt.AuthenticationError, match="gave no token"):
        made._core.call(operation, {})


def test_60_a_download_is_decoded_in_bounded_pieces(tmp_path: Path) -> None:
    body = bomb("gzip", 3_000_000)
    with server(lambda h: reply(h, body, content_encoding="gzip")) as url:
        with rt.SyncClient(_api(url), credentials={"Bearer": SECRET}) as made:
            with made._core.download(FILE, {}) as download:
                assert max(map(len, download.iter_bytes())) <= 64 * 1024
            with pytest.raises(rt.ResponseTooLargeError):
                made._core.download(FILE, {}).write_to_file(tmp_path / "f", max_bytes=1_000_000)
    assert list(tmp_path.iterdir()) == []
