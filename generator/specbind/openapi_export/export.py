"""`export()`: an `Api` as an OpenAPI 3.1 document; `openapi.read` makes the same `Api` of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from specbind.ir.api import Api, Operation, Webhook
from specbind.ir.canonical import METHODS, canonical
from specbind.ir.extensions import CALL, OPERATION_ID, OPERATIONS
from specbind.ir.types import Json
from specbind.openapi_export.bodies import Bodies
from specbind.openapi_export.parameters import Parameters
from specbind.openapi_export.schemas import Schemas
from specbind.openapi_export.security import Security, servers
from specbind.openapi_export.tree import Exported, Mapping, Origins, reasons, said

VERSION: Final = "3.1.0"


def export(api: Api) -> Exported:
    """The document that describes an API, in its canonical spelling.

    What the passes add is left out: the tree of resources, and the places that inline types are named after.
    """
    origins = Origins()
    return Exported(_Exporter(canonical(api), origins).document(), origins.spans)


class _Exporter:
    def __init__(self, api: Api, origins: Origins) -> None:
        self._api = api
        self._origins = origins
        self._schemas = Schemas(api.types, origins)
        self._bodies = Bodies(self._schemas, origins)
        types = {decl.name: decl.type for decl in api.types}
        self._parameters = Parameters(self._schemas, self._bodies, types, origins)
        self._security = Security(api.security_schemes, origins)
        self._ids: set[str] = set()

    def document(self) -> Mapping:
        """The OpenAPI Object, its members in the order of the specification."""
        api = self._api
        info: Mapping = {"title": api.title, **said(description=api.description), "version": api.version}
        value: Mapping = {"openapi": VERSION, "info": info}
        if api.servers:
            value["servers"] = servers(api.servers)
        value["paths"] = self._paths()
        if api.webhooks:
            value["webhooks"] = {webhook.name: self._webhook(webhook) for webhook in api.webhooks}
        if components := self._components():
            value["components"] = components
        if api.security:
            value["security"] = self._security.choices(api.security)
        if api.tags:
            value["tags"] = [{"name": tag.name, **said(description=tag.description)} for tag in api.tags]
        return value | reasons(api.inferred)

    def _components(self) -> Mapping:
        parts = {"schemas": self._schemas.components(), "securitySchemes": self._security.schemes()}
        return {key: part for key, part in parts.items() if part}

    def _paths(self) -> Mapping:
        paths: dict[str, Mapping] = {}
        for operation in self._api.operations:
            item = paths.setdefault(operation.path, {})
            if operation.method in METHODS:
                item[operation.method.lower()] = self._operation(operation)
            else:
                others = item.setdefault(OPERATIONS, {})
                assert isinstance(others, dict)
                others[operation.method] = self._operation(operation)
        return dict(paths)

    def _operation(self, operation: Operation) -> Mapping:
        value: Mapping = {"tags": list[Json](operation.tags)} if operation.tags else {}
        value |= said(summary=operation.summary, description=operation.description)
        value |= self._id(operation)
        if operation.parameters:
            value["parameters"] = self._parameters.listed(operation.parameters)
        if operation.body is not None:
            value["requestBody"] = self._bodies.request_body(operation.body)
        if operation.responses:
            value["responses"] = {each.status: self._bodies.response(each) for each in operation.responses}
        value |= said(deprecated=operation.deprecated)
        if operation.security is not None:
            value["security"] = self._security.choices(operation.security)
        if operation.servers:
            value["servers"] = servers(operation.servers)
        if operation.callbacks:
            value["callbacks"] = self._callbacks(operation.callbacks)
        if operation.call:
            value[CALL] = _call(operation.call)
        return self._origins.of(operation.span, value | reasons(operation.inferred))

    def _id(self, operation: Operation) -> Mapping:
        """The operation id, which only one operation may have."""
        name = operation.operation_id
        if name is None:
            return {}
        key = OPERATION_ID if name in self._ids else "operationId"
        self._ids.add(name)
        return {key: name}

    def _callbacks(self, callbacks: Iterable[Webhook]) -> Mapping:
        named: dict[str, Mapping] = {}
        for callback in callbacks:
            name, _, expression = callback.name.partition(" ")
            named.setdefault(name, {})[expression] = self._webhook(callback)
        return dict(named)

    def _webhook(self, webhook: Webhook) -> Mapping:
        request: Mapping = said(description=webhook.description)
        if webhook.media_type is not None:
            media: Mapping = {"schema": self._schemas.of(webhook.type), **self._bodies.examples(webhook.examples)}
            request["requestBody"] = {"content": {webhook.media_type: media}}
        return {"post": self._origins.of(webhook.span, request)}


def _call(words: tuple[str, ...]) -> Json:
    """The words of a call with dots between them, where they have none themselves."""
    return ".".join(words) if all(word and "." not in word for word in words) else list[Json](words)
