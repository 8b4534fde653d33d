"""What the server of a test answers: the document's own examples, else samples of the documented types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    Json,
    MapType,
    NullType,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
)
from specbind.python.annotations import Annotations
from specbind.python.examples import Contradiction, Weight, contradictions
from specbind.python.layout import Atom, Group, Node, Symbol, call, keyword, mapping, one_or_more
from specbind.python.literals import text_literal
from specbind.python.media import Media, concrete
from specbind.python.plan import Plan, Planner, Reading
from specbind.python.sample import Direction, Members, Sampler
from specbind.python.stubs_call import json_node
from specbind.source import Span

ANSWER = Symbol(".wire", "Answer", "Answer")
_USUAL = {
    Media.JSON: "application/json",
    Media.EVENTS: "text/event-stream",
    Media.LINES: "application/x-ndjson",
}
_SUCCESSES = (200, 203)
_ERRORS = (400, 404, 422, 500, 418, 300)


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """One answer: a JSON document, values one after another, or plain content."""

    status: int = 200
    json: tuple[Json, ...] = ()
    events: tuple[Json, ...] = ()
    lines: tuple[Json, ...] = ()
    content: bytes = b""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def node(self) -> Node:
        """`Answer(...)`."""
        settings: list[Node] = []
        if self.status != 200:
            settings.append(keyword("status", str(self.status)))
        if self.json:
            settings.append(keyword("json", json_node(self.json[0])))
        if self.events:
            settings.append(keyword("events", Group("[", tuple(map(json_node, self.events)), "]")))
        if self.lines:
            settings.append(keyword("lines", Group("[", tuple(map(json_node, self.lines)), "]")))
        if self.content:
            settings.append(keyword("content", bytes_literal(self.content)))
        if self.content_type is not None:
            settings.append(keyword("content_type", text_literal(self.content_type)))
        if self.headers:
            pairs = [(text_literal(name), text_literal(value)) for name, value in self.headers]
            settings.append(keyword("headers", mapping(pairs)))
        return call(Atom("Answer", ANSWER), settings)


def bytes_literal(content: bytes) -> str:
    """Bytes in double quotes where that costs no escapes."""
    printed = repr(content)
    return f'b"{printed[2:-1]}"' if printed[1] == "'" and '"' not in printed else printed


@dataclass(frozen=True, slots=True)
class Documented:
    """An example of a response in the document, and where it contradicts its type."""

    label: str
    value: Json
    found: tuple[Contradiction, ...]
    span: Span | None

    @property
    def breaks_shape(self) -> bool:
        return any(each.weight is Weight.SHAPE for each in self.found)


class Answerer:
    """Makes the answers of one API."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.sampler = Sampler(planner.types, Direction.RESPONSE)

    def primary(self, plan: Plan) -> Reading | None:
        """The response that most tests of a method get: JSON where there is some."""
        readings = [each for each in plan.readings if each.content is not None]
        return next((each for each in readings if each.media is Media.JSON), readings[0] if readings else None)

    def documented(self, plan: Plan, reading: Reading) -> Iterator[Documented]:
        """The examples of a response: its own, else those of the type it is."""
        content = reading.content
        if content is None or content.type is None or reading.media is not Media.JSON:
            return
        of = content.type
        examples = [(each.name, each.value, each.span) for each in content.examples]
        if not examples and isinstance(of, RefType):
            decl = self._planner.types[of.name]
            examples = [(f"of {decl.name}", value, decl.span) for value in decl.examples]
        for name, value, span in examples:
            label = f"{plan.operation.key} {reading.status} example{f' {name}' if name else ''}"
            yield Documented(label, value, contradictions(value, of, self._planner.types), span or content.span)

    def answer(self, plan: Plan, reading: Reading | None, members: Members, error: bool = False) -> AnswerSpec:
        """A response as documented. Raises `UnsampledError` where its type has no value."""
        if reading is None:
            empty = plan.readings[0] if plan.readings else None
            return AnswerSpec(204 if empty is None else status_of(empty.status, plan, error))
        status = status_of(reading.status, plan, error)
        if reading.content is None or reading.media is None or plan.operation.method == "HEAD":
            return AnswerSpec(status)
        shape = reading.content.type
        kind = concrete(reading.content.media_type)
        given = None if kind == _USUAL.get(reading.media) else kind
        match reading.media:
            case Media.JSON | Media.FORM | Media.MULTIPART:
                good = (each for each in self.documented(plan, reading) if not each.found)
                example = next(good, None)
                value = example.value if example is not None else self._value(shape, members)
                return AnswerSpec(status, (value,), content_type=given)
            case Media.EVENTS:
                return AnswerSpec(status, events=self._several(shape), content_type=given)
            case Media.LINES:
                return AnswerSpec(status, lines=self._several(shape), content_type=given)
            case Media.TEXT:
                return AnswerSpec(status, content=b"text", content_type=kind)
            case Media.BINARY:
                return AnswerSpec(status, content=b"content", content_type=kind)

    def _value(self, of: Type | None, members: Members) -> Json:
        if of is None or isinstance(of, UnknownType):
            return {"key": "text"}
        return self.sampler.value(of, members)

    def _several(self, of: Type | None) -> tuple[Json, ...]:
        if of is None or isinstance(of, UnknownType):
            return ({"key": "text"}, {"key": "other"})
        return (self.sampler.value(of, Members.REQUIRED), self.sampler.value(of, Members.OUTER, 1))


