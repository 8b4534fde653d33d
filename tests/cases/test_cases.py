"""The literate cases beside this file: a description, and what must become of it.

A case is a heading that says what holds, and fences:

- ```` ```yaml spec ````: the description; `openapi`, `info` and `paths` may be left out.
- ```` ```toml config ````: lines of the API's table in `specbind.toml`.
- ```` ```text models/shared.py ````: text that stands in that file of the package, line for line (not called Python,
  so that no formatter touches it).
- ```` ```diagnostics ````: everything the generator says, as `CODE line:column message`; without the fence, nothing.
- ```` ```python run ````: code run with the package importable as `acme`. `connect(*answers)` gives a client whose
  calls are answered with these JSON values (or `httpx.Response`s) in turn, `requests` is what it sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cases.generating import complete, generate, importable, shown

FOLDER = Path(__file__).parent
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    file: str
    line: int
    title: str
    spec: str
    config: str
    excerpts: tuple[tuple[str, str], ...]
    diagnostics: tuple[str, ...]
    runs: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.file}: {self.title}"


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text("utf-8")
        headings = list(re.finditer(r"^## (.+)$", text, re.MULTILINE))
        ends = [heading.start() for heading in headings[1:]] + [len(text)]
        for heading, end in zip(headings, ends, strict=True):
            line = text.count("\n", 0, heading.start()) + 1
            yield _case(path.stem, line, heading[1], text[heading.end() : end])


def _case(file: str, line: int, title: str, text: str) -> Case:
    spec = config = ""
    excerpts, runs, diagnostics = [], [], []
    for language, about, body in FENCE.findall(text):
        match language, about:
            case "yaml", "spec":
                spec = complete(body)
            case "toml", "config":
                config = body
            case "python", "run":
                runs.append(body)
            case "diagnostics", "":
                diagnostics += body.splitlines()
            case "text", path if path:
                excerpts.append((path, body.rstrip("\n")))
            case _:
                raise ValueError(f"{file}.md: a fence of {language} {about} in {title!r}")
    return Case(file, line, title, spec, config, tuple(excerpts), tuple(diagnostics), tuple(runs))


CASES = list(cases())


def test_every_case_has_a_title_of_its_own_a_description_and_an_expectation() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.spec, case.name
        assert case.excerpts or case.diagnostics or case.runs, case.name


class Wire:
    """Answers to calls, and what was sent."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def connect(self, *answers: Any, **settings: Any) -> Any:
        """A client that is answered with these values in turn, the last one for ever."""
        from acme import Acme  # type: ignore[import-not-found]

        def answer(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            found = answers[min(len(self.requests), len(answers)) - 1]
            return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

        usual = {"base_url": "https://api.acme.test", "strict_responses": True, "max_retries": 0}
        transport = httpx.Client(transport=httpx.MockTransport(answer))
        return Acme(**{**usual, **settings}, http_client=transport)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_holds(case: Case, tmp_path: Path) -> None:
    made = generate(tmp_path, case.spec, case.config)
    assert [shown(diagnostic) for diagnostic in made.diagnostics] == list(case.diagnostics)
    for path, excerpt in case.excerpts:
        assert path in made.files, f"{path} is none of {sorted(made.files)}"
        lines = made.files[path]
        assert f"\n{excerpt}\n" in f"\n{lines}\n", f"{path} has no\n{excerpt}\nbut\n{lines}"
    for code in case.runs:
        with importable(made):
            wire = Wire()
            names = {"connect": wire.connect, "requests": wire.requests, "httpx": httpx, "pytest": pytest}
            exec(compile(code, f"{case.file}.md:{case.line}", "exec"), names)
