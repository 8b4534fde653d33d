"""Loading: YAML by the core schema of 1.2, JSON, and what is wrong with a text located in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.openapi import events
from specbind.openapi.load import load
from specbind.openapi.places import JsonPlaces, YamlPlaces
from specbind.source import Position


def load_text(folder: Path, text: str | bytes, name: str = "a.yaml") -> tuple[Json, list[str]]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    collector = Collector()
    document = load(path, name, collector)
    problems = []
    for found in collector.diagnostics:
        assert found.span is not None
        at = found.span.position
        problems.append(f"{found.rule.code} {at.line}:{at.column} {found.message}")
    return (document.value if document is not None else None), problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("010", 10),
        ("0o10", 8),
        ("0xff", 255),
        ("-7", -7),
        ("+7", 7),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2020-01-01", "2020-01-01"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("1.10", 1.1),
        ("1.2.3", "1.2.3"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
        ("!!int '1'", 1),
        ("=", "="),
        ("-", [None]),
        ("<<", "<<"),
        ("!!timestamp 2020-01-01", "2020-01-01"),
    ],
)
def test_a_scalar_is_read_by_the_core_schema(tmp_path: Path, written: str, value: Json) -> None:
    found, problems = load_text(tmp_path, f"- {written}\n" if written != "-" else "-\n  -\n")
    assert found == [value]
    assert isinstance(found, list) and type(found[0]) is type(value)
    assert problems == []


def test_keys_are_text(tmp_path: Path) -> None:
    found, problems = load_text(tmp_path, "200: a\non: b\n~: c\n1.0: d\ntrue: e\n")
    assert found == {"200": "a", "on": "b", "~": "c", "1.0": "d", "true": "e"}
    assert problems == []


def test_aliases_and_merge_keys_are_expanded(tmp_path: Path) -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 9\nd: *a\ne: &k key\n*k : v\n"
    found, problems = load_text(tmp_path, text)
    assert found == {
        "a": {"x": 1, "y": 2},
        "b": {"y": 3, "z": 4},
        "c": {"x": 9, "y": 2, "z": 4},
        "d": {"x": 1, "y": 2},
        "e": "key",
        "key": "v",
    }
    assert problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "SB105 3:1 `a` stands twice in one mapping"),
        ("a: [1\n", "SB104 2:1 not YAML: did not find expected ',' or ']'"),
        ("a:\n\tb: 1\n", "SB104 2:1 not YAML: found character that cannot start any token"),
        ("a: \x01\n", "SB104 1:4 not YAML: control characters are not allowed"),
        (
            "a: !!python/object:os.system x\n",
            "SB108 1:4 the tag `!!python/object:os.system` is not supported",
        ),
        ("a: !include b.yaml\n", "SB108 1:4 the tag `!include` is not supported"),
        ("a: !!set {x}\n", "SB108 1:4 the tag `!!set` is not supported"),
        ("? [a]\n: b\n", "SB112 1:3 a key must be plain text"),
        ("? {a: 1}\n: b\n", "SB112 1:3 a key must be plain text"),
        ("a: &a [1]\n*a : b\n", "SB112 2:1 a key must be plain text"),
        ("a:\n  <<: 1\n", "SB112 2:7 `<<` merges a mapping or a list of mappings"),
        ("a: &a\n  b: *a\n", "SB107 2:6 `*a` stands inside its own anchor"),
        ("a: *b\n", "SB104 1:4 no anchor `b` before this alias"),
        ("", "SB111 1:1 `a.yaml` is empty"),
        ("# nothing\n", "SB111 1:1 `a.yaml` is empty"),
        ("text\n", "SB111 1:1 `a.yaml` holds a single value, not a mapping"),
    ],
)
def test_a_bad_yaml_text_is_refused_where_it_is_bad(tmp_path: Path, text: str, problem: str) -> None:
    found, problems = load_text(tmp_path, text)
    assert problems == [problem]
    assert found is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1,\n "b": {"c": 1, "c": 2}}', "SB105 2:16 `c` stands twice in one mapping"),
        ('{"a": 1,}', "SB104 1:8 not JSON: a comma before the closing `}`"),
        ("[1,\n]", "SB104 1:3 not JSON: a comma before the closing `]`"),
        ('{"a": 1, // one\n "b": 2}', "SB104 1:10 not JSON: a comment"),
        ('{/* one */ "a": 1}', "SB104 1:2 not JSON: a comment"),
        ("{'a': 1}", "SB104 1:2 not JSON: a text in single quotes"),
        ("openapi: 3.1.0", "SB104 1:1 not JSON: the text begins with neither `{` nor `[`"),
        ("", "SB111 1:1 `a.json` is empty"),
        ("3", "SB111 1:1 `a.json` holds a single value, not a mapping"),
    ],
)
def test_a_bad_json_text_is_refused_where_it_is_bad(tmp_path: Path, text: str, problem: str) -> None:
    found, problems = load_text(tmp_path, text, "a.json")
    assert problems == [problem]
    assert found is None


@pytest.mark.parametrize(
    ("name", "text", "value", "problems"),
    [
        ("a.yaml", "- .nan\n", [".nan"], ["SB109 1:3 `.nan` is no JSON number"]),
        ("a.yaml", "- -.inf\n", ["-.inf"], ["SB109 1:3 `-.inf` is no JSON number"]),
        ("a.yaml", "- 1e400\n", ["1e400"], ["SB109 1:3 `1e400` is no JSON number"]),
        ("a.json", '[1, "NaN", NaN]', [1, "NaN", "NaN"], ["SB109 1:12 `NaN` is no JSON number"]),
        ("a.json", '{"a": {"b": 1e400}}', {"a": {"b": "1e400"}}, ["SB109 1:8 `1e400` is no JSON number"]),
        ("a.json", '["\\ud800"]', ["\ufffd"], ["SB113 1:3 half of a surrogate pair"]),
        ("a.json", '["\\\\ud800"]', ["\\ud800"], []),
        ("a.json", '["\\ud83d\\ude00"]', ["\U0001f600"], []),
        (
            "a.yaml",
            "a: 1\n---\nb: 2\n",
            {"a": 1},
            ["SB110 2:1 the file holds several documents; only the first is read"],
        ),
    ],
)
def test_a_doubtful_value_is_kept_and_reported(
    tmp_path: Path, name: str, text: str, value: Json, problems: list[str]
) -> None:
    assert load_text(tmp_path, text, name) == (value, problems)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_an_integer_of_thousands_of_digits_is_kept_as_text(tmp_path: Path, name: str) -> None:
    digits = "9" * 5000
    found, problems = load_text(tmp_path, f'{{"a": {digits}}}', name)
    assert found == {"a": digits}
    assert [problem[:5] for problem in problems] == ["SB109"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "[" * 100_000),
        ("a.yaml", "".join(f"{' ' * level}a:\n" for level in range(3_000))),
        ("a.json", "[" * 100_000),
        ("a.json", "[" * 300 + "]" * 300),
        ("a.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
    ],
)
def test_a_depth_bomb_is_refused(tmp_path: Path, name: str, text: str) -> None:
    found, problems = load_text(tmp_path, text, name)
    assert found is None
    assert [problem[:5] for problem in problems] == ["SB106"]


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    found, problems = load_text(tmp_path, "\n".join(lines))
    assert found is None
    assert problems == ["SB107 7:10 aliases stand for more than 2,000,000 nodes"]


def test_a_merge_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(1000)) + "}"]
    lines += [f"m{n}:\n  <<: [{', '.join(['*a0'] * 100)}]" for n in range(30)]
    found, problems = load_text(tmp_path, "\n".join(lines))
    assert found is None
    assert [problem[:5] for problem in problems] == ["SB107"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_decoded_by_its_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    assert load_text(tmp_path, "a: ä€\U0001f600\n".encode(encoding)) == ({"a": "ä€\U0001f600"}, [])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    found, problems = load_text(tmp_path, b"a: 1\nb: \xff\n")
    assert (found, problems) == (None, ["SB103 2:4 `a.yaml` is not UTF-8 text"])


def test_a_missing_file_a_folder_and_a_bad_path_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "a\0b"):
        collector = Collector()
        assert load(path, "shown", collector) is None
        assert [found.rule.code for found in collector.diagnostics] == ["SB101"]


def test_a_file_without_a_known_suffix_is_read_by_its_first_character(tmp_path: Path) -> None:
    assert load_text(tmp_path, '{"a": 1}', "spec") == ({"a": 1}, [])
    assert load_text(tmp_path, "a: 1", "spec") == ({"a": 1}, [])


def test_places_are_those_of_keys_and_items() -> None:
    value: Json = {"a": {"b/c": [1, {"d": 2}]}, "e": []}
    text = json.dumps(value, indent=2)
    for places in (JsonPlaces(text), YamlPlaces(text)):
        assert places("") == Position(1, 1)
        assert places("/a") == Position(2, 3)
        assert places("/a/b~1c") == Position(3, 5)
        assert places("/a/b~1c/0") == Position(4, 7)
        assert places("/a/b~1c/1/d") == Position(6, 9)
        assert places("/a/b~1c/1/none/none") == Position(5, 7)
        assert places("/e") == Position(10, 3)


def test_the_python_parser_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HAS_C_PARSER", False)
    assert load_text(tmp_path, "a: &a {b: 1}\nc: *a\n") == ({"a": {"b": 1}, "c": {"b": 1}}, [])
    assert load_text(tmp_path, "a: 1\na: 2\n")[1] == ["SB105 2:1 `a` stands twice in one mapping"]


def test_a_url_in_the_place_of_a_file_is_told_from_a_missing_file() -> None:
    collector = Collector()
    for shown in ("https:/api.example.com/openapi.json", "missing.json"):
        assert load(Path(shown), shown, collector) is None
    url, missing = collector.diagnostics
    assert url.help == "a description is a file: keep a copy with your code, so that its changes can be reviewed"
    assert missing.help == ""
