"""Sampled values: what satisfies a type, always the same."""

from __future__ import annotations

import re

import pytest
from specbind.ir.types import (
    ANY_SIZE,
    NULL,
    Access,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    RefType,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
)
from specbind.python.examples import contradictions
from specbind.python.sample import Direction, Members, Sampler, UnsampledError
from specbind.python.stubs_patterns import matching

TEXT = StringType()
NODE = TypeDecl("Node", ObjectType((Field("name", TEXT, True), Field("children", ArrayType(RefType("Node")), True))))
ENDLESS = TypeDecl("Endless", ObjectType((Field("next", RefType("Endless"), True),)))
TYPES = {decl.name: decl for decl in (NODE, ENDLESS)}
RESPONSE = Sampler(TYPES, Direction.RESPONSE)


@pytest.mark.parametrize(
    "of",
    [
        BooleanType(),
        IntegerType(bounds=Bounds(minimum=10, maximum=12)),
        IntegerType(bounds=Bounds(exclusive_minimum=3, multiple_of=4)),
        IntegerType(bounds=Bounds(maximum=-5)),
        NumberType(bounds=Bounds(exclusive_minimum=0, exclusive_maximum=0.25)),
        NumberType(bounds=Bounds(multiple_of=0.25, minimum=0.6)),
        StringType(size=Size(20, 24)),
        StringType(size=Size(None, 2)),
        StringType(pattern="^usr_[a-z0-9]{8,}$", size=Size(16, None)),
        *(StringType(format=format) for format in StringFormat),
        EnumType((EnumValue("red"), EnumValue("blue"))),
        ConstType("only"),
        ArrayType(IntegerType(), Size(3, None), unique=True),
        TupleType((TEXT, IntegerType()), None),
        MapType(TEXT, Size(2, None)),
        UnionType((NULL, IntegerType())),
        RefType("Node"),
    ],
    ids=repr,
)
def test_a_value_satisfies_its_type(of: Type) -> None:
    assert contradictions(RESPONSE.value(of), of, TYPES) == ()


def test_items_of_a_unique_list_differ() -> None:
    assert RESPONSE.value(ArrayType(IntegerType(), Size(3, None), unique=True)) == [1, 2, 3]


def test_a_type_that_holds_itself_ends_with_an_empty_list() -> None:
    assert RESPONSE.value(RefType("Node")) == {"name": "text", "children": []}


def test_a_type_that_must_hold_itself_has_no_value() -> None:
    with pytest.raises(UnsampledError):
        RESPONSE.value(RefType("Endless"))


def test_a_union_passes_over_a_variant_without_a_value() -> None:
    of = UnionType((RefType("Endless"), TEXT))
    assert RESPONSE.value(of) == "text"
    assert RESPONSE.choose(of) == TEXT


def test_optional_members_are_given_only_when_asked_for() -> None:
    inner = ObjectType((Field("a", TEXT, True), Field("b", TEXT, False)))
    of = ObjectType((Field("inner", inner, True), Field("more", inner, False)))
    assert RESPONSE.value(of) == {"inner": {"a": "text"}}
    assert RESPONSE.value(of, Members.OUTER) == {"inner": {"a": "text"}, "more": {"a": "text"}}
    full = {"a": "text", "b": "text"}
    assert RESPONSE.value(of, Members.ALL) == {"inner": full, "more": full}


def test_members_travel_in_their_direction_only() -> None:
    of = ObjectType(
        (
            Field("id", TEXT, True, access=Access.READ_ONLY),
            Field("secret", TEXT, True, access=Access.WRITE_ONLY),
        )
    )
    assert RESPONSE.value(of) == {"id": "text"}
    assert Sampler(TYPES, Direction.REQUEST).value(of) == {"secret": "text"}


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[a-z]{3}-\d+$",
        r"^(foo|bar)_[A-Z0-9]{8}$",
        r"^\w+@\w+\.com$",
        r"^#[0-9A-F]{6}$",
        r"^[^/]+/x$",
        r"^a(?:b|c)*d?$",
    ],
)
def test_a_text_matches_a_plain_pattern(pattern: str) -> None:
    first, second = matching(pattern, ANY_SIZE), matching(pattern, ANY_SIZE, 1)
    assert first is not None and second is not None
    assert re.search(pattern, first) and re.search(pattern, second)
    assert first != second


def test_a_pattern_beyond_us_gives_nothing() -> None:
    assert matching(r"^(?=.*q)(?=.*z)[a-z]{9}$", ANY_SIZE) is None
    assert matching("(", ANY_SIZE) is None
