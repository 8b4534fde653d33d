"""What a call must put on the wire, worked out from the API alone: a second reading of styles and encodings.

Nothing here is shared with the runtime that the tests examine, so that a mistake there is not repeated here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast
from urllib.parse import quote, unquote

from specbind.ir.api import Encoding, Location, Parameter, Style
from specbind.ir.types import Json
from specbind.python.media import Media
from specbind.python.plan import Plan

Pair: TypeAlias = tuple[str, str]
"""A name and a value as they stand in a query, percent-encoded."""
RESERVED = "/:?@!$'()*,;="


@dataclass(frozen=True, slots=True)
class File:
    """A file as an argument gives it."""

    filename: str
    content: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class WirePart:
    """One part of a multipart body."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class WireBody:
    """A body: exactly one of the forms, or none."""

    content_type: str | None = None
    json: tuple[Json, ...] = ()
    form: str | None = None
    parts: tuple[WirePart, ...] | None = None
    content: bytes | None = None


NO_BODY = WireBody()


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as the server sees it."""

    method: str
    path: str
    query: tuple[Pair, ...]
    headers: tuple[Pair, ...]
    accept: str
    body: WireBody


@dataclass(frozen=True, slots=True)
class Row:
    """Parts without names, as an argument gives them."""

    parts: tuple[Json | File, ...]


Value: TypeAlias = "Json | File | tuple[File, ...] | Row"
Values: TypeAlias = Mapping[tuple[str, str], Value]
"""What is sent, by place and wire name; the whole body is under `("whole", "body")`."""


WRITTEN = "/%?#:@!$&'()*+,;=~-._"
"""What a documented path may hold that goes out as it is; anything else is percent-encoded (RFC 3986 section 2)."""


def wire_request(plan: Plan, values: Values) -> WireRequest:
    """The request of a call with these values."""
    parameters = plan.operation.parameters
    path, _, fixed = plan.sent_path.partition("?")
    query: list[Pair] = [(name, value) for name, _, value in (pair.partition("=") for pair in fixed.split("&")) if name]
    headers: list[Pair] = []
    cookies: list[str] = []
    for parameter in parameters:
        place = parameter.location.value
        if (place, parameter.wire_name) not in values:
            continue
        value = _json(values[place, parameter.wire_name])
        match parameter.location:
            case Location.PATH:
                placeholder, text = f"{{{parameter.wire_name}}}", path_value(parameter, value)
                path = path.replace(placeholder, text)
                query = [(name, written.replace(placeholder, text)) for name, written in query]
            case Location.QUERY:
                query += query_pairs(parameter.wire_name, value, parameter)
            case Location.HEADER:
                headers.append((parameter.wire_name.lower(), header_value(parameter, value)))
            case Location.COOKIE:
                pairs = query_pairs(parameter.wire_name, value, parameter)
                cookies += [f"{name}={text}" for name, text in pairs]
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    return WireRequest(
        plan.operation.method,
        quote(path, safe=WRITTEN),
        tuple(query),
        tuple(headers),
        _accept(plan),
        _body(plan, values),
    )


_DELIMITERS = {Style.SPACE_DELIMITED: " ", Style.PIPE_DELIMITED: "|", Style.TAB_DELIMITED: "\t"}


def _accept(plan: Plan) -> str:
    kinds = [each.content.media_type for each in plan.readings if each.content is not None]
    return ", ".join(dict.fromkeys(kinds)) or "*/*"


def _json(value: Value) -> Json:
    if isinstance(value, File | tuple | Row):
        raise TypeError("a file is no JSON value")
    return value


def scalar(value: Json) -> str:
    """A scalar as text."""
    match value:
        case str():
            return value
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case int() | float():
            return repr(value)
        case list() | dict():
            return compact(value)


def compact(value: Json) -> str:
    """JSON without blanks."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def encoded(text: str) -> str:
    """Percent-encoded but for RFC 3986's unreserved characters."""
    return quote(text, safe="")


