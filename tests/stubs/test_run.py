"""Generated tests of descriptions that were hard on them: they pass, and mypy accepts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector
from specbind.files import Target, update

OK = {"200": {"description": "done"}}
TEXT = {"type": "string"}


def listing(page: object) -> dict[str, Any]:
    names = ("page", "per_page")
    parameters = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in names]
    content = {"application/json": {"schema": page}}
    return {"get": {"parameters": parameters, "responses": {"200": {"description": "a page", "content": content}}}}


def held(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": [*members]}


ITEMS = {"type": "array", "items": held(id=TEXT)}
PAGE_OF_OPTIONAL_OBJECT = {"type": "object", "properties": {"result": held(items=ITEMS, counts=held(all=TEXT))}}
PAGE_OF_UNION = held(result={"anyOf": [{"type": "array", "items": {}}, held(items=ITEMS)]})
PARTS = [held(message=TEXT), {"type": "object", "properties": {"note": TEXT}}]

FILE = {"type": "string", "format": "binary"}
FILES = {"type": "object", "properties": {"files": {"oneOf": [{"type": "array", "items": FILE}, FILE]}}}
NESTED = {"type": "object", "properties": {"link": held(create={"type": "boolean"}, note=TEXT), "purpose": TEXT}}


FORM = "application/x-www-form-urlencoded"
BASE64 = {"type": "string", "format": "byte"}
ENCODING = {"name": "Accept-Encoding", "in": "header", "required": True, "schema": {"type": "string", "enum": ["gzip"]}}


def posted(**content: object) -> dict[str, Any]:
    kinds = {"json": "application/json", "parts": "multipart/form-data"}
    body = {"content": {kinds[kind]: value for kind, value in content.items()}, "required": True}
    return {"post": {"requestBody": body, "responses": OK}}


def parameter(name: str, place: str, schema: object, **more: object) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema, **more}


PAIR = {"type": "object", "properties": {"x": TEXT, "y": {"type": "integer"}}}
ANSWERS = {
    "200": {"description": "d", "content": {"application/json": {"schema": TEXT}}},
    "2XX": {"description": "d", "content": {"text/plain": {"schema": TEXT}}},
    "400": {"description": "d", "content": {"application/json": {"schema": held(one=TEXT)}}},
    "4XX": {"description": "d", "content": {"application/json": {"schema": held(other=TEXT)}}},
    "default": {"description": "d", "content": {"application/json": {"schema": held(last=TEXT)}}},
}
NULLS = {"type": "object", "properties": {"none": {"type": "null"}, "name": {"type": ["string", "null"]}}}

CASES: dict[str, dict[str, Any]] = {
    "a placeholder in the query of a path": {
        "/boxes?kind=1&at={at}": {"get": {"parameters": [parameter("at", "path", TEXT)], "responses": OK}}
    },
    "objects of optional members in paths and cookies": {
        "/boxes/{pair}": {
            "get": {
                "parameters": [
                    parameter("pair", "path", PAIR),
                    parameter("whole", "cookie", PAIR),
                    parameter("joined", "cookie", PAIR, explode=False),
                    parameter("list", "cookie", {"type": "array", "items": TEXT}, explode=False),
                ],
                "responses": OK,
            }
        }
    },
    "ranges beside the statuses in them": {"/boxes": {"get": {"responses": ANSWERS}}},
    "members that are null and nothing else": {"/boxes": posted(json={"schema": NULLS})},
    "servers of one operation": {
        "/boxes": {"servers": [{"url": "https://elsewhere.example.com"}], "get": {"responses": OK}}
    },
    "a resource called resource": {"/resource": {"get": {"responses": OK}}, "/pager": {"get": {"responses": OK}}},
    "items in an object that may be absent": {"/boxes": listing(PAGE_OF_OPTIONAL_OBJECT)},
    "items in a variant of a union": {"/boxes": listing(PAGE_OF_UNION)},
    "a deprecated method": {"/boxes": {"get": {"deprecated": True, "responses": OK}}},
    "one file or many, in JSON or multipart": {"/boxes": posted(json={"schema": FILES}, parts={"schema": FILES})},
    "a multipart member in a style of its own": {
        "/boxes": posted(parts={"schema": NESTED, "encoding": {"link": {"style": "deepObject", "explode": True}}})
    },
    "resources called async, headers of the transport, base64 alone": {
        "/async": {
            "get": {"responses": {"200": {"description": "d", "content": {"application/json": {"schema": BASE64}}}}}
        },
        "/boxes": {"get": {"parameters": [ENCODING], "responses": OK}},
    },
    "representations with parameters": {
        "/boxes": {
            "get": {
                "responses": {
                    "200": {
                        "description": "d",
                        "content": {
                            "application/pdf": {"schema": FILE},
                            "text/plain; charset=utf-8": {},
                            "application/json;v=1": {"schema": {}},
                        },
                    }
                }
            }
        }
    },
    "base64 in JSON or a form": {
        "/boxes": {
            "post": {
                "requestBody": {
                    "content": {
                        kind: {"schema": held(seal=BASE64, note=TEXT)}
                        for kind in ("application/json", "text/json", FORM)
                    }
                },
                "responses": OK,
            }
        }
    },
    "base64 in JSON or multipart": {
        "/boxes": posted(json={"schema": held(seal=BASE64)}, parts={"schema": held(seal=BASE64)})
    },
    "an example that is wrong, of a deprecated method": {
        "/boxes": {
            "get": {
                "deprecated": True,
                "responses": {
                    "200": {
                        "description": "d",
                        "content": {"application/json": {"schema": held(id=TEXT), "example": {"id": [1]}}},
                    }
                },
            }
        }
    },
    "an example that holds words of credentials": {
        "/boxes": {
            "get": {
                "responses": {
                    **OK,
                    "401": {
                        "description": "d",
                        "content": {"application/json": {"example": {"detail": "bad credentials, token or password"}}},
                    },
                }
            }
        }
    },
    "a multipart body with variants": {
        "/boxes": {
            "post": {
                "requestBody": {"content": {"multipart/form-data": {"schema": {"anyOf": PARTS}}}, "required": True},
                "responses": OK,
            }
        }
    },
}


PACKAGES = ("client", "stream", "api", "api_error")
"""Names that would be those of classes that every package has."""


@pytest.mark.parametrize("paths", CASES.values(), ids=CASES)
def test_the_generated_tests_pass_and_are_typed(paths: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, paths, "acme")
    checked(tmp_path, "acme")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_called_like_a_class_of_every_package_has_a_client_of_another_name(
    package: str, tmp_path: Path
) -> None:
    write(tmp_path, CASES["a deprecated method"], package)
    checked(tmp_path, package)


def checked(folder: Path, package: str) -> None:
    ran = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests", cwd=folder / "out")
    assert ran.returncode == 0, ran.stdout[-3000:]
    cache = str(Path(__file__).parents[2] / ".mypy_cache" / "stubs")
    options = ("--strict", "--explicit-package-bases", "--cache-dir", cache)
    typed = python(
        "-m",
        "mypy",
        *options,
        "tests",
        f"{package}/resources",
        f"{package}/_client.py",
        f"{package}/__init__.py",
        cwd=folder / "out",
    )
    assert typed.returncode == 0, typed.stdout[-3000:]


def test_long_names_of_packages_and_clients_are_in_blacks_layout(tmp_path: Path) -> None:
    name = "acme_company_of_shipping_and_of_warehousing"
    name_of_all = "confirm_that_the_boxes_of_a_company_of_warehousing_are_closed"
    long = {f"/{name_of_all}": {"post": {"responses": OK}}, f"/a_{name_of_all}/{{id}}": {"get": {"responses": OK}}}
    members = held(**{f"member_{number}": TEXT for number in range(5)})
    answer = {"responses": {"200": {"description": "d", "content": {"application/json": {"schema": members}}}}}
    shared = {f"/{name_of_all}_by_{ending}": {"post": answer} for ending in ("lid", "rim")}
    write(tmp_path, {**CASES["representations with parameters"], **long, **shared}, name)
    laid_out = python("-m", "black", "--check", "--quiet", "--diff", "out", cwd=tmp_path)
    assert laid_out.returncode == 0, laid_out.stdout


def test_a_long_answer_is_written_out_once(tmp_path: Path) -> None:
    long = held(**{f"member_{number}": TEXT for number in range(5)})
    answer = {"200": {"description": "d", "content": {"application/json": {"schema": long}}}}
    short = {"200": {"description": "d", "content": {"application/json": {"schema": held(id=TEXT)}}}}
    write(
        tmp_path,
        {
            "/boxes": {
                "get": {"responses": answer},
                "put": {"responses": answer},
                "post": {"responses": short},
                "patch": {"responses": short},
            }
        },
        "acme",
    )
    tests = (tmp_path / "out" / "tests" / "acme" / "test_boxes.py").read_text("utf-8")
    assert tests.count('"member_4": "text"') == 1
    assert "\nREPLACE_ANSWER = RETRIEVE_ANSWER\n" in tests
    assert tests.count('_ANSWER = Answer(json={"id": "text"})\n') == 2


def test_tests_that_are_alike_are_numbered(tmp_path: Path) -> None:
    examples = {name: {"value": {"id": [name]}} for name in ("first", "second", "third")}
    content = {"application/json": {"schema": held(id=TEXT), "examples": examples}}
    write(tmp_path, {"/boxes": {"get": {"responses": {"200": {"description": "d", "content": content}}}}}, "acme")
    tests = (tmp_path / "out" / "tests" / "acme" / "test_boxes.py").read_text("utf-8")
    for end in ("example", "example_2", "example_3"):
        assert f"def test_retrieve_survives_a_contradicting_{end}() -> None:\n" in tests


BOX = {"type": "object", "properties": {"lid": {"type": "object", "properties": {"hue": TEXT}}, "mark": TEXT}}


def test_a_required_object_of_optional_members_is_not_sent_empty(tmp_path: Path) -> None:
    query = {"name": "box", "in": "query", "required": True, "style": "deepObject", "explode": True, "schema": BOX}
    deep = {"box": {"style": "deepObject", "explode": True}}
    form = {"content": {FORM: {"schema": held(box=BOX), "encoding": deep}}, "required": True}
    answers = {"responses": OK}
    write(
        tmp_path,
        {
            "/boxes": {
                "parameters": [{"name": "note", "in": "query", "schema": TEXT}],
                "get": {"parameters": [query], **answers},
                "post": {"requestBody": form, **answers},
                "put": {
                    "requestBody": {"required": True, "content": {"application/json": {"schema": held(box=BOX)}}},
                    **answers,
                },
            }
        },
        "acme",
    )
    tests = (tmp_path / "out" / "tests" / "acme" / "test_boxes.py").read_text("utf-8")
    assert 'query="box%5Bmark%5D=text"' in tests
    assert 'form="box%5Bmark%5D=text"' in tests
    assert 'json={"box": {}}' in tests


def write(folder: Path, paths: dict[str, Any], package: str) -> None:
    """Generate a package and its tests below `out`."""
    spec = folder / "api.json"
    schemes = {"key": {"type": "http", "scheme": "bearer"}, "name": {"type": "http", "scheme": "basic"}}
    document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    document |= {"components": {"securitySchemes": schemes}, "security": [{"key": [], "name": []}]}
    spec.write_text(json.dumps({**document, "servers": [{"url": "https://api.example.com"}]}))
    collector = Collector()
    generated = pipeline.generated(from_arguments(spec, package, None, folder / "out", True), collector)
    assert generated is not None, collector.diagnostics
    assert update(generated, Target(folder / "out", package, folder), collector) is not None


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(cwd), "MYPYPATH": str(cwd)}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=settings, capture_output=True, text=True)
