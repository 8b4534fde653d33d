"""Python values -> plain JSON values and wire texts."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from typing import TypeAlias, cast
from uuid import UUID

from pydantic import BaseModel

from .absent import Omit
from .errors import InvalidArgumentError
from .models import Model, encode_base64, wire_names

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


class _EncodeError(Exception):
    """A value that has no wire form, with the path to it, innermost first."""

    def __init__(self, problem: str, kind: type[Exception]) -> None:
        super().__init__(problem)
        self.problem = problem
        self.kind = kind
        self.path: list[str] = []


def plain(value: object, name: str) -> Plain:
    """The JSON value that stands for `value`; `name` is what an error calls it."""
    if type(value) in _AS_THEY_ARE:
        return cast(Plain, value)
    try:
        return _plain(value)
    except _EncodeError as error:
        where = name + "".join(reversed(error.path))
        problem, kind = error.problem, error.kind
    except RecursionError:
        where, problem, kind = name, "nested too deeply or within itself", ValueError
    message = f"Cannot send `{where}`: {problem}"
    raise (InvalidArgumentError(message) if kind is ValueError else kind(message))


def _plain(value: object) -> Plain:
    if type(value) in _AS_THEY_ARE:
        return cast(Plain, value)
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _EncodeError(f"{value} is no JSON number", ValueError)
        return value
    if isinstance(value, BaseModel):
        return _model(value)
    if isinstance(value, Mapping):
        return _mapping(cast("Mapping[object, object]", value))
    if isinstance(value, (list, tuple, AbstractSet, Iterator)):
        return _items(cast("Iterator[object]", value))
    return _scalar(value)


def _scalar(value: object) -> Plain:
    if isinstance(value, dt.datetime):
        if value.tzinfo is None or value.utcoffset() is None:
            raise _EncodeError(
                "a datetime without a time zone; add one, such as "
                "tzinfo=datetime.timezone.utc",
                ValueError,
            )
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_text(value)
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return encode_base64(bytes(cast(bytes, value)))
    return _collected(value)


def _collected(value: object) -> Plain:
    """Views, queues, arrays: whatever else holds items and is no text."""
    if hasattr(value, "__iter__") and hasattr(value, "__len__"):
        return _items(cast("Iterator[object]", value))
    raise _EncodeError(f"a {type(value).__name__} has no JSON form", TypeError)


def _model(value: BaseModel) -> Plain:
    if not isinstance(value, Model):
        dumped = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return cast(Plain, dumped)
    kind = type(value)
    hidden = kind._read_only_  # pyright: ignore[reportPrivateUsage]
    fields = value.__dict__
    given = value.model_fields_set
    found: dict[str, object] = {
        wire: fields[name]
        for name, wire in wire_names(kind).items()
        if name in given and name in fields and wire not in hidden
    }
    extras: dict[str, object] = value.__pydantic_extra__ or {}
    for name, extra in extras.items():
        if name not in hidden:
            found.setdefault(name, extra)
    return _mapping(cast("Mapping[object, object]", found))


def _mapping(value: Mapping[object, object]) -> Plain:
    found: dict[str, Plain] = {}
    key: object = None
    try:
        for key, entry in value.items():
            if isinstance(entry, Omit):
                continue
            if type(key) is not str:
                key = _key(key)
            found[key] = _plain(entry)
    except _EncodeError as error:
        error.path.append(f".{key}")
        raise
    return found


def _key(key: object) -> str:
    if isinstance(key, Enum):
        key = key.value
    if isinstance(key, str):
        return key
    text = _plain(key)
    if isinstance(text, (str, int, float)):
        return scalar_text(text)
    raise _EncodeError("a key that is no text", TypeError)


def _items(value: Iterator[object]) -> Plain:
    found: list[Plain] = []
    try:
        for item in value:
            if not isinstance(item, Omit):
                found.append(_plain(item))
    except _EncodeError as error:
        error.path.append(f"[{len(found)}]")
        raise
    return found


def duration_text(value: dt.timedelta) -> str:
    """The ISO 8601 duration: `P1DT2H3.5S`."""
    sign = "-" if value < dt.timedelta(0) else ""
    value = abs(value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days = f"{value.days}D" if value.days else ""
    time = f"{hours}H" if hours else ""
    time += f"{minutes}M" if minutes else ""
    if value.microseconds:
        time += f"{seconds}.{value.microseconds:06d}".rstrip("0") + "S"
    elif seconds or not (days or time):
        time += f"{seconds}S"
    return f"{sign}P{days}" + (f"T{time}" if time else "")


def scalar_text(value: str | int | float | None) -> str:
    """How a scalar reads in a path, a query, a header or a form."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def json_bytes(value: Plain, name: str) -> bytes:
    """The JSON text of a plain value."""
    try:
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()
    except UnicodeEncodeError:
        problem = "it holds half of a surrogate pair"
    except (RecursionError, ValueError):
        problem = "nested too deeply"
    raise InvalidArgumentError(f"Cannot send `{name}`: {problem}")
