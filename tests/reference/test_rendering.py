"""The oracle's own tests: pages follow the format's rules, checked on their text alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Method, Resource
from specbind.ir.types import (
    ArrayType,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TypeDecl,
    UnionType,
    nullable,
)
from specbind.openapi.read import read
from specbind.passes.resources import resources
from specbind.passes.styles import styles

from tests.passes.build import op

from .rendering import Dialect, Style, leaf_pages, resource_pages, single_page

SPEC = Path(__file__).parents[2] / "spec"
UNIT = EnumType((EnumValue("mm"), EnumValue("in", description="Inches.")))
CIRCLE = TypeDecl("Circle", ObjectType((Field("r", NumberType(), True),)), "A round one.")
SQUARE = ObjectType((Field("unit", UNIT, True), Field("side", NumberType(), False)), title="Square")
PART = ObjectType(
    (
        Field("shape", nullable(UnionType((RefType("Circle"), SQUARE, StringType()))), False, "Outline."),
        Field("id", StringType(), True),
        Field("kind", ConstType("part"), True),
        Field("more", ArrayType(RefType("Circle")), True),
    )
)


def parts() -> Api:
    """One operation with an anonymous answer."""
    operation = op("GET /parts/{id}", PART)
    tree = Resource((), (), (Resource(("parts",), (Method("retrieve", operation.key),)),))
    return Api("Parts", "1", (operation,), (CIRCLE,), resources=tree)


def described(name: str) -> Api:
    """An API of this repository with its tree."""
    api = read(SPEC / name / "openapi.yaml", Collector())
    assert api is not None
    return resources(styles(api, Overrides()), Overrides(), Collector())


def returns(page: str) -> str:
    """The section about the answer."""
    return page.partition("### Returns\n\n")[2].partition("\n\n### Example")[0]


EXPECTED = """\
- `id: string`

- `kind: "part"`

  - `"part"`

- `more: array of Circle`

  - `r: number`

- `shape: optional Circle or object { unit, side } or string`

  Outline.

  - `Circle object { r }`

  - `Square object { unit, side }`

    - `unit: "mm" or "in"`

      - `"mm"`

      - `"in"`

        Inches.

    - `side: optional number`

  - `string`"""


def test_the_second_dialect_writes_a_type_in_full_once() -> None:
    assert returns(single_page(parts(), Style(Dialect.D2))) == EXPECTED


def test_the_third_dialect_prints_null() -> None:
    expected = EXPECTED.replace("side } or string`", "side } or string or null`")
    assert returns(single_page(parts(), Style(Dialect.D3))) == expected


def test_the_first_dialect_writes_a_type_in_full_each_time_and_names_all_variants() -> None:
    expected = EXPECTED.replace(
        "Circle object { r }`", "Circle = object { r }`\n\n    A round one.\n\n    - `r: number`"
    )
    expected = expected.replace("Square object", "Square = object").replace("- `string`", "- `UnionMember2 = string`")
    expected = expected.replace("id: UnionMember2 = string", "id: string")
    page = single_page(parts(), Style(Dialect.D1))
    assert returns(page) == expected
    assert "## Retrieve\n\n**get** `/parts/{id}`\n" in page


def test_titled_types_are_inline() -> None:
    page = single_page(parts(), Style(Dialect.D2, titled=frozenset({"Circle"})))
    assert "- `more: array of object { r }`" in page
    assert "  - `Circle object { r }`\n\n    A round one.\n\n    - `r: number`" in page


HEAD = re.compile(r"^( *)- `([^`]+)`$")
BODY = re.compile(r"object \{ ([^{}]*) \}")


def bullets(page: str) -> list[tuple[int, str]]:
    """Depths and heads of a page, its examples left out."""
    text = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    return [(len(match[1]) // 2, match[2]) for line in text.splitlines() if (match := HEAD.match(line))]


@pytest.mark.parametrize("name", ["openai-admin", "showcase"])
@pytest.mark.parametrize("dialect", Dialect)
def test_every_page_obeys_the_laws_of_the_format(name: str, dialect: Dialect) -> None:
    page = single_page(described(name), Style(dialect))
    heads = bullets(page)
    assert len(heads) > 300
    for index, (depth, head) in enumerate(heads):
        for body in BODY.findall(head):
            names = body.split(", ")
            more = re.fullmatch(r"(\d+) more", names[-1])
            assert len(names) == 4 and int(more[1]) >= 2 if more else len(names) <= 4, head
        match = re.fullmatch(r"(?:\w+: (?:optional )?)?(?:\w+ (?:= )?)?object \{ ([^{}]*) \}(?: or null)?", head)
        if match is not None:
            below = _below(heads, index, depth)
            names = match[1].split(", ")
            total = len(names) if "more" not in names[-1] else len(names) - 1 + int(names[-1].split()[0])
            assert len(below) in (total, 0), head
    assert any("or null" in head for _, head in heads) == (dialect is Dialect.D3)
    assert "\n\n\n" not in re.sub(r"```.*?```", "code", page, flags=re.DOTALL)


def _below(heads: list[tuple[int, str]], index: int, depth: int) -> list[str]:
    """The heads one level deeper, up to the next one that is not deeper."""
    found = []
    for inner, head in heads[index + 1 :]:
        if inner <= depth:
            break
        if inner == depth + 1:
            found.append(head)
    return found


def test_pages_in_a_folder_say_what_the_single_page_says() -> None:
    api, style = described("openai-admin"), Style()
    whole = single_page(api, style)
    folder = resource_pages(api, style)
    assert whole == "\n".join(folder.values())
    leaves = leaf_pages(api, style)
    operations = [text for text in leaves.values() if text.startswith("## ")]
    assert len(operations) == 119
    assert all(text.strip() in whole for text in operations)
