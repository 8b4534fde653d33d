"""The calls that tests make: values for arguments, as Python expressions and as what they put on the wire."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace
from mimetypes import MimeTypes

from specbind.ir.types import (
    UNKNOWN,
    ArrayType,
    Json,
    MapType,
    Missing,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
    without_null,
)
from specbind.python.layout import Atom, Group, Node, Symbol, call, keyword, mapping, one_or_more, row
from specbind.python.literals import literal, text_literal
from specbind.python.media import Media, concrete
from specbind.python.plan import Argument, Kind, Plan, Planner, idempotency_header
from specbind.python.sample import Direction, Members, Sampler, UnsampledError, text
from specbind.python.stubs_wire import File, Row, Value, WireRequest, wire_request
from specbind.python.symbols import Symbols

ANY = "<any value>"
"""What `wire.ANY` is: a header that must be there."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"})
_AWKWARD = {"path": "a b/c", "query": "a b&c"}
_FILE = File("upload.bin", b"content")
_NAMES = MimeTypes(filenames=())
"""What names of files say, whatever this machine is told besides."""
_DATETIME = Symbol("datetime", "", "dt")
_MOMENTS = {
    StringFormat.DATE_TIME: ("dt.datetime", "2024 1 2 3 4 5 tzinfo=dt.timezone.utc"),
    StringFormat.DATE: ("dt.date", "2024 1 2"),
}


