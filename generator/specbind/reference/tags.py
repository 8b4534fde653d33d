"""Values: those that bullets list, and those by which the variants of a union can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from specbind.ir.types import Discriminator, EnumValue, MapType, ObjectType, Scalar, Type, UnionType
from specbind.reference.heads import FieldHead, Literal, Nullable, TypeHead, core, literals
from specbind.reference.members import Member
from specbind.reference.shapes import Scope, Shapes

Tags: TypeAlias = "dict[str, Scalar]"
_USUAL = ("type", "object", "kind")


def listed(bullets: Iterable[Member]) -> tuple[EnumValue, ...] | None:
    """The values that bullets stand for, those of groups included; None if one is no value."""
    found: list[EnumValue] = []
    for bullet in bullets:
        head = bullet.head
        values = literals(head.term) if isinstance(head, TypeHead) and head.name is None else None
        if values is None:
            return None
        inner = listed(bullet.children) if bullet.children else None
        if len(values) == 1 and isinstance(head.term, Literal):
            said = bullet.description or (inner[0].description if inner else None)
            found.append(EnumValue(values[0].value, description=said))
        elif inner is not None:
            found += inner
        else:
            found += [EnumValue(each.value) for each in values]
    return tuple(found)


def constants(members: Iterable[Member]) -> Tags:
    """The required members of an object that have one value only."""
    return {
        member.head.name: member.head.term.value
        for member in members
        if isinstance(member.head, FieldHead) and not member.head.optional and isinstance(member.head.term, Literal)
    }


def tags_of(bullet: Member, shapes: Shapes, scope: Scope) -> Tags | None:
    """The constants of a variant; None where it is no object."""
    head = bullet.head
    if core(head.term) is not (head.term.term if isinstance(head.term, Nullable) else head.term):
        return None
    own = isinstance(head, TypeHead) and head.name is not None
    shape = shapes.own(bullet, scope) if own else shapes.inner(bullet, scope)
    members = shape.member.children if shape is not None else bullet.children
    return constants(members) if members and isinstance(members[0].head, FieldHead) else None


def told_by(union: UnionType, variants: Sequence[tuple[Type, Tags | None]]) -> Discriminator | None:
    """The member that has a value of its own in every object of a union."""
    objects = [(of, tags) for of, tags in variants if tags is not None]
    if len(objects) < 2 or any(tags is None and isinstance(of, ObjectType | MapType) for of, tags in variants):
        return None
    first = objects[0][1] or {}
    for name in sorted(first, key=lambda each: _USUAL.index(each) if each in _USUAL else len(_USUAL)):
        values = [tags.get(name) for _, tags in objects if tags is not None]
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) == len(objects) == len(set(texts)):
            pairs = [(text, union.variants.index(of)) for text, (of, _) in zip(texts, objects, strict=True)]
            return Discriminator(name, tuple(pairs), inferred=True)
    return None
