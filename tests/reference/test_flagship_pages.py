"""The pages of the admin API: nothing of them is lost, and they say what its OpenAPI description says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.diff.compare import compare as review
from specbind.ir.api import Api
from specbind.ir.types import ArrayType, ObjectType, RefType, UnionType
from specbind.ir.walk import nodes
from specbind.openapi.read import read as read_openapi
from specbind.passes.styles import styles
from specbind.reference.read import read

from . import fidelity
from .losses import Pages, differences, operations

SPEC = Path(__file__).parents[2] / "spec" / "openai-admin"
BEFORE = SPEC / "revisions" / "before-search-usage" / "docs"
NEW_OPERATIONS = {
    "GET /organization/usage/file_search_calls",
    "GET /organization/usage/web_search_calls",
    "GET /organization/projects/{project_id}/model_permissions",
    "POST /organization/projects/{project_id}/model_permissions",
    "DELETE /organization/projects/{project_id}/model_permissions",
    "GET /organization/projects/{project_id}/hosted_tool_permissions",
    "POST /organization/projects/{project_id}/hosted_tool_permissions",
}
NEW_VARIANTS = ("OrganizationUsageFileSearchesResult", "OrganizationUsageWebSearchesResult")
NEW_TYPES = {
    "ProjectHostedToolPermissions",
    "ProjectModelPermissions",
    "ProjectModelPermissionsDeleted",
    "UsageFileSearchCallsResponse",
    "UsageWebSearchCallsResponse",
}


@cache
def pages(path: Path) -> Api:
    """What a folder of pages says; all of it is understood."""
    collector = Collector()
    api = read(path, collector)
    assert [(str(each.span), each.message) for each in collector.diagnostics] == []
    assert api is not None
    return api


@cache
def described() -> Api:
    """The same API, described by hand in OpenAPI."""
    api = read_openapi(SPEC / "description.yaml", Collector())
    assert api is not None
    return styles(api, Overrides())


@cache
def normalised() -> Api:
    """What pages and overlay give together: the document in the repository."""
    api = read_openapi(SPEC / "openapi.yaml", Collector())
    assert api is not None
    return styles(api, Overrides())


@pytest.mark.parametrize(("path", "count"), [(SPEC / "docs", 119), (BEFORE, 112)])
def test_every_line_of_the_pages_is_understood(path: Path, count: int) -> None:
    assert len(pages(path).operations) == count


@pytest.mark.parametrize("read", [lambda: styles(pages(SPEC / "docs"), Overrides()), normalised])
def test_fields_presence_enums_and_literals_are_those_of_the_other_description(read: object) -> None:
    assert callable(read)
    one, two = operations(described(), Pages(prints_null=False)), operations(read(), Pages(prints_null=False))
    assert len(one) == 119
    assert one.keys() == two.keys()
    assert [f"{key} {line}" for key in one for line in differences(one[key], two[key])] == []


def test_the_inference_is_precise_and_the_overlay_says_the_rest() -> None:
    before = fidelity.compare(described(), styles(pages(SPEC / "docs"), Overrides()))
    after = fidelity.compare(described(), normalised())
    print(f"\npages alone\n{fidelity.table(before)}\nwith the overlay\n{fidelity.table(after)}")
    for name in ("integer", "null"):
        assert before[name].wrong == []
        assert before[name].recall > 0.94
        assert (after[name].wrong, after[name].missed) == ([], [])
    assert before["default"].recall > 0.8


def test_the_two_descriptions_differ_in_these_facts_alone() -> None:
    """Pages state limits that the OpenAPI description has in its prose only; constants have no default there."""
    counts = fidelity.compare(described(), normalised())
    lines = [f"{name}: {place}, the pages alone" for name, each in counts.items() for place in each.wrong]
    lines += [f"{name}: {place}, OpenAPI alone" for name, each in counts.items() for place in each.missed]
    known = (Path(__file__).parent / "known_differences.txt").read_text("utf-8").splitlines()
    assert sorted(lines) == known


def variants(api: Api) -> dict[str, tuple[str, ...]]:
    """The variants of the results of usage, by the operation or the type that shows them."""
    shown = {
        operation.key: content.type
        for operation in api.operations
        for response in operation.responses
        for content in response.contents
        if content.type is not None
    } | {decl.name: decl.type for decl in api.types}
    found: dict[str, tuple[str, ...]] = {}
    for place, of in shown.items():
        for node in nodes(of):
            for each in node.fields if isinstance(node, ObjectType) else ():
                match each.wire_name, each.type:
                    case "results", ArrayType(item=UnionType(variants=parts)):
                        found[place] = tuple(part.name for part in parts if isinstance(part, RefType))
                    case _:
                        pass
    return found


def test_the_change_of_the_documentation_is_seven_operations_five_types_and_two_variants_in_eighteen_places() -> None:
    old, new = pages(BEFORE), pages(SPEC / "docs")
    keys = [{operation.key for operation in api.operations} for api in (old, new)]
    assert keys[1] - keys[0] == NEW_OPERATIONS
    assert keys[0] - keys[1] == set()
    names = [{decl.name for decl in api.types} for api in (old, new)]
    assert names[1] - names[0] == NEW_TYPES | set(NEW_VARIANTS)
    assert names[0] - names[1] == set()
    before, after = variants(old), variants(new)
    assert len(before) == 18
    for place, each in before.items():
        assert len(each) == 9
        assert after[place] == (*each[:8], *NEW_VARIANTS, each[8]), place
    assert set(after) - set(before) == {
        *(key for key in NEW_OPERATIONS if "usage" in key),
        "UsageFileSearchCallsResponse",
        "UsageWebSearchCallsResponse",
    }


def test_nothing_else_changed() -> None:
    """Costs, which the pages show further down than before, is the operation that it was."""
    old, new = pages(BEFORE), pages(SPEC / "docs")
    kept = Pages(prints_null=True)
    before, after = operations(old, kept), operations(new, kept)
    lines = [line for key in before for line in differences(before[key], after[key])]
    assert all(line.startswith(".result.data[].results[]: ") for line in lines)
    assert len(lines) == 9
    found = review(old, new)
    edits = [edit for edit in found.docs if "projects" in str(edit)]
    assert len(edits) == 1
    assert "description" in str(edits[0])
