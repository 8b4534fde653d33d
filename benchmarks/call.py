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
        out = setting.out("opc")
        target = relative(out / "opc_list")
        out.mkdir(parents=True, exist_ok=True)
        command = (setting.peers.tool("openapi-python-client"), "generate", "--path", spec, "--output-path", target)
        try:
            run(Contender("opc", (*command, "--meta", "none", "--overwrite")))
            path.append(out)
            kinds.append("opc")
        except FailedError as error:
            notes.append(f"openapi-python-client: {error}")
        kinds.append("openai")
    else:
        notes.append(f"no peers: {setting.peers.reason}")
    program = "benchmarks.programs.calling"
    for objects in (100,) if setting.quick else (100, 1):
        rounds, calls = ("3", "20") if setting.quick else ("15", "200")
        contender = Contender("call", (python, "-m", program, str(objects), rounds, calls, *kinds), path=tuple(path))
        yield _table(contender, objects, notes)


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