def _flat(value: Json) -> list[str]:
    """The texts that a delimiter joins: items, or names and values in turn."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, scalar(each))]
    return [scalar(each) for each in value] if isinstance(value, list) else [scalar(value)]


def path_value(parameter: Parameter, value: Json) -> str:
    """RFC 6570's simple, label and matrix expansions."""
    if parameter.media_type is not None:
        return encoded(value if isinstance(value, str) and "json" not in parameter.media_type else compact(value))
    exploded = parameter.explode and isinstance(value, dict | list)
    if isinstance(value, dict) and exploded:
        texts = [f"{encoded(key)}={encoded(scalar(each))}" for key, each in value.items()]
    else:
        texts = [encoded(text) for text in _flat(value)]
    match parameter.style:
        case Style.LABEL:
            return "." + (".".join(texts) if exploded else ",".join(texts))
        case Style.MATRIX if exploded and isinstance(value, dict):
            return "".join(f";{text}" for text in texts)
        case Style.MATRIX if exploded:
            return "".join(f";{parameter.wire_name}={text}" for text in texts)
        case Style.MATRIX:
            return f";{parameter.wire_name}=" + ",".join(texts)
        case _:
            return encoded_joint(parameter.style).join(texts)


def query_pairs(name: str, value: Json, how: Parameter) -> list[Pair]:
    """The pairs that a query (or cookie) parameter gives."""
    return styled(name, value, how.style, how.explode, how.allow_reserved, how.media_type)


def styled(name: str, value: Json, style: Style, explode: bool, reserved: bool, media_type: str | None) -> list[Pair]:
    """A value in one of the styles of a query."""

    def safe(text: str) -> str:
        return quote(text, safe=RESERVED if reserved else "")

    key = "" if style is Style.WHOLE else encoded(name)
    if media_type is not None:
        return [(key, safe(value if isinstance(value, str) else compact(value)))]
    if not isinstance(value, list | dict):
        return [(key, safe(scalar(value)))]
    if style in (Style.DEEP_OBJECT, Style.BRACKETS):
        return [(key + inner, safe(text)) for inner, text in _deep(value, style)]
    if explode and isinstance(value, dict):
        return [
            (encoded(member), safe(scalar(item)))
            for member, each in value.items()
            for item in (each if isinstance(each, list) else [each])
        ]
    if explode:
        return [(key, safe(text)) for text in _flat(value)]
    return [(key, encoded_joint(style).join(map(safe, _flat(value))))]


def encoded_joint(style: Style) -> str:
    """What stands between the items that a style joins."""
    delimiter = _DELIMITERS.get(style)
    return encoded(delimiter) if delimiter is not None else ","


def _deep(value: Json, style: Style) -> Iterable[Pair]:
    """`[key]` for each step into an object; into a list `[]` in style brackets, else `[0]` where it holds more lists or
    objects, else nothing.
    """
    if isinstance(value, dict):
        for key, each in value.items():
            yield from ((f"%5B{encoded(key)}%5D{inner}", text) for inner, text in _deep(each, style))
    elif isinstance(value, list):
        numbered = any(isinstance(each, dict | list) for each in value)
        for index, each in enumerate(value):
            item = "[]" if style is Style.BRACKETS else f"[{index}]" if numbered else ""
            yield from ((encoded(item) + inner, text) for inner, text in _deep(each, style))
    elif value is not None:
        yield "", scalar(value)


def header_value(parameter: Parameter, value: Json) -> str:
    """The text of a header, which is not percent-encoded."""
    if parameter.media_type is not None:
        return value if isinstance(value, str) else compact(value)
    if parameter.explode and isinstance(value, dict):
        return ",".join(f"{key}={scalar(each)}" for key, each in value.items())
    return _DELIMITERS.get(parameter.style, ",").join(_flat(value))


