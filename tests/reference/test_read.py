"""Pages in, the API and the diagnostics out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.check import check
from specbind.ir.types import NULL, Type, UnionType
from specbind.ir.unions import union_of
from specbind.ir.walk import map_types
from specbind.reference.read import read

PAGES = Path(__file__).parent / "pages"


def api_of(path: Path, *expected: str) -> Api:
    """The API of pages that have just these problems, by their rules' names."""
    collector = Collector()
    api = read(path, collector)
    assert [found.rule.name for found in collector.diagnostics] == list(expected), collector.diagnostics
    assert api is not None
    assert check(api) == []
    return api


def without_null(of: Type) -> Type:
    return union_of(variant for variant in of.variants if variant != NULL) if isinstance(of, UnionType) else of


@pytest.mark.parametrize("dialect", ["d1", "d2"])
def test_the_dialects_of_a_page_give_the_same_api_but_for_null_and_titles(dialect: str) -> None:
    newest, other = api_of(PAGES / "dialects" / "d3.md"), api_of(PAGES / "dialects" / f"{dialect}.md")
    titles = {operation.key: operation.summary for operation in other.operations}
    named = tuple(replace(operation, summary=titles[operation.key]) for operation in newest.operations)
    newest = replace(newest, operations=named)
    bare = [map_types(api, without_null) for api in (newest, other)]
    assert bare[0].operations == bare[1].operations
    assert bare[0].types == bare[1].types
