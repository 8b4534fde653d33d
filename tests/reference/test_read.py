"""Pages in, the API and the diagnostics out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, ApiKeyScheme, BearerScheme, Location
from specbind.ir.check import check, check_finished
from specbind.ir.dump import dump
from specbind.ir.types import NULL, Type, UnionType
from specbind.ir.unions import union_of
from specbind.ir.walk import map_types
from specbind.passes.run import run
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


@pytest.fixture(scope="module")
def orchard() -> Api:
    return api_of(PAGES / "orchard", "not-an-http-call")


def facts(api: Api, only: str) -> str:
    """An operation or a type as text, without places."""
    return re.sub(r"  # \S+$", "", dump(api, only), flags=re.MULTILINE)


def has(api: Api, only: str, *blocks: str) -> None:
    """Assert that some lines are among the facts of an operation or a type."""
    text = facts(api, only)
    for block in blocks:
        wanted = dedent(block).strip("\n")
        lines = wanted.split("\n")
        found = re.search("\n".join(rf"^ *{re.escape(line.strip())}$" for line in lines), text, re.MULTILINE)
        assert found, f"{wanted}\n\nis not in\n\n{text}"


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


def test_a_page_that_prints_null_is_believed_where_it_does_not() -> None:
    has(
        api_of(PAGES / "dialects" / "d3.md"),
        "Boat",
        "berth: union\nor: integer\nor: number\nor: null",
        "spare: union\nor: -> Plate",
    )
    has(
        api_of(PAGES / "dialects" / "d2.md"),
        "Boat",
        "berth: union\nor: integer\nor: number\nor: null",
        "spare: -> Plate",
    )


def test_parameters_are_read_with_what_their_text_states(orchard: Api) -> None:
    has(
        orchard,
        "GET /v1/orchards/{orchard_id}/trees",
        """
        parameter limit (query, form, explode, default 20): integer Bounds(minimum=1, maximum=100)
        inferred default 20: the text says: Defaults to `20`.
        """,
        """
        parameter height (query, deepObject, explode): object
        gt?: number
        lt?: number
        """,
        "parameter planted_at[gte] (query, form, explode): number",
        "parameter species (query, form, joined): array",
    )


def test_the_array_style_of_an_example_call_holds_for_all_lists(orchard: Api) -> None:
    has(
        orchard,
        "GET /v1/orchards/{orchard_id}/trees",
        """
        parameter group_by (query, brackets, explode): array
        item: enum "species" | "row"
        inferred array style brackets: an example call sends `group_by[]`
        """,
    )


def test_a_body_is_what_its_bullets_say(orchard: Api) -> None:
    has(
        orchard,
        "POST /v1/orchards/{orchard_id}/trees",
        """
        application/json: object
          fruit: -> Fruit
          species: -> Species
          notes?: union
            or: string
            or: array
              item: string
            or: array
              item: -> Note
          plot?: object
            row: number
            slot?: enum "left" | "right" | 3
          tags?: map
            value: string
          water?: array
            item: enum "rain" | "well"
        """,
    )
    has(
        orchard,
        "Species",
        """
        is: union
        or: enum "apple" | "pear" | "plum" | "quince" | "medlar"
        or: string
        """,
    )


def test_values_keep_what_is_said_of_them(orchard: Api) -> None:
    species = next(decl.type for decl in orchard.types if decl.name == "Species")
    assert isinstance(species, UnionType)
    (apple, *others) = species.variants[0].values  # type: ignore[union-attr]
    assert (apple.value, apple.description) == ("apple", "Keeps well.")
    assert [value.description for value in others] == [None] * 4


def test_a_union_is_told_apart_by_its_constants(orchard: Api) -> None:
    has(
        orchard,
        "Fruit",
        """
        inferred discriminator kind: each variant has a value of its own for it
        is: union inferred tag kind (core=0, stone=1)
        or: -> CoreFruit
        or: -> StoneFruit
        """,
    )


def test_an_inline_object_is_called_as_its_bullet_says(orchard: Api) -> None:
    has(orchard, "StoneFruit", "graft?: union\nor: -> CoreFruit\nor: -> Rootstock")


def test_a_declaration_with_fields_below_another_type_extends_it(orchard: Api) -> None:
    text = facts(orchard, "GraftedTree")
    names = re.findall(r"^    (\w+)\??: ", text, re.MULTILINE)
    assert names == ["id", "fruit", "height", "object", "parent", "planted_at", "felled_at", "keeper", "scion"]
    has(
        orchard,
        "POST /v1/orchards/{orchard_id}/trees/{tree_id}/graft",
        "or: -> GraftedTree\nor: object\nwilted: boolean",
    )


def test_a_mention_means_the_type_of_its_section_of_a_resource_or_of_any_page(orchard: Api) -> None:
    has(orchard, "Harvest", "rings: -> RingWidths", "tree: -> Tree")
    has(orchard, "Tree", "parent: union\nor: -> Tree\nor: null")


def test_hand_written_examples_prove_null_and_numbers_but_the_first_example_proves_nothing(orchard: Api) -> None:
    has(
        orchard,
        "Tree",
        """
        parent: union
        or: -> Tree
        or: null
        inferred null: an example has null
        """,
        "height: integer\ninferred integer: an example has a whole number",
    )
    has(orchard, "StoneFruit", "stone_mm: number\ncolour?: string")
    has(orchard, "CoreFruit", "seeds: union\nor: integer\nor: number")


def test_every_inferred_fact_says_where_its_proof_is(orchard: Api) -> None:
    tree = next(decl for decl in orchard.types if decl.name == "Tree")
    found = {
        each.fact: str(each.span)
        for field in tree.type.fields  # type: ignore[union-attr]
        for each in field.inferred
        if field.wire_name in ("parent", "planted_at")
    }
    page = PAGES / "orchard" / "trees.md"
    lines = page.read_text("utf-8").split("\n")
    assert set(found) == {"null", "integer"}
    null_line, integer_line = (int(found[fact].split(":")[-2]) for fact in ("null", "integer"))
    assert '"parent": null, // the first one' in lines[null_line - 1]
    assert "`planted_at: number`" in lines[integer_line - 1]


def test_credentials_come_from_the_example_calls(orchard: Api) -> None:
    schemes = {scheme.name: scheme for scheme in orchard.security_schemes}
    assert schemes["orchard_key"] == ApiKeyScheme("orchard_key", Location.HEADER, "X-Orchard-Key")
    assert schemes["orchard_token"] == BearerScheme("orchard_token")
    assert [getattr(scheme, "variable", None) for scheme in schemes.values()] == ["ORCHARD_TOKEN", "ORCHARD_KEY"]
    assert [[use.scheme for use in choice] for choice in orchard.security] == [["orchard_key"]]
    upload = next(operation for operation in orchard.operations if operation.call[-1:] == ("upload",))
    assert [[use.scheme for use in choice] for choice in upload.security or ()] == [["orchard_token"]]


def test_a_credential_that_is_listed_as_a_header_is_no_parameter(orchard: Api) -> None:
    text = facts(orchard, "POST /v1/orchards/{orchard_id}/trees")
    assert "parameter orchard-mode (header, simple, joined): enum" in text
    assert "x-orchard-key" not in text


def test_a_header_that_all_examples_send_is_a_constant_parameter(orchard: Api) -> None:
    for operation in orchard.operations:
        has(orchard, operation.key, 'parameter orchard-version (header, simple, joined, required): const "2026-03-01"')


def test_the_base_url_is_what_stands_before_the_paths(orchard: Api) -> None:
    assert [server.url for server in orchard.servers] == ["https://api.example.com"]
    assert orchard.inferred[0].reason == "11 of 11 example calls go there"


def test_files_streams_and_lines_are_known_by_what_is_shown_and_what_is_not(orchard: Api) -> None:
    has(orchard, "POST /v1/photos", "multipart/form-data: object\nimage: binary")
    has(orchard, "GET /v1/photos/{photo_id}/content", "response 200:\napplication/octet-stream: binary")
    has(orchard, "GET /v1/photos/export.jsonl", "response 200:\napplication/jsonl: -> Photo")
    has(orchard, "POST /v1/photos/{photo_id}/describe", "text/event-stream: no shape")
    has(orchard, "DELETE /v1/orchards/{orchard_id}/trees/{tree_id}", "response 200: no content")


def test_limits_with_a_fraction_mean_a_number(orchard: Api) -> None:
    has(
        orchard,
        "POST /v1/photos/{photo_id}/describe",
        "temperature? default 1.0: number Bounds(minimum=0.0, maximum=2.0)",
    )


def test_methods_are_found_by_pages_headings_and_titles(orchard: Api) -> None:
    assert {operation.key: ".".join(operation.call) for operation in orchard.operations} == {
        "POST /v1/photos": "photos.upload",
        "GET /v1/photos/{photo_id}/content": "photos.download",
        "GET /v1/photos/export.jsonl": "photos.export",
        "POST /v1/photos/{photo_id}/describe": "photos.describe",
        "POST /v1/orchards/{orchard_id}/trees": "trees.plant",
        "GET /v1/orchards/{orchard_id}/trees": "trees.list",
        "DELETE /v1/orchards/{orchard_id}/trees/{tree_id}": "trees.fell",
        "POST /v1/orchards/{orchard_id}/trees/{tree_id}/graft": "trees.graft",
        "GET /v1/orchards/{orchard_id}/trees/{tree_id}/harvests": "trees.harvests.list",
    }


def test_deprecation_and_descriptions_are_kept(orchard: Api) -> None:
    fell = next(operation for operation in orchard.operations if operation.call == ("trees", "fell"))
    plant = next(operation for operation in orchard.operations if operation.call == ("trees", "plant"))
    assert fell.deprecated
    assert plant.description is not None
    assert plant.description.startswith("Plant a tree. The answer\ncomes before the tree is in the ground.\n\n- Trees")


def test_the_passes_accept_what_is_read(orchard: Api) -> None:
    collector = Collector()
    assert check_finished(run(orchard, Overrides(), collector)) == []
    assert collector.diagnostics == ()


def test_pages_are_the_same_api_with_any_line_ends_marks_and_tabs(tmp_path: Path) -> None:
    page = PAGES / "dialects" / "d3.md"
    text = page.read_text("utf-8")
    plain = api_of(page)
    for name, data in {
        "crlf.md": text.replace("\n", "\r\n").encode(),
        "bom.md": b"\xef\xbb\xbf" + text.encode(),
        "utf16.md": text.encode("utf-16"),
        "tabs.md": re.sub(r"^( {2})+(?=- )", lambda match: "\t" * (len(match[0]) // 2), text, flags=re.M).encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
        assert api_of(tmp_path / name).operations == plain.operations


def test_a_demoted_page_is_the_same_api(tmp_path: Path) -> None:
    page = PAGES / "dialects" / "d3.md"
    (tmp_path / "d3.md").write_text(re.sub(r"^#", "##", page.read_text("utf-8"), flags=re.M), "utf-8")
    assert api_of(tmp_path / "d3.md").operations == api_of(page).operations


@pytest.mark.parametrize(
    "headings",
    [
        ("路径参数", "请求体参数", "返回", "示例", "响应"),
        ("Pfad-Parameter", "Body-Parameter", "Rückgabe", "Beispiel", "Antwort"),
        ("Paramètres de chemin", "Corps de la requête", "Renvoie", "Exemple", "Réponse"),
        ("xx", "xy", "xz", "yx", "zx"),
    ],
)
def test_sections_are_known_in_any_language(headings: tuple[str, ...], tmp_path: Path) -> None:
    page = PAGES / "dialects" / "d3.md"
    text = page.read_text("utf-8")
    for english, other in zip(
        ("Path Parameters", "Body Parameters", "Returns", "Example", "Response"), headings, strict=True
    ):
        text = re.sub(rf"^(#+) {english}$", rf"\1 {other}", text, flags=re.M)
    (tmp_path / "d3.md").write_text(text, "utf-8")
    assert api_of(tmp_path / "d3.md").operations == api_of(page).operations
