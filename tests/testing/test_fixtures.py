"""The fixtures for services: fakes of generated clients, wherever their package is, and the mock server."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import harbor
import httpx
import openai_admin
import pytest
from harbor.models import HarborV1Crane, Shipment
from openai_admin.models import OrganizationUser
from specbind.pytest_plugin import MakeFake, StartMock

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "specbind.toml"


def user(name: str) -> OrganizationUser:
    return OrganizationUser(id=f"user_{name}", object="organization.user", added_at=1, name=name)


@pytest.fixture(params=["generated", "vendored"])
def package(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package of the admin API, and a copy of it deep inside a service."""
    if request.param == "generated":
        yield openai_admin
        return
    shutil.copytree(ROOT / "generated/openai_admin", tmp_path / "billing/core/_vendor/openai_admin")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("billing.core._vendor.openai_admin")
    for name in [name for name in sys.modules if name.partition(".")[0] == "billing"]:
        del sys.modules[name]


def test_models_registered_by_a_method_are_what_the_client_gives(specbind_fake: MakeFake, package: Any) -> None:
    fake = specbind_fake(package.OpenAIAdmin)
    users = fake.client.admin.organization.users
    ada = package.models.OrganizationUser(id="user_1", object="organization.user", added_at=1, name="Ada")
    route = fake.on(users.retrieve).returns(ada)
    assert users.retrieve("user 1") == ada
    assert isinstance(users.retrieve("user_2"), package.models.OrganizationUser)
    assert [str(each) for each in fake.requests] == [
        "GET /organization/users/user 1",
        "GET /organization/users/user_2",
    ]
    assert route.requests == fake.requests
    assert fake.requests[0].headers["authorization"] == "Bearer fake"


def test_the_async_client_is_faked_the_same_way(specbind_fake: MakeFake, package: Any) -> None:
    fake = specbind_fake(package.AsyncOpenAIAdmin)
    users = fake.client.admin.organization.users
    fake.on(users.update).returns({"id": "user_1", "object": "organization.user", "added_at": 1, "role": "owner"})
    fake.on(users.list).pages([{"id": "a", "object": "organization.user", "added_at": 1}], [])

    async def use() -> tuple[Any, list[Any]]:
        return await users.update("user_1", role="owner"), [each.id async for each in users.list(limit=3)]

    updated, listed = asyncio.run(use())
    assert (updated.role, listed) == ("owner", ["a"])
    assert fake.requests[0].json == {"role": "owner"}
    assert fake.requests[1].query == {"limit": "3"}


def test_pages_are_given_as_the_client_asks_for_them(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin)
    users = fake.client.admin.organization.users
    fake.on(users.list).pages([user("a"), user("b")], [user("c")])
    for _ in range(2):
        assert [each.name for each in users.list()] == ["a", "b", "c"]
    assert len(fake.requests) == 4
    assert users.list().body.has_more is True


def test_every_kind_of_pages_is_laid_out(specbind_fake: MakeFake, specbind_mock: StartMock) -> None:
    served: Any = specbind_mock("harbor", config=CONFIG).client(harbor.Harbor)
    fake = specbind_fake(harbor.Harbor)
    for name in ("parcels", "shipments", "warehouses", "cranes", "carriers", "manifests"):
        items = list(getattr(served, name).list())
        assert len(items) == 3
        faked = getattr(fake.client, name).list
        fake.on(faked).pages(items[:2], items[2:])
        assert list(faked()) == items


def test_errors_exceptions_and_answers_in_turn(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin, max_retries=1)
    users = fake.client.admin.organization.users
    fake.on("GET /organization/users/{user_id}").fails(503, headers={"retry-after": "0"}).returns(user("a"))
    assert users.retrieve("user_a").name == "a"
    fake.on("DELETE /organization/users/user_gone").fails(404, {"error": {"message": "gone"}})
    with pytest.raises(openai_admin.NotFoundError) as lost:
        users.delete("user_gone")
    assert lost.value.response.json() == {"error": {"message": "gone"}}
    fake.on(users.delete).raises(httpx.ConnectError("refused"))
    with pytest.raises(openai_admin.APIConnectionError):
        users.delete("user_b")


def test_a_function_answers_what_it_is_asked(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin)
    users = fake.client.admin.organization.users
    fake.on(users.retrieve).calls(lambda request: user(request.path.rpartition("_")[2]))
    assert users.retrieve("user_x").name == "x"


def test_streams_files_and_nothing_are_answered_as_the_operation_does(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(harbor.Harbor)
    client = fake.client
    event: Any = {"type": "heartbeat", "at": "2026-03-01T00:00:00Z"}
    fake.on(client.parcels.events.list).streams(event, event)
    with client.parcels.events.list("pcl_1") as events:
        assert len(list(events)) == 2
    fake.on(client.parcels.label.retrieve).returns(b"%PDF")
    assert client.parcels.label.retrieve("pcl_1").read() == b"%PDF"
    fake.on(client.parcels.close).returns()
    with pytest.warns(DeprecationWarning):
        assert client.parcels.close("pcl_1") is None


def test_an_answer_that_is_not_what_the_api_documents_is_an_error(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin)
    users = fake.client.admin.organization.users
    fake.on(users.retrieve).returns({"id": 7})
    with pytest.raises(openai_admin.APIError):
        users.retrieve("user_a")


def test_what_is_not_registered_fails_the_test_and_lists_what_is(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin)
    users = fake.client.admin.organization.users
    fake.on(users.list).pages([])
    with pytest.raises(pytest.fail.Exception) as failed:
        try:
            users.retrieve("user_a")
        except Exception:
            pytest.skip("the code under test must not be able to catch it")
    said = "nothing is registered for GET /organization/users/user_a; there is\n  GET /organization/users"
    assert failed.value.msg == said
    fake.on(users.retrieve).returns(user("a"), user("b"))
    for name in ("a", "b"):
        assert users.retrieve("user").name == name
    with pytest.raises(pytest.fail.Exception, match="was called 3 times; there are 2 answers"):
        users.retrieve("user")


def test_what_cannot_be_registered_is_said_at_once(specbind_fake: MakeFake) -> None:
    fake = specbind_fake(openai_admin.OpenAIAdmin)
    with pytest.raises(TypeError, match="is no method of a client"):
        fake.on(print)
    with pytest.raises(ValueError, match="is no method and path"):
        fake.on("users.list")
    with pytest.raises(TypeError, match="has no pages; use `returns`"):
        fake.on(fake.client.admin.organization.users.retrieve).pages([])


def test_the_server_checks_what_the_client_sends(specbind_mock: StartMock) -> None:
    server = specbind_mock("harbor", seed=3, config=CONFIG)
    client = server.client(harbor.Harbor)
    assert isinstance(client.cranes.list().data[0], HarborV1Crane)
    assert isinstance(next(iter(client.shipments.list())), Shipment)
    assert server.refused == []
    with pytest.raises(harbor.BadRequestError):
        client.parcels.list(limit=3, extra_query={"limits": 4})
    assert server.refused == ['query `limits`: expected no such parameter (did you mean `limit`?), found "4"']


def test_the_plugin_loads_nothing_before_a_test_asks_for_a_fixture() -> None:
    heavy = ("httpx", "pydantic", "starlette")
    code = f"import specbind.pytest_plugin, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
