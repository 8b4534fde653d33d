"""Names of whole descriptions: adding any operation or component renames nothing, and no rule names a class badly."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.openapi.read import read

from .naming import Names, names_of, odd_verbs, renamed, vague, without_operation, without_type

ROOT = Path(__file__).parents[2]
SHOWCASE = ROOT / "spec" / "showcase" / "openapi.yaml"
ADMIN = ROOT / "spec" / "openai-admin" / "openapi.yaml"


@cache
def described(file: Path) -> tuple[Api, Names]:
    api = read(file, Collector())
    assert api is not None
    return api, names_of(api)


def test_no_operation_of_the_showcase_renames_anything() -> None:
    api, whole = described(SHOWCASE)
    for operation in api.operations:
        assert renamed(names_of(without_operation(api, operation.key)), whole, operation.key) == []


def test_no_component_of_the_showcase_renames_anything() -> None:
    api, whole = described(SHOWCASE)
    for decl in api.types:
        assert renamed(names_of(without_type(api, decl.name)), whole, decl.name) == []


def test_a_name_that_depends_on_a_neighbour_is_found() -> None:
    api, whole = described(SHOWCASE)
    key = api.operations[0].key
    moved = Names(
        {other: f"{name}_more" for other, name in whole.methods.items()},
        whole.arguments,
        dict.fromkeys(whole.classes, "Elsewhere"),
        whole.meanings,
        whole.decls,
        whole.decided,
    )
    assert len(renamed(moved, whole, key)) > len(whole.classes) / 2


@pytest.mark.parametrize("file", [SHOWCASE, ADMIN], ids=["showcase", "admin"])
def test_no_class_has_a_name_that_says_nothing_and_items_have_their_verbs(file: Path) -> None:
    _, names = described(file)
    assert len(names.decls) > 50
    assert vague(names) == []
    assert odd_verbs(names) == []
