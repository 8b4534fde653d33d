"""No redundant classes: inline objects of one shape in one role share a declaration.

The hoist pass already shares by title and by the name of a resource. Here siblings share: operations of one
resource, and of resources beside each other, whose parts of the same kind (result, page item, parameter, body,
error) have equal shapes. The shared declaration is named by what its bearers have in common, never after one of
them, and the name of each bearer stays as another name for it, as does what fewer of them share: so a sibling that is
added later renames nothing.
Errors alone go without other names, because whole APIs share them. Named components stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TypeAlias

from specbind.diagnostics import Collector
from specbind.ir.api import Api, Header, Parameter, Webhook
from specbind.ir.types import RefType, Type, TypeDecl
from specbind.ir.walk import Use, map_types, operation_uses, references
from specbind.passes.contexts import Context, Spot, is_error, spots
from specbind.passes.families import Families, labelled
from specbind.passes.shapes import Shapes
from specbind.rules import INLINE_NAME_TAKEN

_ERROR = "error"
_BODY = "body"
_RESULT = "result"
_DEEPEST = 40
_FEW, _SEVERAL = 2, 3
"""How many equal declarations are worth a shared one: below one resource, and where nothing is above them."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A declaration, the resource of the operation that reaches it, and its name without the words of that."""

    decl: TypeDecl
    resource: Context
    rest: Context
    whole: bool
    """Whether it is what a resource gives, and no act or part of it."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What makes declarations siblings: the words of what they are all below, and the role."""

    where: Context
    role: str
    above: bool
    """Whether `where` is what is above their resources, and not the resource of them all."""

    @property
    def error(self) -> bool:
        """Whether it is an error or inside one."""
        return self.role.partition("/")[0] == _ERROR


Group: TypeAlias = "tuple[Place, tuple[Bearer, ...]]"


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that siblings are known by when no others are there."""

    name: Context
    place: Place
    members: tuple[TypeDecl, ...]


def merge(api: Api, prefix: tuple[str, ...], collector: Collector) -> Api:
    """The API with one declaration for the inline objects of siblings that mean the same."""
    inline = {decl.name: decl for decl in api.types if decl.context}
    shapes = Shapes({name: decl.type for name, decl in inline.items()})
    groups = _groups(api, inline, spots(api, prefix), shapes)
    families = Families(inline, [decl for decl in api.types if not decl.context], shapes)
    wishes = [wish for group in sorted(groups, key=_order) for wish in _wishes(*group)]
    refused = [wish for wish in wishes if not families.claim(wish.name, len(wish.place.where), wish.members)]
    for wish in refused:
        if wish.name == wish.place.where:
            families.claim((*wish.name, "response"), len(wish.name), wish.members)
    for wish in refused:
        if not wish.place.error:
            _report(wish, families, collector)
    errors = {bearer.decl.name for place, bearers in groups if place.error for bearer in bearers}
    return _apply(api, families, frozenset(errors))


def _groups(api: Api, inline: Mapping[str, TypeDecl], places: Mapping[str, Spot], shapes: Shapes) -> list[Group]:
    """The equal declarations that are siblings."""
    found: dict[tuple[Place, int], dict[str, Bearer]] = defaultdict(dict)
    for operation in sorted(api.operations, key=lambda operation: operation.key):
        spot = places[operation.key]
        for use in operation_uses(operation):
            if isinstance(use.place, Webhook):
                continue
            if use.response is not None and is_error(use.response, operation):
                starts = [Place(("*",), _ERROR, False)]
            else:
                starts = [Place(spot.words, _role(use), False), Place(spot.words[:-1], _role(use), True)]
            for place, bearer in (each for start in starts for each in _bearers(use.type, start, spot, inline)):
                found[place, shapes.of(bearer.decl.type)].setdefault(bearer.decl.name, bearer)
    return [(place, tuple(bearers.values())) for (place, _), bearers in found.items()]


def _role(use: Use) -> str:
    if isinstance(use.place, Parameter | Header):
        return f"parameter {use.place.wire_name}"
    return _RESULT if use.response is not None else _BODY


def _bearers(of: Type, start: Place, spot: Spot, inline: Mapping[str, TypeDecl]) -> Iterator[tuple[Place, Bearer]]:
    """The inline declarations that an operation reaches at a place without a component between."""
    names = [(name, start.role) for name in references(of)]
    seen: set[tuple[str, str]] = set()
    while names:
        name, role = names.pop()
        decl = inline.get(name)
        if decl is None or (name, role) in seen or role.count("/") > _DEEPEST:
            continue
        seen.add((name, role))
        own = decl.context == spot.result
        if own and not start.above:
            role = _RESULT
        if role != _BODY:
            place = replace(start, role=role)
            whole = role == _RESULT and own and not start.above
            yield place, Bearer(decl, spot.words, _rest(decl.context, spot, place), whole)
        names.extend((each, f"{role}/{label}") for label, each in labelled(decl) if each in inline)


def _rest(context: Context, spot: Spot, place: Place) -> Context:
    """A name without the words of the operation's place and without its method; nothing for what is its resource."""
    result = None if place.above else spot.result
    for base in (result or spot.here, spot.here, spot.thing or spot.here, spot.words):
        if context[: len(base)] == base:
            page = base == spot.here and spot.method == "list" and len(context) == len(base)
            return ("list",) if page else context[len(base) :]
    return context


