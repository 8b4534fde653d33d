"""What a project makes of findings: other verdicts, findings that are accepted, and when a review fails."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from specbind.config import IgnoreConfig, ReviewConfig, SeverityConfig
from specbind.diagnostics import Collector
from specbind.diff.finding import Finding, Judgement, Python, Wire
from specbind.diff.review import Review, ranked
from specbind.review.notice import with_notice
from specbind.review_rules import IGNORE_EXPIRED, IGNORE_UNUSED, REVIEW_UNKNOWN_RULE

DEFAULT_FAIL_ON = ("any:breaking",)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that an entry of `ignore` takes out of the review."""

    finding: Finding
    entry: IgnoreConfig


@dataclass(frozen=True, slots=True)
class Judged:
    """A review after the policy: `review` has what counts, `accepted` what does not."""

    review: Review
    accepted: tuple[Accepted, ...] = ()


def judged(review: Review, config: ReviewConfig, today: date) -> Judged:
    """Apply a policy. An entry that speaks of one rule of a finding leaves what other rules say of it."""
    overrides = {each.rule: each for each in config.severities}
    entries = [each for each in config.ignores if each.until is None or each.until >= today]
    kept: list[Finding] = []
    accepted: list[Accepted] = []
    for each in review.findings:
        days = config.notice_days
        finding = _overridden(each if days is None else with_notice(each, days, today), overrides)
        left = finding.judgements
        for entry in entries:
            taken = _taken(left, entry) if _reaches(entry, finding) else ()
            if taken:
                accepted.append(Accepted(replace(finding, judgements=taken), entry))
                left = tuple(judgement for judgement in left if judgement not in taken)
        if left:
            kept.append(replace(finding, judgements=left))
    return Judged(replace(review, findings=ranked(tuple(kept))), tuple(accepted))


def _overridden(finding: Finding, overrides: dict[str, SeverityConfig]) -> Finding:
    """A finding with the verdicts that the policy gives to its rules; the first of them says the Python verdict."""
    chosen = [overrides[rule] for rule in finding.rules if rule in overrides]
    if not chosen:
        return finding
    judgements = [
        replace(each, wire=Wire(wire)) if (wire := _wire(overrides.get(each.rule))) else each
        for each in finding.judgements
    ]
    python = next((each.python for each in chosen if each.python), None)
    return replace(
        finding,
        judgements=tuple(sorted(judgements, key=lambda each: each.wire.rank)),
        python=Python(python) if python else finding.python,
    )


def _wire(override: SeverityConfig | None) -> str | None:
    return override.wire if override is not None else None


def _taken(judgements: tuple[Judgement, ...], entry: IgnoreConfig) -> tuple[Judgement, ...]:
    """The judgements that an entry accepts: those of its rule, or all."""
    return tuple(each for each in judgements if entry.rule in (None, each.rule))


def _reaches(entry: IgnoreConfig, finding: Finding) -> bool:
    """Whether all patterns of an entry, its rule apart, match a finding."""
    if entry.fingerprint is not None and entry.fingerprint != finding.fingerprint:
        return False
    wheres = (finding.where, *finding.also)
    if entry.component is not None and not all(_matches(entry.component, of.component or "") for of in wheres):
        return False
    keys = finding.operations or ((finding.where.operation,) if finding.where.operation else ())
    if entry.operation is not None and (not keys or any(key != entry.operation for key in keys)):
        return False
    paths = [key.partition(" ")[2] for key in keys]
    return entry.path is None or (bool(paths) and all(_matches(entry.path, path) for path in paths))


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as an expression: `**` is anything, `*` anything within one step, `?` one character."""
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return re.compile("".join(words.get(part, re.escape(part)) for part in parts), re.DOTALL)


def fails(review: Review, words: Collection[str]) -> bool:
    """Whether a review has what one of the words of `fail_on` names, or worse."""
    edits = review.docs_edits > 0 and any(word.endswith(":docs") for word in words)
    return edits or any(is_failure(finding, words) for finding in review.findings)


def is_failure(finding: Finding, words: Collection[str]) -> bool:
    """Whether a finding is what one of the words of `fail_on` names, or worse."""
    return any(_is_failure(finding, *word.split(":")) for word in words if word != "none")


def _is_failure(finding: Finding, scope: str, level: str) -> bool:
    if scope in ("wire", "any") and finding.wire.rank <= Wire(level).rank:
        return True
    python = Python.SAFE if level == "docs" else Python(level)
    return scope in ("python", "any") and finding.python.rank <= python.rank


def check(
    configs: Iterable[ReviewConfig], entries: Iterable[IgnoreConfig], known: Collection[str], collector: Collector
) -> None:
    """Report rules that do not exist, in the severities of some configurations and in some entries."""
    named = [(each.rule, each.span) for config in configs for each in config.severities]
    named += [(each.rule, each.span.child("rule") if each.span else None) for each in entries if each.rule]
    for rule, span in named:
        if rule not in known:
            close = difflib.get_close_matches(rule, sorted(known), n=1)
            meant = f"; did you mean `{close[0]}`?" if close else ""
            help = "`specbind diff --rules` lists all"
            collector.report(REVIEW_UNKNOWN_RULE, f"there is no rule `{rule}`{meant}", span, help=help)


def remarks(entries: Iterable[IgnoreConfig], reviews: Iterable[Judged], today: date, collector: Collector) -> None:
    """Report the entries that have expired, and those that matched no finding of any review."""
    used = {each.entry for review in reviews for each in review.accepted}
    for entry in entries:
        if entry.until is not None and entry.until < today:
            message = f"this was to be ignored until {entry.until}: {entry.reason}"
            collector.report(IGNORE_EXPIRED, message, entry.span)
        elif entry not in used:
            collector.report(IGNORE_UNUSED, f"this matches no finding: {entry.reason}", entry.span)
