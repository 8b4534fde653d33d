"""An edit that was made all over a description is one finding; edits that only look alike are not."""

from __future__ import annotations

import pytest
from specbind.diff.systematic import MANY

from tests.diff.apis import only, review, said

NAMES = ("Crane", "Hoist", "Winch", "Derrick", "Jack")
SPELT = {name: f"Api{name}" for name in NAMES}


def description(member: str, names: tuple[str, ...] = NAMES, prefix: str = "", note: str = "") -> str:
    """Operations that give and take objects with one member of some definition."""
    paths = "".join(
        f"""
  {prefix}/{name.lower()}s:
    get:
      operationId: {note}list{name}
      responses:
        '200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}"""
        for name in names
    )
    schemas = "".join(
        f"\n    {name}: {{type: object, properties: {{name: {{type: string, maxLength: {length}}}, {member}}}}}"
        for length, name in enumerate(names, 1)
    )
    return f"paths:{paths}\ncomponents:\n  schemas:{schemas}\n"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("id: {type: integer}", "id: {type: string}", "response-property-type-changed"),
        ("id: {type: string}", "id: {type: string}, url: {type: string}", "response-optional-property-added"),
        ("id: {type: string}", "id: {type: string, readOnly: true}", "response-optional-property-became-read-only"),
        ("id: {type: string}", "id: {type: [string, 'null']}", "response-property-became-nullable"),
        ("id: {type: string}", "id: {type: string}}, additionalProperties: false, x-n: {", "additional-properties-"),
    ],
)
def test_an_edit_of_every_object_is_one_finding(old: str, new: str, rule: str) -> None:
    found = only(review(description(old), description(new)))
    assert rule in found.rule
    assert len(found.also) == len(NAMES) - 1 and len(found.operations) == len(NAMES)
    back = only(review(description(new), description(old)))
    assert len(back.also) == len(NAMES) - 1


def test_fewer_than_many_are_told_apart() -> None:
    few = NAMES[: MANY - 1]
    old, new = description("id: {type: integer}", few), description("id: {type: string}", few)
    assert len(review(old, new).findings) == len(few)


def test_different_definitions_are_different_edits() -> None:
    old = description("id: {type: integer}")
    new = old
    for number, word in enumerate(("string", "boolean", "number", "array, items: {}", "object"), 1):
        new = new.replace(
            f"maxLength: {number}}}, id: {{type: integer}}", f"maxLength: {number}}}, id: {{type: {word}}}"
        )
    assert len(review(old, new).findings) == len(NAMES)


def test_other_ids_of_operations_are_one_finding_whatever_they_are() -> None:
    old, new = description("id: {type: string}"), description("id: {type: string}", note="do")
    found = only(review(old, new))
    assert (found.rule, found.wire.value, found.python.value) == ("api-operation-id-removed", "docs", "safe")
    assert found.title == "GET /cranes: an operation has another id"
    without = "\n".join(line for line in old.splitlines() if "operationId" not in line)
    assert only(review(old, without)).title == "GET /cranes: an operation has no id any more"


def test_types_that_all_have_the_same_word_more_are_one_finding() -> None:
    old = new = description("id: {type: string}")
    for name in NAMES:
        new = new.replace(f"/{name}'", f"/{SPELT[name]}'").replace(f"    {name}:", f"    {SPELT[name]}:")
    found = only(review(old, new))
    assert found.rules == ("api-schema-renamed", "api-schema-removed")
    assert found.old.split() == list(NAMES) and found.new.split() == list(SPELT.values())


def test_the_same_edit_at_one_more_place_is_another_finding_to_accept() -> None:
    def marked(names: tuple[str, ...]) -> str:
        text = description("id: {type: string}")
        for name in names:
            number = NAMES.index(name) + 1
            text = text.replace(f"maxLength: {number}}}, id: {{type: string}}", f"maxLength: {number}}}, id: {{}}")
        return text

    four, five = (only(review(marked(()), marked(names))) for names in (NAMES[:4], NAMES))
    assert four.where == five.where and four.fingerprint != five.fingerprint


PARAMETERS = """
paths:
  /cranes:
    get:
      parameters:
PARAMETERS
      responses: {'204': {description: d}}
"""


def parameters(schema: str, explode: str) -> str:
    return PARAMETERS.replace(
        "PARAMETERS",
        "\n".join(f"      - {{name: {name}, in: query, explode: {explode}, schema: {schema}}}" for name in NAMES),
    )


@pytest.mark.parametrize("schema", ["{type: integer}", "{type: [string, 'null']}", "{enum: [a, b]}"])
def test_what_has_no_parts_is_not_taken_apart(schema: str) -> None:
    assert said(review(parameters(schema, "true"), parameters(schema, "false"))) == []


@pytest.mark.parametrize("schema", ["{type: array, items: {type: string}}", "{type: object}", "{}"])
def test_lists_and_objects_that_are_all_taken_apart_in_another_way_are_one_finding(schema: str) -> None:
    found = only(review(parameters(schema, "true"), parameters(schema, "false")))
    assert (found.rule, found.wire.value) == ("request-parameter-explode-changed", "breaking")


def test_types_that_nothing_uses_come_and_go_in_one_finding() -> None:
    more = description("id: {type: string}") + "".join(f"    Unused{name}: {{type: object}}\n" for name in NAMES)
    assert said(review(description("id: {type: string}"), more)) == [("api-schema-added", "safe", "safe")]
    assert said(review(more, description("id: {type: string}"))) == [("api-schema-removed", "safe", "breaking")]


def test_parameters_that_went_into_the_body_are_one_finding() -> None:
    members = ", ".join(f"{name}: {{type: string}}" for name in NAMES)
    listed = ", ".join(f"{{name: {name}, in: query, schema: {{type: string}}}}" for name in NAMES)
    old = f"parameters: [{listed}]"
    new = f"requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{members}}}}}}}}}}}"
    text = "paths: {/cranes: {post: {WHAT, responses: {'204': {description: d}}}}}"
    found = review(text.replace("WHAT", old), text.replace("WHAT", new))
    rules = {each.rule: (each.wire.value, len(each.also)) for each in found.findings}
    assert rules["request-parameter-moved-into-body"] == ("risky", len(NAMES) - 1)
    assert rules.keys() == {"request-parameter-moved-into-body", "request-body-added-optional"}
