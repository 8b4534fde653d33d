"""Single edits at every place of a message: the ids of oasdiff, our verdicts, and where these differ from its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from specbind.diff.compare import compare
from specbind.diff.oasdiff_ids import OASDIFF_IDS
from specbind.diff.review import Review

from tests.diff.apis import CASES, api_of
from tests.diff.single_edits import EDITS, PAIR, Edit, changed, keyword

BODY = "{content: {application/json: {schema: SCHEMA}}}"
PART = "{type: object, properties: {name: {type: string}, part: SCHEMA}}"
ANSWER = "{description: d, content: {application/json: {schema: {type: object}}}}"
PLACES = {
    "request-body": f"post: {{requestBody: {BODY}, responses: {{'200': {ANSWER}}}}}",
    "request-property": f"post: {{requestBody: {BODY.replace('SCHEMA', PART)}, responses: {{'200': {ANSWER}}}}}",
    "response-body": f"get: {{responses: {{'200': {{description: d, {BODY[1:-1]}}}}}}}",
    "response-property": f"get: {{responses: {{'200': {{description: d, {BODY[1:-1].replace('SCHEMA', PART)}}}}}}}",
}
ANIMALS = """
    Dog: {type: object, required: [bark], properties: {bark: {type: string}, kind: {type: string}}}
    Cat: {type: object, required: [meow], properties: {meow: {type: string}, kind: {type: string}}}
    Cow: {type: object, required: [moo], properties: {moo: {type: string}, kind: {type: string}}}
"""
LETTERS = {"B": "breaking", "R": "risky", "S": "safe"}
LEVELS = {"ERR": "breaking", "WARN": "risky", "INFO": "safe"}


class Step(NamedTuple):
    """One edit in one way at one place: what oasdiff would call it, and our verdict."""

    name: str
    verdict: str
    review: Review


def described(place: str, schema: str) -> str:
    return f"paths:\n  /pets:\n    {PLACES[place].replace('SCHEMA', schema)}\ncomponents:\n  schemas:{ANIMALS}"


@cache
def steps(edit: Edit) -> tuple[Step, ...]:
    return tuple(_steps(edit))


def _steps(edit: Edit) -> Iterator[Step]:
    for place in PLACES:
        old, new = api_of(described(place, edit.old)), api_of(described(place, edit.new))
        sent = place.startswith("request")
        there, back = (LETTERS[edit.verdicts[at + (not sent)]] for at in (0, 2))
        yield Step(f"{place}-{edit.there}", there, compare(old, new))
        yield Step(f"{place}-{edit.back}", back, compare(new, old))


def worst(review: Review) -> str:
    return ("breaking", "risky", "safe", "safe")[min((each.wire.rank for each in review.findings), default=2)]


def called(edit: Edit) -> str:
    return f"{edit.there}: {edit.old} to {edit.new}"


@pytest.mark.parametrize("edit", EDITS, ids=called)
def test_an_edit_is_found_and_judged_wherever_it_stands(edit: Edit) -> None:
    for name, verdict, review in steps(edit):
        ids = {rule for each in review.findings for rule in each.rules}
        assert name not in OASDIFF_IDS or name in ids, (name, ids)
        assert worst(review) == verdict, (name, ids)


ONE_EDIT = (
    Edit("{type: string}", "{type: integer, enum: [1, 2]}", "type-changed", "type-changed", "BBBB"),
    keyword(PAIR, "unevaluatedProperties: false", "unevaluated-properties"),
    keyword(PAIR, "patternProperties: {^x: {type: string}}", "pattern-property"),
    keyword("type: array, prefixItems: [{type: string}]", "unevaluatedItems: false", "unevaluated-items"),
    changed("{type: string}", "{type: string, contentEncoding: base64}", "content-encoding-changed", "BBBB"),
)


@pytest.mark.parametrize("edit", ONE_EDIT, ids=called)
def test_what_an_edit_does_to_a_type_is_said_with_the_edit(edit: Edit) -> None:
    for name, _, review in steps(edit):
        assert [len(review.findings), review.docs_edits] == [1, 0], (name, [each.title for each in review.findings])


DIFFERENT = {
    "min-length-decreased": "an empty text is a text",
    "any-of-added": "clients receive what they do not know",
    "discriminator-property-name-changed": "messages are read by a member that did not say which variant they are",
    "discriminator-mapping-changed": "the same message is read as another variant",
    "all-of-added": "effective types are compared: what the part brings is judged",
    "all-of-removed": "the same",
}
"""The last parts of ids on which our verdict is another one, at least at one place, and why."""


def test_verdicts_differ_from_those_of_oasdiff_only_where_there_is_a_reason() -> None:
    if not CASES.is_dir():
        pytest.skip(f"NOT RUN: {CASES} is absent")
    with (CASES / "oasdiff-rules.tsv").open(encoding="utf-8") as file:
        levels = {
            row["id"]: LEVELS[row["level"]] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    compared = [step for edit in EDITS for step in steps(edit) if step.name in levels]
    other = {step.name for step in compared if levels[step.name] != step.verdict}
    unexplained = {name for name in other if not name.endswith(tuple(DIFFERENT))}
    print(f"{len(compared) - sum(step.name in other for step in compared)} of {len(compared)} verdicts agree")
    assert len(compared) > 300 and not unexplained
    assert {tail for tail in DIFFERENT if any(name.endswith(tail) for name in other)} == DIFFERENT.keys()
