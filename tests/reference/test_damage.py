"""Damaged, foreign and hostile pages: what is reported, and where."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specbind.diagnostics import Collector, Diagnostic
from specbind.ir.api import Api
from specbind.ir.check import check
from specbind.reference.heads import head
from specbind.reference.read import read

from tests.reference.damage import edits, found, is_near

PAGES = Path(__file__).parent / "pages"
BOATS = (PAGES / "dialects" / "d3.md").read_text("utf-8")


def read_text(folder: Path, text: str) -> tuple[Api | None, tuple[Diagnostic, ...]]:
    """The API of one page, and what is reported of it."""
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    collector = Collector()
    api = read(page, collector)
    assert api is None or check(api) == []
    return api, collector.diagnostics


def line_of(text: str, part: str) -> int:
    """The line, from 1, that first holds a part of the text."""
    return next(number for number, line in enumerate(text.split("\n"), start=1) if part in line)


def said(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    """The rules and lines of what is reported, without the score."""
    places = ((each.rule.name, each.span.position.line if each.span else 0) for each in diagnostics)
    return [(name, line) for name, line in places if name != "page-score"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("  - `berth: number or null`", "  - `berth: number or null", "damaged-member"),
        ("  - `berth: number or null`", "  -`berth: number or null`", "damaged-member"),
        ("  - `berth: number or null`", "  `berth: number or null`", "damaged-member"),
        ("  - `created_at: string`\n\n", "  - `created_at: string`\n", "damaged-member"),
        ("- `Boat object { id,", "- `Boat object  id,", "damaged-member"),
        ("berth, created_at, 2 more }`", "berth, created_at, 2 more `", "damaged-member"),
        ("/harbours/{harbour_id}/boats`\n", "/harbours/{harbour_id/boats`\n", "damaged-member"),
        ("**post** `/v1/", "**post** /v1/", "damaged-member"),
        ("  - `berth: number or null`", "   - `berth: number or null`", "misplaced-line"),
        ("    Berth number,", "  Berth number,", "unplaced-line"),
        ("    Berth number,", "      Berth number,", "misplaced-line"),
        ("- `ballast: optional Plate or null`", "  - `ballast: optional Plate or null`", "head-mismatch"),
        ("or `null` while at sea", "or null` while at sea", "damaged-text"),
    ],
)
def test_a_damaged_line_is_reported_where_it_is_and_read_all_the_same(
    old: str, new: str, rule: str, tmp_path: Path
) -> None:
    assert BOATS.count(old) >= 1
    text = BOATS.replace(old, new, 1)
    api, diagnostics = read_text(tmp_path, text)
    assert (rule, line_of(text, new.split("\n")[0])) in said(diagnostics)
    assert api is not None
    assert [operation.key for operation in api.operations] == ["POST /v1/harbours/{harbour_id}/boats"]


def test_a_lost_member_is_missed_by_the_head_that_announces_it(tmp_path: Path) -> None:
    text = BOATS.replace("  - `created_at: string`\n\n    RFC 3339 time of registration.\n\n", "", 1)
    _, diagnostics = read_text(tmp_path, text)
    (missing,) = [each for each in diagnostics if each.rule.name == "head-mismatch"]
    assert "the field `created_at`" in missing.message
    assert missing.span is not None
    assert abs(missing.span.position.line - line_of(text, "while at sea")) <= 2
    assert [related.span.position.line for related in missing.related] == [line_of(text, "`Boat object {")]


def test_a_lost_value_is_missed(tmp_path: Path) -> None:
    text = BOATS.replace('        - `"b"`\n\n', "", 1)
    _, diagnostics = read_text(tmp_path, text)
    assert ("head-mismatch", line_of(text, '        - `"c"`')) in said(diagnostics)


def test_a_lost_variant_is_missed(tmp_path: Path) -> None:
    wider = "`pennant: optional string or Signal or Plate or Hull`"
    text = BOATS.replace("`pennant: optional array of Signal`", wider, 1)
    _, diagnostics = read_text(tmp_path, text)
    (missing,) = [each for each in diagnostics if each.rule.name == "head-mismatch"]
    assert missing.message.endswith("announces 4 variants, and there are 3")


def test_fields_among_values_are_reported(tmp_path: Path) -> None:
    text = BOATS.replace('    - `"bravo"`\n', "    - `bravo: string`\n", 1)
    _, diagnostics = read_text(tmp_path, text)
    assert ("head-mismatch", line_of(text, "    - `bravo: string`")) in said(diagnostics)


def test_members_of_a_scalar_are_reported(tmp_path: Path) -> None:
    text = BOATS.replace("- `name: string`\n", "- `name: string`\n\n  - `first: string`\n", 1)
    _, diagnostics = read_text(tmp_path, text)
    assert ("head-mismatch", line_of(text, "  - `first: string`")) in said(diagnostics)


def test_a_cut_page_is_reported_where_it_ends(tmp_path: Path) -> None:
    text = BOATS[: BOATS.index('  "berth": 0')]
    _, diagnostics = read_text(tmp_path, text)
    opening = text.split("\n").index("```json") + 1
    assert ("unclosed-code", opening) in said(diagnostics)
    text = BOATS[: BOATS.index("  - `spare: Plate or null`")]
    _, diagnostics = read_text(tmp_path, text)
    assert [(name, line >= text.count("\n") - 2) for name, line in said(diagnostics)] == [("head-mismatch", True)]


def test_a_page_that_begins_in_the_middle_takes_its_operation_from_the_example(tmp_path: Path) -> None:
    api, diagnostics = read_text(tmp_path, BOATS[BOATS.index("### Path Parameters") :])
    assert said(diagnostics) == [("incomplete-operation", 1)]
    assert api is not None
    assert [operation.key for operation in api.operations] == ["POST /v1/harbours/{harbour_id}/boats"]


def test_an_operation_without_method_path_and_example_is_left_out(tmp_path: Path) -> None:
    start, end = BOATS.index("### Path Parameters"), BOATS.index("### Example")
    api, diagnostics = read_text(tmp_path, BOATS[start:end])
    assert said(diagnostics)[:1] == [("incomplete-operation", 1)]
    assert api is not None
    assert api.operations == ()


def test_the_score_of_a_page_says_what_holds(tmp_path: Path) -> None:
    text = BOATS.replace("  - `created_at: string`\n\n    RFC 3339 time of registration.\n\n", "", 1)
    _, diagnostics = read_text(tmp_path, text)
    (score,) = [each.message for each in diagnostics if each.rule.name == "page-score"]
    assert re.search(r"holds together to 9\d\.\d % \(4 of 5 objects, \d+ of \d+ lists of values, ", score)


def test_a_type_that_no_page_describes_is_any_value(tmp_path: Path) -> None:
    text = BOATS.replace("- `name: string`\n", "- `name: Signature`\n", 1)
    api, diagnostics = read_text(tmp_path, text)
    assert said(diagnostics) == [("unbound-type", line_of(text, "- `name: Signature`"))]
    assert api is not None


def test_an_unknown_section_is_reported(tmp_path: Path) -> None:
    text = BOATS.replace("### Example", "### Limits\n\nTen boats a day.\n\n### Example", 1)
    _, diagnostics = read_text(tmp_path, text)
    assert said(diagnostics) == [("unknown-section", line_of(text, "### Limits"))]


def test_an_example_that_cannot_be_read_is_reported_where_it_breaks(tmp_path: Path) -> None:
    text = BOATS.replace('  "hull": {"age": 0, "kind": "wood"},', '  "hull": {"age": 0, "kind": },', 1)
    _, diagnostics = read_text(tmp_path, text)
    assert said(diagnostics) == [("unusable-example", line_of(text, '"kind": }'))]


def test_the_page_of_an_operation_wins_over_others_and_differences_are_reported(tmp_path: Path) -> None:
    (tmp_path / "boats.md").write_text(BOATS.replace("`name: string`", "`name: optional string`", 1), "utf-8")
    (tmp_path / "boats").mkdir()
    leaf = BOATS[BOATS.index("## Create Boat") :]
    (tmp_path / "boats" / "register.md").write_text(leaf, "utf-8")
    collector = Collector()
    api = read(tmp_path, collector)
    (differing,) = collector.diagnostics
    assert differing.rule.name == "different-renderings"
    assert differing.message.endswith("is documented twice, and `name: optional string` differs")
    assert str(differing.span).endswith(f"boats.md:{line_of(BOATS, '- `name: string`')}:3")
    assert api is not None
    assert [operation.call for operation in api.operations] == [("boats", "register")]


def test_a_web_page_is_no_reference_page(tmp_path: Path) -> None:
    (tmp_path / "boats.md").write_text(BOATS, "utf-8")
    (tmp_path / "login.md").write_text("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "utf-8")
    collector = Collector()
    api = read(tmp_path, collector)
    assert [each.rule.name for each in collector.diagnostics] == ["not-a-reference-page"]
    assert api is not None
    assert len(api.operations) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "# Notes\n", "Just prose.\n", "---\ntitle: x\n---\n"])
def test_pages_that_document_nothing_are_an_error(text: str, tmp_path: Path) -> None:
    _, diagnostics = read_text(tmp_path, text)
    assert "nothing-described" in [each.rule.name for each in diagnostics]


def hostile() -> Iterator[tuple[str, str]]:
    deep = "\n\n".join(f"{'  ' * depth}- `f{depth}: object {{ f{depth + 1} }}`" for depth in range(400))
    yield "deep members", BOATS.replace("- `name: string`\n", f"{deep}\n", 1)
    yield "a deep indentation", BOATS.replace("- `name: string`\n", f"{'  ' * 100_000}- `x: string`\n", 1)
    yield "a deep head", BOATS.replace("name: string", f"name: {'map[' * 50_000}string{']' * 50_000}", 1)
    yield "a long head", BOATS.replace("name: string", "name: " + " or ".join(f'"{n}"' for n in range(100_000)), 1)
    yield "nulls", BOATS.replace("name", "na\0me")
    yield "backticks", BOATS + "`" * 200_000
    yield "stars", BOATS.replace("**post**", "*" * 200_000, 1)
    yield "brackets", BOATS.replace('{"age": 0, "kind": "wood"}', "[" * 100_000, 1)
    yield "quotes in a call", BOATS.replace('-d \'{"name"', "-d '" + "'\"" * 50_000, 1)
    yield "fences", BOATS + "\n```" * 20_000
    yield "headings", BOATS + "\n# x" * 20_000
    yield "one line", "- `" * 200_000
    yield "a sentence", BOATS.replace("Spare plate.", "Defaults to " * 50_000, 1)
    yield "digits", BOATS.replace("Spare plate.", f"Ranges from `{'9' * 10_000}` to `{'9' * 10_001}`.", 1)


@pytest.mark.parametrize(("name", "text"), list(hostile()), ids=[name for name, _ in hostile()])
def test_a_hostile_page_is_read_or_refused_in_little_time(name: str, text: str, tmp_path: Path) -> None:
    _, diagnostics = read_text(tmp_path, text)
    assert all(each.span is None or each.span.position.line >= 1 for each in diagnostics)


def test_a_type_that_extends_itself_ends(tmp_path: Path) -> None:
    text = (
        BOATS + "\n## Domain Types\n\n### A\n\n- `A = B`\n\n  - `a: string`\n\n### B\n\n- `B = A`\n\n  - `b: string`\n"
    )
    api, _ = read_text(tmp_path, text)
    assert api is not None
    assert {"A", "B"} <= {decl.name for decl in api.types}


PIECES = st.sampled_from(
    (
        *(
            "# A",
            "## B",
            "### Returns",
            "### Path Parameters",
            "### Example",
            "## Domain Types",
            "```",
            "```json",
            "{}",
        ),
        *(
            "**get** `/a/{b}`",
            "**** ``",
            "- `a: string`",
            "  - `b: optional C`",
            '- `"x" or "y"`',
            "- `C object { d }`",
        ),
        *(
            "- `E = C`",
            "- `m: map[array of C or null]`",
            "text `odd",
            "  text",
            "curl https://x.test/a/1 -d '{",
            "<!--",
            "",
        ),
    )
)


@given(lines=st.lists(PIECES, max_size=30))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines_give_an_api_or_a_reason(lines: list[str], tmp_path: Path) -> None:
    api, diagnostics = read_text(tmp_path, "\n\n".join(lines) + "\n")
    assert api is not None or diagnostics


TERMS = st.recursive(
    st.sampled_from(("string", "number", "boolean", "unknown", "Widget", '"a"', '"b c"', "object { x, y }")),
    lambda inner: st.one_of(
        inner.map(lambda term: f"map[{term}]"),
        inner.map(lambda term: f"array of {term}"),
        st.lists(inner, min_size=2, max_size=3).map(" or ".join),
        inner.map(lambda term: f"{term} or null"),
    ),
    max_leaves=6,
)


@given(term=TERMS, optional=st.sampled_from(("", "optional ")))
def test_every_term_of_the_grammar_is_a_head(term: str, optional: str) -> None:
    assert head(f"name: {optional}{term}") is not None
    assert head(f"Name = {term}") is not None
    assert head(term) is not None or term.startswith("Widget object")


@given(text=st.text(alphabet='ab "{}[],:=ofrnuljctm1 ', max_size=40))
def test_any_text_is_a_head_or_is_none(text: str) -> None:
    assert head(text) is None or text.strip()


def test_nine_of_ten_damaged_lines_are_reported_where_they_are(tmp_path: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in sorted(PAGES.rglob("*.md"))}
    before = {path: found(path, path.parent) for path in pages}
    near = 0
    for edit in islice(edits(pages, 300, seed=20), 300):
        page = tmp_path / edit.path.name
        page.write_text(edit.text, "utf-8")
        near += is_near(edit, before[edit.path], found(page, tmp_path))
    assert near >= 270


def test_edits_are_of_all_kinds() -> None:
    pages = {path: path.read_text("utf-8") for path in sorted(PAGES.rglob("*.md"))}
    kinds = {edit.kind for edit in edits(pages, 12, seed=random.Random(1).randrange(100))}
    assert len(kinds) == 6
