"""The connections of a sync client, opened at first use and shared by its copies."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .errors import APIError
from .http import httpx

if TYPE_CHECKING:
    from .bodies import Upload
    from .oauth import TokenCache
    from .secrecy import Secret

DEFAULT_TIMEOUT = httpx.Timeout(60.0, connect=5.0)


class SyncPool:
    """One `httpx.Client`: the user's, or our own."""

    def __init__(self, given: httpx.Client | None) -> None:
        self._given = given
        self._own: httpx.Client | None = None
        self._lock = threading.Lock()

    @property
    def client(self) -> httpx.Client:
        found = self._given or self._own
        if found is None:
            with self._lock:
                if self._own is None:
                    self._own = httpx.Client(timeout=DEFAULT_TIMEOUT)
                found = self._own
        return found

    def close(self) -> None:
        """Close the connections, if they are our own."""
        if self._own is not None:
            self._own.close()

    def chunks(self, upload: Upload) -> Iterable[bytes]:
        """The body of an upload, from its start."""
        chunks = upload.begin()
        if not isinstance(chunks, Iterable):
            raise TypeError("a sync client cannot send an async iterator")
        return chunks

    def token(self, cache: TokenCache) -> Secret:
        """A fresh token; one thread asks for it and the others wait."""
        with cache.sync_lock:
            found = cache.current()
            if found is None:
                request = cache.request(self.client)
                answer: Secret | APIError
                try:
                    response = self.client.send(request, follow_redirects=False)
                except httpx.HTTPError as error:
                    answer = cache.unreachable(error)
                else:
                    answer = cache.accept(response)
                if isinstance(answer, APIError):
                    raise answer
                found = answer
            return found
