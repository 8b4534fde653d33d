"""Example documents as people write them: JSON with slips, its values and their lines."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specbind.ir.types import Json
from specbind.reference.examples import (
    ExampleArray,
    ExampleMember,
    ExampleObject,
    ExampleScalar,
    Tolerance,
    plain,
    read_example,
)


def values(text: str) -> list[Json]:
    """The plain documents of an example that is read to its end."""
    found = read_example(text)
    assert found.failed is None
    return [plain(document) for document in found.documents]


def tolerated(text: str) -> list[tuple[Tolerance, int]]:
    """What was tolerated, with lines."""
    return [(each.what, each.line) for each in read_example(text).tolerated]


def test_every_value_knows_its_line() -> None:
    found = read_example('{\n  "id": "boat_1",\n  "crew": [\n    1.5,\n    null\n  ]\n}')
    assert found.tolerated == ()
    assert found.documents == (
        ExampleObject(
            (
                ExampleMember("id", ExampleScalar("boat_1", 2), 2),
                ExampleMember("crew", ExampleArray((ExampleScalar(1.5, 4), ExampleScalar(None, 5)), 3), 3),
            ),
            1,
        ),
    )


def test_a_fraction_is_a_float_and_the_rest_are_integers() -> None:
    assert [type(value) for value in values("[1, 1.0, 1e3, -7, 12345678901234567890]")[0]] == [  # type: ignore[union-attr]
        int,
        float,
        float,
        int,
        int,
    ]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ('{"a": 1,}', {"a": 1}, [(Tolerance.TRAILING_COMMA, 1)]),
        ("[1,\n 2,\n]", [1, 2], [(Tolerance.TRAILING_COMMA, 2)]),
        ('{"a": 1 // one\n}', {"a": 1}, [(Tolerance.COMMENT, 1)]),
        ('{\n# first\n"a": 1}', {"a": 1}, [(Tolerance.COMMENT, 2)]),
        ('{/* a\nb */"a": "// none"}', {"a": "// none"}, [(Tolerance.COMMENT, 1)]),
        ('{"a": 1\n"b": 2}', {"a": 1, "b": 2}, [(Tolerance.MISSING_COMMA, 2)]),
        ('{"a": 1, ...}', {"a": 1}, [(Tolerance.ELISION, 1)]),
        ('{"a": 1\n  ...\n}', {"a": 1}, [(Tolerance.ELISION, 2)]),
        ("[1, 2, \u2026]", [1, 2], [(Tolerance.ELISION, 1)]),
        ("[...]", [], [(Tolerance.ELISION, 1)]),
        ('{"a": ...}', {"a": {}}, [(Tolerance.ELISION, 1)]),
        ("{'a': 'it\\'s'}", {"a": "it's"}, [(Tolerance.QUOTES, 1), (Tolerance.QUOTES, 1)]),
        ("{a: True, b: None}", {"a": True, "b": None}, [(Tolerance.BARE_NAME, 1), (Tolerance.BARE_WORD, 1)] * 2),
        ('{"a": "x\ny"}', {"a": "x\ny"}, [(Tolerance.RAW_CONTROL, 1)]),
    ],
)
def test_slips_are_read_and_named(text: str, value: Json, expected: list[tuple[Tolerance, int]]) -> None:
    assert values(text) == [value]
    assert tolerated(text) == expected


def test_what_an_example_leaves_out_is_marked_where_it_is() -> None:
    (document,) = read_example('{"data": [{"id": 1, ...}], "more": ...}').documents
    assert isinstance(document, ExampleObject)
    assert not document.elided
    data, more = (member.value for member in document.members)
    assert isinstance(data, ExampleArray)
    assert not data.elided
    assert [item.elided for item in (*data.items, more) if isinstance(item, ExampleObject)] == [True, True]


def test_json_lines_are_several_documents() -> None:
    assert values('{"a": 1}\n{"a": 2}\n') == [{"a": 1}, {"a": 2}]


def test_events_are_read_as_their_data() -> None:
    text = 'event: start\ndata: {"a": 1}\n\nevent: stop\ndata: {"a": 2}\n\ndata: [DONE]\n'
    assert values(text) == [{"a": 1}, {"a": 2}]
    assert tolerated(text) == [(Tolerance.EVENTS, 1)]
    assert [document.line for document in read_example(text).documents] == [2, 5]


@pytest.mark.parametrize(
    ("text", "value", "failed"),
    [
        ('{\n "a": [1,\n 2', {"a": [1, 2]}, 3),
        ('{"a": {"b": 1, "c": <id>}}', {"a": {"b": 1}}, 1),
        ('{"a" 1}', {}, 1),
        ("[1, @]", [1], 1),
    ],
)
def test_what_was_read_before_a_failure_is_kept(text: str, value: Json, failed: int) -> None:
    found = read_example(text)
    assert ([plain(document) for document in found.documents], found.failed) == ([value], failed)


@pytest.mark.parametrize("text", ["<html></html>", "Not JSON at all.", "OK", "%PDF-1.7"])
def test_what_is_no_json_fails_where_it_begins(text: str) -> None:
    found = read_example("\n" + text)
    assert (found.documents, found.failed) == ((), 2)


def test_nothing_at_all_is_no_document() -> None:
    assert read_example(" \n\n") == read_example("")
    assert values("") == []


def test_escapes_are_those_of_json() -> None:
    text = r'"\u00e9\n\t\"\\\/\ud83d\ude00"'
    assert values(text) == [json.loads(text)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_json_is_read_as_json(value: Json, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert values(text) == [json.loads(text)]
    assert tolerated(text) == []


@given(st.text(alphabet="{}[]\",:'.#/*\\ \n1aetrun-…", max_size=60))
def test_no_text_raises(text: str) -> None:
    found = read_example(text)
    assert found.failed is None or 1 <= found.failed <= text.count("\n") + 1


@pytest.mark.parametrize("piece", ["[", '{"a":', "'", '"', "/*", "#", "...", "- ", "\\", "1"])
def test_long_nonsense_is_read_in_linear_time(piece: str) -> None:
    start = time.process_time()
    read_example(piece * 20_000)
    assert time.process_time() - start < 2
