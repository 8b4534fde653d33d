"""The admin API: the tree, the pages and the classes that its users get."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from specbind.cli_targets import BY_CODE
from specbind.config_read import read
from specbind.diagnostics import Collector
from specbind.ir.api import Api, CursorPagination, Resource
from specbind.ir.check import check_finished
from specbind.ir.dump import dump
from specbind.pipeline import arranged

from .build import methods

ROOT = Path(__file__).parents[2]


@cache
def admin() -> tuple[Api, Collector]:
    """The API after all passes, and what was reported."""
    collector = Collector()
    config = read(ROOT / "specbind.toml", collector, BY_CODE)
    assert config is not None
    found = arranged(next(api for api in config.apis if api.name == "openai_admin"), collector)
    assert found is not None
    return found, collector


def test_the_passes_leave_a_sound_api_and_have_nothing_to_report() -> None:
    found, collector = admin()
    assert check_finished(found) == []
    assert collector.diagnostics == ()


def test_there_are_119_methods() -> None:
    assert len(methods(admin()[0])) == 119


@pytest.mark.parametrize(
    ("key", "dotted"),
    [
        ("GET /projects/{project_id}/users/{user_id}/roles", "projects.users.roles.list"),
        ("GET /projects/{project_id}/roles", "projects.roles.list"),
        ("GET /organization/costs", "usage.costs"),
        ("GET /organization/usage/web_search_calls", "usage.web_search_calls"),
        ("GET /organization/audit_logs", "audit_logs.list"),
        ("POST /organization/projects/{project_id}/archive", "projects.archive"),
        ("POST /organization/certificates/activate", "certificates.activate"),
        ("GET /organization/data_retention", "data_retention.retrieve"),
        ("POST /organization/data_retention", "data_retention.update"),
        ("GET /organization/projects/{project_id}/rate_limits", "projects.rate_limits.list"),
        (
            "POST /organization/projects/{project_id}/rate_limits/{rate_limit_id}",
            "projects.rate_limits.update",
        ),
        (
            "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys",
            "projects.service_accounts.api_keys.create",
        ),
        ("DELETE /organization/spend_limit", "spend_limit.delete"),
        ("POST /organization/users/{user_id}", "users.update"),
        ("POST /organization/groups/{group_id}/users", "groups.users.create"),
    ],
)
def test_methods_are_where_people_look(key: str, dotted: str) -> None:
    assert methods(admin()[0])[key] == f"admin.organization.{dotted}"


def test_every_list_goes_on_by_a_cursor() -> None:
    pages: dict[str, object] = {}
    stack: list[Resource] = [admin()[0].resources]
    while stack:
        resource = stack.pop()
        stack.extend(resource.children)
        for method in resource.methods:
            if method.name == "list" or resource.name == "usage":
                pages[method.operation] = method.pagination
    assert len(pages) == 33
    assert [key for key, page in pages.items() if not isinstance(page, CursorPagination)] == []
    usage = pages["GET /organization/usage/images"]
    assert usage == CursorPagination(("data",), "page", ("next_page",), (), ("has_more",))


def test_no_class_has_an_empty_name_or_a_number_of_ours() -> None:
    last = [decl.context[-1] for decl in admin()[0].types if decl.context]
    assert [word for word in last if word[-1].isdigit()] == []


def test_the_dump_shows_one_node_by_its_name() -> None:
    found, _ = admin()
    text = dump(found, "admin.organization.spend_limit")
    assert text.splitlines() == [
        "resource: admin.organization.spend_limit",
        "  method: retrieve = GET /organization/spend_limit",
        "  method: update = POST /organization/spend_limit",
        "  method: delete = DELETE /organization/spend_limit",
    ]
    assert dump(found, "GET /organization/costs").startswith("operation: GET /organization/costs  # ")
    assert dump(found, "nothing of the kind") == ""
    assert dump(found) == dump(found)
