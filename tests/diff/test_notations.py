"""OpenAPI compared with reference pages: what differs on the wire, and names as few findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.diff.finding import Python, Wire
from specbind.diff.notations import Notations
from specbind.diff.review import Bump, Review
from specbind.ir.api import Api
from specbind.ir.types import Field, ObjectType, StringType, nullable
from specbind.pipeline import described
from specbind.reference.read import read

from tests.diff.apis import ROOT, api, api_of
from tests.reference.rendering import Dialect, Style, single_page
from tests.reference.test_rendering import described as described_by_hand

PAGES = ROOT / "spec/openai-admin"


def of_pages(path: Path) -> Api:
    found = read(path, Collector())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def found() -> Review:
    """A description of the admin API that was written by hand, and its pages with their overlay."""
    config = ApiConfig("admin", PAGES / "docs", "admin", "Admin", PAGES, overlays=(PAGES / "overlay.yaml",))
    pages = described(config, Collector())
    assert pages is not None
    return compare(api(PAGES / "description.yaml"), pages, notations=Notations.DIFFERENT)


def test_what_breaks_on_the_wire_is_what_the_two_descriptions_really_say_differently(found: Review) -> None:
    assert {each.rule for each in found.findings if each.wire in (Wire.BREAKING, Wire.RISKY)} == {
        "request-parameter-style-changed",  # the calls of the pages have `ids[]=a`
        "request-parameter-default-value-added",  # which are stated in prose there
        "request-parameter-max-set",
        "request-parameter-min-set",
    }


def test_names_that_come_from_the_notation_are_one_finding_for_each_kind(found: Review) -> None:
    names = [each for each in found.findings if each.rule.startswith(("api-schema", "python"))]
    assert sorted(each.rule for each in names) == [
        "api-schema-added",
        "api-schema-removed",
        "api-schema-renamed",
        "python-client-variable-changed",
        "python-method-renamed",
        "python-result-changed",
    ]
    assert not [each for each in found.findings if each.rule.startswith(("api-operation-id", "api-tag", "api-call"))]
    [methods] = [each for each in names if each.rule == "python-method-renamed"]
    assert len(methods.operations) == len(methods.also) + 1 == len(methods.old.splitlines()) > 5
    assert len(found.findings) < 40


def test_a_normalised_document_says_what_its_pages_say() -> None:
    config = ApiConfig("admin", PAGES / "docs", "admin", "Admin", PAGES, overlays=(PAGES / "overlay.yaml",))
    pages = described(config, Collector())
    assert pages is not None
    found = compare(api(PAGES / "openapi.yaml"), pages, notations=Notations.DIFFERENT)
    assert (found.findings, found.docs) == ((), ())


PAGE = """# Pets

## List

**get** `/pets`

### Query Parameters

- `tags: optional array of string`

### Returns

- `ratio: number`

### Example

```http
curl "https://api.example.com/pets?tags[]=a&tags[]=b"
```
"""
DOCUMENT = """
servers: [{url: https://api.example.com}]
paths:
  /pets:
    get:
      operationId: findAllPets
      tags: [everything]
      parameters: [{name: 'tags[]', in: query, schema: {type: array, items: {type: string}}}]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: object, required: [ratio], properties: {ratio: {type: number, format: double}}}
        '404': {description: d}
"""


def test_brackets_formats_failures_and_ids_of_one_notation_are_no_difference(tmp_path: Path) -> None:
    page = tmp_path / "pets.md"
    page.write_text(PAGE, "utf-8")
    document, pages = api_of(DOCUMENT), of_pages(page)
    [named] = compare(document, pages, notations=Notations.DIFFERENT).findings
    assert named.rule == "python-method-renamed"
    page.write_text(PAGE.replace("ratio: number", "ratio: string"), "utf-8")
    [other, _] = compare(document, of_pages(page), notations=Notations.DIFFERENT).findings
    assert (other.rule, other.wire) == ("response-property-type-changed", Wire.BREAKING)
    assert len(compare(document, pages).findings) > 3


RENDERERS = [(one, two) for one in Dialect for two in Dialect if one is not two]


def rendered(described: Api, dialect: Dialect, folder: Path) -> Api:
    page = folder / f"{dialect.value}.md"
    page.write_text(single_page(described, Style(dialect)), "utf-8")
    return of_pages(page)


@pytest.mark.parametrize(("one", "two"), RENDERERS, ids=lambda dialect: dialect.value)
@pytest.mark.parametrize("name", ["openai-admin", "showcase"])
def test_another_renderer_of_the_same_pages_is_no_change(name: str, one: Dialect, two: Dialect, tmp_path: Path) -> None:
    described = described_by_hand(name)
    found = compare(*(rendered(described, each, tmp_path) for each in (one, two)), notations=Notations.PAGES)
    assert [(each.title, each.old, each.new) for each in found.findings] == []
    whats = {each.what for each in found.docs}
    assert ("null" in whats) == (Dialect.D3 in (one, two))
    assert ("summary" in whats) == (Dialect.D1 in (one, two))


def test_names_and_annotations_that_follow_from_another_renderer_ask_for_a_version(tmp_path: Path) -> None:
    described = described_by_hand("showcase")
    sides = [rendered(described, each, tmp_path) for each in (Dialect.D1, Dialect.D2)]
    found = compare(*sides, notations=Notations.PAGES)
    [names] = [each for each in found.docs if each.what == "name of the method"]
    assert (names.python, found.bump) == (Python.BREAKING, Bump.MAJOR)
    assert compare(sides[0], sides[0], notations=Notations.PAGES).bump is Bump.NONE


def with_member(described: Api, name: str) -> Api:
    """An API in which a declared type has one more member."""
    types = []
    for each in described.types:
        if each.name == name:
            assert isinstance(each.type, ObjectType)
            more = Field("shelf_mark", nullable(StringType()), False)
            each = replace(each, type=replace(each.type, fields=(*each.type.fields, more)))
        types.append(each)
    return replace(described, types=tuple(types))


@pytest.mark.parametrize(("one", "two"), RENDERERS, ids=lambda dialect: dialect.value)
def test_only_the_real_change_beside_another_renderer_is_said(one: Dialect, two: Dialect, tmp_path: Path) -> None:
    described = described_by_hand("openai-admin")
    sides = rendered(described, one, tmp_path), rendered(with_member(described, "Invite"), two, tmp_path)
    [finding] = compare(*sides, notations=Notations.PAGES).findings
    assert finding.rules == ("response-optional-property-added",)
    assert "shelf_mark" in finding.title
    [gone] = compare(*reversed(sides), notations=Notations.PAGES).findings
    assert gone.rules == ("response-optional-property-removed",)


def test_a_null_that_one_renderer_begins_to_print_among_others_is_said(tmp_path: Path) -> None:
    described = described_by_hand("openai-admin")
    page = tmp_path / "page.md"
    page.write_text(single_page(described, Style(Dialect.D3)), "utf-8")
    base = of_pages(page)
    text = page.read_text("utf-8")
    line = "- `email: string`"
    assert line in text
    page.write_text(text.replace(line, "- `email: string or null`"), "utf-8")
    found = compare(base, of_pages(page), notations=Notations.PAGES)
    assert found.findings and all("nullable" in rule for each in found.findings for rule in each.rules)
