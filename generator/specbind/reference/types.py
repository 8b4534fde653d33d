"""Members to types. What a member is, its children say; its head says name, presence, arrays, maps and null."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, assert_never

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.types import (
    NULL,
    UNKNOWN,
    AnyExtra,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    Inference,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    Type,
    TypeDecl,
    UnionType,
    nullable,
)
from specbind.ir.unions import union_of
from specbind.reference.facts import Concluder, Facts, Use
from specbind.reference.heads import (
    Array,
    Either,
    FieldHead,
    Inline,
    Literal,
    Map,
    More,
    Named,
    Nullable,
    Scalar,
    Term,
    TypeHead,
    core,
    literals,
)
from specbind.reference.limits import MAX_TYPE_DEPTH
from specbind.reference.members import Member
from specbind.reference.score import is_leaf
from specbind.reference.shapes import Scope, Shape, Shapes, extends
from specbind.reference.tags import Tags, listed, tags_of, told_by

_SCALARS: Final[Mapping[str, Type]] = {
    "string": StringType(),
    "number": NumberType(),
    "integer": IntegerType(),
    "boolean": BooleanType(),
    "unknown": UNKNOWN,
    "null": NULL,
}


class Types:
    """Makes types of members, and declarations of named types."""

    def __init__(self, shapes: Shapes, concluder: Concluder, received: frozenset[int], collector: Collector) -> None:
        self._shapes = shapes
        self._concluder = concluder
        self._received = received
        self._collector = collector
        self._names = shapes.names()
        self._scope: Scope = ()
        self._use = Use.SENT
        self._depth = 0
        self.leaves: Counter[str] = Counter()
        self.unbound: Counter[str] = Counter()

    def declarations(self) -> tuple[TypeDecl, ...]:
        """All named types; one that is received anywhere is read as such."""
        found = []
        for shape in self._shapes:
            use = Use.RECEIVED if id(shape) in self._received else Use.SENT
            of, inferred = self._declared(shape, use)
            span = shape.member.span
            description = shape.description
            found.append(TypeDecl(self._names[id(shape)], of, description, inferred=inferred, span=span))
        return tuple(found)

    def _declared(self, shape: Shape, use: Use) -> tuple[Type, tuple[Inference, ...]]:
        self._scope, self._use = shape.scope, use
        member = shape.member
        if shape.spelled and (base := extends(member)) is not None:
            fields = {each.wire_name: each for each in self._base_fields(member, base, 0)}
            fields |= {each.wire_name: each for each in self._fields(member.children)}
            return ObjectType(tuple(fields.values()), span=member.span), ()
        term = member.head.term if shape.spelled else Named(shape.name)
        of = self._body(member) if not shape.spelled else self._term(term, member)
        return of, _told_apart(of, member)

    def _base_fields(self, member: Member, base: Named, depth: int) -> tuple[Field, ...]:
        """The fields of the type that another one extends."""
        shape = self._shapes.named(base.name, self._scope, None)
        if shape is None or depth > MAX_TYPE_DEPTH:
            self._unbound(member, base.name)
            return ()
        fields: dict[str, Field] = {}
        if shape.spelled and (further := extends(shape.member)) is not None:
            fields = {each.wire_name: each for each in self._base_fields(shape.member, further, depth + 1)}
        own = self._fields(shape.member.children) if shape.member.fields else ()
        return tuple((fields | {each.wire_name: each for each in own}).values())

    def of_members(self, members: tuple[Member, ...], scope: Scope, use: Use) -> tuple[Type, tuple[Inference, ...]]:
        """The type that a section as a whole describes: fields of an object, one type, or variants."""
        self._scope, self._use = scope, use
        if all(isinstance(member.head, FieldHead) for member in members):
            return ObjectType(self._fields(members), span=members[0].span), ()
        if len(members) == 1:
            facts = self._facts(members[0], self._member(members[0]), frozenset())
            return facts.type, (*facts.inferred, *_told_apart(facts.type, members[0]))
        of = self._variants(members)
        return of, _told_apart(of, members[0])

    def name(self, shape: Shape) -> RefType:
        """A reference to a named type."""
        return RefType(self._names[id(shape)])

    def fields(self, members: tuple[Member, ...], scope: Scope, use: Use) -> tuple[Field, ...]:
        """The fields of a section."""
        self._scope, self._use = scope, use
        return self._fields(members)

    def facts(self, member: Member, scope: Scope) -> Facts:
        """A parameter's type and what else its text states."""
        self._scope, self._use = scope, Use.SENT
        return self._facts(member, self._member(member), frozenset())

    def _facts(self, member: Member, of: Type, siblings: frozenset[str]) -> Facts:
        return self._concluder.facts(member, of, self._use, siblings)

    def _fields(self, members: Iterable[Member]) -> tuple[Field, ...]:
        members = [member for member in members if isinstance(member.head, FieldHead)]
        siblings = frozenset(member.head.name for member in members if isinstance(member.head, FieldHead))
        found: dict[str, Field] = {}
        for member in members:
            head = member.head
            assert isinstance(head, FieldHead)
            facts = self._facts(member, self._member(member), siblings)
            found.setdefault(
                head.name,
                Field(
                    head.name,
                    facts.type,
                    not head.optional,
                    member.description,
                    facts.default,
                    facts.deprecated,
                    inferred=(*facts.inferred, *_told_apart(facts.type, member)),
                    span=member.span,
                ),
            )
        return tuple(found.values())

    def _member(self, member: Member) -> Type:
        """The type of a member, without what its text says."""
        head = member.head
        if isinstance(head, TypeHead) and head.name is not None:
            shape = self._shapes.own(member, self._scope)
            if is_leaf(member):
                self.leaves[member.span.source.path] += 1
            if shape is None:
                self._unbound(member, head.name)
                return UNKNOWN
            return RefType(self._names[id(shape)])
        return self._term(head.term, member)

    def _term(self, term: Term, member: Member) -> Type:
        match term:
            case Nullable(term=inner):
                return nullable(self._term(inner, member))
            case Array(item=Either() as item) if _holds_arrays(member):
                return self._variants_or(Either((Array(item.terms[0]), *item.terms[1:])), member)
            case Array(item=inner):
                return ArrayType(self._term(inner, member))
            case Map(value=inner):
                return MapType(self._term(inner, member))
            case Named(name=name):
                return self._reference(name, member)
            case Inline():
                return self._object(member)
            case Scalar(name=name):
                return _SCALARS[name]
            case Literal() | Either() if literals(term) is not None:
                return self._values(term, member)
            case Literal(value=value):
                return ConstType(value)
            case Either():
                return self._variants_or(term, member)
            case More():
                return UNKNOWN
            case _:
                assert_never(term)

    def _reference(self, name: str, member: Member) -> Type:
        inner = isinstance(core(member.head.term), Named)
        shape = self._shapes.inner(member, self._scope) if inner else self._shapes.named(name, self._scope, None)
        if not member.children:
            self.leaves[member.span.source.path] += 1
        if shape is None:
            self._unbound(member, name)
            return UNKNOWN
        return RefType(self._names[id(shape)])

    def _unbound(self, member: Member, name: str) -> None:
        self.unbound[member.span.source.path] += 1
        message = f"no page describes the type `{name}`"
        self._collector.report(rules.UNBOUND_TYPE, message, member.span, label="any value is accepted")

    def _object(self, member: Member) -> Type:
        fields = self._fields(member.children)
        if not fields:
            return MapType(UNKNOWN)
        return ObjectType(fields, AnyExtra(), span=member.span)

    def _body(self, member: Member) -> Type:
        """What the children of a mention say that its type is."""
        if member.fields:
            return ObjectType(self._fields(member.children), span=member.span)
        return self._variants(member.children)

    def _values(self, term: Term, member: Member) -> Type:
        """One value, or a list of them: those of the children, where there are any."""
        found = listed(member.children) or tuple(EnumValue(each.value) for each in literals(term) or ())
        if isinstance(term, Literal) and len(found) <= 1:
            return ConstType(term.value)
        return EnumType(tuple({(type(each.value), each.value): each for each in found}.values()))

    def _variants_or(self, term: Either, member: Member) -> Type:
        """The variants that the children are; those of the head where there are none."""
        if member.children:
            return self._variants(member.children)
        return union_of(self._term(each, member) for each in term.terms if not isinstance(each, More))

    def _variants(self, children: Iterable[Member]) -> Type:
        """The union of what some bullets are; values among them are one list."""
        found: list[tuple[Type, Tags | None]] = []
        values: dict[tuple[type, object], EnumValue] = {}
        at = 0
        for child in children:
            own = listed((child,))
            if own is None and isinstance(child.head, TypeHead):
                found.append((self._member(child), tags_of(child, self._shapes, self._scope)))
            elif own is not None:
                at = at if values else len(found)
                values |= {(type(each.value), each.value): each for each in own}
        if values:
            known = tuple(values.values())
            found.insert(at, (ConstType(known[0].value) if len(known) == 1 else EnumType(known), None))
        whole = union_of(of for of, _ in found)
        return replace(whole, discriminator=told_by(whole, found)) if isinstance(whole, UnionType) else whole


def _holds_arrays(member: Member) -> bool:
    """Whether `array of A or B` means (array of A) or B: then a bullet says `array of A` again."""
    return any(isinstance(child.head, TypeHead) and isinstance(child.head.term, Array) for child in member.children)


def _told_apart(of: Type, member: Member) -> tuple[Inference, ...]:
    """The discriminator of a union, which no page writes down."""
    while isinstance(of, ArrayType | MapType):
        of = of.item if isinstance(of, ArrayType) else of.value
    if not isinstance(of, UnionType) or of.discriminator is None:
        return ()
    reason = "each variant has a value of its own for it"
    return (Inference(f"discriminator {of.discriminator.wire_name}", reason, member.span),)
