"""Every Python block of README.md runs as it stands there.

A block is a program of its own: it begins with its imports and finds `OPENAI_ADMIN_KEY` and `OPENAI_ADMIN_BASE_URL`
in the environment. The base URL is a server on this machine that answers as the description documents.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.readme.examples import DOCUMENTS, answer, serving

README = Path(__file__).parents[2] / "README.md"
FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[tuple[int, str]]:
    """The Python blocks of a Markdown text, with the line each begins on."""
    return [
        (text.count("\n", 0, match.start(2)) + 1, match[2])
        for match in FENCE.finditer(text)
        if match[1].split()[:1] in (["python"], ["py"])
    ]


BLOCKS = blocks(README.read_text("utf-8"))


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving() as url:
        yield url


def run(code: str, line: int, name: str) -> dict[str, object]:
    """Run a block; its lines in a traceback are those of the file."""
    names: dict[str, object] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile("\n" * (line - 1) + code, name, "exec", dont_inherit=True), names)
    return names


@pytest.fixture
def environment(base_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "OPENAI_ADMIN_KEY": "sk-admin-fake",
        "OPENAI_ADMIN_BASE_URL": base_url,
        "HARBOR_BASE_URL": base_url,
        "HARBOR_TOKEN": "fake",
        "HARBOR_API_KEY": "fake",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("line", "code"), BLOCKS, ids=[f"line {line}" for line, _ in BLOCKS])
def test_a_block_runs(line: int, code: str) -> None:
    run(code, line, str(README))


def test_no_python_block_is_left_out() -> None:
    starts = re.findall(r"^ *(?:```|~~~) *(?:python|py)\b", README.read_text("utf-8"), re.MULTILINE)
    assert len(BLOCKS) == len(starts) > 0


SAMPLE = """
Text.

```console
$ pip install x
```

```python
import asyncio

from openai_admin import AsyncOpenAIAdmin, OpenAIAdmin

client = OpenAIAdmin()
invites = [invite.email for invite in client.admin.organization.invites.list()]
project = OpenAIAdmin(api_key="sk-admin-fake").admin.organization.projects.retrieve("proj_abc")


async def main() -> list[int]:
    async with AsyncOpenAIAdmin() as client:
        return [bucket.start_time async for bucket in client.admin.organization.usage.costs(start_time=1)]


starts = asyncio.run(main())
```

```python
raise ZeroDivisionError
```
"""


@pytest.mark.usefixtures("environment")
def test_blocks_are_found_run_and_able_to_fail() -> None:
    (first, good), (second, bad) = blocks(SAMPLE)
    assert (first, second) == (9, 27)
    names = run(good, first, "sample")
    assert names["invites"] and names["starts"] and type(names["project"]).__name__ == "Project"
    with pytest.raises(ZeroDivisionError) as caught:
        run(bad, second, "sample")
    assert caught.traceback[-1].lineno == second - 1


def test_the_server_answers_every_documented_operation(base_url: str) -> None:
    for document in DOCUMENTS:
        for operation in document.operations.values():
            if operation.method in ("GET", "POST", "DELETE") and "{" not in operation.path:
                status, _, _ = answer(operation.method, operation.path)
                assert 200 <= status < 300, operation.key
    assert httpx.get(f"{base_url}/nowhere").status_code == 404
