"""`python -m benchmarks.survey FOLDER...`: what becomes of every description below some folders.

For each: whether it is read, generated, imported with every model built, or refused and why; then, over all of them,
how often each diagnostic is given, so that the most frequent gap is seen first.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector, Diagnostic, Severity
from specbind.files import Target, update

_TOP = re.compile(r"""^[ \t\ufeff{]*["']?(openapi|swagger)["']?[ \t]*:""", re.MULTILINE)
_SUFFIXES = (".json", ".yaml", ".yml")
_QUOTED = re.compile(r"`[^`]*`")

LOAD = """
import importlib, pkgutil, sys, warnings
warnings.simplefilter("error")
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
stack = [importlib.import_module(sys.argv[1] + "._runtime").Model]
while stack:
    kind = stack.pop()
    stack += kind.__subclasses__()
    kind.model_rebuild()
    assert kind.__pydantic_complete__, kind
"""


@dataclass(slots=True)
class Fate:
    """What became of one description."""

    file: str
    state: str
    reason: str = ""
    operations: int = 0
    models: int = 0
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def documents(folders: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file whose text has a version of OpenAPI at the beginning of a line, with the folder it was found below."""
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix in _SUFFIXES and path.is_file() and (folder == path or _is_description(path)):
                yield path, folder if folder.is_dir() else folder.parent


def _is_description(path: Path) -> bool:
    return _TOP.search(path.read_text("utf-8", "replace")) is not None


def fate(path: Path, root: Path, name: str, out: Path) -> Fate:
    """Generate one description and build all its models in a process of its own."""
    collector = Collector()
    try:
        generated = pipeline.generated(from_arguments(path, name, None, out, True, root=root), collector)
    except Exception:
        return Fate(str(path), "CRASH", traceback.format_exc(limit=-1).strip().splitlines()[-1])
    said = collector.diagnostics
    errors = [each for each in said if each.rule.severity is Severity.ERROR]
    if generated is None or errors:
        reason = f"{errors[0].rule.code} {_at(errors[0])}{errors[0].message}" if errors else "no reason given"
        return Fate(str(path), "refused" if errors else "CRASH", reason, diagnostics=said)
    if update(generated, Target(out, name, out), collector) is None:
        return Fate(str(path), "CRASH", "not written", diagnostics=said)
    done = subprocess.run(
        [sys.executable, "-c", LOAD, name],
        cwd=out,
        env={**os.environ, "PYTHONPATH": str(out), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    counts = generated.operations, generated.models
    if done.returncode:
        return Fate(str(path), "BROKEN", done.stderr.strip().splitlines()[-1], *counts, said)
    return Fate(str(path), "built", "", *counts, said)


def _at(found: Diagnostic) -> str:
    return f"{found.span.position.line}: " if found.span is not None else ""


def main() -> int:
    """Survey what the command line names."""
    parser = argparse.ArgumentParser(prog="benchmarks.survey", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="list what was built, too")
    parser.add_argument("--types", type=int, default=0, metavar="N", help="type-check each N-th package")
    parser.add_argument("--rule", help="list every diagnostic of this code")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fates = []
        for index, (path, root) in enumerate(documents(arguments.folders)):
            fates.append(fate(path, root, f"p{index}", Path(folder)))
            if fates[-1].state != "built" or arguments.all:
                _print(fates[-1])
        summary(fates, arguments.rule)
        if arguments.types:
            built = [index for index, each in enumerate(fates) if each.state == "built"][:: arguments.types]
            return types(Path(folder), [f"p{index}" for index in built])
    return int(any(each.state.isupper() for each in fates))


def _print(one: Fate) -> None:
    counts = f"{one.operations} operations, {one.models} models" if one.state == "built" else one.reason
    print(f"{one.state:8} {one.file}: {counts}", flush=True)


def summary(fates: list[Fate], rule: str | None) -> None:
    """The states, and the diagnostics by how many documents have them."""
    states = Counter(each.state for each in fates)
    print(f"\n{len(fates)} documents: " + ", ".join(f"{count} {state}" for state, count in states.most_common()))
    spread, total = Counter[str](), Counter[str]()
    for one in fates:
        words = [f"{each.rule.code} {_QUOTED.sub('`_`', each.message)}" for each in one.diagnostics]
        total.update(words)
        spread.update(set(words))
    print("\ndocuments  times  diagnostic")
    for word, count in spread.most_common():
        print(f"{count:9} {total[word]:6}  {word}")
    for one in fates:
        for each in one.diagnostics:
            if each.rule.code == rule:
                print(f"{one.file}:{_at(each)}{each.message}")


def types(folder: Path, packages: list[str]) -> int:
    """Type-check packages and their tests, all together."""
    command = [sys.executable, "-m", "mypy", "--strict", "--explicit-package-bases", "--no-error-summary"]
    for package in packages:
        command += ["-p", package]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    print(f"\nmypy --strict over {len(packages)} packages: {done.stdout or 'clean'}{done.stderr}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
