"""What reference pages cannot say, as code: an API with all of that forgotten, names of types included.

Two descriptions of one API are equal here when they differ in nothing but these losses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from specbind.ir.api import Api, Content, Location, Operation
from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
    without_null,
)

Shape: TypeAlias = "str | tuple[str, tuple[Shape, ...]] | tuple[str, str, Shape]"
"""A type without its names: a word, a word with its parts, or a member: its presence, its name and its type."""


@dataclass(frozen=True)
class Pages:
    """Which pages the API went through. Only the third dialect prints null, and never inside arrays and maps."""

    prints_null: bool


def operations(api: Api, pages: Pages) -> dict[str, Shape]:
    """What is left of each operation, by its key.

    Lost with the operation: its id, its tags, error responses and all but the first good one, response headers, all
    but the first content of a body, whether a body is required.
    """
    shapes = _Shapes(api, pages)
    return {operation.key: shapes.operation(operation) for operation in api.operations}


class _Shapes:
    def __init__(self, api: Api, pages: Pages) -> None:
        self._types = {decl.name: decl.type for decl in api.types}
        self._pages = pages

    def operation(self, operation: Operation) -> Shape:
        """Parameters in their places, then body and result. The order of parameters is lost."""
        parts: list[Shape] = []
        for location in Location:
            found = [each for each in operation.parameters if each.location is location]
            fields = [(each.required, each.wire_name, self.of(each.type, ())) for each in found]
            parts.append((location.value, _members(fields)))
        body = operation.body.contents if operation.body is not None else ()
        good = next((each.contents for each in operation.responses if each.status.startswith("2")), ())
        return ("operation", (*parts, self._content("body", body), self._content("result", good)))

    def _content(self, word: str, contents: Iterable[Content]) -> Shape:
        first = next(iter(contents), None)
        if first is None or first.type is None or _is_raw(first.type):
            return word
        return (word, (self.of(first.type, ()),))

    def of(self, of: Type, inside: tuple[str, ...]) -> Shape:
        """A type; one that contains itself ends in how many names further out it is."""
        plain, null = without_null(of)
        shape = self._of(plain, inside)
        return ("or null", (shape,)) if null and self._pages.prints_null else shape

    def _of(self, of: Type, inside: tuple[str, ...]) -> Shape:
        match of:
            case RefType(name=name):
                return f"recursion {inside[::-1].index(name)}" if name in inside else self._named(name, inside)
            case ObjectType(fields=()) | MapType(value=UnknownType()):
                return "free object"  # the two are written alike
            case ObjectType(fields=fields):
                # Lost: the order, undeclared members, defaults, sizes.
                return (
                    "object",
                    _members((each.required, each.wire_name, self.of(each.type, inside)) for each in fields),
                )
            case ArrayType(item=item):
                return ("array", (self._inner(item, inside),))
            case MapType(value=value):
                return ("map", (self._inner(value, inside),))
            case UnionType(variants=variants):
                # Lost: the discriminator. Numbers of two kinds are written alike.
                shapes = tuple(dict.fromkeys(self.of(each, inside) for each in variants))
                return shapes[0] if len(shapes) == 1 else ("union", shapes)
            case EnumType(values=(only,)):
                return _literal(only.value)  # a list of one value is written like a constant
            case EnumType(values=values):
                return ("enum", tuple(_literal(each.value) for each in values))
            case _:
                return _simple(of)

    def _inner(self, of: Type, inside: tuple[str, ...]) -> Shape:
        return self.of(without_null(of)[0], inside)

    def _named(self, name: str, inside: tuple[str, ...]) -> Shape:
        return self.of(self._types[name], (*inside, name))


def _simple(of: Type) -> Shape:
    """Lost: integers, formats, limits, lengths, patterns, and the types of positions."""
    match of:
        case IntegerType() | NumberType():
            return "number"
        case StringType():
            return "string"
        case BooleanType():
            return "boolean"
        case ConstType(value=value):
            return _literal(value)
        case TupleType():
            return ("array", ("unknown",))
        case NullType():
            return "null"
        case _:
            return "unknown"


def _literal(value: Scalar) -> str:
    """Lost: line ends in texts."""
    return f"literal {' '.join(value.splitlines())!r}" if isinstance(value, str) else f"literal {value!r}"


def _members(fields: Iterable[tuple[bool, str, Shape]]) -> tuple[Shape, ...]:
    order = sorted(fields, key=lambda each: each[1])
    return tuple(("required" if required else "optional", name, shape) for required, name, shape in order)


def _is_raw(of: Type) -> bool:
    return isinstance(of, StringType) and of.format is StringFormat.BINARY


def differences(one: Shape, two: Shape, place: str = "") -> list[str]:
    """Where two shapes differ, each place on a line, as `result.data[]: string, not number`."""
    if one == two:
        return []
    match one, two:
        case (str(word), tuple(first)), (str(other), tuple(second)) if word == other:
            if word in ("object", *(each.value for each in Location)):
                return _member_differences(first, second, place)
            if len(first) == len(second):
                inner = {"array": "[]", "map": "{}", "or null": "", "operation": "", "query": ""}.get(word, f".{word}")
                pairs = zip(first, second, strict=True)
                return [line for pair in pairs for line in differences(*pair, f"{place}{inner}")]
        case _:
            pass
    return [f"{place}: {_brief(two)}, not {_brief(one)}"]


def _member_differences(one: tuple[Shape, ...], two: tuple[Shape, ...], place: str) -> list[str]:
    first, second = _by_name(one), _by_name(two)
    found = [f"{place}.{name}: missing" for name in first if name not in second]
    found += [f"{place}.{name}: new" for name in second if name not in first]
    for name in first.keys() & second.keys():
        if first[name][0] != second[name][0]:
            found.append(f"{place}.{name}: {second[name][0]}, not {first[name][0]}")
        found += differences(first[name][1], second[name][1], f"{place}.{name}")
    return sorted(found)


def _by_name(members: tuple[Shape, ...]) -> Mapping[str, tuple[str, Shape]]:
    return {each[1]: (each[0], each[2]) for each in members if len(each) == 3 and isinstance(each[1], str)}


def _brief(shape: Shape) -> str:
    text = str(shape)
    return text if len(text) <= 120 else f"{text[:120]}..."
