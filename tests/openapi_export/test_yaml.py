"""Any value survives being written as YAML, and every reader of YAML takes it for the same."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.openapi.yaml_text import read_yaml
from specbind.openapi_export.write import Syntax, write
from specbind.openapi_export.yaml_text import to_yaml
from specbind.source import Source

from tests.openapi_export.apis import HOSTILE, json


def read(text: str) -> Json:
    collector = Collector()
    value = read_yaml(Source("value.yaml", text), collector)
    assert collector.diagnostics == (), [each.message for each in collector.diagnostics]
    return value


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_is_the_same_as_a_value_a_key_and_an_item(text: str) -> None:
    value: Json = {text: text, f"{text}{text}": [text, {text: [text]}], "last": {text: {"in": text}}}
    written = to_yaml(value)
    assert read(written) == value
    assert yaml.safe_load(written) == value


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(max_size=5), json, min_size=1, max_size=4))
def test_any_value_is_the_same_for_readers_of_both_versions_of_yaml(value: dict[str, Json]) -> None:
    written = to_yaml(dict(value))
    assert repr(read(written)) == repr(value)
    assert repr(yaml.safe_load(written)) == repr(value)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(" \t\nab#:-'\"|>{[,&*!%@`?\u0085\u2028\u00a0\r"), max_size=20))
def test_any_text_of_marks_is_the_same(text: str) -> None:
    written = to_yaml({"a": text, "b": [text]})
    assert read(written) == {"a": text, "b": [text]} == yaml.safe_load(written)


def test_long_and_many_lined_texts_are_blocks() -> None:
    value: Json = {
        "long": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen",
        "lines": "First.\n\n- a list\n  of two lines\n",
        "code": "if x:\n\tgo()\n\n\n",
        "version": "1.2.3",
        "number": "1.2",
        "word": "no",
        "path": "/pets/{id}",
        "empty": {},
        "none": [],
        "float": 1e22,
        "whole": [1.0, 1, True, None],
        "nested": [[1], [{"a": 1, "b": []}]],
    }
    assert (
        to_yaml(value)
        == """\
long: >-
  one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen sixteen seventeen
lines: |
  First.

  - a list
    of two lines
code: |+
  if x:
  \tgo()


version: 1.2.3
number: "1.2"
word: "no"
path: /pets/{id}
empty: {}
none: []
float: 1.0e+22
whole:
  - 1.0
  - 1
  - true
  - null
nested:
  - - 1
  - - a: 1
      b: []
"""
    )
    assert read(to_yaml(value)) == value


def test_a_key_too_long_for_its_line_has_a_mark_of_its_own() -> None:
    value: Json = {"k" * 2000: 1, "é\n" * 600: {"a": 2}}
    assert to_yaml(value).startswith("? kkk")
    assert read(to_yaml(value)) == value == yaml.safe_load(to_yaml(value))


@pytest.mark.parametrize("syntax", Syntax)
def test_half_a_surrogate_pair_is_replaced_and_reported(syntax: Syntax) -> None:
    collector = Collector()
    text = write({"a\ud800": ["b\udfff", "ok 😀"]}, syntax, collector)
    assert read(text) == {"a\ufffd": ["b\ufffd", "ok 😀"]}
    assert [(each.rule.code, each.message) for each in collector.diagnostics] == [
        ("SB113", "the API holds half of a surrogate pair, U+D800")
    ]
