"""A file to values with places: decoding, the choice between JSON and YAML, and the size limit."""

from __future__ import annotations

from pathlib import Path

from specbind import rules
from specbind.diagnostics import Collector
from specbind.openapi.json_text import read_json
from specbind.openapi.limits import MAX_BYTES
from specbind.openapi.places import JsonPlaces, YamlPlaces
from specbind.openapi.tree import Document
from specbind.openapi.yaml_text import read_yaml
from specbind.source import Position, Source, Span
from specbind.text_files import read_text


def load(path: Path, shown: str, collector: Collector) -> Document | None:
    """Read a JSON or YAML file whose top is a mapping or a list; `shown` is its path in messages."""
    text = read_text(path, shown, MAX_BYTES, collector)
    return loaded(path, shown, text, collector) if text is not None else None


def loaded(path: Path, shown: str, text: str, collector: Collector, url: str | None = None) -> Document | None:
    """The document of a text; `path` names its language by its suffix, `url` is where it comes from, if not a file."""
    if path.suffix.lower() == ".json" or (path.suffix.lower() not in (".yaml", ".yml") and text.lstrip()[:1] == "{"):
        source = Source(shown, text, JsonPlaces(text))
        value = read_json(source, collector) if text.strip() else None
    else:
        source = Source(shown, text, YamlPlaces(text))
        value = read_yaml(source, collector)
    if isinstance(value, dict | list):
        return Document(path, source, value, collector, url)
    if not any(found.span is not None and found.span.source is source for found in collector.diagnostics):
        what = "is empty" if value is None else "holds a single value, not a mapping"
        collector.report(rules.EMPTY_DOCUMENT, f"`{shown}` {what}", Span(source, "", Position(1, 1)))
    return None
