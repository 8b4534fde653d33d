"""Texts of a description that try to be more than text, in every field of a finding, for every form of report."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from specbind.config import IgnoreConfig, ReviewConfig
from specbind.diff.finding import Direction, DocsEdit, Judgement, Python, Where, Wire
from specbind.report import PLAIN
from specbind.review import document, html, junit, markdown, sarif, workflow
from specbind.review.inputs import Opened
from specbind.review.outcome import Outcome, outcome
from specbind.review.policy import judged
from specbind.review.terminal import terminal

from tests.review.findings import finding, review, span

TEMPLATES = Path(__file__).parents[2] / "templates" / "review"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "--></style></title><svg/onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "${7*7} <%= 7 %> #{7}",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "&lt;b&gt; &amp; &#60;",
    "[click](javascript:alert(1)) ![x](https://tracker.example.com/x.png)",
    "[ref]: https://evil.example.com",
    "https://evil.example.com www.evil.example.com",
    "@everyone #1 GH-1 owner/repo#1 :tada:",
    "`code` ``more`` ```fence",
    "````",
    "| a | b |",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "~~~",
    "* * *",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "</details></summary><h1>x",
    "<details open><summary>x",
    "$\\href{https://evil.example.com}{x}$",
    "::error file=x::owned",
    "::set-output name=x::y",
    "::add-mask::x%0A::error::y",
    "##vso[task.setvariable variable=x]y",
    "a,line=1::b",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J",
    "\r\x08\x00\x7f\x9b31m",
    "\u202eevil\u202c \u2066x\u2069 \u200f \ufeff \u2028 \u2029",
    "\ud800 \udfff \uffff",
    "a\ttab",
    "é 漢字 🎉 e\u0301",
    "x" * 5000,
    "\\",
    "%0A%0D%25",
    "",
]


def made_of(word: str) -> Outcome:
    """A review in which every text that can come from a description, a path or the user is a word."""
    line = " ".join(word.splitlines())
    odd = finding(
        word,
        where=Where(word, None, (word, word)),
        judgements=(Judgement("some-rule", Direction.REQUEST, Wire.BREAKING, word),),
        python_reason=word,
        base=span(word, 1),
        revision=span(word, 2),
        operations=(word, f"GET {word}"),
        resource=word,
        old=line + "a",
        new=line + "b",
        subject=word,
        symbol=word,
        also=(Where(None, word, (word,)),),
        confidence=0.5,
        careful=True,
    )
    safe = replace(odd, judgements=(replace(odd.judgements[0], wire=Wire.SAFE),), python=Python.SAFE, subject="safe")
    accepted = replace(odd, judgements=(replace(odd.judgements[0], rule="accepted-rule"),))
    edit = DocsEdit(Where(word, None, (word,)), word, line + "a", line + "b", span(word, 3), span(word, 4), word)
    config = ReviewConfig(ignores=(IgnoreConfig(word, rule="accepted-rule"),))
    found = judged(review(odd, safe, accepted, docs=(edit,)), config, date(2026, 1, 1))
    base, revision = Opened(word, Path("a/b"), word, Path("/nowhere")), Opened(word, Path("b"))
    return outcome(word, found, base, revision, ("any:breaking",))


def is_hidden(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


each_word = pytest.mark.parametrize("word", HOSTILE, ids=[repr(word)[:24] for word in HOSTILE])


@each_word
def test_a_terminal_is_told_nothing(word: str) -> None:
    for verbose in (False, True):
        text = terminal([made_of(word)], PLAIN, verbose=verbose)
        assert not any(map(is_hidden, text))
        assert text.count("\n") == terminal([made_of("plain")], PLAIN, verbose=verbose).count("\n")


@each_word
def test_a_build_server_gets_our_commands_only(word: str) -> None:
    lines = workflow.report([made_of(word)]).split("\n")
    notice, error, end = lines
    assert notice.startswith("::notice title=") and error.startswith("::error file=") and end == ""
    properties = error.removeprefix("::error ").partition("::")[0]
    assert [part.partition("=")[0] for part in properties.split(",")] == ["file", "line", "col", "title"]
    assert not any(map(is_hidden, "".join(lines)))


def tokens(text: str) -> list[Token]:
    """The tokens of GitHub-flavoured Markdown, inline ones in their place."""
    parsed = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(text)
    return [inner for token in parsed for inner in ([token] if token.children is None else [token, *token.children])]


OURS = re.compile(r"</?(details|summary|code)>")


def structure(text: str) -> list[str]:
    """What a text is made of apart from words and inline code, which is where the words of a description are."""
    found = []
    for token in tokens(text):
        if token.type in ("html_inline", "html_block"):
            assert "<" not in OURS.sub("", token.content)
        if token.type not in (
            "text",
            "text_special",
            "code_inline",
            "softbreak",
            "inline",
            "html_inline",
            "html_block",
        ):
            found.append(f"{token.type} {token.level}")
    return found


@each_word
def test_markdown_has_the_structure_that_we_gave_it(word: str) -> None:
    text = markdown.report([made_of(word)])
    assert structure(text) == structure(markdown.report([made_of(re.sub(r"\S", "p", word))]))
    words = "".join(token.content for token in tokens(text) if token.type in ("text", "text_special"))
    assert not re.search(r"(?<!\w)[@#]\w|GH-\d|://\w|www\.\w", words)
    assert not any(is_hidden(char) and char != "\u200b" for char in text)
    markup = "".join(token.content for token in tokens(text) if token.type in ("html_inline", "html_block"))
    assert markup.count("<details>") == markup.count("</details>") > 0


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes; code and marks are where the words are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.values: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("code", "mark"):
            self.found.append(f"{tag} {' '.join(name for name, _ in attrs)}")
        for name, value in attrs:
            self.values.setdefault(name, set()).add(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("code", "mark"):
            self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


def elements(text: str) -> Elements:
    parser = Elements()
    parser.feed(text)
    parser.close()
    return parser


@each_word
def test_a_page_has_the_elements_that_we_gave_it(word: str) -> None:
    found = elements(html.report([made_of(word)], TEMPLATES))
    plain = elements(html.report([made_of("plain")], TEMPLATES))
    if word:
        assert found.found == plain.found
    assert set(found.values) <= set(plain.values)
    assert not {name for name in found.values if name.startswith("on") or name in ("src", "srcdoc", "style")}
    assert found.values["href"] == {"#findings"}


@each_word
def test_json_keeps_every_text_as_it_is(word: str) -> None:
    (found,) = json.loads(document.report([made_of(word)]))["reviews"]
    first = found["findings"][0]
    assert first["title"] == first["symbol"] == first["resource"] == first["python"]["reason"] == word
    assert first["operations"] == [word, f"GET {word}"] and first["where"]["component"] == word


@each_word
def test_sarif_is_json_with_texts_on_one_line(word: str) -> None:
    (run,) = json.loads(sarif.report([made_of(word)]))["runs"]
    assert len(run["results"]) == 3
    for result in run["results"]:
        assert len(result["message"]["text"].split("\n")) == 3
        assert not any(map(is_hidden, result["message"]["text"]))
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9_.~/%-]*", uri)


@each_word
def test_junit_is_xml_with_the_elements_that_we_gave_it(word: str) -> None:
    root = ElementTree.fromstring(junit.report([made_of(word)]))
    assert [(each.tag, sorted(each.attrib)) for each in root.iter()] == [
        (each.tag, sorted(each.attrib)) for each in ElementTree.fromstring(junit.report([made_of("plain")])).iter()
    ]
