"""First use of models from many threads at once, and of long chains and cycles of models."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.documents import linked
from benchmarks.measure import Contender, FailedError, run
from benchmarks.setting import Setting
from benchmarks.tables import Table

_THREADS = 32


def tables(setting: Setting) -> Iterable[Table]:
    """All tables of this subject."""
    yield _at_once(setting)
    yield _far(setting)


def _at_once(setting: Setting) -> Table:
    rounds = 3 if setting.quick else 200
    spec = setting.own("cyclic", linked(_THREADS, closed=True, jumps=(5, 11)))
    path = setting.generated(spec, "cyclic_api")
    program = "benchmarks.programs.first_uses"
    title = f"{_THREADS} threads make first use of different models of one cyclic graph at once"
    table = Table(title, ("first use through", "rounds", "first uses", "errors", "CPU ms per round", "limit"))
    for way in ("calls", "models"):
        command = (sys.executable, "-m", program, "cyclic_api", str(_THREADS), str(rounds), way)
        found = run(Contender(way, command, path=(path,), timeout=900)).document
        errors = found["errors"]
        verdict = "no errors: met" if not errors else "no errors: MISSED"
        table.add(way, rounds, rounds * _THREADS, len(errors), found["cpu"] / rounds * 1000, verdict)
        table.notes.extend(errors[:3])
        table.commands.append(" ".join(["python", *command[1:]]))
    table.notes.append("each round loads the package anew; threads are switched every 10 microseconds")
    return table


def _far(setting: Setting) -> Table:
    columns = ("models", "first use through", "CPU ms", "MB", "limit")
    table = Table("First use of models that link far", columns)
    shapes = {"a chain of 300": (300, False), "a cycle of 150": (150, True)}
    program = "benchmarks.programs.linking"
    for name, (count, closed) in shapes.items():
        package = f"{'cycle' if closed else 'chain'}_api"
        path = setting.generated(setting.own(package, linked(count, closed)), package)
        for way in ("call", "model", "last model first"):
            command = (sys.executable, "-m", program, package, str(count), way)
            try:
                sample = run(Contender(name, command, path=(path,)))
            except FailedError as error:
                table.add(name, way, None, None, "works: MISSED")
                table.notes.append(f"{name}, {way}: {error}")
                continue
            table.add(name, way, sample.document["cpu"] * 1000, sample.document["memory"], "works: met")
        table.commands.append(f"python -m {program} {package} {count} call")
    return table
