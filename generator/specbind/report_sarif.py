"""Diagnostics as SARIF 2.1.0 (OASIS), which code hosts show as alerts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from specbind import __version__
from specbind.diagnostics import Diagnostic, Rule, Severity
from specbind.ir.types import Json
from specbind.report import in_order, visible
from specbind.source import Span

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
DRIFT: Final = "generated-code-differs"
"""The rule of files that are not as they would be generated."""


def report(diagnostics: Iterable[Diagnostic], drift: Iterable[tuple[str, str]] = ()) -> str:
    """One run with all diagnostics; `drift` are files that differ, each with how."""
    said, differing = in_order(diagnostics), list(drift)
    rules = {each.rule.code: each.rule for each in said}
    described: list[Json] = [_rule(rules[code]) for code in sorted(rules)]
    if differing:
        described.append({"id": DRIFT, "shortDescription": {"text": "A file is not as it would be generated."}})
    results: list[Json] = [_result(each, sorted(rules)) for each in said]
    results += [_differs(path, how, len(rules)) for path, how in differing]
    driver: Json = {"name": "specbind", "semanticVersion": __version__, "rules": described}
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(diagnostic: Diagnostic, codes: list[str]) -> Json:
    parts = (diagnostic.message, diagnostic.label, diagnostic.help)
    related: list[Json] = [
        {**_location(other.span), "message": {"text": visible(other.label)}} for other in diagnostic.related
    ]
    return {
        "ruleId": diagnostic.rule.code,
        "ruleIndex": codes.index(diagnostic.rule.code),
        "level": LEVELS[diagnostic.rule.severity],
        "message": {"text": "\n".join(visible(part) for part in parts if part)},
        "locations": [] if diagnostic.span is None else [_location(diagnostic.span)],
        "relatedLocations": related,
    }


def _differs(path: str, how: str, index: int) -> Json:
    return {
        "ruleId": DRIFT,
        "ruleIndex": index,
        "level": "error",
        "message": {"text": f"{how}; run `specbind generate` and commit the result"},
        "locations": [{"physicalLocation": {"artifactLocation": _file(path)}}],
    }


def _location(span: Span) -> dict[str, Json]:
    at = span.position
    region: Json = {"startLine": at.line, "startColumn": at.column}
    return {"physicalLocation": {"artifactLocation": _file(span.source.path), "region": region}}


def _file(path: str) -> Json:
    return {"uri": quote(path.encode("utf-8", "replace")), "uriBaseId": "%SRCROOT%"}
