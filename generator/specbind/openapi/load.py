"""A file to values with places: decoding, the choice between JSON and YAML, and the size limit."""

from __future__ import annotations

import codecs
from pathlib import Path

from specbind import rules
from specbind.diagnostics import Collector
from specbind.openapi.json_text import read_json
from specbind.openapi.limits import MAX_BYTES
from specbind.openapi.places import JsonPlaces, YamlPlaces
from specbind.openapi.tree import Document
from specbind.openapi.yaml_text import read_yaml
from specbind.source import Position, Source, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def load(path: Path, shown: str, collector: Collector) -> Document | None:
    """Read a JSON or YAML file whose top is a mapping or a list; `shown` is its path in messages."""
    data = _bytes(path, shown, collector)
    text = _decode(data, shown, collector) if data is not None else None
    if text is None:
        return None
    if path.suffix.lower() == ".json" or (path.suffix.lower() not in (".yaml", ".yml") and text.lstrip()[:1] == "{"):
        source = Source(shown, text, JsonPlaces(text))
        value = read_json(source, collector) if text.strip() else None
    else:
        source = Source(shown, text, YamlPlaces(text))
        value = read_yaml(source, collector)
    if isinstance(value, dict | list):
        return Document(path, source, value, collector)
    if not any(found.span is not None and found.span.source is source for found in collector.diagnostics):
        what = "is empty" if value is None else "holds a single value, not a mapping"
        collector.report(rules.EMPTY_DOCUMENT, f"`{shown}` {what}", Span(source, "", Position(1, 1)))
    return None


def _bytes(path: Path, shown: str, collector: Collector) -> bytes | None:
    span = Span(Source(shown, ""), "")
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            message = f"`{shown}` has {size:,} bytes; the limit is {MAX_BYTES:,}"
            collector.report(rules.FILE_TOO_LARGE, message, span)
            return None
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a usable path"
        collector.report(rules.UNREADABLE_FILE, f"cannot read `{shown}`: {reason.lower()}", span)
        return None


def _decode(data: bytes, shown: str, collector: Collector) -> str | None:
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
