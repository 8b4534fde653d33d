"""Real descriptions of other people's APIs, from ../shared/corpus: each becomes a package that works.

By default the small ones are also laid out, type-checked and run; the marker `slow` does that for the large ones:
`pytest tests/corpus -m slow`.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector, Severity
from specbind.files import Target, update

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SMALL = ("museum.yaml", "petstore_v3.yaml")
LARGE = ("discord.json", "figma.yaml", "spotify_fixed.yaml", "openai.yaml")

if not CORPUS.is_dir():
    pytest.skip(f"{CORPUS} is not there: the corpus is kept beside the repository", allow_module_level=True)


@dataclass(frozen=True)
class Built:
    """A package of the corpus on disk."""

    name: str
    out: Path
    operations: int
    wanted: int


_BUILT: dict[str, Built] = {}


@pytest.fixture
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The package of one description, generated once a session by the public pipeline."""
    file: str = request.param
    if file not in _BUILT:
        _BUILT[file] = build(file, tmp_path_factory.mktemp("corpus"))
    return _BUILT[file]


def build(file: str, folder: Path) -> Built:
    name = file.partition(".")[0]
    config = from_arguments(CORPUS / file, name, None, folder, True)
    collector = Collector()
    generated = pipeline.generated(config, collector)
    errors = [each for each in collector.diagnostics if each.rule.severity is Severity.ERROR]
    assert generated is not None and errors == [], [each.message for each in errors]
    assert update(generated, Target(folder, name, folder), collector) is not None
    return Built(name, folder, generated.operations, operations_of(file))


def operations_of(file: str) -> int:
    """How many operations the index of the corpus counts in a description."""
    with (CORPUS / "INDEX.tsv").open(encoding="utf-8") as index:
        rows = {row["file"]: row for row in csv.DictReader(index, delimiter="\t")}
    return int(rows[file]["operations"])


def python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(cwd), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=settings, capture_output=True, text=True)


def marked(slow: bool) -> pytest.MarkDecorator:
    """The small descriptions, and the large ones; the large ones as slow tests where asked."""
    marks = [pytest.mark.slow] if slow else []
    large = [pytest.param(file, marks=[*marks, pytest.mark.xdist_group(file)], id=file) for file in LARGE]
    small = [pytest.param(file, marks=pytest.mark.xdist_group(file), id=file) for file in SMALL]
    return pytest.mark.parametrize("built", [*small, *large], indirect=True)


LOAD = """
import importlib, json, pkgutil, sys, warnings
warnings.simplefilter("error")
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
from importlib import import_module
Model = import_module(sys.argv[1] + "._runtime").Model
models, stack = 0, [Model]
while stack:
    kind = stack.pop()
    stack += kind.__subclasses__()
    kind.model_rebuild()
    assert kind.__pydantic_complete__, kind
    models += 1
kinds = {"Operation", "PagedOperation", "StreamOperation", "DownloadOperation"}
keys = {
    (value.method, value.path)
    for name in names
    if ".operations." in name
    for value in vars(sys.modules[name]).values()
    if type(value).__name__ in kinds
}
print(json.dumps({"modules": len(names), "models": models, "operations": len(keys)}))
"""


@marked(slow=False)
def test_every_module_loads_and_every_model_is_built(built: Built) -> None:
    done = python("-c", LOAD, built.name, cwd=built.out)
    assert done.returncode == 0, done.stderr[-3000:]
    counts = json.loads(done.stdout)
    assert counts["modules"] > 50 and counts["models"] > 2
    assert counts["operations"] == built.operations == built.wanted


@marked(slow=True)
def test_the_layout_is_what_black_prints(built: Built) -> None:
    done = python("-m", "black", "--check", "--quiet", "--diff", str(built.out), cwd=built.out)
    assert done.returncode == 0, done.stdout[:3000]


@marked(slow=True)
def test_the_generated_tests_pass(built: Built) -> None:
    tests = built.out / "tests"
    assert tests.is_dir(), "the package has no tests"
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests), cwd=built.out)
    assert done.returncode == 0, done.stdout[-3000:]


@marked(slow=True)
def test_mypy_accepts_the_package_and_its_tests(built: Built) -> None:
    done = python(
        "-m", "mypy", "--strict", "--explicit-package-bases", "--cache-dir", str(built.out / ".mypy_cache"), ".",
        cwd=built.out, MYPYPATH=str(built.out),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


@marked(slow=True)
def test_pyright_accepts_the_package_and_its_tests(built: Built) -> None:
    settings = {"typeCheckingMode": "strict", "include": ["."], "pythonVersion": "3.11"}
    (built.out / "pyrightconfig.json").write_text(json.dumps(settings))
    done = python("-m", "pyright", "--pythonpath", sys.executable, "-p", str(built.out), cwd=built.out)
    assert done.returncode == 0, done.stdout[-3000:]
