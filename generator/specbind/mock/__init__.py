"""A server that checks requests against a description and answers them: `specbind mock`, or within a test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from specbind.mock.service import Mock

EXTRA = "specbind[mock]"


def mock(description: str | Path, *, seed: int = 0, config: str | Path | None = None) -> Mock:
    """The mock of an API of `specbind.toml`, or of a file or folder; it answers values, not sockets.

    Raises `ValueError` with the diagnostics where the description is no good.
    """
    from specbind.mock.opened import opened
    from specbind.mock.service import Mock

    return Mock(opened(description, Path(config) if config is not None else None), seed)


def app(description: str | Path, *, seed: int = 0, config: str | Path | None = None) -> ASGIApp:
    """The same as an ASGI application, for any server or `httpx.ASGITransport`."""
    from specbind.mock.asgi import application

    return application(mock(description, seed=seed, config=config))
