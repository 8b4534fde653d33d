"""Parameters that hold more than their style has a form for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from specbind.ir.api import Parameter, Style
from specbind.ir.types import ArrayType, MapType, ObjectType, RefType, TupleType, Type, UnionType, without_null

Resolve = Callable[[Type], Type]

_DEEP = (Style.DEEP_OBJECT, Style.BRACKETS, Style.WHOLE)


def is_nested(parameter: Parameter, resolve: Resolve) -> bool:
    """Whether lists or objects stand within the items or members of a parameter whose style has no form for them.

    Members that are lists have one where an object is exploded: they are repeated.
    """
    if parameter.media_type is not None or parameter.style in _DEEP:
        return False
    for whole in _choices(parameter.type, resolve):
        if not isinstance(whole, ObjectType | MapType):
            parts = list(_parts(whole))
        elif parameter.explode:
            members = [each for part in _parts(whole) for each in _choices(part, resolve)]
            parts = [each for of in members for each in (_parts(of) if isinstance(of, ArrayType) else (of,))]
        else:
            parts = list(_parts(whole))
        if any(_is_container(each) for part in parts for each in _choices(part, resolve)):
            return True
    return False


def _is_container(of: Type) -> bool:
    return isinstance(of, ArrayType | TupleType | ObjectType | MapType)


def _parts(of: Type) -> Iterator[Type]:
    match of:
        case ArrayType(item=item):
            yield item
        case TupleType(items=items):
            yield from items
        case ObjectType(fields=fields):
            yield from (field.type for field in fields)
        case MapType(value=value):
            yield value
        case _:
            return


def _choices(of: Type, resolve: Resolve) -> Iterator[Type]:
    """The types that a value may have, unions opened."""
    stack, seen = [of], set[str]()
    while stack:
        each = without_null(stack.pop())[0]
        if isinstance(each, RefType):
            if each.name in seen:
                continue
            seen.add(each.name)
            each = without_null(resolve(each))[0]
        if isinstance(each, UnionType):
            stack.extend(each.variants)
        else:
            yield each
