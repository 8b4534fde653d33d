"""One edit is one finding, however much of a description it touches."""

from __future__ import annotations

import pytest

from tests.diff.apis import only, review, said

SHOP = """
paths:
  /orders:
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Orders'}}}}
OPERATION
components:
  schemas:
    Orders:
      type: object
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/Order'}}
    Order:
      type: object
      properties:
        id: {type: string}
MEMBER
TYPES
"""
REFUND = """  /refunds:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Refund'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Done'}}}}}
"""
REFUND_TYPES = """    Refund: {type: object, properties: {reason: {$ref: '#/components/schemas/Reason'}}}
    Reason: {type: object, properties: {code: {type: integer}}}
    Done: {type: object, properties: {at: {type: string}}}
"""
BUYER = "        buyer: {$ref: '#/components/schemas/Buyer'}\n"
BUYER_TYPES = """    Buyer: {type: object, properties: {home: {$ref: '#/components/schemas/Address'}}}
    Address: {type: object, properties: {street: {type: string}}}
"""


def shop(operation: str = "", member: str = "", types: str = "") -> str:
    return SHOP.replace("OPERATION\n", operation).replace("MEMBER\n", member).replace("TYPES\n", types)


@pytest.mark.parametrize(
    ("more", "come", "gone", "types"),
    [
        (
            shop(REFUND, "", REFUND_TYPES),
            "endpoint-added",
            "api-path-removed-without-deprecation",
            "Refund Reason Done",
        ),
        (
            shop("", BUYER, BUYER_TYPES),
            "response-optional-property-added",
            "response-optional-property-removed",
            "Buyer Address",
        ),
    ],
)
def test_types_come_and_go_with_what_uses_them(more: str, come: str, gone: str, types: str) -> None:
    added, removed = only(review(shop(), more)), only(review(more, shop()))
    assert added.rules == (come,)
    assert removed.rules == (gone, "api-schema-removed")
    assert added.types == removed.types == tuple(types.split())


def test_a_type_that_members_of_several_types_bring_has_a_finding_of_its_own_with_what_is_only_in_it() -> None:
    both = shop("", BUYER, BUYER_TYPES).replace("        items: {", f"{BUYER}        items: {{")
    for each in (review(shop(), both), review(both, shop())):
        assert len(each.findings) == 3
        [own] = [found for found in each.findings if found.rule.startswith("api-schema-")]
        assert (own.where.component, own.types) == ("Buyer", ("Address",))


def test_a_type_that_nothing_brings_has_a_finding_of_its_own() -> None:
    assert said(review(shop(), shop(types=BUYER_TYPES))) == [("api-schema-added", "safe", "safe")] * 2
    spelled = shop(member="        buyer: {type: object, properties: {street: {type: string}}}\n")
    named = shop(
        member="        buyer: {$ref: '#/components/schemas/Address'}\n", types=BUYER_TYPES.splitlines(True)[1]
    )
    assert [each.rule for each in review(spelled, named).findings] == ["api-schema-added"]


def test_a_least_length_of_one_comes_and_goes_with_the_same_words() -> None:
    tight = shop().replace("id: {type: string}", "id: {type: string, minLength: 1}")
    come, gone = only(review(shop(), tight)), only(review(tight, shop()))
    assert (come.old, come.new) == (gone.new, gone.old) == ("", "1")
