"""A small API, as emitted code would write it, and ways to talk to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import acme_runtime as rt
import httpx


class User(rt.Model):
    id: str
    age: int
    role: Literal["owner", "reader"] | str = "reader"


class UserList(rt.Model):
    data: list[User]
    last_id: str | None = None
    has_more: bool = False


class Problem(rt.Model):
    code: str
    message: str | None = None


class Delta(rt.Model):
    text: str


GET = rt.Operation[User](
    "GET",
    "/users/{user_id}",
    returns={"200": rt.JsonResponse(lambda: User)},
    errors={"404": rt.JsonResponse(lambda: Problem)},
)
CREATE = rt.Operation[User]("POST", "/users", body=rt.JSON_BODY, returns={"201": rt.JsonResponse(lambda: User)})
UPDATE = rt.Operation[User](
    "POST",
    "/users/{user_id}",
    body=rt.JsonBody(required=True, nullable=frozenset({"role"})),
    returns={"200": rt.JsonResponse(lambda: User)},
)
LIST = rt.PagedOperation[User, UserList](
    "GET",
    "/users",
    query={"emails": rt.BRACKETS},
    lists=("query.emails",),
    checks=(rt.Check("query.limit", minimum=1, maximum=100),),
    returns={"200": rt.JsonResponse(lambda: UserList)},
    pages=rt.CursorPages(items=("data",), parameter="after", cursor=("last_id",), item=("id",), more=("has_more",)),
)
CHAT = rt.StreamOperation[Delta]("POST", "/chat", body=rt.JSON_BODY, returns={"200": rt.EventStream(lambda: Delta)})
LINES = rt.StreamOperation[Delta]("GET", "/lines", returns={"200": rt.JsonLines(lambda: Delta)})
FILE = rt.DownloadOperation("GET", "/file", returns={"200": rt.BytesResponse()})

SECRET = "sk-very-secret-1234567890"
API = rt.ApiInfo(
    name="acme",
    version="1.2.3",
    base_url="https://api.acme.test/v1",
    base_url_env="ACME_BASE_URL",
    schemes={
        "Bearer": rt.BearerAuth(argument="api_key", env=("ACME_KEY",)),
        "Key": rt.ApiKeyAuth("header", "X-API-Key", argument="key"),
        "Query": rt.ApiKeyAuth("query", "api_key", argument="query_key"),
        "Cookie": rt.ApiKeyAuth("cookie", "session", argument="session"),
        "Basic": rt.BasicAuth(argument="login", env=("ACME_USER", "ACME_PASSWORD")),
        "OAuth": rt.OAuth2ClientCredentials(
            token_url="/token", scopes=("read",), argument="oauth", env=("ACME_ID", "ACME_SECRET")
        ),
    },
    security=(("Bearer",),),
)
USER = {"id": "u1", "age": 3}


class FakeTime:
    """A clock that never waits."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def clock(self) -> rt.Clock:
        return rt.Clock(sleep=self.waits.append, sleep_async=self._sleep, now=lambda: 1e9, random=lambda: 0.0)


Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler, api: rt.ApiInfo = API, **options: Any) -> rt.SyncClient:
    options.setdefault("credentials", {"Bearer": SECRET})
    options.setdefault("retry", rt.RetryPolicy(clock=FakeTime().clock()))
    http = httpx.Client(transport=httpx.MockTransport(handler), follow_redirects=options.pop("follow", False))
    return rt.SyncClient(api, http_client=http, **options)


def async_client(handler: Handler, api: rt.ApiInfo = API, **options: Any) -> rt.AsyncClient:
    options.setdefault("credentials", {"Bearer": SECRET})
    options.setdefault("retry", rt.RetryPolicy(clock=FakeTime().clock()))
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler), follow_redirects=options.pop("follow", False))
    return rt.AsyncClient(api, http_client=http, **options)


class Recorder:
    """Answers every request with the next of its responses, and keeps the requests."""

    def __init__(self, *responses: httpx.Response | Exception | dict[str, Any]) -> None:
        self.responses = list(responses)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read() if isinstance(request.stream, httpx.SyncByteStream) else None
        self.requests.append(request)
        found = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
        if isinstance(found, Exception):
            raise found
        if isinstance(found, dict):
            return httpx.Response(200, json=found)
        return found

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A real HTTP server on the loopback interface; gives its URL."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
    finally:
        httpd.shutdown()
        httpd.server_close()


def reply(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    status: int = 200,
    content_type: str = "application/json",
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("content-type", content_type)
    handler.send_header("content-length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
