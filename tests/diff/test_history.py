"""Real commits of public descriptions, against a list of their root causes that was made by hand."""

from __future__ import annotations

import json

import pytest
from specbind.diff.compare import compare
from specbind.diff.finding import Finding
from specbind.diff.review import Review

from tests.diff.apis import CASES, api

WIRE = {"breaking": "breaking", "potentially-breaking": "risky", "non-breaking": "safe"}


def reviewed(key: str) -> tuple[Review, dict[str, object]]:
    if not CASES.is_dir():
        pytest.skip(f"NOT RUN: {CASES} is absent")
    lines = (CASES / "history/truth.jsonl").read_text("utf-8").splitlines()
    truth = next(each for each in map(json.loads, lines) if each["key"] == key)
    review = compare(api(CASES / truth["base_path"]), api(CASES / truth["revision_path"]))
    worst = min(review.findings, key=lambda each: each.wire.rank).wire.value
    assert worst == WIRE[truth["wire"]]
    return review, truth


def places(review: Review) -> dict[str, Finding]:
    return {str(each.where): each for each in review.findings}


@pytest.mark.slow
def test_two_removals_hide_behind_an_addition() -> None:
    review, _ = reviewed("oai_f85dbe2")
    found = {
        place: (each.wire.value, each.python.value, len(each.operations)) for place, each in places(review).items()
    }
    assert found == {
        "Project.residency": ("safe", "safe", 5),
        "ProjectCreateRequest.geography": ("breaking", "breaking", 1),
        "ProjectCreateRequest.residency": ("safe", "safe", 1),
        "ProjectUpdateRequest.geography": ("breaking", "breaking", 1),
        "PublicProjectResidency": ("safe", "safe", 5),
    }


@pytest.mark.slow
def test_a_least_length_of_one_that_is_dropped_is_no_alarm() -> None:
    review, _ = reviewed("oai_466c74a")
    assert {place: each.wire.value for place, each in places(review).items()} == {
        "NamespaceToolParam.description": "safe",
        "BetaNamespaceToolParam.description": "safe",
    }


@pytest.mark.slow
def test_a_member_that_moves_between_parts_is_not_gone_and_its_new_value_is_seen() -> None:
    review, _ = reviewed("oai_855e5d4")
    found = places(review)
    assert {place for place, each in found.items() if each.wire.value == "risky"} == {
        "CreateResponse.service_tier",
        "BetaServiceTierResponses",
    }
    assert "ultrafast" in found["CreateResponse.service_tier"].title
    assert "api-schema-renamed" in found["BetaServiceTierResponses"].rules
    moved = [each for each in review.findings if "removed" in each.rule]
    assert all((each.wire.value, each.python.value, each.operations) == ("safe", "safe", ()) for each in moved)


@pytest.mark.slow
def test_one_response_added_to_161_operations_is_one_finding() -> None:
    review, _ = reviewed("oai_ca34204")
    [finding] = review.findings
    assert (finding.rule, finding.wire.value, finding.python.value) == (
        "response-non-success-status-added",
        "safe",
        "safe",
    )
    assert len(finding.operations) == 161


@pytest.mark.slow
def test_a_member_deep_in_a_form_is_one_finding() -> None:
    review, _ = reviewed("st_7a853ce1")
    [finding] = review.findings
    assert str(finding.where) == "POST /v1/payment_methods: request body.bacs_debit.iban"
    assert (finding.wire.value, finding.python.value) == ("breaking", "breaking")


@pytest.mark.slow
def test_a_member_that_352_operations_hold_is_one_finding() -> None:
    review, _ = reviewed("st_feecc8d3")
    [finding] = review.findings
    assert (str(finding.where), finding.wire.value, finding.python.value) == (
        "account_capabilities.fpx_payments",
        "risky",
        "breaking",
    )
    assert len(finding.operations) == 352