class Extent(enum.Enum):
    """Which arguments a call gives."""

    REQUIRED = "required"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call, and the request they make; `checked` is off where a value breaks its limits."""

    arguments: tuple[Node, ...]
    request: WireRequest
    checked: bool = True


@dataclass(frozen=True, slots=True)
class _Given:
    """One argument: its value on the wire and its expression."""

    argument: Argument
    value: Value
    node: Node
    fits: bool = True


class Caller:
    """Makes the calls of one API."""

    def __init__(self, planner: Planner, symbols: Symbols, package: str) -> None:
        self._planner = planner
        self._symbols = symbols
        self._package = package
        self._sampler = Sampler(planner.types, Direction.REQUEST)

    def call(self, plan: Plan, extent: Extent) -> Call:
        """A call with the required arguments, or with all that have a value."""
        given = list(self._given(plan, extent))
        values = dict(self._values(plan, given))
        request = _with_idempotency(plan, wire_request(plan, values), extent)
        return Call(tuple(_in_signature(plan, given, extent)), request, all(each.fits for each in given))

    def without(self, plan: Plan, empty: Argument) -> tuple[Node, ...]:
        """The arguments of a call with the required arguments, one of them empty."""
        given = [
            replace(each, node=Atom('""')) if each.argument is empty else each
            for each in self._given(plan, Extent.REQUIRED)
        ]
        return tuple(_in_signature(plan, given, Extent.REQUIRED))

    def has_optional(self, plan: Plan) -> bool:
        """Whether a call with all arguments differs from one with the required ones."""
        if idempotency_header(plan.operation) is not None:
            return True
        arguments = (argument for argument in plan.arguments if argument.carried)
        return any(not argument.required and argument.constant is None for argument in arguments)

    def _values(self, plan: Plan, given: list[_Given]) -> Iterator[tuple[tuple[str, str], Value]]:
        """By place and name, in the order in which a method binds them."""
        by_argument = {id(each.argument): each for each in given}
        for argument in plan.arguments:
            each = by_argument.get(id(argument))
            if each is not None:
                yield (argument.place, argument.wire_name), each.value
            elif argument.constant is not None:
                yield (argument.place, argument.wire_name), argument.constant
        if plan.stream_flag is not None and plan.kind is Kind.STREAM:
            yield ("body", plan.stream_flag), True

    def _given(self, plan: Plan, extent: Extent) -> Iterator[_Given]:
        fewest = self._fewest(plan)
        for argument in plan.arguments:
            left_out = extent is Extent.REQUIRED and not argument.required and argument not in fewest
            if argument.constant is not None or left_out or not argument.carried:
                continue
            try:
                yield self._argument(plan, argument, extent)
            except UnsampledError:
                if argument.required:
                    yield self._documented(argument)

    def _fewest(self, plan: Plan) -> tuple[Argument, ...]:
        """The optional members that the usual body needs to have, or to have as many as it must."""
        if plan.body is None or plan.body.members is None or plan.body.content.type is None:
            return ()
        body = self._planner.resolve(without_null(plan.body.content.type)[0])
        least = (body.size.minimum or 0) if isinstance(body, ObjectType) else 0
        members = [argument for argument in plan.arguments if argument.place == "body" and argument.carried]
        optional = [each for each in members if not each.required and each.constant is None]
        optional.sort(key=lambda each: each.wire_name not in plan.usual)
        fewest = max(0, least - (len(members) - len(optional)))
        return tuple(each for at, each in enumerate(optional) if at < fewest or each.wire_name in plan.usual)

    def _argument(self, plan: Plan, argument: Argument, extent: Extent) -> _Given:
        body = plan.body
        in_body = argument.place in ("body", "whole")
        if in_body and body is not None and body.media in (Media.TEXT, Media.BINARY):
            return _Given(argument, _FILE, Atom('b"content"'))
        of = without_null(argument.type)[0]
        if in_body and body is not None and body.row is not None:
            return _Given(argument, *self._row(argument, body.row, extent))
        if in_body and body is not None and body.media is Media.MULTIPART:
            listed = (each.media_type for each in body.content.encodings if each.wire_name == argument.wire_name)
            files = self._files(of, next(listed, None))
            if files is not None:
                return _Given(argument, *files)
            if argument.place == "whole" and isinstance(self._planner.resolve(of), ObjectType | UnknownType):
                return _Given(argument, {"key": "text"}, mapping([('"key"', '"text"')]))
        value = self._value(argument, of, extent)
        if argument.required and _is_written_out(plan, argument) and _leaves_no_trace(value):
            value = self._one_member(of, value)
        as_text = in_body and len(plan.bodies) > 1 and any(each.media is Media.MULTIPART for each in plan.bodies)
        return _Given(argument, value, self._node(of, value) if as_text else self._outer(of, value))

    def _value(self, argument: Argument, of: Type, extent: Extent) -> Json:
        target = self._planner.resolve(of)
        awkward = _AWKWARD.get(argument.place)
        wanted = extent is Extent.ALL or argument.place == "path"
        if wanted and awkward is not None and isinstance(target, StringType) and _is_free(target, awkward):
            return awkward
        value = self._sampler.value(of, Members.OUTER if wanted else Members.REQUIRED)
        if extent is Extent.ALL and isinstance(target, ArrayType) and isinstance(value, list) and len(value) == 1:
            more = self._sampler.value(target.item, Members.REQUIRED, 1)
            if target.size.maximum != 1 and more not in value:
                value.append(more)
        return value

    def _one_member(self, of: Type, empty: Json) -> Json:
        """An object with one of its optional members; the empty one where none of them can be seen either."""
        for members in (Members.OUTER, Members.ALL):
            full = self._sampler.value(of, members)
            for name, value in full.items() if isinstance(full, dict) else ():
                if not _leaves_no_trace(value):
                    return {name: value}
        return empty

    def _documented(self, argument: Argument) -> _Given:
        """An example of the document where we find no value, else one that breaks the limits."""
        source = argument.parameter.examples if argument.parameter is not None else ()
        examples = [each.value for each in source] or list(argument.field.examples if argument.field else ())
        if not examples and not isinstance(argument.default, Missing):
            examples = [argument.default]
        target = self._planner.resolve(without_null(argument.type)[0])
        if examples:
            return _Given(argument, examples[0], json_node(examples[0]), fits=False)
        fallback = text(replace(target, pattern=None)) if isinstance(target, StringType) else "text"
        return _Given(argument, fallback, json_node(fallback), fits=False)

    def _files(self, of: Type, kinds: str | None = None) -> tuple[Value, Node] | None:
        """A file, or several, of the first of the documented media types."""
        target = self._planner.resolve(of)
        if isinstance(target, UnionType):
            found = [self._files(without_null(each)[0], kinds) for each in target.variants]
            return found[0] if all(found) else None
        file = _file(kinds)
        node = one_or_more([text_literal(file.filename), repr(file.content).replace("'", '"')])
        if isinstance(target, ArrayType):
            item = self._planner.resolve(without_null(target.item)[0])
            return ((file,), Group("[", (node,), "]")) if _is_binary(item) else None
        return (file, node) if _is_binary(target) else None

    def _row(self, argument: Argument, parts_of: ArrayType | TupleType, extent: Extent) -> tuple[Value, Node]:
        """Parts without names, files among them."""
        parts: list[Json | File] = []
        nodes: list[Node] = []
        for of in (
            parts_of.items if isinstance(parts_of, TupleType) else [parts_of.item] * max(1, parts_of.size.minimum or 0)
        ):
            target = self._planner.resolve(without_null(of)[0])
            files = self._files(target) if _is_binary(target) else None
            if files is not None:
                parts.append(_FILE)
                nodes.append(files[1])
            else:
                value = self._value(argument, of, extent)
                parts.append(value)
                nodes.append(self._node(of, value))
        group = Group("(", tuple(nodes), ")") if len(nodes) > 1 else row("(", nodes[0], ",)")
        return Row(tuple(parts)), group if isinstance(parts_of, TupleType) else Group("[", tuple(nodes), "]")

    def _outer(self, of: Type, value: Json) -> Node:
        """An argument's expression: moments and bytes as Python objects, all else as `_node` has it."""
        target = self._planner.resolve(of)
        if isinstance(target, StringType) and isinstance(value, str) and target.pattern is None:
            if target.format in _MOMENTS:
                name, arguments = _MOMENTS[target.format]
                return call(Atom(name, _DATETIME), arguments.split())
            if target.format is StringFormat.BYTE:
                return Atom('b"text"')
        return self._node(of, value)

    def _node(self, of: Type, value: Json) -> Node:
        """A value as an expression of the type that an argument has."""
        match of:
            case RefType(name=name):
                return self._node(self._planner.types[name].type, value)
            case UnionType():
                return self._variant(of, value)
            case ObjectType(fields=fields) if isinstance(value, dict):
                types = {field.wire_name: field.type for field in fields}
                pairs = value.items()
                return mapping((text_literal(key), self._node(types.get(key, UNKNOWN), each)) for key, each in pairs)
            case MapType(value=inner) if isinstance(value, dict):
                return mapping((text_literal(key), self._node(inner, each)) for key, each in value.items())
            case ArrayType(item=item) if isinstance(value, list):
                return Group("[", tuple(self._node(item, each) for each in value), "]")
            case TupleType(items=items, rest=rest) if isinstance(value, list):
                row_of = [*items, *[rest or UNKNOWN] * len(value)]
                return one_or_more(self._node(item, each) for item, each in zip(row_of, value, strict=False))
            case _:
                return json_node(value)

    def _variant(self, of: UnionType, value: Json) -> Node:
        """An object among several says which it is, so that type checkers need not guess."""
        chosen = self._sampler.choose(of)
        node = self._node(chosen, value)
        objects = [each for each in of.variants if isinstance(self._planner.resolve(each), ObjectType | MapType)]
        while isinstance(chosen, RefType) and not self._symbols.types[chosen.name].is_object:
            inner = self._planner.types[chosen.name].type
            if not isinstance(inner, RefType):
                break
            chosen = inner
        if len(objects) < 2 or not isinstance(chosen, RefType) or not self._symbols.types[chosen.name].is_object:
            return node
        param = self._symbols.types[chosen.name].param
        return call(Atom(f"params.{param}", Symbol(self._package, "params", "params")), [node])


