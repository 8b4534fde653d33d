"""The base of emitted async clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, Unpack

from .absent import DEFAULT

if TYPE_CHECKING:
    import httpx

    from .core_async import AsyncCore
    from .hooks import Hook
    from .retry import RetryPolicy
    from .settings import ApiInfo, Limits, RequestOptions, Timeout

T = TypeVar("T")


class AsyncClient:
    """A client of one API; close it, or use it with `async with`."""

    _core: AsyncCore

    def __init__(
        self,
        api: ApiInfo,
        *,
        credentials: Mapping[str, object],
        base_url: str | None = None,
        server: Mapping[str, str | None] | None = None,
        timeout: Timeout = DEFAULT,
        max_retries: int = 2,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: httpx.AsyncClient | None = None,
        hooks: Sequence[Hook] = (),
        strict_responses: bool = False,
        validate_requests: bool = True,
        retry: RetryPolicy | None = None,
        limits: Limits | None = None,
    ) -> None:
        # httpx and pydantic are loaded here, not by who only imports the class.
        from .configure import make_settings
        from .core_async import AsyncCore
        from .pool_async import AsyncPool

        settings = make_settings(
            api,
            credentials=credentials,
            base_url=base_url,
            server=server,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            hooks=hooks,
            strict_responses=strict_responses,
            validate_requests=validate_requests,
            retry=retry,
            limits=limits,
        )
        self._core = AsyncCore(settings, AsyncPool(http_client))
        self._shares_pool = False

    def __repr__(self) -> str:
        name = type(self).__name__
        made = "_core" in self.__dict__
        return f"{name}(base_url={self.base_url!r})" if made else f"<{name}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds credentials; it cannot be pickled"
        )

    @property
    def base_url(self) -> str:
        """Where requests go."""
        return self._core.settings.base_url

    @property
    def is_closed(self) -> bool:
        return self._core.pool.client.is_closed

    async def aclose(self) -> None:
        """Close the connections, unless they are another's."""
        if not self._shares_pool:
            await self._core.pool.aclose()

    async def close(self) -> None:
        """The same as `aclose()`."""
        await self.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def with_options(
        self,
        *,
        base_url: str | None = None,
        timeout: Timeout = DEFAULT,
        max_retries: int | None = None,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        hooks: Sequence[Hook] | None = None,
        strict_responses: bool | None = None,
        validate_requests: bool | None = None,
        retry: RetryPolicy | None = None,
        limits: Limits | None = None,
    ) -> Self:
        """A copy with other settings, on the same connections and tokens."""
        from .configure import change_settings
        from .core_async import AsyncCore

        settings = change_settings(
            self._core.settings,
            base_url=base_url,
            timeout=timeout,
            keep_timeout=timeout is DEFAULT,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            hooks=hooks,
            strict_responses=strict_responses,
            validate_requests=validate_requests,
            retry=retry,
            limits=limits,
        )
        made = type(self).__new__(type(self))
        made._core = AsyncCore(settings, self._core.pool)
        made._shares_pool = True
        return made

    async def request(
        self,
        method: str,
        path: str,
        *,
        cast_to: type[T],
        query: Mapping[str, object] | None = None,
        body: Any = None,
        **options: Unpack[RequestOptions],
    ) -> T:
        """Call an endpoint that the specification does not know."""
        from .adhoc import adhoc_operation

        operation = adhoc_operation(method, path, cast_to, body)
        return await self._core.call(operation, options, query=query, body=body)
