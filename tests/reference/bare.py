"""What dialects must agree on: a part of an API without prose, null, examples and the order of values."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from specbind.ir.types import NULL, EnumType, UnionType

PROSE = frozenset(("description", "summary", "examples", "inferred", "span", "deprecated", "default", "discriminator"))


def bare(value: object) -> object:
    """A value that can be compared."""
    match value:
        case UnionType(variants=variants):
            left = tuple(bare(variant) for variant in variants if variant != NULL)
            return left[0] if len(left) == 1 else ("union", *left)
        case EnumType(values=values):
            return ("enum", frozenset((type(each.value), each.value) for each in values))
        case tuple():
            return tuple(map(bare, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            kept = (field.name for field in fields(value) if field.name not in PROSE)
            return (type(value).__name__, *((name, bare(getattr(value, name))) for name in kept))
        case _:
            return value
