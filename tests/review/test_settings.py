"""`[review]` and `[apis.NAME.review]`: what they give, and what is said about mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from specbind.config import Config, IgnoreConfig, ReviewConfig, SeverityConfig
from specbind.config_read import read
from specbind.diagnostics import Collector, Diagnostic
from specbind.report import visible

PETS = '[apis.pets]\nspec = "pets.yaml"\n'


def config(folder: Path, text: str) -> Config:
    collector = Collector()
    (folder / "specbind.toml").write_text(text, encoding="utf-8")
    found = read(folder / "specbind.toml", collector, {})
    assert found is not None, [brief(each) for each in collector.diagnostics]
    return found


def mistakes(folder: Path, text: str) -> list[str]:
    collector = Collector()
    (folder / "specbind.toml").write_text(text, encoding="utf-8")
    assert read(folder / "specbind.toml", collector, {}) is None
    return [brief(each) for each in collector.diagnostics]


def brief(diagnostic: Diagnostic) -> str:
    assert diagnostic.span is not None
    at = diagnostic.span.position
    return f"{at.line}:{at.column} {diagnostic.rule.code} {visible(diagnostic.message)}"


def test_every_setting_reaches_the_config(tmp_path: Path) -> None:
    found = config(
        tmp_path,
        PETS
        + """
[review]
fail_on = ["wire:breaking", "python:risky"]
[review.severity]
"some-rule" = "docs"
"other-rule" = { python = "risky" }
[review.deprecation]
notice_days = 90
[[review.ignore]]
rule = "some-rule"
path = "/internal/**"
component = "Pet*"
operation = "GET /internal/pets"
fingerprint = "0123456789abcdef"
reason = "agreed"
until = 2027-01-31
""",
    )
    assert found.review == ReviewConfig(
        ("wire:breaking", "python:risky"),
        (SeverityConfig("some-rule", "docs", "safe"), SeverityConfig("other-rule", None, "risky")),
        (
            IgnoreConfig(
                "agreed",
                "some-rule",
                "GET /internal/pets",
                "/internal/**",
                "Pet*",
                "0123456789abcdef",
                date(2027, 1, 31),
            ),
        ),
        90,
    )
    assert found.apis[0].review == found.review


def test_what_an_api_says_goes_before_what_the_project_says(tmp_path: Path) -> None:
    found = config(
        tmp_path,
        """
[review]
fail_on = "none"
severity = { a-rule = "safe", b-rule = "risky" }
deprecation = { notice_days = 10 }
ignore = [{ rule = "x", reason = "general" }]
[apis.pets]
spec = "pets.yaml"
[apis.pets.review]
fail_on = "any:risky"
severity = { a-rule = "breaking" }
ignore = [{ rule = "y", reason = "own", until = "2027-01-31" }]
[apis.shop]
spec = "shop.yaml"
""",
    )
    pets, shop = (api.review for api in found.apis)
    assert shop == found.review
    assert pets.fail_on == ("any:risky",) and pets.notice_days == 10
    assert [(each.rule, each.wire, each.python) for each in pets.severities] == [
        ("a-rule", "breaking", "breaking"),
        ("b-rule", "risky", "risky"),
    ]
    assert [(each.rule, each.reason) for each in pets.ignores] == [("y", "own"), ("x", "general")]


def test_settings_of_reviews_need_no_api(tmp_path: Path) -> None:
    assert config(tmp_path, '[review]\nfail_on = "none"\n') == Config(tmp_path, (), ReviewConfig(("none",)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fial_on = 'none'", "2:1 SB703 unknown key `fial_on`; did you mean `fail_on`?"),
        (
            "fail_on = 'wire:bad'",
            "2:1 SB706 `wire:bad` is neither `none` nor a scope and a verdict"
            " like `wire:breaking`, `python:risky` or `any:safe`",
        ),
        (
            "fail_on = ['python:docs']",
            "2:12 SB706 `python:docs` is neither `none` nor a scope and a verdict"
            " like `wire:breaking`, `python:risky` or `any:safe`",
        ),
        (
            "severity = { a-rule = 'sfae' }",
            '2:14 SB706 `sfae` is not one of "breaking", "risky", "safe", "docs"; did you mean `safe`?',
        ),
        ("severity = { a-rule = { wirre = 'safe' } }", "2:25 SB703 unknown key `wirre`; did you mean `wire`?"),
        ("severity = { 'A rule' = 'safe' }", "2:14 SB706 `A rule` is not the id of a rule"),
        ("ignore = 1", "2:1 SB704 `ignore` must be an array of tables, not a whole number"),
        ("ignore = [{ rule = 'x' }]", "2:11 SB705 `reason` is missing"),
        (
            "ignore = [{ reason = 'x' }]",
            "2:11 SB705 `rule`, `operation`, `path`, `component` or `fingerprint` is missing",
        ),
        ("deprecation = { notice_days = -1 }", "2:17 SB706 `notice_days` is 0 or more, not -1"),
        ("deprecation = { notice = 1 }", "2:17 SB703 unknown key `notice`; did you mean `notice_days`?"),
    ],
)
def test_a_mistake_is_named_where_it_is(tmp_path: Path, text: str, said: str) -> None:
    assert mistakes(tmp_path, f"[review]\n{text}\n") == [said]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("until = 1", "5:1 SB704 `until` must be a date such as 2026-12-31, not a whole number"),
        ("until = 'soon'", "5:1 SB706 `soon` is not a date"),
        ("until = 2026-01-01T10:00:00", "5:1 SB704 `until` must be a date such as 2026-12-31, not a date or time"),
        ("rules = 'x'", "5:1 SB703 unknown key `rules`; did you mean `rule`?"),
        ("operation = 'pets'", "5:1 SB706 an operation is written like `GET /pets/{pet_id}`"),
        ("fingerprint = 'ABC'", "5:1 SB706 a fingerprint has 16 hexadecimal digits"),
    ],
)
def test_a_mistake_in_an_entry_is_named_where_it_is(tmp_path: Path, lines: str, said: str) -> None:
    text = f"[review]\n[[review.ignore]]\nrule = 'x'\nreason = 'y'\n{lines}\n"
    assert [each.partition(" (")[0] for each in mistakes(tmp_path, text)] == [said]
