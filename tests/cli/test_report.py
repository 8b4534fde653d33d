"""Diagnostics as people, editors, programs and GitHub get them."""

from __future__ import annotations

import json

import pytest
from specbind.diagnostics import Diagnostic, Related, Rule, Severity
from specbind.report import COLOURS, Format, report, visible
from specbind.source import Position, Source, Span

ERROR = Rule("SB901", "wrong-thing", Severity.ERROR, "s", "w", "f")
WARNING = Rule("SB902", "odd-thing", Severity.WARNING, "s", "w", "f")
SOURCE = Source("spec/pets.yaml", 'openapi: 3.1.0\npaths:\n  /pets:\n    get: {type: "strng"}\n')


def at(line: int, column: int, source: Source = SOURCE) -> Span:
    return Span(source, "/x", Position(line, column))


def test_the_full_form_shows_the_place_the_word_the_help_and_what_is_related() -> None:
    related = (Related(at(3, 3), "the path is here"),)
    found = Diagnostic(ERROR, "unknown type `strng`", at(4, 17), "not a type", "did you mean\nstring?", related)
    assert report([found], Format.FULL) == (
        "error[SB901]: unknown type `strng`\n"
        " --> spec/pets.yaml:4:17\n"
        "  |\n"
        '4 |     get: {type: "strng"}\n'
        "  |                 ^^^^^^^ not a type\n"
        "  = note: the path is here\n"
        " --> spec/pets.yaml:3:3\n"
        "  |\n"
        "3 |   /pets:\n"
        "  |   ^^^^^\n"
        "  = help: did you mean\n"
        "          string?\n"
        "\n"
    )


def test_diagnostics_are_sorted_by_place() -> None:
    found = [
        Diagnostic(ERROR, "d", at(4, 1)),
        Diagnostic(WARNING, "c", at(2, 9)),
        Diagnostic(ERROR, "b", at(2, 1)),
        Diagnostic(ERROR, "a", None),
    ]
    assert report(found, Format.CONCISE) == (
        "error[SB901]: a\n"
        "spec/pets.yaml:2:1: error[SB901]: b\n"
        "spec/pets.yaml:2:9: warning[SB902]: c\n"
        "spec/pets.yaml:4:1: error[SB901]: d\n"
    )


def test_a_flood_of_one_rule_is_cut_short() -> None:
    flood = [Diagnostic(WARNING, f"m{number}", at(1, number + 1)) for number in range(1200)]
    text = report([*flood, Diagnostic(ERROR, "other", at(2, 1))], Format.FULL)
    assert text.count("-->") == 11
    assert "warning[SB902]: 1,190 more of these" in text
    assert report(flood, Format.CONCISE).count("\n") == 1200


HOSTILE = "a\x1b[2Jb\rc\nd\u202ee\u2066f\u200bg\x9bh\u2028i\ud800j\x07k\x00l"


@pytest.mark.parametrize("format", [Format.FULL, Format.CONCISE, Format.GITHUB])
def test_no_text_of_the_input_reaches_the_terminal_as_a_command(format: Format) -> None:
    source = Source(f"spec/{HOSTILE}.yaml", HOSTILE.replace("\n", "").replace("\r", "") * 2)
    hostile = Diagnostic(ERROR, HOSTILE, at(1, 5, source), HOSTILE, HOSTILE, (Related(at(1, 1, source), HOSTILE),))
    text = report([hostile], format)
    assert all(line.isprintable() for line in text.split("\n"))
    assert "<U+202E>" in text and "<U+001B>" in text
    assert not any(line.startswith("d") for line in text.splitlines())


def test_workflow_commands_cannot_be_injected() -> None:
    source = Source("a,b:c%0A\n::error::x", "")
    hostile = Diagnostic(WARNING, "100%\n::set-output name=x::y", at(1, 1, source), "label", "help\r::stop-commands::z")
    text = report([hostile], Format.GITHUB)
    assert text == (
        "::warning file=a%2Cb%3Ac%250A<U+000A>%3A%3Aerror%3A%3Ax,line=1,col=1,title=SB902 odd-thing"
        "::100%25%0A::set-output name=x::y%0Alabel%0Ahelp<U+000D>::stop-commands::z\n"
    )


def test_json_has_a_stable_shape() -> None:
    found = [
        Diagnostic(ERROR, HOSTILE, at(2, 1), "label", "help", (Related(at(1, 1), "first"),)),
        Diagnostic(WARNING, "no place", None),
    ]
    text = report(found, Format.JSON)
    assert text.isascii()
    assert json.loads(text) == {
        "version": 1,
        "diagnostics": [
            {
                "code": "SB902",
                "name": "odd-thing",
                "severity": "warning",
                "message": "no place",
                "place": None,
                "label": "",
                "help": "",
                "related": [],
            },
            {
                "code": "SB901",
                "name": "wrong-thing",
                "severity": "error",
                "message": HOSTILE,
                "place": {"path": "spec/pets.yaml", "line": 2, "column": 1, "pointer": "/x"},
                "label": "label",
                "help": "help",
                "related": [
                    {
                        "place": {"path": "spec/pets.yaml", "line": 1, "column": 1, "pointer": "/x"},
                        "label": "first",
                    }
                ],
            },
        ],
    }


def test_a_line_of_a_megabyte_is_shown_around_the_place() -> None:
    source = Source("min.json", "x" * 500_000 + ' "here" ' + "y" * 500_000)
    text = report([Diagnostic(ERROR, "m", at(1, 500_002, source))], Format.FULL)
    lines = text.splitlines()
    assert max(len(line) for line in lines) < 130
    assert lines[3].index('"here"') == lines[4].index("^^^^^^")


@pytest.mark.parametrize("line", ["\t\tkey: v", "\u6c34\u6c34 key", "e\u0301\u0301 key", "\x1b key"])
def test_the_mark_stands_under_the_word_whatever_comes_before(line: str) -> None:
    column = line.index("key") + 1
    text = report([Diagnostic(ERROR, "m", at(1, column, Source("s", line)))], Format.FULL)
    shown, mark = text.splitlines()[3:5]
    before = shown[: shown.index("key")]
    width = len(before) + before.count("\u6c34") - before.count("\u0301")
    assert mark.index("^^^") == width


def test_a_place_outside_the_text_is_only_named() -> None:
    found = Diagnostic(ERROR, "m", at(99, 7), "label")
    assert report([found], Format.FULL) == "error[SB901]: m\n  --> spec/pets.yaml:99:7\n   = label\n\n"


def test_colours_are_balanced() -> None:
    text = report([Diagnostic(ERROR, "m", at(3, 3), "label", "help")], Format.FULL, COLOURS)
    assert "\x1b[1;31merror[SB901]" in text
    assert all(line.rfind("\x1b[0m") >= line.rfind("\x1b[1") for line in text.splitlines())


def test_ordinary_text_is_left_alone() -> None:
    text = "Z\u00fcrich \u2014 \u6c34 'x' \\ \"y\""
    assert visible(text) == text
