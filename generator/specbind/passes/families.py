"""Which inline types are one class, and the names that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specbind.ir.types import ObjectType, TypeDecl, TypedExtra
from specbind.ir.walk import references
from specbind.passes.contexts import Context
from specbind.passes.shapes import Shapes
from specbind.passes.words import fold


class Family:
    """Equal declarations that become one; `names` are those it was given, each with how many words all are below."""

    __slots__ = ("members", "names")

    def __init__(self, member: TypeDecl) -> None:
        self.members = [member]
        self.names: list[tuple[int, Context]] = []

    @property
    def name(self) -> Context:
        """What the class is called: what it was given that says least of where it is, else as its first member."""
        given = min(self.names, key=_breadth, default=None)
        return min(each.context for each in self.members) if given is None else given[1]

    @property
    def others(self) -> tuple[Context, ...]:
        """The other names of it: what its members would be called each alone, and what it was given besides."""
        every = (*(name for _, name in self.names), *(each.context for each in self.members))
        apart = {fold("".join(name)): name for name in every}
        apart.pop(fold("".join(self.name)))
        return tuple(apart.values())


class Families:
    """Inline declarations, united by name: whoever wants a name that an equal type has is one with it.

    A name is had by one shape only, so a second claim either unites or is refused. What is inside united types is
    united as well. In this way neither the number of claims nor how far each reaches decides what is one: one more
    claim can add names and unite types, and never takes a name from them.
    """

    def __init__(self, inline: Mapping[str, TypeDecl], others: Sequence[TypeDecl], shapes: Shapes) -> None:
        self._inline = inline
        self._shapes = shapes
        self._of = {name: Family(decl) for name, decl in inline.items()}
        self._owners: dict[str, TypeDecl | None] = {fold("".join(decl.context)): decl for decl in inline.values()}
        self._owners.update((fold("".join(decl.context) or decl.name), None) for decl in others)

    def of(self, decl: TypeDecl) -> Family:
        """The family of an inline declaration."""
        return self._of[decl.name]

    def claim(self, name: Context, below: int, members: Sequence[TypeDecl]) -> bool:
        """Give a name to equal declarations that are all below as many words, and unite them; False where another type
        has it.
        """
        owner = self._owners.setdefault(fold("".join(name)), members[0])
        if owner is None or self._shapes.of(owner.type) != self._shapes.of(members[0].type):
            return False
        for member in members:
            self._unite(owner, member)
        self.of(owner).names.append((below, name))
        return True

    def __iter__(self) -> Iterator[Family]:
        """The families in the order of their first declarations."""
        seen: set[int] = set()
        for family in self._of.values():
            if id(family) not in seen:
                seen.add(id(family))
                yield family

    def _unite(self, one: TypeDecl, other: TypeDecl) -> None:
        pairs = [(one, other)]
        while pairs:
            one, other = pairs.pop()
            kept, gone = self._of[one.name], self._of[other.name]
            if kept is gone:
                continue
            pairs += zip(self._inside(one), self._inside(other), strict=True)
            kept.members += gone.members
            kept.names += gone.names
            self._of.update((member.name, kept) for member in gone.members)

    def _inside(self, decl: TypeDecl) -> list[TypeDecl]:
        """The inline declarations that one mentions, in an order that equal ones share."""
        return [self._inline[name] for _, name in sorted(labelled(decl), key=_label) if name in self._inline]


def _breadth(given: tuple[int, Context]) -> tuple[int, int]:
    return given[0], len(given[1])


def _label(labelled: tuple[str, str]) -> str:
    return labelled[0]


def labelled(decl: TypeDecl) -> Iterator[tuple[str, str]]:
    """The references of a declaration, each with the member that holds it."""
    if not isinstance(decl.type, ObjectType):
        yield from (("", name) for name in references(decl.type))
        return
    for field in decl.type.fields:
        yield from ((field.wire_name, name) for name in references(field.type))
    if isinstance(decl.type.extra, TypedExtra):
        yield from (("*", name) for name in references(decl.type.extra.type))
