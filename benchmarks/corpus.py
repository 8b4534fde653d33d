"""`python -m benchmarks.corpus [FILE...]`: what becomes of each description of the corpus, as `docs/corpus.md`.

For each description the package and its tests are generated, every module is imported, every model class is built,
mypy and pyright check all of it strictly, and the generated tests run. What came of it is kept in
`.bench/corpus/FILE.json`; the page is written from all that is kept there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Contender, Ended, FailedError, attempt, run
from benchmarks.peers import Peers
from benchmarks.setting import machine, relative
from benchmarks.tables import Cell, Table, markdown

CORPUS = ROOT.parent / "shared" / "corpus"
CACHE = ROOT / ".bench" / "corpus"
PAGE = ROOT / "docs" / "corpus.md"
BOX = 1200.0
"""Seconds by the clock after which a check is given up."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A description, the package made of it and where."""

    spec: Path
    out: Path

    @property
    def package(self) -> str:
        return self.spec.name.partition(".")[0]

    def python(self, *arguments: str) -> Contender:
        """A command of this Python in the folder of the package."""
        return Contender(self.spec.name, (sys.executable, *arguments), path=(self.out, ROOT), cwd=self.out, timeout=BOX)


def main() -> int:
    """Check what the command line asks for, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="*", help="names of descriptions in the corpus (all of 3.x)")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write (docs/corpus.md)")
    arguments = parser.parse_args()
    if not CORPUS.is_dir():
        parser.error(f"{relative(CORPUS)} is not there")
    CACHE.mkdir(parents=True, exist_ok=True)
    CACHE.parent.joinpath(".gitignore").write_text("*\n", encoding="utf-8")
    wanted = [CORPUS / name for name in arguments.files] or descriptions()
    for spec in sorted(wanted, key=lambda each: each.stat().st_size):
        facts = examine(Subject(spec, CACHE / "out" / spec.name.partition(".")[0]))
        (CACHE / f"{spec.name}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(facts), flush=True)
    kept = [json.loads((CACHE / f"{spec.name}.json").read_text("utf-8")) for spec in descriptions() if _kept(spec)]
    arguments.page.write_text(page(kept), encoding="utf-8")
    return 0 if all(map(is_whole, kept)) else 1


def descriptions() -> list[Path]:
    """The descriptions of the corpus that are of version 3."""
    files = [*CORPUS.glob("*.yaml"), *CORPUS.glob("*.json")]
    return sorted(file for file in files if re.search(rb"""["']?openapi["']?\s*:\s*["']?3\.""", file.read_bytes()))


def _kept(spec: Path) -> bool:
    return (CACHE / f"{spec.name}.json").is_file()


def examine(subject: Subject) -> dict[str, Any]:
    """All that is said of one description."""
    facts: dict[str, Any] = {"file": subject.spec.name, "date": dt.datetime.now(dt.UTC).date().isoformat()}
    facts["bytes"] = subject.spec.stat().st_size
    reading = ("-m", "benchmarks.programs.reading", str(subject.spec))
    facts["in"] = run(Contender(subject.spec.name, (sys.executable, *reading))).document
    facts |= _generated(subject)
    if facts["generated"] != "yes":
        return facts
    facts |= _weighed(subject.out)
    facts |= _loaded(subject)
    facts["mypy"], facts["mypy s"] = _mypy(subject)
    facts["pyright"], facts["pyright s"] = _pyright(subject)
    facts["tests"], facts["tests s"] = _tests(subject)
    return facts


def _generated(subject: Subject) -> dict[str, Any]:
    options = ("--package", subject.package, "--out", str(subject.out), "--format", "json")
    command = (sys.executable, "-m", "specbind", "generate", str(subject.spec), *options)
    ended = attempt(Contender(subject.spec.name, command, clean=subject.out))
    if ended.code not in (0, 1) or "Traceback" in ended.complaint:
        return {"generated": f"exit code {ended.code}: {ended.complaint.strip().splitlines()[-1:]}"}
    entry = json.loads(ended.sample.output)["apis"][0]
    rules = Counter(each["code"] for each in entry["diagnostics"])
    return {
        "generated": "yes",
        "cpu s": ended.sample.cpu,
        "memory MB": ended.sample.memory,
        "operations": entry["operations"],
        "models": entry["models"],
        "rules": dict(sorted(rules.items())),
    }


def _weighed(out: Path) -> dict[str, Any]:
    package = [file for file in out.rglob("*.py") if "tests" not in file.relative_to(out).parts[:1]]
    tests = list((out / "tests").rglob("*.py"))
    return {
        "files": len(package),
        "lines": sum(file.read_bytes().count(b"\n") for file in package),
        "test lines": sum(file.read_bytes().count(b"\n") for file in tests),
    }


def _loaded(subject: Subject) -> dict[str, Any]:
    ended = attempt(subject.python("-m", "benchmarks.programs.loading", subject.package))
    if ended.code:
        return {"loaded": _last(ended)}
    client = f"from {subject.package} import {_client(subject)}"
    costs = [run(subject.python("-m", "benchmarks.programs.importing", client)).document["cpu"] for _ in range(4)]
    return {"loaded": "yes", "built": ended.sample.document, "import ms": sorted(costs[1:])[1] * 1000}


def _client(subject: Subject) -> str:
    """The name of the sync client class."""
    text = (subject.out / subject.package / "_client.py").read_text("utf-8")
    found = re.search(r"^class (\w+)\(SyncClient\)", text, re.MULTILINE)
    if found is None:
        raise FailedError(f"{subject.package} has no client class")
    return found[1]


def _mypy(subject: Subject) -> tuple[str, float]:
    options = ("--strict", "--explicit-package-bases", "--cache-dir", str(subject.out / ".mypy"))
    ended = attempt(subject.python("-m", "mypy", *options, "."))
    found = re.search(r"Found (\d+ errors?)", ended.sample.output)
    return _result(ended, found[1] if found else _last(ended)), ended.sample.cpu


def _pyright(subject: Subject) -> tuple[str, float]:
    settings = {"typeCheckingMode": "strict", "include": ["."], "pythonVersion": "3.11"}
    (subject.out / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = ("-m", "pyright", "--pythonpath", sys.executable, "-p", str(subject.out))
    ended = attempt(subject.python(*command))
    found = re.search(r"(\d+ errors?), ", ended.sample.output)
    return _result(ended, found[1] if found else _last(ended)), ended.sample.cpu


def _tests(subject: Subject) -> tuple[str, float]:
    ended = attempt(subject.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"))
    counts = re.findall(r"(\d+) (passed|failed|errors?|skipped)", ended.sample.output.strip().rpartition("\n")[2])
    said = ", ".join(f"{int(count):,} {word}" for count, word in counts)
    (subject.out / "tests.log").write_text(ended.sample.output + ended.complaint, encoding="utf-8")
    if ended.late or not said:
        return _result(ended, _last(ended)), ended.sample.cpu
    return said, ended.sample.cpu


def _result(ended: Ended, complaint: str) -> str:
    if ended.late:
        return f"not finished in {BOX:.0f} s"
    return complaint if ended.code else "clean"


def _last(ended: Ended) -> str:
    lines = (ended.complaint.strip() or ended.sample.output.strip()).splitlines()
    return lines[-1][:200] if lines else f"exit code {ended.code}"


def is_whole(facts: Mapping[str, Any]) -> bool:
    """Whether all is well with one description; a check that was given up for its time is no failure."""
    if facts["generated"] != "yes" or facts.get("loaded") != "yes":
        return False
    lost = facts["in"]["paths"] != facts["built"]["operations"]
    checked = all(facts[name] == "clean" or facts[name].startswith("not finished") for name in ("mypy", "pyright"))
    return not lost and checked and "failed" not in facts["tests"] and "error" not in facts["tests"]


def page(kept: Sequence[Mapping[str, Any]]) -> str:
    """The page, as Markdown."""
    dates = sorted({facts["date"] for facts in kept})
    about = "".join(f"- {line}\n" for line in machine(Peers(None, ""))[:-1])
    intro = _INTRO.format(count=len(kept), dates=" and ".join(dates[:1] + dates[1:][-1:]), about=about)
    return "\n".join([intro, markdown(_outcomes(kept)), markdown(_costs(kept)), markdown(_diagnostics(kept))])


_INTRO = """# Real descriptions

