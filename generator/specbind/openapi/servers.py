"""Servers: base URLs and their variables."""

from __future__ import annotations

from specbind import rules
from specbind.ir.api import Server, ServerVariable
from specbind.openapi.parameters import PLACEHOLDER
from specbind.openapi.tree import Node


def read_servers(owner: Node) -> tuple[Server, ...]:
    """The servers of a document, a path or an operation."""
    listed = owner.sequence("servers") if owner.has("servers") else None
    found = [_server(node) for node in listed.items()] if listed is not None else []
    return tuple(server for server in found if server is not None)


def _server(node: Node) -> Server | None:
    if not isinstance(node.value, dict):
        node.wrong("a server")
        return None
    url = node.text("url")
    if url is None:
        node.report(rules.UNUSABLE_SERVER, "the server has no URL", label="left out")
        return None
    variables = _variables(node)
    declared = {variable.name for variable in variables}
    for name in dict.fromkeys(PLACEHOLDER.findall(url)):
        if name not in declared:
            message = f"the variable `{{{name}}}` of the URL is not declared"
            node.report(rules.UNUSABLE_SERVER, message, label="must be given by the caller")
    return Server(url, node.text("description"), variables, node.span)


def _variables(node: Node) -> tuple[ServerVariable, ...]:
    listed = node.mapping("variables") if node.has("variables") else None
    found: list[ServerVariable] = []
    for name, variable in listed.members() if listed is not None else ():
        if not isinstance(variable.value, dict):
            variable.wrong("a server variable")
            continue
        values = variable.texts("enum") if variable.has("enum") else ()
        default = variable.text("default")
        if default is None:
            message = f"the variable `{name}` has no default"
            variable.report(rules.UNUSABLE_SERVER, message, label="its first value is used")
            default = values[0] if values else ""
        found.append(ServerVariable(name, default, values, variable.text("description")))
    return tuple(found)


def swagger_servers(top: Node) -> tuple[Server, ...]:
    """The servers that `schemes`, `host` and `basePath` of Swagger 2.0 stand for, HTTPS first."""
    return _swagger_servers(top, top)


def swagger_operation_servers(top: Node, operation: Node) -> tuple[Server, ...]:
    """The servers of an operation of Swagger 2.0 that does not speak by the scheme of the document's first server."""
    if not operation.has("schemes") or not top.has("host"):
        return ()
    own = _swagger_servers(top, operation)
    return () if own[:1] == swagger_servers(top)[:1] else own


def _swagger_servers(top: Node, owner: Node) -> tuple[Server, ...]:
    host = top.text("host") if top.has("host") else None
    path = ((top.text("basePath") if top.has("basePath") else None) or "").strip("/")
    path = f"/{path}" if path else ""
    if host is None:
        return (Server(path),) if path else ()
    at = top.get("host") or top
    if "/" in host:
        at.report(rules.UNUSABLE_SERVER, f"`{host}` is more than a host", label="only the host is used")
        host = host.rpartition("://")[2].partition("/")[0]
    return tuple(Server(f"{scheme}://{host}{path}") for scheme in _schemes(owner, at))


def _schemes(owner: Node, host: Node) -> list[str]:
    """The schemes by which a client can speak to a host."""
    listed = owner.texts("schemes") if owner.has("schemes") else ()
    usable: list[str] = [scheme for scheme in ("https", "http") if scheme in listed]
    if not usable:
        host.report(rules.UNUSABLE_SERVER, "`schemes` names neither `https` nor `http`", label="https is used")
        return ["https"]
    return usable
