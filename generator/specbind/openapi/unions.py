"""`oneOf` and `anyOf`: variants, and the member that tells them apart."""

from __future__ import annotations

from typing import Final, NamedTuple

from specbind import rules
from specbind.ir.extensions import INFERRED
from specbind.ir.types import (
    NULL,
    UNKNOWN,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    MapType,
    NullType,
    ObjectType,
    RefType,
    Type,
    UnionType,
)
from specbind.ir.unions import listed_values, union_of
from specbind.openapi.extensions import flag_of, has_tags, read_tags
from specbind.openapi.reader import SchemaReader
from specbind.openapi.tags import TagFinder, Tags, distinguishing
from specbind.openapi.tree import Node
from specbind.source import unescape_token

_CONDITION_KEYS: Final = frozenset(("required", "not", "title", "description", "type"))


class _Variant(NamedTuple):
    of: Type
    node: Node


class Unions:
    """Reads the unions of one description."""

    def __init__(self, reader: SchemaReader) -> None:
        self._reader = reader
        self.tags = TagFinder(reader.refs)

    def read(self, node: Node, key: str) -> Type:
        """The union under `oneOf` or `anyOf`; any value if there is none."""
        parts = node.sequence(key)
        if parts is None or not parts.value:
            return UNKNOWN
        branches = [branch for branch in parts.items() if branch.value is not False] or list(parts.items())
        if all(_is_condition(branch) for branch in branches):
            message = f"`{key}` says which members go together; that is not checked"
            parts.report(rules.UNTYPED_CONSTRAINT, message, label="not checked")
            return UNKNOWN
        variants = self._variants(branches)
        types = [variant.of for variant in variants]
        listed = None if _is_optional_constant(types) else _listed(variants)
        if listed is not None:
            return union_of((EnumType(listed), NULL)) if NULL in types else EnumType(listed)
        whole = union_of(types)
        if not isinstance(whole, UnionType):
            return whole
        title = node.text("title") if node.has("title") else None
        return UnionType(whole.variants, self._discriminator(node, whole, variants), title)

    def _variants(self, branches: list[Node]) -> list[_Variant]:
        """The variants with inline unions opened."""
        found: list[_Variant] = []
        for branch in branches:
            of = self._reader.read(branch)
            if isinstance(of, UnionType):
                inner = next((part for key in ("oneOf", "anyOf") if (part := branch.get(key)) is not None), None)
                nested = self._variants(list(inner.items())) if inner is not None else []
                found += self._opened(of, nested, branch)
            else:
                found.append(_Variant(of, branch))
        return found

    def _opened(self, of: UnionType, opened: list[_Variant], branch: Node) -> list[_Variant]:
        """Each variant of an inline union with the schema it comes from, where that is known."""
        found = []
        for variant in of.variants:
            if isinstance(variant, RefType):
                node = self._reader.home(variant)
            else:
                node = next((known.node for known in opened if known.of == variant), branch)
            found.append(_Variant(variant, node))
        return found

    def _discriminator(self, node: Node, whole: UnionType, variants: list[_Variant]) -> Discriminator | None:
        if has_tags(node):
            return read_tags(node, sum(of != NULL for of in whole.variants))
        homes: dict[int, Node] = {}
        for variant in variants:
            homes.setdefault(id(variant.of), variant.node)
        nodes = [homes[id(of)] for of in whole.variants if of != NULL]
        tags = [self.tags.of(each) for each in nodes]
        name = node.tag_name()
        written = node.get("discriminator")
        if written is not None and name is not None:
            default = self._default(written, whole)
            inferred = flag_of(written, INFERRED)
            mapping = self._mapping(written, name, whole, [] if inferred else tags)
            return Discriminator(name, mapping, inferred, default)
        if written is not None and node.mapping("discriminator") is not None:
            message = "the discriminator has no `propertyName`"
            written.report(rules.UNUSABLE_DISCRIMINATOR, message, label="ignored")
        return _inferred(whole, tags)

    def _default(self, written: Node, whole: UnionType) -> int | None:
        """The variant of an absent or unknown tag (OpenAPI 3.2)."""
        value = written.get("defaultMapping")
        if value is None:
            return None
        return self._target(value, whole, self._ends(whole))

    def _ends(self, whole: UnionType) -> dict[tuple[str, str] | None, int]:
        return {self._end(of): index for index, of in reversed(list(enumerate(whole.variants)))}

    def _mapping(
        self, written: Node, name: str, whole: UnionType, tags: list[Tags | None]
    ) -> tuple[tuple[str, int], ...]:
        """Tags to variants: the written ones, then the variants' own constants, then their names; without the
        constants only the written ones.
        """
        mapping: dict[str, list[int]] = {}
        named = written.mapping("mapping") if written.has("mapping") else None
        if named is not None:
            ends = self._ends(whole)
            targets = ((tag, self._target(value, whole, ends)) for tag, value in named.members())
            mapping = {tag: [index] for tag, index in targets if index is not None}
        explicit = set(mapping)
        listed = [known[name].values if known is not None and name in known else () for known in tags]
        for index, values in enumerate(listed):
            for tag in dict.fromkeys(values):
                if tag not in explicit:
                    mapping.setdefault(tag, []).append(index)
        tagged = {index for indexes in mapping.values() for index in indexes}
        if not tags:
            return tuple((tag, index) for tag, indexes in mapping.items() for index in indexes)
        for index, of in enumerate(whole.variants):
            if isinstance(of, RefType) and index not in tagged:
                mapping.setdefault(last_word(self._reader.home(of)), [index])
        return tuple((tag, index) for tag, indexes in mapping.items() for index in indexes)

    def _target(self, value: Node, whole: UnionType, ends: dict[tuple[str, str] | None, int]) -> int | None:
        """The index of the variant that a mapping names."""
        target = self.mapped(value)
        if target is None:
            return None
        place = (self._reader.refs.follow(target) or target).place
        if place in ends:
            return ends[place]
        for index, of in enumerate(whole.variants):
            inner = self._reader.shape(of) if isinstance(of, RefType) else None
            if isinstance(inner, UnionType) and place in [self._end(variant) for variant in inner.variants]:
                return index
        message = f"`{value.value}` is not one of the union's variants"
        value.report(rules.UNUSABLE_DISCRIMINATOR, message, label="this tag is ignored")
        return None

    def _end(self, of: Type) -> tuple[str, str] | None:
        if not isinstance(of, RefType):
            return None
        home = self._reader.home(of)
        return (self._reader.refs.follow(home) or home).place

    def mapped_targets(self, node: Node) -> dict[str, Node]:
        """What the tags of a schema's discriminator are mapped to."""
        discriminator = node.get("discriminator")
        named = discriminator.mapping("mapping") if discriminator is not None else None
        found: dict[str, Node] = {}
        for tag, value in named.members() if named is not None else ():
            target = self.mapped(value)
            end = self._reader.refs.follow(target) if target is not None else None
            if end is not None:
                found[tag] = end
        return found

    def default_target(self, node: Node) -> Node | None:
        """What an absent or unknown tag of a schema's discriminator stands for."""
        value = (node.get("discriminator") or node).get("defaultMapping")
        target = self.mapped(value) if value is not None else None
        return self._reader.refs.follow(target) if target is not None else None

    def mapped(self, value: Node) -> Node | None:
        """What a value of `mapping` names: a component by its name, or a place by a reference."""
        text = value.own_text()
        if text is None:
            return None
        top = Node(value.document.value, value.document, "")
        declared = (top.get("components") or top).get("schemas") or top.get("definitions")
        component = declared.get(text) if declared is not None else None
        if component is not None:
            return component
        return self._reader.refs.locate(value, text)


