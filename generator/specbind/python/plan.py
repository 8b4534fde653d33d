"""One call, settled: the Python names of its arguments, what it sends, what it gives back.

Everything emitted about an operation (method, constant, tests, `api.md`) is made from its plan.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from specbind.ir.api import Api, Content, Location, Method, Operation, Parameter, RequestBody, Response
from specbind.ir.types import (
    MISSING,
    UNKNOWN,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Field,
    Json,
    Missing,
    NullType,
    ObjectType,
    RefType,
    Scalar,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
    without_null,
)
from specbind.ir.unions import union_of
from specbind.python import fields as naming
from specbind.python import words
from specbind.python.bodies import BodyPlan, body_plans, carried, merged_members, whole_type
from specbind.python.media import Media, asked_for, is_stream, read_as
from specbind.python.servers import usual_server

BODY = "body"


class Kind(enum.Enum):
    """What a method gives."""

    CALL = "call"
    PAGE = "page"
    STREAM = "stream"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. `place` is where it travels: path, query, header, cookie, body, or all of the body (`whole`).

    `carried` is off where the usual content of the body cannot hold it, but another can.
    """

    name: str
    wire_name: str
    place: str
    type: Type
    required: bool
    description: str | None = None
    deprecated: bool = False
    default: Json | Missing = MISSING
    constant: Scalar | None = None
    parameter: Parameter | None = None
    field: Field | None = None
    carried: bool = True
    nullable: bool = False
    """Whether None is a value to send, which only a JSON body can hold."""

    @property
    def positional(self) -> bool:
        return self.place == Location.PATH.value


@dataclass(frozen=True, slots=True)
class Reading:
    """One documented way a response is read."""

    status: str
    media: Media | None
    content: Content | None
    description: str | None = None


@dataclass(frozen=True)
class Plan:
    """An operation as one Python method."""

    operation: Operation
    method: Method
    name: str
    constant: str
    kind: Kind
    arguments: tuple[Argument, ...]
    bodies: tuple[BodyPlan, ...]
    readings: tuple[Reading, ...]
    errors: tuple[Reading, ...]
    stream_flag: str | None = None

    @property
    def sent_path(self) -> str:
        """The path without its fragment, which tells operations apart and is never sent (RFC 9110 section 7.1)."""
        return self.operation.path.partition("#")[0]

    @property
    def body(self) -> BodyPlan | None:
        """The content that is sent unless another is asked for or needed."""
        return self.bodies[0] if self.bodies else None

    @property
    def usual(self) -> frozenset[str]:
        """The members that the usual one of several contents requires; in the method they may be optional."""
        if self.body is None or self.choice is None or not self.body.required:
            return frozenset()
        return frozenset(field.wire_name for field in self.body.members or () if field.required)

    @property
    def choice(self) -> str | None:
        """The argument that chooses among several contents; nothing where there is one."""
        if len(self.bodies) < 2:
            return None
        name = "content_type"
        while any(argument.name == name for argument in self.arguments):
            name = f"body_{name}"
        return name

    @property
    def choice_about(self) -> str:
        """What the argument that chooses a content does."""
        usual = self.bodies[0].content.media_type
        when = "by default" if all(each.carried for each in self.arguments) else "where that can carry all arguments"
        return f"What the body is sent as; `{usual}` {when}."

    @cached_property
    def results(self) -> tuple[Type | Media | None, ...]:
        """What the method can give: JSON types, text, bytes, or None for nothing, each once."""
        found: list[Type | Media | None] = []
        for reading in self.readings:
            result = _result(reading)
            if result not in found:
                found.append(result)
        return tuple(sorted(found, key=lambda result: result is None))

    @property
    def last_path(self) -> Argument | None:
        """The path argument that may be positional."""
        paths = [argument for argument in self.arguments if argument.positional]
        return paths[-1] if paths else None


def _result(reading: Reading) -> Type | Media | None:
    if reading.content is None or reading.media is None:
        return None
    if reading.media in (Media.TEXT, Media.BINARY):
        return reading.media
    return reading.content.type if reading.content.type is not None else UNKNOWN


