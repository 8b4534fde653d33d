"""Several APIs at once: the same files, the same words in the same order, whatever happens to one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from specbind import workers
from specbind.cli import main
from specbind.config import ApiConfig
from specbind.config_read import from_arguments

from tests.cli.test_end_to_end import hashes
from tests.cli.test_help import PETSTORE

GENERATOR = Path(__file__).parents[2] / "generator"
ODD = PETSTORE.replace("age: {type: integer}", "age: {not: {type: integer}}")
BROKEN = PETSTORE.replace("#/components/schemas/Pet", "#/components/schemas/Per")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = []
    for name, text in (("zoo", PETSTORE), ("odd", ODD), ("shop", PETSTORE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        lines.append(f'[apis.{name}]\nspec = "{name}.yaml"\n')
    (tmp_path / "specbind.toml").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def run(project: Path, capsys: pytest.CaptureFixture[str], jobs: int, *options: str) -> tuple[int, str, str]:
    code = main(["generate", "--jobs", str(jobs), *options])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("options", [(), ("-v",), ("--format", "json"), ("--check",)], ids=" ".join)
def test_several_at_once_give_the_same_files_and_words(
    project: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    one = run(project, capsys, 1, *options), hashes(project / "generated")
    for path in (project / "generated", project / ".specbind_cache"):
        path.rename(project / f"before-{path.name}") if path.exists() else None
    two = run(project, capsys, 3, *options), hashes(project / "generated")
    assert one == two
    assert "zoo" in one[0][1] and (options or one[0][1].index("zoo:") < one[0][1].index("shop:"))


def test_a_second_run_has_nothing_to_do(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, capsys, 3)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    code, out, _ = run(project, capsys, 3)
    assert code == 0 and out.count("no changes") == 3


def test_an_error_in_one_keeps_its_files_and_the_others_are_done(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project, capsys, 3)
    before = hashes(project / "generated/odd")
    for name, text in (("zoo", PETSTORE), ("odd", BROKEN), ("shop", PETSTORE)):
        (project / f"{name}.yaml").write_text(text.replace("/pets:", "/animals:"), encoding="utf-8")
    code, out, err = run(project, capsys, 3)
    assert code == 2
    assert "error[SB201]" in err and "odd.yaml:14" in err and "#/components/schemas/Per" in err
    assert "odd: not written" in err and hashes(project / "generated/odd") == before
    assert out.count("+ GET /animals as client.animals.list") == 2


def dies(api: ApiConfig) -> workers.Parcel:
    os._exit(1)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in has to be there in the other process")
def test_a_process_that_is_killed_costs_time_only(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_parcel", dies)
    code, out, _ = run(project, capsys, 2)
    assert code == 0 and out.count("changed") == 3


def test_a_system_without_processes_does_one_after_the_other(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(workers, "ProcessPoolExecutor", refused)
    code, out, _ = run(project, capsys, 3)
    assert code == 0 and out.count("changed") == 3


def test_processes_that_begin_from_nothing_do_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(project, capsys, 1)
    first = hashes(project / "generated")
    (project / "generated").rename(project / "before")
    script = project / "spawn.py"
    script.write_text(
        "import multiprocessing, sys\nfrom specbind.cli import main\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    sys.exit(main(['generate', '--jobs', '2']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)
    assert hashes(project / "generated") == first


def test_there_are_as_many_processes_as_save_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def api(size: int, name: str) -> ApiConfig:
        (tmp_path / name).write_bytes(b"x" * size)
        return from_arguments(tmp_path / name, "a", None, tmp_path, True)

    large, other, small = api(workers.WORTHWHILE, "a"), api(workers.WORTHWHILE * 2, "b"), api(10, "c")
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert workers.processes([large], None) == 1
    assert workers.processes([large, small], None) == 1
    assert workers.processes([large, small, other], None) == 2
    assert workers.processes([large, other, other], None) == 2
    assert workers.processes([small, small], 8) == 2
    assert workers.processes([], 8) == 0
    monkeypatch.setattr(workers, "cores", lambda: 1)
    assert workers.processes([large, other], None) == 1


@pytest.mark.parametrize("word", ["0", "-1", "many"])
def test_a_number_of_jobs_is_one_or_more(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--jobs", word]) == 2
    assert "--jobs" in capsys.readouterr().err
