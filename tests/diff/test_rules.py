"""The rules: complete, unambiguous, and documented as they are."""

from __future__ import annotations

from dataclasses import fields

import pytest
from specbind.diff.changes import Position, What
from specbind.diff.finding import Direction, Python, Wire
from specbind.diff.oasdiff_ids import OASDIFF_IDS
from specbind.diff.rules import BY_ID, RULES, rule_of
from specbind.ir import api as api_nodes
from specbind.ir import types as type_nodes

from tests.diff.apis import ROOT

WITHOUT = {
    "api-version-not-bumped": "versions are judged by what changed, see `Review.bump`",
    "api-version-decreased": "the same",
    "api-major-version-not-bumped": "the same",
    "api-deprecated-sunset-missing": "only with a policy that asks for a day",
    "request-parameter-deprecated-sunset-missing": "the same",
    "request-property-deprecated-sunset-missing": "the same",
    "response-property-deprecated-sunset-missing": "the same",
    "request-body-wrapped-in-one-of": "a type that stays among the variants is a wider type",
    "response-body-wrapped-in-one-of": "the same",
}
"""Ids of oasdiff that no rule has, and why."""


def test_every_change_has_a_rule() -> None:
    assert {rule.what for rule in RULES} == set(What)


def test_an_id_never_means_two_things_of_one_kind_at_one_place() -> None:
    seen: set[tuple[str, What, object]] = set()
    for rule in RULES:
        key = (rule.id, rule.what, rule.position)
        assert key not in seen, key
        seen.add(key)


def test_an_id_says_its_direction() -> None:
    for rule in RULES:
        if rule.id.startswith(("request-", "new-")):
            assert rule.direction in (Direction.REQUEST, Direction.NONE), rule.id
        if rule.id.startswith("response-"):
            assert rule.direction is Direction.RESPONSE, rule.id


def test_every_rule_says_when_it_speaks_and_why() -> None:
    for rule in RULES:
        assert rule.condition and rule.reason and rule.python_reason, rule.id
        assert not rule.reason.endswith("."), rule.id


def test_ids_of_oasdiff_are_taken_over_or_left_out_for_a_reason() -> None:
    assert {rule.oasdiff for rule in RULES if rule.oasdiff} == OASDIFF_IDS & BY_ID.keys()
    assert OASDIFF_IDS - BY_ID.keys() == WITHOUT.keys()


def test_what_breaks_nowhere_is_never_called_breaking() -> None:
    rule = rule_of(What.PATH_PARAMETER_RENAMED, Position.PARAMETER, required=False)
    assert rule is not None and (rule.wire, rule.python) == (Wire.SAFE, Python.BREAKING)


IGNORED = {
    "Inference": "how a fact was come by is no fact of the API",
    "Method": "the passes make methods; the surface compares them",
    "Resource": "the same",
    "CursorPagination": "the same: a method that pages gives something else",
    "PageNumberPagination": "the same",
    "OffsetPagination": "the same",
    "LinkHeaderPagination": "the same",
    "NextUrlPagination": "the same",
    "Tag": "compared as prose",
    "Example": "compared as prose by its value",
    "Api.version": "compared as prose",
    "Api.resources": "empty before the passes",
    "EnumValue.name": "names of listed values make no Python names",
    "EnumValue.description": "prose of a value, which docstrings do not show",
    "OAuth2Flow.kind": "flows are paired by it",
    "ObjectType.description": "the description of its declaration or member is compared",
    "UnionType.title": "a title of a union is no name of a declared type",
    "Discriminator.inferred": "tags that were read off the variants are compared where they stand",
    "Discriminator.mapping": "compared as the description writes it, see `Keyword`",
}
"""Nodes and attributes of the IR that are not compared as such, and why."""
EVERYWHERE = {"span", "inferred", "name", "wire_name", "context", "title", "default"}


@pytest.mark.parametrize("module", [api_nodes, type_nodes], ids=lambda module: module.__name__)
def test_every_attribute_of_the_ir_is_compared_or_left_out_for_a_reason(module: object) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator/specbind/diff").glob("*.py"))
    for name, node in vars(module).items():
        if not isinstance(node, type) or not hasattr(node, "__dataclass_fields__") or name in IGNORED:
            continue
        if node.__module__ != module.__name__:  # type: ignore[attr-defined]
            continue
        for each in fields(node):
            if each.name not in EVERYWHERE and f"{name}.{each.name}" not in IGNORED:
                used = f".{each.name}" in sources or f"{each.name}=" in sources or f'"{each.name}"' in sources
                assert used, f"{name}.{each.name} is compared nowhere"