def _is_written_out(plan: Plan, argument: Argument) -> bool:
    """Whether the members of an object are sent one by one, so that an empty one is not sent at all."""
    if argument.place == "body":
        return plan.body is not None and plan.body.media is Media.FORM
    return argument.place in ("query", "header", "cookie")


def _leaves_no_trace(value: Json) -> bool:
    """Whether a value is not there once its members are written out one by one, as queries and forms have them."""
    if isinstance(value, dict):
        return all(map(_leaves_no_trace, value.values()))
    return value == []


def json_node(value: Json) -> Node:
    """A JSON value as a literal."""
    match value:
        case dict():
            return mapping((text_literal(key), json_node(each)) for key, each in value.items())
        case list():
            return Group("[", tuple(json_node(each) for each in value), "]")
        case _:
            return Atom(literal(value))


def _file(kinds: str | None) -> File:
    """A file whose name says the first of several media types, where names of files do; a single one goes by itself."""
    if kinds is None or not set("*,") & set(kinds):
        return _FILE
    kind = concrete(kinds.split(",")[0].strip())
    ending = _NAMES.guess_extension(kind)
    known = ending is not None and _NAMES.guess_type(f"upload{ending}")[0] == kind
    return File(f"upload{ending}", _FILE.content, kind) if known else _FILE


def _is_binary(of: Type) -> bool:
    return isinstance(of, StringType) and of.format is StringFormat.BINARY


def _is_free(of: StringType, wanted: str) -> bool:
    """Whether a text may be any text."""
    size = of.size
    plain = of.format is StringFormat.PLAIN and of.pattern is None
    long = size.maximum is not None and size.maximum < len(wanted)
    return plain and not long and (size.minimum or 0) <= len(wanted)


def _in_signature(plan: Plan, given: list[_Given], extent: Extent) -> Iterator[Node]:
    """The positional argument first, then keywords in the order of the signature."""
    last = plan.last_path
    ordered = sorted(given, key=lambda each: (each.argument is not last, not each.argument.required))
    for each in ordered:
        yield each.node if each.argument is last else keyword(each.argument.name, each.node)
    if extent is Extent.ALL and idempotency_header(plan.operation) is not None:
        yield row('idempotency_key="key-1"')


def _with_idempotency(plan: Plan, request: WireRequest, extent: Extent) -> WireRequest:
    header = idempotency_header(plan.operation)
    if header is None or (extent is Extent.REQUIRED and plan.operation.method in _SAFE_METHODS):
        return request
    value = "key-1" if extent is Extent.ALL else ANY
    return replace(request, headers=(*request.headers, (header.lower(), value)))


def call_to(path: str, plan: Plan, arguments: tuple[Node, ...], through: str = "") -> Node:
    """`api.client.users.update(...)`; `through` is a property between the resource and its method."""
    middle = f".{through}" if through else ""
    return call(f"api.client.{path}{middle}.{plan.name}", arguments)
