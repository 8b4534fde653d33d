"""Published pages of two vendors, in three dialects: figures, equality of dialects, examples, damage, speed.

The pages are not ours and lie beside the repository in `../shared`; where they are not, these tests skip and say so.
`python -m tests.reference.test_shared_pages` prints the figures.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from specbind.config import Overrides
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector, Diagnostic
from specbind.ir.api import Api
from specbind.ir.check import check_finished
from specbind.ir.types import ObjectType
from specbind.ir.walk import nodes, uses
from specbind.passes.run import run
from specbind.pipeline import modelled
from specbind.reference.documents import documents
from specbind.reference.read import outline, read

from tests.reference.bare import bare
from tests.reference.damage import edits, found, is_near

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "docs-corpus"
SEED = SHARED / "seed"
DIALECTS = ("d1", "d2", "d3")
RANGES = tuple(
    f"{side}_contig_{lines}.md"
    for side, lines in (
        ("before", "6516_10083"),
        ("after", "7028_13049"),
        ("before", "15676_17672"),
        ("after", "18642_21248"),
    )
)
CUT = {"incomplete-operation", "unclosed-code", "unusable-example"}
"""What is reported of a range that was cut out of a page: it begins in the middle, and may end so."""
CHANGED = {
    ("d1", "d2"): {
        "AnthropicBeta": "values are new",
        "ClaudeCodeUsageReport": "the newer page has an example that contradicts the format of `date`",
        "Model": "a value is new",
        "POST /v1/organizations/workspaces": "a header and `tags` are new",
        "POST /v1/organizations/workspaces/{workspace_id}": "`tags` is new, `name` is optional now",
        "Workspace": "`tags` is new",
    },
    ("d2", "d3"): {
        "APIKey": "`principal` is new",
        "AnthropicBeta": "values are new and gone",
        "ClaudeCodeUsageReport": "`is_remote` is new, `date` is a time now",
        "CostReport": "`inference_geo` lists its values now",
        "DELETE /v1/files/{file_id}": "the type is called BetaDeletedFile now",
        "GET /v1/files": "the type is called BetaFileMetadata now",
        "GET /v1/files/{file_id}": "the type is called BetaFileMetadata now",
        "GET /v1/organizations/invites": "three filters are new",
        "GET /v1/organizations/users": "a filter is new",
        "Invite": "fields and roles are new",
        "MessagesUsageReport": "`inference_geo` lists its values now",
        "Model": "values are new and gone",
        "POST /v1/files": "the type is called BetaFileMetadata now",
        "POST /v1/organizations/invites": "`rbac_group_ids` and a role are new",
        "POST /v1/organizations/users/{user_id}": "a role is new",
        "POST /v1/organizations/workspaces": "`external_key_id` is new, regions list their values now",
        "POST /v1/organizations/workspaces/{workspace_id}": "`external_key_id` is new, regions list their values now",
        "RateLimitListResponse": "two fields are new",
        "User": "roles are new",
        "Workspace": "two fields are new",
    },
}
"""Operations and types that differ between two dialects of the pages, all because the API or its text was changed."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no published pages at {CORPUS}: nothing is checked here")


@dataclass(frozen=True)
class Figures:
    """One row of the table."""

    name: str
    operations: int
    parameters: int
    fields: int
    types: int
    checked: int
    passed: int

    def __str__(self) -> str:
        return (
            f"{self.name:40} {self.operations:4} operations {self.parameters:4} parameters {self.fields:5} fields"
            f" {self.types:4} types, {self.passed} of {self.checked} checks hold"
        )


def sources() -> Iterator[Path]:
    """Every folder of a dialect, and every range of the other vendor's page."""
    yield from (CORPUS / dialect for dialect in DIALECTS)
    yield from (SEED / name for name in RANGES)


def read_all(path: Path) -> tuple[Api, tuple[Diagnostic, ...]]:
    collector = Collector()
    api = read(path, collector)
    assert api is not None
    return api, collector.diagnostics


