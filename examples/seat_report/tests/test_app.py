"""The service against a transport that answers as the admin API does; nothing of the client is patched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from seat_report._vendor.openai_admin import AsyncOpenAIAdmin
from seat_report.app import create_app

Answer = Callable[[httpx.Request], httpx.Response]

USERS: list[dict[str, object]] = [
    {"id": "user_1", "email": "ada@example.com", "role": "owner", "api_key_last_used_at": None},
    {"id": "user_2", "email": "bob@example.com", "role": "reader", "api_key_last_used_at": 1_500_000_000},
    {"id": "user_3", "email": None, "role": "reader", "api_key_last_used_at": 1_500_000_000},
]
INVITES: list[dict[str, object]] = [
    {"id": "invite_1", "email": "eve@example.com", "status": "pending"},
    {"id": "invite_2", "email": "ida@example.com", "status": "accepted"},
]


def page(items: list[dict[str, object]], has_more: bool = False) -> httpx.Response:
    last = items[-1]["id"] if items else None
    return httpx.Response(200, json={"object": "list", "data": items, "last_id": last, "has_more": has_more})


def organization(request: httpx.Request) -> httpx.Response:
    """Two pages of users and one of invitations."""
    assert request.headers["authorization"] == "Bearer sk-admin-fake"
    if request.url.path.endswith("/organization/users"):
        users = [{"object": "organization.user", "name": "Somebody", "added_at": 1, **user} for user in USERS]
        return page(users[2:]) if request.url.params.get("after") == "user_2" else page(users[:2], has_more=True)
    invites = [
        {"object": "organization.invite", "role": "reader", "projects": [], "created_at": 1, **i} for i in INVITES
    ]
    return page(invites)


def service(answer: Answer) -> FastAPI:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    client = AsyncOpenAIAdmin(api_key="sk-admin-fake", http_client=http, max_retries=0, strict_responses=True)
    return create_app(client)


def get(app: FastAPI, path: str) -> httpx.Response:
    """What the service answers, without a server."""

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://seats.test") as caller:
            return await caller.get(path)

    return asyncio.run(asked())


def test_seats_of_all_pages_are_counted() -> None:
    response = get(service(organization), "/seats")
    assert response.status_code == 200
    assert response.json() == {
        "by_role": {"owner": 1, "reader": 2},
        "pending_invites": ["eve@example.com"],
        "idle": ["bob@example.com", "user_3"],
    }


def test_nobody_is_idle_for_longer_than_the_api_exists() -> None:
    assert get(service(organization), "/seats?idle_days=10000").json()["idle"] == []


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (httpx.Response(429, headers={"retry-after": "7"}), 503, "the admin API is busy"),
        (httpx.Response(500, headers={"x-request-id": "req_1"}), 502, "the admin API answered 500"),
        (httpx.Response(200, json={"object": "list"}), 502, "the admin API did not answer"),
    ],
    ids=["busy", "broken", "not as documented"],
)
def test_errors_of_the_api_are_errors_of_the_service(answer: httpx.Response, status: int, said: str) -> None:
    response = get(service(lambda _: answer), "/seats")
    assert (response.status_code, response.json()["detail"]) == (status, said)
    if status == 503:
        assert response.headers["retry-after"] == "7"


def test_no_answer_at_all_is_told_as_such() -> None:
    def unreachable(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    assert get(service(unreachable), "/seats").json() == {"detail": "the admin API did not answer"}
