"""Run a command in a process of its own and say what it cost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED", "PYTHONOPTIMIZE")


class FailedError(Exception):
    """A command that did not finish, and why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: CPU seconds (user and system, children included), the most memory in MB, and what it printed."""

    cpu: float
    memory: float
    output: str

    @property
    def document(self) -> Any:
        """The JSON document on the last line of the output."""
        return json.loads(self.output.strip().splitlines()[-1])


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, what it cost, what it wrote on standard error, whether its time was up."""

    code: int
    sample: Sample
    complaint: str
    late: bool


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to measure. `clean` is removed before each run; `peer` marks the work of others."""

    name: str
    command: tuple[str, ...]
    clean: Path | None = None
    path: tuple[Path, ...] = ()
    cwd: Path = ROOT
    peer: bool = False
    timeout: float = 300


@dataclass(slots=True)
class Race:
    """The samples of each contender, round by round, and why the others fell out."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def cpu(self, name: str) -> float:
        """The median CPU time of one contender."""
        return statistics.median(sample.cpu for sample in self.samples[name])

    def memory(self, name: str) -> float:
        """The median of the most memory one contender took."""
        return statistics.median(sample.memory for sample in self.samples[name])

    def ratio(self, name: str, base: str) -> float:
        """How many times the base a contender costs: the median over the pairs of the same round."""
        pairs = zip(self.samples[name], self.samples[base], strict=True)
        return statistics.median(one.cpu / other.cpu for one, other in pairs)


def race(contenders: Iterable[Contender], runs: int, warm_up: bool = True) -> Race:
    """Run the contenders in turn, `runs` times after one round that does not count."""
    found = Race()
    alive = list(contenders)
    for round_ in range(-1 if warm_up else 0, runs):
        for contender in tuple(alive):
            try:
                sample = run(contender)
            except FailedError as error:
                found.failures[contender.name] = str(error)
                found.samples.pop(contender.name, None)
                alive.remove(contender)
                continue
            if round_ >= 0:
                found.samples.setdefault(contender.name, []).append(sample)
    return found


def run(contender: Contender) -> Sample:
    """Run one command that must succeed; its children count where it waited for them."""
    ended = attempt(contender)
    if ended.late:
        raise FailedError(f"not finished after {contender.timeout:.0f} s")
    if ended.code:
        raise FailedError(f"exit code {ended.code}: {_last_line(ended.complaint or ended.sample.output)}")
    return ended.sample


def attempt(contender: Contender) -> Ended:
    """Run one command, whatever comes of it."""
    if contender.clean is not None:
        shutil.rmtree(contender.clean, ignore_errors=True)
        contender.clean.unlink(missing_ok=True) if contender.clean.is_file() else None
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            contender.command,
            stdout=output,
            stderr=errors,
            cwd=contender.cwd,
            env=environment(contender.path),
            start_new_session=True,
        )
        code, usage, late = _wait(process, contender.timeout)
        output.seek(0)
        errors.seek(0)
        said = output.read().decode("utf-8", "replace")
        complaint = errors.read().decode("utf-8", "replace")
    sample = Sample(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _RSS_UNITS, said)
    return Ended(code, sample, complaint, late)


_RSS_UNITS = 1024 * 1024 if sys.platform == "darwin" else 1024
"""How many units of `ru_maxrss` a megabyte is."""


def _wait(process: subprocess.Popen[bytes], timeout: float) -> tuple[int, resource.struct_rusage, bool]:
    """The exit code, what the process used, and whether it was ended for being late."""
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(timeout, end)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage, late.is_set()


def environment(path: Sequence[Path] = ()) -> Mapping[str, str]:
    """The environment of what is measured: bytecode is written and read, and `path` can be imported from."""
    variables = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    if path:
        variables["PYTHONPATH"] = os.pathsep.join(map(str, path))
    variables["PYTHONHASHSEED"] = "0"
    return variables


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip(" │─╭╮╰╯\t")]
    return lines[-1][:160] if lines else "it said nothing"
