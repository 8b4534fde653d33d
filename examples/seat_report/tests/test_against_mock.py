"""The service against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

import asyncio

import httpx
from seat_report._vendor.openai_admin import AsyncOpenAIAdmin
from seat_report.app import create_app
from specbind.pytest_plugin import StartMock


def test_every_call_is_one_that_the_api_documents(specbind_mock: StartMock) -> None:
    server = specbind_mock("openai_admin", seed=1)

    async def asked() -> httpx.Response:
        async with server.client(AsyncOpenAIAdmin) as client:
            app = httpx.ASGITransport(create_app(client))
            async with httpx.AsyncClient(transport=app, base_url="http://seats.test") as caller:
                return await caller.get("/seats")

    response = asyncio.run(asked())
    assert server.refused == []
    assert response.status_code == 200
    assert sum(response.json()["by_role"].values()) > 1