def status_of(status: str, plan: Plan, error: bool) -> int:
    """A code for a documented status; for `default` or a range, one that is not documented otherwise."""
    if status.isdigit():
        return int(status)
    documented = {each.status.upper() for each in (*plan.readings, *plan.errors)}
    if status != "default":
        first = int(status[0]) * 100
        return next((code for code in range(first, first + 100) if str(code) not in documented), first)
    codes = _ERRORS if error else _SUCCESSES
    return next((code for code in codes if documented.isdisjoint((str(code), f"{code // 100}XX"))), codes[0])


class Kinds:
    """The class (or classes) that a parsed value must be an instance of."""

    def __init__(self, planner: Planner, annotations: Annotations, package: str) -> None:
        self._planner = planner
        self._symbols = annotations.symbols
        self._models = Symbol(package, "models", "models")

    def node(self, of: Type | None) -> Node:
        """`models.User`, `str`, or a tuple of several."""
        names: dict[str, Symbol | None] = {}
        self._collect(of, names, frozenset())
        if "object" in names or not names:
            return Atom("object")
        nodes = [Atom(name, symbol) for name, symbol in names.items()]
        return nodes[0] if len(nodes) == 1 else one_or_more(nodes)

    def _collect(self, of: Type | None, names: dict[str, Symbol | None], seen: frozenset[str]) -> None:
        match of:
            case RefType(name=key):
                name = self._symbols.types[key]
                if name.is_object:
                    names[f"models.{name.model}"] = self._models
                elif key not in seen:
                    self._collect(name.decl.type, names, seen | {key})
            case UnionType(variants=variants):
                for variant in variants:
                    self._collect(variant, names, seen)
            case None:
                names["object"] = None
            case _:
                names.update(_classes(of))


_STRINGS: dict[StringFormat, tuple[str, Symbol | None]] = {
    StringFormat.DATE_TIME: ("dt.datetime", Symbol("datetime", "", "dt")),
    StringFormat.DATE: ("dt.date", Symbol("datetime", "", "dt")),
    StringFormat.TIME: ("dt.time", Symbol("datetime", "", "dt")),
    StringFormat.DURATION: ("dt.timedelta", Symbol("datetime", "", "dt")),
    StringFormat.UUID: ("UUID", Symbol("uuid", "UUID", "UUID")),
    StringFormat.DECIMAL: ("Decimal", Symbol("decimal", "Decimal", "Decimal")),
    StringFormat.BYTE: ("bytes", None),
}


def _classes(of: Type) -> dict[str, Symbol | None]:
    """The classes of a type that no declaration names."""
    match of:
        case StringType(format=format):
            name, symbol = _STRINGS.get(format, ("str", None))
            return {name: symbol}
        case NumberType(format=NumberFormat.DECIMAL):
            return dict([_STRINGS[StringFormat.DECIMAL]])
        case ConstType(value=value):
            return {type(value).__name__: None}
        case EnumType(values=values):
            return {type(each.value).__name__: None for each in values}
        case BooleanType():
            return {"bool": None}
        case IntegerType():
            return {"int": None}
        case NumberType():
            return {"float": None}
        case ArrayType():
            return {"list": None}
        case TupleType():
            return {"tuple": None}
        case MapType() | ObjectType():
            return {"dict": None}
        case NullType():
            return {"type(None)": None}
        case UnknownType() | UnionType() | RefType():
            return {"object": None}
        case _:
            assert_never(of)
