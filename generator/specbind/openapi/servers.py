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
    return Server(url, node.text("description"), variables)


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
