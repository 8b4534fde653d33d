"""Text files of descriptions: size, encoding, and the path that messages print."""

from __future__ import annotations

import codecs
from pathlib import Path

from specbind import rules
from specbind.diagnostics import Collector
from specbind.source import Position, Source, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def shown_path(path: Path, root: Path) -> str:
    """A path as messages print it: relative to the current folder or to the root when below it."""
    full = path.resolve()
    for folder in (Path.cwd(), root.resolve()):
        if full.is_relative_to(folder):
            return full.relative_to(folder).as_posix()
    return path.as_posix()


def read_text(path: Path, shown: str, limit: int, collector: Collector) -> str | None:
    """The text of a file of at most `limit` bytes; None, with the reason reported, if it cannot be had."""
    data = _bytes(path, shown, limit, collector)
    return decoded(data, shown, collector) if data is not None else None


def _bytes(path: Path, shown: str, limit: int, collector: Collector) -> bytes | None:
    span = Span(Source(shown, ""), "")
    try:
        if (size := path.stat().st_size) > limit:
            message = f"`{shown}` has {size:,} bytes; the limit is {limit:,}"
            collector.report(rules.FILE_TOO_LARGE, message, span)
            return None
        data = path.read_bytes()
        collector.consult(path, data)
        return data
    except (OSError, ValueError) as error:
        collector.consult(path, None)
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a usable path"
        collector.report(rules.UNREADABLE_FILE, f"cannot read `{shown}`: {reason.lower()}", span, help=_help(shown))
        return None


def _help(shown: str) -> str:
    """What to do about a URL in the place of a file."""
    is_url = shown.startswith(("http:/", "https:/"))
    return "a description is a file: keep a copy with your code, so that its changes can be reviewed" if is_url else ""


def decoded(data: bytes, shown: str, collector: Collector) -> str | None:
    """Bytes as text, by their byte order mark or as UTF-8; None, with the place reported, if they are neither."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        at = Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        span = Span(Source(shown, data.decode(encoding, "replace")), "", at)
        message = f"`{shown}` is not {encoding.removesuffix('-sig').upper()} text"
        collector.report(rules.UNDECODABLE_TEXT, message, span, label="this byte has no meaning")
        return None
