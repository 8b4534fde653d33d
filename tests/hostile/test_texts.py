"""Hostile texts in every place of a description are text in the package, or an error at their place.

No module may get a statement of its own: each parses, is imported, and leaves the marker file unmade.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from specbind.diagnostics import Severity
from specbind.report import concise

from tests.cases.generating import Made, rendered
from tests.cases.imported import all_imported
from tests.hostile.payloads import BASE, BREAKOUTS, SLOTS, Slot

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


@pytest.mark.parametrize("slot", SLOTS, ids=str)
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
                kept = slot.kept(payload)
                assert found == kept or (isinstance(found, list) and kept in found), f"{name}: {found!r:.300}"
        assert not marker.exists(), name
        survived += 1
    assert survived or slot.name in {"reference", "type", "mapping value"}


@pytest.mark.parametrize("slot", SLOTS, ids=str)
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
def test_27_the_name_of_the_file_is_text(variant: str, tmp_path: Path, marker: Path) -> None:
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
def test_28_a_hostile_setting_is_refused(settings: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"\["):
        made_of(tmp_path, BASE, settings + "\n")
