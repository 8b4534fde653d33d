"""`specbind generate --watch`: again and again, whenever something that counts was changed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from specbind.cli_codes import CLEAN
from specbind.cli_console import Console
from specbind.report import plural, visible

INTERVAL = 0.3
"""Seconds between two looks at the files, and for how long they have to stay as they are before a run."""

Times: TypeAlias = "dict[Path, tuple[int, int] | None]"
"""When each file was changed and its size; None where there is none."""

sleep = time.sleep


@dataclass(frozen=True, slots=True)
class Round:
    """One run: its exit code and what it depended on, files and folders."""

    code: int
    watched: frozenset[Path]


def watch(generate: Callable[[], Round], console: Console) -> int:
    """Run, and run again after each change, until Ctrl-C."""
    known: frozenset[Path] = frozenset()
    try:
        while True:
            before = times(known)
            done = generate()
            gc.collect()
            known = done.watched or known
            if not known:
                return done.code
            now = times(known)
            changed = [path for path in before if before[path] != now.get(path)]
            if not changed:
                console.say(f"watching {plural(len(now), 'file')}; Ctrl-C stops")
                changed = _change(known, now)
            console.say(f"\nchanged: {', '.join(visible(path.as_posix()) for path in changed)}")
    except KeyboardInterrupt:
        console.clear()
        console.say("\nstopped")
        return CLEAN


def _change(watched: frozenset[Path], before: Times) -> list[Path]:
    """Wait for a change, and until nothing changes any more; what is different then."""
    last = before
    while True:
        sleep(INTERVAL)
        now = times(watched)
        if now == last and now != before:
            return sorted(path for path in {*before, *now} if before.get(path) != now.get(path))
        last = now


def times(watched: Iterable[Path]) -> Times:
    """How all that is watched is now; of folders, everything in them."""
    found: Times = {}
    for place in sorted(watched):
        for path in (place, *(place.rglob("*") if place.is_dir() else ())):
            if not path.is_dir():
                found[path] = _time(path)
    return found


def _time(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
