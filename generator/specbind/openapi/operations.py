"""Paths, operations and webhooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from specbind import rules
from specbind.diagnostics import Related
from specbind.ir.api import Operation, Server, Webhook
from specbind.ir.extensions import OPERATION_ID, OPERATIONS
from specbind.ir.types import UNKNOWN
from specbind.openapi.annotations import said
from specbind.openapi.bodies import Bodies
from specbind.openapi.deviations import report
from specbind.openapi.dialects import Dialect
from specbind.openapi.extensions import read_call, read_inferred, text_of
from specbind.openapi.parameters import PLACEHOLDER, Parameters
from specbind.openapi.schemas import Schemas
from specbind.openapi.security import read_requirements
from specbind.openapi.servers import read_servers, swagger_operation_servers
from specbind.openapi.tokens import TOKEN
from specbind.openapi.tree import Node

_BESIDE_METHODS: Final = frozenset({"$ref", "summary", "description", "servers", "parameters", "additionalOperations"})
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""A token of RFC 9110 section 5.6.2."""


class Operations:
    """Reads the operations of one description."""

    def __init__(self, schemas: Schemas, schemes: Mapping[str, str], bodies: Bodies) -> None:
        self._schemas = schemas
        self._schemes = schemes
        self._bodies = bodies
        self._parameters = Parameters(schemas, self._bodies)
        self._ids: dict[str, Node] = {}
        self._shapes: dict[tuple[str, str], tuple[str, Node]] = {}
        self._root: Node | None = None

    def read(self, root: Node) -> tuple[Operation, ...]:
        """The operations under `paths`, in the document's order."""
        self._root = root
        paths = root.mapping("paths") if root.has("paths") else None
        found: list[Operation] = []
        for path, written in paths.members() if paths is not None else ():
            if path.startswith("x-"):
                continue
            if not path.startswith("/"):
                written.report(rules.UNROOTED_PATH, f"`{path}` does not begin with a slash", label="one is added")
                path = f"/{path}"
            item = self._item(written)
            if item is not None:
                if item.place == written.place:
                    _report_unknown(item)
                known = {each.key for each in found}
                found += [each for each in self._operations(path, item) if _is_new(each, known, written)]
        return tuple(found)

    def _item(self, written: Node) -> Node | None:
        """A path item; what stands beside its `$ref` is put on top of what the reference brings."""
        if not isinstance(written.value, dict):
            message = f"{written.name} is not a path item"
            written.report(rules.UNUSABLE_OPERATION, message, label="no method can be generated")
            return None
        node = self._schemas.refs.follow(written)
        if node is not None and not isinstance(node.value, dict):
            node.report(rules.UNUSABLE_OPERATION, "not a path item", label="no method can be generated")
            return None
        return node

    def _operations(self, path: str, item: Node) -> list[Operation]:
        found: list[Operation] = []
        for method, node in self._methods(item):
            if not isinstance(node.value, dict):
                message = f"{node.name} of `{path}` is not an operation"
                node.report(rules.UNUSABLE_OPERATION, message, label="no method can be generated")
                continue
            self._check_path(path, method, node)
            found.append(self._operation(path, method, item, node))
        return found

    def _methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        """The operations of a path item with their methods, those of other methods than the usual ones last."""
        dialect = self._schemas.refs.dialect
        for key, node in item.members():
            if key in _METHODS:
                if key == "query" and dialect is not Dialect.OPENAPI_3_2:
                    report(item, key, f"the method `query` is of {Dialect.OPENAPI_3_2.title}", dialect)
                yield key.upper(), node
        others = item.mapping("additionalOperations") if item.has("additionalOperations") else None
        if others is not None and dialect is not Dialect.OPENAPI_3_2:
            report(item, "additionalOperations", f"it is of {Dialect.OPENAPI_3_2.title}", dialect)
        for key, node in others.members() if others is not None else ():
            if key.startswith("x-"):
                continue
            if not TOKEN.fullmatch(key) or key.lower() in _METHODS:
                message = f"`{key}` is no method for this place"
                node.report(rules.UNUSABLE_OPERATION, message, label="stands under its own name in the path item")
            else:
                yield key, node
        if (extended := item.get(OPERATIONS)) is not None:
            yield from extended.members()

    def _operation(self, path: str, method: str, item: Node, node: Node) -> Operation:
        self._schemas.remarks.lifecycle(node)
        return Operation(
            method,
            path,
            self._operation_id(node),
            said(node.text("summary"), item.text("summary")),
            said(node.text("description"), item.text("description")),
            node.flag("deprecated") or False,
            node.texts("tags") if node.has("tags") else (),
            self._parameters.read(path, item, node),
            self._bodies.request_body(item, node),
            self._bodies.responses(node),
            read_requirements(node, self._schemes),
            self._servers(item, node),
            read_call(node),
            tuple(self._callbacks(node)),
            self._parameters.unplaced(path, item, node),
            read_inferred(node),
            node.span,
        )

    def _callbacks(self, operation: Node) -> Iterator[Webhook]:
        """The requests that the API sends on account of a call, named `callback expression`."""
        listed = operation.mapping("callbacks") if operation.has("callbacks") else None
        for name, written in listed.members() if listed is not None else ():
            callback = self._item(written) if not name.startswith("x-") else None
            for expression, inner in callback.members() if callback is not None else ():
                item = self._item(inner) if not expression.startswith("x-") else None
                if item is not None:
                    yield from self._webhooks(f"{name} {expression}", item)

    def _servers(self, item: Node, node: Node) -> tuple[Server, ...]:
        own = read_servers(node) or read_servers(item)
        return own or (swagger_operation_servers(self._root, node) if self._root is not None else ())

    def _operation_id(self, node: Node) -> str | None:
        found = node.text("operationId")
        if found is None:
            return text_of(node, OPERATION_ID)
        at = node.get("operationId") or node
        if found in self._ids:
            first = Related(self._ids[found].span, "first here")
            message = f"the operationId `{found}` is used twice"
            at.report(rules.DUPLICATE_OPERATION_ID, message, label="again", related=(first,))
        self._ids.setdefault(found, at)
        return found

    def _check_path(self, path: str, method: str, node: Node) -> None:
        shape = (method, PLACEHOLDER.sub("{}", path))
        other, first = self._shapes.setdefault(shape, (path, node))
        if other != path:
            message = f"`{method} {path}` cannot be told from `{method} {other}`"
            related = (Related(first.span, "the other path"),)
            node.report(rules.AMBIGUOUS_PATH, message, label="the same but for names", related=related)

    def read_webhooks(self, root: Node) -> tuple[Webhook, ...]:
        """The requests that the API sends, under `webhooks` or `x-webhooks`."""
        found: dict[str, list[Webhook]] = {}
        for key in ("webhooks", "x-webhooks"):
            listed = root.mapping(key) if root.has(key) else None
            for name, written in listed.members() if listed is not None else ():
                item = self._item(written) if not name.startswith("x-") and name not in found else None
                if item is not None:
                    found[name] = self._webhooks(name, item)
        return tuple(webhook for webhooks in found.values() for webhook in webhooks)

    def _webhooks(self, name: str, item: Node) -> list[Webhook]:
        methods = [(key.lower(), node) for key, node in self._methods(item)]
        found: list[Webhook] = []
        for key, node in methods:
            if not isinstance(node.value, dict):
                message = f"`{key}` of the webhook `{name}` is not an operation"
                node.report(rules.UNUSABLE_OPERATION, message, label="no type can be generated")
                continue
            body = self._bodies.request_body(item, node)
            contents = body.contents if body is not None else ()
            content = next((one for one in contents if "json" in one.media_type), contents[0] if contents else None)
            of = content.type if content is not None and content.type is not None else UNKNOWN
            full = name if len(methods) == 1 else f"{name}.{key}"
            description = said(node.text("description"), node.text("summary"), item.text("description"))
            examples = content.examples if content is not None else ()
            kind = content.media_type if content is not None else None
            found.append(Webhook(full, of, kind, description, examples, node.span))
        return found


def _report_unknown(item: Node) -> None:
    """Say which members of a path item mean nothing; a file of its own may hold more than the item."""
    for key, node in item.members():
        if key not in _METHODS and key not in _BESIDE_METHODS and not key.startswith("x-"):
            message = f"`{key}` is no part of a path item"
            node.report(rules.UNKNOWN_PATH_MEMBER, message, label="ignored", help=_meant(key))


def _meant(key: str) -> str:
    """The method that a misspelt one may stand for."""
    close = get_close_matches(key.lower(), _METHODS, 1)
    return f"if it is an operation, call it `{close[0]}`" if close else ""


def _is_new(operation: Operation, known: set[str], path: Node) -> bool:
    """Whether no path before this one, with a slash put before it, has the operation too."""
    if operation.key in known:
        message = f"{path.name} and a path before it, once both begin with a slash, are the same"
        path.report(rules.UNUSABLE_OPERATION, message, label="both would be called at the same URL")
        return False
    return True
