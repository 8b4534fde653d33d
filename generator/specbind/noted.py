"""Diagnostics as plain data, and back: for a memo on disk, or on the way from another process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from specbind.diagnostics import Diagnostic, Related, Rule
from specbind.report import lines_of
from specbind.source import Position, Source, Span


def noted(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Diagnostics as values of JSON, with those lines of their sources that messages show."""
    lines: dict[str, dict[int, str]] = {}
    return {"diagnostics": [_noted(each, lines) for each in diagnostics], "lines": lines}


def recalled(data: Mapping[str, Any], rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """The diagnostics of such data. LookupError, TypeError and the like where it is none."""
    lines = {path: {int(number): text for number, text in at.items()} for path, at in data["lines"].items()}
    sources = {path: _source(path, at) for path, at in lines.items()}

    def span(place: list[Any] | None) -> Span | None:
        return None if place is None else Span(sources[place[0]], place[1], Position(place[2], place[3]))

    for each in data["diagnostics"]:
        related = tuple(Related(there, label) for place, label in each["related"] if (there := span(place)) is not None)
        shown = each["message"], span(each["place"]), each["label"], each["help"]
        yield Diagnostic(rules[each["code"]], *shown, related)


def _noted(diagnostic: Diagnostic, lines: dict[str, dict[int, str]]) -> dict[str, object]:
    """A diagnostic as data; the lines of text that it shows go into `lines`, by the path of their source."""
    return {
        "code": diagnostic.rule.code,
        "message": diagnostic.message,
        "place": _place(diagnostic.span, lines),
        "label": diagnostic.label,
        "help": diagnostic.help,
        "related": [[_place(other.span, lines), other.label] for other in diagnostic.related],
    }


def _place(span: Span | None, lines: dict[str, dict[int, str]]) -> list[object] | None:
    if span is None:
        return None
    at = span.position
    known = lines.setdefault(span.source.path, {})
    if at.line not in known:
        of_source = lines_of(span.source)
        known[at.line] = of_source[at.line - 1] if at.line <= len(of_source) else ""
    return [span.source.path, span.pointer, at.line, at.column]


def _source(path: str, lines: Mapping[int, str]) -> Source:
    """A source that holds the lines that messages show, each in its place."""
    return Source(path, "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)))
