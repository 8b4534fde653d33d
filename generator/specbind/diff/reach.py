"""Which operations a declared type reaches, and at what positions of their messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from specbind.diff.changes import Position
from specbind.diff.finding import Direction
from specbind.ir.api import Api, Content, Location, Operation, Parameter
from specbind.ir.types import (
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
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
    TypedExtra,
    UnionType,
    UnknownType,
    without_null,
)

Reach = Mapping[Position, int]
"""Positions to the operations they are in, one bit each in the order of `Reaches.keys`."""


def parameter_position(parameter: Parameter) -> Position:
    """The position of a parameter's value."""
    return Position.HEADER_PARAMETER if parameter.location is Location.HEADER else Position.PARAMETER


class Reaches:
    """The reach of every declared type of one revision."""

    def __init__(self, api: Api, keys: dict[str, int]) -> None:
        self._keys = keys
        self._found: dict[str, dict[Position, int]] = {}
        self._todo: dict[tuple[str, Position], None] = {}
        self._inner: dict[str, tuple[tuple[str, bool, Access], ...]] = {
            decl.name: tuple(dict.fromkeys(_references(decl.type))) for decl in api.types
        }
        for operation in api.operations:
            self._operation(operation)
        for webhook in api.webhooks:
            self._enter(webhook.type, Position.RESPONSE_BODY, self.bit(webhook.name))
        self._spread()

    def bit(self, key: str) -> int:
        """The bit of an operation or a webhook."""
        return 1 << self._keys.setdefault(key, len(self._keys))

    def of(self, name: str) -> Reach:
        """Where a declared type is used, itself or as part of others."""
        return self._found.get(name, {})

    def _operation(self, operation: Operation) -> None:
        bit = self.bit(operation.key)
        for parameter in operation.parameters:
            self._enter(parameter.type, parameter_position(parameter), bit)
        if operation.body is not None:
            self._contents(operation.body.contents, Position.REQUEST_BODY, bit)
        for callback in operation.callbacks:
            self._enter(callback.type, Position.RESPONSE_BODY, bit)
        for response in operation.responses:
            self._contents(response.contents, Position.RESPONSE_BODY, bit)
            for header in response.headers:
                self._enter(header.type, Position.RESPONSE_HEADER, bit)

    def _contents(self, contents: tuple[Content, ...], position: Position, bit: int) -> None:
        for content in contents:
            if content.type is not None:
                self._enter(content.type, position, bit)

    def _enter(self, of: Type, position: Position, bit: int) -> None:
        for name, inner, access in _references(of):
            if _passes(position, access):
                self._mark(name, position.inside if inner else position, bit)

    def _mark(self, name: str, position: Position, bits: int) -> None:
        known = self._found.setdefault(name, {})
        if known.get(position, 0) | bits != known.get(position, 0):
            known[position] = known.get(position, 0) | bits
            self._todo[(name, position)] = None

    def _spread(self) -> None:
        """Carry what is known of each type over to the types that it is made of, until nothing is new."""
        while self._todo:
            name, position = next(iter(self._todo))
            del self._todo[(name, position)]
            bits = self._found[name][position]
            for other, inner, access in self._inner.get(name, ()):
                if _passes(position, access):
                    self._mark(other, position.inside if inner else position, bits)


def _passes(position: Position, access: Access) -> bool:
    """Whether a member with this access travels in messages of this kind."""
    sent = position.direction is Direction.REQUEST
    return access is Access.READ_WRITE or (access is Access.WRITE_ONLY) == sent


def _references(of: Type) -> Iterator[tuple[str, bool, Access]]:
    """The declared types in a type: whether they stand inside it, and what the members on the way let through."""
    stack = [(without_null(of)[0], False, Access.READ_WRITE)]
    while stack:
        node, inner, access = stack.pop()
        match node:
            case RefType(name=name):
                yield name, inner, access
            case ArrayType(item=item):
                stack.append((item, True, access))
            case MapType(value=value):
                stack.append((value, True, access))
            case TupleType(items=items, rest=rest):
                stack += [(item, True, access) for item in (*items, *(() if rest is None else (rest,)))]
            case UnionType(variants=variants):
                several = sum(not isinstance(each, NullType) for each in variants) > 1
                stack += [(each, inner or several, access) for each in variants]
            case ObjectType(fields=fields, extra=extra):
                stack += [
                    (field.type, True, field.access if access is Access.READ_WRITE else access) for field in fields
                ]
                match extra:
                    case TypedExtra(type=value):
                        stack.append((value, True, access))
                    case AnyExtra() | NoExtra():
                        pass
                    case _:
                        assert_never(extra)
            case (
                UnknownType() | NullType() | BooleanType() | IntegerType() | NumberType() | StringType() | EnumType()
                | ConstType()
            ):  # fmt: skip
                pass
            case _:
                assert_never(node)
