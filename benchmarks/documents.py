"""Documents of our own, and copies of a document inside itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Document = dict[str, Any]

FIELDS: Document = {
    "id": {"type": "string"},
    "object": {"type": "string", "const": "item"},
    "name": {"type": "string"},
    "description": {"type": ["string", "null"]},
    "status": {"type": "string", "enum": ["active", "paused", "archived"]},
    "amount": {"type": "integer"},
    "price": {"type": "number"},
    "is_default": {"type": "boolean"},
    "created_at": {"type": "integer"},
    "updated_at": {"type": "string", "format": "date-time"},
    "owner_id": {"type": "string"},
    "region": {"type": "string"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "note": {"type": "string"},
}


def document(paths: Document, schemas: Document) -> Document:
    """An OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bench", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def ref(name: str) -> Document:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Document) -> Document:
    """The responses of an operation that answers with JSON."""
    return {"200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}}


def item() -> Document:
    """The schema of an object of 15 fields."""
    return {"type": "object", "required": list(FIELDS), "properties": FIELDS}


def item_list(name: str) -> Document:
    """The schema of a page of such objects."""
    properties = {
        "object": {"type": "string"},
        "data": {"type": "array", "items": ref(name)},
        "has_more": {"type": "boolean"},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def items(resources: int) -> Document:
    """An API of many resources, each with four operations and models of its own."""
    paths: Document = {}
    schemas: Document = {}
    for index in range(resources):
        own, plural = f"Item{index}", f"items{index}"
        schemas[own], schemas[f"{own}List"] = item(), item_list(own)
        schemas[own]["properties"] = {**FIELDS, f"extra{index}": {"type": "integer"}}
        body = {"content": {"application/json": {"schema": ref(own)}}, "required": True}
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/{plural}"] = {
            "get": {"operationId": f"list_{plural}", "parameters": [limit], "responses": answer(ref(f"{own}List"))},
            "post": {"operationId": f"create_{plural}", "requestBody": body, "responses": answer(ref(own))},
        }
        paths[f"/{plural}/{{id}}"] = {
            "get": {"operationId": f"get_{plural}", "parameters": [key], "responses": answer(ref(own))},
            "delete": {"operationId": f"delete_{plural}", "parameters": [key], "responses": answer(ref(own))},
        }
    return document(paths, schemas)


def one_list() -> Document:
    """An API with one list of objects of 15 fields."""
    responses = answer(ref("ItemList"))
    paths = {"/items": {"get": {"operationId": "list_items", "summary": "List items.", "responses": responses}}}
    return document(paths, {"Item": item(), "ItemList": item_list("Item")})


def linked(count: int, closed: bool, jumps: tuple[int, ...] = ()) -> Document:
    """Models that each hold the next (and some further on), closed to a cycle or not, with an operation for each."""
    paths: Document = {}
    schemas: Document = {}
    for index in range(count):
        properties: Document = {"name": {"type": "string"}}
        for number, jump in enumerate((1, *jumps)):
            if closed or index + jump < count:
                properties[f"link{number}"] = ref(f"Node{(index + jump) % count}")
        schemas[f"Node{index}"] = {"type": "object", "required": ["name"], "properties": properties}
        get = {"operationId": f"get_node{index}", "responses": answer(ref(f"Node{index}"))}
        paths[f"/node{index}"] = {"get": get}
    return document(paths, schemas)


def multiplied(original: Document, times: int) -> Document:
    """The document with `times` copies of its operations and components, each copy referring to itself."""
    paths, components = dict(original["paths"]), {kind: dict(held) for kind, held in original["components"].items()}
    for number in range(1, times):
        suffix = f"Copy{number}"
        copy = _renamed({"paths": original["paths"], "components": original["components"]}, suffix)
        paths.update({f"/copy{number}{path}": held for path, held in copy["paths"].items()})
        for kind, held in copy["components"].items():
            if kind != "securitySchemes":
                components[kind].update({f"{name}{suffix}": value for name, value in held.items()})
    return {**original, "paths": paths, "components": components}


def _renamed(value: Any, suffix: str) -> Any:
    """The value with the suffix on every reference to a component and every operation id."""
    if isinstance(value, dict):
        return dict(_members(value, suffix))
    if isinstance(value, list):
        return [_renamed(each, suffix) for each in value]
    is_reference = isinstance(value, str) and value.startswith("#/components/") and value.count("/") == 3
    return value + suffix if is_reference else value


def _members(value: Document, suffix: str) -> Iterator[tuple[str, Any]]:
    for key, each in value.items():
        yield key, each + suffix if key == "operationId" and isinstance(each, str) else _renamed(each, suffix)


def _main() -> None:
    """`python -m benchmarks.documents SPEC TIMES OUT`: write a multiplied copy of a YAML or JSON document."""
    import yaml

    spec, times, out = sys.argv[1:]
    original = yaml.load(Path(spec).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    Path(out).write_text(json.dumps(multiplied(original, int(times)), indent=1, default=str), encoding="utf-8")


if __name__ == "__main__":
    _main()
