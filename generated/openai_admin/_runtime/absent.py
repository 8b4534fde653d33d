"""What an argument can be besides a value: left out, left at its default, or many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol, TypeAlias, TypeVar, final

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@final
class Omit:
    """The type of `omit`: the argument is not sent at all (`None` would send a null)."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


omit: Final = Omit()


@final
class Default:
    """The type of `DEFAULT`: the client's own setting applies."""

    def __repr__(self) -> str:
        return "DEFAULT"

    def __reduce__(self) -> str:
        return "DEFAULT"


DEFAULT: Final = Default()


class Collected(Protocol[T_co]):
    """A list, tuple, set or view of items. A `str` is none: it contains only strings."""

    def __contains__(self, item: object, /) -> bool: ...

    def __iter__(self) -> Iterator[T_co]: ...

    def __len__(self) -> int: ...


Items: TypeAlias = Collected[T] | Iterator[T]
"""Any list, tuple, set or iterator of `T`, but never a bare `str`."""
