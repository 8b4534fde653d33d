"""Other spellings of listed values, and what may have come in place of what is gone."""

from __future__ import annotations

import pytest
from specbind.diff.finding import Python, Wire

from tests.diff.apis import only, review

TEXT = """
paths:
  /v1/cranes:
    get:
      parameters: [{name: colour, in: query, description: the paint, schema: {type: string}}]
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    A:
      type: object
      properties:
        state: {type: string, enum: [in_transit, cancelled, done, r2]}
        geography: {type: string, description: where it is}
"""


@pytest.mark.parametrize(
    ("old", "new", "confidence"), [("in_transit", "inTransit", 1.0), ("cancelled", "canceled", 0.94)]
)
def test_another_spelling_of_a_value_is_one_finding(old: str, new: str, confidence: float) -> None:
    finding = only(review(TEXT, TEXT.replace(old, new)))
    assert finding.rule == "response-property-enum-value-renamed"
    assert {"response-property-enum-value-added", "response-property-enum-value-removed"} <= set(finding.rules)
    assert (finding.wire, finding.python, finding.confidence) == (Wire.RISKY, Python.SAFE, confidence)
    assert finding.subject == f'"{old}" -> "{new}"'
    assert {each.reason for each in finding.judgements} == {"clients receive a spelling that they do not know"}


@pytest.mark.parametrize(("old", "new"), [("r2", "r3"), ("done", "sold"), ("r2", "'+'"), ("cancelled", "canned")])
def test_another_value_is_no_spelling(old: str, new: str) -> None:
    found = review(TEXT, TEXT.replace(old, new))
    rules = {each.rule for each in found.findings}
    assert rules == {"response-property-enum-value-added", "response-property-enum-value-removed"}


@pytest.mark.parametrize(
    ("edits", "place", "heir", "confidence"),
    [
        ((("geography: {type: string", "residency: {enum: [eu, us]"),), "A.geography", "residency", 0.59),
        ((("geography: {type: string", "zone: {type: object"),), "A.geography", "", None),
        (
            (("name: colour, in: query, description: the paint", "name: zz, in: query, description: was `colour`"),),
            "GET /v1/cranes: query parameter.colour",
            "zz",
            0.9,
        ),
        ((("/v1/", "/v2/"),), "GET /v1/cranes", "GET /v2/cranes", 0.95),
        ((("/v1/cranes", "/v2/lorries"),), "GET /v1/cranes", "", None),
    ],
)
def test_what_is_gone_says_what_may_have_come_in_its_place(
    edits: tuple[tuple[str, str], ...], place: str, heir: str, confidence: float | None
) -> None:
    new = TEXT
    for before, after in edits:
        new = new.replace(before, after)
    gone = next(each for each in review(TEXT, new).findings if str(each.where) == place)
    assert (gone.heir, gone.confidence) == (heir, confidence)
    assert (f"and `{heir}` may replace it" in gone.title) is bool(heir)


def test_the_prose_of_what_is_gone_names_what_came() -> None:
    base = TEXT.replace("where it is", "deprecated for `zone`")
    found = review(base, base.replace("geography: {type: string", "zone: {type: object"))
    gone = next(each for each in found.findings if "removed" in each.rule)
    assert (gone.heir, gone.confidence) == ("zone", 0.9)


def test_a_variant_and_its_tag_are_one_finding() -> None:
    variants = "".join(
        f"    {name}: {{type: object, required: [kind], properties: {{kind: {{type: string}}, {name}: {{}}}}}}\n"
        for name in "XYZ"
    )
    union = """    A:
      oneOf: [{$ref: '#/components/schemas/X'}, {$ref: '#/components/schemas/Y'}ONE]
      discriminator: {propertyName: kind, mapping: {x: '#/components/schemas/X', y: '#/components/schemas/Y'TAG}}
"""
    base = TEXT[: TEXT.index("    A:\n")] + variants + union
    more = {"ONE": ", {$ref: '#/components/schemas/Z'}", "TAG": ", z: '#/components/schemas/Z'"}
    old, new = base, base
    for word, text in more.items():
        old, new = old.replace(word, ""), new.replace(word, text)
    finding = only(review(old, new))
    assert finding.rules == ("response-body-one-of-added", "response-body-discriminator-mapping-added")
    assert finding.title == "A: there are more variants, told apart by a tag (Z)"
