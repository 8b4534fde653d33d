"""YAML text to JSON values: PyYAML's events, with scalars read by the core schema of YAML 1.2.

Keys are always text. `no`, `on`, `12:30` and dates stay text, `010` is ten, merge keys are merged.
"""

from __future__ import annotations

import math
import re
from typing import Final, NoReturn

import yaml
from yaml.reader import ReaderError

from specbind import rules
from specbind.diagnostics import Collector, Related, Rule
from specbind.ir.types import Json
from specbind.openapi.events import events, place_of
from specbind.openapi.limits import MAX_DEPTH, MAX_DIGITS, MAX_EXPANSION
from specbind.source import Position, Source, Span, escape_token

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_STARTS: Final = frozenset("-+.0123456789")
_CORE: Final = "tag:yaml.org,2002:"
_TEXT_TAGS: Final = frozenset((f"{_CORE}str", f"{_CORE}timestamp", f"{_CORE}binary", "!"))
_PLAIN_TAGS: Final = frozenset(_CORE + kind for kind in ("int", "float", "bool", "null"))
_CONTAINER_TAGS: Final = frozenset((f"{_CORE}map", f"{_CORE}seq", f"{_CORE}omap", "!"))


class _FailedError(Exception):
    """Reading ended; the reason was reported."""


def read_yaml(source: Source, collector: Collector) -> Json:
    """The value of the first document of a YAML text; null after an error was reported."""
    builder = _Builder(source, collector)
    try:
        value = builder.build()
    except _FailedError:
        return None
    except yaml.YAMLError as error:
        _report_syntax(source, collector, error)
        return None
    return None if builder.failed else value


class _Anchor:
    """A node that an alias may name; `size` is the nodes in it, 0 until its end is read."""

    __slots__ = ("size", "value")

    def __init__(self, value: Json, size: int) -> None:
        self.value = value
        self.size = size


class _Frame:
    """What is kept of an outer container while an inner one is read."""

    __slots__ = ("anchor", "container", "key", "merges", "merging", "start")

    def __init__(self, container: dict[str, Json] | list[Json], anchor: _Anchor | None, start: int) -> None:
        self.container = container
        self.anchor = anchor
        self.start = start
        self.key: str | None = None
        self.merging = False
        self.merges: list[tuple[Json, yaml.Event]] = []


