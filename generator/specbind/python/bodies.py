"""What a method sends: the contents of a request body that one set of arguments can be sent as."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from specbind.ir.api import Content, RequestBody
from specbind.ir.types import (
    UNKNOWN,
    ArrayType,
    EnumType,
    Field,
    NoExtra,
    ObjectType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    without_null,
)
from specbind.python.fields import request_fields
from specbind.python.media import Media, sent_as

STRUCTURED = (Media.JSON, Media.FORM, Media.MULTIPART)
"""The media whose bodies may be given as named members."""

Resolve = Callable[[Type], Type]


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """One content that an operation takes, as named members or as one value.

    `lacks` names the arguments of the method that only its other contents have. `row` is set for parts without names.
    """

    content: Content
    media: Media
    required: bool
    members: tuple[Field, ...] | None
    lacks: frozenset[str] = frozenset()
    row: ArrayType | TupleType | None = None


def body_plans(body: RequestBody | None, resolve: Resolve) -> tuple[BodyPlan, ...]:
    """What can be sent, the usual content first; contents that need another kind of argument are left out.

    JSON comes before forms, multipart, text and bytes. A content that cannot carry what every call needs, as JSON
    cannot carry a file, comes after those that can. A body that may be left out and can hold nothing is none.
    """
    if (
        body is None
        or not body.contents
        or (not body.required and all(_holds_nothing(each, resolve) for each in body.contents))
    ):
        return ()
    order = list(Media)
    found = [_plan(content, body.required, resolve) for content in body.contents]
    found.sort(key=lambda each: order.index(each.media))
    usual, *others = found
    alike = [
        usual,
        *(each for each in others if _manner(each) == _manner(usual) and "*" not in each.content.media_type),
    ]
    merged = merged_members(alike)
    needed = {field.wire_name for field in merged or () if field.required}
    files = {field.wire_name for field in merged or () if is_file(field.type)}
    names = _names(merged)
    plans = [replace(each, lacks=names - _names(each.members)) for each in alike]
    if any(each.media is Media.MULTIPART for each in plans):
        plans.sort(key=lambda each: bool(needed & _uncarried(each, files)))
    return tuple(plans)


def _holds_nothing(content: Content, resolve: Resolve) -> bool:
    """Whether a content is an object in which no member may stand."""
    of = None if content.type is None else resolve(content.type)
    return isinstance(of, ObjectType) and not of.fields and isinstance(of.extra, NoExtra)


def merged_members(plans: Iterable[BodyPlan]) -> tuple[Field, ...] | None:
    """The members of all contents: of each type that one gives it, and required where all require it."""
    listed = [plan.members for plan in plans if plan.members is not None]
    if len(listed) < 2:
        return listed[0] if listed else None
    found: dict[str, list[Field]] = {}
    for members in listed:
        for field in members:
            found.setdefault(field.wire_name, []).append(field)
    return tuple(
        replace(
            fields[0],
            type=union(field.type for field in fields),
            required=len(fields) == len(listed) and all(field.required for field in fields),
        )
        for fields in found.values()
    )


def union(types: Iterable[Type]) -> Type:
    """One type for several; lists of known values become one list."""
    flat: list[Type] = []
    for of in types:
        for each in of.variants if isinstance(of, UnionType) else (of,):
            listed = next((at for at, other in enumerate(flat) if isinstance(other, EnumType)), None)
            if isinstance(each, EnumType) and listed is not None:
                flat[listed] = _together(flat[listed], each)
            elif each not in flat:
                flat.append(each)
    return flat[0] if len(flat) == 1 else UnionType(tuple(flat))


def _together(first: Type, second: EnumType) -> EnumType:
    values = first.values if isinstance(first, EnumType) else ()
    known = {(type(each.value), each.value) for each in values}
    return EnumType((*values, *(each for each in second.values if (type(each.value), each.value) not in known)))


def whole_type(plans: tuple[BodyPlan, ...]) -> Type:
    """The type of a body that is given as one value; of lines, the list of their values."""
    return union(_whole(plan.content.type if plan.content.type is not None else UNKNOWN, plan.media) for plan in plans)


def _whole(of: Type, media: Media) -> Type:
    return ArrayType(of) if media is Media.LINES else of


def is_file(of: Type) -> bool:
    """Whether a member of a multipart body is a file, or several, or either."""
    of = without_null(of)[0]
    if isinstance(of, UnionType):
        return all(map(is_file, of.variants))
    if isinstance(of, ArrayType):
        of = of.item
    return isinstance(of, StringType) and of.format is StringFormat.BINARY


def carried(name: str, of: Type, plans: tuple[BodyPlan, ...]) -> bool:
    """Whether the usual content of a body can carry an argument: JSON and forms carry no file that multipart can."""
    usual = plans[0]
    elsewhere = usual.media is not Media.MULTIPART and any(each.media is Media.MULTIPART for each in plans)
    return name not in usual.lacks and not (elsewhere and is_file(of))


def _plan(content: Content, required: bool, resolve: Resolve) -> BodyPlan:
    media = sent_as(content)
    target = resolve(without_null(content.type)[0]) if media in STRUCTURED and content.type is not None else None
    members = (request_fields(target) or None) if isinstance(target, ObjectType) else None
    row = target if media is Media.MULTIPART and isinstance(target, ArrayType | TupleType) else None
    return BodyPlan(content, media, required, members, row=row)


def _names(members: tuple[Field, ...] | None) -> frozenset[str]:
    return frozenset(field.wire_name for field in members or ())


def _is_concrete(plan: BodyPlan) -> bool:
    return "*" not in plan.content.media_type


def _manner(plan: BodyPlan) -> str:
    """How the arguments of a content are given; contents that differ in it cannot share a method."""
    if plan.members is not None:
        return "members"
    return plan.media.value if plan.media in (*STRUCTURED, Media.LINES) else "raw"


def _uncarried(plan: BodyPlan, files: set[str]) -> frozenset[str]:
    return plan.lacks if plan.media is Media.MULTIPART else plan.lacks | files
