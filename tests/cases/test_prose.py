"""Prose of descriptions as docstrings: HTML becomes Markdown, links that lead nowhere become text."""

from __future__ import annotations

import pytest
from specbind.python.api_md import one_line
from specbind.python.docstrings import deprecated, deprecation, docstring, sentence, telling, tidy, titled

HTML = [
    ("<p>Moor the ship.</p><p>Then wait.</p>", "Moor the ship.\n\nThen wait."),
    ("One<br/>two<br>three", "One\ntwo\nthree"),
    ("Use <code>berth</code>, <b>not</b> <em>crane</em>.", "Use `berth`, **not** *crane*."),
    ('See <a href="https://example.com/tides">the tides</a>.', "See [the tides](https://example.com/tides)."),
    ('See <a href="/docs/tides">the tides</a>.', "See the tides."),
    ("See [the tides](/docs/tides) and [the moon](https://example.com/moon).",
     "See the tides and [the moon](https://example.com/moon)."),
    ("See the [`berth` page](/docs/berths), the [port\nmap](#map).", "See the `berth` page, the port\nmap."),
    ("See <a href=''>the tides</a>.", "See the tides."),
    ("See [the tides](docs/tides#low \"Tides\") or [a](//example.com/b).", "See the tides or [a](//example.com/b)."),
    ("Moor here. [Learn more](/docs/moor).", "Moor here."),
    ("Moor here.\n\n[Read the guide](/docs/moor) about ropes.\n\nThen wait.", "Moor here.\n\nThen wait."),
    ('Moor here. <a href="/docs/moor">See more</a>', "Moor here."),
    ("Moor. [Learn more](https://example.com/moor).", "Moor. [Learn more](https://example.com/moor)."),
    ("Moor. [See the guide](/docs/moor) first.", "Moor. See the guide first."),
    ("![low tide](/img/low.png) [![Chart](https://example.com/c.svg)](https://example.com/c)",
     "low tide [Chart](https://example.com/c)"),
    (r"The berth\_id of `a\_b`, not \_c.", r"The berth_id of `a\_b`, not \_c."),
    ("Tides of the day .", "Tides of the day."),
    ("See [tides](tides-2024.html#low), [a](example.com), [b](b.mdx).", "See tides, [a](example.com), [b](b.mdx)."),
    ("Tides of\n    the day:\n\n      code", "Tides of\nthe day:\n\n  code"),
    ("Tides:\n\n    code", "Tides:\n\n    code"),
    ("- low\n  tide\n  here", "- low\n  tide\n  here"),
    ("a | b\n---|---\n1 | 2\n.", "a | b\n---|---\n1 | 2."),
    ("Write `[a](/b)` or [c](/d).", "Write `[a](/b)` or c."),
    ("Kinds:<ul><li>bulk</li><li>box</li></ul>Done.", "Kinds:\n\n- bulk\n- box\n\nDone."),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
    ("Ships &amp; cranes &mdash; 3 &lt; 4&nbsp;tons", "Ships & cranes — 3 < 4 tons"),
    ("Send `<p>` or `&amp;` as is.", "Send `<p>` or `&amp;` as is."),
    ("```\n<b>code</b>\n```", "```\n<b>code</b>\n```"),
    ("A <port> or <currency> of your own.", "A <port> or <currency> of your own."),
    ("&#0; &#8206;x", "&#0; U+200Ex"),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "wanted"), HTML)
def test_html_becomes_the_markdown_that_says_the_same(prose: str, wanted: str) -> None:
    assert tidy(prose) == wanted


def test_a_word_that_is_longer_than_a_line_keeps_its_indentation() -> None:
    url = "https://example.com/" + "tide/" * 14
    text = docstring(f"Moor.\n\nArgs:\n    limit: See\n        {url}", 8)
    assert f"\n                {url}" in text


@pytest.mark.parametrize(
    ("prose", "name"),
    [("Branch Short", "BranchShort"), ("The UN number.", "un_number"), ("an `ID`", "id"), (None, "x")],
)
def test_prose_that_is_only_the_name_says_nothing(prose: str | None, name: str) -> None:
    assert telling(prose, name) == ""


@pytest.mark.parametrize(("prose", "name"), [("Branch, short.", "Branch"), ("A.", "b"), ("The theme", "me")])
def test_prose_that_says_more_than_the_name_stays(prose: str, name: str) -> None:
    assert telling(prose, name) == prose