class _Builder:
    def __init__(self, source: Source, collector: Collector) -> None:
        self.failed = False
        self._source = source
        self._collector = collector
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}
        self._scalars: dict[str, Json] = {}
        self._count = 0
        self._expanded = 0
        self._root: Json = None

    def build(self) -> Json:
        """Read the first document."""
        frames = self._frames
        rest = events(self._source.text)
        for event in rest:
            if isinstance(event, yaml.ScalarEvent):
                self._count += 1
                frame = frames[-1] if frames else None
                if frame is not None and frame.key is None and type(frame.container) is dict:
                    self._key(frame, event)
                else:
                    self._add(self._scalar(event), event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._close(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentEndEvent):
                self._expect_end(next(rest))
                break
        return self._root

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        key = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(key, 1)
        frame.key = key
        frame.merging = key == "<<" and event.implicit[0]
        if key in frame.container and not frame.merging:
            self._duplicate(key, event)

    def _add(self, value: Json, event: yaml.Event) -> None:
        if not self._frames:
            self._root = value
            return
        frame = self._frames[-1]
        container, key = frame.container, frame.key
        if type(container) is list:
            container.append(value)
            return
        assert type(container) is dict
        if key is None:
            self._fail(rules.UNUSABLE_KEY, "a key must be plain text", event, "used as a key")
        if frame.merging:
            frame.merges.append((value, event))
        elif key not in container:
            container[key] = value
        frame.key = None

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        container: dict[str, Json] | list[Json] = {} if type(event) is yaml.MappingStartEvent else []
        if event.tag is not None and event.tag not in _CONTAINER_TAGS:
            self._bad_tag(event.tag, event)
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor(container, 0)
        self._add(container, event)
        self._frames.append(_Frame(container, anchor, self._count + self._expanded))
        self._count += 1
        if len(self._frames) > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep"
            self._fail(rules.NESTED_TOO_DEEPLY, message, event, f"level {MAX_DEPTH + 1}")

    def _close(self, event: yaml.Event) -> None:
        frame = self._frames.pop()
        for merged, at in frame.merges:
            self._merge(frame.container, merged, at)
        if frame.anchor is not None:
            frame.anchor.size = self._count + self._expanded - frame.start

    def _merge(self, into: dict[str, Json] | list[Json], merged: Json, event: yaml.Event) -> None:
        """Add the members that a mapping does not have itself, when all of what it merges is read."""
        assert isinstance(into, dict)
        for part in merged if isinstance(merged, list) else [merged]:
            if not isinstance(part, dict):
                message = "`<<` merges a mapping or a list of mappings"
                self._fail(rules.UNUSABLE_KEY, message, event, "merged here")
            self._expand(len(part), event)
            for key, value in part.items():
                into.setdefault(key, value)

    def _alias(self, event: yaml.AliasEvent) -> None:
        anchor = self._anchors.get(event.anchor or "")
        if anchor is None:
            self._fail(rules.SYNTAX_ERROR, f"no anchor `{event.anchor}` before this alias", event, "used here")
        if anchor.size == 0:
            self._fail(rules.ALIAS_EXPANSION, f"`*{event.anchor}` stands inside its own anchor", event, "leads back")
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is None and isinstance(frame.container, dict):
            if not isinstance(anchor.value, str):
                self._fail(rules.UNUSABLE_KEY, "a key must be plain text", event, "used as a key")
            frame.key, frame.merging = anchor.value, False
            if anchor.value in frame.container:
                self._duplicate(anchor.value, event)
            return
        self._expand(anchor.size, event)
        self._add(anchor.value, event)

    def _expand(self, nodes: int, event: yaml.Event) -> None:
        self._expanded += nodes
        if self._expanded > MAX_EXPANSION:
            message = f"aliases stand for more than {MAX_EXPANSION:,} nodes"
            self._fail(rules.ALIAS_EXPANSION, message, event, "passes the limit")

    def _scalar(self, event: yaml.ScalarEvent) -> Json:
        text: str = event.value
        plain: bool = event.implicit[0]
        if event.tag is not None and not plain:
            if event.tag in _PLAIN_TAGS:
                plain = True
            elif event.tag not in _TEXT_TAGS:
                self._bad_tag(event.tag, event)
        if not plain:
            value: Json = text
        elif text in _WORDS:
            value = _WORDS[text]
        elif text[0] not in _NUMBER_STARTS:
            value = text
        elif text in self._scalars:
            value = self._scalars[text]
        else:
            value = self._scalars[text] = self._number(text, event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(value, 1)
        return value

    def _number(self, text: str, event: yaml.Event) -> Json:
        if _INTEGER.fullmatch(text) and len(text) <= MAX_DIGITS:
            return int(text)
        if _BASED.fullmatch(text):
            return int(text, 0)
        value = float(text) if _FLOAT.fullmatch(text) and not _INTEGER.fullmatch(text) else None
        if value is not None and math.isfinite(value):
            return value
        if value is not None or _INTEGER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
            message = f"`{text[:20]}{'…' if len(text) > 20 else ''}` is no JSON number"
            self._report(rules.NOT_A_JSON_NUMBER, message, event, "kept as text")
        return text

    def _expect_end(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            message = "the file holds several documents; only the first is read"
            self._report(rules.SEVERAL_DOCUMENTS, message, event, "the second begins here")

    def _duplicate(self, key: str, event: yaml.Event) -> None:
        self.failed = True
        pointer = self._pointer()
        first = Related(Span(self._source, pointer), "first here")
        self._report(rules.DUPLICATE_KEY, f"`{key}` stands twice in one mapping", event, "again", first)

    def _bad_tag(self, tag: str, event: yaml.Event) -> None:
        self.failed = True
        short = tag.replace(_CORE, "!!")
        self._report(rules.UNSUPPORTED_TAG, f"the tag `{short}` is not supported", event, "has this tag")

    def _pointer(self) -> str:
        """Where the builder is."""
        tokens = (
            (frame.key or "") if isinstance(frame.container, dict) else str(max(0, len(frame.container) - 1))
            for frame in self._frames
        )
        return "".join(f"/{escape_token(token)}" for token in tokens)

    def _report(self, rule: Rule, message: str, event: yaml.Event, label: str, *related: Related) -> None:
        span = Span(self._source, self._pointer(), place_of(event))
        self._collector.report(rule, message, span, label=label, related=related)

    def _fail(self, rule: Rule, message: str, event: yaml.Event, label: str) -> NoReturn:
        self._report(rule, message, event, label)
        raise _FailedError


def _report_syntax(source: Source, collector: Collector, error: yaml.YAMLError) -> None:
    """Report what PyYAML could not read."""
    at, problem, help, rule = Position(1, 1), "not YAML", "", rules.SYNTAX_ERROR
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        at = Position(mark.line + 1, mark.column + 1)
        problem = f"not YAML: {error.problem}"
        if "nesting depth" in (error.problem or ""):  # a limit of libyaml's own, which looks ahead of our count
            rule, problem = rules.NESTED_TOO_DEEPLY, f"nested more than {MAX_DEPTH} deep"
        indent = source.line(at.line)[: mark.column + 1]
        if "\t" in indent and not indent.strip():
            help = "indent with spaces; YAML allows no tab there"
    elif isinstance(error, ReaderError):
        text = source.text[: error.position]
        at = Position(text.count("\n") + 1, error.position - (text.rfind("\n") + 1) + 1)
        problem = f"not YAML: {error.reason}"
    collector.report(rule, problem, Span(source, "", at), label="here", help=help)
