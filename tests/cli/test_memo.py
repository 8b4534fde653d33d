"""A second run on the same inputs does no work and says the same; anything that differs is seen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from specbind import memo, pipeline
from specbind.cli import main

SPEC = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /pets:
    get:
      responses:
        "200":
          description: pets
          content: {application/json: {schema: {$ref: "parts.yaml#/Pets"}}}
  /odd: {get: {responses: {"200": {description: odd, content: {application/json: {schema: {not: {type: string}}}}}}}}
"""
PARTS = "Pets: {type: array, items: {type: object, properties: {name: {type: string}}}}\n"
CONFIG = '[apis.pets]\nspec = "spec/pets.yaml"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration and a description in two files, generated once; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "pets.yaml").write_text(SPEC)
    (tmp_path / "spec" / "parts.yaml").write_text(PARTS)
    (tmp_path / "specbind.toml").write_text(CONFIG)
    assert main(["generate", "-q"]) == 0
    return tmp_path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The APIs for which the stages run."""
    seen: list[str] = []
    whole = pipeline.generated

    def counted(config: object, *rest: object) -> object:
        seen.append(getattr(config, "name", ""))
        return whole(config, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "generated", counted)
    return seen


@pytest.mark.parametrize(
    "options", [[], ["-v"], ["--check"], ["--diff"], ["--format", "json"], ["--format", "concise"]]
)
def test_a_second_run_does_no_work_and_prints_the_same(
    options: list[str], project: Path, runs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", *options]) == 0
    quick = capsys.readouterr()
    assert runs == []
    shutil.rmtree(project / memo.FOLDER)
    assert main(["generate", *options]) == 0
    assert runs == ["pets"] and capsys.readouterr() == quick
    assert "SB4" in quick.err + quick.out


def edit(place: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / place).write_text((root / place).read_text("utf-8") + text, "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "the description": edit("spec/pets.yaml", "# more\n"),
    "a file it refers to": edit("spec/parts.yaml", "# more\n"),
    "a file it refers to is gone": lambda root: (root / "spec/parts.yaml").rename(root / "spec/other.yaml"),
    "the configuration": edit("specbind.toml", 'client = "Other"\n'),
    "a file of the package": edit("generated/pets/_client.py", "# more\n"),
    "a file of the tests": edit("generated/tests/pets/clients.py", "# more\n"),
    "a file is gone": lambda root: (root / "generated/pets/api.md").unlink(),
    "the tests are no package": lambda root: (root / "generated/tests/__init__.py").unlink(),
    "the manifest": edit("generated/pets/specbind.json", " "),
    "a killed run left a folder": lambda root: (root / "generated/.specbind-pets-x/old").mkdir(parents=True),
    "the memo is cut": lambda root: (root / memo.FOLDER / "pets.json").write_text("{"),
    "the memo is of another kind": lambda root: (root / memo.FOLDER / "pets.json").write_text("[1]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_differs_makes_all_stages_run(
    change: Callable[[Path], object], project: Path, runs: list[str]
) -> None:
    change(project)
    main(["generate", "-q"])
    assert runs == ["pets"]


def test_only_the_apis_that_something_differs_for_are_made_again(
    project: Path, runs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "other.yaml").write_text(SPEC.replace("parts.yaml#/Pets", "spec/parts.yaml#/Pets"), "utf-8")
    edit("specbind.toml", '[apis.other]\nspec = "other.yaml"\nroot = "."\n')(project)
    assert main(["generate", "-q"]) == 0
    assert runs == ["other"]
    edit("other.yaml", "# more\n")(project)
    assert main(["generate", "-q"]) == 0
    assert runs == ["other", "other"]
    shutil.rmtree(project / memo.FOLDER)
    capsys.readouterr()
    assert main(["generate"]) == 0
    assert sorted(runs) == ["other", "other", "other", "pets"]
    assert capsys.readouterr().out.count("no changes") == 2


def test_another_state_of_the_generator_makes_all_stages_run(
    project: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "own_hash", lambda: "another")
    assert main(["generate", "-q", "--check"]) == 0
    assert runs == ["pets"]


def test_a_file_that_was_missing_and_is_there_now_makes_all_stages_run(project: Path, runs: list[str]) -> None:
    known = project / memo.FOLDER / "pets.json"
    document = json.loads(known.read_bytes())
    document["consulted"][str(project / "spec" / "more.yaml")] = None
    known.write_text(json.dumps(document))
    assert main(["generate", "-q"]) == 0 and runs == []
    (project / "spec" / "more.yaml").write_text("")
    assert main(["generate", "-q"]) == 0 and runs == ["pets"]


def test_a_page_more_in_a_folder_of_pages_makes_all_stages_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (tmp_path / "specbind.toml").write_text('[apis.pets]\nspec = "pages"\n')
    monkeypatch.chdir(tmp_path)
    (pages / "a.md").write_text("# A\n")
    from specbind.config_read import read
    from specbind.diagnostics import Collector

    config = read(tmp_path / "specbind.toml", Collector(), {})
    assert config is not None
    before = memo._made_from(config.apis[0])
    assert memo._made_from(config.apis[0]) == before
    (pages / "b.md").write_text("# B\n")
    assert memo._made_from(config.apis[0]) != before


def test_nothing_is_noted_by_a_run_that_writes_nothing_or_needs_no_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project / memo.FOLDER)
    assert main(["generate", "--check"]) == 0
    assert main(["generate", "spec/pets.yaml", "--package", "other", "--out", "out"]) == 0
    assert not (project / memo.FOLDER).exists()


def test_git_ignores_memos(project: Path) -> None:
    assert (project / memo.FOLDER / ".gitignore").read_text() == "*\n"
    assert json.loads((project / memo.FOLDER / "pets.json").read_bytes())["operations"] == 2
