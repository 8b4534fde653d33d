"""The mock server on a port of this machine, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from specbind.mock import mock
from specbind.mock.asgi import application
from specbind.mock.exchange import Call, Reply
from specbind.mock.loopback import serving
from specbind.mock.service import Mock
from specbind.testing.clients import connected

ClientT = TypeVar("ClientT")


class Server:
    """A running mock: `url` is what clients take as their base URL, `log` is each request with its response."""

    def __init__(self, url: str, log: list[tuple[Call, Reply]]) -> None:
        self.url = url
        self.log = log

    def client(self, client: type[ClientT], **settings: Any) -> ClientT:
        """A client of this server, with fake credentials."""
        return connected(client, **{"base_url": self.url, **settings})

    @property
    def refused(self) -> list[str]:
        """What was wrong with each request that was not as documented."""
        return [reply.note for _, reply in self.log if reply.status in (400, 401, 404, 405, 406, 415) and reply.note]


@lru_cache(maxsize=8)
def _made(description: str, seed: int, config: str | None, folder: Path) -> Mock:
    """A mock, which takes a while to make and is the same for every test."""
    return mock(description, seed=seed, config=config)


@contextmanager
def started(description: str | Path, seed: int, config: str | Path | None) -> Iterator[Server]:
    """A server of an API of the configuration, or of a description."""
    made = _made(str(description), seed, None if config is None else str(config), Path.cwd())
    log: list[tuple[Call, Reply]] = []
    with serving(application(made, lambda call, reply: log.append((call, reply)))) as url:
        yield Server(f"{url}{made.base_path}", log)
