"""Going through types, and the IR as text."""

from __future__ import annotations

from dataclasses import replace

from specbind.ir.api import Header, Response, Webhook
from specbind.ir.dump import dump
from specbind.ir.types import (
    NULL,
    UNKNOWN,
    Access,
    ArrayType,
    Bounds,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    Field,
    Inference,
    IntegerType,
    MapType,
    NoExtra,
    ObjectType,
    RefType,
    Size,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
)
from specbind.ir.walk import map_types, nodes, references, uses

from .build import TEXT, api, obj, op, query

EVERYTHING = ObjectType(
    (
        Field("id", StringType(size=Size(1, 9), pattern="^a"), True, access=Access.READ_ONLY),
        Field("tags", ArrayType(RefType("Tag"), unique=True), False, default=["x"], deprecated=True),
        Field("pair", TupleType((TEXT, IntegerType(bounds=Bounds(minimum=1))), RefType("Tag")), False),
        Field("more", MapType(UnionType((RefType("A"), NULL))), False),
        Field("kind", EnumType((EnumValue("s"), EnumValue(2))), False),
        Field("any thing", UNKNOWN, False),
    ),
    TypedExtra(RefType("Rest")),
    title="Everything",
)


def test_references_are_found_everywhere_in_order() -> None:
    assert list(references(EVERYTHING)) == ["Tag", "Tag", "A", "Rest"]
    assert len(list(nodes(EVERYTHING))) == 15


def test_a_map_reaches_every_type_and_keeps_what_it_does_not_change() -> None:
    of = api(
        op("POST /a", RefType("A"), body=RefType("A"), parameters=(query("q", RefType("A")),), headers=("x",)),
        types={"A": EVERYTHING, "B": ArrayType(RefType("A"))},
    )
    header = Header("x", RefType("A"))
    first = replace(of.operations[0], responses=(Response("200", (), (header,)), *of.operations[0].responses))
    of = replace(of, operations=(first,), webhooks=(Webhook("w", RefType("A")),))

    def rename(node: Type) -> Type:
        return RefType("Z") if node == RefType("A") else node

    found = map_types(of, rename)
    names = [name for use in uses(found) for name in references(use.type)]
    assert "A" not in names
    assert names.count("Z") == 1 + 1 + 4 + 1
    same = map_types(of, lambda node: node)
    assert same.types[0].type is EVERYTHING


def test_the_dump_says_one_fact_a_line() -> None:
    union = UnionType(
        (RefType("A"), obj(kind=ConstType("b"))), Discriminator("kind", (("a", 0), ("b", 1)), inferred=True)
    )
    strict = ObjectType((), NoExtra())
    of = api(
        op("POST /a/{id}", TEXT, body=strict, parameters=(query("q"),), name="doIt"),
        types={"Everything": EVERYTHING, "U": union},
    )
    assert dump(of) == DUMPED


DUMPED = """\
api: Test 1
operation: POST /a/{id}
  id: doIt
  parameter q (query, form, explode): string
  body: required
    application/json: object
      extra: none
  response 200:
    application/json: string
type: Everything
  is: object title=Everything
    id read-only: string pattern="^a" Size(minimum=1, maximum=9)
    tags? deprecated default ["x"]: array unique
      item: -> Tag
    pair?: tuple
      item: string
      item: integer Bounds(minimum=1)
      rest: -> Tag
    more?: map
      value: union
        or: -> A
        or: null
    kind?: enum "s" | 2
    "any thing"?: anything
    extra: -> Rest
type: U
  is: union inferred tag kind (a=0, b=1)
    or: -> A
    or: object
      kind: const "b"
"""


def test_inferred_facts_are_shown_with_their_reason_and_do_not_count_in_equality() -> None:
    plain = Field("limit", IntegerType(), False)
    proven = replace(plain, inferred=(Inference("integer", "its name says a count"),))
    assert proven == plain
    operation = replace(op("GET /a", obj(limit=IntegerType())), inferred=(Inference("paged", "an example goes on"),))
    of = api(operation, types={"A": ObjectType((proven,))})
    text = dump(of)
    assert "  inferred paged: an example goes on\n" in text
    assert "    limit?: integer\n      inferred integer: its name says a count\n" in text
