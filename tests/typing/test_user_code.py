"""What type checkers say of code written against the packages of this repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USER = Path(__file__).parent / "user"
PACKAGES = ROOT / "generated"


def mypy(path: Path) -> dict[int, list[str]]:
    """Complaints of mypy about one file, by line. What it says of the packages themselves is `make check`'s."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-pretty", str(path)]
    environment = {**os.environ, "MYPYPATH": str(PACKAGES)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found: dict[int, list[str]] = {}
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"(.+?):(\d+): (error): (.*)", line)
        if match is not None and Path(ROOT, match[1]) == path:
            found.setdefault(int(match[2]), []).append(match[4])
    return found


def pyright(path: Path, folder: Path) -> dict[int, list[str]]:
    """Complaints of pyright about one file, by line."""
    settings = {
        "typeCheckingMode": "strict",
        "include": [path.name],
        "extraPaths": [str(PACKAGES)],
        "pythonVersion": "3.11",
        "reportUnusedExpression": False,
        "reportUnusedCoroutine": True,
    }
    copied = folder / path.name
    copied.write_text(path.read_text("utf-8"), encoding="utf-8")
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    found: dict[int, list[str]] = {}
    said = json.loads(done.stdout)
    assert said["summary"]["filesAnalyzed"] == 1, said
    for each in said["generalDiagnostics"]:
        assert Path(each["file"]) == copied, each
        if each["severity"] == "error":
            line = each["range"]["start"]["line"] + 1
            found.setdefault(line, []).append(each["message"])
    return found


def marked(path: Path) -> set[int]:
    """The lines of a file that end in `# wrong`."""
    lines = path.read_text("utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}


@pytest.fixture(params=["mypy", "pyright"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    return mypy if request.param == "mypy" else lambda path: pyright(path, tmp_path)


def test_code_as_the_readme_shows_it_is_accepted(check: object) -> None:
    assert callable(check)
    assert check(USER / "good.py") == {}


def test_each_mistake_is_refused_on_its_line(check: object) -> None:
    assert callable(check)
    found = check(USER / "wrong.py")
    wanted = marked(USER / "wrong.py")
    assert len(wanted) > 30
    assert {line: found[line] for line in found.keys() - wanted} == {}, "a line that is right is refused"
    lines = (USER / "wrong.py").read_text("utf-8").splitlines()
    assert [lines[line - 1].strip() for line in sorted(wanted - found.keys())] == [], "a mistake is accepted"


def test_the_types_of_documented_shapes_are_not_any() -> None:
    """Every method of both packages: what it gives, and what its arguments take, as mypy reads them."""
    for package in ("openai_admin", "harbor"):
        resources = sorted((PACKAGES / package / "resources").glob("*.py"))
        assert resources
        for path in resources:
            text = path.read_text("utf-8")
            assert re.search(r"\bAny\b", text) is None, f"{path.name} has an Any"
