"""Which named types there are, and which of them each mention means.

A name is no identity: sites use one name for several types. A type is a name with its members; mentions that expand to
the same members mean the same type, and a mention that is not expanded means, in this order, the type expanded before
it in its section, one that its resource or a resource around it declares, or any other with the announced fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from specbind.reference.heads import Either, FieldHead, Inline, Literal, Named, Nullable, Scalar, Term, TypeHead, core
from specbind.reference.members import Member, walk

Scope: TypeAlias = "tuple[str, ...]"
"""The path of a resource."""
Signature: TypeAlias = "tuple[object, ...]"


@dataclass(slots=True, eq=False)
class Shape:
    """One named type. `member` is the mention that is read for it, `scopes` where it is mentioned.

    `spelled` says that `member` is the type's own declaration rather than a value of the type.
    """

    name: str
    signature: Signature
    member: Member
    scope: Scope
    spelled: bool
    declared: dict[Scope, None] = field(default_factory=dict)
    scopes: dict[Scope, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    description: str | None = None

    @property
    def term(self) -> Term | None:
        """What the declaration says that the type is; None where only its members say it."""
        return self.member.head.term if self.spelled else None


class Shapes:
    """The named types of one description."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, Signature], Shape] = {}
        self._names: dict[str, list[Shape]] = {}
        self._own: dict[int, Shape] = {}
        self._inner: dict[int, Shape] = {}

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._shapes.values())

    def section(self, members: Iterable[Member], scope: Scope, place: str) -> None:
        """Make the types known that are mentioned in one section."""
        seen: dict[str, Shape] = {}
        for member in walk(tuple(members)):
            head = member.head
            if isinstance(head, TypeHead) and head.name is not None:
                self._mention(head.name, member, scope, place, seen, spelled=True)
            term = core(head.term)
            if isinstance(term, Named) and not extends(member):
                self._mention(term.name, member, scope, place, seen, spelled=False)

    def declaration(self, member: Member, scope: Scope, place: str) -> None:
        """Make a type known that a resource declares."""
        self.section((member,), scope, place)
        shape = self._own.get(id(member))
        if shape is not None:
            if not shape.declared:
                shape.member, shape.scope, shape.spelled = member, scope, True
                shape.description = member.description or shape.description
            shape.declared[scope] = None

    def _mention(
        self, name: str, member: Member, scope: Scope, place: str, seen: dict[str, Shape], *, spelled: bool
    ) -> None:
        known = self._own if spelled else self._inner
        if not member.children and not (spelled and _stands_alone(member)):
            if name in seen and fits(seen[name], member.head.term):
                known[id(member)] = seen[name]
            return
        signature = self._signature(member, spelled=spelled)
        shape = self._shapes.get((name, signature))
        if shape is None:
            shape = Shape(name, signature, member, scope, spelled)
            self._shapes[name, signature] = shape
            self._names.setdefault(name, []).append(shape)
        elif spelled and not shape.spelled:
            shape.member, shape.spelled = member, True
        if spelled and shape.description is None:
            shape.description = member.description
        shape.scopes[scope] = None
        shape.places[place] = None
        seen[name] = known[id(member)] = shape

    def settle(self) -> None:
        """Let values of `X = array of Y` and the like, which show the members of Y alone, mean that X.

        Call it when all sections and declarations are known, since a value may stand before the declaration.
        """
        meant: dict[int, Shape] = {}
        for name, shapes in self._names.items():
            heads = [shape for shape in shapes if shape.spelled]
            for shape in shapes:
                found = (
                    None
                    if shape.spelled
                    else next((each for each in heads if each.signature[1:] == shape.signature), None)
                )
                if found is not None:
                    meant[id(shape)] = found
                    found.scopes |= shape.scopes
                    found.places |= shape.places
                    del self._shapes[name, shape.signature]
            self._names[name] = [shape for shape in shapes if id(shape) not in meant]
        for known in (self._own, self._inner):
            known.update({key: meant[id(shape)] for key, shape in known.items() if id(shape) in meant})

    def _signature(self, member: Member, *, spelled: bool) -> Signature:
        """The members; for `X = array of Y`, `X = Y` and the like, the head too."""
        parts = tuple(self._part(child) for child in member.children)
        term = member.head.term
        whole = isinstance(term.term if isinstance(term, Nullable) else term, Inline | Either | Literal)
        return parts if not spelled or whole else (_text(member), *parts)

    def _part(self, child: Member) -> object:
        """What one member contributes: its head and, where that is only a summary, its own members."""
        if not child.children or isinstance(core(child.head.term), Named | Scalar):
            return _text(child)
        if isinstance(child.head, TypeHead) and child.head.name is not None:
            return _text(child)
        return (_text(child), *(self._part(inner) for inner in child.children))

    def own(self, member: Member, scope: Scope) -> Shape | None:
        """The type that a bullet with a name of its own means."""
        name = member.head.name
        if id(member) not in self._own and name is not None:
            return self.named(name, scope, member.head.term)
        return self._own.get(id(member))

    def inner(self, member: Member, scope: Scope) -> Shape | None:
        """The type that a member is a value of, or holds values of."""
        term = core(member.head.term)
        if id(member) not in self._inner and isinstance(term, Named):
            return self.named(term.name, scope, None)
        return self._inner.get(id(member))

    def named(self, name: str, scope: Scope, term: Term | None) -> Shape | None:
        """What a name means in a resource where nothing before it says so."""
        known = [shape for shape in self._names.get(name, ()) if term is None or fits(shape, term)]
        for length in range(len(scope), -1, -1):
            found = next((shape for shape in known if scope[:length] in shape.declared), None)
            if found is not None:
                return found
        same = [shape for shape in known if scope in shape.scopes]
        return next(iter(same or sorted(known, key=lambda shape: not shape.declared)), None)

    def matching(self, members: tuple[Member, ...], scope: Scope) -> tuple[Shape, ...]:
        """The types that a resource declares and that have just these fields."""
        wanted = tuple(self._part(member) for member in members)
        return tuple(shape for shape in self._shapes.values() if scope in shape.declared and shape.signature == wanted)

    def names(self) -> Mapping[int, str]:
        """The name of each declaration, by the identity of its shape; unique in the API.

        A name that several types have is qualified by the shortest end of their resources' paths that tells them apart.
        """
        found: dict[int, str] = {}
        taken: set[str] = set()
        for name, shapes in self._names.items():
            declared = [shape for shape in shapes if shape.declared]
            plain = declared[0] if len(declared) == 1 else shapes[0] if len(shapes) == 1 else None
            for shape, chosen in zip(shapes, _qualified(name, shapes, plain), strict=True):
                while chosen in taken:
                    chosen += "Variant"
                taken.add(chosen)
                found[id(shape)] = chosen
        return found


