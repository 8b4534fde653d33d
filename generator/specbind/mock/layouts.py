"""Texts of a request back to values: the styles of OpenAPI and RFC 6570, guided by the documented types.

A text says less than a value: `1` may be a number or a text. A value is read as each alternative of its type in turn,
and the first that the type holds is it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, assert_never
from urllib.parse import unquote, unquote_plus

from specbind.ir.api import Parameter, Style
from specbind.ir.types import (
    UNKNOWN,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    Json,
    MapType,
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
)
from specbind.mock.shapes import Shapes

Pairs: TypeAlias = list[tuple[str, str]]
"""Names and values as they were sent."""

Tree: TypeAlias = "dict[str, Tree] | list[str]"
"""The members that brackets spell out, with all texts that one of them was given."""

DELIMITERS: Mapping[Style, tuple[str, ...]] = {
    Style.SPACE_DELIMITED: ("%20", "+"),
    Style.PIPE_DELIMITED: ("|", "%7C", "%7c"),
    Style.TAB_DELIMITED: ("\t", "%09"),
}
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?")


class LayoutError(Exception):
    """A text that is not laid out as the description says; the message says how it should be, `found` how it is."""

    def __init__(self, expected: str, found: str | None = None) -> None:
        super().__init__(expected)
        self.found = found


class Layouts:
    """Reads the texts of one API's requests."""

    def __init__(self, types: Mapping[str, Type], shapes: Shapes) -> None:
        self._types = types
        self._shapes = shapes

    def alternatives(self, of: Type, seen: frozenset[str] = frozenset()) -> Iterator[Type]:
        """The types that a type may stand for, without references and unions."""
        match of:
            case RefType(name=name):
                if name not in seen:
                    yield from self.alternatives(self._types[name], seen | {name})
            case UnionType(variants=variants):
                for variant in variants:
                    yield from self.alternatives(variant, seen)
            case _:
                yield of

    def scalar(self, of: Type, text: str) -> Json:
        """The value that a text stands for."""
        values = [value for each in self.alternatives(of) for value in _readings(each, text)]
        return next((value for value in values if self._shapes.holds(of, value)), values[0] if values else text)

    def items(self, of: Type, texts: Sequence[str]) -> list[Json]:
        """An array of scalars."""
        return [self.scalar(self.item(of, index), text) for index, text in enumerate(texts)]

    def item(self, of: Type, index: int) -> Type:
        """The type of one item of an array."""
        match of:
            case ArrayType(item=item):
                return item
            case TupleType(items=items, rest=rest):
                return items[index] if index < len(items) else rest or UNKNOWN
            case _:
                return UNKNOWN

    def member(self, of: Type, name: str) -> Type:
        """The type of one member of an object."""
        match of:
            case ObjectType(fields=fields, extra=extra):
                found = next((field.type for field in fields if field.wire_name == name), None)
                return found or (extra.type if isinstance(extra, TypedExtra) else UNKNOWN)
            case MapType(value=value):
                return value
            case _:
                return UNKNOWN

    def takes(self, of: Type) -> tuple[set[str], bool]:
        """The members that an exploded object has in a query of its own, and whether any other is one."""
        names: set[str] = set()
        others = False
        for each in self.alternatives(of):
            if isinstance(each, ObjectType):
                names |= {field.wire_name for field in each.fields}
                others |= isinstance(each.extra, TypedExtra) or (isinstance(each.extra, AnyExtra) and not each.fields)
            others |= isinstance(each, MapType)
        return names, others

    def document(self, text: str) -> Json:
        """A value that is sent as JSON."""
        try:
            value: Json = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise LayoutError("JSON") from None
        return value

    def tree(self, of: Type, tree: Tree) -> Json:
        """What brackets spell out as a value."""
        for each in self.alternatives(of):
            if isinstance(tree, dict) and isinstance(each, ObjectType | MapType | UnknownType):
                return {name: self.tree(self.member(each, name), below) for name, below in tree.items()}
            if isinstance(tree, list) and isinstance(each, ArrayType | TupleType):
                return list(self.items(each, tree))
            if isinstance(tree, dict) and isinstance(each, ArrayType) and [*tree] == [*map(str, range(len(tree)))]:
                return [self.tree(each.item, below) for below in tree.values()]
        if isinstance(tree, list):
            if len(tree) > 1:
                raise LayoutError(f"one value, found {len(tree)}")
            return self.scalar(of, tree[0])
        return {name: self.tree(UNKNOWN, below) for name, below in tree.items()}


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def _readings(of: Type, text: str) -> Iterator[Json]:
    """What a text may stand for where a type goes."""
    match of:
        case BooleanType():
            yield {"true": True, "false": False}.get(text, text)
        case IntegerType():
            yield int(text) if _INTEGER.fullmatch(text) else text
        case NumberType():
            yield _number(text)
        case NullType():
            if text in ("", "null"):
                yield None
        case ConstType(value=value):
            yield _like(value, text)
        case EnumType(values=values):
            for kind in dict.fromkeys(type(each.value) for each in values):
                yield _like(next(each.value for each in values if type(each.value) is kind), text)
        case StringType() | UnknownType():
            yield text
        case ArrayType() | TupleType() | MapType() | ObjectType() | UnionType() | RefType():
            return
        case _:
            assert_never(of)


def _like(known: Json, text: str) -> Json:
    """A text as a value of the kind of a known one."""
    if isinstance(known, bool):
        return {"true": True, "false": False}.get(text, text)
    if isinstance(known, int | float):
        return _number(text)
    return text


def _number(text: str) -> Json:
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if len(text) < 300 and _NUMBER.fullmatch(text) else text


def split(text: str, delimiters: Sequence[str]) -> list[str]:
    """A text at any of some delimiters; nothing where it is empty."""
    return re.split("|".join(map(re.escape, delimiters)), text) if text else []


def alternating(texts: Sequence[str]) -> dict[str, str]:
    """Names and values in turn as an object."""
    if len(texts) % 2:
        raise LayoutError("names and values in turn, separated by commas")
    return dict(zip(texts[::2], texts[1::2], strict=True))


def equated(texts: Sequence[str]) -> dict[str, str]:
    """`name=value` pieces as an object."""
    if not all("=" in text for text in texts):
        raise LayoutError("`name=value` pieces")
    return {text.partition("=")[0]: text.partition("=")[2] for text in texts}


def branches(name: str, pairs: Pairs, style: Style) -> Tree:
    """What brackets after a name spell out, nested as they are."""
    root: dict[str, Tree] = {}
    for key, value in pairs:
        steps = re.findall(r"\[([^\[\]]*)\]", unquote_plus(key)[len(name) :])
        if not steps:
            item = f"`{name}[]=value` for each item or " if style is Style.BRACKETS else ""
            raise LayoutError(f"{item}`{name}[key]=value` for each member")
        inner = steps[:-1] if steps and steps[-1] == "" else steps
        level = root
        for step in ("", *inner)[:-1]:
            found = level.setdefault(step, {})
            if not isinstance(found, dict):
                raise LayoutError("one shape for each member")
            level = found
        last = level.setdefault(("", *inner)[-1], [])
        if not isinstance(last, list):
            raise LayoutError("one shape for each member")
        last.append(unquote_plus(value))
    return root.get("", {})


def decoded(parameter: Parameter, texts: Sequence[str]) -> list[str]:
    """Pieces of a value, as they were sent, without percent-encoding."""
    match parameter.location.value:
        case "query":
            return [unquote_plus(text) for text in texts]
        case "header":
            return list(texts)
        case _:
            return [unquote(text) for text in texts]
