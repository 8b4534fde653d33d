"""No class of a resource hides what its module or the client's imports, whatever resources are called."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from tests.cases.generating import generate, importable

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "templates" / "runtime" / "__init__.py"


def exported() -> list[str]:
    """Every name that the runtime exports."""
    return sorted(set(re.findall(r"^    from \.\w+ import \w+ as (\w+)$", RUNTIME.read_text(), re.MULTILINE)))


def segments() -> list[str]:
    names = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower() for name in exported()]
    names += [name.removeprefix("sync_").removeprefix("async_") for name in names]
    own = "acme self async jobs async_jobs job_resource resource client httpx operations models runtime raw streaming"
    typing = "typing mapping sequence literal any uuid decimal unpack"
    return sorted({*names, *own.split(), *typing.split()})


def described() -> dict[str, object]:
    paths: dict[str, object] = {}
    schemas: dict[str, object] = {}
    for at, segment in enumerate(segments()):
        ref = {"$ref": f"#/components/schemas/S{at}"}
        answer = {"200": {"description": "d", "content": {"application/json": {"schema": ref}}}}
        schemas[f"S{at}"] = {"type": "object", "properties": {"a": {"type": "string"}}}
        body = {"content": {"application/json": {"schema": ref}}}
        paths[f"/{segment}"] = {"get": {"responses": answer}, "post": {"requestBody": body, "responses": answer}}
        paths[f"/{segment}/{{id}}/{segment}"] = {"get": {"responses": answer, "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        ]}}  # fmt: skip
    schemes = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic"},
        "key": {"type": "apiKey", "in": "header", "name": "x-key"},
        "grant": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "https://api.example.com/t", "scopes": {}}},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{name: []} for name in schemes],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


def bound(text: str) -> dict[str, set[str]]:
    """Where each name at the top of a module comes from; imports for type checkers count too."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.col_offset < 8:
            for each in node.names:
                found.setdefault(each.asname or each.name, set()).add(f"{'.' * node.level}{node.module}.{each.name}")
        elif isinstance(node, ast.ClassDef):
            found.setdefault(node.name, set()).add("class")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


def test_every_name_of_a_module_means_one_thing(folder: Path) -> None:
    made = generate(folder, json.dumps(described()), name="openapi.json")
    assert len([path for path in made.files if path.startswith("resources/")]) > 200
    for path, text in made.files.items():
        if path == "_client.py" or path.startswith("resources/"):
            twice = {name: origins for name, origins in bound(text).items() if len(origins) > 1}
            assert twice == {}, path
    with importable(made) as package:
        client = package.Acme()
        for name in ("limits", "client", "self", "async_jobs", "jobs", "acme"):
            resource = getattr(client, name)
            assert callable(resource.with_raw_response.create)
            assert callable(getattr(package.AsyncAcme(), name).with_streaming_response.create)
