"""One attempt at a request, as values: what goes to httpx and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .absent import Default
from .errors import APIConnectionError, APIError, APITimeoutError
from .http import httpx
from .interpret import status_error, succeeded
from .retry import retry_delay
from .secrecy import Placed, bounded, redact
from .urls import join_query, origin

if TYPE_CHECKING:
    from .operations import AnyOperation
    from .prepare import Prepared
    from .settings import Settings

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
_HARMLESS = frozenset(
    [
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    ]
)
CAUGHT = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, APIError)


class Outcome:
    """What came of one attempt."""

    __slots__ = ("failure", "placed", "response")

    def __init__(
        self,
        placed: list[Placed],
        response: httpx.Response | None = None,
        failure: APIError | None = None,
    ) -> None:
        self.placed = placed
        self.response = response
        self.failure = failure

    @property
    def status(self) -> int | None:
        return None if self.response is None else self.response.status_code


def build_request(
    client: httpx.Client | httpx.AsyncClient,
    request: Prepared,
    placed: list[Placed],
    content: Any,
) -> httpx.Request:
    """The httpx request, credentials and all."""
    headers, url = request.headers, request.full_url
    if placed:
        headers = dict(headers)
        for one in placed:
            if one.location == "header":
                headers[one.name] = one.value
            elif one.location == "cookie":
                pair = f"{one.name}={one.value}"
                held = headers.get("cookie")
                headers["cookie"] = pair if held is None else f"{held}; {pair}"
            else:
                from .styles import FORM, query_pairs

                url = join_query(url, query_pairs(one.name, one.value, FORM))
    timeout = request.timeout
    method = request.operation.method
    if isinstance(timeout, Default):
        built = client.build_request(method, url, headers=headers, content=content)
    else:
        built = client.build_request(
            method, url, headers=headers, content=content, timeout=timeout
        )
    built.method = (
        method  # httpx made it upper case, but methods are told apart by case
    )
    for name in request.removed:
        if name not in headers:
            built.headers.pop(name, None)
    return built


def redirected(response: httpx.Response, request: Prepared) -> httpx.Request | None:
    """The request that a redirect asks for, without credentials on another origin."""
    following = response.next_request
    if following is None:
        return None
    if origin(str(following.url)) == origin(request.url):
        return following
    for name in list(following.headers):
        if name not in _HARMLESS:
            del following.headers[name]
    return following


def failure_of(error: Exception, settings: Settings, request: Prepared) -> APIError:
    """Our error for one of httpx's, without its request, headers or traceback."""
    return failure_of_stream(error, settings, request.operation)


def failure_of_stream(
    error: Exception, settings: Settings, operation: AnyOperation
) -> APIError:
    """Our error for what went wrong while a body was read."""
    if isinstance(error, APIError):
        return error.with_traceback(None)
    name = operation.plan.name
    sent = not isinstance(error, _NEVER_LEFT)
    if isinstance(error, httpx.TimeoutException):
        kind = type(error).__name__
        return APITimeoutError(f"{name}: request timed out ({kind})", sent=sent)
    text = type(error).__name__
    if not isinstance(error, (httpx.LocalProtocolError, httpx.InvalidURL)):
        shown = bounded(redact(str(error), settings.keyring.secrets()), 200)
        text += f": {shown}" if shown else ""
    return APIConnectionError(f"{name}: connection error ({text})", sent=sent)


def next_delay(
    settings: Settings, request: Prepared, outcome: Outcome, attempt: int
) -> float | None:
    """Seconds before the next attempt; None to give up."""
    response, failure = outcome.response, outcome.failure
    if response is None and not isinstance(failure, APIConnectionError):
        return None
    return retry_delay(
        settings.retry,
        attempt,
        max_retries=request.max_retries,
        harmless=request.harmless,
        status=outcome.status,
        headers=None if response is None else response.headers,
        sent=failure.sent if isinstance(failure, APIConnectionError) else True,
    )


def final_error(settings: Settings, request: Prepared, outcome: Outcome) -> APIError:
    """The error to raise when no attempt is left."""
    if outcome.response is not None:
        return status_error(settings, request.operation, outcome.response)
    return outcome.failure or APIConnectionError()


def is_success(request: Prepared, outcome: Outcome) -> bool:
    """Whether the attempt gave a result."""
    return outcome.response is not None and succeeded(
        request.operation, outcome.response
    )


def was_rejected(request: Prepared, outcome: Outcome) -> bool:
    """Whether the server refused credentials that can be renewed."""
    return outcome.status == 401 and any(one.renews for one in request.sources)
