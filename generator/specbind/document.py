"""The normalised document on disk: one file, written as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path, PurePosixPath

from specbind import config_rules as rules
from specbind.diagnostics import Collector
from specbind.files import Change, Drift
from specbind.source import START, Source, Span


def change(path: Path, text: str) -> Change | None:
    """How a file would change to say a text; None where it does. Line ends do not count, Git may have changed them."""
    new, old = text.encode(), None
    with contextlib.suppress(OSError):
        old = path.read_bytes().replace(b"\r\n", b"\n")
    drift = Drift.MISSING if old is None else Drift.STALE
    return None if old == new else Change(PurePosixPath(path.as_posix()), drift, old, new)


def write(path: Path, text: str, collector: Collector) -> bool:
    """Make a file say a text, if it does not: the new file takes the place of the old one by one rename.

    Gives whether that could be done; if not, the reason is reported and the old file stays.
    """
    if change(path, text) is None:
        return True
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _exchange(path, text.encode())
    except OSError as error:
        message = f"the output cannot be written: {error.strerror or error}"
        collector.report(rules.OUTPUT_FAILED, message, Span(Source(path.as_posix(), ""), "", START))
        return False
    return True


def _exchange(path: Path, data: bytes) -> None:
    end = path.resolve()  # a link stays one, and what it leads to is written
    handle, name = tempfile.mkstemp(prefix=f".{end.name}-", dir=end.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = end.stat().st_mode & 0o777 if end.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(end)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """The rights that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
