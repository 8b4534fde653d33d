"""Resources and methods: from the paths of pages, headings, URLs, declared types and titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.reference.read import read
from specbind.reference.titles import fold, method_names, slug


def calls(folder: Path, pages: dict[str, str]) -> dict[str, str]:
    """The dotted call of each operation, by its key."""
    for name, text in pages.items():
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    path = folder / next(iter(pages)) if len(pages) == 1 else folder
    api = read(path, Collector())
    assert api is not None
    return {operation.key: ".".join(operation.call) for operation in api.operations}


def operation(title: str, verb: str, path: str) -> str:
    return f"## {title}\n\n**{verb}** `{path}`\n\n"


FLAT = "".join(
    (
        "# Admin\n\n# Organization\n\n",
        "# Users\n\n" + operation("List users", "get", "/organization/users"),
        "# Roles\n\n" + operation("List user roles", "get", "/organization/users/{user_id}/roles"),
        "# Projects\n\n" + operation("List projects", "get", "/organization/projects"),
        "# Users\n\n" + operation("List project users", "get", "/organization/projects/{project_id}/users"),
        "# Roles\n\n" + operation("List project user roles", "get", "/projects/{project_id}/users/{user_id}/roles"),
        "# API Keys\n\n" + operation("List project API keys", "get", "/organization/projects/{project_id}/api_keys"),
        "# Usage\n\n" + operation("Costs", "get", "/organization/costs"),
    )
)


def test_the_headings_of_a_flat_page_nest_as_its_urls_do(tmp_path: Path) -> None:
    assert calls(tmp_path, {"admin.md": FLAT}) == {
        "GET /organization/users": "admin.organization.users.list",
        "GET /organization/users/{user_id}/roles": "admin.organization.users.roles.list",
        "GET /organization/projects": "admin.organization.projects.list",
        "GET /organization/projects/{project_id}/users": "admin.organization.projects.users.list",
        "GET /projects/{project_id}/users/{user_id}/roles": "admin.organization.projects.users.roles.list",
        "GET /organization/projects/{project_id}/api_keys": "admin.organization.projects.api_keys.list",
        "GET /organization/costs": "admin.organization.usage.costs",
    }


def test_resources_side_by_side_stay_so(tmp_path: Path) -> None:
    page = "# Cats\n\n" + operation("List cats", "get", "/cats") + "# Dogs\n\n" + operation("List dogs", "get", "/dogs")
    assert calls(tmp_path, {"pets.md": page}) == {"GET /cats": "cats.list", "GET /dogs": "dogs.list"}


def test_the_path_of_a_page_says_where_it_belongs(tmp_path: Path) -> None:
    assert calls(
        tmp_path,
        {
            "index.md": "# Zoo API\n",
            "beta/cats.md": "# Cats\n\n" + operation("Get Cat", "get", "/v1/cats/{cat_id}"),
            "beta/cats/toys/lend_out.md": operation("Lend a toy", "post", "/v1/cats/{cat_id}/toys/lend"),
        },
    ) == {
        "GET /v1/cats/{cat_id}": "beta.cats.retrieve",
        "POST /v1/cats/{cat_id}/toys/lend": "beta.cats.toys.lend_out",
    }


def test_a_declared_type_names_the_operation_that_gives_it(tmp_path: Path) -> None:
    result = "### Returns\n\n- `deleted: boolean`\n\n"
    page = (
        "# Roles\n\n"
        + operation("Unassign role from user", "delete", "/users/{user_id}/roles/{role_id}")
        + result
        + "## Domain Types\n\n### Role Delete Response\n\n- `RoleDeleteResponse object { deleted }`\n\n"
        + "  - `deleted: boolean`\n"
    )
    assert list(calls(tmp_path, {"roles.md": page}).values()) == ["roles.delete"]


def test_types_of_one_name_are_told_apart_by_their_resources(tmp_path: Path) -> None:
    def page(resource: str, field: str) -> str:
        declared = f"- `RoleCreated object {{ {field} }}`\n\n  - `{field}: string`\n"
        created = operation("Create role", "post", f"/{resource.lower()}/roles") + f"### Returns\n\n{declared}\n"
        return f"# {resource}\n\n{created}## Domain Types\n\n### Role Created\n\n{declared}"

    for resource, field in (("Users", "user"), ("Groups", "group")):
        (tmp_path / f"{resource.lower()}.md").write_text(page(resource, field), "utf-8")
    api = read(tmp_path, Collector())
    assert api is not None
    assert sorted(decl.name for decl in api.types) == ["groups.RoleCreated", "users.RoleCreated"]


@pytest.mark.parametrize(
    ("titles", "resource", "names"),
    [
        (("List", "Retrieve", "Update", "Delete"), "users", ("list", "retrieve", "update", "delete")),
        (("List users", "Get user", "Modify user", "Remove user"), "users", ("list", "retrieve", "update", "delete")),
        (("Create a Text Completion",), "completions", ("create",)),
        (("Upload File", "Get File Metadata"), "files", ("upload", "retrieve_metadata")),
        (("Get Cat Usage Report", "Get Dog Usage Report"), "usage_report", ("retrieve_cat", "retrieve_dog")),
        (("Get Cost Report",), "cost_report", ("retrieve",)),
        (("Costs", "File search calls"), "usage", ("costs", "file_search_calls")),
        (("Retrieve API Key (Admin API)",), "api_keys", ("retrieve",)),
        (("List project roles of a user",), "roles", ("list",)),
        (
            ("Create Service Account Box Member", "Get Service Account Box Member", "List Service Account Box Members"),
            "service_accounts",
            ("create", "retrieve", "list"),
        ),
    ],
)
def test_titles_give_the_names_of_methods(titles: tuple[str, ...], resource: str, names: tuple[str, ...]) -> None:
    assert tuple(method_names(titles, (resource,))) == names


@pytest.mark.parametrize(
    ("title", "name"), [("API Keys", "api_keys"), ("Tier 2 limits", "tier_2_limits"), ("用户", "")]
)
def test_titles_are_names_in_snake_case(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize(
    ("one", "other"), [("Boxes", "box"), ("Policies", "policy"), ("API Keys", "apikey"), ("bus", "Bus")]
)
def test_words_are_compared_without_plural_and_case(one: str, other: str) -> None:
    assert fold(one) == fold(other)
