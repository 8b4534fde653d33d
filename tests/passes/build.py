"""Small APIs for the tests of the passes."""

from __future__ import annotations

from collections.abc import Mapping

from specbind.ir.api import (
    Api,
    Content,
    Header,
    Location,
    Operation,
    Parameter,
    RequestBody,
    Resource,
    Response,
    Style,
)
from specbind.ir.types import ArrayType, Field, ObjectType, RefType, StringType, Type, TypeDecl

TEXT = StringType()


def obj(title: str | None = None, required: str = "", **members: Type) -> ObjectType:
    """An object; `required` names members with spaces between, all where it is empty."""
    wanted = required.split() or list(members)
    fields = tuple(Field(name, of, name in wanted) for name, of in members.items())
    return ObjectType(fields, title=title)


def page(item: Type, **more: Type) -> ObjectType:
    """A list page with its items under `data`."""
    return obj(data=ArrayType(item), **more)


def query(name: str, of: Type = TEXT, description: str | None = None) -> Parameter:
    """A query parameter with the default style."""
    return Parameter(name, Location.QUERY, of, False, Style.FORM, True, description=description)


def op(
    key: str,
    result: Type | None = None,
    *,
    body: Type | None = None,
    parameters: tuple[Parameter, ...] = (),
    name: str | None = None,
    summary: str | None = None,
    headers: tuple[str, ...] = (),
    errors: Mapping[str, Type] | None = None,
) -> Operation:
    """An operation by its key, with a JSON result and a JSON body."""
    method, path = key.split(" ", 1)
    contents = (Content("application/json", result),) if result is not None else ()
    good = Response("200", contents, tuple(Header(header, TEXT) for header in headers))
    bad = tuple(Response(status, (Content("application/json", of),)) for status, of in (errors or {}).items())
    sent = RequestBody((Content("application/json", body),), True) if body is not None else None
    return Operation(method, path, name, summary, parameters=parameters, body=sent, responses=(good, *bad))


def api(*operations: Operation, types: Mapping[str, Type] | None = None) -> Api:
    """An API of operations and components."""
    decls = tuple(TypeDecl(name, of) for name, of in (types or {}).items())
    return Api("Test", "1", operations, decls)


def methods(of: Api) -> dict[str, str]:
    """The dotted method of each operation."""
    found: dict[str, str] = {}
    stack: list[Resource] = [of.resources]
    while stack:
        resource = stack.pop()
        stack.extend(resource.children)
        for method in resource.methods:
            found[method.operation] = ".".join((*resource.path, method.name))
    return {operation.key: found[operation.key] for operation in of.operations if operation.key in found}


def inline_names(of: Api) -> list[str]:
    """The names of the types that the document did not name, without other names for shared ones."""
    return sorted(decl.name for decl in of.types if decl.context and not isinstance(decl.type, RefType))
