"""A new user, in an empty folder of a clean environment that has the wheel only, follows the page that is for them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

from tests.guide.blocks import blocks
from tests.guide.running import Reader
from tests.guide.scene import ROOT

PAGE = ROOT / "docs" / "getting-started.md"
SECONDS_TO_FIRST_CALL = 60.0

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="the blocks are for a POSIX shell")]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment into which the wheel was installed, and nothing of this repository."""
    folder = tmp_path_factory.mktemp("environment")
    pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("specbind-*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    pip(python, "install", f"{wheel}[mock]", "httpx")
    return python.parent


def pip(python: Path, *words: str) -> None:
    subprocess.run([python, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True, cwd="/")


def test_the_first_call_succeeds_within_a_minute(programs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = {
        "PATH": os.pathsep.join((str(programs), os.defpath)),
        "PYTHONPATH": "generated",
        "HOME": str(tmp_path),
        "NO_COLOR": "1",
    }
    reader = Reader(folder, environment)
    began = time.monotonic()
    first_call = 0.0
    try:
        for block in (block for block in blocks(PAGE) if not block.not_run):
            if block.language == "yaml":
                (folder / block.file).write_text(block.code, encoding="utf-8")
            else:
                reader.follow(block)
            if block.file == "first_call.py":
                first_call = time.monotonic() - began
    finally:
        reader.leave()
    assert 0 < first_call < SECONDS_TO_FIRST_CALL
    print(f"first call after {first_call:.1f} s")
