"""What generating costs: time, memory, growth with the document, and whether the layout is black's."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace

from benchmarks.documents import items
from benchmarks.measure import ROOT, Contender, Race, environment, race, run
from benchmarks.setting import FLAGSHIP, Setting, generate, relative, spelled
from benchmarks.tables import Table, verdict

_COLUMNS = ("what", "CPU s", "least", "most", "MB", "times ours", "limit")
OURS, TESTED = "specbind", "specbind with tests"


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    if setting.quick:
        small = setting.own("items", items(20))
        yield _document(setting, "a document of 80 operations", small, {})
    else:
        yield from _corpus(setting)
    yield _flagship(setting)
    yield _growth(setting)
    yield _layout(setting)


def _corpus(setting: Setting) -> Iterable[Table]:
    limits = {
        "openai.yaml": {OURS: (5.0, 400.0), TESTED: (8.0, 400.0)},
        "github.json": {OURS: (15.0, 800.0)},
    }
    for name, bounds in limits.items():
        spec = setting.document(name)
        if spec is None:
            yield Table(f"Generate {name}", _COLUMNS, notes=[f"not measured: {name} is not at hand"])
        else:
            yield _document(setting, name, spec, bounds)


def _document(setting: Setting, name: str, spec: str, bounds: dict[str, tuple[float, float]]) -> Table:
    out = setting.out("generate")
    ours = Contender(OURS, generate(spec, "bench_api", out, "--no-tests"), clean=out)
    tested = Contender(TESTED, generate(spec, "bench_api", out), clean=out)
    contenders = [ours, tested, *_peers(setting, spec)]
    table = Table(f"Generate {name} from nothing", _COLUMNS)
    if setting.peers.folder is None:
        table.notes.append(f"no peers: {setting.peers.reason}")
    return _filled(table, contenders, race(contenders, setting.runs, setting.warm_up), bounds)


def _peers(setting: Setting, spec: str) -> list[Contender]:
    """The other generators, each told to make what it makes best, formatted."""
    if setting.peers.folder is None:
        return []
    out = setting.out("peer")
    tool, path = setting.peers.tool, relative(out)
    opc = ("generate", "--path", spec, "--output-path", path, "--meta", "none")
    dcg = ("--input", spec, "--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    found = [
        Contender("openapi-python-client", (tool("openapi-python-client"), *opc)),
        Contender(
            "datamodel-code-generator (models alone)", (tool("datamodel-codegen"), *dcg, "--output", f"{path}.py")
        ),
    ]
    if shutil.which("java"):
        options = ("generate", "-g", "python", "-i", spec, "-o", path, "--skip-validate-spec")
        found.append(Contender("openapi-generator", (tool("openapi-generator-cli"), *options)))
    return [replace(each, clean=out, peer=True) for each in found]


def _filled(table: Table, contenders: list[Contender], found: Race, bounds: dict[str, tuple[float, float]]) -> Table:
    base = contenders[0].name
    for contender in contenders:
        name = contender.name
        table.commands.append(spelled(contender))
        if name in found.failures:
            table.add(name, "did not finish", None, None, None, None, "")
            table.notes.append(f"{name}: {found.failures[name]}")
            continue
        times = [sample.cpu for sample in found.samples[name]]
        cpu, memory = found.cpu(name), found.memory(name)
        limit = ""
        if name in bounds:
            seconds, megabytes = bounds[name]
            limit = f"{verdict(cpu, seconds, 's')}; {verdict(memory, megabytes, 'MB')}"
        ratio = found.ratio(name, base) if base in found.samples else None
        table.add(name, cpu, min(times), max(times), memory, ratio, limit)
    return table


def _flagship(setting: Setting) -> Table:
    home = setting.flagship()
    command = (sys.executable, "-m", "specbind", "generate", FLAGSHIP, "--quiet")
    package, tests = home / "generated" / FLAGSHIP, home / "generated" / "tests" / FLAGSHIP
    again = Contender("again, nothing changed", command, cwd=home)
    check = Contender("--check, nothing changed", (*command, "--check"), cwd=home)
    unchanged = race([again, check], setting.runs, setting.warm_up)
    first = Contender("from nothing, with tests", command, cwd=home, clean=home / "generated")
    fresh = race([first], setting.runs, setting.warm_up)
    unchanged.samples.update(fresh.samples)
    unchanged.failures.update(fresh.failures)
    files = sum(1 for folder in (package, tests) for _ in folder.rglob("*.py"))
    table = Table(f"Generate this repository's {FLAGSHIP} ({files} modules)", _COLUMNS)
    return _filled(table, [again, check, first], unchanged, {again.name: (0.5, 400.0)})


def _growth(setting: Setting) -> Table:
    """One document, doubled twice."""
    spec = setting.document("openai.yaml")
    out = setting.out("growth")
    contenders = []
    for times in (1, 2, 4):
        if spec is None:
            path = setting.own(f"items-{times}", items(20 * times))
        else:
            path = relative(setting.cache / "documents" / f"openai-{times}.json")
            (setting.cache / "documents").mkdir(parents=True, exist_ok=True)
            run(Contender("copy", (sys.executable, "-m", "benchmarks.documents", spec, str(times), path)))
        command = generate(path, "bench_api", out, "--no-tests")
        contenders.append(Contender(f"{times} times the document", command, clean=out))
    found = race(contenders, setting.runs, setting.warm_up)
    name = "80 operations of ours" if spec is None else "openai.yaml, as JSON"
    table = _filled(Table(f"Growth: {name}, doubled and doubled again", _COLUMNS), contenders, found, {})
    if not found.failures:
        one, two, four = (found.cpu(contender.name) for contender in contenders)
        steps = (four - two) / (two - one) if two > one else float("nan")
        table.notes.append(f"the second doubling adds {steps:.2f} times what the first adds (2 where cost is linear)")
    return table


def _layout(setting: Setting) -> Table:
    """How many files black would lay out otherwise."""
    table = Table("Layout: files that `black --check` would change", ("what", "files", "would change", "limit"))
    folders = {f"{FLAGSHIP} and its tests": setting.flagship() / "generated"}
    spec = setting.document("openai.yaml")
    if spec is not None:
        folders["the package of openai.yaml and its tests"] = out = setting.out("layout")
        run(Contender("layout", generate(spec, "bench_api", out), clean=out))
    else:
        table.notes.append("openai.yaml: not measured, it is not at hand")
    for name, folder in folders.items():
        command = (sys.executable, "-m", "black", "--check", relative(folder))
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        changed = len(re.findall(r"^would reformat ", done.stderr, re.MULTILINE))
        if done.returncode not in (0, 1):
            table.notes.append(f"{name}: black: {done.stderr.strip().splitlines()[-1]}")
            continue
        table.add(name, sum(1 for _ in folder.rglob("*.py")), changed, verdict(changed, 0, "files"))
        table.commands.append(f"python {' '.join(command[1:])}")
    return table
