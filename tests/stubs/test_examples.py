"""Examples against their types: where they differ, and whether a reader notices."""

from __future__ import annotations

import pytest
from specbind.ir.types import (
    NULL,
    Access,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    Field,
    IntegerType,
    Json,
    MapType,
    NoExtra,
    NumberType,
    ObjectType,
    RefType,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    TypedExtra,
    UnionType,
)
from specbind.python.examples import Weight, contradictions

TEXT, WHOLE = StringType(), IntegerType()
COLOURS = EnumType((EnumValue("red"), EnumValue("blue")))
CAT = ObjectType((Field("kind", ConstType("cat"), True), Field("lives", WHOLE, True)))
DOG = ObjectType((Field("kind", ConstType("dog"), True), Field("bark", TEXT, True)))
TYPES = {"Cat": TypeDecl("Cat", CAT), "Dog": TypeDecl("Dog", DOG)}
PETS = UnionType((RefType("Cat"), RefType("Dog")))
TAGGED = UnionType(PETS.variants, Discriminator("kind", (("cat", 0), ("dog", 1))))


def found(value: Json, of: Type) -> list[str]:
    return [f"{each} ({each.weight.value})" for each in contradictions(value, of, TYPES)]


@pytest.mark.parametrize(
    ("value", "of"),
    [
        (1.0, WHOLE),
        (1, NumberType()),
        (None, UnionType((TEXT, NULL))),
        ("2024-01-02T03:04:05.123+01:00", StringType(StringFormat.DATE_TIME)),
        ("P1DT2H", StringType(StringFormat.DURATION)),
        ("dGV4dA", StringType(StringFormat.BYTE)),
        ([1, "a", True], TupleType((WHOLE, TEXT), BooleanType())),
        ({"kind": "cat", "lives": 9, "more": []}, PETS),
        ({"a": 1}, MapType(WHOLE)),
    ],
    ids=repr,
)
def test_a_value_of_its_type_is_not_contradicted(value: Json, of: Type) -> None:
    assert found(value, of) == []


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        ("1", WHOLE, "expected integer @ $"),
        (True, WHOLE, "expected integer @ $"),
        (1.5, WHOLE, "expected integer @ $"),
        (0, BooleanType(), "expected boolean @ $"),
        ("2024-01-02T03:04:05", StringType(StringFormat.DATE_TIME), "expected date-time @ $"),
        ("nobody", StringType(StringFormat.UUID), "expected uuid @ $"),
        ([1, "2"], ArrayType(WHOLE), "expected integer @ $[1]"),
        ({"a-b": "1"}, MapType(WHOLE), "expected integer @ $['a-b']"),
        ({"kind": "cat"}, CAT, "expected integer @ $.lives"),
        ({"kind": "dog"}, TAGGED, "expected string @ $.bark"),
        ({"kind": "dog", "lives": 1}, CAT, "expected 'cat' @ $.kind"),
        ({"x": 1}, ObjectType((), TypedExtra(TEXT)), "expected string @ $.x"),
        ([1], TupleType((WHOLE, TEXT), None), "expected 2 items @ $"),
        ([], UnionType((WHOLE, TEXT)), "expected integer or string @ $"),
        (5, COLOURS, "expected 'red' or 'blue' @ $"),
        ({"kind": "cat"}, PETS, "expected integer @ $.lives"),
    ],
    ids=repr,
)
def test_another_shape_is_noticed(value: Json, of: Type, expected: str) -> None:
    assert found(value, of) == [f"{expected} (shape)"]


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        ("green", COLOURS, "expected 'red' or 'blue' @ $"),
        (11, IntegerType(bounds=Bounds(maximum=10)), "expected a number within its bounds @ $"),
        ("abc", StringType(size=Size(None, 2)), "expected at most 2 characters @ $"),
        ("abc", StringType(pattern="^x"), "expected a text like '^x' @ $"),
        ({"x": 1}, ObjectType((), NoExtra()), "expected nothing @ $.x"),
        ({"a": None}, ObjectType((Field("a", TEXT, False),)), "expected string @ $.a"),
    ],
    ids=repr,
)
def test_what_readers_forgive_is_a_limit(value: Json, of: Type, expected: str) -> None:
    assert found(value, of) == [f"{expected} (limit)"]


def test_a_variant_with_an_unknown_tag_is_forgiven() -> None:
    assert {each.weight for each in contradictions({"kind": "bird"}, TAGGED, TYPES)} == {Weight.LIMIT}


def test_members_that_only_requests_have_are_not_missed() -> None:
    assert found({}, ObjectType((Field("secret", TEXT, True, access=Access.WRITE_ONLY),))) == []


def test_all_places_are_found_in_order() -> None:
    both = contradictions({"kind": 1, "lives": "9"}, CAT, TYPES)
    assert [each.path for each in both] == ["$.kind", "$.lives"]
    assert {each.weight for each in both} == {Weight.SHAPE}