def last_word(node: Node) -> str:
    """The name a reference gives to what it names: the pointer's last word, or the file's."""
    word = unescape_token(node.pointer.rpartition("/")[2])
    return word or node.document.path.stem


def _is_condition(branch: Node) -> bool:
    """Whether a branch only says which members must (not) be there."""
    value = branch.value
    if not isinstance(value, dict) or not value.keys() & {"required", "not"}:
        return False
    return value.keys() <= _CONDITION_KEYS and value.get("type", "object") == "object"


def _is_optional_constant(types: list[Type]) -> bool:
    """Whether a constant stands beside null alone: that is no list of values."""
    return NULL in types and len(types) == 2 and any(isinstance(of, ConstType) for of in types)


def _listed(variants: list[_Variant]) -> tuple[EnumValue, ...] | None:
    """Constants and enums as one list of values, each named by its schema's title where it has one."""
    values = listed_values(variant.of for variant in variants if not isinstance(variant.of, NullType))
    if values is None:
        return None
    said: dict[object, tuple[str | None, str | None]] = {}
    for variant in variants:
        const = variant.node.raw("const")
        if const is not None and not isinstance(const, dict | list):
            said[const] = (variant.node.text("title"), variant.node.text("description"))
    return tuple(EnumValue(value.value, *said[value.value]) if value.value in said else value for value in values)


def _inferred(whole: UnionType, tags: list[Tags | None]) -> Discriminator | None:
    """A discriminator read off constants, if every object variant has one."""
    for of, known in zip(whole.variants, tags, strict=False):
        if known is None and isinstance(of, ObjectType | MapType):
            return None
    name = distinguishing([known for known in tags if known is not None])
    if name is None:
        return None
    pairs = [(value, index) for index, known in enumerate(tags) if known is not None for value in known[name].values]
    return Discriminator(name, tuple(pairs), inferred=True)
