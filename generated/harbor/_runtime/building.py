"""First builds of pydantic models: one at a time, and with room for long chains.

Building a deferred model walks every model it links to, recursively, and is not safe from
several threads. So each build holds one lock and runs in a thread with a large stack.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_lock = threading.RLock()
_builder = threading.local()
_STACK_BYTES = 256 * 1024 * 1024
_RECURSION_LIMIT = 60_000


def guarded(build: Callable[[], T]) -> T:
    """Give what `build` gives, built alone and with a deep stack."""
    if getattr(_builder, "active", False):
        return build()
    with _lock:
        work = _Work(build)
        if not _run_deep(work.run):
            work.run()
        return work.result()


class _Work(Generic[T]):
    """A build whose outcome crosses from one thread to another."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._results: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        _builder.active = True
        try:
            self._results.append(self._build())
        except BaseException as error:
            self._error = error
        finally:
            _builder.active = False

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]


def _run_deep(run: Callable[[], None]) -> bool:
    """Run it in a thread with a large stack; False where no such thread can be had."""
    limit = sys.getrecursionlimit()
    try:
        stack = threading.stack_size(_STACK_BYTES)
    except (ValueError, RuntimeError):
        return False
    try:
        thread = threading.Thread(target=run, name="model-builder", daemon=True)
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        thread.start()
    except (RuntimeError, MemoryError):
        return False
    else:
        thread.join()
        return True
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(limit)
