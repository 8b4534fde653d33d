"""A server that the tests send their requests to, if there is one: it checks them, and answers by itself."""

from __future__ import annotations

import os
from functools import cache
from typing import Final

import httpx

SERVER: Final = os.environ.get("SPECBIND_SERVER", "")
"""Its URL, as `specbind mock` prints it. Without one, tests answer their own requests."""


@cache
def _client() -> httpx.Client:
    return httpx.Client()


def ask(
    request: httpx.Request, base_url: str, status: int, kind: str
) -> httpx.Response:
    """What the server answers to a request that was for `base_url`, which the answer names
    wherever the server names itself. Prefers a status and a content type.
    """
    server = httpx.URL(SERVER)
    path = server.raw_path.rstrip(b"/") + request.url.raw_path
    url = request.url.copy_with(
        scheme=server.scheme, host=server.host, port=server.port, raw_path=path
    )
    headers = {**request.headers, "host": server.netloc.decode()}
    headers |= {"accept": kind or "*/*", "prefer": f"code={status}"}
    content = request.content
    given = _client().request(request.method, url, headers=headers, content=content)
    kept = {k: v for k, v in given.headers.items() if k != "content-length"}
    return httpx.Response(
        given.status_code,
        headers={k: v.replace(SERVER, base_url) for k, v in kept.items()},
        content=given.content.replace(SERVER.encode(), base_url.encode()),
    )
