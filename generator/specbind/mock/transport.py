"""The mock in place of a network: what `httpx` clients, sync and async, send goes to it without a socket."""

from __future__ import annotations

import httpx

from specbind.mock.exchange import Call
from specbind.mock.service import Mock


def transport(mock: Mock) -> httpx.MockTransport:
    """A transport for `httpx.Client` and `httpx.AsyncClient`."""

    def answering(request: httpx.Request) -> httpx.Response:
        reply = mock.answer(_call(request))
        return httpx.Response(reply.status, headers=list(reply.headers), content=reply.body)

    return httpx.MockTransport(answering)


def _call(request: httpx.Request) -> Call:
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    headers = tuple((name.lower(), value) for name, value in request.headers.multi_items())
    origin = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
    return Call(request.method, path, query, headers, request.content, origin)
