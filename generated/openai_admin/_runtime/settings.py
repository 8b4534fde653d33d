"""What a client is set to, and what a single call may set otherwise."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import random
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict

from .absent import Default
from .records import Record

if TYPE_CHECKING:
    import httpx

    from .auth import Keyring, Scheme
    from .hooks import Hook
    from .operations import Security
    from .retry import RetryPolicy

Timeout: TypeAlias = "float | httpx.Timeout | Default | None"


class RequestOptions(TypedDict, total=False):
    """What every method takes besides its own arguments."""

    extra_headers: Mapping[str, str | None]
    """Headers to add; None takes a default header away."""
    extra_query: Mapping[str, object]
    """Parameters to add to the query."""
    extra_body: Mapping[str, object]
    """Members to add to the body."""
    timeout: float | httpx.Timeout | None
    """Seconds; None waits for ever."""
    idempotency_key: str
    """Makes a repeat of the request harmless, so that it may be retried."""
    max_retries: int
    """How often this call is tried again."""


@dataclass(frozen=True, eq=False)
class Limits:
    """Bounds on what a server can make the client hold or do."""

    max_response_bytes: int = 512 * 1024 * 1024
    """Of a decoded body that is held in memory."""
    max_error_bytes: int = 1024 * 1024
    """Of an error's body; the rest is cut off."""
    max_event_bytes: int = 16 * 1024 * 1024
    """Of one event or line of a stream."""
    max_pages: int = 100_000
    """Of one walk through pages."""


async def _sleep_async(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


@dataclass(frozen=True, eq=False)
class Clock:
    """Time and chance; tests put their own here."""

    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    random: Callable[[], float] = random


_NO_SCHEMES: Final[Mapping[str, Scheme]] = {}
_NO_VARIABLES: Final[Mapping[str, str]] = {}


class ApiInfo(Record):
    """What the specification says of the whole API."""

    name: str
    version: str = "0"
    base_url: str = ""
    base_url_env: str | None = None
    schemes: Mapping[str, Scheme] = _NO_SCHEMES
    security: Security = ()
    server_variables: Mapping[str, str] = _NO_VARIABLES
    request_id_headers: tuple[str, ...] = (
        "x-request-id",
        "request-id",
        "x-amzn-requestid",
    )


@dataclass(frozen=True, repr=False)
class Settings:
    """Everything that a request depends on besides its arguments."""

    api: ApiInfo
    base_url: str
    timeout: Timeout
    headers: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    hooks: tuple[Hook, ...]
    strict_responses: bool
    validate_requests: bool
    retry: RetryPolicy
    limits: Limits
    keyring: Keyring
    moved: bool = False
    """Whether the user said where calls go: then operations with servers of their own go there too."""
