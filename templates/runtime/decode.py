"""JSON bytes -> documented types: strict first, leniently where that fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from .building import guarded
from .literals import Exactly

if TYPE_CHECKING:
    from .mismatch import Mismatch

_adapters: dict[object, TypeAdapter[Any]] = {}


def adapter_for(kind: object) -> TypeAdapter[Any]:
    """The adapter of a type, built once, whatever thread asks first."""
    try:
        found = _adapters.get(kind)
    except TypeError:
        return guarded(lambda: _built(kind))
    if found is None:
        found = _adapters[kind] = guarded(lambda: _built(kind))
    return found


def _built(kind: object) -> TypeAdapter[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        kind.model_rebuild()
    marked = cast("type[Any]", Annotated[cast("Any", kind), Exactly()])
    adapter: TypeAdapter[Any] = TypeAdapter(marked)
    rebuild = getattr(adapter, "rebuild", None)
    if rebuild is not None:
        rebuild()
    return adapter


class Decoder:
    """Reads one documented type."""

    def __init__(self, thunk: Callable[[], object]) -> None:
        self._thunk = thunk

    @cached_property
    def kind(self) -> Any:
        return self._thunk()

    @cached_property
    def strict(self) -> Callable[[bytes | str], Any]:
        """The value of a JSON text of exactly the documented shape."""
        validate = adapter_for(self.kind).validator.validate_json
        return lambda text: validate(text, strict=True)

    def decode(self, text: bytes | str) -> tuple[Any, tuple[Mismatch, ...]]:
        """The value, and where the text differs from what is documented.

        Raises `ValueError` only where the text is no JSON at all.
        """
        try:
            return self.strict(text), ()
        except ValidationError as error:
            from .lenient import build_leniently

            return build_leniently(self.kind, text, error)
