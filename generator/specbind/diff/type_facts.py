"""Changes of one type at one place, and what types have to say to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import assert_never

from specbind.diff.changes import Access, What
from specbind.diff.definition import default_text, shown, type_text
from specbind.diff.pairing import Matched
from specbind.diff.scalar_changes import (
    Fact,
    Fit,
)
from specbind.ir.types import (
    UNKNOWN,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    Extra,
    Field,
    IntegerType,
    Json,
    MapType,
    Missing,
    NoExtra,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.ir.types import Access as Travel


def opened(of: Type) -> tuple[Type, ...]:
    """The variants of a union; of anything else the type itself."""
    return of.variants if isinstance(of, UnionType) else (of,)


def is_plain(of: Type) -> bool:
    """Whether a variant says no more than a type: text, a number, any list, any object."""
    match of:
        case StringType() | IntegerType() | NumberType() | BooleanType() | NullType():
            return True
        case MapType(value=value):
            return value == UNKNOWN
        case ArrayType(item=item):
            return isinstance(item, UnknownType | StringType | IntegerType | NumberType | BooleanType)
        case EnumType() | ConstType() | ObjectType() | RefType() | TupleType() | UnionType() | UnknownType():
            return False
        case _:
            assert_never(of)


def variant_step(of: Type) -> str:
    """A variant as a step of a path."""
    match of:
        case RefType(name=name):
            return f"<{name}>"
        case ObjectType(title=title):
            return f"<{title or 'object'}>"
        case EnumType():
            return "<values>"
        case _:
            return f"<{type_text(of)}>"


def is_tagged(of: Type) -> bool:
    """Whether a member tells the variants of a type apart, as in a union of reference pages, which have no `oneOf`."""
    return isinstance(of, UnionType) and of.discriminator is not None


def variants_changed(found: Matched[Type], old: Type, new: Type, words: Set[str]) -> Iterator[Fact]:
    """The variants that come and go; `words` are the keywords that stand where the two types do."""
    texts = (type_text(old), type_text(new))
    tagged = is_tagged(old) and is_tagged(new)
    any_of = "anyOf" in words
    one_of = "oneOf" in words or (not any_of and tagged)
    plain = all(is_plain(each) for each in (*opened(old), *opened(new)))
    for gone, variants in ((True, found.removed), (False, found.added)):
        if not variants:
            continue
        subject = ", ".join(type_text(each) for each in variants)
        if plain and (one_of or any_of):
            yield Fact(What.TYPES_NARROWED if gone else What.TYPES_WIDENED, subject, *texts)
        elif plain or not (one_of or any_of):
            if found.removed and found.added:
                yield Fact(What.TYPE_CHANGED, "", *texts)
                return
            yield Fact(What.TYPE_SPECIALIZED if gone else What.TYPE_GENERALIZED, subject, *texts)
        elif one_of:
            come = What.TAGGED_ONE_OF_ADDED if tagged else What.ONE_OF_ADDED
            yield Fact(What.ONE_OF_REMOVED if gone else come, subject, *texts)
        else:
            come = What.TAGGED_ANY_OF_ADDED if tagged else What.ANY_OF_ADDED
            yield Fact(What.ANY_OF_REMOVED if gone else come, subject, *texts)


def type_fact(relation: Fit, old: Type, new: Type) -> Fact:
    """The change of a type by how its values relate to what they were."""
    wider, narrower = relation
    what = What.TYPE_GENERALIZED if wider else What.TYPE_SPECIALIZED if narrower else What.TYPE_CHANGED
    return Fact(what, "", type_text(old), type_text(new))


def defaults(old: Json | Missing, new: Json | Missing) -> Iterator[Fact]:
    """The change of a default."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, Missing):
        yield Fact(What.DEFAULT_ADDED, "", "", default_text(new))
    elif isinstance(new, Missing):
        yield Fact(What.DEFAULT_REMOVED, "", default_text(old), "")
    else:
        yield Fact(What.DEFAULT_CHANGED, "", shown(old), shown(new))


def access(old: Field, new: Field, texts: tuple[str, str]) -> Iterator[Fact]:
    """The change of the directions in which a member travels."""
    if old.access is Travel.READ_ONLY:
        yield Fact(What.READ_ONLY_LOST, new.wire_name, *texts)
    if old.access is Travel.WRITE_ONLY:
        yield Fact(What.WRITE_ONLY_LOST, new.wire_name, *texts)
    if new.access is Travel.READ_ONLY:
        yield Fact(What.READ_ONLY_GAINED, new.wire_name, *texts)
    if new.access is Travel.WRITE_ONLY:
        yield Fact(What.WRITE_ONLY_GAINED, new.wire_name, *texts)


def discriminators(old: UnionType, new: UnionType) -> Iterator[Fact]:
    """The change of the member that tells variants apart; tags that were read off the variants are no promise."""
    before, after = old.discriminator, new.discriminator
    if before is None or after is None:
        if after is not None and not after.inferred:
            yield Fact(What.DISCRIMINATOR_ADDED, after.wire_name, "", after.wire_name)
        if before is not None and not before.inferred:
            yield Fact(What.DISCRIMINATOR_REMOVED, before.wire_name, before.wire_name, "")
    elif before.wire_name != after.wire_name and not before.inferred and not after.inferred:
        yield Fact(What.DISCRIMINATOR_RENAMED, before.wire_name, before.wire_name, after.wire_name)


def both(outer: Access, inner: Access) -> Access:
    """What two members in a row let through."""
    if outer is Access.BOTH or outer is inner:
        return inner
    return outer if inner is Access.BOTH else Access.NEITHER


def fields_of(of: ObjectType | MapType) -> tuple[Field, ...]:
    """The declared members."""
    return of.fields if isinstance(of, ObjectType) else ()


def extra_of(of: ObjectType | MapType) -> Extra:
    """What may stand beside the declared members."""
    if isinstance(of, ObjectType):
        return of.extra
    return AnyExtra() if of.value == UNKNOWN else TypedExtra(of.value)


def extra_text(extra: Extra) -> str:
    """What may stand beside the declared members, in a few words."""
    match extra:
        case AnyExtra():
            return "other members allowed"
        case NoExtra():
            return "no other members"
        case TypedExtra(type=of):
            return f"other members: {type_text(of)}"
        case _:
            assert_never(extra)


def examples(examples: tuple[Json, ...]) -> str:
    """Examples on one line; their order says nothing."""
    return "; ".join(sorted(shown(each) for each in examples))
