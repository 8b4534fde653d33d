"""The service against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

import asyncio

import httpx
from seat_report._vendor.openai_admin import AsyncOpenAIAdmin
from seat_report.app import create_app
from specbind.mock import mock
from specbind.mock.transport import transport


def test_every_call_is_one_that_the_api_documents() -> None:
    server = mock("openai_admin", seed=1)

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport(server)) as http:
            client = AsyncOpenAIAdmin(
                api_key="sk-admin-fake",
                base_url=f"https://mock.test{server.base_path}",
                http_client=http,
                max_retries=0,
            )
            app = httpx.ASGITransport(create_app(client))
            async with httpx.AsyncClient(transport=app, base_url="http://seats.test") as caller:
                return await caller.get("/seats")

    response = asyncio.run(asked())
    assert response.status_code == 200
    assert sum(response.json()["by_role"].values()) > 1
