"""A review as SARIF 2.1.0 (OASIS), which code hosts show as alerts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from specbind import __version__
from specbind.diff.rules import BY_ID
from specbind.ir.types import Json
from specbind.review.outcome import Item, Level, Outcome, Place
from specbind.review.text import plain

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {Level.BREAKING: "error", Level.RISKY: "warning", Level.SAFE: "note", Level.DOCS: "note"}


def report(outcomes: Sequence[Outcome]) -> str:
    """Reviews as a SARIF log, a run for each."""
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(outcome) for outcome in outcomes]}
    return json.dumps(log, indent=2) + "\n"


def _run(outcome: Outcome) -> Json:
    items = (*outcome.items, *outcome.accepted)
    rules = sorted({item.finding.rule for item in items})
    driver: Json = {"name": "specbind", "semanticVersion": __version__, "rules": [_rule(id) for id in rules]}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"specbind/{plain(outcome.name)}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, rules) for item in items],
    }


def _rule(id: str) -> Json:
    rule = BY_ID.get(id)
    if rule is None:
        return {"id": id}
    return {"id": id, "shortDescription": {"text": rule.condition}, "fullDescription": {"text": rule.reason}}


def _result(item: Item, rules: Sequence[str]) -> Json:
    finding = item.finding
    lines = [plain(item.headline)]
    lines += [f"On the wire {each.wire.value}: {plain(each.reason)}" for each in finding.judgements]
    lines.append(f"In Python {finding.python.value}: {plain(finding.python_reason)}")
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": LEVELS[item.level],
        "message": {"text": "\n".join(lines)},
        "locations": _locations((item.place,)),
        "relatedLocations": _locations((item.base,) if item.revision is not None else (), "before"),
        "partialFingerprints": {"specbind/v1": finding.fingerprint},
        "properties": {
            "wire": finding.wire.value,
            "python": finding.python.value,
            "resource": plain(finding.resource),
            "operations": [plain(operation) for operation in finding.operations],
        },
    }
    if item.entry is not None:
        result["suppressions"] = [{"kind": "external", "justification": plain(item.entry.reason)}]
    return result


def _locations(places: Iterable[Place | None], message: str = "") -> list[Json]:
    found: list[Json] = []
    for place in places:
        if place is None:
            continue
        location: dict[str, Json] = {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(place.file.encode("utf-8", "replace")), "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": place.line, "startColumn": place.column},
            }
        }
        if message:
            revision = f" ({plain(place.revision)})" if place.revision else ""
            location["message"] = {"text": f"{message}{revision}"}
        found.append(location)
    return found
