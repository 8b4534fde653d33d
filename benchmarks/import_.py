"""What importing costs, and the first use of one method."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import items
from benchmarks.measure import Contender, Race, race
from benchmarks.setting import Setting
from benchmarks.tables import Table, verdict

BASE = "import httpx, pydantic"
USED = "import httpx; from pydantic import BaseModel, TypeAdapter"
_COLUMNS = ("statement", "CPU ms", "ms more", "times", "modules", "MB", "limit")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to import: what is shown, what runs, and the most it may cost."""

    shown: str
    code: str
    most_more: float | None = None
    most_times: float | None = None


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    flagship = setting.flagship() / "generated"
    spec = setting.document("openai.yaml")
    whole = setting.generated(spec or setting.own("items", items(40)), "whole_api")
    name = "all of openai.yaml" if spec else "160 operations of ours"
    yield _imports(setting, [flagship, whole], name)
    if setting.peers.folder is not None:
        yield _peers(setting)
    yield _first_use(setting, flagship)


def _imports(setting: Setting, path: Sequence[Path], name: str) -> Table:
    statements = [
        Statement(BASE, BASE),
        Statement(USED, USED),
        Statement("import openai_admin", "import openai_admin", most_more=20),
        Statement("from openai_admin import OpenAIAdmin", "from openai_admin import OpenAIAdmin", most_more=20),
        Statement(
            "... and OpenAIAdmin(api_key=...)", "from openai_admin import OpenAIAdmin; OpenAIAdmin(api_key='key')"
        ),
        Statement(f"import whole_api ({name})", "import whole_api", most_times=1.3),
        Statement("from whole_api import WholeApi", "from whole_api import WholeApi", most_times=1.3),
        Statement("... and WholeApi()", "from whole_api import WholeApi; WholeApi()"),
        Statement("... and its resources and all its models", _everything("whole_api")),
    ]
    table = _measured(setting, "Import", statements, sys.executable, path)
    table.notes.append(
        "httpx and pydantic load most of themselves on first use; the second line loads what any client needs. "
        "Our classes load both when a client is made"
    )
    return table


def _everything(package: str) -> str:
    return (
        f"import pkgutil, importlib, {package} as p\n"
        "for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.'): importlib.import_module(m.name)"
    )


def _peers(setting: Setting) -> Table:
    statements = [Statement(each, each) for each in (BASE, USED, "import openai", "import anthropic")]
    table = _measured(setting, "Import, published clients, in their environment", statements, setting.peers.python, ())
    table.notes.append("more is installed there that httpx and pydantic load, so they cost more than above")
    return table


def _measured(
    setting: Setting, title: str, statements: Sequence[Statement], python: str, path: Sequence[Path]
) -> Table:
    program = "benchmarks.programs.importing"
    contenders = [Contender(each.shown, (python, "-m", program, each.code), path=tuple(path)) for each in statements]
    found = race(contenders, setting.runs, setting.warm_up)
    table = Table(title, _COLUMNS, commands=[f"python -m {program} STATEMENT"])
    base = _figures(found, BASE)
    for each in statements:
        if each.shown in found.failures:
            table.add(each.shown, "failed", None, None, None, None, "")
            table.notes.append(f"{each.shown}: {found.failures[each.shown]}")
            continue
        cpu = _figures(found, each.shown)
        more = statistics.median(one - other for one, other in zip(cpu, base, strict=True)) * 1000
        times = statistics.median(one / other for one, other in zip(cpu, base, strict=True))
        limits = [verdict(more, each.most_more, "ms more")] if each.most_more else []
        limits += [verdict(times, each.most_times, "times")] if each.most_times else []
        document = found.samples[each.shown][0].document
        cpu_ms = statistics.median(cpu) * 1000
        table.add(each.shown, cpu_ms, more, times, document["modules"], document["memory"], "; ".join(limits))
    return table


def _figures(found: Race, name: str) -> list[float]:
    return [float(sample.document["cpu"]) for sample in found.samples[name]]


_STEPS = ("import", "client", "call")


def _first_use(setting: Setting, flagship: Path) -> Table:
    """From nothing to the first answer of one usage method, in a new process, against a server."""
    table = Table("First call of one usage method, in a new process", ("client", *_STEPS, "total ms", "more", "limit"))
    program = "benchmarks.programs.first_use"
    kinds = {"raw": sys.executable, "ours": sys.executable}
    if setting.peers.folder is not None:
        kinds["openai"] = setting.peers.python
    contenders = [Contender(kind, (python, "-m", program, kind), path=(flagship,)) for kind, python in kinds.items()]
    found = race(contenders, setting.runs, setting.warm_up)
    names = {"raw": "httpx and pydantic by hand", "ours": "openai_admin", "openai": "openai, published"}
    for kind in kinds:
        if kind in found.failures:
            table.notes.append(f"{names[kind]}: {found.failures[kind]}")
            continue
        documents = [sample.document for sample in found.samples[kind]]
        raw = [sample.document for sample in found.samples["raw"]]
        steps = [statistics.median(document[step] for document in documents) * 1000 for step in _STEPS]
        pairs = list(zip(documents, raw, strict=True))
        more = statistics.median(_total(one) - _total(other) for one, other in pairs) * 1000
        total = statistics.median(map(_total, documents)) * 1000
        table.add(names[kind], *steps, total, more, verdict(more, 80, "ms more") if kind == "ours" else "")
    table.notes.append("the limit: 20 ms more for the import and 60 ms more for the first call than by hand")
    if "openai" in kinds:
        table.notes.append("openai runs in the peers' environment, where httpx and pydantic alone cost some 25 ms more")
    table.commands.append(f"python -m {program} KIND")
    return table


def _total(document: Mapping[str, float]) -> float:
    return sum(document[step] for step in _STEPS)
