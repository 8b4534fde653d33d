"""Whoever follows the README of an example has a service whose tests pass and whose types hold.

Each is followed in a copy of its own, two folders below `specbind.toml`, as it is here. `make examples` installs
what the services need.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.guide.blocks import blocks
from tests.guide.running import Reader
from tests.guide.scene import ROOT, build, environment, with_admin_api

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/README.md"))
MADE = shutil.ignore_patterns("openai_admin", "_vendor", "__pycache__", ".*_cache")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("sh") is None, reason="there is no POSIX shell")]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_can_be_followed(example: Path, tmp_path: Path) -> None:
    project = build(tmp_path)
    with_admin_api(project, pulled=False)
    folder = Path(shutil.copytree(example, project / "examples" / example.name, ignore=MADE))
    reader = Reader(folder, {**environment(project), "PYTHONPATH": ""})
    try:
        for block in blocks(example / "README.md"):
            reader.follow(block)
    finally:
        reader.leave()
    copies = list(folder.rglob("openai_admin/specbind.json"))
    assert len(copies) == 1, "a README begins by vendoring the API"
