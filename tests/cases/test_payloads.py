"""Hostile texts in every place of a description are text in the package, or an error at their place.

No module may get a statement of its own: each parses, is imported, and leaves the marker file unmade.
"""

from __future__ import annotations

import json
import keyword
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from specbind.diagnostics import Severity
from specbind.report import concise

from tests.cases.generating import Made, rendered
from tests.cases.imported import all_imported
from tests.cases.payloads import BASE, BREAKOUTS, SLOTS, Slot

REPLACED = {"surrogate"}
"""Half of a surrogate pair cannot be written to a file: it is reported and replaced."""


def made_of(folder: Path, document: dict[str, Any], settings: str = "", name: str = "openapi.json") -> Made:
    """The package of a document, nothing of which is written; an error says where."""
    made, _ = rendered(folder, json.dumps(document), settings, name)
    errors = [each for each in made.diagnostics if each.rule.severity is Severity.ERROR]
    assert bool(errors) is not bool(made.files)
    for each in made.diagnostics:
        assert each.span is not None and each.span.position.line >= 1, each.message
        assert concise(each).isprintable()
    return made


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "PWNED"


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_a_text_stays_a_text_in(slot: Slot, tmp_path: Path, marker: Path) -> None:
    survived = 0
    for name, variant in BREAKOUTS.items():
        payload = variant.replace("MARKER", marker.as_posix())
        made = made_of(tmp_path, slot.spec(payload))
        if not made.files:
            continue
        with all_imported(made.files) as package:
            if slot.found is not None and name not in REPLACED:
                found = slot.found(package)
                assert found == payload or (isinstance(found, list) and payload in found), f"{name}: {found!r:.300}"
        assert not marker.exists(), name
        survived += 1
    assert survived or slot.name in {"reference", "type", "mapping value"}


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_a_message_quotes_no_more_than_a_glance_of(slot: Slot, tmp_path: Path) -> None:
    made = made_of(tmp_path, slot.spec(BREAKOUTS["long"]))
    assert [each.message[:200] for each in made.diagnostics if len(each.message) > 2000] == []


@pytest.mark.parametrize("name", ["path", "tag", "operation id"])
def test_no_file_name_is_longer_than_file_systems_take(name: str, tmp_path: Path) -> None:
    slot = next(slot for slot in SLOTS if slot.name == name)
    made = made_of(tmp_path, slot.spec("abc" * 200))
    assert max(len(part.encode()) for path in made.files for part in path.split("/")) <= 200


@pytest.mark.parametrize("name", ["description", "property name", "enum value"])
def test_a_megabyte_is_a_text_too(name: str, tmp_path: Path) -> None:
    slot = next(slot for slot in SLOTS if slot.name == name)
    made = made_of(tmp_path, slot.spec("a" * 1_000_000))
    with all_imported(made.files):
        assert any("a" * 60 in text for text in made.files.values())


def test_the_payloads_do_harm_where_they_are_code(tmp_path: Path, marker: Path) -> None:
    """Else the marker would prove nothing."""
    payload = BREAKOUTS["docstring"].replace("MARKER", marker.as_posix())
    with all_imported({"__init__.py": f'"""{payload}\n'}):
        assert marker.exists()


def test_a_query_name_arrives_as_it_is_written(tmp_path: Path) -> None:
    slot = next(slot for slot in SLOTS if slot.name == "query name")
    for name, payload in BREAKOUTS.items():
        made = made_of(tmp_path, slot.spec(payload))
        if not made.files or name in {*REPLACED, "long"}:
            continue
        sent: list[httpx.Request] = []

        def answer(request: httpx.Request, sent: list[httpx.Request] = sent) -> httpx.Response:
            sent.append(request)
            return httpx.Response(200, json={"p": "x", "kind": "box"})

        with all_imported(made.files) as package:
            transport = httpx.Client(transport=httpx.MockTransport(answer))
            client = package.Acme(api_key="k", base_url="https://x.test", http_client=transport)
            method = client.boxes.update
            argument = [each for each in method.__annotations__ if each not in {"id", "p", "return", "options"}]
            query = next(each for each in argument if each not in {"h", "c", "colour", "code", "pet"})
            method("1", p="x", **{query: "value"})
        assert sent[0].url.params.get(payload) == "value", name


@pytest.mark.parametrize("variant", ["quote", "newline", "carriage return"])
def test_the_name_of_the_file_is_text(variant: str, tmp_path: Path, marker: Path) -> None:
    inner = {"quote": '"""', "newline": "\n", "carriage return": "\r"}[variant]
    call = f"{inner}__import__('os').mkdir('PWNED')#.json"
    made = made_of(tmp_path, BASE, name=call.replace("/", "_"))
    with all_imported(made.files):
        assert not Path("PWNED").exists()


@pytest.mark.parametrize(
    "settings",
    [
        'package = "acme\\nimport os"',
        'package = "../acme"',
        'package = "acme.class"',
        'client = "Acme(x):pass"',
        'client = "x\\ny"',
        'names = {"Box" = "Box; import os"}',
        'prefix = "a b"',
        'methods = {"PUT /boxes/{id}" = "boxes.x()"}',
        'credentials = {key = {argument = "a, b"}}',
        'credentials = {key = {env = "A B\\n"}}',
        'base_url = "https://x.test\\n"',
    ],
)
def test_a_hostile_setting_is_refused(settings: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"\["):
        made_of(tmp_path, BASE, settings + "\n")


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


@pytest.mark.parametrize("kind", NAMES)
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
def test_resources_whose_modules_would_be_called_alike_are_kept_apart(paths: tuple[str, str], tmp_path: Path) -> None:
    operation = {"get": {"responses": {"204": {"description": "d"}}}}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": dict.fromkeys(paths, operation)}
    made = made_of(tmp_path, document)
    with all_imported(made.files) as package:
        assert operations_of(package, made) == set(paths)


@pytest.mark.parametrize("place", ["path", "tag", "operation id"])
def test_hostile_names_of_resources_give_modules_that_load(place: str, tmp_path: Path) -> None:
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
