"""Help that teaches by example: every example is run, and asking for help loads nothing of the commands."""

from __future__ import annotations

import importlib
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from specbind.cli import main
from specbind.cli_table import COMMANDS, Command

GENERATOR = Path(__file__).parents[2] / "generator"

PETSTORE = """\
openapi: 3.1.0
info: {title: Pet store, version: "1.2.0"}
servers: [{url: "https://api.example.com"}]
paths:
  /pets:
    get:
      tags: [pets]
      summary: List the pets.
      responses:
        "200":
          description: The pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}
  /shops/{shop_id}:
    get:
      summary: One shop.
      parameters: [{name: shop_id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: The shop., content: {application/json: {schema: {type: string}}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string}, age: {type: integer}}
"""
OLD = PETSTORE.replace("age: {type: integer}", "age: {type: integer}, owner: {type: string}")
CONFIG = '[apis.petstore]\nspec = "petstore.yaml"\n'


def interrupt(seconds: float) -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def git(folder: Path, *arguments: str) -> None:
    who = {f"GIT_{role}_{what}": "tests@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the examples speak of: a description, an older one and a configuration, under git."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("petstore.yaml", PETSTORE), ("old.yaml", OLD), ("specbind.toml", CONFIG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Describe the pet store")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_of_the_help_does_what_it_says(
    command: Command, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.examples
    if command.name == "mock":
        monkeypatch.setattr("specbind.mock.loopback.serve", lambda *_: None)
    for example in command.examples:
        match example.needs:
            case "no specbind.toml":
                (project / "specbind.toml").unlink(missing_ok=True)
            case "terminal":
                (project / "specbind.toml").unlink(missing_ok=True)
                monkeypatch.setattr("sys.stdin", Terminal("\n" * 10))
                monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
            case "somebody who stops it":
                monkeypatch.setattr("specbind.cli_watch.sleep", interrupt)
            case _:
                assert not example.needs
        words = shlex.split(example.line)
        assert words[0] == command.name
        code = main(words)
        said = capsys.readouterr()
        assert code == example.code, f"specbind {example.line}\n{said.out}{said.err}"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_shows_its_examples_and_exit_codes(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command.name, "--help"]) == 0
    help = capsys.readouterr().out
    assert command.description in " ".join(help.split())
    assert f"exit codes: {command.codes}" in help
    assert all(f"  # {example.about}\n  specbind {example.line}\n" in help for example in command.examples)


def test_the_help_lists_every_command_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert [[command.name, command.summary] for command in COMMANDS] == [
        line for line in lines if line[0] in {command.name for command in COMMANDS}
    ]


def test_every_command_has_a_module_that_runs_it() -> None:
    for command in COMMANDS:
        assert callable(importlib.import_module(f"specbind.{command.module}").run), command.name


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([each.name, "--help"] for each in COMMANDS)])
def test_asking_for_help_loads_nothing_that_carries_out_a_command(arguments: list[str]) -> None:
    script = (
        "import sys; from specbind.cli import main; import io; sys.stdout = io.StringIO();"
        "main(sys.argv[1:]); sys.stdout = sys.__stdout__; print(*sorted(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    run = [sys.executable, "-c", script, *arguments]
    loaded = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.split()
    own = {name for name in loaded if name.partition(".")[0] == "specbind"}
    assert own == {"specbind", "specbind.cli", "specbind.cli_arguments", "specbind.cli_codes", "specbind.cli_table"}
    assert not {"pydantic", "jinja2", "yaml", "jsonpath", "json", "tomllib", "hashlib", "asyncio"} & {*loaded}


LINES_OF_JSON = {
    "init": "init petstore.yaml --dry-run",
    "config": "config",
    "generate": "generate",
    "diff": "diff old.yaml petstore.yaml",
    "changelog": "changelog old.yaml petstore.yaml",
    "normalise": "normalise petstore",
    "models": "models petstore --style dataclass",
    "vendor": "vendor petstore --into service",
    "package": "package petstore",
    "dump": "dump petstore",
    "explain": "explain SB405",
}
"""A line of each command that gives an answer; `completion` prints a script and servers answer requests."""

NO_ANSWER = {"completion", "mock"}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.name not in NO_ANSWER])
def test_every_command_answers_in_json(command: Command, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if command.name == "init":
        (project / "specbind.toml").unlink()
    main([*shlex.split(LINES_OF_JSON[command.name]), "--format", "json"])
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert isinstance(document, dict) and ("version" in document or document["openapi"].startswith("3.1"))


def test_rules_are_explained_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "SB801", "--format", "json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert [(rule["code"], rule["name"], rule["severity"]) for rule in one["rules"]] == [
        ("SB801", "output-symlink", "error")
    ]
    assert main(["explain", "--format", "json"]) == 0
    assert one["rules"][0] in json.loads(capsys.readouterr().out)["rules"]


def test_one_operation_is_dumped_with_its_method(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dump", "petstore", "--only", "GET /pets"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("operation: GET /pets")
    assert said[-1] == "method: list = GET /pets"
