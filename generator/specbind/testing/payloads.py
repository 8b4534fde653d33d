"""Python values as responses: models by their wire names, everything else as JSON has it."""

from __future__ import annotations

import enum
import json
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import httpx
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from specbind.testing.clients import Operation


def plain(value: object) -> Any:
    """A value as JSON has it; a model by its wire names, without members that nobody set."""
    match value:
        case BaseModel():
            return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case _:
            return to_jsonable_python(value)


def success(operation: Operation | None) -> tuple[int, Any]:
    """The status of a documented success, and how it is read; 200 and nothing where nobody knows."""
    returns = dict(operation.returns) if operation is not None else {}
    for status, returned in returns.items():
        first = returned[0] if isinstance(returned, tuple) else returned
        return (int(status) if status.isdigit() else 200), first
    return 200, None


def response(value: object, status: int, headers: dict[str, str], returned: Any) -> httpx.Response:
    """A response that holds a value, as the operation's own responses do."""
    if isinstance(value, httpx.Response):
        return httpx.Response(value.status_code, headers=value.headers, content=value.content)
    media_type = getattr(returned, "media_type", "") or ""
    is_json = returned is None or hasattr(returned, "thunk")
    if value is None and (not is_json or returned is None):
        return httpx.Response(status, headers=headers)
    if isinstance(value, bytes):
        kind = "application/octet-stream" if is_json or "*" in media_type else media_type
        return httpx.Response(status, headers={"content-type": kind, **headers}, content=value)
    if isinstance(value, str) and not is_json:
        return httpx.Response(status, headers={"content-type": media_type, **headers}, text=value)
    kind = media_type if "json" in media_type else "application/json"
    return httpx.Response(status, headers={"content-type": kind, **headers}, content=json.dumps(plain(value)))


def stream(values: tuple[object, ...], returned: Any) -> httpx.Response:
    """Values one after another, as the operation's stream has them: events, or lines of JSON."""
    media_type = getattr(returned, "media_type", "text/event-stream")
    texts = (json.dumps(plain(value)) for value in values)
    is_events = media_type.startswith("text/event-stream")
    body = "".join(f"data: {text}\n\n" if is_events else f"{text}\n" for text in texts)
    return httpx.Response(200, headers={"content-type": media_type}, content=body)


def least(annotation: Any) -> Any:
    """The least JSON value of an annotation: required members only, texts and lists empty."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return least(get_args(annotation)[0])
    if origin is Literal:
        return get_args(annotation)[0]
    if origin in (Union, types.UnionType):
        options = get_args(annotation)
        return None if type(None) in options else least(options[0])
    if hasattr(annotation, "__value__"):
        return least(annotation.__value__)
    kind = origin or annotation
    if not isinstance(kind, type):
        return None
    return _of_class(kind)


def _of_class(kind: type[Any]) -> Any:
    if issubclass(kind, BaseModel):
        return dict(_members(kind))
    if issubclass(kind, enum.Enum):
        return plain(next(iter(kind)))
    for known, value in ((bool, False), (int, 0), (float, 0.0), (str, ""), (list, []), (tuple, []), (dict, {})):
        if issubclass(kind, known):
            return type(value)() if isinstance(value, list | dict) else value
    return "2024-01-01T00:00:00Z" if kind.__module__ == "datetime" else ""


def _members(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        if field.is_required():
            yield field.serialization_alias or field.alias or name, least(field.annotation)
