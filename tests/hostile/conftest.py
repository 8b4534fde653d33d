"""The project that hostile input is aimed at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.attacks import SECRET, Victim


@pytest.fixture
def victim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Victim:
    made = Victim(tmp_path, capsys)
    made.project.mkdir()
    (tmp_path / "secret.yaml").write_text(f"type: string\ndescription: {SECRET}\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/keep.py").write_text("X = 1\n", "utf-8")
    monkeypatch.chdir(made.project)
    return made