def _qualified(name: str, shapes: list[Shape], plain: Shape | None) -> list[str]:
    if len(shapes) == 1:
        return [name]
    longest = max(len(shape.scope) for shape in shapes)
    chosen: list[str] = []
    for shape in shapes:
        if shape is plain:
            chosen.append(name)
            continue
        options = [".".join((*shape.scope[-length:], name)) for length in range(1, longest + 1)]
        options.append(".".join((*shape.scope, next(iter(shape.places), ""), name)))
        others = [other for other in shapes if other is not shape]
        chosen.append(next((each for each in options if not _shared(each, name, others)), options[-1]))
    return chosen


def _shared(option: str, name: str, others: list[Shape]) -> bool:
    """Whether other types of the name could be called so as well."""
    return any(f".{'.'.join((*other.scope, name))}".endswith(f".{option}") for other in others)


def extends(member: Member) -> Named | None:
    """The type that `X = Y` with fields below it adds fields to."""
    head = member.head
    if isinstance(head, TypeHead) and head.name is not None and isinstance(head.term, Named) and member.fields:
        return head.term
    return None


def _stands_alone(member: Member) -> bool:
    """Whether a declaration without members is whole."""
    term = member.head.term
    return not isinstance(term, Inline) or not term.count


def fits(shape: Shape, term: Term) -> bool:
    """Whether a type can be what a head announces."""
    term = core(term)
    if not isinstance(term, Inline):
        return True
    names = tuple(child.head.name for child in shape.member.children if isinstance(child.head, FieldHead))
    return len(names) == term.count and names[: len(term.names)] == term.names


def _text(member: Member) -> str:
    return member.text.replace(" = object {", " object {")
