"""`specbind generate --watch`: what is changed is generated, a mistake is survived, Ctrl-C is a way to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from specbind import cli_watch
from specbind.cli import main

from tests.cli.test_help import PETSTORE

GENERATOR = Path(__file__).parents[2] / "generator"
OVERLAY = """\
overlay: 1.0.0
info: {title: t, version: "1"}
actions: [{target: "$.info", update: {title: Other}}]
"""
Step = Callable[[], object]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pets.yaml").write_text(PETSTORE, encoding="utf-8")
    (tmp_path / "fixes.yaml").write_text(OVERLAY, encoding="utf-8")
    (tmp_path / "specbind.toml").write_text('[apis.pets]\nspec = "pets.yaml"\noverlays = ["fixes.yaml"]\n', "utf-8")
    return tmp_path


def watched(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *steps: Step) -> tuple[str, str]:
    """What is printed while some steps are taken, one between two looks; then Ctrl-C."""
    left = [*steps]

    def sleep(seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    monkeypatch.setattr(cli_watch, "sleep", sleep)
    assert main(["generate", "--watch"]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def nothing() -> None:
    """Time goes by."""


def writes(path: Path, text: str) -> Step:
    return lambda: (path.write_text(text, encoding="utf-8"), os.utime(path, ns=(time.time_ns(), time.time_ns())))


def test_a_change_is_generated_and_told_in_the_words_of_the_api(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = project / "pets.yaml"
    out, err = watched(monkeypatch, capsys, nothing, writes(spec, PETSTORE.replace("/shops/", "/stores/")), nothing)
    first, second, *news = out.splitlines()
    assert first.startswith("pets: 2 operations") and second.startswith("pets: 2 operations")
    assert news[1] == "  + GET /stores/{shop_id} as client.stores.retrieve"
    assert err.count("watching 3 files; Ctrl-C stops\n") == 2
    assert "changed: pets.yaml\n" in err and err.endswith("stopped\n")


def test_a_file_is_not_read_while_it_is_being_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = project / "pets.yaml"
    steps = (writes(spec, PETSTORE[:200]), writes(spec, PETSTORE[:300]), writes(spec, PETSTORE + "# more\n"), nothing)
    out, err = watched(monkeypatch, capsys, *steps)
    assert len(out.splitlines()) == 2 and "error" not in err


def test_a_mistake_is_told_and_survived(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = project / "pets.yaml"
    steps = (writes(spec, "openapi: 3.1.0\npaths: [\n"), nothing, writes(spec, PETSTORE + "# more\n"), nothing)
    out, err = watched(monkeypatch, capsys, *steps)
    assert "error[SB104]" in err and "pets: not written" in err
    assert out.splitlines()[-1].startswith("pets: 2 operations")


def test_overlays_and_the_configuration_count_and_so_do_mistakes_in_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = project / "specbind.toml"
    before = config.read_text("utf-8")
    steps = (
        *(writes(project / "fixes.yaml", OVERLAY.replace("Other", "Another")), nothing),
        *(writes(config, "[apis.pets]\nspce = 1\n"), nothing),
        *(lambda: config.unlink(), nothing),
        *(writes(config, before + 'client = "Zoo"\n'), nothing),
    )
    out, err = watched(monkeypatch, capsys, *steps)
    assert "changed: fixes.yaml\n" in err and "did you mean `spec`?" in err and "there is no specbind.toml" in err
    assert err.count("changed: specbind.toml\n") == 3
    assert "class Zoo(" in (project / "generated/pets/_client.py").read_text("utf-8")
    assert "# Another" in (project / "generated/pets/api.md").read_text("utf-8")
    assert len(out.splitlines()) >= 3


def test_a_page_more_in_a_folder_of_pages_counts(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "# {0}\n\n## List\n\n**get** `/{1}`\n\n### Returns\n\n- `data: array of string`\n"
    docs = project / "docs"
    docs.mkdir()
    (docs / "a.md").write_text(page.format("Boats", "boats"), encoding="utf-8")
    (project / "specbind.toml").write_text('[apis.pets]\nspec = "docs"\n', "utf-8")
    out, _ = watched(monkeypatch, capsys, writes(docs / "b.md", page.format("Ships", "ships")), nothing)
    assert "  + GET /ships as client.b.list" in out


def test_a_run_that_cannot_begin_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "--watch"]) == 2
    assert "there is no specbind.toml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", [["--check"], ["--diff"], ["--dry-run"], ["--format", "json"], ["--format", "sarif"]]
)
def test_watching_writes(project: Path, capsys: pytest.CaptureFixture[str], option: list[str]) -> None:
    assert main(["generate", "--watch", *option]) == 2
    assert "--watch writes" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal of POSIX here")
def test_a_real_process_sees_a_change_and_stops_at_ctrl_c(project: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    command = [sys.executable, "-u", "-m", "specbind", "generate", "--watch"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment, stderr=pipe, stdout=pipe, preexec_fn=_hears_ctrl_c)
    try:
        assert process.stderr is not None and process.stdout is not None
        while b"watching" not in process.stderr.readline():
            assert process.poll() is None
        (project / "pets.yaml").write_text(PETSTORE.replace("/shops/", "/stores/"), encoding="utf-8")
        while b"watching" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=30)
        assert process.returncode == 0
        assert b"+ GET /stores/{shop_id}" in stdout
        assert b"Traceback" not in stderr
    finally:
        process.kill()


def _hears_ctrl_c() -> None:
    """Undo what a shell does to the jobs that it starts in the background: it has them ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
