"""Diagnostics as text: full for people, concise for editors, JSON for programs, annotations for GitHub.

Everything that comes from a description or a path is printed with control and direction characters spelt out,
so that no input can move the cursor, hide text or speak to the terminal or to the build server.
"""

from __future__ import annotations

import enum
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from specbind.diagnostics import Diagnostic, Severity
from specbind.ir.types import Json
from specbind.source import Source, Span

FOLD = 10
"""How many diagnostics of one rule the full form prints before it only counts them."""

WIDTH = 100
"""How much of a source line the full form prints."""


class Format(enum.Enum):
    """How diagnostics are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"

    @property
    def is_document(self) -> bool:
        """Whether all that is said goes into one document, which the command prints at its end."""
        return self in (Format.JSON, Format.SARIF)


@dataclass(frozen=True, slots=True)
class Palette:
    """The escape sequences of a terminal with colours; all empty for one without."""

    error: str = ""
    warning: str = ""
    note: str = ""
    frame: str = ""
    bold: str = ""
    reset: str = ""

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        match severity:
            case Severity.ERROR:
                return self.error
            case Severity.WARNING:
                return self.warning
            case Severity.NOTE:
                return self.note


PLAIN = Palette()
COLOURS = Palette("\033[1;31m", "\033[1;33m", "\033[1;36m", "\033[1;34m", "\033[1m", "\033[0m")


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics by file, line, column and code; those without a place first."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
        if diagnostic.span is None:
            return ("", 0, 0, diagnostic.rule.code, diagnostic.message)
        at = diagnostic.span.position
        return (diagnostic.span.source.path, at.line, at.column, diagnostic.rule.code, diagnostic.message)

    return sorted(diagnostics, key=place)


def report(diagnostics: Sequence[Diagnostic], format: Format, palette: Palette = PLAIN) -> str:
    """All diagnostics in one of the forms, in order; each line ends with a line feed."""
    ordered = in_order(diagnostics)
    match format:
        case Format.FULL:
            return "".join(_full(ordered, palette))
        case Format.CONCISE:
            return "".join(concise(diagnostic) + "\n" for diagnostic in ordered)
        case Format.JSON | Format.SARIF:
            return json.dumps({"version": 1, "diagnostics": as_json(ordered)}, indent=2) + "\n"
        case Format.GITHUB:
            return "".join(github(diagnostic) + "\n" for diagnostic in ordered)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity, in words: `1 error, 2 warnings`."""
    counts = Counter(diagnostic.rule.severity for diagnostic in diagnostics)
    return ", ".join(plural(counts[severity], severity.value) for severity in Severity if counts[severity])


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,000 files`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def concise(diagnostic: Diagnostic) -> str:
    """One line: `spec.yaml:3:5: warning[SB405]: message`."""
    place = f"{visible(str(diagnostic.span))}: " if diagnostic.span is not None else ""
    rule = diagnostic.rule
    return f"{place}{rule.severity.value}[{rule.code}]: {visible(diagnostic.message)}"


def as_json(diagnostics: Iterable[Diagnostic]) -> list[Json]:
    """Diagnostics as JSON values, in order. Members are added to these objects, never renamed or removed."""
    return [
        {
            "code": diagnostic.rule.code,
            "name": diagnostic.rule.name,
            "severity": diagnostic.rule.severity.value,
            "message": diagnostic.message,
            "place": _place(diagnostic.span),
            "label": diagnostic.label,
            "help": diagnostic.help,
            "related": [{"place": _place(other.span), "label": other.label} for other in diagnostic.related],
        }
        for diagnostic in in_order(diagnostics)
    ]


def _place(span: Span | None) -> Json:
    if span is None:
        return None
    at = span.position
    return {"path": span.source.path, "line": at.line, "column": at.column, "pointer": span.pointer}


def github(diagnostic: Diagnostic) -> str:
    """A workflow command that GitHub shows beside the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    rule = diagnostic.rule
    properties = {"title": f"{rule.code} {rule.name}"}
    if diagnostic.span is not None:
        at = diagnostic.span.position
        place = {"file": diagnostic.span.source.path, "line": f"{at.line}", "col": f"{at.column}"}
        properties = {**place, **properties}
    text = "\n".join(part for part in (diagnostic.message, diagnostic.label, diagnostic.help) if part)
    return github_command(level[rule.severity], properties, text)


def github_command(level: str, properties: Mapping[str, str], text: str) -> str:
    """One workflow command, with everything escaped that could end it or begin another."""
    listed = ",".join(f"{name}={_github_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_github_text(text)}"


def _github_text(text: str) -> str:
    """The data of a workflow command: one line, whatever the text holds."""
    lines = (visible(line).replace("%", "%25") for line in text.split("\n"))
    return "%0A".join(lines)


def _github_property(text: str) -> str:
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def visible(text: str) -> str:
    """Text with all spelt out that a terminal obeys or hides: controls, direction marks, surrogates, odd spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelt_out(char) for char in text)


def _spelt_out(char: str) -> str:
    if char == "\t":
        return " "
    return char if char.isprintable() else f"<U+{ord(char):04X}>"


def lines_of(source: Source) -> list[str]:
    """The lines of a source as diagnostics count them."""
    return re.split(r"\r\n|\r|\n", source.text)


@dataclass(slots=True)
class _Lines:
    """The lines of sources, split once each."""

    known: dict[int, list[str]] = field(default_factory=dict)

    def of(self, source: Source, number: int) -> str:
        lines = self.known.get(id(source))
        if lines is None:
            lines = self.known[id(source)] = lines_of(source)
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _full(ordered: Sequence[Diagnostic], palette: Palette) -> Iterator[str]:
    """The long form: what is wrong, where, why there and what to do; a flood of one rule is cut short."""
    shown: Counter[str] = Counter()
    lines = _Lines()
    for diagnostic in ordered:
        shown[diagnostic.rule.code] += 1
        if shown[diagnostic.rule.code] <= FOLD:
            yield "".join(line + "\n" for line in _explained(diagnostic, lines, palette))
    rules = {diagnostic.rule.code: diagnostic.rule for diagnostic in ordered}
    for code, rule in sorted(rules.items()):
        if (more := shown[code] - FOLD) > 0:
            head = f"{palette.of(rule.severity)}{rule.severity.value}[{code}]{palette.reset}"
            yield f"{head}: {more:,} more of these (`--format concise` lists all)\n\n"


def _explained(diagnostic: Diagnostic, lines: _Lines, palette: Palette) -> Iterator[str]:
    rule = diagnostic.rule
    head = f"{palette.of(rule.severity)}{rule.severity.value}[{rule.code}]{palette.reset}"
    yield f"{head}{palette.bold}: {visible(diagnostic.message)}{palette.reset}"
    places = [(diagnostic.span, diagnostic.label)] if diagnostic.span is not None else []
    related = [(other.span, other.label) for other in diagnostic.related]
    width = max((len(str(span.position.line)) for span, _ in (*places, *related)), default=1)
    paint = _painter(palette.frame, palette.reset)
    for span, label in places:
        yield from _excerpt(span, label, lines, width, paint, _painter(palette.of(rule.severity), palette.reset))
    for span, label in related:
        yield f"{' ' * width} {paint('=')} note: {visible(label)}"
        yield from _excerpt(span, "", lines, width, paint, paint)
    for index, line in enumerate(diagnostic.help.splitlines()):
        yield (
            f"{' ' * width} {paint('=')} help: {visible(line)}"
            if index == 0
            else f"{' ' * width}         {visible(line)}"
        )
    yield ""


Paint = Callable[[str], str]


def _painter(colour: str, reset: str) -> Paint:
    return lambda text: f"{colour}{text}{reset}"


def _excerpt(span: Span, label: str, lines: _Lines, width: int, frame: Paint, mark: Paint) -> Iterator[str]:
    """The place, the line there and a mark under the word, with the label beside it."""
    gutter = " " * width
    yield f"{gutter}{frame('-->')} {visible(str(span))}"
    at = span.position
    text, start, length = _window(lines.of(span.source, at.line), at.column - 1)
    if not text:
        if label:
            yield f"{gutter} {frame('=')} {visible(label)}"
        return
    yield f"{gutter} {frame('|')}"
    yield f"{frame(str(at.line).rjust(width))} {frame('|')} {text}"
    yield f"{gutter} {frame('|')} {' ' * start}{mark(('^' * length + ' ' + visible(label)).rstrip())}"


def _window(line: str, column: int) -> tuple[str, int, int]:
    """A part of a line that fits, made visible, with the printed start and length of the word at a column."""
    column = max(0, min(column, len(line)))
    word = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s:,{}\[\]]+").match(line, column)
    end = min(word.end() if word else column + 1, column + WIDTH // 2)
    first = 0 if column < WIDTH * 2 // 3 else column - WIDTH // 3
    before = ("..." if first else "") + visible(line[first:column])
    after = visible(line[end : first + WIDTH]) + ("..." if len(line) > first + WIDTH else "")
    marked = visible(line[column:end])
    return (before + marked + after).rstrip(), _columns(before), max(1, _columns(marked))


def _columns(text: str) -> int:
    """How many columns a terminal needs for a text."""
    if text.isascii():
        return len(text)
    wide = {"W", "F"}
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in wide else 1 for char in text
    )
