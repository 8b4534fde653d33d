"""What to call the objects of a union: by title, by tag, or by the member that only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from specbind.ir.types import ConstType, EnumType, ObjectType, Type, UnionType
from specbind.passes.words import fold, ordinal, snake


def variant_words(union: UnionType) -> Mapping[int, str]:
    """One word for each inline object of a union, by its index; distinct and independent of other types."""
    objects = {index: each for index, each in enumerate(union.variants) if isinstance(each, ObjectType)}
    if len(objects) == 1:
        return dict.fromkeys(objects, "object")
    found: dict[int, str] = {}
    for words in (_tags(union, objects), _required(objects), _members(objects)):
        counts = Counter(fold(word) for word in (*words.values(), *found.values()))
        for index, word in words.items():
            if index not in found and word and counts[fold(word)] == 1:
                found[index] = word
    for place, index in enumerate(objects):
        found.setdefault(index, f"{ordinal(place)}_form")
    return found


def _tags(union: UnionType, objects: Mapping[int, ObjectType]) -> dict[int, str]:
    """Words from the discriminator, else from the first member that has another constant in each object."""
    if union.discriminator is not None:
        mapped = {index: snake(tag) for tag, index in reversed(union.discriminator.mapping) if index in objects}
        if len(mapped) == len(objects):
            return mapped
    constants = {index: _constants(each) for index, each in objects.items()}
    for name in next(iter(constants.values()), {}):
        words = {index: snake(own[name]) for index, own in constants.items() if name in own}
        if len(words) == len(objects) == len(set(words.values())):
            return words
    return {}


def _constants(of: ObjectType) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in of.fields:
        value = _single(field.type)
        if value is not None:
            found[field.wire_name] = value
    return found


def _single(of: Type) -> str | None:
    value = of.value if isinstance(of, ConstType) else None
    if isinstance(of, EnumType) and len(of.values) == 1:
        value = of.values[0].value
    return value if isinstance(value, str) else None


def _required(objects: Mapping[int, ObjectType]) -> dict[int, str]:
    names = {index: [field.wire_name for field in each.fields if field.required] for index, each in objects.items()}
    return _own(names)


def _members(objects: Mapping[int, ObjectType]) -> dict[int, str]:
    return _own({index: [field.wire_name for field in each.fields] for index, each in objects.items()})


def _own(names: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """`with` and the first name of each that no other has."""
    counts = Counter(name for own in names.values() for name in set(own))
    found: dict[int, str] = {}
    for index, own in names.items():
        only = next((name for name in own if counts[name] == 1), None)
        if only is not None and snake(only):
            found[index] = f"with_{snake(only)}"
    return found
