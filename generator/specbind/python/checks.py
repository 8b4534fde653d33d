"""The documented limits of arguments, as the checks a client makes before it sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from specbind.ir.types import (
    ANY_SIZE,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    IntegerType,
    MapType,
    NullType,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
    without_null,
)
from specbind.python.fields import request_fields
from specbind.python.layout import Atom, Node, Symbol, call, keyword, row
from specbind.python.literals import literal, text_literal
from specbind.python.plan import Plan, Planner

CHECK = Atom("Check", Symbol("._runtime", "Check", "Check"))
BODY = "body"
_DEPTH = 4
Path = tuple[str, ...]
Limits = dict[str, int | float | str | bool]


def checks(plan: Plan, planner: Planner) -> Iterator[Node]:
    """One check for each place with limits."""
    for path, limits in _limited(plan, planner):
        yield call(CHECK, [_path(path), *(keyword(name, literal(value)) for name, value in limits.items())])


def _limited(plan: Plan, planner: Planner) -> Iterator[tuple[Path, Limits]]:
    if plan.body is not None and plan.body.members is not None and plan.body.content.type is not None:
        body = planner.resolve(without_null(plan.body.content.type)[0])
        if isinstance(body, ObjectType):
            yield from _some((BODY,), _size(body.size, "min_properties", "max_properties"))
    for argument in plan.arguments:
        start = (BODY,) if argument.place == "whole" else (argument.place, argument.wire_name)
        yield from _limits(argument.type, start, planner, frozenset())


def _path(path: Path) -> Node:
    """Dotted where no name holds a sign that means something in a path."""
    names = [step for step in path if step not in ("[]", "{}")]
    if all(step and not set(step) & set(".[]{}") for step in names):
        return row(text_literal(".".join(path).replace(".[]", "[]").replace(".{}", "{}")))
    return row("(" + ", ".join(map(text_literal, path)) + ")")


def _limits(of: Type, path: Path, planner: Planner, seen: frozenset[str]) -> Iterator[tuple[Path, Limits]]:
    match without_null(of)[0]:
        case StringType(size=size, pattern=pattern, format=format):
            found = _size(size, "min_length", "max_length") if format is not StringFormat.BINARY else {}
            if pattern is not None:
                found["pattern"] = pattern
            yield from _some(path, found)
        case NumberType(NumberFormat.DECIMAL, bounds) if path[0] == BODY:
            yield path, {**_bounds(bounds), "number": True}
        case IntegerType(bounds=bounds) | NumberType(bounds=bounds):
            yield from _some(path, _bounds(bounds))
        case ArrayType(item=item, size=size, unique=unique):
            found = _size(size, "min_items", "max_items")
            if unique:
                found["unique"] = True
            yield from _some(path, found)
            yield from _limits(item, (*path, "[]"), planner, seen)
        case MapType(value=value, size=size):
            yield from _some(path, _size(size, "min_properties", "max_properties"))
            yield from _limits(value, (*path, "{}"), planner, seen)
        case RefType(name=name):
            if name not in seen and len(seen) < _DEPTH:
                yield from _limits(planner.types[name].type, path, planner, seen | {name})
        case ObjectType() as target:
            yield from _some(path, _size(target.size, "min_properties", "max_properties"))
            for field in request_fields(target):
                yield from _limits(field.type, (*path, field.wire_name), planner, seen)
        case UnknownType() | NullType() | BooleanType() | EnumType() | ConstType() | TupleType() | UnionType():
            return
        case unreachable:
            assert_never(unreachable)


def _some(path: Path, limits: Limits) -> Iterator[tuple[Path, Limits]]:
    if limits:
        yield path, limits


def _size(size: Size, least: str, most: str) -> Limits:
    if size == ANY_SIZE:
        return {}
    return {name: limit for name, limit in ((least, size.minimum), (most, size.maximum)) if limit is not None}


def _bounds(bounds: Bounds) -> Limits:
    names = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of")
    found = ((name, getattr(bounds, name)) for name in names)
    return {name: limit for name, limit in found if limit is not None}
