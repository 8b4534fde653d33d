"""Going through types: their parts, their references, every place that uses one, and rebuilding them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from specbind.ir.api import Api, Content, Encoding, Header, Operation, Parameter, Response, Webhook
from specbind.ir.types import (
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Extra,
    Field,
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


def parts(of: Type) -> Iterator[Type]:
    """The types that a type is directly made of, in the document's order."""
    match of:
        case ArrayType(item=item):
            yield item
        case TupleType(items=items, rest=rest):
            yield from items
            if rest is not None:
                yield rest
        case MapType(value=value):
            yield value
        case ObjectType(fields=fields, extra=extra):
            for field in fields:
                yield field.type
            if isinstance(extra, TypedExtra):
                yield extra.type
        case UnionType(variants=variants):
            yield from variants
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


def nodes(of: Type) -> Iterator[Type]:
    """A type and all it is made of, outermost first; references are not followed."""
    stack = [of]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(tuple(parts(node))))


def references(of: Type) -> Iterator[str]:
    """The names of the declarations that a type mentions, in order, with repetitions."""
    return (node.name for node in nodes(of) if isinstance(node, RefType))


def rebuild(of: Type, change: Callable[[Type], Type]) -> Type:
    """A type with each of its direct parts replaced by what `change` makes of it; itself where nothing
    changed.
    """
    match of:
        case ArrayType(item=item):
            new = change(item)
            return of if new is item else replace(of, item=new)
        case TupleType(items=items, rest=rest):
            new_rest = None if rest is None else change(rest)
            new_items = tuple(change(item) for item in items)
            same = all(new is old for new, old in zip((*new_items, new_rest), (*items, rest), strict=True))
            return of if same else replace(of, items=new_items, rest=new_rest)
        case MapType(value=value):
            new = change(value)
            return of if new is value else replace(of, value=new)
        case ObjectType():
            return _rebuild_object(of, change)
        case UnionType(variants=variants):
            changed = tuple(change(variant) for variant in variants)
            same = all(new is old for new, old in zip(changed, variants, strict=True))
            return of if same else replace(of, variants=changed)
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
            return of
        case _:
            assert_never(of)


def _rebuild_object(of: ObjectType, change: Callable[[Type], Type]) -> ObjectType:
    fields = tuple(_rebuild_field(field, change) for field in of.fields)
    extra = _rebuild_extra(of.extra, change)
    if extra is of.extra and all(new is old for new, old in zip(fields, of.fields, strict=True)):
        return of
    return replace(of, fields=fields, extra=extra)


def _rebuild_field(field: Field, change: Callable[[Type], Type]) -> Field:
    new = change(field.type)
    return field if new is field.type else replace(field, type=new)


def _rebuild_extra(extra: Extra, change: Callable[[Type], Type]) -> Extra:
    match extra:
        case TypedExtra(type=of):
            new = change(of)
            return extra if new is of else TypedExtra(new)
        case AnyExtra() | NoExtra():
            return extra
        case _:
            assert_never(extra)


def map_type(of: Type, change: Callable[[Type], Type]) -> Type:
    """A type with `change` applied to every node, innermost first."""
    return change(rebuild(of, lambda part: map_type(part, change)))


def map_types(api: Api, change: Callable[[Type], Type]) -> Api:
    """An API with `change` applied to every node of every type in it, innermost first."""
    return map_uses(api, lambda of: map_type(of, change))


def map_uses(api: Api, change: Callable[[Type], Type]) -> Api:
    """An API with `change` applied to the whole type at every place that holds one (see `uses`)."""
    return replace(
        api,
        types=tuple(replace(decl, type=change(decl.type)) for decl in api.types),
        operations=tuple(map_operation(operation, change) for operation in api.operations),
        webhooks=_map_webhooks(api.webhooks, change),
    )


def map_operation(operation: Operation, change: Callable[[Type], Type]) -> Operation:
    """An operation with `change` applied to the type at every place of it that holds one."""
    body = operation.body
    if body is not None:
        body = replace(body, contents=tuple(map_content(content, change) for content in body.contents))
    return replace(
        operation,
        parameters=tuple(replace(each, type=change(each.type)) for each in operation.parameters),
        body=body,
        responses=tuple(
            replace(
                response,
                contents=tuple(map_content(content, change) for content in response.contents),
                headers=_map_headers(response.headers, change),
            )
            for response in operation.responses
        ),
        callbacks=_map_webhooks(operation.callbacks, change),
    )


def map_content(content: Content, change: Callable[[Type], Type]) -> Content:
    """A representation with `change` applied to its type and to the types of its part headers."""
    return replace(
        content,
        type=None if content.type is None else change(content.type),
        encodings=tuple(
            replace(encoding, headers=_map_headers(encoding.headers, change)) for encoding in content.encodings
        ),
    )


def _map_headers(headers: tuple[Header, ...], change: Callable[[Type], Type]) -> tuple[Header, ...]:
    return tuple(replace(header, type=change(header.type)) for header in headers)


def _map_webhooks(webhooks: tuple[Webhook, ...], change: Callable[[Type], Type]) -> tuple[Webhook, ...]:
    return tuple(replace(webhook, type=change(webhook.type)) for webhook in webhooks)


Place = TypeDecl | Parameter | Header | Content | Webhook


@dataclass(frozen=True, slots=True)
class Use:
    """One place of an API that holds a type: what holds it, and the operation it belongs to, if any."""

    type: Type
    place: Place
    operation: Operation | None = None
    response: Response | None = None

    @property
    def span(self) -> Span | None:
        """Where it was written, or the operation where that is not known."""
        if not isinstance(self.place, Header) and self.place.span is not None:
            return self.place.span
        return self.operation.span if self.operation is not None else None


def uses(api: Api) -> Iterator[Use]:
    """Every place of an API that holds a type: declarations, then operations, then webhooks."""
    for decl in api.types:
        yield Use(decl.type, decl)
    for operation in api.operations:
        yield from operation_uses(operation)
    for webhook in api.webhooks:
        yield Use(webhook.type, webhook)


def operation_uses(operation: Operation) -> Iterator[Use]:
    """Every place of an operation that holds a type."""
    for parameter in operation.parameters:
        yield Use(parameter.type, parameter, operation)
    if operation.body is not None:
        for content in operation.body.contents:
            yield from _content_uses(content, operation, None)
    for response in operation.responses:
        for header in response.headers:
            yield Use(header.type, header, operation, response)
        for content in response.contents:
            yield from _content_uses(content, operation, response)
    for callback in operation.callbacks:
        yield Use(callback.type, callback, operation)


def _content_uses(content: Content, operation: Operation, response: Response | None) -> Iterator[Use]:
    if content.type is not None:
        yield Use(content.type, content, operation, response)
    for encoding in content.encodings:
        yield from _encoding_uses(encoding, operation, response)


def _encoding_uses(encoding: Encoding, operation: Operation, response: Response | None) -> Iterator[Use]:
    for header in encoding.headers:
        yield Use(header.type, header, operation, response)


def reached(roots: Iterable[Type], types: Mapping[str, TypeDecl]) -> frozenset[str]:
    """The declarations that some types need, directly or through others."""
    found: set[str] = set()
    names = [name for root in roots for name in references(root)]
    while names:
        name = names.pop()
        if name not in found and name in types:
            found.add(name)
            names.extend(references(types[name].type))
    return frozenset(found)
