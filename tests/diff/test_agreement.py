"""Small pairs of descriptions, against what oasdiff reports on them. Where we differ is in `docs/diff-agreement.md`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import pytest
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.openapi.read import read

from tests.diff.apis import CASES

VERDICTS = {"breaking": "breaking", "warning": "risky", "non-breaking": "safe", "no-change": "safe"}
DIFFERENT = {
    "TestAPIGlobalSecurityyAdded": "clients without credentials are refused",
    "TestBreaking_ReqBodyDeleteRequiredProperty2": "an optional member that gets another name is no longer understood",
    "TestRequestDiscriminatorUpdatedCheckPropertyNameChanging": "the same",
    "TestSubSchemaTraversalDeletedProperty": "the same: what is asked for is not done",
    "TestBreaking_ModifyPattern": "the member is only received: its pattern limits no request",
    "TestRequestDiscriminatorUpdatedCheckMappingChanging": "the tag is read as another variant",
}
"""Pairs whose verdict differs, and why ours is right."""


@dataclass(frozen=True)
class Outcome:
    """What both reviews say of one pair."""

    name: str
    theirs: str
    ours: str
    their_ids: frozenset[str]
    our_ids: frozenset[str]


@cache
def outcomes() -> tuple[Outcome, ...]:
    if not CASES.is_dir():
        pytest.skip(f"NOT RUN: {CASES} is absent")
    found = []
    for line in (CASES / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        base, revision = (read(CASES / case[key], Collector()) for key in ("base_path", "revision_path"))
        assert base is not None and revision is not None, case["name"]
        review = compare(base, revision)
        worst = min((each.wire.rank for each in review.findings), default=2)
        ours = ("breaking", "risky", "safe", "safe")[worst]
        their_ids = frozenset(each["id"] for each in case["changes"])
        our_ids = frozenset(rule for each in review.findings for rule in each.rules)
        found.append(Outcome(case["name"], VERDICTS[case["verdict"]], ours, their_ids, our_ids))
    return tuple(found)


def test_verdicts_agree_in_nearly_all_pairs() -> None:
    same = sum(each.ours == each.theirs for each in outcomes())
    print(f"{same} of {len(outcomes())} verdicts agree")
    assert same >= 0.95 * len(outcomes())


def test_nearly_all_ids_are_found() -> None:
    wanted = sum(len(each.their_ids) for each in outcomes())
    found = sum(len(each.their_ids & each.our_ids) for each in outcomes())
    print(f"{found} of {wanted} ids are found")
    assert found >= 0.95 * wanted


def test_every_other_verdict_has_its_reason() -> None:
    assert {each.name for each in outcomes() if each.ours != each.theirs} == DIFFERENT.keys()
