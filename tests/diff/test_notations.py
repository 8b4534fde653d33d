"""OpenAPI compared with reference pages: what differs on the wire, and names as few findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.diff.finding import Wire
from specbind.diff.notations import Notations
from specbind.diff.review import Review
from specbind.ir.api import Api
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


def test_another_renderer_of_the_same_pages_is_nothing_but_the_nulls_that_it_prints(tmp_path: Path) -> None:
    admin = described_by_hand("openai-admin")
    sides = []
    for dialect in (Dialect.D2, Dialect.D3):
        page = tmp_path / f"{dialect.value}.md"
        page.write_text(single_page(admin, Style(dialect)), "utf-8")
        sides.append(of_pages(page))
    [nulls] = compare(*sides, notations=Notations.PAGES).findings
    assert nulls.wire is Wire.SAFE and nulls.careful
    assert {rule.partition("-property-")[2] or rule for rule in nulls.rules} <= {
        "became-nullable",
        "request-parameter-became-nullable",
    }
    assert not compare(sides[0], sides[0], notations=Notations.PAGES).findings
