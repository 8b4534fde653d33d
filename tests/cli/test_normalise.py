"""`specbind normalise`, and the document that `specbind generate` keeps beside a description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specbind import document, pipeline
from specbind.cli import main
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector

from tests.overlay.conftest import PETS

OVERLAY = """\
overlay: 1.1.0
info: {title: T, version: '1'}
actions:
  - target: $.paths['/pets'].get.parameters[?@.name == 'limit'].schema
    update: {type: integer}
"""
CONFIG = """\
[apis.pets]
spec = "pets.yaml"
overlays = ["pets.overlay.yaml"]
normalised = "normal/pets.json"
tests = false
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pets.yaml").write_text(PETS)
    (tmp_path / "pets.overlay.yaml").write_text(OVERLAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_description_is_printed_as_openapi(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "pets.yaml", "-q"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("openapi: 3.1.0\ninfo:\n  title: Pets\n") and printed.err == ""
    assert main(["normalise", "pets.yaml", "-q", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["info"] == {"title": "Pets", "version": "1"}


def test_a_file_is_written_as_its_name_says_and_compared(folder: Path) -> None:
    out = ["normalise", "pets.yaml", "-q", "--out", "sub/pets.json"]
    assert main([*out, "--check"]) == 1 and not Path("sub").exists()
    assert main(out) == 0
    assert json.loads(Path("sub/pets.json").read_text())["openapi"] == "3.1.0"
    assert main([*out, "--check"]) == 0
    assert main([*out, "--check", "--overlay", "pets.overlay.yaml"]) == 1
    assert main([*out, "--overlay", "pets.overlay.yaml"]) == 0
    assert [path.name for path in Path("sub").iterdir()] == ["pets.json"]


def test_nothing_is_written_where_the_description_is_no_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.overlay.yaml").write_text(OVERLAY.replace("/pets", "/cats"))
    assert main(["normalise", "pets.yaml", "--overlay", "pets.overlay.yaml", "--out", "out.yaml"]) == 2
    assert not Path("out.yaml").exists()
    printed = capsys.readouterr()
    assert printed.out == "" and "error[SB382]" in printed.err and "--> pets.overlay.yaml:4:5" in printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["normalise", "pets.yaml", "--check"], "--check compares with a file"),
        (["normalise", "pets", "--overlay", "a.yaml"], "--overlay is for a SPEC"),
        (["generate", "pets", "--overlay", "a.yaml"], "--overlay is for a SPEC"),
        (["normalise", "cats"], "`cats` is neither an API of the configuration nor a file"),
    ],
)
def test_wrong_usage_is_explained(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "specbind.toml").write_text(CONFIG)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_generate_keeps_the_normalised_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specbind.toml").write_text(CONFIG)
    assert main(["generate", "--check"]) == 1
    assert "normal/pets.json: missing\n" in capsys.readouterr().out
    assert main(["generate"]) == 0
    kept = json.loads(Path("normal/pets.json").read_text())
    assert kept["paths"]["/pets"]["get"]["parameters"][0]["schema"] == {"type": "integer"}
    assert main(["generate", "--check"]) == 0 and main(["normalise", "pets", "--check"]) == 0
    Path("normal/pets.json").write_text("edited")
    assert main(["generate", "--check"]) == 1 and main(["generate"]) == 0 and main(["generate", "--check"]) == 0
    (folder / "pets.overlay.yaml").write_text(OVERLAY.replace("integer", "integer, maximum: 9"))
    capsys.readouterr()
    assert main(["generate", "--check", "--format", "json"]) == 1
    changes = json.loads(capsys.readouterr().out)["apis"][0]["changes"]
    assert {"path": "normal/pets.json", "drift": "stale"} in changes
    assert main(["generate", "--diff"]) == 0
    assert '+              "maximum": 9\n' in capsys.readouterr().out
    assert main(["generate"]) == 0 and main(["generate", "--check"]) == 0


def test_a_document_that_cannot_be_written_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "specbind.toml").write_text(CONFIG)
    (folder / "normal").write_text("in the way")
    assert main(["generate"]) == 2
    assert "the output cannot be written" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_file_and_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("doc").mkdir()
    Path("doc/a.yaml").write_text("old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    collector = Collector()
    assert not document.write(Path("doc/a.yaml"), "new", collector)
    assert [each.rule.code for each in collector.diagnostics] == ["SB804"]
    assert [path.name for path in Path("doc").iterdir()] == ["a.yaml"] and Path("doc/a.yaml").read_text() == "old"


def test_the_hash_of_the_manifest_covers_overlays(folder: Path) -> None:
    (folder / "specbind.toml").write_text(CONFIG)

    def digest() -> str:
        assert main(["generate", "-q"]) == 0
        return str(json.loads(Path("generated/pets/specbind.json").read_text())["spec"]["sha256"])

    first = digest()
    (folder / "pets.overlay.yaml").write_text(OVERLAY + "# a remark\n")
    assert digest() != first


def test_dump_shows_the_api_with_its_overlays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["dump", "pets.yaml", "--stage", "ir", "--only", "GET /pets", "-q"]
    assert main(arguments) == 0
    assert "parameter limit (query, form, explode): number" in capsys.readouterr().out
    assert main([*arguments, "--overlay", "pets.overlay.yaml"]) == 0
    assert "parameter limit (query, form, explode): integer" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["spec/showcase/openapi.yaml", "spec/openai-admin/openapi.yaml"])
def test_the_bindings_of_a_normalised_document_are_those_of_its_source(name: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / name
    copy = tmp_path / "openapi.yaml"
    assert main(["normalise", str(source), "-q", "--out", str(copy)]) == 0
    made = []
    for spec in (source, copy):
        generated = pipeline.generated(from_arguments(spec, "api", None, tmp_path / "out", True), Collector())
        assert generated is not None
        made.append({file.path: file.text for file in generated.files})
    differ = [str(path) for path in made[0].keys() | made[1].keys() if made[0].get(path) != made[1].get(path)]
    assert differ == []
