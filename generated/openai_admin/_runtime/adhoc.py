"""Operations for endpoints that the specification does not know."""

from __future__ import annotations

from typing import Any, TypeVar

from .errors import InvalidArgumentError
from .operations import (
    JSON_BODY,
    Body,
    BytesResponse,
    JsonResponse,
    NoBody,
    Operation,
    RawBody,
    Returned,
    TextResponse,
)
from .urls import escaped_template

T = TypeVar("T")


def adhoc_operation(
    method: str, path: str, cast_to: type[T], body: object
) -> Operation[T]:
    """The operation of one `request()`; the path must stay under the base URL."""
    if not path.startswith("/") or path.startswith("//"):
        raise InvalidArgumentError(
            "`path` must start with one slash, below the base URL"
        )
    if any(sign in path for sign in "?#\\"):
        raise InvalidArgumentError("`path` holds a query or a fragment; pass `query`")
    kind: Body | None = None
    if body is not None:
        kind = RawBody() if isinstance(body, (bytes, str)) else JSON_BODY
    return Operation(
        method.upper(),
        escaped_template(path),
        body=kind,
        returns={"2XX": _returned(cast_to)},
    )


def _returned(cast_to: Any) -> Returned:
    if cast_to is bytes:
        return BytesResponse(media_type="*/*")
    if cast_to is str:
        return TextResponse(media_type="*/*")
    if cast_to is type(None) or cast_to is None:
        return NoBody()
    return JsonResponse(lambda: cast_to)
