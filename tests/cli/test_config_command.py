"""`specbind config`: what holds, and where it comes from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from specbind.cli import main
from specbind.cli_targets import BY_CODE
from specbind.config_read import read
from specbind.config_schema import schema
from specbind.diagnostics import Collector

TEXT = """\
[review]
fail_on = "none"

[[review.ignore]]
reason = "r"
rule = "x"

[apis.pets]
spec = "pets.yaml"
accept = ["SB405"]
methods."GET /pets" = "pets.search"

[apis.pets.pagination."GET /pets"]
kind = "page"
page_parameter = "page"

[apis.pets.review.severity]
"operation-removed" = "safe"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specbind.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def settings(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["config", *arguments, "--format", "json"]) == 0
    return {".".join(each["key"]): each for each in json.loads(capsys.readouterr().out)["settings"]}


def test_each_setting_says_where_it_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = settings(capsys)
    assert found["apis.pets.spec"] == {
        "key": ["apis", "pets", "spec"],
        "value": "pets.yaml",
        "origin": "file",
        "place": {"path": "specbind.toml", "line": 9, "column": 1},
        "flag": None,
    }
    assert (found["apis.pets.package"]["value"], found["apis.pets.package"]["origin"]) == ("pets", "default")
    assert (found["apis.pets.base_url"]["value"], found["apis.pets.base_url"]["origin"]) == (None, "default")
    assert found["apis.pets.methods.GET /pets"]["place"]["line"] == 11
    assert found["apis.pets.pagination.GET /pets.first_page"]["value"] == 1
    assert found["apis.pets.review.severity.operation-removed"]["value"] == "safe"


def test_what_holds_for_all_apis_is_shown_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = settings(capsys)["apis.pets.review.fail_on"]
    assert (found["value"], found["place"]["line"]) == (["none"], 2)


def test_the_text_is_toml_that_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config"]) == 0
    text = capsys.readouterr().out
    assert 'spec = "pets.yaml"' in text and "  # specbind.toml:9\n" in text and "  # default\n" in text
    assert "# not set: " in text and "base_url" in text
    (folder / "again.toml").write_text(text, encoding="utf-8")
    before, after = (read(folder / name, Collector(), BY_CODE) for name in ("specbind.toml", "again.toml"))
    assert before is not None and after is not None
    assert before.apis[0].overrides == after.apis[0].overrides
    assert before.review == after.review and before.apis[0].accept == after.apis[0].accept


def test_pyproject_is_a_configuration_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specbind.toml").unlink()
    (folder / "pyproject.toml").write_text('[tool.specbind.apis.pets]\nspec = "a.yaml"\n', encoding="utf-8")
    assert settings(capsys)["apis.pets.spec"]["place"] == {"path": "pyproject.toml", "line": 2, "column": 1}


def test_flags_are_shown_as_the_settings_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "pets.yaml", "--package", "a.b", "--include", "tag:x", "--no-tests"]) == 0
    text = capsys.readouterr().out
    assert tomllib.loads(text) == {
        "apis": {
            "a-b": {
                "spec": "pets.yaml",
                "package": "a.b",
                "client": "B",
                "out": "generated",
                "include": ["tag:x"],
                "tests": False,
            }
        }
    }
    found = settings(capsys, "pets.yaml", "--package", "b")
    assert (found["apis.b.package"]["flag"], found["apis.b.client"]["flag"]) == ("--package", None)


def test_one_api_can_be_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "specbind.toml").open("a", encoding="utf-8") as file:
        file.write('[apis.shop]\nspec = "b"\n')
    found = settings(capsys, "shop")
    assert "apis.shop.spec" in found and not any(key.startswith("apis.pets") for key in found)
    assert main(["config", "shpo"]) == 2
    assert "did you mean `shop`?" in capsys.readouterr().err


def test_mistakes_are_shown_where_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specbind.toml").write_text("[apis.pets]\nspce = 1\n", encoding="utf-8")
    assert main(["config"]) == 2
    assert "specbind.toml:2:1" in capsys.readouterr().err
    assert main(["config", "--format", "json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in said["diagnostics"]] == ["SB705", "SB703"] and said["exit_code"] == 2


def test_without_a_configuration_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["config"]) == 2
    assert "`specbind init` writes one" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema(BY_CODE)
