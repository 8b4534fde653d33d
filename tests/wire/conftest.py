"""One server for all wire tests of a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wire.server import WireServer


@pytest.fixture(scope="session")
def server() -> Iterator[WireServer]:
    """A real HTTP server on loopback."""
    found = WireServer()
    yield found
    found.close()