`make corpus` (`python -m benchmarks.corpus`) makes this page: it generates a package with tests from each of
{count} published descriptions of version 3, and does to each package all that can be done to it. The descriptions
are kept beside this repository, not in it. Measured on {dates}:

{about}
- **in** are the operations that a reader of its own counts in the document, **out** the distinct pairs of method and
  path that the package can call. The two are equal, or operations were lost.
- **models** are the model classes built, the runtime's own and those of extra members included; before that, every
  module was imported with warnings as errors.
- **mypy** is `mypy --strict`, **pyright** is strict too, both over the package and its tests; a check is given up
  after 20 minutes by the clock.
- **tests** are the generated tests: every method, sync and async, its request compared byte by byte.
- **import** is `from package import Client` in a new process, in CPU ms, the median of three.
- Seconds are of CPU, of one run, on a machine with other work. Rows may come from different commits of the same days.

## Results
"""


def _outcomes(kept: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("What works", ("description", "in", "out", "modules", "models", "mypy", "pyright", "tests"))
    for facts in kept:
        if facts["generated"] != "yes":
            table.add(facts["file"], facts["in"]["paths"], facts["generated"], None, None, "", "", "")
            continue
        built = facts.get("built", {"operations": facts["loaded"], "modules": None, "models": None})
        checks = (facts["mypy"], facts["pyright"], facts["tests"])
        table.add(
            facts["file"], facts["in"]["paths"], *(built[key] for key in ("operations", "modules", "models")), *checks
        )
    done = [facts for facts in kept if "built" in facts]
    table.add("all", sum(facts["in"]["paths"] for facts in kept), *_sums(done), "", "", "")
    return table


def _sums(done: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    return tuple(sum(facts["built"][key] for facts in done) for key in ("operations", "modules", "models"))


def _costs(kept: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        "description",
        "KB",
        "lines",
        "lines of tests",
        "CPU s",
        "MB",
        "import",
        "mypy s",
        "pyright s",
        "tests s",
    )
    table = Table("What it costs", columns)
    for facts in kept:
        if facts["generated"] == "yes":
            sizes: tuple[Cell, ...] = (facts["bytes"] // 1000, facts["lines"], facts["test lines"])
            costs = (facts[key] for key in ("cpu s", "memory MB"))
            checks = (facts[key] for key in ("mypy s", "pyright s", "tests s"))
            table.add(facts["file"], *sizes, *costs, facts.get("import ms"), *checks)
    return table


def _diagnostics(kept: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("Diagnostics, by rule", ("description", "number", "rules"))
    for facts in kept:
        rules: Mapping[str, int] = facts.get("rules", {})
        shown = ", ".join(f"{code} {count:,}" for code, count in rules.items())
        table.add(facts["file"], sum(rules.values()), shown or "none")
    return table


if __name__ == "__main__":
    sys.exit(main())
