"""The other commands, and what all have in common."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from specbind import __version__
from specbind.cli import main
from specbind.cli_dump import dumped, named
from specbind.config_rules import OUTPUT_SYMLINK
from specbind.python.layout import Code, Symbol
from specbind.python.package import File, Function, ModelsModule, Package, Statement

from tests.cli.conftest import Project

GENERATOR = Path(__file__).parents[2] / "generator"


def command(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """`python -m specbind`, as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    return subprocess.run(
        [sys.executable, "-m", "specbind", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_the_version_is_printed(project: Project) -> None:
    assert project.run("--version") == 0
    assert project.out == f"specbind {__version__}\n"


def test_the_module_can_be_run(tmp_path: Path) -> None:
    done = command("--version", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"specbind {__version__}\n")


def test_no_command_prints_the_help_and_answers_2(project: Project) -> None:
    assert project.run() == 2
    assert "usage: specbind" in project.err


def test_a_command_that_there_is_not_is_told_what_it_may_mean(project: Project) -> None:
    assert project.run("genrate", "--check") == 2
    assert project.err == "specbind: there is no command `genrate`; did you mean `generate`?\n"
    assert project.run("\x1b[31m") == 2
    assert project.err == "specbind: there is no command `\\x1b[31m`; `specbind --help` lists all\n"


def test_starting_loads_neither_the_stages_nor_their_libraries(tmp_path: Path) -> None:
    script = "import sys, specbind.cli; print(*sorted(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"yaml", "jinja2", "pydantic", "json", "specbind.pipeline", "specbind.rules"}


def test_a_rule_is_explained_by_code_or_name(project: Project) -> None:
    for word in ("SB801", "sb801", "output-symlink"):
        assert project.run("explain", word) == 0
        assert project.out.startswith("SB801 output-symlink (error)\n\n")
        assert " ".join(project.out.split()).endswith(OUTPUT_SYMLINK.fix)


def test_all_rules_are_listed_in_order(project: Project) -> None:
    assert project.run("explain") == 0
    codes = [line.split()[0] for line in project.out.splitlines()]
    assert codes == sorted(set(codes)) and "SB801" in codes


def test_an_unknown_rule_is_explained(project: Project) -> None:
    assert project.run("explain", "SB8O1") == 2
    assert "there is no rule `SB8O1`; did you mean SB801?" in project.err


def test_a_bug_is_a_traceback_with_a_plea_and_answers_2(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def buggy(*arguments: object) -> None:
        raise ZeroDivisionError

    assert main(["generate", "pets"], buggy) == 2
    assert "ZeroDivisionError\nspecbind: this is a bug in specbind" in capsys.readouterr().err


def test_ctrl_c_is_not_a_traceback(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    assert main(["generate", "pets"], interrupted) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_reader_that_goes_away_is_not_a_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "specbind", "explain"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


PET = Function((), Code("async def pet(self) -> Pet:"), Code('"""A pet."""'), (Code("return pet"),))
ALIAS = Statement(Code("Pets: TypeAlias = list[Pet]", frozenset([Symbol("typing", "TypeAlias", "TypeAlias")])))
PACKAGE = Package(
    "pets", (File(PurePosixPath("models/pets.py"), ModelsModule(Code(""), (), (ALIAS,))),), counts={"a": 1}
)


def test_a_dump_leaves_defaults_and_imports_out() -> None:
    assert dumped(PACKAGE) == (
        "Package(\n"
        "    name='pets',\n"
        "    files=[\n"
        "        File(\n"
        "            path=PurePosixPath('models/pets.py'),\n"
        "            content=ModelsModule(\n"
        "                doc='',\n"
        "                classes=[],\n"
        "                statements=[Statement(code='Pets: TypeAlias = list[Pet]')],\n"
        "            ),\n"
        "        ),\n"
        "    ],\n"
        "    counts={'a': 1},\n"
        ")"
    )


def test_a_dump_finds_methods_statements_and_files_by_name() -> None:
    assert list(named(PET, "pet")) == [PET]
    assert list(named(PACKAGE, "Pets")) == [ALIAS]
    assert list(named(PACKAGE, "models/pets.py")) == [PACKAGE.files[0]]
    assert list(named(PACKAGE, "nothing")) == []


DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {responses: {"200": {description: ok}}}
"""


def test_a_dump_is_json_on_demand(project: Project) -> None:
    project.write(pets_dot_yaml=DOCUMENT)
    assert project.run("dump", "pets.yaml", "--stage", "ir", "--only", "GET /pets", "--format", "json") == 0
    said = json.loads(project.out)
    assert (said["version"], said["exit_code"], said["stage"]) == (1, 0, "ir")
    assert said["lines"] == ["operation: GET /pets  # pets.yaml:6", "  response 200: no content"]
    assert project.run("dump", "nowhere.yaml", "--format", "json") == 2
    assert [each["code"] for each in json.loads(project.out)["diagnostics"]] == ["SB101"]


def test_the_ir_of_a_description_is_dumped(project: Project) -> None:
    project.write(pets_dot_yaml=DOCUMENT)
    assert project.run("dump", "pets.yaml", "--stage", "ir", "--only", "GET /pets") == 0
    assert project.out == "operation: GET /pets  # pets.yaml:6\n  response 200: no content\n"
    assert project.run("dump", "pets", "--stage", "passes", "--only", "GET /nothing") == 2
    assert "nothing is called `GET /nothing`" in project.err
    assert project.run("dump", "nowhere.yaml") == 2
    assert "error[SB101]" in project.err


def test_results_and_remarks_keep_their_order_in_one_log(tmp_path: Path) -> None:
    operation = '{get: {responses: {"204": {description: Fine}}}}'
    description = f'openapi: 3.1.0\ninfo: {{title: Pets, version: "1"}}\npaths: {{/pets: {operation}}}\n'
    (tmp_path / "pets.yaml").write_text(description, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    run = [sys.executable, "-m", "specbind", "init", "--yes"]
    with (tmp_path / "log").open("wb") as log:
        environment["PYTHONPATH"] = str(GENERATOR)
        subprocess.run(run, cwd=tmp_path, env=environment, stdout=log, stderr=subprocess.STDOUT, check=True)
    first, second = (tmp_path / "log").read_text("utf-8").splitlines()
    assert first.startswith("pets.yaml")
    assert second.startswith("specbind.toml")
