"""Whether and when a failed attempt is made again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .settings import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

_RETRIED: Final = frozenset({408, 409, 429, *range(500, 600)} - {501, 505})


@dataclass(frozen=True, eq=False)
class RetryPolicy:
    """How often, after what and how long to wait."""

    max_retries: int = 2
    statuses: frozenset[int] = _RETRIED
    initial_delay: float = 0.5
    max_delay: float = 8.0
    jitter: float = 0.25
    """The part of a delay that chance may take away."""
    max_retry_after: float = 60.0
    """The longest wait that a server can ask for."""
    clock: Clock = field(default=Clock(), compare=False, repr=False)


def retry_delay(
    policy: RetryPolicy,
    attempt: int,
    *,
    max_retries: int,
    harmless: bool,
    status: int | None,
    headers: Mapping[str, str] | None = None,
    sent: bool = True,
) -> float | None:
    """Seconds to wait before the next attempt; None to give up.

    `attempt` counts from 0. `harmless` says that a repeat does no harm. `sent` is False
    where the request surely never left.
    """
    if attempt >= max_retries:
        return None
    if status is not None and status not in policy.statuses:
        return None
    if not harmless and sent:
        return None
    asked = None if headers is None else retry_after(headers, policy.clock.now())
    if asked is not None:
        return min(asked, policy.max_retry_after)
    delay = min(policy.initial_delay * 2.0 ** min(attempt, 32), policy.max_delay)
    return delay * (1 - policy.jitter * policy.clock.random())


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The wait a server asks for: `retry-after-ms`, or `retry-after` in seconds or a date."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    if text is None:
        return None
    seconds = _number(text)
    return _date_delay(text, now) if seconds is None else seconds


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number >= 0 else None


def _date_delay(text: str, now: float) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        delay = parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return delay if delay > 0 else None
