"""How long before it happens a project wants to hear that something goes (`x-sunset`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from specbind.diff.finding import Finding, Judgement, Wire
from specbind.report import plural

MISSING: Final = {
    "endpoint-deprecated": "api-deprecated-sunset-missing",
    "request-parameter-deprecated": "request-parameter-deprecated-sunset-missing",
    "request-property-deprecated": "request-property-deprecated-sunset-missing",
    "response-property-deprecated": "response-property-deprecated-sunset-missing",
}
"""Rules of deprecations that say no day, and what they become where notice is asked for."""

TOO_SOON: Final = {
    "endpoint-deprecated-with-sunset": "api-sunset-date-too-small",
    "request-parameter-deprecated": "request-parameter-sunset-date-too-small",
    "request-property-deprecated-with-sunset": "request-property-sunset-date-too-small",
    "response-property-deprecated-with-sunset": "response-property-sunset-date-too-small",
    "api-sunset-date-changed": "api-sunset-date-changed-too-small",
}
"""Rules of deprecations that say a day, and what they become where it is nearer than what is asked for."""


def with_notice(finding: Finding, days: int, today: date) -> Finding:
    """A finding as it is where somebody who deprecates has to say when the thing goes, `days` ahead."""
    day = _day(finding)
    judgements = tuple(_judged(each, day, days, today) for each in finding.judgements)
    return replace(finding, judgements=tuple(sorted(judgements, key=lambda each: each.wire.rank)))


def _judged(judgement: Judgement, day: date | None, days: int, today: date) -> Judgement:
    asked = f"the policy asks for {plural(days, 'day')} of notice"
    if day is None and judgement.rule in MISSING:
        reason = f"nobody knows when clients have to adapt, and {asked}"
        return replace(judgement, rule=MISSING[judgement.rule], wire=Wire.BREAKING, reason=reason)
    if day is not None and judgement.rule in TOO_SOON and day < today + timedelta(days):
        left = plural(max(0, (day - today).days), "day")
        reason = f"clients have {left} to adapt, and {asked}"
        return replace(judgement, rule=TOO_SOON[judgement.rule], wire=Wire.BREAKING, reason=reason)
    return judgement


def _day(finding: Finding) -> date | None:
    """The day that a finding is about."""
    for text in (finding.subject, finding.new):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None
