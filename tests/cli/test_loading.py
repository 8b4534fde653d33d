"""What is loaded for what: a description pays only for the reader it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = ("specbind.reference.read", "specbind.python.stubs", "pydantic")
"""Each of these costs a tenth of a second or more of CPU."""
READ = """
import sys
from pathlib import Path
from specbind import pipeline
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
path = Path(sys.argv[1])
config = ApiConfig("acme", path, "acme", "Acme", path.parent, spec_name=path.name)
assert pipeline.described(config, Collector()) is not None
print(*sys.modules)
"""
PAGE = """# Boxes

## List boxes

`GET /boxes`

### Returns

- `id: string`
"""
DOCUMENT = '{"openapi": "3.1.0", "info": {"title": "Boxes", "version": "1"}, "paths": {}}'


def loaded(code: str, *arguments: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


@pytest.mark.parametrize("module", SHARED)
def test_the_pipeline_loads_neither_the_reader_of_pages_nor_what_writes_tests(module: str) -> None:
    assert module not in loaded("import sys, specbind.pipeline; print(*sys.modules)")


def test_the_reader_of_pages_is_loaded_for_pages_alone(tmp_path: Path) -> None:
    (tmp_path / "boxes.md").write_text(PAGE, "utf-8")
    (tmp_path / "boxes.json").write_text(DOCUMENT, "utf-8")
    assert SHARED[0] in loaded(READ, str(tmp_path / "boxes.md"))
    assert SHARED[0] not in loaded(READ, str(tmp_path / "boxes.json"))
