"""`specbind generate` says in the words of the API what a changed description changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specbind.cli import main

from tests.cli.test_help import OLD, PETSTORE

CONFIG = '[apis.petstore]\nspec = "petstore.yaml"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A package that was generated from the older description."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "petstore.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "specbind.toml").write_text(CONFIG, encoding="utf-8")
    assert main(["generate"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1, "a new package has no news"
    return tmp_path


def described(project: Path, text: str) -> None:
    (project / "petstore.yaml").write_text(text, encoding="utf-8")


def news(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    main(["generate", *options])
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]


def test_operations_members_and_arguments_are_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = PETSTORE.replace("  /shops/{shop_id}:", "  /stores/{shop_id}:").replace(
        "age: {type: integer}", "age: {type: number}, colour: {type: string, enum: [red, blue]}"
    )
    described(project, changed.replace("      tags: [pets]\n", "      parameters: [{name: limit, in: query}]\n"))
    wanted = [
        "  - GET /shops/{shop_id} as client.shops.retrieve",
        "  + GET /stores/{shop_id} as client.stores.retrieve",
        "  ~ GET /pets as client.pets.list: + argument limit=...",
        "  ~ Pet: - member owner",
        "  ~ Pet: + member colour: Literal['red', 'blue'] | str | None",
        "  ~ Pet: member age is float | None, not int | None",
    ]
    for options in (["--check"], ["--dry-run"], []):
        assert sorted(news(capsys, *options)) == sorted(wanted)
    assert news(capsys) == []


def test_the_news_are_json_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described(project, PETSTORE)
    assert main(["generate", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["apis"][0]["news"] == ["~ Pet: - member owner"]


def test_a_change_of_words_is_no_news(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described(project, OLD.replace("List the pets.", "Lists all pets."))
    assert news(capsys) == []


def test_what_was_edited_by_hand_is_not_taken_for_the_api(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = project / "generated/petstore/models/pets.py"
    model.write_text(model.read_text("utf-8").replace("class Pet(", "class Dog("), encoding="utf-8")
    assert news(capsys, "--check") == []


def test_many_lines_are_counted_and_shown_on_demand(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = "".join(f"  /a{n}: {{get: {{responses: {{}}}}}}\n" for n in range(40))
    described(project, OLD.replace("paths:\n", f"paths:\n{paths}"))
    assert news(capsys, "--check")[-1] == "  and 10 more; `-v` shows all"
    assert len(news(capsys, "--check", "-v")) == 40


def test_words_of_the_description_cannot_move_the_cursor(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described(project, OLD.replace("  /shops/{shop_id}:", '  "/shops/{shop_id}\\e[31m":'))
    assert main(["generate"]) in (0, 2)
    assert "\x1b" not in capsys.readouterr().out
