"""What a policy makes of findings, and what is said of a policy that does not fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from specbind.config import IgnoreConfig, ReviewConfig, SeverityConfig
from specbind.diagnostics import Collector
from specbind.diff.finding import DocsEdit, Finding, Python, Where, Wire
from specbind.diff.review import Bump
from specbind.review.policy import check, fails, judged, remarks

from tests.review.findings import finding, judgement, review, span

TODAY = date(2026, 5, 1)


def left(config: ReviewConfig, *findings: Finding) -> list[tuple[str, Wire, Python]]:
    found = judged(review(*findings), config, TODAY)
    return [(each.rule, each.wire, each.python) for each in found.review.findings]


def ignoring(*entries: IgnoreConfig) -> ReviewConfig:
    return ReviewConfig(ignores=entries)


def test_without_a_policy_nothing_changes() -> None:
    given = review(finding(), finding(judgements=(judgement("other", Wire.SAFE),), python=Python.SAFE))
    assert judged(given, ReviewConfig(), TODAY).review == given


def test_a_severity_replaces_the_verdicts_of_its_rule_and_the_order_follows() -> None:
    mild = finding("mild", judgements=(judgement("mild", Wire.RISKY),), python=Python.SAFE)
    config = ReviewConfig(severities=(SeverityConfig("response-property-removed", "safe", "risky"),))
    assert left(config, finding(), mild) == [
        ("mild", Wire.RISKY, Python.SAFE),
        ("response-property-removed", Wire.SAFE, Python.RISKY),
    ]
    assert judged(review(finding()), config, TODAY).review.bump is Bump.MINOR


def test_a_severity_of_one_direction_leaves_the_other() -> None:
    both = finding(judgements=(judgement("sent", Wire.BREAKING), judgement("received", Wire.RISKY)))
    config = ReviewConfig(severities=(SeverityConfig("sent", "docs", None),))
    (found,) = judged(review(both), config, TODAY).review.findings
    assert [(each.rule, each.wire) for each in found.judgements] == [("received", Wire.RISKY), ("sent", Wire.DOCS)]
    assert found.python is Python.BREAKING
    assert found.fingerprint == both.fingerprint


@pytest.mark.parametrize(
    ("entry", "is_left"),
    [
        (IgnoreConfig("r", rule="response-property-removed"), False),
        (IgnoreConfig("r", rule="another"), True),
        (IgnoreConfig("r", path="/pets/**"), True),
        (IgnoreConfig("r", path="/pets**"), False),
        (IgnoreConfig("r", path="/*"), True),
        (IgnoreConfig("r", path="/**"), False),
        (IgnoreConfig("r", path="**/{pet_id}"), True),
        (IgnoreConfig("r", operation="GET /pets"), True),
        (IgnoreConfig("r", component="P?t"), False),
        (IgnoreConfig("r", component="p*"), True),
        (IgnoreConfig("r", component="Pet", rule="another"), True),
        (IgnoreConfig("r", fingerprint=finding().fingerprint), False),
        (IgnoreConfig("r", fingerprint="0" * 16), True),
        (IgnoreConfig("r", component="Pet", until=date(2026, 5, 1)), False),
        (IgnoreConfig("r", component="Pet", until=date(2026, 4, 30)), True),
    ],
)
def test_an_entry_takes_a_finding_out_if_all_its_patterns_match(entry: IgnoreConfig, is_left: bool) -> None:
    found = judged(review(finding()), ignoring(entry), TODAY)
    assert bool(found.review.findings) is is_left
    assert [each.entry for each in found.accepted] == ([] if is_left else [entry])


def test_an_entry_for_a_path_does_not_hide_what_the_change_does_elsewhere() -> None:
    entry = IgnoreConfig("r", path="/internal/**")
    inside = finding(operations=("GET /internal/a", "GET /internal/b/c"))
    outside = finding(operations=("GET /internal/a", "GET /public"))
    nowhere = finding(operations=())
    own = finding(where=Where(operation="GET /internal/x"), operations=())
    found = judged(review(inside, outside, nowhere, own), ignoring(entry), TODAY)
    assert [each.operations for each in found.review.findings] == [outside.operations, ()]
    assert [each.finding for each in found.accepted] == [inside, own]


def test_an_entry_for_one_rule_of_a_finding_leaves_the_others() -> None:
    both = finding(judgements=(judgement("sent"), judgement("received", Wire.RISKY)))
    entry = IgnoreConfig("r", rule="sent")
    found = judged(review(both), ignoring(entry), TODAY)
    assert [each.rules for each in found.review.findings] == [("received",)]
    assert [each.finding.rules for each in found.accepted] == [("sent",)]
    second = IgnoreConfig("r", rule="received")
    assert judged(review(both), ignoring(entry, second), TODAY).review.findings == ()


@pytest.mark.parametrize(
    ("words", "failing"),
    [
        (("none",), ""),
        (("wire:breaking",), "b"),
        (("wire:risky",), "br"),
        (("wire:safe",), "brsp"),
        (("python:breaking",), "bp"),
        (("python:safe",), "brsp"),
        (("any:breaking",), "bp"),
        (("any:risky",), "brp"),
        (("any:docs",), "brspd"),
        (("wire:docs",), "brspd"),
        (("none", "python:breaking"), "bp"),
    ],
)
def test_a_review_fails_on_what_the_words_name_or_worse(words: Iterable[str], failing: str) -> None:
    def one(wire: Wire, python: Python) -> Finding:
        return finding(judgements=(judgement("x", wire),), python=python)

    reviews = {
        "b": review(one(Wire.BREAKING, Python.BREAKING)),
        "r": review(one(Wire.RISKY, Python.RISKY)),
        "s": review(one(Wire.SAFE, Python.SAFE)),
        "p": review(one(Wire.SAFE, Python.BREAKING)),
        "d": review(docs=(DocsEdit(Where(), "description"),)),
        "-": review(),
    }
    assert {name for name, each in reviews.items() if fails(each, words)} == set(failing)


def said(collector: Collector) -> list[str]:
    return [f"{each.span}: {each.rule.code} {each.message}" for each in collector.diagnostics]


def test_entries_that_match_nothing_or_have_expired_are_reported() -> None:
    used = IgnoreConfig("u", component="Pet", span=span("specbind.toml", 1))
    unused = IgnoreConfig("misspelt", component="Pte", span=span("specbind.toml", 2))
    expired = IgnoreConfig("old", rule="x", until=date(2026, 4, 30), span=span("specbind.toml", 3))
    entries = (used, unused, expired)
    collector = Collector()
    remarks(entries, [judged(review(finding()), ignoring(*entries), TODAY)], TODAY, collector)
    assert said(collector) == [
        "specbind.toml:2:1: SB905 this matches no finding: misspelt",
        "specbind.toml:3:1: SB906 this was to be ignored until 2026-04-30: old",
    ]


def test_rules_that_do_not_exist_are_errors_with_a_suggestion() -> None:
    entry = IgnoreConfig("r", rule="api-removed", span=span("specbind.toml", 3))
    config = ReviewConfig(severities=(SeverityConfig("api-remvoed", "safe", None, span("specbind.toml", 2)),))
    collector = Collector()
    check([config], [entry], {"api-removed"}, collector)
    assert said(collector) == ["specbind.toml:2:1: SB904 there is no rule `api-remvoed`; did you mean `api-removed`?"]
    assert collector.failed


def test_an_entry_for_a_component_holds_only_if_all_places_of_the_edit_are_in_it() -> None:
    entry = IgnoreConfig("r", component="Pet")
    spread = finding(also=(Where(component="Shop", path=("name",)),))
    config = ReviewConfig(ignores=(entry,))
    assert judged(review(finding()), config, TODAY).accepted
    assert not judged(review(spread), config, TODAY).accepted
