"""The benchmarks keep working, on small documents and without peers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_a_quick_run_measures_everything(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = bench("--quick", "--cache", str(tmp_path / "cache"), "--json", str(figures))
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(figures.read_text(encoding="utf-8"))
    assert list(document["subjects"]) == ["generate", "import", "call", "size", "threads", "review"]
    for subject, tables in document["subjects"].items():
        for table in tables:
            assert table["rows"], (subject, table["title"])
            assert f"### {table['title']}" in done.stdout
    assert "did not finish" not in done.stdout
    assert "no peers: they were not asked for" in done.stdout


def test_many_threads_and_long_links_give_no_errors(tmp_path: Path) -> None:
    done = bench("threads", "--quick", "--cache", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MISSED" not in done.stdout


def test_an_unknown_subject_is_refused() -> None:
    done = bench("taste")
    assert done.returncode == 2
    assert "no such subject: taste" in done.stderr
