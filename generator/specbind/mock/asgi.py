"""The mock as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from specbind.mock.exchange import Call, Reply
from specbind.mock.service import Mock

Log = Callable[[Call, Reply], None]
"""Is told each request with its response."""


def unheard(call: Call, reply: Reply) -> None:
    """The log of a server that nobody watches."""


def application(mock: Mock, log: Log = unheard) -> ASGIApp:
    """An application that answers each request by the mock."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        call = _call(request, await request.body())
        reply = await run_in_threadpool(mock.answer, call)
        log(call, reply)
        response = StreamingResponse(_each(reply.chunks), reply.status)
        response.raw_headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in _headers(reply)]
        await response(scope, receive, send)

    return answering


async def _lifespan(receive: Receive, send: Send) -> None:
    """Nothing is to be done when a server starts or stops."""
    for word in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{word}.complete"})


def _call(request: Request, body: bytes) -> Call:
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in request.headers.raw)
    origin = f"{request.url.scheme}://{request.url.netloc}"
    query: bytes = request.scope["query_string"]
    return Call(request.method, raw.decode("latin-1"), query.decode("latin-1"), headers, body, origin)


def _headers(reply: Reply) -> Iterable[tuple[str, str]]:
    """The headers with the length of a body that is one piece; 204 and 304 have none (RFC 9110 section 8.6)."""
    yield from reply.headers
    if len(reply.chunks) < 2 and reply.status not in (204, 304):
        yield "content-length", str(len(reply.body))


async def _each(chunks: tuple[bytes, ...]) -> Iterable[bytes]:  # type: ignore[misc]
    for chunk in chunks:
        yield chunk
