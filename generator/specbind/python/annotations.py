"""How a value type of the API is spelled as a Python annotation, by the place where it stands."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from specbind.ir.types import (
    UNKNOWN,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    MapType,
    NoExtra,
    NullType,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.python.layout import NONE, Alternatives, Atom, Node, Row, Symbol, alternatives, row, subscript
from specbind.python.literals import literal
from specbind.python.symbols import Symbols, TypeName

ANY = Atom("Any", Symbol("typing", "Any", "Any"))
OBJECT = Atom("object")
ANNOTATED = Atom("Annotated", Symbol("typing", "Annotated", "Annotated"))
LITERAL = Atom("Literal", Symbol("typing", "Literal", "Literal"))
ITEMS = Atom("Items", Symbol("._runtime", "Items", "Items"))
MAPPING = Atom("Mapping", Symbol("collections.abc", "Mapping", "Mapping"))
OPEN_TUPLE = Atom("OpenTuple", Symbol("._runtime", "OpenTuple", "OpenTuple"))
UNKNOWN_VARIANT = Atom("UnknownVariant", Symbol("._runtime", "UnknownVariant", "UnknownVariant"))
_DATETIME = Symbol("datetime", "", "dt")
_STRINGS = {
    StringFormat.DATE_TIME: Atom("DateTime", Symbol("._runtime", "DateTime", "DateTime")),
    StringFormat.DATE: Atom("dt.date", _DATETIME),
    StringFormat.TIME: Atom("dt.time", _DATETIME),
    StringFormat.DURATION: Atom("dt.timedelta", _DATETIME),
    StringFormat.UUID: Atom("UUID", Symbol("uuid", "UUID", "UUID")),
    StringFormat.DECIMAL: Atom("Decimal", Symbol("decimal", "Decimal", "Decimal")),
    StringFormat.BYTE: Atom("Base64", Symbol("._runtime", "Base64", "Base64")),
}
_ARGUMENT_STRINGS = {
    **_STRINGS,
    StringFormat.DATE_TIME: Atom("dt.datetime", _DATETIME),
    StringFormat.BYTE: Atom("bytes"),
}
_EMPTY_TEXT = subscript(LITERAL, [literal("")])
"""What says nothing beside `str`."""
_BUILTINS = Symbol("builtins", "", "builtins")
_DECIMAL = _STRINGS[StringFormat.DECIMAL]


class Spelling(enum.Enum):
    """How declared types are imported: each from its module, from the lazy package, or through it."""

    DIRECT = "direct"
    PACKAGE = "package"
    QUALIFIED = "qualified"


class Place(enum.Enum):
    """Where an annotation stands: a model read from responses, a model to send, a typed dict or an argument."""

    RESPONSE = "response"
    REQUEST = "request"
    ARGUMENT = "argument"


@dataclass(frozen=True, slots=True)
class Annotations:
    """Spells types for one place.

    `file` is what a binary string is in a multipart body, where there is one. `taken` are names of the
    surrounding module and class that hide others (a method `list`, a resource class `Roles`).
    """

    symbols: Symbols
    place: Place
    spelling: Spelling = Spelling.PACKAGE
    file: Atom | None = None
    taken: frozenset[str] = frozenset()

    def node(self, of: Type) -> Node:
        """The annotation of a type."""
        return alternatives(list(self._parts(of)))

    def _parts(self, of: Type) -> Iterable[Node]:
        """The members of the annotation's union, without repetition, None last."""
        match of:
            case UnionType(variants=variants):
                yield from self._union(variants)
            case EnumType() | ConstType():
                yield from self._literals(of)
            case StringType() | IntegerType() | NumberType() | BooleanType() | NullType() | UnknownType():
                yield from self._scalar(of)
            case ArrayType() | TupleType() | MapType():
                yield self._container(of)
            case RefType(name=name) if self.symbols.is_inlined(self.symbols.types[name]):
                yield from self._parts(self.symbols.types[name].decl.type)
            case RefType(name=name):
                yield from self._reference(self.symbols.types[name])
            case ObjectType(extra=extra):
                yield from self._loose_object(extra)
            case _:
                assert_never(of)

    def _union(self, variants: tuple[Type, ...]) -> Iterable[Node]:
        parts: list[Node] = []
        for variant in variants:
            for part in self._parts(variant):
                if part not in parts:
                    parts.append(part)
        if ANY in parts or OBJECT in parts:
            return [ANY if ANY in parts else OBJECT]
        if Atom("float") in parts and Atom("int") in parts and self.place is Place.ARGUMENT:
            parts.remove(Atom("int"))
        if Atom("str") in parts and _EMPTY_TEXT in parts:
            parts.remove(_EMPTY_TEXT)
        objects = {name.decl.name for name in map(self.symbols.object_of, variants) if name is not None}
        if len(objects) > 1:
            parts.append(UNKNOWN_VARIANT)
        return sorted(parts, key=_rank)

    def _literals(self, of: EnumType | ConstType) -> Iterable[Node]:
        values = [of.value] if isinstance(of, ConstType) else [value.value for value in of.values]
        kinds = list(dict.fromkeys(_kind(value) for value in values))
        if "float" in kinds or not all(map(_is_literal, values)):
            return [Atom(kind) for kind in kinds]
        known = subscript(LITERAL, dict.fromkeys(literal(value) for value in values))
        if len(values) == 1 or self.place is not Place.RESPONSE or kinds == ["bool"]:
            return [known]
        return [known, *(Atom(kind) for kind in kinds)]

    def _scalar(
        self, of: StringType | IntegerType | NumberType | BooleanType | NullType | UnknownType
    ) -> Iterable[Node]:
        match of:
            case UnknownType():
                return [OBJECT if self.place is Place.ARGUMENT else ANY]
            case NullType():
                return [NONE]
            case BooleanType():
                return [Atom("bool")]
            case IntegerType():
                return [Atom("int")]
            case NumberType(format=NumberFormat.DECIMAL):
                return [_DECIMAL, Atom("float")] if self.place is Place.ARGUMENT else [_DECIMAL]
            case NumberType():
                return [Atom("float")]
            case StringType(format=format):
                return self._string(format)
            case _:
                assert_never(of)

    def _string(self, format: StringFormat) -> Iterable[Node]:
        text = Atom("str")
        if format is StringFormat.BINARY and self.file is not None:
            return [self.file]
        argument = self.place is Place.ARGUMENT
        special = (_ARGUMENT_STRINGS if argument else _STRINGS).get(format)
        if special is None:
            return [text]
        return [special, text] if argument else [special]

    def _container(self, of: ArrayType | TupleType | MapType) -> Node:
        argument = self.place is Place.ARGUMENT
        match of:
            case ArrayType(item=item):
                return subscript(ITEMS if argument else self._builtin("list"), [self.node(item)])
            case TupleType():
                return self._tuple(of)
            case MapType(value=value):
                return subscript(MAPPING if argument else self._builtin("dict"), ["str", self.node(value)])
            case _:
                assert_never(of)

    def _tuple(self, of: TupleType) -> Node:
        """A tuple; pydantic is told by a mark that one goes on after the items typed by position.

        As an argument, one that goes on with items of a type is any list of what it may hold.
        """
        if self.place is Place.ARGUMENT and of.rest not in (None, UNKNOWN):
            return self._container(ArrayType(UnionType(tuple(dict.fromkeys((*of.items, of.rest or UNKNOWN))))))
        name = self._builtin("tuple")
        items = [self.node(item) for item in of.items]
        if of.rest is None:
            return subscript(name, items)
        whole = subscript(name, [*items, row("*", subscript(name, [self.node(of.rest), "..."]))])
        return whole if self.place is Place.ARGUMENT else subscript(ANNOTATED, [whole, OPEN_TUPLE])

    def _loose_object(self, extra: AnyExtra | NoExtra | TypedExtra) -> Iterable[Node]:
        """An object that has no declaration of its own."""
        value = extra.type if isinstance(extra, TypedExtra) else UNKNOWN
        return [self._container(MapType(value))]

    def _reference(self, name: TypeName) -> Iterable[Node]:
        if self.place is Place.RESPONSE:
            return [self._declared(name, "models", name.model)]
        if self.place is Place.REQUEST:
            return [self._declared(name, "models", name.request_model)]
        param = self._declared(name, "params", name.param)
        if not name.is_object:
            return [param]
        models = dict.fromkeys((name.model, name.request_model))
        return [*(self._declared(name, "models", model) for model in models), param]

    def class_name(self, name: TypeName) -> str:
        """The model class of a declared type in this place."""
        return name.request_model if self.place is Place.REQUEST else name.model

    def _declared(self, name: TypeName, package: str, spelled: str) -> Atom:
        match self.spelling:
            case Spelling.DIRECT:
                return Atom(spelled, Symbol(f".{package}.{name.module}", spelled, spelled))
            case Spelling.PACKAGE:
                local = f"{spelled}Model" if spelled in self.taken else spelled
                return Atom(local, Symbol(f".{package}", spelled, local))
            case Spelling.QUALIFIED:
                return Atom(f"{package}.{spelled}", Symbol(".", package, package))
            case _:
                assert_never(self.spelling)

    def _builtin(self, name: str) -> Atom:
        return Atom(f"builtins.{name}", _BUILTINS) if name in self.taken else Atom(name)


def _rank(node: Node) -> int:
    """Known values before the type they are of, None last."""
    if node == NONE:
        return 2
    return 0 if isinstance(node, Row) and node.parts[0] == LITERAL else 1


def optional(node: Node) -> Node:
    """The annotation or None."""
    items = node.items if isinstance(node, Alternatives) else (node,)
    if NONE in items or ANY in items or OBJECT in items:
        return node
    return Alternatives((*items, NONE))


def _is_literal(value: Scalar) -> bool:
    """Whether type checkers take a value in `Literal`: integers have 64 bits there."""
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def _kind(value: Scalar) -> str:
    return type(value).__name__
