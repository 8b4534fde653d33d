"""Hostile texts, and the places of a description they are put in."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, get_args

CALL = '__import__("pathlib").Path("MARKER").touch()'
BREAKOUTS = {
    "docstring": f'x"""\n{CALL}#',
    "single docstring": f"x'''\n{CALL}#",
    "double quote": f'x"+str({CALL})+"',
    "single quote": f"x'+str({CALL})+'",
    "ends with a quote": f'x"\n{CALL}\n"',
    "ends with a backslash": "x\\",
    "odd backslashes": f'x\\\\\\"""\n{CALL}#',
    "escaped docstring": f'x\\"""\n{CALL}#',
    "carriage return": f"x\r{CALL}#",
    "line feeds of both kinds": f"x\r\n{CALL}\r\n#",
    "line separator": f"x\u2028{CALL}\u2029{CALL}\x85{CALL}",
    "form feed": f"x\x0c{CALL}",
    "nul": f"x\x00{CALL}",
    "escape sequences": 'x\\N{QUOTATION MARK}\\x22\\u0022\\"',
    "f-string": f"x{{{CALL}}}",
    "jinja": "{{ 7*7 }}{% raw %}{# #}{%- include '/etc/passwd' -%}",
    "percent": "%s%(x)s%n",
    "type comment": f"x # type: ignore # noqa # fmt: off # pragma: no cover\n{CALL}",
    "coding cookie": "# -*- coding: utf-7 -*-\n+AF8AXw-",
    "terminal": "x\x1b[2J\x1b]0;title\x07\x9b31m",
    "bidi": "x\u202e\u2066\u200b\ufeff y",
    "surrogate": "x\ud800y",
    "markdown": '</script>`@mention` [x](javascript:alert(1)) | a | b |\n```\n<img src=x onerror="y">',
    "statement": f"pass\n{CALL}\nclass A: pass",
    "colon": f"x: {CALL}\n    y = {CALL}",
}
BREAKOUTS["long"] = BREAKOUTS["docstring"] + "a" * 50_000

BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1", "description": "d", "license": {"name": "l"}, "contact": {"url": "u"}},
    "servers": [{"url": "https://x.test/{v}", "description": "s", "variables": {"v": {"default": "1", "enum": ["1"]}}}],
    "tags": [{"name": "t", "description": "d", "externalDocs": {"url": "https://x.test"}}],
    "externalDocs": {"url": "https://x.test", "description": "d"},
    "security": [{"key": []}],
    "paths": {
        "/boxes/{id}": {
            "put": {
                "operationId": "op",
                "summary": "s",
                "description": "d",
                "tags": ["t"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": "d"},
                    {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "d"},
                    {"name": "h", "in": "header", "schema": {"type": "string"}},
                    {"name": "c", "in": "cookie", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "description": "d",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}},
                },
                "responses": {
                    "200": {
                        "description": "d",
                        "headers": {"X-H": {"schema": {"type": "string"}, "description": "d"}},
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Box"},
                                "examples": {"e": {"summary": "s", "value": {"p": "x"}}},
                            }
                        },
                        "links": {"l": {"operationId": "op", "parameters": {"id": "$response.body#/id"}}},
                    },
                    "404": {"description": "d"},
                },
                "callbacks": {"cb": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": "d"}}}}}},
            }
        }
    },
    "webhooks": {
        "hook": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {"200": {"description": "d"}},
            }
        }
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "k", "description": "d"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://x.test/t", "scopes": {"s": "d"}}},
            },
        },
        "schemas": {
            "Box": {
                "type": "object",
                "title": "Box",
                "description": "d",
                "required": ["p", "kind"],
                "properties": {
                    "p": {"type": "string", "title": "t", "description": "d", "default": "x", "example": "x"},
                    "kind": {"const": "box"},
                    "colour": {"type": "string", "enum": ["red", "green"], "x-enum-varnames": ["RED", "GREEN"]},
                    "code": {"type": "string", "pattern": "^x$", "format": "code"},
                    "pet": {"$ref": "#/components/schemas/Pet"},
                },
            },
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}},
            },
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
        },
    },
}


