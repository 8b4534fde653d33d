"""Members whose constants tell the variants of a union apart, read off the schemas themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from specbind.ir.types import tag_text
from specbind.openapi.limits import MAX_SCHEMA_DEPTH
from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node


class Tag(NamedTuple):
    """The values a member is limited to, as texts, and whether it must be there."""

    values: tuple[str, ...]
    required: bool


Tags: TypeAlias = "dict[str, Tag]"

_MEMBER_KEYS = (
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "allOf",
    "oneOf",
    "anyOf",
)


class TagFinder:
    """Finds the tags of schemas; None for what is no object."""

    def __init__(self, refs: Refs) -> None:
        self._refs = refs
        self._found: dict[tuple[str, str], Tags | None] = {}
        self._active: set[tuple[str, str]] = set()

    def of(self, node: Node) -> Tags | None:
        """The tags of a schema, by member."""
        end = self._refs.follow(node)
        if end is None or not isinstance(end.value, dict):
            return None
        if end.place in self._found:
            return self._found[end.place]
        if end.place in self._active or len(self._active) > MAX_SCHEMA_DEPTH // 4:
            return {}
        self._active.add(end.place)
        found = self._found[end.place] = self._read(end)
        self._active.discard(end.place)
        return found

    def _read(self, node: Node) -> Tags | None:
        declared = node.raw("type")
        if isinstance(declared, str) and declared != "object":
            return None
        if isinstance(declared, list) and "object" not in declared:
            return None
        if declared is None and not any(node.has(key) for key in _MEMBER_KEYS):
            return None
        required = node.raw("required")
        names = {name for name in required if isinstance(name, str)} if isinstance(required, list) else set()
        tags: Tags = {}
        objects = [] if declared is None and not node.has("properties") else [tags]
        for part in _items(node, "allOf"):
            if (found := self.of(part)) is not None:
                tags.update(found)
                objects.append(found)
        for key in ("oneOf", "anyOf"):
            variants = [found for part in _items(node, key) if (found := self.of(part)) is not None]
            tags.update(_shared(variants))
            objects += variants
        for name, schema in _properties(node):
            if (values := self._values(schema)) is not None:
                tags[name] = Tag(values, name in names or (name in tags and tags[name].required))
        for name in names & tags.keys():
            tags[name] = Tag(tags[name].values, True)
        return tags if objects or names else None

    def _values(self, schema: Node, depth: int = 0) -> tuple[str, ...] | None:
        """The values that a schema lists, as texts."""
        end = self._refs.follow(schema)
        if end is None or depth > MAX_SCHEMA_DEPTH // 8:
            return None
        const, listed = end.raw("const"), end.raw("enum")
        if isinstance(const, str | int):
            return (tag_text(const),)
        if isinstance(listed, list):
            texts = tuple(tag_text(value) for value in listed if isinstance(value, str | int))
            return texts if texts and all(isinstance(value, str | int | None) for value in listed) else None
        for part in _items(end, "allOf"):
            if (found := self._values(part, depth + 1)) is not None:
                return found
        return None


def _items(node: Node, key: str) -> Iterable[Node]:
    part = node.get(key)
    return part.items() if part is not None else ()


def _properties(node: Node) -> Iterable[tuple[str, Node]]:
    properties = node.get("properties")
    return properties.members() if properties is not None else ()


def _shared(variants: list[Tags]) -> Tags:
    """The members that every variant tags."""
    if not variants:
        return {}
    shared: Tags = {}
    for name in variants[0]:
        if all(name in tags for tags in variants):
            values = dict.fromkeys(value for tags in variants for value in tags[name].values)
            shared[name] = Tag(tuple(values), all(tags[name].required for tags in variants))
    return shared


def distinguishing(variants: list[Tags]) -> str | None:
    """The required member whose texts differ between all the variants; single texts are preferred."""
    if len(variants) < 2:
        return None
    found: list[tuple[bool, str]] = []
    for name in variants[0]:
        tags = [known[name] for known in variants if name in known and known[name].required]
        values = [value for tag in tags for value in tag.values]
        if len(tags) == len(variants) and len(values) == len(set(values)):
            found.append((any(len(tag.values) > 1 for tag in tags), name))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def own_tags(finder: TagFinder, name: str, nodes: Iterable[Node]) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each schema, by place, the texts of a member that no other of the schemas has."""
    claimed = {node.place: (finder.of(node) or {}).get(name, Tag((), False)).values for node in nodes}
    counts = Counter(value for values in claimed.values() for value in set(values))
    return {place: tuple(value for value in values if counts[value] == 1) for place, values in claimed.items()}
