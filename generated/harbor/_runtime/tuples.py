"""Tuples whose last part is of any length, which pydantic has no annotation for."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class OpenTuple:
    """Marks a tuple that may go on: `Annotated[tuple[int, *tuple[str, ...]], OpenTuple]`."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        first, rest = parts_of(source)
        parts = [handler.generate_schema(kind) for kind in (*first, rest)]
        return core_schema.tuple_schema(parts, variadic_item_index=len(first))


def parts_of(kind: Any) -> tuple[tuple[Any, ...], Any]:
    """The types of the first items of an open tuple, and that of all others."""
    *first, others = get_args(kind)
    inner = get_args(others)
    # `*tuple[int, ...]` may have become `Unpack[tuple[int, ...]]`.
    return tuple(first), inner[0] if len(inner) == 2 else get_args(inner[0])[0]
