"""Fixtures for tests of services that use a generated client. Nothing is loaded before a test asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest

if TYPE_CHECKING:
    from specbind.testing.fake import Fake
    from specbind.testing.server import Server

ClientT = TypeVar("ClientT")


class MakeFake(Protocol):
    """Makes a fake of a client class; settings are those of the client."""

    def __call__(self, client: type[ClientT], **settings: Any) -> Fake[ClientT]: ...


class StartMock(Protocol):
    """Starts the mock server of an API of `specbind.toml`, or of a description."""

    def __call__(self, description: str | Path, *, seed: int = 0, config: str | Path | None = None) -> Server: ...


@pytest.fixture
def specbind_fake() -> MakeFake:
    """`specbind_fake(Client)`: a client without a network, whose answers the test registers."""
    from specbind.testing.fake import Fake

    return Fake


@pytest.fixture
def specbind_mock() -> Iterator[StartMock]:
    """`specbind_mock("petstore")`: a server on this machine that checks requests; it needs `specbind[mock]`."""
    try:
        from specbind.testing.server import started
    except ImportError as error:
        pytest.fail(f"the fixture specbind_mock needs {error.name}: pip install 'specbind[mock]'", pytrace=False)
    with ExitStack() as stack:

        def start(description: str | Path, *, seed: int = 0, config: str | Path | None = None) -> Server:
            return stack.enter_context(started(description, seed, config))

        yield start
