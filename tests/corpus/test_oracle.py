"""Emitted models agree with a JSON Schema validator: on our own descriptions, and on those of others as slow tests."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.corpus.oracle import Tally, canonical, compare, described
from tests.corpus.tolerance import Tolerance
from tests.wire.document import Document, Placed

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
OWN = {"showcase": ROOT / "spec/showcase/openapi.yaml", "admin": ROOT / "spec/openai-admin/openapi.yaml"}
OTHERS = sorted(path for path in CORPUS.glob("*.*") if path.suffix in (".json", ".yaml") and "_v2" not in path.name)
AGREEMENT = 0.999
"""What each description must reach; docs/validation.md has the figures and what differs."""


def agreement(file: Path, name: str, folder: Path, most: int) -> Tally:
    package, document = described(file, name, folder)
    tally = compare(package, folder / name, document, random.Random(1), most)
    print(file.name, tally.agreed, tally.compared, dict(tally.tolerated), tally.examples)
    return tally


@pytest.mark.parametrize("name", OWN)
def test_models_of_our_own_descriptions_agree_with_the_validator(name: str, tmp_path: Path) -> None:
    tally = agreement(OWN[name], f"oracle_own_{name}", tmp_path, 40)
    assert tally.compared > 200
    assert not tally.differences, tally.examples


@pytest.mark.slow
@pytest.mark.parametrize("file", OTHERS, ids=[file.name for file in OTHERS])
def test_models_of_published_descriptions_agree_with_the_validator(file: Path, tmp_path: Path) -> None:
    name = "oracle_" + file.name.partition(".")[0]
    tally = agreement(file, name, tmp_path, 150)
    assert tally.compared > 0
    assert tally.agreed / tally.compared >= AGREEMENT, tally.examples


TAGGED = {
    "oneOf": [
        {"type": "object", "properties": {"kind": {"const": kind}, "size": {"type": "integer"}}, "required": ["kind"]}
        for kind in ("a", "b")
    ]
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "c"}, "an unknown variant of a union"),
        ({}, "an unknown variant of a union"),
        ({"kind": "a", "size": "x"}, ""),
        (7, ""),
    ],
)
def test_only_an_unknown_tag_excuses_an_object_of_no_variant(value: object, expected: str, tmp_path: Path) -> None:
    (tmp_path / "document.yaml").write_text("{}", encoding="utf-8")
    document = Document(tmp_path / "document.yaml")
    errors = document.validator(Placed(TAGGED, document.base), sent=False).iter_errors(value)
    assert [Tolerance(document).reason(each) for each in errors] == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, "an unknown value of an enum"), (3.0, "an unknown value of an enum"), (True, ""), ("x", "")],
)
def test_only_another_value_of_the_same_type_is_an_unknown_one(value: object, expected: str, tmp_path: Path) -> None:
    (tmp_path / "document.yaml").write_text("{}", encoding="utf-8")
    document = Document(tmp_path / "document.yaml")
    for schema in ({"oneOf": [{"const": 0}, {"const": 1}]}, {"enum": [0, 1]}):
        errors = document.validator(Placed(schema, document.base), sent=False).iter_errors(value)
        assert [Tolerance(document).reason(each) for each in errors] == [expected]


def test_nothing_excuses_an_object_of_no_variant_where_no_tag_tells_them_apart(tmp_path: Path) -> None:
    (tmp_path / "document.yaml").write_text("{}", encoding="utf-8")
    document = Document(tmp_path / "document.yaml")
    schema = {"anyOf": [{"type": "object", "required": [name]} for name in ("a", "b")]}
    (error,) = document.validator(Placed(schema, document.base), sent=False).iter_errors({"c": 1})
    assert Tolerance(document).reason(error) == ""


def test_descriptions_are_compared_as_they_are_meant() -> None:
    written = {
        "properties": {"properties": {"type": "string"}, "name": {"allOf": [{"type": "object"}, {"nullable": True}]}}
    }
    assert canonical(written) == {
        "type": "object",
        "properties": {
            "properties": {"type": "string"},
            "name": {"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}]},
        },
    }


@pytest.mark.parametrize(("value", "expected"), [(7, True), (2.5, True), (True, False), ([7], False)])
def test_a_number_for_a_decimal_text_is_the_same_decimal(value: object, expected: bool, tmp_path: Path) -> None:
    (tmp_path / "document.yaml").write_text("{}", encoding="utf-8")
    document = Document(tmp_path / "document.yaml")
    placed = Placed({"type": "string", "format": "decimal"}, document.base)
    (error,) = document.validator(placed, sent=False).iter_errors(value)
    assert bool(Tolerance(document).reason(error)) is expected
