"""A writer that is killed at any moment leaves each folder whole, and the next run heals the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITER = """
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from specbind.diagnostics import Collector
from specbind.files import Generated, Target, update

@dataclass
class File:
    path: PurePosixPath
    text: str

def package(edition):
    names = [f"pets/m{i % 7}/a{i}.py" for i in range(60)]
    names += [f"tests/pets/test_{i}.py" for i in range(20)]
    files = tuple(File(PurePosixPath(name), f"# {edition}\\n" * 50) for name in names)
    return Generated(files, "s", str(edition), 1, 1)

out = Path(sys.argv[1])
edition = int(sys.argv[2])
once = len(sys.argv) > 3
while True:
    collector = Collector()
    assert update(package(edition), Target(out, "pets", out), collector) is not None, collector.diagnostics
    if once:
        break
    print(edition, flush=True)
    edition += 1
"""


OTHERS = {"mine.py", "__init__.py"}


def editions(folder: Path) -> set[str]:
    """The editions of the files in a folder: one, where the folder is whole."""
    return {path.read_text().split("\n")[0] for path in folder.rglob("*.py") if path.name not in OTHERS}


def run(out: Path, edition: int, *more: str) -> subprocess.Popen[bytes]:
    import specbind

    root = str(Path(specbind.__file__).parents[1])
    command = [sys.executable, "-c", WRITER, str(out), str(edition), *more]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": root}, stdout=subprocess.PIPE)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_kills_at_random_moments_never_leave_a_folder_half_written(tmp_path: Path, kills: int) -> None:
    chance = random.Random(20261122)
    out = tmp_path / "out"
    assert run(out, 0, "once").wait() == 0
    (out / "pets/mine.py").write_text("mine\n")
    for kill in range(kills):
        writer = run(out, (kill + 1) * 1000)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.random() * 0.06)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        package, tests = out / "pets", out / "tests/pets"
        for folder, count in ((package, 61), (tests, 20)):
            stages = list(out.glob(".specbind-pets-*/old/*"))
            if not folder.exists():
                assert stages, "a displaced folder is kept for the next run"
                continue
            assert len(list(folder.rglob("*.py"))) == count
            assert len(editions(folder)) == 1
        if package.exists():
            edition = json.loads((package / "specbind.json").read_text())["spec"]["sha256"]
            assert editions(package) == {f"# {edition}"}
    assert run(out, 99, "once").wait() == 0
    assert editions(out) == {"# 99"}
    assert (out / "pets/mine.py").read_text() == "mine\n"
    assert {path.name for path in out.iterdir()} == {"pets", "tests"}


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked")
def test_two_writers_at_once_wait_for_each_other(tmp_path: Path) -> None:
    writers = [run(tmp_path, edition, "once") for edition in (1, 2, 3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(editions(tmp_path)) == 1
