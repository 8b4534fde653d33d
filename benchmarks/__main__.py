"""`python -m benchmarks [NAME...]`: measure, and print a table for each thing measured."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import monotonic

from benchmarks import call, generate, import_, review, size, threads
from benchmarks.measure import ROOT, FailedError
from benchmarks.peers import Peers, prepare
from benchmarks.setting import Setting, machine
from benchmarks.tables import Table, markdown

_SUBJECTS: Mapping[str, Callable[[Setting], Iterable[Table]]] = {
    "generate": generate.tables,
    "import": import_.tables,
    "call": call.tables,
    "size": size.tables,
    "threads": threads.tables,
    "review": review.tables,
}


def main() -> int:
    """Measure what the command line asks for."""
    arguments = _arguments()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    (arguments.cache / ".gitignore").write_text("*\n", encoding="utf-8")
    peers = Peers(None, "they were not asked for") if arguments.quick or arguments.no_peers else None
    setting = Setting(
        cache=arguments.cache.resolve(),
        peers=peers or prepare(arguments.cache.resolve()),
        runs=1 if arguments.quick else arguments.runs,
        quick=arguments.quick,
    )
    about = machine(setting.peers)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    print(f"Measured on {today}: CPU seconds, median of {setting.runs}.\n")
    print("".join(f"- {line}\n" for line in about))
    documents: dict[str, list[dict[str, object]]] = {}
    code = 0
    for name in arguments.names or _SUBJECTS:
        started = monotonic()
        try:
            for table in _SUBJECTS[name](setting):
                print(markdown(table), flush=True)
                documents.setdefault(name, []).append(table.document())
        except FailedError as error:
            print(f"{name}: stopped: {error}\n", flush=True)
            code = 1
        print(f"{name}: {monotonic() - started:.0f} s", file=sys.stderr)
    if arguments.json is not None:
        result = {"date": today, "machine": about, "runs": setting.runs, "quick": setting.quick, "subjects": documents}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure specbind and its output.")
    names = ", ".join(_SUBJECTS)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"what to measure: {names} (all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--quick", action="store_true", help="one run, small documents of our own, no peers")
    parser.add_argument("--no-peers", action="store_true", help="leave out the work of others")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs that count (5)")
    parser.add_argument("--cache", type=Path, default=ROOT / ".bench", metavar="DIR", help="working folder (.bench)")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in _SUBJECTS]
    if unknown:
        parser.error(f"no such subject: {', '.join(unknown)} (there are {names})")
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