class Planner:
    """Makes the plans of one API."""

    def __init__(self, api: Api) -> None:
        self._operations: Mapping[str, Operation] = {operation.key: operation for operation in api.operations}
        self.security = api.security
        self.server = usual_server(api)
        self.types: Mapping[str, TypeDecl] = {decl.name: decl for decl in api.types}

    def plans(self, method: Method, name: str) -> Iterator[Plan]:
        """The plan of a method, and of its streaming twin where the operation can answer both ways."""
        operation = self._operations[method.operation]
        readings = tuple(_readings(operation, _successes(operation)))
        streams = tuple(reading for reading in readings if reading.media is not None and is_stream(reading.media))
        others = tuple(reading for reading in readings if reading not in streams)
        contents = tuple(reading for reading in others if reading.content is not None)
        if streams and contents:
            flag = self._stream_flag(operation)
            plain = self._plan(method, operation, name, _kind(method, contents), others, flag)
            yield plain
            twin = self._plan(method, operation, f"{name}_stream", Kind.STREAM, streams, flag)
            yield twin
        else:
            kind = Kind.STREAM if streams else _kind(method, contents)
            yield self._plan(method, operation, name, kind, streams or others, None)

    def _plan(
        self,
        method: Method,
        operation: Operation,
        name: str,
        kind: Kind,
        readings: tuple[Reading, ...],
        flag: str | None,
    ) -> Plan:
        bodies = self.bodies(operation.body)
        arguments = tuple(self._arguments(operation, bodies, flag))
        errors = tuple(_readings(operation, _failures(operation)))
        return Plan(operation, method, name, words.constant(name), kind, arguments, bodies, readings, errors, flag)

    def _stream_flag(self, operation: Operation) -> str | None:
        """The boolean member of the body that asks for a stream."""
        for field in merged_members(self.bodies(operation.body)) or ():
            if field.wire_name == "stream" and isinstance(without_null(field.type)[0], BooleanType):
                return field.wire_name
        return None

    def bodies(self, body: RequestBody | None) -> tuple[BodyPlan, ...]:
        """What is sent of a request body, and how; the usual content first."""
        return body_plans(body, self.resolve)

    def resolve(self, of: Type) -> Type:
        """The type with references followed to what they stand for."""
        seen: set[str] = set()
        while isinstance(of, RefType) and of.name not in seen:
            seen.add(of.name)
            of = self.types[of.name].type
        return of

    def takes_null(self, of: Type, seen: frozenset[str] = frozenset()) -> bool:
        """Whether null is a value of a type, behind whatever references."""
        match of:
            case NullType() | UnknownType():
                return True
            case RefType(name=name):
                return name not in seen and self.takes_null(self.types[name].type, seen | {name})
            case UnionType(variants=variants):
                return any(self.takes_null(each, seen) for each in variants)
            case _:
                return False

    def item_type(self, of: Type, path: tuple[str, ...]) -> Type:
        """The type of the items of the list at `path` in a body of this type."""
        for wire_name in path:
            found = self.member(of, wire_name)
            of = found.type if found is not None else UNKNOWN
        target = without_null(self.resolve(without_null(of)[0]))[0]
        variants = target.variants if isinstance(target, UnionType) else (target,)
        arrays = [each.item for each in map(self.resolve, variants) if isinstance(each, ArrayType)]
        return union_of(arrays) if arrays else UNKNOWN

    def member(self, of: Type, wire_name: str) -> Field | None:
        """The member of an object, or of the first variant of a union that has it."""
        target = without_null(self.resolve(without_null(of)[0]))[0]
        if isinstance(target, UnionType):
            found = (self.member(variant, wire_name) for variant in target.variants)
            return next((field for field in found if field is not None), None)
        fields = target.fields if isinstance(target, ObjectType) else ()
        return next((field for field in fields if field.wire_name == wire_name), None)

    def _arguments(self, operation: Operation, bodies: tuple[BodyPlan, ...], flag: str | None) -> Iterator[Argument]:
        found = [_of_parameter(parameter) for parameter in operation.parameters if not _is_idempotency(parameter)]
        members = merged_members(bodies)
        required = bool(bodies) and bodies[0].required
        if members is not None:
            found += [self._of_field(field, required, bodies) for field in members if field.wire_name != flag]
        elif bodies:
            about = operation.body.description if operation.body else None
            found.append(Argument(BODY, BODY, "whole", whole_type(bodies), required, about))
        order = _template_order(operation.path)
        found.sort(key=lambda argument: order.get(argument.wire_name, 0) if argument.positional else len(order))
        yield from _named(found)

    def _of_field(self, field: Field, needed: bool, bodies: tuple[BodyPlan, ...]) -> Argument:
        constant = _constant(self.resolve(field.type)) if field.required else None
        return Argument(
            field.wire_name,
            field.wire_name,
            BODY,
            field.type,
            field.required and needed and constant is None,
            field.description,
            field.deprecated,
            field.default,
            constant,
            field=field,
            carried=carried(field.wire_name, field.type, bodies),
            nullable=self.takes_null(field.type),
        )


