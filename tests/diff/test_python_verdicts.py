"""The verdicts for Python hold: code against the old package type-checks, and against the new one does or does not.

Each case is one edit of a small API of its own; all of them are two packages, which mypy looks at once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from specbind.cli import main
from specbind.diff.finding import Python

from tests.diff.apis import review

GET = """
  /{name}s/{{id}}:
    get:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}
"""
POST = """
  /{name}s:
    post:
      parameters: [{parameters}]
      requestBody:
        required: {required}
        content: {{application/json: {{schema: {schema}}}}}
      responses: {{'204': {{description: d}}}}
"""
OBJECT = "{type: object, required: [kept%s], properties: {kept: {type: string}%s}}"


@dataclass(frozen=True)
class Case:
    """One edit: the rule that speaks of it, what is read or sent before and after, and code that uses it."""

    rule: str
    path: str
    old: str
    new: str
    code: str
    before: str = ""
    after: str = ""

    def text(self, name: str, schema: str, parameters: str) -> str:
        return self.path.format(name=name, schema=schema, parameters=parameters, required="true")


def got(rule: str, old: str, new: str, code: str) -> Case:
    return Case(rule, GET, old, new, f"value = client.NAMEs.retrieve('x')\n    {code}")


def put(rule: str, old: str, new: str, code: str, before: str = "", after: str = "") -> Case:
    return Case(rule, POST, old, new, f"client.NAMEs.create({code})", before, after)


def member(of: str, required: bool = True) -> str:
    return OBJECT % (", it" if required else "", f", it: {of}")


PLAIN = OBJECT % ("", "")
TEXT, COUNT, NUMBER = "{type: string}", "{type: integer}", "{type: number}"
LISTED = "{type: string, enum: [a, b]}"
QUERY = "{name: q, in: query, schema: {type: string}}"

BREAKING = (
    got("response-required-property-removed", member(TEXT), PLAIN, "print(value.it)"),
    got("response-optional-property-removed", member(TEXT, False), PLAIN, "print(value.it)"),
    got("response-property-became-optional", member(TEXT), member(TEXT, False), "print(value.it.upper())"),
    got(
        "response-property-became-nullable", member(TEXT), member("{type: [string, 'null']}"), "print(value.it.upper())"
    ),
    got("response-property-type-changed", member(TEXT), member("{type: boolean}"), "print(value.it.upper())"),
    got("response-property-type-generalized", member(COUNT), member(NUMBER), "print(value.it.bit_length())"),
    got(
        "response-property-const-changed", member("{const: a}"), member("{const: b}"), "wanted: Literal['a'] = value.it"
    ),
    got(
        "response-property-renamed",
        member(TEXT).replace("it", "colour"),
        member(TEXT).replace("it", "color"),
        "print(value.colour)",
    ),
    got("response-body-type-changed", TEXT, "{type: boolean}", "print(value.upper())"),
    put("request-property-removed", member(TEXT, False), PLAIN, "kept='k', it='i'"),
    put("request-property-became-required", member(TEXT, False), member(TEXT), "kept='k'"),
    put("new-required-request-property", PLAIN, member(TEXT), "kept='k'"),
    put("request-property-type-changed", member(TEXT), member(COUNT), "kept='k', it='i'"),
    put("request-property-became-enum", member(TEXT), member(LISTED), "kept='k', it='i'"),
    put(
        "request-property-enum-value-removed",
        member("{type: string, enum: [a, b, c]}"),
        member(LISTED),
        "kept='k', it='c'",
    ),
    put("request-property-became-not-nullable", member("{type: [string, 'null']}"), member(TEXT), "kept='k', it=None"),
    put("request-property-const-added", member(TEXT, False), member("{const: a}", False), "kept='k', it='i'"),
    put(
        "request-property-renamed",
        member(TEXT, False).replace("it:", "colour:"),
        member(TEXT, False).replace("it:", "color:"),
        "kept='k', colour='i'",
    ),
    put("request-parameter-removed", PLAIN, PLAIN, "kept='k', q='x'", QUERY),
    put(
        "request-parameter-became-required",
        PLAIN,
        PLAIN,
        "kept='k'",
        QUERY,
        QUERY.replace("query,", "query, required: true,"),
    ),
    put(
        "new-required-request-parameter",
        PLAIN,
        PLAIN,
        "kept='k'",
        "",
        QUERY.replace("query,", "query, required: true,"),
    ),
    put("request-parameter-type-changed", PLAIN, PLAIN, "kept='k', q='x'", QUERY, QUERY.replace("string", "boolean")),
    put(
        "request-parameter-became-enum",
        PLAIN,
        PLAIN,
        "kept='k', q='x'",
        QUERY,
        QUERY.replace("string", "string, enum: [a, b]"),
    ),
)
SAFE = (
    got("response-required-property-added", PLAIN, member(TEXT), "print(value.kept)"),
    got("response-optional-property-added", PLAIN, member(TEXT, False), "print(value.kept)"),
    got(
        "response-property-became-required",
        member(TEXT, False),
        member(TEXT),
        "print(value.it.upper() if value.it else '')",
    ),
    got(
        "response-property-became-not-nullable",
        member("{type: [string, 'null']}"),
        member(TEXT),
        "print(value.it.upper() if value.it else '')",
    ),
    got(
        "response-property-enum-value-added",
        member(LISTED),
        member("{type: string, enum: [a, b, c]}"),
        "print(value.it == 'a', value.it.upper())",
    ),
    got(
        "response-property-enum-value-removed",
        member("{type: string, enum: [a, b, c]}"),
        member(LISTED),
        "print(value.it == 'c')",
    ),
    got("response-property-became-enum", member(TEXT), member(LISTED), "print(value.it.upper())"),
    got("response-property-enum-lifted", member(LISTED), member(TEXT), "print(value.it == 'a', value.it.upper())"),
    got(
        "response-property-max-length-increased",
        member("{type: string, maxLength: 3}"),
        member("{type: string, maxLength: 4}"),
        "print(value.it.upper())",
    ),
    got("response-property-type-specialized", member(NUMBER), member(COUNT), "print(value.it + 0.5)"),
    put("new-optional-request-property", PLAIN, member(TEXT, False), "kept='k'"),
    put("request-property-became-optional", member(TEXT), member(TEXT, False), "kept='k', it='i'"),
    put("request-property-became-nullable", member(TEXT), member("{type: [string, 'null']}"), "kept='k', it='i'"),
    put("request-property-type-generalized", member(COUNT), member(NUMBER), "kept='k', it=1"),
    put(
        "request-property-enum-value-added",
        member(LISTED),
        member("{type: string, enum: [a, b, c]}"),
        "kept='k', it='a'",
    ),
    put("request-property-enum-lifted", member(LISTED), member(TEXT), "kept='k', it='a'"),
    put(
        "request-property-max-length-decreased",
        member("{type: string, maxLength: 5}"),
        member("{type: string, maxLength: 4}"),
        "kept='k', it='i'",
    ),
    put("request-property-pattern-added", member(TEXT), member("{type: string, pattern: a}"), "kept='k', it='i'"),
    put(
        "request-property-default-value-added",
        member(TEXT, False),
        member("{type: string, default: a}", False),
        "kept='k', it='i'",
    ),
    put("new-optional-request-parameter", PLAIN, PLAIN, "kept='k'", "", QUERY),
    put(
        "request-parameter-became-optional",
        PLAIN,
        PLAIN,
        "kept='k', q='x'",
        QUERY.replace("query,", "query, required: true,"),
        QUERY,
    ),
    put(
        "request-parameter-enum-value-added",
        PLAIN,
        PLAIN,
        "kept='k', q='a'",
        QUERY.replace("string", "string, enum: [a]"),
        QUERY.replace("string", "string, enum: [a, b]"),
    ),
)
CASES = [*BREAKING, *SAFE]


def name_of(index: int) -> str:
    return f"thing_{chr(97 + index // 26)}{chr(97 + index % 26)}"


def whole(revised: bool) -> str:
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: https://api.example.com}]\npaths:\n"
    return head + "".join(paths_of(case, name_of(index), revised) for index, case in enumerate(CASES))


def paths_of(case: Case, name: str, revised: bool) -> str:
    schema, parameters = (case.new, case.after) if revised else (case.old, case.before)
    return case.text(name, schema, parameters)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_review_of_the_edit_has_the_rule_and_the_verdict(case: Case) -> None:
    old, new = (f"paths:\n{paths_of(case, 'thing', revised)}" for revised in (False, True))
    found = review(old, new)
    assert case.rule in {rule for each in found.findings for rule in each.rules}
    worst = min((each.python for each in found.findings), key=lambda each: each.rank)
    assert worst is (Python.BREAKING if case in BREAKING else Python.SAFE), [each.title for each in found.findings]


def test_mypy_agrees_with_every_verdict(tmp_path: Path) -> None:
    settings = []
    for package, revised in (("old_api", False), ("new_api", True)):
        (tmp_path / f"{package}.yaml").write_text(whole(revised), "utf-8")
        settings.append(
            f'[apis.{package}]\nout = "out"\nspec = "{package}.yaml"\n'
            f'package = "{package}"\nclient = "Client"\ntests = false\n'
        )
    (tmp_path / "specbind.toml").write_text("\n".join(settings), "utf-8")
    assert main(["generate", "--config", str(tmp_path / "specbind.toml"), "--quiet"]) == 0
    files = []
    for package in ("old_api", "new_api"):
        for index, case in enumerate(CASES):
            path = tmp_path / "out" / f"use_{package}_{index}.py"
            code = case.code.replace("NAME", name_of(index))
            imports = f"from typing import Literal\n\nfrom {package} import Client\n"
            path.write_text(f"{imports}\n\ndef use(client: Client) -> None:\n    {code}\n", "utf-8")
            files.append(path.name)
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty", "--follow-imports=silent", *files]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path / "out")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    wrong = set(re.findall(r"^use_(\w+_api)_(\d+)\.py:\d+: error", done.stdout, re.MULTILINE))
    assert {index for package, index in wrong if package == "old_api"} == set(), done.stdout
    broken = {CASES[int(index)].rule for package, index in wrong if package == "new_api"}
    assert broken == {case.rule for case in BREAKING}, done.stdout
