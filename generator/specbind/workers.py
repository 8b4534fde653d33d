"""APIs through the pipeline, several at once where there are several and cores for them.

Only the stages run side by side: what they make is given out in the order of the APIs, and one process writes it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from specbind import pipeline
from specbind.config import ApiConfig, ReviewConfig
from specbind.diagnostics import Collector, Rule
from specbind.files import Generated
from specbind.noted import noted, recalled

WORTHWHILE: Final = 100_000
"""Of how many bytes the smaller of two descriptions has to be for a second process to save time."""

Made: TypeAlias = "tuple[Generated | None, Collector]"
"""The files of an API, or None; and what is to be said and was consulted."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What another process made, as values that can be sent: spans and their sources cannot."""

    generated: Generated | None
    said: dict[str, Any]
    consulted: dict[Path, str | None]


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(apis: Sequence[ApiConfig], jobs: int | None) -> int:
    """How many processes to use: as many as were asked for, else as many as save time."""
    if jobs is not None:
        return min(jobs, len(apis))
    large = [api for api in apis if _size(api.spec) >= WORTHWHILE] if len(apis) > 1 else []
    return max(1, min(cores(), len(large)))


def _size(spec: Path) -> int:
    """How much there is to read, in bytes."""
    try:
        return sum(path.stat().st_size for path in ([spec] if spec.is_file() else spec.rglob("*")) if path.is_file())
    except OSError:
        return 0


def made(
    apis: Sequence[ApiConfig], count: int, rules: Mapping[str, Rule], progress: Callable[[str, str], None]
) -> Iterator[Made]:
    """What the pipeline makes of each API, in their order. `rules` are those that a diagnostic can have, by code."""
    pool = _pool(count) if count > 1 else None
    if pool is None:
        for at, api in enumerate(apis, 1):
            collector = Collector()
            yield pipeline.generated(api, collector, partial(progress, counted(api, at, len(apis)))), collector
        return
    try:
        order = sorted(apis, key=lambda api: _size(api.spec), reverse=True)
        running = {api.name: pool.submit(_parcel, replace(api, review=ReviewConfig())) for api in order}
        for at, api in enumerate(apis, 1):
            progress(counted(api, at, len(apis)), f"all stages, {count} at once")
            yield _unpacked(api, running[api.name], rules)
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor | None:
    """The processes; None where the system has none to give."""
    try:
        return ProcessPoolExecutor(count, initializer=_begin)
    except (OSError, ImportError, NotImplementedError):
        return None


def counted(api: ApiConfig, at: int, of: int) -> str:
    """The name of an API, with its number where there are several."""
    return api.name if of == 1 else f"[{at}/{of}] {api.name}"


def _begin() -> None:
    """What a new process does first: Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _parcel(api: ApiConfig) -> Parcel:
    collector = Collector()
    generated = pipeline.generated(api, collector)
    return Parcel(generated, noted(collector.diagnostics), {**collector.consulted})


def _unpacked(api: ApiConfig, running: Future[Parcel], rules: Mapping[str, Rule]) -> Made:
    """What another process made; if it died, which the system may see to where memory is short, it is made here."""
    collector = Collector()
    try:
        parcel = running.result()
    except BrokenProcessPool:
        return pipeline.generated(api, collector), collector
    for each in recalled(parcel.said, rules):
        collector.report(each.rule, each.message, each.span, label=each.label, help=each.help, related=each.related)
    for path, digest in parcel.consulted.items():
        collector.note(path, digest)
    return parcel.generated, collector
