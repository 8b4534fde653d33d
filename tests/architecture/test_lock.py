"""The lock of what development needs agrees with `pyproject.toml`, and names no registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RENEW = "renew it with `make lock`"


def entries(text: str) -> dict[str, tuple[str, list[str]]]:
    """The version and the hashes of each distribution that is locked, by its name."""
    joined = text.replace("\\\n", " ")
    found = {}
    for line in filter(None, map(str.strip, joined.splitlines())):
        requirement = Requirement(line.partition("--hash")[0])
        version = str(requirement.specifier).removeprefix("==")
        found[canonicalize_name(requirement.name)] = version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", line)
    return found


def disagreements(project: str, lock: str) -> list[str]:
    """Requirements that the lock does not meet, and entries without a version or a hash."""
    document = tomllib.loads(project)
    locked = entries(lock)
    wanted = [*document["project"]["dependencies"], *document["dependency-groups"]["dev"]]
    wrong = []
    for requirement in map(Requirement, wanted):
        version, _ = locked.get(canonicalize_name(requirement.name), ("", []))
        if not version or version not in requirement.specifier:
            wrong.append(f"{requirement} is not met by {version or 'the lock'}")
    return wrong + [f"{name} has no hash" for name, (version, hashes) in locked.items() if not version or not hashes]


def test_the_lock_agrees_with_the_project() -> None:
    project, lock = (ROOT / "pyproject.toml").read_text("utf-8"), (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert disagreements(project, lock) == [], RENEW
    assert "://" not in lock and "index" not in lock


def test_a_lock_that_is_behind_is_seen() -> None:
    project = '[project]\ndependencies = ["a>=2"]\n[dependency-groups]\ndev = ["b==1.0", "c==1"]\n'
    digest = "0" * 64
    lock = f"a==1.9 \\\n    --hash=sha256:{digest}\nB==1.0\n"
    assert disagreements(project, lock) == [
        "a>=2 is not met by 1.9",
        "c==1 is not met by the lock",
        "b has no hash",
    ]
