"""The IR as text: one fact a line, the same for the same API, with the place of every operation and type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import assert_never

from specbind.ir.api import Api, Content, Method, Operation, Resource, Webhook
from specbind.ir.types import (
    MISSING,
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Field,
    Inference,
    IntegerType,
    MapType,
    NoExtra,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.source import Span

_INDENT = "  "


def dump(api: Api, only: str | None = None) -> str:
    """An API as text; with `only`, one type, one operation (by key or id) with its method, or one resource."""
    lines = _whole(api) if only is None else _selected(api, only)
    return "".join(f"{line}\n" for line in lines)


def _whole(api: Api) -> Iterator[str]:
    yield f"api: {_text(api.title)} {_text(api.version)}"
    yield from (f"server: {server.url}" for server in api.servers)
    for scheme in api.security_schemes:
        mark = ", deprecated" if scheme.deprecated else ""
        yield f"security scheme: {scheme.name} ({type(scheme).__name__}{mark})"
    yield from _inferred(api.inferred)
    yield from _section("resources", _resource(api.resources))
    for operation in api.operations:
        yield from _operation(operation)
    for decl in api.types:
        yield from _declaration(decl)
    for webhook in api.webhooks:
        yield from _webhook(webhook)


def _selected(api: Api, only: str) -> Iterator[str]:
    for decl in api.types:
        if decl.name == only:
            yield from _declaration(decl)
    keys = {each.key for each in api.operations if only in (each.key, each.operation_id)}
    for operation in api.operations:
        if operation.key in keys:
            yield from _operation(operation)
    stack = [api.resources]
    while stack:
        resource = stack.pop()
        stack.extend(reversed(resource.children))
        if resource.path and ".".join(resource.path) == only:
            yield from _resource(resource)
        for method in resource.methods:
            if method.operation in keys or ".".join((*resource.path, method.name)) == only:
                yield from _method(method)


def _section(name: str, lines: Iterator[str]) -> Iterator[str]:
    inner = [_INDENT + line for line in lines]
    if inner:
        yield f"{name}:"
        yield from inner


def _resource(resource: Resource) -> Iterator[str]:
    if resource.path:
        yield f"resource: {'.'.join(resource.path)}"
    indent = _INDENT if resource.path else ""
    for method in resource.methods:
        yield from (indent + line for line in _method(method))
    for child in resource.children:
        yield from _resource(child)


def _method(method: Method) -> Iterator[str]:
    yield f"method: {method.name} = {method.operation}"
    if method.pagination is not None:
        yield f"{_INDENT}pages: {_plain(method.pagination)}"


def _operation(operation: Operation) -> Iterator[str]:
    yield f"operation: {operation.key}{_at(operation.span)}"
    yield from (_INDENT + line for line in _operation_facts(operation))


def _operation_facts(operation: Operation) -> Iterator[str]:
    if operation.operation_id is not None:
        yield f"id: {_text(operation.operation_id)}"
    if operation.call:
        yield f"call: {'.'.join(operation.call)}"
    yield from _inferred(operation.inferred)
    if operation.deprecated:
        yield "deprecated"
    if operation.tags:
        yield f"tags: {', '.join(map(_text, operation.tags))}"
    for parameter in operation.parameters:
        marks = [
            parameter.location.value,
            parameter.style.value,
            "explode" if parameter.explode else "joined",
        ]
        marks += ["required"] if parameter.required else []
        marks += [f"as {parameter.media_type}"] if parameter.media_type is not None else []
        marks += ["deprecated"] if parameter.deprecated else []
        marks += [f"default {_json(parameter.default)}"] if parameter.default is not MISSING else []
        yield from _typed(f"parameter {parameter.wire_name} ({', '.join(marks)})", parameter.type)
        yield from (_INDENT + line for line in _inferred(parameter.inferred))
    if operation.body is not None:
        yield f"body: {'required' if operation.body.required else 'optional'}"
        yield from (_INDENT + line for line in _inferred(operation.body.inferred))
        for content in operation.body.contents:
            yield from (_INDENT + line for line in _content(content))
    for response in operation.responses:
        yield f"response {response.status}:" + ("" if response.contents else " no content")
        yield from (_INDENT + line for line in _inferred(response.inferred))
        for header in response.headers:
            yield from (_INDENT + line for line in _typed(f"header {header.wire_name}", header.type))
        for content in response.contents:
            yield from (_INDENT + line for line in _content(content))
    for callback in operation.callbacks:
        yield from _webhook(callback, "callback")
    if operation.security is not None:
        yield f"security: {_plain(operation.security)}"


def _content(content: Content) -> Iterator[str]:
    if content.type is None:
        yield f"{content.media_type}: no shape"
    else:
        yield from _typed(content.media_type, content.type)
    yield from (_INDENT + line for line in _inferred(content.inferred))
    for encoding in content.encodings:
        yield f"{_INDENT}encoding: {_plain(encoding)}"


def _declaration(decl: TypeDecl) -> Iterator[str]:
    marks = " (deprecated)" if decl.deprecated else ""
    yield f"type: {decl.name}{marks}{_at(decl.span)}"
    if decl.context:
        yield f"{_INDENT}context: {' / '.join(decl.context)}"
    yield from (_INDENT + line for line in _inferred(decl.inferred))
    yield from (_INDENT + line for line in _typed("is", decl.type))


def _inferred(inferences: tuple[Inference, ...]) -> Iterator[str]:
    """What the document does not state, each with its reason and the place of the proof."""
    yield from (f"inferred {each.fact}: {each.reason}{_at(each.span)}" for each in inferences)


def _webhook(webhook: Webhook, kind: str = "webhook") -> Iterator[str]:
    media_type = f" {webhook.media_type}" if webhook.media_type is not None else ""
    yield f"{kind}: {webhook.name}{media_type}{_at(webhook.span)}"
    yield from (_INDENT + line for line in _typed("is", webhook.type))


def _typed(label: str, of: Type) -> Iterator[str]:
    """A label with its type behind it, and what the type is made of below."""
    yield f"{label}: {_head(of)}"
    yield from (_INDENT + line for line in _below(of))


def _head(of: Type) -> str:
    match of:
        case UnknownType():
            return "anything"
        case NullType():
            return "null"
        case BooleanType():
            return "boolean"
        case RefType(name=name):
            return f"-> {name}"
        case ConstType(value=value):
            return f"const {_json(value)}"
        case EnumType(values=values):
            return f"enum {' | '.join(_json(each.value) for each in values)}"
        case IntegerType() | NumberType() | StringType():
            return " ".join([of.format.value, *_differences(of)])
        case ArrayType() | TupleType() | MapType() | ObjectType() | UnionType():
            return " ".join([type(of).__name__.removesuffix("Type").lower(), *_differences(of)])
        case _:
            assert_never(of)


def _differences(of: Type) -> Iterator[str]:
    """The facts of a type that are not the default and no types themselves."""
    if isinstance(of, StringType) and of.pattern is not None:
        yield f"pattern={_text(of.pattern)}"
    for name in ("bounds", "size"):
        limits = getattr(of, name, None)
        if limits is not None and limits != type(limits)():
            yield _plain(limits)
    if isinstance(of, ArrayType) and of.unique:
        yield "unique"
    if isinstance(of, ObjectType | UnionType) and of.title is not None:
        yield f"title={_text(of.title)}"
    if isinstance(of, UnionType) and of.discriminator is not None:
        tags = ", ".join(f"{_text(tag)}={index}" for tag, index in of.discriminator.mapping)
        kind = "inferred tag" if of.discriminator.inferred else "tag"
        default = of.discriminator.default
        rest = f", else {default}" if default is not None else ""
        yield f"{kind} {_text(of.discriminator.wire_name)} ({tags}{rest})"


def _below(of: Type) -> Iterator[str]:
    match of:
        case ArrayType(item=item):
            yield from _typed("item", item)
        case MapType(value=value):
            yield from _typed("value", value)
        case TupleType(items=items, rest=rest):
            for item in items:
                yield from _typed("item", item)
            if rest is not None:
                yield from _typed("rest", rest)
        case UnionType(variants=variants):
            for variant in variants:
                yield from _typed("or", variant)
        case ObjectType():
            yield from _object(of)
        case (
            UnknownType()
            | NullType()
            | BooleanType()
            | IntegerType()
            | NumberType()
            | StringType()
            | EnumType()
            | ConstType()
            | RefType()
        ):
            return
        case _:
            assert_never(of)


def _object(of: ObjectType) -> Iterator[str]:
    for field in of.fields:
        yield from _typed(f"{_text(field.wire_name)}{_marks(field)}", field.type)
        yield from (_INDENT + line for line in _inferred(field.inferred))
    match of.extra:
        case NoExtra():
            yield "extra: none"
        case AnyExtra():
            return
        case TypedExtra(type=extra):
            yield from _typed("extra", extra)
        case never:
            assert_never(never)


def _marks(field: Field) -> str:
    marks = ["" if field.required else "?"]
    marks += [f" {field.access.value}"] if field.access is not Access.READ_WRITE else []
    marks += [" deprecated"] if field.deprecated else []
    marks += [f" default {_json(field.default)}"] if field.default is not MISSING else []
    return "".join(marks)


def _at(span: Span | None) -> str:
    return f"  # {span.source.path}:{span.position.line}" if span is not None else ""


def _text(text: str) -> str:
    """A text on one line: plain where it is a simple name, else as JSON."""
    return text if text.replace("_", "a").replace("-", "a").replace(".", "a").isalnum() else _json(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _plain(value: object) -> str:
    """A small record as `name=value` pairs, defaults left out."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if not is_dataclass(value):
        return _json(value)
    pairs = ((each.name, getattr(value, each.name)) for each in fields(value) if each.compare)
    shown = (f"{name}={_plain(inner)}" for name, inner in pairs if inner is not None and inner != ())
    return f"{type(value).__name__}({', '.join(shown)})"
