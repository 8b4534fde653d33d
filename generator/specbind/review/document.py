"""A review as JSON, in the form of `docs/schemas/review.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from specbind.diff.finding import Python, Where, Wire
from specbind.ir.types import Json
from specbind.review.outcome import Item, Outcome, Place, Prose

VERSION: Final = 1
"""Goes up when a member changes its meaning or is removed; members are added without that."""


def report(outcomes: Sequence[Outcome]) -> str:
    """Reviews as a JSON text."""
    return json.dumps(document(outcomes), indent=2) + "\n"


def document(outcomes: Iterable[Outcome]) -> Json:
    """Reviews as JSON values."""
    return {"version": VERSION, "reviews": [_review(outcome) for outcome in outcomes]}


def _review(outcome: Outcome) -> Json:
    return {
        "name": outcome.name,
        "state": outcome.state.value,
        "base": outcome.base,
        "revision": outcome.revision,
        "bump": outcome.bump.value,
        "fails": outcome.fails,
        "counts": {
            "wire": {verdict.value: outcome.wire(verdict) for verdict in Wire},
            "python": {verdict.value: outcome.python(verdict) for verdict in Python},
            "accepted": len(outcome.accepted),
            "docs": len(outcome.prose),
        },
        "findings": [_finding(item) for item in outcome.items],
        "accepted": [_finding(item) for item in outcome.accepted],
        "docs": [_prose(each) for each in outcome.prose],
    }


def _finding(item: Item) -> Json:
    finding = item.finding
    judgements: list[Json] = [
        {
            "rule": judgement.rule,
            "direction": judgement.direction.value,
            "verdict": judgement.wire.value,
            "reason": judgement.reason,
        }
        for judgement in finding.judgements
    ]
    found: dict[str, Json] = {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "level": item.level.value,
        "title": finding.title,
        "where": _where(finding.where),
        "also": [_where(where) for where in finding.also],
        "types": list(finding.types),
        "resource": finding.resource,
        "symbol": finding.symbol,
        "wire": {"verdict": finding.wire.value, "judgements": judgements},
        "python": {"verdict": finding.python.value, "reason": finding.python_reason},
        "operations": list(finding.operations),
        "old": finding.old,
        "new": finding.new,
        "subject": finding.subject,
        "confidence": finding.confidence,
        "replacement": finding.heir,
        "careful": finding.careful,
        "fails": item.is_failure,
        "base": _place(item.base),
        "revision": _place(item.revision),
    }
    if item.entry is not None:
        until = item.entry.until.isoformat() if item.entry.until is not None else None
        found["accepted"] = {"reason": item.entry.reason, "until": until}
    return found


def _where(where: Where) -> Json:
    return {
        "component": where.component,
        "operation": where.operation,
        "path": list(where.path),
        "text": str(where),
    }


def _place(place: Place | None) -> Json:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "column": place.column, "revision": place.revision or None}


def _prose(each: Prose) -> Json:
    return {
        "where": _where(each.edit.where),
        "resource": each.edit.resource,
        "what": each.edit.what,
        "old": each.edit.old,
        "new": each.edit.new,
        "base": _place(each.base),
        "revision": _place(each.revision),
    }