def _kind(method: Method, contents: tuple[Reading, ...]) -> Kind:
    if method.pagination is not None:
        return Kind.PAGE
    if contents and all(reading.media is Media.BINARY for reading in contents):
        return Kind.DOWNLOAD
    return Kind.CALL


def _of_parameter(parameter: Parameter) -> Argument:
    fixed = parameter.required and parameter.location is Location.HEADER
    constant = _constant(parameter.type) if fixed else None
    return Argument(
        parameter.wire_name,
        parameter.wire_name,
        parameter.location.value,
        parameter.type,
        parameter.required and constant is None,
        parameter.description,
        parameter.deprecated,
        parameter.default,
        constant,
        parameter=parameter,
    )


def _is_idempotency(parameter: Parameter) -> bool:
    """`Idempotency-Key` is an option of every method, not an argument."""
    return parameter.location is Location.HEADER and parameter.wire_name.lower() == "idempotency-key"


def idempotency_header(operation: Operation) -> str | None:
    """The documented header that makes retries safe."""
    return next((each.wire_name for each in operation.parameters if _is_idempotency(each)), None)


def _constant(of: Type) -> Scalar | None:
    """The one value a type allows."""
    match of:
        case ConstType(value=value):
            return value
        case EnumType(values=(only,)):
            return only.value
        case _:
            return None


def _template_order(path: str) -> dict[str, int]:
    order: dict[str, int] = {}
    for index, piece in enumerate(path.split("{")[1:]):
        order[piece.split("}")[0]] = index
    return order


def _named(arguments: list[Argument]) -> Iterator[Argument]:
    """Distinct Python names: where two places use one name, the earlier place keeps it, the later gets a prefix."""
    taken: set[str] = set()
    by_place: dict[str, dict[str, str]] = {}
    for place in dict.fromkeys(argument.place for argument in arguments):
        wires = [argument.wire_name for argument in arguments if argument.place == place]
        by_place[place] = dict(naming.settle(wires, naming.RESERVED_ARGUMENTS))
    for argument in arguments:
        name = by_place[argument.place][argument.wire_name]
        while name in taken:
            name = f"{argument.place}_{name}"
        taken.add(name)
        yield replace(argument, name=name)


def _successes(operation: Operation) -> Iterable[Response]:
    """The responses that are results: 2xx, else 3xx, else `default`."""
    for digit in "23":
        found = [response for response in operation.responses if response.status.startswith(digit)]
        if found:
            return found
    return [response for response in operation.responses if response.status == "default"]


def _failures(operation: Operation) -> Iterable[Response]:
    successes = list(_successes(operation))
    return [
        response for response in operation.responses if response not in successes and response.status[0] not in "123"
    ]


def _readings(operation: Operation, responses: Iterable[Response]) -> Iterator[Reading]:
    """How responses are read; those to HEAD have no body, whatever is documented (RFC 9110, section 9.3.2)."""
    for response in responses:
        if not response.contents or operation.method == "HEAD":
            yield Reading(response.status, None, None, response.description)
            continue
        for content in asked_for(response.contents):
            yield Reading(response.status, read_as(content), content, response.description)
