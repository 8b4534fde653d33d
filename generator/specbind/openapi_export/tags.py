"""The tags of unions: as a `discriminator` where OpenAPI can say them exactly, else by the variants' indexes."""

from __future__ import annotations

from collections.abc import Mapping as ReadMapping

from specbind.ir.extensions import DISCRIMINATOR, INFERRED
from specbind.ir.types import (
    NULL,
    ConstType,
    Discriminator,
    EnumType,
    Json,
    MapType,
    ObjectType,
    RefType,
    Type,
    TypeDecl,
    UnionType,
    tag_text,
)
from specbind.openapi_export.names import Keys
from specbind.openapi_export.tree import Mapping, said

Types = ReadMapping[str, TypeDecl]


def discriminator_of(union: UnionType, types: Types, keys: Keys) -> Mapping:
    """What the schema of a union says about its tags; what a reader would find out by itself is said too."""
    tags = union.discriminator
    if tags is None:
        return {DISCRIMINATOR: None} if _seems_tagged(union, types) else {}
    mapping = _mapping(union, tags, types, keys)
    if mapping is not None:
        inferred: Mapping = {INFERRED: True} if tags.inferred else {}
        return {"discriminator": {"propertyName": tags.wire_name, **_unless_empty(mapping), **inferred}}
    listed: list[Json] = [{"tag": tag, "variant": index} for tag, index in tags.mapping]
    exact: Mapping = {"propertyName": tags.wire_name, **said(inferred=tags.inferred), "tags": listed}
    exact |= said(default=tags.default)
    plain: Mapping = {} if tags.inferred else {"discriminator": {"propertyName": tags.wire_name}}
    return {**plain, DISCRIMINATOR: exact}


def _unless_empty(mapping: Mapping) -> Mapping:
    return {"mapping": mapping} if mapping else {}


def _mapping(union: UnionType, tags: Discriminator, types: Types, keys: Keys) -> Mapping | None:
    """`mapping`, if that is all there is to say: each tag has one variant, a component, and none is left out."""
    variants = [variant for variant in union.variants if variant != NULL]
    names = [variant.name for variant in variants if isinstance(variant, RefType)]
    ends = {_end(name, types) for name in names}
    if len(names) < len(variants) or len(ends) < len(names) or any(keys.note(name) for name in names):
        return None
    mapping: Mapping = {tag: f"#/components/schemas/{keys.of(names[index])}" for tag, index in tags.mapping}
    if len(mapping) < len(tags.mapping) or tags.default is not None:
        return None
    if tags.inferred:
        return mapping
    tagged = {index for _, index in tags.mapping}
    for index, name in enumerate(names):
        more = _texts(RefType(name), tags.wire_name, types)
        if not more <= mapping.keys() or (index not in tagged and name not in mapping):
            return None
    return mapping


def _end(name: str, types: Types) -> str:
    """The declaration behind a chain of names."""
    seen = {name}
    while isinstance(of := types[name].type, RefType) and of.name not in seen:
        name = of.name
        seen.add(name)
    return name


def _resolved(of: Type, types: Types) -> Type:
    return types[_end(of.name, types)].type if isinstance(of, RefType) else of


def _seems_tagged(union: UnionType, types: Types) -> bool:
    """Whether a reader might take the constants of some member for tags."""
    members = [_tagged_members(variant, types, 0) for variant in union.variants]
    known = [names for names in members if names is not None]
    return len(known) > 1 and bool(set.intersection(*known))


def _tagged_members(of: Type, types: Types, depth: int) -> set[str] | None:
    """The members with listed texts; None for what is no object."""
    match _resolved(of, types):
        case ObjectType(fields=fields):
            return {field.wire_name for field in fields if _listed(field.type, types, 0)}
        case MapType():
            return set()
        case UnionType(variants=variants) if depth < 8:
            found = [names for each in variants if (names := _tagged_members(each, types, depth + 1)) is not None]
            return set.intersection(*found) if found else None
        case _:
            return None


def _texts(of: Type, member: str, types: Types, depth: int = 0) -> set[str]:
    """The texts that a member of a variant lists."""
    match _resolved(of, types):
        case ObjectType(fields=fields):
            return {text for field in fields if field.wire_name == member for text in _listed(field.type, types, 0)}
        case UnionType(variants=variants) if depth < 8:
            return {text for each in variants for text in _texts(each, member, types, depth + 1)}
        case _:
            return set()


def _listed(of: Type, types: Types, depth: int) -> set[str]:
    """The tags among the constants of a type, as texts."""
    match _resolved(of, types):
        case ConstType(value=str() | int() as value):
            return {tag_text(value)}
        case EnumType(values=values):
            return {tag_text(value.value) for value in values if isinstance(value.value, str | int)}
        case UnionType(variants=variants) if depth < 8:
            return {text for each in variants for text in _listed(each, types, depth + 1)}
        case _:
            return set()
