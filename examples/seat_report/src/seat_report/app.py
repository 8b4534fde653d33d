"""The service. Errors of the API become errors that callers of the service can act on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse

from seat_report._vendor.openai_admin import APIError, APIStatusError, AsyncOpenAIAdmin, RateLimitError
from seat_report.report import SeatReport, seat_report


def create_app(client: AsyncOpenAIAdmin | None = None) -> FastAPI:
    """The app around a client; without one, it makes one from the environment and closes it."""
    used = client if client is not None else AsyncOpenAIAdmin()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        if client is None:
            await used.aclose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/seats")
    async def seats(idle_days: Annotated[int, Query(ge=1)] = 90) -> SeatReport:
        return await seat_report(used, datetime.now(UTC), timedelta(days=idle_days))

    @app.exception_handler(RateLimitError)
    async def busy(_: Request, error: RateLimitError) -> JSONResponse:
        headers = {"Retry-After": error.headers.get("retry-after", "60")}
        return JSONResponse({"detail": "the admin API is busy"}, 503, headers)

    @app.exception_handler(APIError)
    async def failed(_: Request, error: APIError) -> JSONResponse:
        said = {"detail": "the admin API did not answer"}
        if isinstance(error, APIStatusError):
            said = {"detail": f"the admin API answered {error.status_code}", "request_id": error.request_id or ""}
        return JSONResponse(said, 502)

    return app
