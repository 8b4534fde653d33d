"""What hand-written examples show of each member: null, fractions, whole numbers.

The first example of an operation is made up by the site and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from specbind.reference.examples import ExampleArray, ExampleMember, ExampleNode, ExampleObject, ExampleScalar
from specbind.reference.heads import Array, FieldHead, Map, Nullable, Term, TypeHead
from specbind.reference.members import Member
from specbind.reference.shapes import Scope, Shapes
from specbind.reference.tags import constants
from specbind.source import Position, Span

_DEEPEST: Final = 100
_LONGEST: Final = 100


class Observed:
    """What was seen, by the member."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._nulls: dict[int, Span] = {}
        self._fractions: dict[int, Span] = {}
        self._wholes: dict[int, Span] = {}
        self._texts: dict[int, set[str]] = {}
        self._span: Span | None = None
        self._scope: Scope = ()

    def null(self, member: Member) -> Span | None:
        """Where null was given for a member."""
        return self._nulls.get(id(member))

    def fraction(self, member: Member) -> Span | None:
        """Where a number with a fraction was given for a member."""
        return self._fractions.get(id(member))

    def whole(self, member: Member) -> Span | None:
        """Where a whole number was given for a member."""
        return self._wholes.get(id(member))

    def texts(self, member: Member) -> frozenset[str]:
        """The texts that were given for a member, in the first example as well."""
        return frozenset(self._texts.get(id(member), ()))

    def made_up(self, members: tuple[Member, ...], node: ExampleNode, scope: Scope, span: Span) -> None:
        """Look at the texts of a document that proves nothing else."""
        nulls, fractions, wholes = self._nulls, self._fractions, self._wholes
        self._nulls, self._fractions, self._wholes = {}, {}, {}
        self.example(members, node, scope, span)
        self._nulls, self._fractions, self._wholes = nulls, fractions, wholes

    def example(self, members: tuple[Member, ...], node: ExampleNode, scope: Scope, span: Span) -> None:
        """Look at one document; `span` is that of its first line."""
        self._span, self._scope = span, scope
        if members and all(isinstance(member.head, FieldHead) for member in members):
            self._fields(members, node, 0)
        elif len(members) == 1:
            self._value(members[0], node, 0)
        else:
            self._variant(members, node, 0)

    def _fields(self, members: Iterable[Member], node: ExampleNode, depth: int) -> None:
        if not isinstance(node, ExampleObject):
            return
        given = {each.name: each for each in node.members}
        for member in members:
            if isinstance(member.head, FieldHead) and (found := given.get(member.head.name)) is not None:
                self._member(member, found, depth + 1)

    def _member(self, member: Member, found: ExampleMember, depth: int) -> None:
        if isinstance(found.value, ExampleScalar) and found.value.value is None:
            self._nulls.setdefault(id(member), self._place(found.value.line))
        else:
            self._value(member, found.value, depth)

    def _value(self, member: Member, node: ExampleNode, depth: int) -> None:
        self._descend(member.head.term, member, node, depth)

    def _descend(self, term: Term, member: Member, node: ExampleNode, depth: int) -> None:
        if depth > _DEEPEST:
            return
        match term:
            case Nullable(term=inner):
                self._descend(inner, member, node, depth)
            case Array(item=inner):
                for item in node.items if isinstance(node, ExampleArray) else ():
                    self._descend(inner, member, item, depth + 1)
            case Map(value=inner):
                for entry in node.members if isinstance(node, ExampleObject) else ():
                    self._descend(inner, member, entry.value, depth + 1)
            case _ if isinstance(node, ExampleScalar):
                self._scalar(member, node)
            case _:
                self._below(member, node, depth)

    def _scalar(self, member: Member, node: ExampleScalar) -> None:
        if isinstance(node.value, str):
            if node.value not in (member.head.name, "string") and len(node.value) <= _LONGEST:
                self._texts.setdefault(id(member), set()).add(node.value)
        elif isinstance(node.value, float) and not node.value.is_integer():
            self._fractions.setdefault(id(member), self._place(node.line))
        elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
            self._wholes.setdefault(id(member), self._place(node.line))

    def _below(self, member: Member, node: ExampleNode, depth: int) -> None:
        children = self._children(member)
        if children and isinstance(children[0].head, FieldHead):
            self._fields(children, node, depth + 1)
        else:
            self._variant(children, node, depth + 1)

    def _children(self, member: Member) -> tuple[Member, ...]:
        """The members of what a member is: those of the mention that its type is read from."""
        head = member.head
        own = isinstance(head, TypeHead) and head.name is not None
        shape = self._shapes.own(member, self._scope) if own else self._shapes.inner(member, self._scope)
        return shape.member.children if shape is not None else member.children

    def _variant(self, variants: tuple[Member, ...], node: ExampleNode, depth: int) -> None:
        """Look at an object as the one variant whose constants it has."""
        if depth > _DEEPEST:
            return
        if isinstance(node, ExampleArray):
            arrays = [each for each in variants if isinstance(each.head.term, Array)]
            if len(arrays) == 1:
                self._value(arrays[0], node, depth + 1)
            return
        if not isinstance(node, ExampleObject):
            return
        given = {each.name: each.value.value for each in node.members if isinstance(each.value, ExampleScalar)}
        fitting = []
        for variant in variants:
            tags = constants(self._children(variant))
            if tags and all(name in given and given[name] == value for name, value in tags.items()):
                fitting.append(variant)
        if len(fitting) == 1:
            self._fields(self._children(fitting[0]), node, depth + 1)

    def _place(self, line: int) -> Span:
        assert self._span is not None
        start = self._span.position.line
        return Span(self._span.source, self._span.pointer, Position(start + line - 1, 1))
