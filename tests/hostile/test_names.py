"""Hostile names of members, arguments, schemas, resources and modules round-trip and hide nothing."""

from __future__ import annotations

import json
import keyword
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cases.generating import Made
from tests.cases.imported import all_imported
from tests.hostile.test_texts import made_of

NAMES = {
    "keywords": [*keyword.kwlist, *keyword.softkwlist],
    "underscores": ["_", "__", "_x", "__x", "__x__", "__init__", "__class__", "__doc__", "__slots__"],
    "pydantic": [
        "model_config", "model_fields", "model_dump", "model_extra", "json", "schema", "dict", "copy", "validate",
        "construct", "register", "mro", "from_orm", "parse_obj", "_missing_", "_value_", "__getattr__", "BaseModel",
    ],
    "builtins": ["str", "int", "float", "bool", "bytes", "list", "dict", "set", "type", "object", "property", "id"],
    "imports": [
        "Any", "Annotated", "Literal", "Field", "Model", "UnknownVariant", "Tagged", "httpx", "dt", "date", "datetime",
        "UUID", "Decimal", "TypedDict", "Mapping", "Items", "Omit", "omit", "DateTime", "builtins", "models", "params",
        "operations", "cached_property", "TYPE_CHECKING", "Unpack", "RequestOptions",
    ],
    "shapes": ["1", "2fa", "", "-", "!!!", "🙂", "ﬁeld", "field", "Field", "FIELD", "ª", "a", "foo-bar", "foo_bar",
               "fooBar", "foo bar", "größe", "grösse", "название", "x" * 300, "a.b", "a[]", "a/b", "..", "."],
    "arguments": ["self", "cls", "client", "body", "headers", "timeout", "kwargs", "options", "extra_headers",
                  "extra_query", "extra_body", "idempotency_key", "max_retries", "_core", "path", "query", "header"],
    "modules": ["types", "enum", "typing", "con", "nul", "aux", "shared", "unreferenced", "_runtime", "_client",
                "__init__", "py", "logging", "sys", "root", "with_raw_response", "raw_copy", "close", "request"],
}  # fmt: skip
ALL_NAMES = list(dict.fromkeys(name for names in NAMES.values() for name in names))


def fields(model: Any) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


ITEMS = {
    "keywords": 29,
    "underscores": 30,
    "pydantic": 31,
    "builtins": 32,
    "imports": 32,
    "shapes": 33,
    "arguments": 34,
    "modules": 35,
}
"""The number of each kind in the list of attacks."""


@pytest.mark.parametrize("kind", NAMES, ids=lambda kind: f"{ITEMS[kind]:02} {kind}")
def test_hostile_names_of_members_arguments_and_schemas_round_trip(kind: str, tmp_path: Path) -> None:
    names = NAMES[kind]
    text = {"type": "string"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/boxes": {
                "post": {
                    "parameters": [{"name": name, "in": "query", "schema": text} for name in names if name],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HoldsAll"}}},
                    },
                    "responses": {
                        "200": {
                            "description": "d",
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HoldsAll"}}},
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "HoldsAll": {"type": "object", "properties": dict.fromkeys(names, text)},
                **{name: {"type": "object", "properties": {"own name": {"const": name}}} for name in names if name},
            }
        },
    }
    made = made_of(tmp_path, document)
    assert made.files, [each.message for each in made.diagnostics]
    values = {name: f"value {index}" for index, name in enumerate(names)}
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=values)

    with all_imported(made.files) as package:
        models = package.models
        model = models.HoldsAll.model_validate(values)
        assert model.model_dump(by_alias=True) == values
        constants = [
            each.model_fields["own_name"].annotation
            for each in (getattr(models, name) for name in dir(models))
            if isinstance(each, type) and "own_name" in getattr(each, "model_fields", {})
        ]
        found = {value for constant in constants for value in literal_texts(constant)}
        assert found == {name for name in names if name}
        transport = httpx.Client(transport=httpx.MockTransport(answer))
        client = package.Acme(base_url="https://x.test", http_client=transport, strict_responses=True)
        taken = [name for name in client.boxes.create.__annotations__ if name not in ("return", "options")]
        assert len(taken) == len(names) + len([name for name in names if name])
        result = client.boxes.create(**{name: name for name in taken})
    assert result.model_dump(by_alias=True) == values
    assert set(json.loads(sent[0].content)) == set(names)
    assert set(sent[0].url.params) == {name for name in names if name}


def literal_texts(annotation: Any) -> list[str]:
    from typing import get_args

    texts = [arg for arg in get_args(annotation) if isinstance(arg, str)]
    return texts + [text for arg in get_args(annotation) if not isinstance(arg, str) for text in literal_texts(arg)]


@pytest.mark.parametrize(
    "paths",
    [("/a-b", "/a/b"), ("/a_b/c", "/a/b_c"), ("/x/py", "/x_py"), ("/a", "/ª"), ("/foo-bar", "/foo_bar"), ("/f", "/F")],
    ids=" and ".join,
)
def test_33_resources_with_modules_called_alike_are_kept_apart(paths: tuple[str, str], tmp_path: Path) -> None:
    operation = {"get": {"responses": {"204": {"description": "d"}}}}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": dict.fromkeys(paths, operation)}
    made = made_of(tmp_path, document)
    with all_imported(made.files) as package:
        assert operations_of(package, made) == set(paths)


@pytest.mark.parametrize("place", ["path", "tag", "operation id"])
def test_35_hostile_names_of_resources_give_modules_that_load(place: str, tmp_path: Path) -> None:
    names = [name for name in ALL_NAMES if name and "/" not in name and not set(name) & set("{}?#")]
    paths: dict[str, Any] = {}
    for index, name in enumerate(names):
        operation: dict[str, Any] = {"responses": {"204": {"description": "d"}}}
        if place == "tag":
            operation["tags"] = [name]
        if place == "operation id":
            operation["operationId"] = name
        paths[f"/{name}" if place == "path" else f"/thing{index}"] = {"get": operation}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    made = made_of(tmp_path, document)
    assert made.files, [each.message for each in made.diagnostics]
    folded = [path.casefold() for path in made.files]
    assert len(set(folded)) == len(folded)
    for path in made.files:
        stem = path.rpartition("/")[2].partition(".")[0].casefold()
        assert stem not in {"con", "nul", "aux", "prn"} and ".." not in path
    with all_imported(made.files) as package:
        client = package.Acme(base_url="https://x.test")
        assert operations_of(package, made) == set(paths)
        assert client


def operations_of(package: Any, made: Made) -> set[str]:
    """The paths of all operations of an imported package."""
    stems = [path.removesuffix(".py").replace("/", ".") for path in made.files if path.startswith("operations/")]
    return {
        value.path
        for stem in stems
        for value in vars(sys.modules[f"{package.__name__}.{stem.removesuffix('.__init__')}"]).values()
        if type(value).__name__ == "Operation"
    }