@dataclass(frozen=True)
class Slot:
    """A place of a description; `found` reads the text back from the imported package, where it is data, and `kept`
    says how much of it stays.

    `item` is the place's number in the list of attacks that `test_checklist.py` goes through.
    """

    item: int
    name: str
    put: Callable[[dict[str, Any], str], None]
    found: Callable[[ModuleType], object] | None = None
    kept: Callable[[str], str] = str

    def __str__(self) -> str:
        return f"{self.item:02} {self.name}"

    def spec(self, payload: str) -> dict[str, Any]:
        """The description with the payload in this place."""
        document = copy.deepcopy(BASE)
        self.put(document, payload)
        return document


def _module(name: str) -> Any:
    return sys.modules[f"acme.{name}"]


def _operation(document: dict[str, Any]) -> dict[str, Any]:
    return document["paths"]["/boxes/{id}"]["put"]


def _schema(document: dict[str, Any], *path: str) -> dict[str, Any]:
    found = document["components"]["schemas"]["Box"]
    for name in path:
        found = found[name]
    return found


def _at(*path: Any) -> Callable[[dict[str, Any], str], None]:
    """A slot that is a value."""

    def put(document: dict[str, Any], payload: str) -> None:
        node: Any = document
        for name in path[:-1]:
            node = node[name]
        node[path[-1]] = payload

    return put


def _rename(*path: Any) -> Callable[[dict[str, Any], str], None]:
    """A slot that is a key."""

    def put(document: dict[str, Any], payload: str) -> None:
        node: Any = document
        for name in path[:-1]:
            node = node[name]
        node[payload] = node.pop(path[-1])

    return put


def _path(document: dict[str, Any], payload: str) -> None:
    document["paths"]["/" + payload + "/{id}"] = document["paths"].pop("/boxes/{id}")


def _before_hash(text: str) -> str:
    """What is sent of a path."""
    return text.partition("#")[0]


def _tag(document: dict[str, Any], payload: str) -> None:
    document["tags"][0]["name"] = payload
    _operation(document)["tags"] = [payload]


def _property(document: dict[str, Any], payload: str) -> None:
    _schema(document)["properties"][payload] = {"type": "string", "description": "d"}


def _discriminator(document: dict[str, Any], payload: str) -> None:
    schemas = document["components"]["schemas"]
    schemas["Pet"]["discriminator"]["propertyName"] = payload
    for name in ("Cat", "Dog"):
        schemas[name] = {"type": "object", "required": [payload], "properties": {payload: {"type": "string"}}}


def _schema_name(document: dict[str, Any], payload: str) -> None:
    document["components"]["schemas"][payload] = {"type": "object", "properties": {"a": {"type": "string"}}}


def _scheme_name(document: dict[str, Any], payload: str) -> None:
    schemes = document["components"]["securitySchemes"]
    schemes[payload] = schemes.pop("key")
    document["security"] = [{payload: []}]


def _box() -> Any:
    return _module("models").Box


def _literals(name: str) -> object:
    found: list[object] = []
    stack: list[Any] = [_box().model_fields[name].annotation]
    while stack:
        each = stack.pop()
        found += [arg for arg in get_args(each) if isinstance(arg, str)]
        stack += [arg for arg in get_args(each) if not isinstance(arg, str)]
    return found


def _tagged() -> Any:
    from typing import Annotated, get_origin

    stack: list[Any] = [_module("models").Pet]
    while stack:
        each = stack.pop()
        if get_origin(each) is Annotated:
            return next(one for one in get_args(each)[1:] if type(one).__name__ == "Tagged")
        stack += get_args(each)
    raise AssertionError("no tagged union")


def _aliases() -> object:
    return [field.alias or name for name, field in _box().model_fields.items()]


def _api() -> Any:
    return _module("_client").API


def _update() -> Any:
    return next(vars(_module(name))["UPDATE"] for name in _operations() if "UPDATE" in vars(_module(name)))


def _operations() -> list[str]:
    return [name.removeprefix("acme.") for name in sys.modules if name.startswith("acme.operations.")]


