"""What a call costs beside raw httpx and pydantic, and beside the clients of others."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.documents import one_list
from benchmarks.measure import Contender, FailedError, run
from benchmarks.setting import Setting, relative
from benchmarks.tables import Table, verdict

_NAMES = {
    "raw": "httpx and TypeAdapter.validate_json",
    "ours": "specbind's client",
    "ours_raw_response": "specbind's client, with_raw_response, parsed",
    "opc": "openapi-python-client's client",
    "oag": "openapi-generator's client",
    "openai": "openai, published: client.get(cast_to=...)",
}


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    spec = setting.own("one_list", one_list())
    path = [setting.generated(spec, "bench_list")]
    kinds = ["raw", "ours", "ours_raw_response"]
    python = sys.executable
    notes = []
    if setting.peers.folder is not None:
        python = setting.peers.python
        for kind, (name, command) in _generators(setting, spec).items():
            try:
                run(Contender(kind, command))
                path.append(setting.out(kind))
                kinds.append(kind)
            except FailedError as error:
                notes.append(f"{name}: {error}")
        kinds.append("openai")
    else:
        notes.append(f"no peers: {setting.peers.reason}")
    program = "benchmarks.programs.calling"
    for objects in (100,) if setting.quick else (100, 1):
        rounds, calls = ("3", "20") if setting.quick else ("15", "200")
        contender = Contender("call", (python, "-m", program, str(objects), rounds, calls, *kinds), path=tuple(path))
        yield _table(contender, objects, notes)


def _generators(setting: Setting, spec: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The other generators, with the command that has each make its client in a folder of its own."""
    for kind in ("opc", "oag"):
        setting.out(kind).mkdir(parents=True, exist_ok=True)
    tool = setting.peers.tool
    target = relative(setting.out("opc") / "opc_list")
    opc = ("generate", "--path", spec, "--output-path", target, "--meta", "none", "--overwrite")
    options = ("--package-name", "oag_list", "--skip-validate-spec")
    oag = ("generate", "-g", "python", "-i", spec, "-o", relative(setting.out("oag")), *options)
    return {
        "opc": ("openapi-python-client", (tool("openapi-python-client"), *opc)),
        "oag": ("openapi-generator", (tool("openapi-generator-cli"), *oag)),
    }


def _table(contender: Contender, objects: int, notes: list[str]) -> Table:
    plural = "objects" if objects > 1 else "object"
    title = f"A list call that returns {objects} {plural} of 15 fields"
    table = Table(title, ("client", "CPU ms", "least", "times raw", "limit"), notes=list(notes))
    for kind, found in run(contender).document.items():
        if "failed" in found:
            table.notes.append(f"{_NAMES[kind]}: {found['failed']}")
            continue
        limited = kind == "ours" and objects == 100
        limit = verdict(found["ratio"], 1.2, "times") if limited else ""
        table.add(_NAMES[kind], found["median"] * 1000, found["least"] * 1000, found["ratio"], limit)
    table.notes.append("one process makes all the calls, in turn, batch by batch; the server has a process of its own")
    words = ["python", *contender.command[1:]]
    table.commands.append(" ".join(words))
    return table
