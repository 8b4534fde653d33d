"""Where calls go: the server of an API, and those of single operations."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from specbind.ir.api import Api, Operation, Server


def usual_server(api: Api) -> Server | None:
    """Where the calls of an API go: to the first server of the document or, if it has none with a host, to the one that
    all operations name.
    """
    first = api.servers[0] if api.servers else None
    named = {operation.servers[:1] for operation in api.operations}
    shared = next(iter(named)) if len(named) == 1 else ()
    if shared and "//" in shared[0].url and (first is None or "//" not in first.url):
        return _absolute(shared[0])
    return None if first is None else _absolute(first)


def _absolute(server: Server) -> Server:
    """A server; one without a scheme is spoken to by HTTPS."""
    return replace(server, url=f"https:{server.url}") if server.url.startswith("//") else server


def own_server(operation: Operation, usual: Server | None) -> str | None:
    """The URL of an operation's own server, if that is not the usual one, which a relative one is relative to."""
    if not operation.servers:
        return None
    own = filled(operation.servers[0])
    if usual is None:
        return own
    url = urljoin(f"{filled(usual)}/", own).rstrip("/")
    return url if url != filled(usual) else None


def filled(server: Server) -> str:
    """A server's URL with the defaults of its variables."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url.rstrip("/")