_OP = ("paths", "/boxes/{id}", "put")
_EXAMPLES = (*_OP, "responses", "200", "content", "application/json", "examples")
_P = ("components", "schemas", "Box", "properties")
SLOTS = (
    Slot(1, "info.title", _at("info", "title")),
    Slot(2, "info.version", _at("info", "version"), lambda _: _api().version),
    Slot(3, "info.description", _at("info", "description")),
    Slot(3, "license", _at("info", "license", "name")),
    Slot(3, "contact", _at("info", "contact", "url")),
    Slot(4, "server url", _at("servers", 0, "url")),
    Slot(4, "server description", _at("servers", 0, "description")),
    Slot(4, "server default", _at("servers", 0, "variables", "v", "default")),
    Slot(4, "server enum", _at("servers", 0, "variables", "v", "enum", 0)),
    Slot(5, "tag", _tag),
    Slot(5, "tag description", _at("tags", 0, "description")),
    Slot(6, "summary", _at(*_OP, "summary")),
    Slot(6, "description", _at(*_OP, "description")),
    Slot(7, "operation id", _at(*_OP, "operationId")),
    Slot(8, "path", _path, lambda _: _update().path.removeprefix("/").removesuffix("/{id}"), _before_hash),
    Slot(9, "query name", _at(*_OP, "parameters", 1, "name")),
    Slot(9, "header name", _at(*_OP, "parameters", 2, "name")),
    Slot(9, "cookie name", _at(*_OP, "parameters", 3, "name")),
    Slot(10, "parameter description", _at(*_OP, "parameters", 1, "description")),
    Slot(14, "parameter default", _at(*_OP, "parameters", 1, "schema", "default")),
    Slot(11, "schema name", _schema_name),
    Slot(12, "property name", _property, lambda _: _aliases()),
    Slot(13, "schema description", _at("components", "schemas", "Box", "description")),
    Slot(13, "schema title", _at("components", "schemas", "Box", "title")),
    Slot(13, "property description", _at(*_P, "p", "description")),
    Slot(13, "property title", _at(*_P, "p", "title")),
    Slot(14, "default", _at(*_P, "p", "default")),
    Slot(15, "const", _at(*_P, "kind", "const"), lambda _: _literals("kind")),
    Slot(16, "enum value", _at(*_P, "colour", "enum", 1), lambda _: _literals("colour")),
    Slot(17, "enum name", _at(*_P, "colour", "x-enum-varnames", 1)),
    Slot(18, "pattern", _at(*_P, "code", "pattern")),
    Slot(19, "format", _at(*_P, "code", "format")),
    Slot(20, "example", _at(*_P, "p", "example")),
    Slot(
        20, "documented example", _at(*_OP, "responses", "200", "content", "application/json", "examples", "e", "value")
    ),
    Slot(20, "example name", _rename(*_OP, "responses", "200", "content", "application/json", "examples", "e")),
    Slot(21, "request media type", _rename(*_OP, "requestBody", "content", "application/json")),
    Slot(21, "response media type", _rename(*_OP, "responses", "200", "content", "application/json")),
    Slot(22, "response status", _rename(*_OP, "responses", "404")),
    Slot(22, "response header", _rename(*_OP, "responses", "200", "headers", "X-H")),
    Slot(22, "response description", _at(*_OP, "responses", "200", "description")),
    Slot(23, "discriminator", _discriminator, lambda _: _tagged().wire_name),
    Slot(
        23,
        "mapping key",
        _rename("components", "schemas", "Pet", "discriminator", "mapping", "cat"),
        lambda _: list(_tagged().mapping),
    ),
    Slot(23, "mapping value", _at("components", "schemas", "Pet", "discriminator", "mapping", "cat")),
    Slot(24, "scheme name", _scheme_name, lambda _: list(_api().schemes)),
    Slot(
        24,
        "api key name",
        _at("components", "securitySchemes", "key", "name"),
        lambda _: _api().schemes["key"].wire_name,
    ),
    Slot(24, "scheme description", _at("components", "securitySchemes", "key", "description")),
    Slot(24, "token url", _at("components", "securitySchemes", "oauth", "flows", "clientCredentials", "tokenUrl")),
    Slot(24, "scope", _rename("components", "securitySchemes", "oauth", "flows", "clientCredentials", "scopes", "s")),
    Slot(25, "external docs", _at("externalDocs", "url")),
    Slot(25, "link", _rename(*_OP, "responses", "200", "links", "l")),
    Slot(25, "callback", _rename(*_OP, "callbacks", "cb")),
    Slot(25, "webhook", _rename("webhooks", "hook")),
    Slot(26, "extension", _at("x-anything")),
    Slot(40, "reference", _at(*_P, "pet", "$ref")),
    Slot(54, "type", _at(*_P, "p", "type")),
)
