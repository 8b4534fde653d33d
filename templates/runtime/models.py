"""The bases of every emitted model, and the types that need more than pydantic gives."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .building import guarded
from .literals import tell_apart


class Model(BaseModel):
    """An object of the API: unknown members are kept and go back out as they came."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        defer_build=True,
        protected_namespaces=(),
        allow_inf_nan=False,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    if TYPE_CHECKING:
        # A class whose undeclared members have one type says so in the same way, and
        # for pydantic (whose older versions take no default here), in an `else`,
        # `__pydantic_extra__: dict[str, int]`.
        __pydantic_extra__: Any = Field(init=False)

    _read_only_: ClassVar[frozenset[str]] = frozenset()
    """Wire names of members that the server sets: never sent in a request."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        built = cls.__dict__.get("__pydantic_core_schema__")
        if isinstance(built, dict):
            return cast("CoreSchema", built)
        schema = handler(source)
        tell_apart(handler.resolve_ref_schema(schema), cls)
        return schema

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Build what the class deferred; safe from many threads at once."""
        namespace = dict(_types_namespace) if _types_namespace is not None else None

        def build() -> bool | None:
            if cls.__pydantic_complete__ and not force:
                return None
            return super(Model, cls).model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=0,
                _types_namespace=namespace,
            )

        return guarded(build)


class UnknownVariant(Model):
    """A variant of a union that this version does not know; all its data is kept."""


class Tagged:
    """Marks a union whose variant is named by one member of the object.

    `Annotated[A | B | UnknownVariant, Tagged("type", {"a": "A", "b": "B"})]`: a tag that is
    missing or not in the mapping gives an `UnknownVariant`. Classes that share a tag,
    `{"a": ("A", "B")}`, are told apart by their other members. With a `default`, a tag that
    is missing or unknown gives that class.
    """

    __slots__ = ("default", "mapping", "wire_name")

    def __init__(
        self,
        wire_name: str,
        mapping: Mapping[str, str | tuple[str, ...]],
        default: str = UnknownVariant.__name__,
    ) -> None:
        self.wire_name = wire_name
        self.default = default
        self.mapping = {
            tag: names if isinstance(names, str) else "|".join(names)
            for tag, names in mapping.items()
        }

    def __repr__(self) -> str:
        return f"Tagged({self.wire_name!r}, {self.mapping!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tagged)
            and other.wire_name == self.wire_name
            and other.mapping == self.mapping
            and other.default == self.default
        )

    def __hash__(self) -> int:
        return hash(self.wire_name)

    def choose(self, value: object) -> str:
        """The class that `value` belongs to, or those that share its tag (`A|B`)."""
        if isinstance(value, Model):
            return type(value).__name__
        if isinstance(value, Mapping):
            tag = cast("Mapping[str, object]", value).get(self.wire_name)
            if isinstance(tag, Enum):
                tag = tag.value
            if isinstance(tag, bool):
                tag = "true" if tag else "false"
            elif isinstance(tag, float) and tag.is_integer():
                tag = int(tag)
            return self.mapping.get(str(tag), self.default)
        return UnknownVariant.__name__

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        variants = [kind for kind in get_args(source) if kind is not type(None)]
        if not variants:
            return handler(source)
        choices: dict[str, CoreSchema] = {}
        shared: list[CoreSchema | tuple[CoreSchema, str]]
        for kind in variants:
            choices[kind.__name__] = handler.generate_schema(kind)
        for label in self.mapping.values():
            if "|" in label:
                shared = [choices[name] for name in label.split("|")]
                choices[label] = core_schema.union_schema(shared)
        union = core_schema.tagged_union_schema(choices, discriminator=self.choose)
        if len(variants) == len(get_args(source)):
            return union
        return core_schema.nullable_schema(union)


class _Base64:
    """Bytes that are base64 text (either alphabet, padded or not) on the wire."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.no_info_after_validator_function(
            decode_base64, core_schema.str_schema(strict=True)
        )
        return core_schema.json_or_python_schema(
            json_schema=text,
            python_schema=core_schema.union_schema(
                [core_schema.bytes_schema(strict=True), text]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                encode_base64, when_used="json"
            ),
        )


class _Aware:
    """A date-time that must say its offset."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.datetime_schema(tz_constraint="aware")


Base64: TypeAlias = Annotated[bytes, _Base64()]
"""Bytes that travel as base64 text (`format: byte`)."""

DateTime: TypeAlias = Annotated[dt.datetime, _Aware()]
"""A point in time with its offset (`format: date-time`)."""


def decode_base64(text: str) -> bytes:
    """The bytes that a base64 text stands for."""
    plain = text.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None


def encode_base64(data: bytes) -> str:
    """The base64 text that stands for these bytes."""
    return base64.b64encode(data).decode("ascii")


_wire_names: dict[type[BaseModel], dict[str, str]] = {}


def wire_names(model: type[BaseModel]) -> dict[str, str]:
    """Python name -> wire name of each field of the class."""
    names = _wire_names.get(model)
    if names is None:
        # An alias generator names the fields only when the class is built.
        model.model_rebuild()
        names = {
            name: field.serialization_alias or field.alias or name
            for name, field in model.model_fields.items()
        }
        _wire_names[model] = names
    return names


def member(value: object, wire_name: str) -> object:
    """The member of a model or mapping under its wire name; None if it has none."""
    if isinstance(value, BaseModel):
        for name, wire in wire_names(type(value)).items():
            if wire == wire_name:
                return getattr(value, name, None)
        return (value.__pydantic_extra__ or {}).get(wire_name)
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(wire_name)
    return None


def member_at(value: object, path: tuple[str, ...]) -> object:
    """The value at the end of a path of wire names; None if the path breaks."""
    for name in path:
        value = member(value, name)
    return value
