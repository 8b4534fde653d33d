"""What the output weighs: lines and bytes per operation, and resident memory of who uses it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.documents import items
from benchmarks.import_ import USED
from benchmarks.measure import Contender, FailedError, Sample, race, run
from benchmarks.setting import FLAGSHIP, Setting, generate, relative
from benchmarks.tables import Table

_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    spec = setting.document("openai.yaml")
    yield _emitted(setting, spec or setting.own("items", items(20)), "openai.yaml" if spec else "a document of ours")
    yield _resident(setting)


def _emitted(setting: Setting, spec: str, name: str) -> Table:
    columns = ("output", "files", "lines", "KB", "lines per operation", "bytes per operation")
    operations = _operations(setting, spec)
    table = Table(f"What is written for {name} ({operations} operations)", columns)

    def weigh(what: str, files: Iterable[Path]) -> None:
        texts = [file.read_bytes() for file in files]
        lines, size = sum(text.count(b"\n") for text in texts), sum(map(len, texts))
        table.add(what, len(texts), lines, size / 1000, lines / operations, size / operations)

    out = setting.out("weighed")
    run(Contender("weighed", generate(spec, "weighed_api", out), clean=out))
    package = out / "weighed_api"
    runtime = package / "_runtime"
    weigh("specbind, the package", package.rglob("*.py"))
    weigh("of this, the runtime, the same for all", runtime.rglob("*.py"))
    weigh("of this, models and parameters", [*(package / "models").glob("*.py"), *(package / "params").glob("*.py")])
    weigh("specbind, the tests", (out / "tests").rglob("*.py"))
    if setting.peers.folder is None:
        table.notes.append(f"no peers: {setting.peers.reason}")
        return table
    for peer, command in _peers(setting, spec).items():
        target = setting.out("peer_weighed")
        try:
            run(Contender(peer, command, clean=target))
        except FailedError as error:
            table.notes.append(f"{peer}: {error}")
            continue
        files = [target / "models.py"] if (target / "models.py").is_file() else target.rglob("*.py")
        weigh(peer, files)
    return table


def _peers(setting: Setting, spec: str) -> dict[str, tuple[str, ...]]:
    tool, out = setting.peers.tool, setting.out("peer_weighed")
    models = relative(out / "models.py")
    opc = ("generate", "--path", spec, "--output-path", relative(out), "--meta", "none")
    dcg = ("--input", spec, "--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    found = {
        "openapi-python-client": (tool("openapi-python-client"), *opc),
        "datamodel-code-generator (models alone)": (tool("datamodel-codegen"), *dcg, "--output", models),
    }
    if shutil.which("java"):
        generator = ("generate", "-g", "python", "-i", spec, "-o", relative(out), "--skip-validate-spec")
        found["openapi-generator, its tests included"] = (tool("openapi-generator-cli"), *generator)
    return found


def _operations(setting: Setting, spec: str) -> int:
    """How many operations a document has."""
    script = (
        "import json, sys, pathlib, yaml; text = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8');"
        "d = json.loads(text) if text[:1] == '{' else yaml.load(text, Loader=yaml.CSafeLoader);"
        "print(json.dumps([m for p in d['paths'].values() for m in p]))"
    )
    found = run(Contender("count", (sys.executable, "-c", script, spec)))
    return sum(method in _METHODS for method in json.loads(found.output))


def _resident(setting: Setting) -> Table:
    columns = ("process", "MB after import", "MB after first use")
    table = Table("Resident memory", columns)
    flagship = setting.flagship() / "generated"
    memory = "benchmarks.programs.importing"
    first = "benchmarks.programs.first_use"
    cases = [
        ("nothing imported", "pass", "", sys.executable),
        ("httpx and pydantic by hand", USED, "raw", sys.executable),
    ]
    cases += [(FLAGSHIP, f"from {FLAGSHIP} import OpenAIAdmin", "ours", sys.executable)]
    if setting.peers.folder is not None:
        cases += [("httpx and pydantic by hand, where the peers are", USED, "raw", setting.peers.python)]
        cases += [("openai, published", "from openai import OpenAI", "openai", setting.peers.python)]
    for name, code, kind, python in cases:
        contenders = [Contender("import", (python, "-m", memory, code), path=(flagship,))]
        if kind:
            contenders.append(Contender("use", (python, "-m", first, kind), path=(flagship,)))
        found = race(contenders, setting.runs, setting.warm_up)
        table.notes.extend(f"{name}: {reason}" for reason in found.failures.values())
        if not found.failures:
            used = _median(found.samples["use"], "memory") if kind else None
            table.add(name, _median(found.samples["import"], "memory"), used)
    return table


def _median(samples: Iterable[Sample], key: str) -> float:
    figures = sorted(float(sample.document[key]) for sample in samples)
    return figures[len(figures) // 2]