def _body(plan: Plan, values: Values) -> WireBody:
    body = plan.body
    if body is None:
        return NO_BODY
    whole = ("whole", "body") in values
    members = {name: value for (place, name), value in values.items() if place == "body"}
    named = values.get(("whole", "body"))
    if isinstance(named, dict) and body.media in (Media.FORM, Media.MULTIPART):
        members = dict(named)
    if not whole and not members and not (body.required and body.members is not None):
        return NO_BODY
    media_type = body.content.media_type
    match body.media:
        case Media.JSON:
            value = _json(values["whole", "body"]) if whole else {k: _json(v) for k, v in members.items()}
            return WireBody("application/json" if media_type == "*/*" else media_type, json=(value,))
        case Media.FORM:
            return WireBody(media_type, form=_form(members, body.content.encodings))
        case Media.MULTIPART:
            encodings = body.content.encodings
            parts = _row(named, encodings) if isinstance(named, Row) else _parts(members, encodings)
            usual = "multipart/mixed" if isinstance(named, Row) else "multipart/form-data"
            return WireBody(usual if media_type == "multipart/*" else media_type, parts=tuple(parts))
        case Media.LINES:
            return WireBody(media_type, content=_lines(media_type, _json(values["whole", "body"])))
        case Media.TEXT | Media.BINARY | Media.EVENTS:
            raw = values["whole", "body"]
            content = raw.content if isinstance(raw, File) else scalar(_json(raw)).encode()
            return WireBody("application/octet-stream" if "*" in media_type else media_type, content=content)


def _lines(media_type: str, values: Json) -> bytes:
    """Each value and a newline, after the mark of a JSON text sequence where it is one (RFC 7464)."""
    mark = "\x1e" if media_type.partition(";")[0].strip() == "application/json-seq" else ""
    return "".join(f"{mark}{compact(value)}\n" for value in (values if isinstance(values, list) else [])).encode()


def _form(members: Mapping[str, Value], encodings: tuple[Encoding, ...]) -> str:
    """A form as browsers send it: `+` for a blank."""
    by_name = {each.wire_name: each for each in encodings}
    pairs: list[Pair] = []
    for name, value in members.items():
        how = by_name.get(name)
        style = how.style if how is not None and how.style is not None else Style.FORM
        explode = how.explode if how is not None and how.explode is not None else style is Style.FORM
        media_type = how.media_type if how is not None else None
        reserved = how.allow_reserved if how is not None else False
        pairs += styled(name, _json(value), style, explode, reserved, media_type)
    return "&".join(f"{key.replace('%20', '+')}={text.replace('%20', '+')}" for key, text in pairs)


def _parts(members: Mapping[str, Value], encodings: tuple[Encoding, ...]) -> Iterable[WirePart]:
    """One part for each file and scalar, one for each item of a list, JSON for what is nested; or as a style has it."""
    by_name = {each.wire_name: each for each in encodings}
    for name, value in members.items():
        how = by_name.get(name)
        if how is not None and how.style is not None and not isinstance(value, File | tuple | Row):
            explode = how.explode if how.explode is not None else how.style is Style.FORM
            pairs = styled(name, value, how.style, explode, how.allow_reserved, None)
            yield from (WirePart(unquote(key), unquote(text).encode(), None, None) for key, text in pairs)
            continue
        as_json = "json" in (_exact(how) or "")
        several = isinstance(value, tuple) or (isinstance(value, list) and not as_json)
        for each in cast("Iterable[Json | File]", value) if several else [value]:
            yield _part(name, each, _exact(how))


def _row(row: Row, encodings: tuple[Encoding, ...]) -> Iterable[WirePart]:
    """The parts in their order, each as its position has it."""
    by_name = {each.wire_name: each for each in encodings}
    return [_part("", each, _exact(by_name.get(str(at), by_name.get("*")))) for at, each in enumerate(row.parts)]


def _exact(how: Encoding | None) -> str | None:
    declared = how.media_type if how is not None else None
    return declared if declared is not None and not set("*,") & set(declared) else None


def _part(name: str, value: Value, exact: str | None) -> WirePart:
    if isinstance(value, File):
        return WirePart(name, value.content, value.filename, exact or value.media_type)
    if isinstance(value, dict | list) or (exact is not None and "json" in exact):
        return WirePart(name, compact(_json(value)).encode(), None, exact or "application/json")
    return WirePart(name, scalar(_json(value)).encode(), None, exact)
