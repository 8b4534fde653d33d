"""Constructor arguments and environment -> the settings of a client."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from .auth import ApiKeyAuth, Keyring
from .encode import plain
from .errors import ConfigurationError
from .headers import checked_header
from .retry import RetryPolicy
from .settings import ApiInfo, Limits, Settings, Timeout
from .styles import FORM, query_pairs
from .urls import checked_base_url

if TYPE_CHECKING:
    from .hooks import Hook


def make_settings(
    api: ApiInfo,
    *,
    credentials: Mapping[str, object],
    base_url: str | None,
    server: Mapping[str, str | None] | None,
    timeout: Timeout,
    max_retries: int,
    default_headers: Mapping[str, str] | None,
    default_query: Mapping[str, object] | None,
    hooks: Sequence[Hook],
    strict_responses: bool,
    validate_requests: bool,
    retry: RetryPolicy | None,
    limits: Limits | None,
) -> Settings:
    """The settings of a new client."""
    chosen = {name: value for name, value in (server or {}).items() if value}
    given = base_url or _from_environment(api, chosen)
    url = checked_base_url(given or _base_url(api, chosen), api.name)
    keyring = Keyring(api.schemes, credentials, api.security, url)
    _guard_log(api)
    headers = {"user-agent": _agent(api), "accept-encoding": "gzip, deflate"}
    return Settings(
        api=api,
        base_url=url,
        timeout=timeout,
        headers={**headers, **checked_headers(default_headers)},
        query=query_of(default_query),
        hooks=tuple(hooks),
        strict_responses=strict_responses,
        validate_requests=validate_requests,
        retry=retry or RetryPolicy(max_retries=max_retries),
        limits=limits or Limits(),
        keyring=keyring,
        moved=bool(given),
    )


def _guard_log(api: ApiInfo) -> None:
    """Keep keys in queries out of httpx's own log."""
    if any(
        isinstance(scheme, ApiKeyAuth) and scheme.location == "query"
        for scheme in api.schemes.values()
    ):
        from .logs import guard_httpx_log

        guard_httpx_log()


def change_settings(
    settings: Settings,
    *,
    base_url: str | None,
    timeout: Timeout,
    keep_timeout: bool,
    max_retries: int | None,
    default_headers: Mapping[str, str] | None,
    default_query: Mapping[str, object] | None,
    hooks: Sequence[Hook] | None,
    strict_responses: bool | None,
    validate_requests: bool | None,
    retry: RetryPolicy | None,
    limits: Limits | None,
) -> Settings:
    """The settings with some of them changed; headers and query are added to."""
    policy = retry or settings.retry
    if max_retries is not None:
        policy = replace(policy, max_retries=max_retries)
    url = settings.base_url
    if base_url is not None:
        url = checked_base_url(base_url, settings.api.name)
    strict, checking = strict_responses, validate_requests
    return replace(
        settings,
        base_url=url,
        moved=settings.moved or base_url is not None,
        timeout=settings.timeout if keep_timeout else timeout,
        headers={**settings.headers, **checked_headers(default_headers)},
        query=settings.query + query_of(default_query),
        hooks=settings.hooks if hooks is None else tuple(hooks),
        strict_responses=settings.strict_responses if strict is None else strict,
        validate_requests=settings.validate_requests if checking is None else checking,
        retry=policy,
        limits=limits or settings.limits,
    )


def _agent(api: ApiInfo) -> str:
    """`User-Agent` (RFC 9110 section 10.1.5): a version is free text and must fit."""
    version = quote(api.version, safe="+")
    return f"{api.name}/{version} python/{platform.python_version()}"


def _from_environment(api: ApiInfo, server: Mapping[str, str]) -> str:
    """The base URL that the environment names, unless the arguments choose a server."""
    if api.base_url_env is None or server:
        return ""
    return os.environ.get(api.base_url_env, "").strip()


def _base_url(api: ApiInfo, server: Mapping[str, str]) -> str:
    url = api.base_url
    for name, value in {**api.server_variables, **server}.items():
        url = url.replace("{" + name + "}", value)
    if not url or "{" in url:
        env = f" or set {api.base_url_env}" if api.base_url_env else ""
        raise ConfigurationError(f"{api.name}: no base URL; pass `base_url`{env}")
    return url


def checked_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Default headers by lower-case name."""
    return {k.lower(): checked_header(k, v) for k, v in (headers or {}).items()}


def query_of(query: Mapping[str, object] | None) -> tuple[tuple[str, str], ...]:
    """Default query parameters, encoded."""
    pairs: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        if value is not None:
            pairs += query_pairs(name, plain(value, name), FORM)
    return tuple(pairs)
