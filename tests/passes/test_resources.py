"""The resource tree: where operations stand and what they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Operation
from specbind.ir.types import ArrayType, Type, UnionType
from specbind.passes.resources import resources
from specbind.rules import METHOD_NAME_TAKEN, UNUSED_OVERRIDE

from .build import TEXT, api, methods, obj, op, page

THING = obj(id=TEXT, label=TEXT)


def placed(*operations: Operation | str, overrides: Overrides | None = None) -> dict[str, str]:
    """The dotted methods of operations; a bare key is an operation with an object as its result."""
    found = (op(each, THING) if isinstance(each, str) else each for each in operations)
    return methods(resources(api(*found), overrides or Overrides(), Collector()))


def test_collections_and_items_get_the_standard_verbs() -> None:
    assert placed(
        op("GET /pets", ArrayType(THING)),
        "POST /pets",
        "GET /pets/{id}",
        "PATCH /pets/{id}",
        "PUT /pets/{id}",
        "DELETE /pets/{id}",
        "HEAD /pets/{id}",
    ) == {
        "GET /pets": "pets.list",
        "POST /pets": "pets.create",
        "GET /pets/{id}": "pets.retrieve",
        "PATCH /pets/{id}": "pets.update",
        "PUT /pets/{id}": "pets.replace",
        "DELETE /pets/{id}": "pets.delete",
        "HEAD /pets/{id}": "pets.head",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_the_only_change_of_an_item_is_update(method: str) -> None:
    assert placed(f"{method} /pets/{{id}}") == {f"{method} /pets/{{id}}": "pets.update"}


def test_put_is_replace_beside_a_post_that_updates() -> None:
    found = placed("POST /pets/{id}", "PUT /pets/{id}")
    assert found == {"POST /pets/{id}": "pets.update", "PUT /pets/{id}": "pets.replace"}


def test_path_segments_nest_and_placeholders_are_left_out() -> None:
    assert placed("GET /organization/projects/{project_id}/users/{user_id}/roles/{role_id}") == {
        "GET /organization/projects/{project_id}/users/{user_id}/roles/{role_id}": (
            "organization.projects.users.roles.retrieve"
        )
    }


def test_a_union_of_lists_is_a_list_and_a_list_or_something_else_is_none() -> None:
    lists = UnionType((ArrayType(obj(x=TEXT)), ArrayType(obj(y=TEXT))))
    other = UnionType((ArrayType(obj(x=TEXT)), obj(y=TEXT)))
    found = placed(op("GET /users/{id}/starred", lists), op("GET /logs/{day}", lists), op("GET /files/{path}", other))
    assert list(found.values()) == ["users.starred.list", "logs.list", "files.retrieve"]


def test_a_path_without_items_whose_get_is_no_list_is_a_singleton() -> None:
    found = placed("GET /data_retention", "POST /data_retention", "DELETE /data_retention")
    assert list(found.values()) == [
        "data_retention.retrieve",
        "data_retention.update",
        "data_retention.delete",
    ]


def test_a_post_alone_creates() -> None:
    assert placed("POST /embeddings") == {"POST /embeddings": "embeddings.create"}


@pytest.mark.parametrize(
    ("key", "dotted"),
    [
        ("POST /projects/{id}/archive", "projects.archive"),
        ("POST /certificates/activate", "certificates.activate"),
        ("POST /goals/{id}/addFollowers", "goals.add_followers"),
        ("POST /runs/{id}/rerun-failed-jobs", "runs.rerun_failed_jobs"),
        ("PUT /pulls/{id}/merge", "pulls.merge"),
        ("DELETE /configurations/detach", "configurations.detach"),
        ("GET /charges/search", "charges.search"),
        ("GET /pet/findByStatus", "pet.find_by_status"),
        ("GET /releases/latest", "releases.latest"),
        ("POST /accounts/{id}/login_links", "accounts.login_links.create"),
        ("POST /chat/completions", "chat.completions.create"),
        ("POST /orders", "orders.create"),
        ("POST /access_requests", "access_requests.create"),
        ("POST /messages:batch", "messages.batch"),
        ("POST /messages/{id}:cancel", "messages.cancel"),
        ("POST /chat.postMessage", "chat.post_message"),
        ("POST /admin.users.session.reset", "admin.users.session.reset"),
        ("GET /metrics.json", "metrics"),
        ("GET /users/@me", "users.me.retrieve"),
        ("GET /Accounts/{Sid}.json", "accounts.retrieve"),
        ("GET /git/commits/{sha}.{type}", "git.commits.retrieve"),
        ("GET /apis/apps.example.io/apps/{id}", "apis.apps_example_io.apps.retrieve"),
        ("GET /maps;zoom={zoom}/tiles/{tile}", "maps.tiles.retrieve"),
    ],
)
def test_acts_and_odd_segments(key: str, dotted: str) -> None:
    assert placed(key) == {key: dotted}


def test_an_operation_that_speaks_of_its_leaf_as_an_act_makes_it_one() -> None:
    key = "POST /batches/{id}/zap"
    assert placed(op(key, summary="Zaps a batch.")) == {key: "batches.zap"}
    assert placed(op("POST /collections/{id}/facet", name="facet")) == {
        "POST /collections/{id}/facet": "collections.facet"
    }


def test_what_follows_an_act_is_part_of_its_name() -> None:
    found = placed("POST /points/query", "POST /points/query/batch")
    assert list(found.values()) == ["points.query", "points.query_batch"]


def test_read_only_leaves_below_figures_are_methods_of_the_parent() -> None:
    listed = page(THING)
    found = placed(op("GET /usage/costs", listed), op("GET /usage/web_search_calls", listed))
    assert list(found.values()) == ["usage.costs", "usage.web_search_calls"]


def test_other_read_only_leaves_stay_resources_however_many_there_are() -> None:
    found = placed(op("GET /organization/audit_logs", page(THING)))
    assert found == {"GET /organization/audit_logs": "organization.audit_logs.list"}


@pytest.mark.parametrize("body", [ArrayType(THING), page(THING), obj(pets=ArrayType(THING), total=TEXT)])
def test_a_body_that_is_a_list_makes_a_list(body: Type) -> None:
    assert placed(op("GET /vets/{id}/pets", body)) == {"GET /vets/{id}/pets": "vets.pets.list"}


def test_version_prefixes_are_left_out() -> None:
    assert placed("GET /api/v3/pets/{id}", "GET /api/v3/vets/{id}") == {
        "GET /api/v3/pets/{id}": "pets.retrieve",
        "GET /api/v3/vets/{id}": "vets.retrieve",
    }


def test_a_second_version_is_a_resource_and_renames_nothing() -> None:
    found = placed("GET /v1/pets/{id}", "GET /v1/vets/{id}", "GET /v2/pets/{id}")
    assert list(found.values()) == ["pets.retrieve", "vets.retrieve", "v2.pets.retrieve"]


def test_an_operation_on_the_root_has_the_name_that_the_document_gives_it() -> None:
    assert placed(op("GET /", THING, name="getRoot")) == {"GET /": "get_root"}
    assert placed("GET /") == {"GET /": "retrieve"}


def test_a_name_that_two_want_goes_to_one_and_the_other_is_reported_with_the_line_to_add() -> None:
    collector = Collector()
    found = methods(
        resources(
            api(
                op("GET /hooks/{id}/{token}", THING, name="get_hook_by_token"),
                op("GET /hooks/{id}", THING, name="get_hook"),
            ),
            Overrides(),
            collector,
        )
    )
    assert found == {
        "GET /hooks/{id}": "hooks.retrieve",
        "GET /hooks/{id}/{token}": "hooks.retrieve_by_token",
    }
    (problem,) = collector.diagnostics
    assert problem.rule is METHOD_NAME_TAKEN
    assert '"GET /hooks/{id}/{token}" = "hooks.retrieve_by_token"' in problem.help


def test_a_list_of_an_item_comes_before_the_same_list_of_everything() -> None:
    found = placed(
        op("GET /issues/comments", page(THING), name="issues/list-comments-for-repo"),
        op("GET /issues/{number}/comments", page(THING), name="issues/list-comments"),
    )
    assert list(found.values()) == ["issues.comments.list_for_repo", "issues.comments.list"]


def test_names_that_are_taken_are_never_told_apart_by_a_number() -> None:
    keys = [f"GET /a{mark}b/{{id}}" for mark in "-_.+~"]
    found = placed(*keys)
    assert len(set(found.values())) == len(keys)
    assert not any(name[-1].isdigit() for name in found.values())


def test_a_method_and_a_resource_of_one_name_are_told_apart() -> None:
    found = placed("POST /jobs/search", "GET /jobs/search/{id}/hits/{hit}")
    assert found == {
        "POST /jobs/search": "jobs.search.create",
        "GET /jobs/search/{id}/hits/{hit}": "jobs.search.hits.retrieve",
    }


def test_a_chosen_method_keeps_its_name_before_others() -> None:
    found = placed(
        "GET /pets/{id}",
        "GET /dogs/{id}",
        overrides=Overrides(methods={"GET /dogs/{id}": ("pets", "retrieve")}),
    )
    assert found["GET /dogs/{id}"] == "pets.retrieve"
    assert found["GET /pets/{id}"] == "pets.retrieve_by_id"


def test_moves_prefixes_and_chosen_names() -> None:
    overrides = Overrides(
        prefix=("admin",),
        resources={"/projects": ("admin", "organization", "projects"), "/projects/{id}/keys": ("keys",)},
        methods={"GET /organization/costs": ("admin", "organization", "usage", "costs")},
    )
    found = placed(
        "GET /organization/costs",
        "GET /organization/users/{id}",
        "GET /projects/{id}/roles/{role}",
        "GET /projects/{id}/keys/{key}",
        overrides=overrides,
    )
    assert list(found.values()) == [
        "admin.organization.usage.costs",
        "admin.organization.users.retrieve",
        "admin.organization.projects.roles.retrieve",
        "keys.retrieve",
    ]


def test_a_move_may_leave_placeholders_out() -> None:
    overrides = Overrides(resources={"/projects/roles": ("roles",)})
    assert list(placed("GET /projects/{id}/roles/{role}", overrides=overrides).values()) == ["roles.retrieve"]


def test_configuration_that_matches_nothing_is_reported() -> None:
    collector = Collector()
    overrides = Overrides(resources={"/pest": ("pets",)}, methods={"GET /pest": ("pets", "list")})
    resources(api(op("GET /pets", THING)), overrides, collector)
    assert [each.rule for each in collector.diagnostics] == [UNUSED_OVERRIDE, UNUSED_OVERRIDE]


def test_very_deep_paths_are_no_danger() -> None:
    key = "GET " + "/a" * 20_000
    found: Api = resources(api(op(key, THING)), Overrides(), Collector())
    assert list(methods(found)) == [key]


def test_a_call_that_the_document_names_stands_below_the_prefix_and_yields_to_the_user() -> None:
    named = replace(op("GET /costs", THING), call=("usage", "costs"))
    assert placed(named) == {"GET /costs": "usage.costs"}
    assert placed(named, overrides=Overrides(prefix=("admin",))) == {"GET /costs": "admin.usage.costs"}
    chosen = Overrides(methods={"GET /costs": ("bills", "list")})
    assert placed(named, overrides=chosen) == {"GET /costs": "bills.list"}
