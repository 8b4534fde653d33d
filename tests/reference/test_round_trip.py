"""An API written as pages and read again is the same API, up to what pages cannot say (`losses`)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.openapi.read import read as read_openapi
from specbind.passes.resources import resources
from specbind.passes.styles import styles
from specbind.reference.read import read

from .generated_apis import apis
from .losses import Pages, differences, operations
from .rendering import Dialect, Style, leaf_pages, resource_pages, single_page

ROOT = Path(__file__).parents[2]
LAYOUTS: Mapping[str, Callable[[Api, Style], str | dict[str, str]]] = {
    "page": single_page,
    "resources": resource_pages,
    "leaves": leaf_pages,
}


def described(name: str) -> Api:
    """An OpenAPI description of this repository, with its tree."""
    api = read_openapi(ROOT / "spec" / name / "openapi.yaml", Collector())
    assert api is not None
    return resources(styles(api, Overrides()), Overrides(), Collector())


def through_pages(api: Api, dialect: Dialect, layout: str) -> tuple[Api, Collector]:
    """The API after a trip through pages, and what the reader reported."""
    written = LAYOUTS[layout](api, Style(dialect))
    files = {"page.md": written} if isinstance(written, str) else written
    collector = Collector()
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        again = read(Path(folder) / "page.md" if isinstance(written, str) else Path(folder), collector)
    assert again is not None, [each.message for each in collector.diagnostics]
    return styles(again, Overrides()), collector


def changes(api: Api, again: Api, dialect: Dialect) -> list[str]:
    """How two APIs differ in what pages can say."""
    pages = Pages(prints_null=dialect is Dialect.D3)
    before, after = operations(api, pages), operations(again, pages)
    lines = [f"{key}: missing" for key in before if key not in after]
    lines += [f"{key}: new" for key in after if key not in before]
    both = before.keys() & after.keys()
    return lines + [f"{key} {line}" for key in sorted(both) for line in differences(before[key], after[key])]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("name", ["openai-admin", "showcase"])
def test_pages_of_our_own_descriptions_say_all_of_it(name: str, dialect: Dialect, layout: str) -> None:
    api = described(name)
    again, collector = through_pages(api, dialect, layout)
    assert [(each.rule.name, each.message) for each in collector.diagnostics] == []
    assert changes(api, again, dialect) == []


@settings(max_examples=25, deadline=None)
@given(apis())
def test_any_api_survives_its_pages(api: Api) -> None:
    for dialect in Dialect:
        again, collector = through_pages(api, dialect, "page")
        assert [(each.rule.name, each.message) for each in collector.diagnostics] == []
        assert changes(api, again, dialect) == []


def test_a_change_is_seen() -> None:
    api = described("openai-admin")
    page = single_page(api, Style(Dialect.D3)).replace("`limit: optional number`", "`limit: number`", 1)
    page = page.replace('"pending"', '"waiting"')
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.md").write_text(page, "utf-8")
        again = read(Path(folder) / "page.md", Collector())
    assert again is not None
    found = changes(api, styles(again, Overrides()), Dialect.D3)
    assert "GET /organization/admin_api_keys .limit: required, not optional" in found
    assert any("'waiting', not literal 'pending'" in line for line in found)
