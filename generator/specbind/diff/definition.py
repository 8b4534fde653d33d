"""Definitions as short text: what a reviewer reads side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never

from specbind.ir.api import (
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OAuth2Flow,
    OAuth2Scheme,
    OffsetPagination,
    OtherScheme,
    PageNumberPagination,
    Pagination,
    SecurityScheme,
)
from specbind.ir.types import (
    MISSING,
    AnyExtra,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    Extra,
    Field,
    IntegerType,
    Json,
    MapType,
    Missing,
    NoExtra,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    Size,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)

LONGEST = 240
"""Characters of a title or a value, at most."""

LONGEST_TYPE = 8_000
"""Characters of a type, at most: reports show what of it differs."""


def shown(value: Json) -> str:
    """A value as JSON on one line, cut where it is long."""
    return cut(json.dumps(value, ensure_ascii=False, sort_keys=True))


def cut(text: str, longest: int = LONGEST) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def type_text(of: Type) -> str:
    """A type in the words of the description, such as `string (date-time, 1 to 64 characters)`."""
    return cut(_type(of), LONGEST_TYPE)


def _type(of: Type) -> str:
    match of:
        case UnknownType():
            return "any"
        case NullType():
            return "null"
        case BooleanType():
            return "boolean"
        case IntegerType(format=format, bounds=bounds) | NumberType(format=format, bounds=bounds):
            base = "integer" if isinstance(of, IntegerType) else "number"
            return _with(base, (*_format(format.value, base), *_bounds(bounds)))
        case StringType(format=format, size=size, pattern=pattern):
            matching = (f"matching {pattern}",) if pattern is not None else ()
            return _with("string", (*_format(format.value, "string"), *_size(size, "characters"), *matching))
        case EnumType(values=values):
            return f"one of {', '.join(shown(each.value) for each in values)}"
        case ConstType(value=value):
            return f"always {shown(value)}"
        case ArrayType(item=item, size=size, unique=unique):
            return _with(f"list of {_type(item)}", (*_size(size, "items"), *(("all different",) if unique else ())))
        case TupleType(items=items, rest=rest):
            listed = ", ".join(_type(item) for item in items)
            return f"[{listed}]" if rest is None else f"[{listed}, ... {_type(rest)}]"
        case MapType(value=value, size=size):
            return _with(f"map of {_type(value)}", _size(size, "members"))
        case ObjectType(fields=fields, extra=extra, size=size):
            listed = ", ".join(f"{each.wire_name}{'' if each.required else '?'}" for each in fields)
            return _with(f"object {{{listed}}}", (*_extra(extra), *_size(size, "members")))
        case UnionType(variants=variants):
            return " or ".join(_type(variant) for variant in variants)
        case RefType(name=name):
            return name
        case _:
            assert_never(of)


def _with(base: str, notes: tuple[str, ...]) -> str:
    return f"{base} ({', '.join(notes)})" if notes else base


def _format(format: str, base: str) -> tuple[str, ...]:
    return () if format == base else (format,)


def _bounds(bounds: Bounds) -> Iterator[str]:
    if bounds.minimum is not None:
        yield f"at least {bounds.minimum}"
    if bounds.exclusive_minimum is not None:
        yield f"more than {bounds.exclusive_minimum}"
    if bounds.maximum is not None:
        yield f"at most {bounds.maximum}"
    if bounds.exclusive_maximum is not None:
        yield f"less than {bounds.exclusive_maximum}"
    if bounds.multiple_of is not None:
        yield f"in steps of {bounds.multiple_of}"


def _size(size: Size, unit: str) -> tuple[str, ...]:
    match size:
        case Size(minimum=None, maximum=None):
            return ()
        case Size(minimum=None, maximum=most):
            return (f"at most {most} {unit}",)
        case Size(minimum=least, maximum=None):
            return (f"at least {least} {unit}",)
        case Size(minimum=least, maximum=most):
            return (f"{least} to {most} {unit}",)


def _extra(extra: Extra) -> tuple[str, ...]:
    match extra:
        case AnyExtra():
            return ()
        case NoExtra():
            return ("nothing else",)
        case TypedExtra(type=of):
            return (f"others {_type(of)}",)
        case _:
            assert_never(extra)


def field_text(field: Field) -> str:
    """A member with its type, presence, access and default."""
    words = ["required" if field.required else "optional"]
    if field.access.value != "read-write":
        words.append(field.access.value)
    if field.deprecated:
        words.append("deprecated")
    return cut(f"{' '.join(words)} {_type(field.type)}{default_text(field.default)}", LONGEST_TYPE)


def default_text(default: Json | Missing) -> str:
    """The default of a value as an addition to its type; nothing where there is none."""
    return "" if default is MISSING else f", {shown(default)} by default"


def scheme_text(scheme: SecurityScheme) -> str:
    """How a security scheme proves who calls."""
    match scheme:
        case ApiKeyScheme(location=location, wire_name=wire_name):
            return f"key in the {location.value} `{wire_name}`"
        case BearerScheme(format=format):
            return _with("bearer token", () if format is None else (format,))
        case BasicScheme():
            return "user name and password"
        case OAuth2Scheme(flows=flows):
            return cut("OAuth 2: " + "; ".join(_flow_text(flow) for flow in flows))
        case OtherScheme(kind=kind):
            return kind
        case _:
            assert_never(scheme)


def _flow_text(flow: OAuth2Flow) -> str:
    url = flow.token_url or flow.authorization_url or flow.device_authorization_url
    return _with(flow.kind, () if url is None else (f"at {url}",))


def pagination_text(pagination: Pagination | None) -> str:
    """How a list goes on, in a few words."""
    match pagination:
        case None:
            return "no pages"
        case CursorPagination(cursor_parameter=parameter):
            return f"pages by the cursor `{parameter}`"
        case PageNumberPagination(page_parameter=parameter):
            return f"numbered pages by `{parameter}`"
        case OffsetPagination(offset_parameter=parameter):
            return f"pages by the offset `{parameter}`"
        case LinkHeaderPagination():
            return "pages by the `Link` header"
        case NextUrlPagination(url_path=path):
            return f"pages by the URL `{'.'.join(path)}`"
        case _:
            assert_never(pagination)
