"""The one spelling of an API among those that mean the same, which is what a normalised document can say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from specbind.ir.api import Api, OAuth2Scheme, Operation, Response, SecurityScheme, Webhook
from specbind.ir.types import (
    ANY_SIZE,
    NULL,
    UNKNOWN,
    AnyExtra,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    EnumValue,
    IntegerType,
    MapType,
    NoExtra,
    NumberType,
    ObjectType,
    Scalar,
    Size,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
)
from specbind.ir.walk import map_types

METHODS: Final = frozenset(("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"))
"""The methods that OpenAPI 3.1 has a word for."""
FLOW_KINDS: Final = frozenset(("implicit", "password", "clientCredentials", "authorizationCode"))
"""The flows of OAuth 2 that it has."""


def canonical(api: Api) -> Api:
    """The API in the one spelling of every type, operations of a path and callbacks of a name side by side.

    No value is lost: an open object without members is a map, constants of one kind are an enum, null is the last
    variant, limits that nothing can meet are no limits. Applied twice it changes nothing.
    """
    api = map_types(api, _type)
    schemes = tuple(map(_scheme, api.security_schemes))
    return replace(api, operations=tuple(map(_operation, _by_path(api.operations))), security_schemes=schemes)


def _by_name(callbacks: Iterable[Webhook]) -> tuple[Webhook, ...]:
    """The callbacks, those of a name (what stands before the URL) where its first one stands."""
    names: dict[str, list[Webhook]] = {}
    for callback in callbacks:
        names.setdefault(callback.name.partition(" ")[0], []).append(callback)
    return tuple(each for found in names.values() for each in found)


def _by_path(operations: Iterable[Operation]) -> Iterable[Operation]:
    """The operations, those of a path where its first one stands, methods that OpenAPI 3.1 does not have last."""
    paths: dict[str, list[Operation]] = {}
    for operation in operations:
        paths.setdefault(operation.path, []).append(operation)
    return (each for found in paths.values() for each in sorted(found, key=lambda one: one.method not in METHODS))


def _scheme(scheme: SecurityScheme) -> SecurityScheme:
    """A scheme whose flows that OpenAPI 3.1 does not have are last."""
    if not isinstance(scheme, OAuth2Scheme):
        return scheme
    return replace(scheme, flows=tuple(sorted(scheme.flows, key=lambda flow: flow.kind not in FLOW_KINDS)))


def _operation(operation: Operation) -> Operation:
    body = operation.body
    if body is not None and not body.contents:
        body = None
    responses = tuple(map(_response, operation.responses))
    return replace(operation, body=body, responses=responses, callbacks=_by_name(operation.callbacks))


def _response(response: Response) -> Response:
    """A response whose empty description, which OpenAPI demands where there is none, is none."""
    return response if response.description != "" else replace(response, description=None)


def _type(of: Type) -> Type:
    match of:
        case UnionType():
            return _union(of)
        case EnumType(values=values):
            both = {value.value for value in values} == {True, False}
            return BooleanType() if both and all(isinstance(each.value, bool) for each in values) else of
        case ObjectType():
            return _object(of)
        case TupleType(items=(), rest=rest):
            return ArrayType(UNKNOWN if rest is None else rest)
        case IntegerType(bounds=bounds) | NumberType(bounds=bounds):
            return of if _can_be_met(bounds) else replace(of, bounds=Bounds(multiple_of=bounds.multiple_of))
        case StringType(size=size) | ArrayType(size=size) | MapType(size=size):
            return of if _has_room(size) else replace(of, size=ANY_SIZE)
        case _:
            return of


def _object(of: ObjectType) -> Type:
    extra = AnyExtra() if of.extra == TypedExtra(UNKNOWN) else of.extra
    size = of.size if _has_room(of.size) else ANY_SIZE
    if not of.fields and not isinstance(extra, NoExtra):
        return MapType(extra.type if isinstance(extra, TypedExtra) else UNKNOWN, size)
    return of if (extra, size) == (of.extra, of.size) else replace(of, extra=extra, size=size)


def _has_room(size: Size) -> bool:
    return size.minimum is None or size.maximum is None or size.minimum <= size.maximum


def _can_be_met(bounds: Bounds) -> bool:
    low = max((each for each in (bounds.minimum, bounds.exclusive_minimum) if each is not None), default=None)
    high = min((each for each in (bounds.maximum, bounds.exclusive_maximum) if each is not None), default=None)
    return low is None or high is None or low <= high


def _union(of: UnionType) -> Type:
    """A union of different variants, null last; any value, one type or an enum where it is no more than that."""
    if UNKNOWN in of.variants:
        return UNKNOWN
    different: list[Type] = []
    moved: dict[int, int] = {}
    for index, variant in sorted(enumerate(of.variants), key=lambda pair: pair[1] == NULL):
        known = next((at for at, other in enumerate(different) if _same(variant, other)), None)
        moved[index] = len(different) if known is None else known
        if known is None:
            different.append(variant)
    null = different[-1] == NULL
    values = _values(different[:-1] if null else different)
    if values is not None and not (null and isinstance(different[0], ConstType)):
        listed = _type(EnumType(values))
        return UnionType((listed, NULL)) if null else listed
    if len(different) < 2:
        return different[0]
    if tuple(different) == of.variants:
        return of
    discriminator = of.discriminator
    if discriminator is not None:
        mapping = dict.fromkeys((tag, moved[index]) for tag, index in discriminator.mapping)
        default = None if discriminator.default is None else moved[discriminator.default]
        discriminator = replace(discriminator, mapping=tuple(mapping), default=default)
    return UnionType(tuple(different), discriminator, of.title)


def _same(one: Type, other: Type) -> bool:
    """Whether two types are equal; true and 1, which Python takes for equal, are not."""
    if isinstance(one, ConstType) and isinstance(other, ConstType):
        return type(one.value) is type(other.value) and one.value == other.value
    return one == other


def _values(types: list[Type]) -> tuple[EnumValue, ...] | None:
    """The values of constants and enums of one kind of scalar, nothing where there are other types."""
    values: dict[Scalar, EnumValue] = {}
    for of in types:
        if isinstance(of, ConstType):
            values.setdefault(of.value, EnumValue(of.value))
        elif isinstance(of, EnumType):
            for value in of.values:
                values.setdefault(value.value, value)
        else:
            return None
    return tuple(values.values()) if len({type(value) for value in values}) == 1 else None
