"""What an API sends to the servers of its users: webhooks and callbacks."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from .mismatch import ResponseMismatch
from .records import Record

if TYPE_CHECKING:
    from .decode import Decoder

T_co = TypeVar("T_co", covariant=True)


class Message(Record, Generic[T_co]):
    """A request that the API sends; `thunk` gives the type of its body."""

    name: str
    thunk: Callable[[], object]

    @cached_property
    def _decoder(self) -> Decoder:
        from .decode import Decoder

        return Decoder(self.thunk)

    def parse(self, body: bytes | str) -> T_co:
        """The value of a body.

        One that is not as documented is given as far as it fits, with a `ResponseMismatch`
        warning. Raises `ValueError` for what is no JSON.
        """
        value, mismatches = self._decoder.decode(body)
        if mismatches:
            warnings.warn(ResponseMismatch(self.name, mismatches), stacklevel=2)
        return cast("T_co", value)
