"""What fetching a URL gives, apart from how it is done: the gate itself takes long to import and is seldom needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


class RefusedError(Exception):
    """Why a URL was not fetched, in a few words."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a URL gave: the URL at the end of its redirects, and the bytes."""

    url: str
    data: bytes


Fetch: TypeAlias = Callable[[str], Page]
"""Gives what a URL holds, or raises `RefusedError`."""


def by_gate(url: str) -> Page:
    """What a URL of the public internet holds."""
    from specbind.openapi.gate import Gate

    return Gate().fetch(url)
