"""The verdicts for Python hold: code against the old package type-checks, and against the new one does or does not.

Each case is one edit of a small API of its own; all of them together are two packages, which mypy looks at once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from specbind.cli import main
from specbind.diff.finding import Python
from specbind.diff.rules import BY_ID, RULES

from tests.diff.apis import review
from tests.diff.python_cases import BREAKING, RISKY, SAFE, Case

FINE = tuple((case, fine) for case, fine in RISKY)
CASES: tuple[tuple[Case, Python], ...] = (
    *((case, Python.BREAKING) for case in BREAKING),
    *((case, Python.SAFE) for case in SAFE),
    *((case, Python.RISKY) for case, _ in RISKY),
)
HEAD = """openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: https://api.example.com}]
"""
UNCHANGED = "no name and no annotation of the package changes"
PACKAGE = "the rule speaks only where the two packages themselves differ in this name or annotation"
WITHOUT = {
    **dict.fromkeys(
        (rule.id for rule in RULES if rule.id.startswith("python-")),
        PACKAGE,
    ),
    "endpoint-rebased": "the verdict is that of the two names of the method; the base URL is one for all cases",
}
"""Rules without a case of their own, and why."""


def name_of(index: int) -> str:
    return f"thing{chr(97 + index // 26)}{chr(97 + index % 26)}"


def text(cases: dict[str, Case], revised: bool) -> str:
    """A description with one side of some cases, each under a name of its own."""
    paths, schemas, schemes, hooks = "", "", "", ""
    for name, case in cases.items():
        paths += (case.new if revised else case.old).replace("NAME", name)
        schemas += "".join(
            f"    {each}\n".replace("NAME", name) for each in case.schemas[revised : revised + 1] if each
        )
        schemes += "".join(
            f"    {each}\n".replace("NAME", name) for each in case.schemes[revised : revised + 1] if each
        )
        hooks += "".join(f"  {each}\n".replace("NAME", name) for each in case.hooks[revised : revised + 1] if each)
    usual = "    first: {type: apiKey, in: header, name: X-First}\n    last: {type: http, scheme: basic}\n"
    always = "\n  /always: {get: {responses: {'204': {description: d}}}}\n"
    components = f"components:\n  securitySchemes:\n{usual}{schemes}" + (
        f"  schemas:\n{schemas}" if schemas.strip() else ""
    )
    return f"{HEAD}paths:{paths}{always}{components}\n" + (f"webhooks:\n{hooks}" if hooks else "")


@pytest.mark.parametrize(("case", "verdict"), CASES, ids=[f"{case.rule}-{verdict.value}" for case, verdict in CASES])
def test_the_review_of_the_edit_has_the_rule_and_the_verdict(case: Case, verdict: Python) -> None:
    found = review(text({"thing": case}, False), text({"thing": case}, True))
    assert case.rule in {rule for each in found.findings for rule in each.rules}
    worst = min((each.python for each in found.findings), key=lambda each: each.rank)
    assert worst is verdict, [(each.rules, each.title, each.python_reason) for each in found.findings]


def groups() -> dict[tuple[object, ...], set[str]]:
    """The ids of each rule of the table: what happened, which way the value travels, and what that does in Python."""
    found: dict[tuple[object, ...], set[str]] = {}
    for rule in RULES:
        if rule.python_reason != UNCHANGED and BY_ID[rule.id].reason != "no message of this direction has the member":
            key = (rule.what, rule.direction, rule.python)
            found.setdefault(key, set()).add(rule.id)
    return found


def test_every_rule_that_changes_the_package_has_a_case_or_a_reason() -> None:
    known = {(case.rule, verdict) for case, verdict in CASES}
    missing = [
        (str(key[0]), min(ids))
        for key, ids in groups().items()
        if not any((name, key[2]) in known for name in ids) and not ids & WITHOUT.keys()
    ]
    assert not missing, missing


def test_mypy_agrees_with_every_verdict(tmp_path: Path) -> None:
    named = {name_of(index): case for index, (case, _) in enumerate(CASES)}
    settings = []
    for package, revised in (("old_api", False), ("new_api", True)):
        (tmp_path / f"{package}.yaml").write_text(text(named, revised), "utf-8")
        settings.append(
            f'[apis.{package}]\nout = "out"\nspec = "{package}.yaml"\n'
            f'package = "{package}"\nclient = "Harbor"\ntests = false\n'
        )
    (tmp_path / "specbind.toml").write_text("\n".join(settings), "utf-8")
    assert main(["generate", "--config", str(tmp_path / "specbind.toml"), "--quiet"]) == 0
    fine = {name: code for (case, code), name in zip(FINE, list(named)[-len(FINE) :], strict=True)}
    wrong = {package: checked(tmp_path / "out", package, named, fine) for package in ("old_api", "new_api")}
    assert wrong["old_api"] == {}, wrong["old_api"]
    failing = {name for name, (_, verdict) in zip(named, CASES, strict=True) if verdict is not Python.SAFE}
    differing = {f"{name} {named[name.removesuffix('_fine')].rule}" for name in failing ^ wrong["new_api"].keys()}
    assert not differing, (differing, wrong["new_api"])


def checked(folder: Path, package: str, named: dict[str, Case], fine: dict[str, str]) -> dict[str, str]:
    """What mypy says of the code of each case against a package; nothing of code that is right."""
    codes = {name: case.code for name, case in named.items()} | {f"{name}_fine": code for name, code in fine.items()}
    words = {name: name.removesuffix("_fine") for name in codes}
    of = {
        name: code.replace("NAME", words[name]).replace("CLASS", words[name].capitalize()).replace("PACKAGE", package)
        for name, code in codes.items()
    }
    lines = [
        f"from typing import Literal\n\nfrom {package} import Harbor as Client\n"
        "from typing_extensions import assert_never\n"
    ]
    starts: list[tuple[int, str]] = []
    for name, body in of.items():
        starts.append((sum(each.count("\n") + 1 for each in lines) + 1, name))
        lines.append(f"def use_{name}(client: Client) -> None:\n    {body}\n")
    (folder / f"use_{package}.py").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty", "--follow-imports=silent"]
    done = subprocess.run([*command, f"use_{package}.py"], capture_output=True, text=True, cwd=folder)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found: dict[str, str] = {}
    for line, message in re.findall(r"^use_\w+\.py:(\d+): error: (.*)$", done.stdout, re.MULTILINE):
        name = next(name for start, name in reversed(starts) if start <= int(line))
        found.setdefault(name, message)
    return found
