"""Shells complete commands, options, values, names of APIs and files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specbind.cli import main
from specbind.cli_completion import FILES, SCRIPTS, candidates
from specbind.cli_table import COMMANDS

GENERATOR = Path(__file__).parents[2] / "generator"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specbind.toml").write_text('[apis.pets]\nspec = "a"\n[apis.people]\nspec = "b"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["gen"], ["generate"]),
        (["--v"], ["--version"]),
        (["generate", "pe"], ["pets", "people", FILES]),
        (["generate", "--ch"], ["--check"]),
        (["generate", "pets", "--color", "a"], ["auto", "always"]),
        (["generate", "--config", "x"], [FILES]),
        (["generate", "--include", ""], []),
        (["vendor", "--remove", "--into", "s"], [FILES]),
        (["diff", "--api", "p"], ["pets", "people"]),
        (["diff", "pets", "pe"], ["pets", "people", FILES]),
        (["explain", "SB80"], [f"SB80{n}" for n in range(1, 10)]),
        (["completion", ""], ["bash", "zsh", "fish", "powershell"]),
        (["completion", "--"], ["--help"]),
        (["nothing", ""], []),
        (["package", "pets", "--out", ""], [FILES]),
    ],
)
def test_what_may_come_next(project: Path, words: list[str], found: list[str]) -> None:
    assert list(candidates(words)) == found


def test_all_commands_are_offered_and_every_option_of_each(project: Path) -> None:
    assert list(candidates([""])) == [command.name for command in COMMANDS]
    for command in COMMANDS:
        assert "--help" in candidates([command.name, "-"])


def test_a_configuration_with_mistakes_offers_what_it_can(project: Path) -> None:
    (project / "specbind.toml").write_text("[apis\n", encoding="utf-8")
    assert list(candidates(["package", ""])) == []
    (project / "specbind.toml").unlink()
    (project / "pyproject.toml").write_text("[tool.specbind.apis.shop]\n", encoding="utf-8")
    assert list(candidates(["package", ""])) == ["shop"]


def test_words_are_printed_one_a_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "--words=generate\npe\n."]) == 0
    assert capsys.readouterr().out == "pets\npeople\n:files\n"
    assert main(["completion"]) == 2
    assert "bash, zsh, fish, powershell" in capsys.readouterr().err


def bash(folder: Path, *words: str) -> set[str]:
    """What bash offers when the last word is to be completed."""
    command = folder / "bin" / "specbind"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{GENERATOR}" exec "{sys.executable}" -m specbind "$@"\n')
    command.chmod(0o755)
    given = " ".join(f"'{word}'" for word in ("specbind", *words))
    script = (
        f"source <(specbind completion bash); complete -p specbind >/dev/null || exit 3; COMP_WORDS=({given});"
        f'COMP_CWORD={len(words)}; _specbind; printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    environment = {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    return {line for line in done.stdout.splitlines() if line}


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="there is no bash here")
def test_bash_completes(project: Path) -> None:
    (project / "people.yaml").touch()
    assert bash(project, "gen") == {"generate"}
    assert bash(project, "generate", "pe") == {"pets", "people", "people.yaml"}
    assert {"--check", "--watch"} <= bash(project, "generate", "--")
    assert bash(project, "generate", "") >= {"pets", "people", "people.yaml", "specbind.toml"}


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_what_its_shell_can_read(shell: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "specbind completion " in script and "--words=" in script
    program = {"powershell": "pwsh"}.get(shell, shell)
    if shell != "powershell" and shutil.which(program) is not None:
        done = subprocess.run([program, "-n"], input=script, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
