"""Whoever follows a document finds that every block does what it says.

The blocks of a document are run in order, in a project of its own (`scene.py`). Python blocks are programs of their own
that find their keys and the URL of a server in the environment; the server is on this machine and answers as the
descriptions document. A block that begins with the comment of a path is written to that file. A `text` block is what
the block before it prints.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.docs.checks import documents
from tests.guide.blocks import Block, blocks
from tests.guide.running import OUTPUT, SHELL, Reader, WrongBlockError
from tests.guide.scene import ROOT, build, environment, with_admin_api
from tests.guide.server import DOCUMENTS, answer, serving

PAGES = {path.relative_to(ROOT).as_posix(): blocks(path) for path in documents(ROOT)}
FOLLOWED = [
    name
    for name, found in PAGES.items()
    if any(not block.not_run for block in found) and not name.startswith("examples/")  # tests/examples follows those
]
NOT_RUN_AT_MOST = 12

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the blocks are written for a POSIX shell")


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("scene")).parent


@pytest.fixture
def reader(scene: Path, base_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Reader]:
    for name, value in {
        "OPENAI_ADMIN_KEY": "sk-admin-fake",
        "OPENAI_ADMIN_BASE_URL": base_url,
        "HARBOR_BASE_URL": base_url,
        "HARBOR_TOKEN": "fake",
        "HARBOR_API_KEY": "fake",
    }.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(scene, tmp_path / "scene")
    monkeypatch.chdir(tmp_path / "scene" / "project")
    project = tmp_path / "scene" / "project"
    found = Reader(project, environment(project))
    yield found
    found.leave()


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_document_can_be_followed(name: str, reader: Reader) -> None:
    shown = "".join(block.code for block in PAGES[name] if block.language in SHELL)
    if "specbind init" in shown:
        reader.move_out()
    if "openai" in shown:
        with_admin_api(reader.project, pulled="git pull" in shown)
    for block in PAGES[name]:
        if not block.not_run:
            reader.follow(block)


def test_few_blocks_are_not_run_and_each_says_why() -> None:
    left_out = [block for found in PAGES.values() for block in found if block.not_run]
    generated = [block for block in left_out if block.path.name == "command-line.md"]
    assert all(len(block.not_run.split()) >= 4 for block in left_out)
    assert len(left_out) - len(generated) <= NOT_RUN_AT_MOST, [f"{each.path}:{each.line}" for each in left_out]


def test_output_stands_below_what_printed_it() -> None:
    for found in PAGES.values():
        for before, block in zip((None, *found), found, strict=False):
            if block.language in OUTPUT and not block.not_run and not block.file:
                assert before is not None and not before.not_run, f"{block.path}:{block.line}"


def block(language: str, code: str, exits: int = 0) -> Block:
    return Block(Path("page.md"), 3, language, code, "", exits)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (block("sh", "specbind explain SB999"), "exits with 2, not 0"),
        (block("sh", "specbind explain SB405", exits=1), "exits with 0, not 1"),
        (block("sh", "make regenrate"), "the Makefile has no regenrate"),
        (block("toml", '[apis.a]\nspek = "a"'), "the configuration is refused"),
        (block("yaml", "openapi: 9.1.0\npaths: {}"), "the description is refused"),
        (
            block("yaml", "overlay: 1.1.0\ninfo: {title: t, version: v}\nactions: [{target: $.no, remove: true}]"),
            "",
        ),
        (block("yaml", "repos: [{repo: x, hooks: [{id: specbind-chekc}]}]"), "no such hooks"),
        (block("yaml", "jobs: {a: {steps: [{uses: acme/specbind@v1, with: {fial-on: none}}]}}"), "no such inputs"),
        (block("yaml", "jobs: {a: {steps: [{run: specbind generate --chekc}]}}"), "does not understand"),
        (block("yaml", "jobs: {a: {steps: [{run: specbind genrate}]}}"), "does not understand"),
        (block("yaml", "a: 1"), "neither a description"),
        (block("text", "hello"), "this is not what was printed"),
        (block("python", "# test_it.py\ndef test_it(): assert False"), "exits with 1"),
        (block("", "python -m benchmarks.nothing"), "there is no module benchmarks.nothing"),
        (block("", "spec/\n  petstore.yaml   the API\n  nothing.yaml\n"), "there is no nothing.yaml in spec/"),
        (
            block("jinja", '{# specbind-templates: 1 #}\n{% extends "specbind/init.py.jinja" %}\n{% blok a %}'),
            "exits with",
        ),
        (block("ruby", "puts 1"), "nothing is known about running"),
    ],
    ids=lambda each: each.language if isinstance(each, Block) else "",
)
def test_a_wrong_block_is_seen(wrong: Block, said: str, reader: Reader) -> None:
    with pytest.raises(WrongBlockError, match=r"page\.md:3: ") as caught:
        reader.follow(wrong)
    assert said in str(caught.value)


def test_the_lines_of_a_failing_block_are_those_of_the_document(reader: Reader) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        reader.follow(block("python", "import os\nraise ZeroDivisionError"))
    assert (str(caught.traceback[-1].path), caught.traceback[-1].lineno) == ("page.md", 3)


def test_blocks_are_found_with_what_is_said_about_them() -> None:
    text = (
        "Text.\n\n```sh\na\n```\n\n<!-- exits with 1 -->\n\n```sh\nb\n```\n<!-- not run: needs an account there -->\n"
        "```python\nc\n```\n\n````md\n```sh\nd\n```\n````\n\n<!-- not run from here on: it runs elsewhere -->\n\n"
        "- x\n\n  ```toml\n  # a/b.toml\n  ```\n"
    )
    found = blocks(Path("page.md"), text)
    assert [(each.language, each.line, each.exits, each.not_run, each.file) for each in found] == [
        ("sh", 4, 0, "", ""),
        ("sh", 10, 1, "", ""),
        ("python", 14, 0, "needs an account there", ""),
        ("md", 18, 0, "", ""),
        ("toml", 28, 0, "it runs elsewhere", "a/b.toml"),
    ]


def test_what_was_printed_may_be_shown_in_part(reader: Reader) -> None:
    reader.follow(block("python", "print('one  ')\nprint('two')\nprint('three')"))
    reader.follow(block("text", "one\n...\nthree"))
    with pytest.raises(WrongBlockError):
        reader.follow(block("text", "one\nthree"))


def test_a_file_of_a_document_is_there_for_the_blocks_after_it(reader: Reader) -> None:
    reader.follow(block("python", "# src/shop/prices.py\nANVIL = 3\n"))
    reader.follow(block("python", "from shop.prices import ANVIL\nprint(ANVIL)"))
    assert reader.printed == "3\n"


def test_the_server_answers_every_documented_operation(base_url: str) -> None:
    for document in DOCUMENTS:
        for operation in document.operations.values():
            if operation.method in ("GET", "POST", "DELETE") and "{" not in operation.path:
                status, _, _ = answer(operation.method, operation.path)
                assert 200 <= status < 300, operation.key
    assert httpx.get(f"{base_url}/nowhere").status_code == 404
