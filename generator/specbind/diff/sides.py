"""The two revisions, with what is looked up in each: declared types by name, keywords by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from specbind.ir.api import Api
from specbind.ir.types import UNKNOWN, NullType, RefType, Type, TypeDecl, without_null
from specbind.source import Span

Said = Mapping[tuple[str, str, str], str]
"""Keywords of one place: (steps to the schema that has it, keyword, member of the keyword) to canonical JSON."""

_NAMED: Final = frozenset(
    ("properties", "schemas", "parameters", "content", "headers", "paths", "webhooks", "responses", "requestBodies")
)
_TRANSPARENT: Final = frozenset(("allOf", "oneOf", "anyOf"))
_NOTHING: Final[Said] = {}


@dataclass(frozen=True)
class Side:
    """One revision."""

    api: Api

    @cached_property
    def types(self) -> Mapping[str, TypeDecl]:
        """Declared types by name."""
        return {decl.name: decl for decl in self.api.types}

    @cached_property
    def _keywords(self) -> Mapping[tuple[str, str], dict[tuple[str, str, str], str]]:
        found: dict[tuple[str, str], dict[tuple[str, str, str], str]] = {}
        for keyword in self.api.keywords:
            owner, steps = _owner(keyword.span.pointer)
            place = found.setdefault((keyword.span.source.path, owner), {})
            place[(steps, keyword.name, keyword.key)] = keyword.value
        return found

    def said(self, span: Span | None) -> Said:
        """The keywords at a place and at the items and values below it that have no place of their own."""
        return _NOTHING if span is None else self._keywords.get((span.source.path, span.pointer), _NOTHING)

    @cached_property
    def _overlooked(self) -> Mapping[tuple[str, str], Type]:
        found = {}
        for each in self.api.overlooked:
            owner, steps = _owner(each.span.pointer)
            if not steps:
                found[(each.span.source.path, owner)] = each.type
        return found

    def overlooked(self, span: Span | None) -> Type | None:
        """The members that a place lists although its type has none."""
        return None if span is None else self._overlooked.get((span.source.path, span.pointer))

    def effective(self, of: Type) -> tuple[Type, bool]:
        """A type with references followed and null taken out, and whether null was allowed."""
        null = False
        seen: set[str] = set()
        while True:
            of, has_null = without_null(of)
            null = null or has_null
            if not isinstance(of, RefType):
                return of, null
            if of.name in seen or of.name not in self.types:
                return UNKNOWN, null
            seen.add(of.name)
            of = self.types[of.name].type


def _owner(pointer: str) -> tuple[str, str]:
    """The pointer of the nearest place that the IR knows, and the steps from there.

    A part of a composition is the place that composes it.
    """
    tokens = pointer.split("/")
    last = 0
    for index in range(1, len(tokens) - 1):
        if tokens[index] in _NAMED and tokens[index - 1] not in _NAMED:
            last = index + 2
    if last and tokens[last - 2] == "paths" and len(tokens) > last:
        last += 1
    last = last or len(tokens)
    return "/".join(tokens[:last]), "/".join(_steps(tokens[last:]))


def _steps(tokens: list[str]) -> list[str]:
    found: list[str] = []
    skip = False
    for token in tokens:
        if skip:
            skip = False
        elif token in _TRANSPARENT:
            skip = True
        elif token != "schema":
            found.append(token)
    return found


@dataclass(frozen=True)
class Pair:
    """Both revisions, and which declared types are the same under two names."""

    base: Side
    revision: Side
    renamed: Mapping[str, str] = field(default_factory=dict)

    def same(self, old: str, new: str) -> bool:
        """Whether two names stand for one declared type that is compared on its own."""
        if old == new:
            return old in self.base.types and new in self.revision.types
        return self.renamed.get(old) == new


def core(of: Type) -> Type:
    """A type with null taken out; references stay."""
    return without_null(of)[0]


def is_null(of: Type) -> bool:
    """Whether a type is null and nothing else."""
    return isinstance(of, NullType)
