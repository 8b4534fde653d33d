"""Prose of descriptions as docstrings: HTML becomes Markdown, links that lead nowhere become text."""

from __future__ import annotations

import pytest
from specbind.python.docstrings import docstring, telling, tidy

HTML = [
    ("<p>Moor the ship.</p><p>Then wait.</p>", "Moor the ship.\n\nThen wait."),
    ("One<br/>two<br>three", "One\ntwo\nthree"),
    ("Use <code>berth</code>, <b>not</b> <em>crane</em>.", "Use `berth`, **not** *crane*."),
    ('See <a href="https://example.com/tides">the tides</a>.', "See [the tides](https://example.com/tides)."),
    ('See <a href="/docs/tides">the tides</a>.', "See the tides."),
    ("See [the tides](/docs/tides) and [the moon](https://example.com/moon).",
     "See the tides and [the moon](https://example.com/moon)."),
    ("See the [`berth` page](/docs/berths), the [port\nmap](#map).", "See the `berth` page, the port\nmap."),
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
