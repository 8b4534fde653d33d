"""Bindings from pages, by the command line: written, checked, imported and called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from specbind.cli import main

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"

CALLS = """
import json
import httpx
from orchard import Orchard

seen = []

def answer(request):
    seen.append(request)
    if request.method == "GET":
        return httpx.Response(200, json={"data": [], "has_more": False, "last_id": None})
    return httpx.Response(
        200,
        json={
            "id": "tree_1",
            "fruit": {"kind": "core", "seeds": 2.5},
            "height": 3,
            "object": "tree",
            "parent": None,
            "planted_at": 1740000000,
            "keeper": None,
            "leaves": 12,
        },
    )

client = Orchard(http_client=httpx.Client(transport=httpx.MockTransport(answer)), strict_responses=True)
tree = client.trees.plant("orc_1", species="apple", fruit={"kind": "core", "seeds": 3})
assert (tree.parent, tree.fruit.seeds, tree.height) == (None, 2.5, 3), tree
assert json.loads(seen[0].content) == {"species": "apple", "fruit": {"kind": "core", "seeds": 3}}
assert str(seen[0].url) == "https://api.example.com/v1/orchards/orc_1/trees"
assert seen[0].headers["orchard-version"] == "2026-03-01"
assert seen[0].headers["x-orchard-key"] == "fake-key"
client.trees.list("orc_1", group_by=["row", "species"], height={"gt": 2}, species=["apple", "pear"])
assert seen[1].url.params.multi_items() == [
    ("group_by[]", "row"), ("group_by[]", "species"), ("height[gt]", "2"), ("species", "apple,pear")
], seen[1].url
print("called")
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package `orchard` and its tests."""
    folder = tmp_path_factory.mktemp("bindings")
    assert main(["generate", str(PAGES / "orchard"), "--package", "orchard", "--out", str(folder), "-q"]) == 0
    return folder


def run(folder: Path, *command: str) -> str:
    """The output of a Python command that must succeed, run where the package is."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "ORCHARD_KEY": "fake-key", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_folder_of_pages_needs_no_configuration(package: Path) -> None:
    assert (package / "orchard" / "api.md").read_text("utf-8").startswith("# Orchard")


def test_what_is_sent_and_received_is_what_the_pages_say(package: Path) -> None:
    assert run(package, "-c", CALLS) == "called\n"


def test_the_generated_tests_pass(package: Path) -> None:
    assert " passed" in run(package, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def test_the_bindings_are_typed(package: Path) -> None:
    run(package, "-m", "mypy", "--strict", "orchard")


def test_one_page_is_a_description_too(tmp_path: Path) -> None:
    page = PAGES / "dialects" / "d3.md"
    assert main(["generate", str(page), "--package", "boats", "--out", str(tmp_path), "-q", "--no-tests"]) == 0
    assert "client.boats.create" in (tmp_path / "boats" / "api.md").read_text("utf-8")


def test_a_folder_of_pages_can_stand_in_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "boats.md").write_text((PAGES / "dialects" / "d3.md").read_text("utf-8"), "utf-8")
    config = '[apis.fleet]\nspec = "docs"\nprefix = "v1"\nresources = { "/v1/harbours" = "ports" }\n'
    (tmp_path / "specbind.toml").write_text(config, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "--check", "-q"]) == 0
    assert "client.ports.boats.create" in (tmp_path / "generated" / "fleet" / "api.md").read_text("utf-8")
    with (tmp_path / "docs" / "boats.md").open("a", encoding="utf-8") as page:
        page.write("\n## Sink Boat\n\n**delete** `/v1/harbours/{harbour_id}/boats/{boat_id}`\n")
    assert main(["generate", "--check", "-q"]) == 1


def test_the_outline_says_what_pages_document_and_how_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dump", str(PAGES / "orchard"), "--stage", "pages"]) == 0
    printed = capsys.readouterr().out
    assert "trees.md: 156 members, 100.0 % (17 of 17 objects, 52 of 52 lists of values, " in printed
    assert "  resource: trees.harvests\n    operation: GET /v1/orchards/" in printed


def test_only_pages_have_an_outline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "api.yaml").write_text("openapi: 3.1.0\n", "utf-8")
    assert main(["dump", str(tmp_path / "api.yaml"), "--stage", "pages"]) == 2
    assert "is no reference page" in capsys.readouterr().err


def test_inferred_facts_are_shown_with_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dump", str(PAGES / "orchard"), "--stage", "ir", "--only", "Tree"]) == 0
    printed = capsys.readouterr().out
    assert "inferred null: an example has null  # " in printed
    assert "trees.md:232" in printed