def figures(path: Path) -> Figures:
    """What was read of a description."""
    api, _ = read_all(path)
    fields = sum(len(node.fields) for use in uses(api) for node in nodes(use.type) if isinstance(node, ObjectType))
    scores = [document.score for document in documents(path, path.parent, Collector())]
    return Figures(
        path.name,
        len(api.operations),
        sum(len(operation.parameters) for operation in api.operations),
        fields,
        len(api.types),
        sum(score.checked for score in scores),
        sum(score.passed for score in scores),
    )


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: path.name)
def test_every_line_has_its_place_and_every_head_its_members(path: Path) -> None:
    _, diagnostics = read_all(path)
    allowed = CUT if path.suffix == ".md" else set()
    assert {each.rule.name for each in diagnostics} <= allowed, diagnostics
    assert all(", 100.0 % (" in line for line in outline(path, Collector()) if line.startswith("page: "))


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: path.name)
def test_what_is_read_passes_all_stages(path: Path, tmp_path: Path) -> None:
    api, _ = read_all(path)
    assert check_finished(run(api, Overrides(), Collector())) == []
    collector = Collector()
    assert modelled(from_arguments(path, "published", None, tmp_path, True), collector) is not None


@pytest.mark.parametrize(("older", "newer"), list(CHANGED))
def test_dialects_give_an_equal_api_but_for_what_the_vendor_changed(older: str, newer: str) -> None:
    apis = [read_all(CORPUS / dialect)[0] for dialect in (older, newer)]
    parts = [
        {each.key: bare(each) for each in api.operations} | {each.name: bare(each) for each in api.types}
        for api in apis
    ]
    both = parts[0].keys() & parts[1].keys()
    assert {key for key in both if parts[0][key] != parts[1][key]} == CHANGED[older, newer].keys()


def test_calls_are_named_alike_in_all_dialects() -> None:
    named = [{each.key: each.call for each in read_all(CORPUS / dialect)[0].operations} for dialect in DIALECTS]
    assert all(named[2][key] == call for names in named for key, call in names.items())


def contradictions(path: Path, out: Path) -> list[str]:
    """The examples that are not what their page says."""
    collector = Collector()
    modelled(from_arguments(path, "published", None, out, True), collector)
    return [each.message for each in collector.diagnostics if each.rule.name == "contradicting-example"]


def test_examples_fit_their_types_but_for_one(tmp_path: Path) -> None:
    listed = [message for path in sources() for message in contradictions(path, tmp_path)]
    assert [message.partition(":")[2].strip() for message in set(listed)] == ["expected array @ $.data[0].projects"]


@pytest.mark.slow
def test_nine_of_ten_damaged_lines_are_reported_where_they_are(tmp_path: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in (*CORPUS.rglob("*.md"), *(SEED / name for name in RANGES))}
    before = {path: found(path, path.parent) for path in pages}
    near: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for edit in islice(edits(pages, 1_000, seed=7), 1_000):
        page = tmp_path / edit.path.name
        page.write_text(edit.text, "utf-8")
        total[edit.kind] += 1
        near[edit.kind] += is_near(edit, before[edit.path], found(page, tmp_path))
    assert near.total() >= 900, (near, total)


def ten_megabytes(folder: Path) -> int:
    """Copies of the pages, each an API of its own below another path; their bytes."""
    written = 0
    for copy in range(1_000):
        for page in sorted((CORPUS / "d3").rglob("*.md")):
            text = page.read_text("utf-8").replace("** `/", f"** `/c{copy}/").replace(".com/", f".com/c{copy}/")
            target = folder / f"copy{copy}" / page.relative_to(CORPUS / "d3")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            written += len(text.encode())
        if written >= 10_000_000:
            break
    return written


@pytest.mark.slow
def test_ten_megabytes_of_pages_take_six_seconds_of_cpu_at_most(tmp_path: Path) -> None:
    assert ten_megabytes(tmp_path) >= 10_000_000
    start = time.process_time()
    api, _ = read_all(tmp_path)
    assert time.process_time() - start <= 6
    assert len(api.operations) > 2_000


if __name__ == "__main__":
    for source in sources():
        print(figures(source))
