"""What an operation gives back on success, seen as a reader would: is it a list, and where are its items?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from specbind.ir.api import Content, Operation, Response
from specbind.ir.types import (
    ArrayType,
    Field,
    MapType,
    NullType,
    ObjectType,
    RefType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
    without_null,
)
from specbind.ir.unions import union_of
from specbind.passes.words import fold, singular_name

Types: TypeAlias = Mapping[str, TypeDecl]

ENVELOPES = frozenset({"result", "response", "payload", "data", "body", "output", "meta"})
LIST_MEMBERS = frozenset({"data", "items", "results", "records", "entries", "values", "list", "objects", "elements"})
LISTED_ENVELOPES = frozenset({"result", "response", "payload"})


def declared(types: tuple[TypeDecl, ...]) -> Types:
    """Declarations by name."""
    return {decl.name: decl for decl in types}


def resolve(of: Type, types: Types) -> Type:
    """A type without its null and with references to declarations followed."""
    seen: set[str] = set()
    while True:
        of, _ = without_null(of)
        if not isinstance(of, RefType) or of.name in seen or of.name not in types:
            return of
        seen.add(of.name)
        of = types[of.name].type


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (or ends in `+json`) or says nothing; a stream of JSON texts is not."""
    essence = media_type.split(";", 1)[0].strip()
    return essence in ("application/json", "text/json", "*/*", "application/*") or essence.endswith("+json")


def success(operation: Operation) -> Response | None:
    """The response of the lowest documented 2xx status, else the default one."""
    good = sorted((each for each in operation.responses if each.status.startswith("2")), key=lambda each: each.status)
    if good:
        return next((each for each in good if each.contents), good[0])
    return next((each for each in operation.responses if each.status == "default"), None)


def json_content(operation: Operation) -> Content | None:
    """The JSON representation of an operation's success, if there is one."""
    response = success(operation)
    if response is None:
        return None
    return next((each for each in response.contents if is_json(each.media_type)), None)


def result(operation: Operation, types: Types) -> Type | None:
    """The type of an operation's JSON success with references followed; None where there is none."""
    content = json_content(operation)
    return None if content is None or content.type is None else resolve(content.type, types)


def members(of: Type, types: Types) -> dict[str, Field]:
    """The declared members of an object by wire name; of a union, those of its first object."""
    of = resolve(of, types)
    if isinstance(of, UnionType):
        objects = (resolve(variant, types) for variant in of.variants)
        of = next((variant for variant in objects if isinstance(variant, ObjectType)), of)
    return {field.wire_name: field for field in of.fields} if isinstance(of, ObjectType) else {}


def is_list(of: Type, types: Types) -> bool:
    """Whether a type is a list whatever its variant: an array, or a union of nothing but arrays."""
    of = resolve(of, types)
    if isinstance(of, UnionType):
        return all(isinstance(resolve(each, types), ArrayType) for each in of.variants)
    return isinstance(of, ArrayType)


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the items of a body are, and their type."""

    path: tuple[str, ...]
    item: Type
    named: bool
    """Whether the place says by itself that this is the list: the whole body, `data`, or named like the
    resource.
    """


def listing(body: Type, types: Types, segment: str = "") -> Listing | None:
    """The list that a body is or carries, where one member stands out as the list; `segment` is the
    resource's name.
    """
    body = resolve(body, types)
    if isinstance(body, UnionType):
        variants = [resolve(each, types) for each in body.variants]
        arrays = [each for each in variants if isinstance(each, ArrayType)]
        if len(arrays) == 1 or is_list(body, types):
            body = ArrayType(union_of(each.item for each in arrays))
    if isinstance(body, ArrayType):
        return Listing((), body.item, True)
    fields = members(body, types)
    found = _member_listing(fields, types, segment)
    if found is not None and found.named:
        return found
    for name, field in fields.items():
        inner = members(field.type, types) if name in ENVELOPES else {}
        nested = _member_listing(inner, types, segment)
        if nested is not None:
            return Listing((name, *nested.path), nested.item, nested.named)
    return found


def _member_listing(fields: Mapping[str, Field], types: Types, segment: str) -> Listing | None:
    arrays: list[Listing] = []
    for name, field in fields.items():
        of = resolve(field.type, types)
        if isinstance(of, ArrayType):
            arrays.append(Listing((name,), of.item, False))
    for wanted in (LIST_MEMBERS, frozenset({segment}), LISTED_ENVELOPES):
        for each in arrays:
            name = each.path[0]
            if name in wanted or (segment in wanted and _same_thing(name, segment)):
                return Listing(each.path, each.item, True)
    return arrays[0] if len(arrays) == 1 else None


def _same_thing(name: str, segment: str) -> bool:
    return bool(segment) and fold(singular_name(name)) == fold(singular_name(segment))


def says_nothing(of: Type | None, types: Types) -> bool:
    """Whether a body's type leaves open what it is."""
    if of is None:
        return True
    of = resolve(of, types)
    if isinstance(of, ObjectType):
        return not of.fields
    return isinstance(of, UnknownType | NullType | MapType)
