"""The closed vocabulary of value types. No word of Python's type system, no word of a schema language.

Presence, nullability and value are three facts: presence is on `Field`, null is a type of its own, the rest is here.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from specbind.source import Span

Scalar: TypeAlias = "str | int | float | bool"
Json: TypeAlias = "Scalar | list[Json] | dict[str, Json] | None"


class Missing(enum.Enum):
    """The value of a default that was not written (null is a value)."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Inference:
    """A fact that the document does not state, and why it is believed.

    `fact` says it in a few words (`integer`, `null`, `default 20`), `reason` what proves it, `span` where the proof is.
    """

    fact: str
    reason: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a number, each inclusive unless it says otherwise."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Limits of a length: characters, items or members."""

    minimum: int | None = None
    maximum: int | None = None


UNBOUNDED: Final = Bounds()
ANY_SIZE: Final = Size()


class IntegerFormat(enum.Enum):
    """The width a document states for an integer."""

    PLAIN = "integer"
    INT32 = "int32"
    INT64 = "int64"


class NumberFormat(enum.Enum):
    """The precision a document states for a number."""

    PLAIN = "number"
    FLOAT = "float"
    DOUBLE = "double"
    DECIMAL = "decimal"


class StringFormat(enum.Enum):
    """The formats of strings that have a type of their own; any other format is PLAIN."""

    PLAIN = "string"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    URI = "uri"
    BYTE = "byte"
    BINARY = "binary"
    DECIMAL = "decimal"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class UnknownType:
    """Any JSON value: the document says nothing, or what it says was widened."""


@dataclass(frozen=True, slots=True)
class NullType:
    """JSON null and nothing else."""


@dataclass(frozen=True, slots=True)
class BooleanType:
    """true or false."""


@dataclass(frozen=True, slots=True)
class IntegerType:
    """A whole number."""

    format: IntegerFormat = IntegerFormat.PLAIN
    bounds: Bounds = UNBOUNDED


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number with or without a fraction."""

    format: NumberFormat = NumberFormat.PLAIN
    bounds: Bounds = UNBOUNDED


@dataclass(frozen=True, slots=True)
class StringType:
    """Text; with the format BINARY it stands for raw bytes outside JSON (a file), with BYTE for base64 inside JSON."""

    format: StringFormat = StringFormat.PLAIN
    size: Size = ANY_SIZE
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One allowed value, with the name and the meaning the document gives it, if any."""

    value: Scalar
    name: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class EnumType:
    """A list of known values, in the document's order. Null is never among them (see `nullable`)."""

    values: tuple[EnumValue, ...]


@dataclass(frozen=True, slots=True)
class ConstType:
    """Exactly one value."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class ArrayType:
    """Items of one type."""

    item: Type
    size: Size = ANY_SIZE
    unique: bool = False


@dataclass(frozen=True, slots=True)
class TupleType:
    """Items typed by position; `rest` types what may follow, and is None where nothing may."""

    items: tuple[Type, ...]
    rest: Type | None


@dataclass(frozen=True, slots=True)
class MapType:
    """An object whose keys are data: any key, values of one type."""

    value: Type
    size: Size = ANY_SIZE


@dataclass(frozen=True, slots=True)
class AnyExtra:
    """Undeclared members may occur and are kept."""


@dataclass(frozen=True, slots=True)
class NoExtra:
    """The document forbids undeclared members."""


@dataclass(frozen=True, slots=True)
class TypedExtra:
    """Undeclared members may occur and have this type."""

    type: Type


Extra: TypeAlias = "AnyExtra | NoExtra | TypedExtra"


class Access(enum.Enum):
    """In which direction a field travels."""

    READ_WRITE = "read-write"
    READ_ONLY = "read-only"
    WRITE_ONLY = "write-only"


@dataclass(frozen=True, slots=True)
class Field:
    """A declared member of an object."""

    wire_name: str
    type: Type
    required: bool
    description: str | None = None
    default: Json | Missing = MISSING
    deprecated: bool = False
    access: Access = Access.READ_WRITE
    examples: tuple[Json, ...] = ()
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object with declared members. After the hoist pass it occurs only as the type of a declaration."""

    fields: tuple[Field, ...]
    extra: Extra = AnyExtra()
    size: Size = ANY_SIZE
    title: str | None = None
    description: str | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The member whose value tells the variants of a union apart.

    `mapping` pairs each tag with the index of its variant in the union; variants that share a tag each have a pair,
    and their other members tell them apart. `inferred` says that no discriminator was
    written and that the tags were read off the variants' constants. `default` is the variant of an absent or an
    unknown tag, if the document names one.
    """

    wire_name: str
    mapping: tuple[tuple[str, int], ...]
    inferred: bool = False
    default: int | None = None


def tag_text(value: str | int) -> str:
    """A tag as `Discriminator.mapping` has it: a number as its digits, a boolean as JSON writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class UnionType:
    """One of several types. Never nested in a union, never empty, never of one variant."""

    variants: tuple[Type, ...]
    discriminator: Discriminator | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class RefType:
    """A declared type, by the name of its declaration."""

    name: str


Type: TypeAlias = (
    "UnknownType | NullType | BooleanType | IntegerType | NumberType | StringType | EnumType | ConstType | ArrayType"
    " | TupleType | MapType | ObjectType | UnionType | RefType"
)

UNKNOWN: Final = UnknownType()
NULL: Final = NullType()


@dataclass(frozen=True, slots=True)
class TypeDecl:
    """A named type of the API.

    `name` is unique in the API and is the document's own name for a component (`harbor.v1.Crane`). An inline type
    that the hoist pass declared has `context`: the words that say where it stands, outermost first; its `name` is
    then that path joined with `.`, which no component may have.
    """

    name: str
    type: Type
    description: str | None = None
    deprecated: bool = False
    examples: tuple[Json, ...] = ()
    context: tuple[str, ...] = ()
    inferred: tuple[Inference, ...] = field(default=(), compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


def nullable(of: Type) -> Type:
    """`of` or null, without nesting unions and without saying null twice."""
    match of:
        case NullType() | UnknownType():
            return of
        case UnionType(variants=variants, discriminator=discriminator, title=title):
            if NULL in variants:
                return of
            return UnionType((*variants, NULL), discriminator, title)
        case _:
            return UnionType((of, NULL))


def without_null(of: Type) -> tuple[Type, bool]:
    """The type with null taken out, and whether null was there."""
    match of:
        case UnionType(variants=variants, discriminator=discriminator, title=title) if NULL in variants:
            rest = tuple(variant for variant in variants if variant != NULL)
            return (rest[0], True) if len(rest) == 1 else (UnionType(rest, discriminator, title), True)
        case _:
            return of, False
