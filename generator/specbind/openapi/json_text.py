"""JSON text to values, by the standard library; what it takes silently is looked for and located."""

from __future__ import annotations

import json
import math
import re
from json import JSONDecodeError

from specbind import rules
from specbind.diagnostics import Collector, Related
from specbind.ir.types import Json
from specbind.openapi.limits import MAX_DEPTH, MAX_DIGITS
from specbind.openapi.places import JsonPlaces
from specbind.source import Source, Span, escape_token

_LONE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_LONG_NUMBER = re.compile(rf"[0-9]{{{MAX_DIGITS + 1},}}")


class _FailedError(Exception):
    """Reading ended; the reason was reported."""


def read_json(source: Source, collector: Collector) -> Json:
    """The value of a JSON text; null after an error was reported."""
    try:
        return _Reader(source, collector).read()
    except _FailedError:
        return None


class _Reader:
    def __init__(self, source: Source, collector: Collector) -> None:
        self._source = source
        self._collector = collector
        self._places = JsonPlaces(source.text)
        self._duplicates = False
        self._odd_numbers = False

    def read(self) -> Json:
        value = self._parse(self._without_lone_surrogates())
        if _too_deep(value):
            self._nested_too_deeply()
        if self._duplicates:
            self._report_duplicates()
            raise _FailedError
        if self._odd_numbers:
            self._report_odd_numbers(value)
        return value

    def _parse(self, text: str) -> Json:
        try:
            value: Json = json.loads(
                text,
                object_pairs_hook=self._mapping,
                parse_float=self._float,
                parse_constant=self._constant,
                parse_int=self._int if _LONG_NUMBER.search(text) else None,
            )
        except JSONDecodeError as error:
            at, message, help = _mistake(error)
            span = Span(self._source, "", self._places.position(at))
            self._collector.report(rules.SYNTAX_ERROR, f"not JSON: {message}", span, label="here", help=help)
            raise _FailedError from None
        except RecursionError:
            self._nested_too_deeply()
        return value

    def _without_lone_surrogates(self) -> str:
        text = self._source.text
        if "\\ud" not in text and "\\uD" not in text:
            return text
        for match in _LONE.finditer(text):
            span = Span(self._source, "", self._places.position(match.end() - 6))
            self._collector.report(rules.LONE_SURROGATE, "half of a surrogate pair", span, label="read as U+FFFD")
        return _LONE.sub(r"\1\\ufffd", text)

    def _mapping(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            self._duplicates = True
        return mapping

    def _int(self, text: str) -> int | str:
        if len(text) <= MAX_DIGITS:
            return int(text)
        self._odd_numbers = True
        return text

    def _float(self, text: str) -> float | str:
        value = float(text)
        if math.isfinite(value):
            return value
        self._odd_numbers = True
        return text

    def _constant(self, text: str) -> str:
        self._odd_numbers = True
        return text

    def _nested_too_deeply(self) -> None:
        depth, at = 0, 0
        for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', self._source.text, re.DOTALL):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
            if depth > MAX_DEPTH:
                at = match.start()
                break
        span = Span(self._source, "", self._places.position(at))
        self._collector.report(
            rules.NESTED_TOO_DEEPLY,
            f"nested more than {MAX_DEPTH} deep",
            span,
            label=f"level {MAX_DEPTH + 1}",
        )
        raise _FailedError

    def _report_duplicates(self) -> None:
        todo = [("", len(self._source.text) - len(self._source.text.lstrip(" \t\r\n")))]
        while todo:
            pointer, start = todo.pop()
            first: dict[str, int] = {}
            for token, key, value in self._places.children(start):
                path = f"{pointer}/{token}"
                if token in first:
                    self._duplicate(path, key, first[token])
                first.setdefault(token, key)
                todo.append((path, value))

    def _duplicate(self, pointer: str, second: int, first: int) -> None:
        self._collector.report(
            rules.DUPLICATE_KEY,
            f"`{pointer.rpartition('/')[2]}` stands twice in one mapping",
            Span(self._source, pointer, self._places.position(second)),
            label="again",
            related=(Related(Span(self._source, pointer, self._places.position(first)), "first here"),),
        )

    def _report_odd_numbers(self, value: Json) -> None:
        """Report each text that is not quoted in the source."""
        todo = [("", value)]
        while todo:
            pointer, node = todo.pop()
            if isinstance(node, dict):
                todo += [(f"{pointer}/{escape_token(key)}", child) for key, child in node.items()]
            elif isinstance(node, list):
                todo += [(f"{pointer}/{index}", child) for index, child in enumerate(node)]
            elif isinstance(node, str) and _is_odd_number(node) and not self._quoted(pointer):
                span = Span(self._source, pointer)
                message = f"`{node[:20]}{'…' if len(node) > 20 else ''}` is no JSON number"
                self._collector.report(rules.NOT_A_JSON_NUMBER, message, span, label="kept as text")

    def _quoted(self, pointer: str) -> bool:
        return self._source.text[self._places.value_offset(pointer)] == '"'


def _mistake(error: JSONDecodeError) -> tuple[int, str, str]:
    """Where a text stops being JSON, what is wrong there, and what to do about it."""
    text, at = error.doc, error.pos
    before = text[:at].rstrip()
    if before.endswith(",") and text[at : at + 1] in ("}", "]"):
        return len(before) - 1, f"a comma before the closing `{text[at]}`", "remove the comma"
    if text[at : at + 1] == "," and text[at + 1 :].lstrip()[:1] in ("}", "]"):
        return at, f"a comma before the closing `{text[at + 1 :].lstrip()[0]}`", "remove the comma"
    if text.startswith(("//", "/*", "#"), at):
        return at, "a comment", "remove the comment; JSON has none"
    if text[at : at + 1] == "'":
        return at, "a text in single quotes", 'write it in double quotes: "..."'
    if not before and text.lstrip()[:1] not in ("{", "["):
        return at, "the text begins with neither `{` nor `[`", "if it is YAML, give the file the suffix .yaml"
    return at, f"{error.msg[:1].lower()}{error.msg[1:]}", ""


def _is_odd_number(text: str) -> bool:
    return text in ("NaN", "Infinity", "-Infinity") or re.fullmatch(r"-?[0-9][0-9.eE+-]*", text) is not None


def _too_deep(value: Json) -> bool:
    """Whether containers are nested past the limit, level by level so that depth costs no stack."""
    level: list[Json] = [value]
    for _ in range(MAX_DEPTH + 1):
        inner = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
            if type(child) is dict or type(child) is list
        ]
        if not inner:
            return False
        level = list(inner)
    return True