def _order(group: Group) -> tuple[int, bool, int, Context, Place]:
    """Outer types before what they hold; a resource before those below it; of errors, what most share; then by name."""
    place, bearers = group
    most = len(bearers) if place.error else 0
    return (place.role.count("/"), place.above, -most, min(each.decl.context for each in bearers), place)


def _wishes(place: Place, bearers: tuple[Bearer, ...]) -> Iterator[Wish]:
    """What bearers are named by: all whose names end alike, by that ending, the shortest first."""
    if place.error:
        decls = _declarations(bearers)
        name = _common_error(decls)
        if name and len(decls) >= _FEW:
            yield Wish(name, place, decls)
        return
    for ending in _endings(each.rest for each in bearers):
        alike = tuple(each for each in bearers if each.rest[len(each.rest) - len(ending) :] == ending)
        name = _common(ending, alike, place)
        apart = len({each.resource for each in alike}) if place.above else len(alike)
        if name and apart >= (_FEW if place.where else _SEVERAL):
            yield Wish(name, place, _declarations(alike))


def _declarations(bearers: Iterable[Bearer]) -> tuple[TypeDecl, ...]:
    return tuple(sorted((each.decl for each in bearers), key=lambda decl: decl.context))


def _endings(rests: Iterable[Context]) -> list[Context]:
    """The rests, and what several of them end with, shortest first. Of no words only where a rest is."""
    turned = sorted({rest[::-1] for rest in rests})
    shared = {tuple(one for one, _ in takewhile(_same, zip(*pair, strict=False))) for pair in pairwise(turned)}
    return [each[::-1] for each in sorted({*turned, *(shared - {()})}, key=lambda each: (len(each), each))]


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _common(ending: Context, bearers: tuple[Bearer, ...], place: Place) -> Context:
    """What siblings are below, and what each is there; nothing where that says too little.

    The method of an operation is no part of it, so that another method that joins later changes nothing.
    """
    where, role = place.where, place.role
    if not ending and where and any(each.whole and not each.rest for each in bearers):
        return where
    if not ending:
        return (*where, "response" if role == _RESULT else "entry") if where else ()
    if where:
        return (*where, *ending)
    if ending[0] == "params":
        ending = (*ending[1:], "params")
    elif role.startswith("parameter"):
        ending = (*ending, "parameter")
    return ending if len(ending) > 1 else ()


def _common_error(decls: tuple[TypeDecl, ...]) -> Context:
    """The words that the names of errors all begin with and end with."""
    contexts = [decl.context for decl in decls]
    shortest = min(map(len, contexts))
    start = 0
    while start < shortest and len({context[start] for context in contexts}) == 1:
        start += 1
    end = 0
    while end < shortest - start and len({context[-1 - end] for context in contexts}) == 1:
        end += 1
    head, tail = contexts[0][:start], contexts[0][len(contexts[0]) - end :]
    return (*head, *tail) if head or len(tail) > 1 else ()


def _report(wish: Wish, families: Families, collector: Collector) -> None:
    words = " ".join(wish.name)
    names = sorted({" ".join(families.of(each).name) for each in wish.members})
    message = f"the inline type {words} is named {names[0]}, because another type has its name"
    if len(names) > 1:
        apart = ", ".join(names)
        message = f"the equal inline types {apart} do not share the name {words}, because another type has it"
    collector.report(INLINE_NAME_TAKEN, message, wish.members[0].span, label="inline type")


def _apply(api: Api, families: Families, errors: frozenset[str]) -> Api:
    """The API with one declaration for each family, and all other names of it for those that are no errors."""
    names = {decl.name: ".".join(family.name) for family in families for decl in family.members}
    again: dict[str, TypeDecl] = {}
    for family in families:
        first = family.members[0]
        others = () if errors.issuperset(each.name for each in family.members) else family.others
        for name in others:
            own = ".".join(name)
            again[own] = replace(first, name=own, context=name, type=RefType(names[first.name]), description=None)

    def rename(of: Type) -> Type:
        return RefType(names[of.name]) if isinstance(of, RefType) and of.name in names else of

    api = map_types(api, rename)
    heads = {family.members[0].name: family for family in families}
    types: dict[str, TypeDecl] = {}
    for decl in api.types:
        if decl.name in heads:
            context = heads[decl.name].name
            types[names[decl.name]] = replace(decl, name=names[decl.name], context=context)
        elif decl.name not in names:
            types[decl.name] = decl
    return replace(api, types=(*types.values(), *again.values()))


def names_one_of(decl: TypeDecl, kept: frozenset[str]) -> bool:
    """Whether an inline declaration is another name for one of those that are kept."""
    return bool(decl.context) and isinstance(decl.type, RefType) and decl.type.name in kept
