"""Read `[review]` and `[apis.NAME.review]`: what a project makes of the findings of a review."""

from __future__ import annotations

from dataclasses import replace

from specbind.config import IgnoreConfig, ReviewConfig, SeverityConfig
from specbind.config_table import Table
from specbind.config_words import fail_on, fingerprint, operation_key, rule_id

WIRE = ("breaking", "risky", "safe", "docs")
PYTHON = ("breaking", "risky", "safe")
PATTERNS = ("rule", "operation", "path", "component", "fingerprint")


def review(table: Table) -> ReviewConfig:
    """The settings of one table."""
    words = table.texts("fail_on", check=fail_on, alone=True)
    deprecation = table.table("deprecation")
    days = deprecation.optional_number("notice_days", least=0)
    deprecation.finish()
    severities = table.table("severity")
    found = ReviewConfig(
        fail_on=words if "fail_on" in table else None,
        severities=tuple(_severity(severities, rule) for rule in severities.names(rule_id)),
        ignores=tuple(_ignore(entry) for entry in table.tables("ignore")),
        notice_days=days,
    )
    table.finish()
    return found


def merged(general: ReviewConfig, own: ReviewConfig) -> ReviewConfig:
    """The settings of one API: its own go before those of the project, and ignored findings add up."""
    ruled = {each.rule for each in own.severities}
    return replace(
        own,
        fail_on=general.fail_on if own.fail_on is None else own.fail_on,
        severities=(*own.severities, *(each for each in general.severities if each.rule not in ruled)),
        ignores=(*own.ignores, *general.ignores),
        notice_days=general.notice_days if own.notice_days is None else own.notice_days,
    )


def _severity(table: Table, rule: str) -> SeverityConfig:
    """`"rule-id" = "safe"` for both verdicts, or a table with `wire` and `python`."""
    span = table.span.child(rule)

    def both(verdicts: Table) -> SeverityConfig:
        wire, python = verdicts.choice("wire", WIRE), verdicts.choice("python", PYTHON)
        verdicts.finish()
        return SeverityConfig(rule, wire, python, span)

    def one(severities: Table) -> SeverityConfig:
        word = severities.choice(rule, WIRE)
        return SeverityConfig(rule, word, "safe" if word == "docs" else word, span)

    return table.either(rule, both, one)


def _ignore(table: Table) -> IgnoreConfig:
    found = IgnoreConfig(
        reason=table.text("reason", required=True),
        rule=table.optional_text("rule", check=rule_id),
        operation=table.optional_text("operation", check=operation_key),
        path=table.optional_text("path"),
        component=table.optional_text("component"),
        fingerprint=table.optional_text("fingerprint", check=fingerprint),
        until=table.day("until"),
        span=table.span,
    )
    table.needs(*PATTERNS)
    table.finish()
    return found
