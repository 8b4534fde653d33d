"""Types as schemas of JSON Schema 2020-12, as OpenAPI 3.1 has them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Final, assert_never

from specbind.ir.api import Parameter
from specbind.ir.extensions import DEFAULT, PATTERN
from specbind.ir.types import (
    ANY_SIZE,
    NULL,
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    Extra,
    Field,
    IntegerFormat,
    IntegerType,
    Json,
    MapType,
    Missing,
    NoExtra,
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
    TypeDecl,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.openapi_export.fits import Fits
from specbind.openapi_export.names import Keys
from specbind.openapi_export.tags import discriminator_of
from specbind.openapi_export.tree import Mapping, Origins, in_order, reasons, said
from specbind.openapi_export.values import enum_of, type_of

_ONLY_ECMA: Final = re.compile(r"\(\?<(?![=!])|\\[pP]\{[^}]*\}|\\u\{[0-9A-Fa-f]+\}|\\c[A-Za-z]")
_SIMPLE: Final = (StringType(), IntegerType(), NumberType(), BooleanType(), NULL)
"""Types that are nothing but a word for `type`."""


class Schemas:
    """Writes the types of one API."""

    def __init__(self, types: Iterable[TypeDecl], origins: Origins) -> None:
        self._types = {decl.name: decl for decl in types}
        self._keys = Keys(self._types)
        self._origins = origins
        self._fits = Fits({name: decl.type for name, decl in self._types.items()})

    def components(self) -> Mapping:
        """Every declared type, in order."""
        return {self._keys.of(name): self._component(decl) for name, decl in self._types.items()}

    def _component(self, decl: TypeDecl) -> Mapping:
        beside = said(description=decl.description, deprecated=decl.deprecated)
        if decl.examples:
            beside["examples"] = list(decl.examples)
        beside |= self._keys.note(decl.name) | reasons(decl.inferred)
        return self._origins.of(decl.span, self._with(decl.type, beside))

    def of(self, of: Type) -> Mapping:
        """The schema of a type where nothing is said beside it."""
        return in_order(self._schema(of))

    def parameter(self, parameter: Parameter) -> Mapping:
        """The schema of a parameter, whose words would be the parameter's where this has none."""
        schema = self.of(parameter.type)
        if "description" in schema and not parameter.description:
            schema = {"anyOf": [schema]}
        return in_order(schema | self._default(parameter.type, parameter.default))

    def _with(self, of: Type, beside: Mapping) -> Mapping:
        """A schema with what is said where it is used, which must not be taken for the words of the type itself."""
        schema = self._schema(of)
        own = schema.get("description")
        if own is not None and own != beside.get("description"):
            schema = {"anyOf": [in_order(schema)]}
        return in_order(schema | beside)

    def _default(self, of: Type, default: Json | Missing) -> Mapping:
        if isinstance(default, Missing):
            return {}
        return {"default" if self._fits.holds(of, default) else DEFAULT: default}

    def _schema(self, of: Type) -> Mapping:
        match of:
            case UnknownType():
                return {}
            case NullType():
                return {"type": "null"}
            case BooleanType():
                return {"type": "boolean"}
            case IntegerType(format=format, bounds=bounds):
                plain = format is IntegerFormat.PLAIN
                return {"type": "integer", **said(format=None if plain else format.value), **_bounds(bounds)}
            case NumberType(format=number_format, bounds=bounds):
                plain = number_format is NumberFormat.PLAIN
                return {"type": "number", **said(format=None if plain else number_format.value), **_bounds(bounds)}
            case StringType():
                return _string(of)
            case ConstType(value=value):
                return {"type": type_of(value), "const": value}
            case EnumType(values=values):
                return enum_of(values)
            case RefType(name=name):
                return {"$ref": f"#/components/schemas/{self._keys.of(name)}"}
            case UnionType():
                return self._union(of)
            case ArrayType() | TupleType() | MapType() | ObjectType():
                return self._container(of)
            case _:
                assert_never(of)

    def _container(self, of: ArrayType | TupleType | MapType | ObjectType) -> Mapping:
        match of:
            case ArrayType(item=item, size=size, unique=unique):
                limits = _size(size, "minItems", "maxItems") | said(uniqueItems=unique)
                return {"type": "array", "items": self.of(item), **limits}
            case TupleType(items=items, rest=rest):
                others: Json = False if rest is None else self.of(rest)
                return {"type": "array", "prefixItems": [self.of(item) for item in items], "items": others}
            case MapType(value=value, size=size):
                values: Json = True if isinstance(value, UnknownType) else self.of(value)
                limits = _size(size, "minProperties", "maxProperties")
                return {"type": "object", "additionalProperties": values, **limits}
            case ObjectType():
                return self._object(of)
            case _:
                assert_never(of)

    def _object(self, of: ObjectType) -> Mapping:
        schema: Mapping = {"type": "object", **said(title=of.title, description=of.description)}
        if required := [field.wire_name for field in of.fields if field.required]:
            schema["required"] = list[Json](required)
        schema["properties"] = {field.wire_name: self._field(field) for field in of.fields}
        schema |= self._extra(of.extra) | _size(of.size, "minProperties", "maxProperties")
        return self._origins.of(of.span, schema)

    def _extra(self, extra: Extra) -> Mapping:
        match extra:
            case AnyExtra():
                return {}
            case NoExtra():
                return {"additionalProperties": False}
            case TypedExtra(type=of):
                return {"additionalProperties": self.of(of)}
            case _:
                assert_never(extra)

    def _field(self, field: Field) -> Mapping:
        beside = said(
            description=field.description,
            deprecated=field.deprecated,
            readOnly=field.access is Access.READ_ONLY,
            writeOnly=field.access is Access.WRITE_ONLY,
        )
        if field.examples:
            beside["examples"] = list(field.examples)
        beside |= self._default(field.type, field.default) | reasons(field.inferred)
        return self._origins.of(field.span, self._with(field.type, beside))

    def _union(self, of: UnionType) -> Mapping:
        """Words of `type` where they say it all, else `anyOf`; `oneOf` where a tag tells the variants apart."""
        title = said(title=of.title)
        if not title and of.discriminator is None:
            if all(any(variant == simple for simple in _SIMPLE) for variant in of.variants):
                return {"type": [str(self._schema(variant)["type"]) for variant in of.variants]}
            if len(of.variants) == 2 and of.variants[1] == NULL and (short := self._nullable(of.variants[0])):
                return short
        tags = discriminator_of(of, self._types, self._keys)
        key = "anyOf" if of.discriminator is None else "oneOf"
        return {**title, key: [self.of(variant) for variant in of.variants], **tags}

    def _nullable(self, of: Type) -> Mapping:
        """A type or null in one schema; nothing where it takes two."""
        match of:
            case RefType() | ConstType() | UnionType() | UnknownType() | NullType():
                return {}
            case EnumType(values=values):
                return enum_of(values, null=True)
            case ObjectType(description=None):
                return {}  # a description of the place must not become the object's
            case (
                BooleanType()
                | IntegerType()
                | NumberType()
                | StringType()
                | ArrayType()
                | TupleType()
                | MapType()
                | ObjectType()
            ):
                schema = self._schema(of)
                return schema | {"type": [schema["type"], "null"]}
            case _:
                assert_never(of)


def _string(of: StringType) -> Mapping:
    format = None if of.format is StringFormat.PLAIN else of.format.value
    pattern: Mapping = {} if of.pattern is None else {"pattern" if _is_regex(of.pattern) else PATTERN: of.pattern}
    return {"type": "string", **said(format=format), **pattern, **_size(of.size, "minLength", "maxLength")}


def _is_regex(pattern: str) -> bool:
    """Whether a pattern is one of ECMA-262, as far as Python can tell once what only ECMA has is out of the way."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(_ONLY_ECMA.sub(lambda match: "(?P<" if match[0] == "(?<" else "a", pattern))
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _size(size: Size, least: str, most: str) -> Mapping:
    return {} if size == ANY_SIZE else _numbers({least: size.minimum, most: size.maximum})


def _bounds(bounds: Bounds) -> Mapping:
    limits = {"multipleOf": bounds.multiple_of, "minimum": bounds.minimum, "maximum": bounds.maximum}
    return _numbers(
        limits | {"exclusiveMinimum": bounds.exclusive_minimum, "exclusiveMaximum": bounds.exclusive_maximum}
    )


def _numbers(limits: dict[str, int | float | None]) -> Mapping:
    return {key: limit for key, limit in limits.items() if limit is not None}
