"""A request that a client sent, as tests look at it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import httpx


@dataclass(frozen=True)
class Sent:
    """A request; `path` is the one below the base URL, its percent-encoding undone.

    `query` has a text for each name, and a list for a name that is sent several times.
    """

    method: str
    path: str
    query: dict[str, str | list[str]]
    headers: httpx.Headers
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None where there is none."""
        return json.loads(self.content) if self.content else None

    @property
    def form(self) -> dict[str, str | list[str]]:
        """The body as a form."""
        return pairs(self.content.decode())

    def __str__(self) -> str:
        asked = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.method} {self.path}{f'?{asked}' if asked else ''}"


def pairs(text: str) -> dict[str, str | list[str]]:
    """A query or a form by its names."""
    found = parse_qs(text, keep_blank_values=True)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def sent(request: httpx.Request, base_path: str) -> Sent:
    """A request of httpx, whose body has been read."""
    path = request.url.path.removeprefix(base_path)
    return Sent(request.method, path, pairs(request.url.query.decode()), request.headers, request.content)
