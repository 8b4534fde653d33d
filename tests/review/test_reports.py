"""What each form of report says of a review."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from specbind.diff.finding import Direction, DocsEdit, Finding, Judgement, Python, Where, Wire
from specbind.report import COLOURS, PLAIN
from specbind.review import document, html, junit, markdown, sarif, workflow
from specbind.review.outcome import Outcome, sentence
from specbind.review.sides import Row, side_by_side
from specbind.review.terminal import terminal

from tests.review.findings import finding, judgement, outcome_of, sample

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "review"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "review.schema.json").read_text("utf-8"))


def safe(title: str, **changed: object) -> Finding:
    return finding(
        title,
        judgements=(Judgement("endpoint-added", Direction.NONE, Wire.SAFE, "new"),),
        python=Python.SAFE,
        **changed,
    )


RISKY = finding("c", judgements=(Judgement("r", Direction.NONE, Wire.RISKY, ""),), python=Python.SAFE)
EDIT = DocsEdit(Where(operation="GET /pets"), "description", "old", "new")


@pytest.mark.parametrize(
    ("findings", "docs", "said"),
    [
        ((), (), "Nothing has changed."),
        ((), (EDIT,), "Nothing has changed but prose."),
        ((safe("a"),), (), "Nothing breaks. 1 safe."),
        ((safe("a"), safe("b"), finding("c"), finding("d")), (), "2 breaking changes. 2 safe."),
        ((finding("c"),), (EDIT,), "1 breaking change."),
        ((RISKY,), (), "Nothing breaks. 1 risky."),
    ],
)
def test_one_sentence_says_what_a_reviewer_has_to_know(
    findings: tuple[Finding, ...], docs: tuple[DocsEdit, ...], said: str
) -> None:
    assert sentence(outcome_of(*findings, docs=docs)) == said


def test_two_sides_that_differ_in_prose_alone_are_never_called_the_same() -> None:
    only = [outcome_of(docs=(EDIT,))]
    assert "1 edit of prose" in terminal(only, PLAIN, verbose=False)
    assert "1 edit of prose" in markdown.report(only)
    assert "1 edit of prose" in html.report(only, TEMPLATES)
    assert json.loads(document.report(only))["reviews"][0]["counts"]["docs"] == 1
    assert "Nothing has changed but prose" in workflow.report(only)


def test_the_terminal_groups_by_resource_with_the_most_serious_first() -> None:
    lines = terminal([sample()], PLAIN, verbose=False).splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        "pets: 2 breaking changes. 3 risky, 3 safe.",
        "git:main:spec/pets.yaml -> pets",
        "The Python package needs a major version.",
        "pets",
        "the API itself",
        "shops",
        "shops.stock",
        "1 finding accepted by the configuration",
        "1 edit of prose (-v lists them)",
    ]
    levels = [line.split()[0] for line in lines if re.match(r"  \w", line)]
    assert levels == ["breaking", "breaking", "risky", "risky", "risky", "safe", "safe", "safe"]
    assert "           spec/pets.yaml:14 (was 12) · GET /pets, GET /pets/{pet_id} · response-property-removed" in lines


def test_the_terminal_has_colours_only_where_they_are_wanted() -> None:
    assert "\033[1;31mbreaking" in terminal([sample()], COLOURS, verbose=True)
    assert "\033" not in terminal([sample()], PLAIN, verbose=True)


def test_verbose_says_everything() -> None:
    text = terminal([sample()], PLAIN, verbose=True)
    assert "`internal_id` removed from `Pet`: nobody reads it" in text
    assert "POST /pets: request body.tags: description · spec/pets.yaml:44" in text
    assert text.count("Python safe: the method `shops") == 3


def test_markdown_has_what_breaks_in_full_and_the_rest_short() -> None:
    text = markdown.report([sample()])
    assert text.startswith(
        "## API review: pets\n\n🔴 **2 breaking changes. 3 risky, 3 safe.** The Python package needs"
    )
    breaking, risky, rest = re.split(r"\n### ", text)[1:4]
    assert breaking.count("\n- ") == 2 and "Python, **breaking**: `pets.list()` needs the argument `limit`" in breaking
    assert risky.count("\n- ") == 3 and "⚑ *look at this*" in risky and "(91% sure)" in risky
    assert "and 10 more operations" in risky
    assert "- `shops.stock`\n  - `GET /shops/{shop_id}/stock` added · `spec/pets.yaml:14`" in rest
    assert "  + Tags of the pet. An empty list means none." in rest


def test_many_findings_that_are_alike_share_an_entry() -> None:
    gone = [
        finding(f"GET /{name}: it is gone", where=Where(None, f"GET /{name}"), new="", operations=(f"GET /{name}",))
        for name in "abcdefghijklmnop"
    ]
    text = markdown.report([outcome_of(*gone)])
    assert text.count("it is no attribute") + text.count("is no attribute any more") == 1
    assert (
        "- **16 times: it is gone**" in text
        and "    - `GET /l` · `spec/pets.yaml:14 (was 12)`\n    - and 4 more" in text
    )
    assert markdown.report([outcome_of(*gone[:3])]).count("is no attribute any more") == 3


def test_the_terminal_says_the_reasons_of_findings_that_are_alike_once() -> None:
    gone = [
        finding(f"Pet.{name}: it is gone", where=Where("Pet", None, (name,)), old="text", new="number")
        for name in "abcdefghijklmnopqrstuvwxyz"
    ]
    text = terminal([outcome_of(*gone)], PLAIN, verbose=False)
    assert "  breaking 26 times: it is gone\n" in text
    assert text.count("is no attribute any more") == 1
    assert "           - Pet.t · text -> number · spec/pets.yaml:14\n           - and 6 more (-v lists them)\n" in text
    assert "- Pet.z · text -> number · spec/pets.yaml:14\n" in terminal([outcome_of(*gone)], PLAIN, verbose=True)


def test_the_terminal_shows_as_much_as_can_be_read_and_counts_the_rest() -> None:
    safe = {"judgements": (judgement(wire=Wire.SAFE),), "python": Python.SAFE}
    some = [finding(f"`m{number}` is new", resource=f"r{number:03}", **safe) for number in range(150)]
    found = outcome_of(*some, finding("`gone` is gone", resource="z"))
    text = terminal([found], PLAIN, verbose=False)
    assert "`gone` is gone" in text and text.count("is new") == 99
    assert "and 51 more findings, none more serious" in text
    assert terminal([found], PLAIN, verbose=True).count("is new") == 150


def test_the_types_and_the_other_places_of_a_finding_are_named() -> None:
    places = tuple(Where(component=f"Pet{number}", path=("name",)) for number in range(20))
    found = outcome_of(finding("Pet.name: gone", also=places, types=("Name", "Letter")))
    for text in (terminal([found], PLAIN, verbose=False), markdown.report([found])):
        assert "and 20 other places: gone, with `Name`, `Letter`" in text
        assert "Pet11.name" in text and "and 8 more places" in text
    many = outcome_of(finding("Pet.name: gone", types=("A", "B", "C", "D")))
    assert "gone, with 4 types" in terminal([many], PLAIN, verbose=False)
    assert document_of(found)["types"] == ["Name", "Letter"]


def document_of(found: Outcome) -> dict[str, object]:
    value = json.loads(document.report([found]))
    return dict(value["reviews"][0]["findings"][0])


def test_many_safe_findings_are_folded() -> None:
    few = markdown.report([outcome_of(*(safe(f"`a{index}` added") for index in range(12)))])
    many = markdown.report([outcome_of(*(safe(f"`a{index}` added") for index in range(13)))])
    assert "### 🟢 Safe (12)" in few and "<summary>🟢 Safe (13)</summary>" in many


def test_markdown_fits_into_a_comment_and_counts_what_does_not() -> None:
    findings = tuple(
        finding(f"`a{index}` removed", subject=f"{index}", old="x" * 300, new="y" * 300) for index in range(900)
    )
    one = markdown.report([outcome_of(*findings)])
    assert len(one) < 65_536 and one.count("<details>") == one.count("</details>")
    shown = one.count("- **`a")
    assert f"*and {900 - shown:,} more, too long for a comment: see the HTML report*" in one
    two = markdown.report([outcome_of(*findings), outcome_of(*findings)])
    assert len(two) < 65_536 and two.count("## API review") == 2


def test_json_is_what_its_schema_says() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    value = json.loads(document.report([sample(), outcome_of(), outcome_of(safe("a", base=None, revision=None))]))
    Draft202012Validator(strict(SCHEMA)).validate(value)
    first = value["reviews"][0]
    assert first["bump"] == "major" and first["fails"] is True
    assert first["counts"] == {
        "wire": {"breaking": 2, "risky": 2, "safe": 4, "docs": 0},
        "python": {"breaking": 2, "risky": 2, "safe": 4},
        "accepted": 1,
        "docs": 1,
    }
    assert first["findings"][0]["base"] == {"file": "spec/pets.yaml", "line": 12, "column": 1, "revision": "main"}
    assert first["accepted"][0]["accepted"] == {"reason": "nobody reads it", "until": "2027-01-01"}


def strict(schema: object) -> dict[str, object]:
    """The schema with all members named: what we print but do not publish would fail."""

    def closed(value: object) -> object:
        if isinstance(value, dict):
            inner = {key: closed(each) for key, each in value.items()}
            return {**inner, "additionalProperties": False} if "required" in value else inner
        return [closed(each) for each in value] if isinstance(value, list) else value

    found = closed(schema)
    assert isinstance(found, dict)
    return found


def test_the_schema_can_fail() -> None:
    value = json.loads(document.report([sample()]))
    value["reviews"][0]["findings"][0]["level"] = "bad"
    assert not Draft202012Validator(SCHEMA).is_valid(value)


def test_annotations_stand_beside_the_lines_of_what_breaks_or_is_risky() -> None:
    lines = workflow.report([sample()]).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::notice", *["::error"] * 2, *["::warning"] * 3]
    assert lines[1].startswith("::error file=spec/pets.yaml,line=14,col=1,title=response-property-removed (breaking)::")


def test_what_is_gone_is_annotated_at_its_file_without_a_line() -> None:
    gone = workflow.report([outcome_of(finding("gone", revision=None))]).splitlines()[1]
    assert gone.startswith("::error file=spec/pets.yaml,title=")


def test_sarif_has_a_result_for_each_finding_and_suppresses_what_is_accepted() -> None:
    log = json.loads(sarif.report([sample()]))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert re.fullmatch("[0-9a-f]{16}", result["partialFingerprints"]["specbind/v1"])
    assert [result["level"] for result in run["results"]] == [*["error"] * 2, *["warning"] * 3, *["note"] * 3, "error"]
    assert [bool(result.get("suppressions")) for result in run["results"]] == [False] * 8 + [True]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "spec/pets.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 14, "startColumn": 1},
    }
    assert first["relatedLocations"][0]["message"]["text"] == "before (main)"


def test_junit_fails_what_the_policy_does_not_let_pass() -> None:
    root = ElementTree.fromstring(junit.report([sample(), outcome_of(name="other")]))
    suite, other = root.findall("testsuite")
    assert suite.attrib == {"name": "pets", "tests": "9", "failures": "2", "errors": "0", "skipped": "1"}
    assert len(suite.findall("testcase")) == 9
    assert [case.get("name") for case in suite.findall("testcase") if case.find("failure") is not None] == [
        "`name` removed from `Pet` [response-property-removed]",
        "`limit` of `GET /pets` is required [request-parameter-became-required]",
    ]
    assert other.attrib["tests"] == "1" and other.findall("testcase")[0].get("name") == "Nothing has changed."
    lenient = ElementTree.fromstring(junit.report([outcome_of(finding(), fail_on=("none",))]))
    assert lenient.find("testsuite").get("failures") == "0"  # type: ignore[union-attr]


def test_the_page_needs_nothing_from_elsewhere_and_lets_only_its_own_script_run() -> None:
    page = html.report([sample()], TEMPLATES)
    assert not re.search(r"(src|href)=\"(?!#)", page) and "@import" not in page and "url(" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None and "default-src &#39;none&#39;" not in policy[1]
    assert "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert " style=" not in page and not re.search(r" on[a-z]+=", page.partition("<script>")[0])


def test_the_page_has_every_finding_with_its_verdicts_and_what_a_search_finds() -> None:
    page = html.report([sample()], TEMPLATES)
    found = re.findall(r'<details class="finding (\w+)" data-level="(\w+)" data-search="([^"]*)">', page)
    assert [level for level, _, _ in found] == [*["breaking"] * 2, *["risky"] * 3, *["safe"] * 3, "breaking"]
    assert all(level == same for level, same, _ in found)
    assert "response-property-removed" in found[0][2]
    listed = re.search(r'<ol id="operations" hidden>(.*?)</ol>', page, re.DOTALL)
    assert listed is not None and "<li>GET /pets/{pet_id}</li>" in listed[1]
    assert 'data-reached="0-1"' in page
    assert page.count("<option>") == 4 and '<td class="gone">' in page
    assert re.search(r"breaking <b>2</b>.*risky <b>3</b>.*safe <b>3</b>.*docs <b>0</b>", page, re.DOTALL)


def test_several_reviews_have_their_names_on_the_page() -> None:
    page = html.report([sample(), outcome_of(name="other")], TEMPLATES)
    assert "<h2>pets</h2>" in page and "<b>other:</b> Nothing has changed." in page
    assert "<h2>" not in html.report([sample()], TEMPLATES)


def shown(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
    def side(pieces: tuple[object, ...] | None) -> str:
        text = [f"[{each.text}]" if each.differs else each.text for each in pieces or ()]  # type: ignore[attr-defined]
        return "".join(text) if pieces is not None else "-"

    return [(side(row.old), side(row.new)) for row in rows]


def test_lines_that_are_alike_stand_side_by_side_with_their_words_marked() -> None:
    old = "name: string\nage: integer (0 or more)\ntag: string"
    new = "age: integer (1 or more)\ntag: string\nsize: number"
    assert shown(side_by_side(old, new)) == [
        ("[name: string]", "-"),
        ("age: integer ([0] or more)", "age: integer ([1] or more)"),
        ("tag: string", "tag: string"),
        ("-", "[size: number]"),
    ]
    assert shown(side_by_side("string", "integer")) == [("[string]", "[integer]")]
    assert shown(side_by_side("", "a")) == [("-", "[a]")]
    assert len(side_by_side("a\n" * 500, "b\n" * 500)) == 2 * 80 + 1