TABLE = """Which ships to list, by what each is doing at the time of the call, or by where it is. Of:

state | meaning, at some length, so that the line is longer than any line of a docstring may be
------|--------
moored | at a berth
"""
CODE = """A call looks so:

```sh
curl https://example.com/berths/1/moor --header "Content-Type: application/json" --data "{\\"ship\\": 1}"
echo done
```

``` of the ship that is to be moored, of whichever kind it is, and however long it may be at any time
"""


def test_tables_and_code_keep_their_lines() -> None:
    for indent in (4, 8):
        lines = [line.strip() for line in docstring(tidy(TABLE), indent).split("\n")]
        assert lines[3:6] == TABLE.split("\n")[2:5]
        lines = [line.strip().replace("\\\\", "\\") for line in docstring(tidy(CODE), indent).split("\n")]
        assert lines[2:6] == CODE.split("\n")[2:6]
        assert lines[7].startswith("``` of the ship") and lines[8]


@pytest.mark.parametrize(
    "prose",
    [
        "Deprecated: use `berth`.",
        "**Deprecated** since 2.",
        "This field has been deprecated.",
        "the ship is deprecated",
    ],
)
def test_what_says_itself_that_it_is_deprecated_is_not_told_so_again(prose: str) -> None:
    assert deprecated(prose) == prose


@pytest.mark.parametrize(
    ("prose", "wanted"), [("", "Deprecated."), ("The deprecated berth.", "Deprecated. The deprecated berth.")]
)
def test_what_is_deprecated_says_so(prose: str, wanted: str) -> None:
    assert deprecated(prose) == wanted


@pytest.mark.parametrize(
    ("prose", "wanted"),
    [
        ("# Ships\n\n## Moored\nShips at a berth. And more.", "Ships at a berth."),
        ("# Ships", "# Ships"),
        ("Cargo, e.g. coal or\ncars. And more.", "Cargo, e.g. coal or cars."),
        ("Moored? Ask.", "Moored?"),
        ("Wait... then go. Now.", "Wait... then go."),
        (None, ""),
    ],
)
def test_the_first_sentence_is_no_heading_and_ends_where_it_ends(prose: str | None, wanted: str) -> None:
    assert sentence(prose) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Ships API", "the Ships API"),
        ("The Ships API.", "the Ships API"),
        ("Ships", "Ships"),
        ("Tide service 2", "the Tide service 2"),
        (None, ""),
    ],
)
def test_titles_stand_in_sentences(title: str | None, wanted: str) -> None:
    assert titled(title) == wanted


@pytest.mark.parametrize(
    ("summary", "description", "wanted"),
    [
        (None, "Moors a ship.\n\n**Deprecated**: use `POST /berths` instead. It is faster.",
         "Deprecated: use `POST /berths` instead."),
        ("Moor", "> [!WARNING]\n> This call is closing down. Please use `berths`.\n\nMoors a ship, e.g. a tug.",
         "This call is closing down. Please use `berths`."),
        ("Moor - Method is deprecated, use berths", "Moors a ship.", "Moor - Method is deprecated, use berths"),
        ("Moor (deprecated)", "Moors a ship at a berth.", "This operation is deprecated."),
        (None, "Obsolete " + "ship " * 40 + "here. Use berths.", "This operation is deprecated."),
        (None, None, "This operation is deprecated."),
    ],
)  # fmt: skip
def test_a_deprecation_says_why_and_what_instead(summary: str | None, description: str | None, wanted: str) -> None:
    assert deprecation(summary, description) == wanted


@pytest.mark.parametrize(
    ("prose", "wanted"),
    [
        ("Moors in `berth_1|<b>`.", "Moors in `berth_1|<b>`."),
        ("**Moors** a ship_of_war\nor _two_.", r"Moors a ship_of_war or \_two\_."),
        ("[a](b) <script> | #1 @x ![y](z) \\ *c*", r"\[a\](b) \<script\> \| \#1 \@x \!\[y\](z) \\ \*c\*"),
        ("an ` alone", r"an \` alone"),
    ],
)
def test_a_line_of_the_page_of_methods_is_prose_with_code(prose: str, wanted: str) -> None:
    assert one_line(prose) == wanted
