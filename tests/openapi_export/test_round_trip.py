"""An API, written as an OpenAPI document and read back, is the same API; and the document is valid."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Resource
from specbind.ir.canonical import canonical
from specbind.ir.check import check
from specbind.openapi.read import read
from specbind.openapi_export.write import Syntax
from specbind.passes.run import run

from tests.openapi_export.apis import apis
from tests.openapi_export.documents import difference, exported, inferred, mistakes, read_back

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
OURS = ("spec/showcase/openapi.yaml", "spec/openai-admin/openapi.yaml")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes for values of this size: a failure prints its first difference instead."""


def holds(api: Api) -> None:
    """An API is what its document says, in both syntaxes; the document is valid and needs no second pass."""
    assert check(api) == []
    assert canonical(api) == api
    assert mistakes(api) == []
    with tempfile.TemporaryDirectory() as folder:
        for syntax in Syntax:
            back = read_back(exported(api, syntax), Path(folder), syntax)
            assert difference(api, back) == "" and back == api
            assert list(inferred(back)) == list(inferred(api))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(apis())
def test_any_api_is_what_its_document_says(api: Api) -> None:
    holds(api)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(apis())
def test_any_of_many_apis_is_what_its_document_says(api: Api) -> None:
    holds(api)


def described(path: Path) -> Api:
    api = read(path, Collector())
    assert api is not None
    return canonical(api)


@pytest.mark.parametrize("file", OURS)
def test_our_own_descriptions_come_back_equal_and_valid(file: str, tmp_path: Path) -> None:
    api = described(ROOT / file)
    assert api == read(ROOT / file, Collector())
    back = read_back(exported(api), tmp_path)
    assert difference(api, back) == "" and back == api
    assert mistakes(api) == []
    assert exported(back) == exported(api)


@pytest.mark.parametrize("file", OURS)
def test_what_the_passes_add_is_found_again(file: str, tmp_path: Path) -> None:
    """Names of inline types are said, their places and the tree of resources are for the passes to find."""
    arranged = run(described(ROOT / file), Overrides(), Collector())
    back = read_back(exported(arranged), tmp_path)
    plain = [(decl.name, decl.type, decl.description) for decl in canonical(arranged).types]
    assert [(decl.name, decl.type, decl.description) for decl in back.types] == plain
    assert difference(canonical(arranged).operations, back.operations) == ""
    assert back.resources == Resource(())


def listed() -> list[Path]:
    if not CORPUS.is_dir():
        return []
    found = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".json", ".yaml", ".yml"))
    return [path for path in found if "swagger:" not in (head := path.read_text("utf-8", "replace")[:300]) or not head]


@pytest.mark.slow
@pytest.mark.parametrize("path", listed(), ids=lambda path: path.name)
def test_descriptions_of_the_corpus_come_back_equal(path: Path, tmp_path: Path) -> None:
    api = read(path, Collector())
    if api is None:
        return
    api = canonical(api)
    back = read_back(exported(api), tmp_path)
    assert difference(api, back) == "" and back == api


LARGE = 1_600_000
"""Bytes from where on the validator takes minutes."""


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in listed() if path.stat().st_size < LARGE], ids=lambda path: path.name)
def test_documents_of_the_corpus_are_valid(path: Path) -> None:
    api = read(path, Collector())
    if api is not None:
        assert mistakes(api) == []


@pytest.mark.slow
def test_the_corpus_is_there() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"{CORPUS} is not there: the corpus is kept beside the repository")
    assert len(listed()) > 200
