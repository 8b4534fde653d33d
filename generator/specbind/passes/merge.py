"""No redundant classes: inline objects of one shape in one role share a declaration.

The hoist pass already shares by title and by the name of a resource. Here siblings share: operations of one
resource, then of resources beside each other, whose parts of the same kind (result, page item, parameter, body,
error) have equal shapes. The shared declaration is named by what its bearers have in common, never after one of
them, and the name of each bearer stays as another name for it, as does what fewer of them shared: so a sibling that is
added later renames nothing.
Errors alone go without other names, because whole APIs share them. Named components stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from specbind.diagnostics import Collector
from specbind.ir.api import Api, Header, Parameter, Webhook
from specbind.ir.types import ObjectType, RefType, Type, TypeDecl, TypedExtra
from specbind.ir.walk import Use, map_types, operation_uses, reached, references
from specbind.passes.contexts import Context, Spot, is_error, spots
from specbind.passes.shapes import Shapes
from specbind.passes.words import fold
from specbind.rules import INLINE_NAME_TAKEN

Key: TypeAlias = "tuple[int, Context, str]"
"""What makes declarations one: shape, the words of what they are all below, and the role."""
_ERROR = "error"
_BODY = "body"
_RESULT = "result"
_DEEPEST = 40
_FEW, _SEVERAL = 2, 3
"""How many equal declarations are worth a shared one: below one resource, and where nothing is above them."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A declaration, and its name without the words of the operation that reaches it."""

    decl: TypeDecl
    rest: Context
    whole: bool
    """Whether it is what a resource gives, and no act or part of it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Declarations that become one, in order, and the words that it is named by."""

    bearers: tuple[TypeDecl, ...]
    context: Context
    others: tuple[Context, ...]
    """What is another name for it: the names of its bearers, and what fewer of them would be named by."""


def merge(api: Api, prefix: tuple[str, ...], collector: Collector) -> Api:
    """The API with one declaration for the inline objects of siblings that mean the same."""
    places = spots(api, prefix)
    api = _merged(api, places, {key: spot.words for key, spot in places.items()}, collector)
    return _merged(api, places, {key: spot.words[:-1] for key, spot in places.items()}, collector)


def _merged(api: Api, places: Mapping[str, Spot], above: Mapping[str, Context], collector: Collector) -> Api:
    """The API with one declaration for what is equal below the same words."""
    inline = {decl.name: decl for decl in api.types if decl.context and not isinstance(decl.type, RefType)}
    shapes = Shapes({name: decl.type for name, decl in inline.items()})
    groups: dict[Key, dict[str, Bearer]] = defaultdict(dict)
    for where, role, bearer in _roles(api, inline, places, above):
        groups[shapes.of(bearer.decl.type), where, role].setdefault(bearer.decl.name, bearer)
    shared = _shared(groups, api, collector)
    renamed = _renamed(shared, inline)
    return _apply(api, renamed, shared) if renamed else api


def _roles(
    api: Api, inline: Mapping[str, TypeDecl], places: Mapping[str, Spot], above: Mapping[str, Context]
) -> Iterator[tuple[Context, str, Bearer]]:
    """Where and as what operations reach inline declarations without a component between."""
    for operation in api.operations:
        spot = places[operation.key]
        for use in operation_uses(operation):
            if isinstance(use.place, Webhook):
                continue
            error = use.response is not None and is_error(use.response, operation)
            where = ("*",) if error else above[operation.key]
            role = _ERROR if error else _role(use)
            names = [(name, role) for name in references(use.type)]
            seen: set[tuple[str, str]] = set()
            while names:
                name, role = names.pop()
                decl = inline.get(name)
                if decl is None or (name, role) in seen or role.count("/") > _DEEPEST:
                    continue
                seen.add((name, role))
                if decl.context == spot.result and where == spot.words:
                    role = _RESULT
                if role != _BODY:
                    whole = role == _RESULT and (where != spot.words or decl.context == spot.result)
                    yield where, role, Bearer(decl, _rest(decl.context, spot, where), whole)
                names.extend((each, f"{role}/{label}") for label, each in _labelled(decl) if each in inline)


def _rest(context: Context, spot: Spot, where: Context) -> Context:
    """A name without the words of the operation's place and without its method; nothing for what is its resource."""
    result = spot.result if where == spot.words else None
    for base in (result or spot.here, spot.here, spot.thing or spot.here, spot.words):
        if context[: len(base)] == base:
            page = base == spot.here and spot.method == "list" and len(context) == len(base)
            return ("list",) if page else context[len(base) :]
    return context


def _labelled(decl: TypeDecl) -> Iterator[tuple[str, str]]:
    """The references of a declaration, each with the member that holds it."""
    if not isinstance(decl.type, ObjectType):
        yield from (("", name) for name in references(decl.type))
        return
    for field in decl.type.fields:
        yield from ((field.wire_name, name) for name in references(field.type))
    if isinstance(decl.type.extra, TypedExtra):
        yield from (("*", name) for name in references(decl.type.extra.type))


def _inside(decl: TypeDecl, inline: Mapping[str, TypeDecl]) -> list[str]:
    return [name for name in references(decl.type) if name in inline and name != decl.name]


def _role(use: Use) -> str:
    if isinstance(use.place, Parameter | Header):
        return f"parameter {use.place.wire_name}"
    return _RESULT if use.response is not None else _BODY


def _shared(groups: Mapping[Key, Mapping[str, Bearer]], api: Api, collector: Collector) -> list[Shared]:
    """The groups of several declarations that can be named by what they have in common."""
    taken = {fold("".join(decl.context) or decl.name) for decl in api.types}
    merged: set[str] = set()
    found: list[Shared] = []
    for (_, where, role), group in sorted(groups.items(), key=_order):
        bearers = tuple(each for each in group.values() if each.decl.name not in merged)
        decls = tuple(sorted((each.decl for each in bearers), key=lambda decl: decl.context))
        names = [name for name in _names(bearers, where, role) if name]
        if not names:
            continue
        error = role.partition("/")[0] == _ERROR
        unfree = taken - {fold("".join(decl.context)) for decl in decls}
        wishes = [names[0], (*where, "response")] if names[0] == where else names[:1]
        context = next((wish for wish in wishes if fold("".join(wish)) not in unfree), None)
        if context != names[0] and not error:
            _report(names[0], context, decls, collector)
        if context is not None:
            others = [name for name in names if fold("".join(name)) not in taken]
            taken.update(fold("".join(name)) for name in (context, *others))
            merged.update(decl.name for decl in decls)
            found.append(Shared(decls, context, () if error else (*(decl.context for decl in decls), *others)))
    return found


def _report(wish: Context, name: Context | None, decls: tuple[TypeDecl, ...], collector: Collector) -> None:
    apart = ", ".join(" ".join(decl.context) for decl in decls)
    words = " ".join(wish)
    message = f"the inline type {words} is named {' '.join(name or ())}, because another type has its name"
    if name is None:
        message = f"the equal inline types {apart} do not share the name {words}, because another type has it"
    collector.report(INLINE_NAME_TAKEN, message, decls[0].span, label="inline type")


def _names(bearers: tuple[Bearer, ...], where: Context, role: str) -> list[Context]:
    """What the bearers are named by, and what fewer of them are named by: those whose own names are longer.

    So what they shared stays known by its name when one joins that shortens it.
    """
    if role.partition("/")[0] == _ERROR:
        return [_common_error([each.decl for each in bearers])] if len(bearers) >= _FEW else []
    lengths = sorted({len(each.rest) for each in bearers})
    groups = (tuple(each for each in bearers if len(each.rest) >= least) for least in lengths)
    return [_common(group, where, role) for group in groups if len(group) >= (_FEW if where else _SEVERAL)]


def _order(group: tuple[Key, Mapping[str, Bearer]]) -> tuple[int, int, Context, Context, str]:
    """Outer types before what they hold; of errors, what most share; then by name."""
    (_, where, role), bearers = group
    most = len(bearers) if role.partition("/")[0] == _ERROR else 0
    return (role.count("/"), -most, min(each.decl.context for each in bearers.values()), where, role)


def _common(bearers: tuple[Bearer, ...], where: Context, role: str) -> Context:
    """What siblings are below, and what each is there; nothing where that says too little.

    The method of an operation is no part of it, so that another method that joins later changes nothing.
    """
    rest = min((each.rest for each in bearers), key=len)
    if any(each.rest[len(each.rest) - len(rest) :] != rest for each in bearers):
        return ()
    if not rest and where and any(each.whole and not each.rest for each in bearers):
        return where
    if not rest:
        return (*where, "response" if role == _RESULT else "entry") if where else ()
    if where:
        return (*where, *rest)
    if rest[0] == "params":
        rest = (*rest[1:], "params")
    elif role.startswith("parameter"):
        rest = (*rest, "parameter")
    return rest if len(rest) > 1 else ()


def _common_error(decls: list[TypeDecl]) -> Context:
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


def _renamed(shared: list[Shared], inline: Mapping[str, TypeDecl]) -> dict[str, Context]:
    """The new context of every inline declaration that is merged or stands inside one that is."""
    found: dict[str, Context] = {}
    kept: set[str] = set()
    for each in shared:
        kept.add(each.bearers[0].name)
        found.update((decl.name, each.context) for decl in each.bearers)
    for each in shared:
        first = each.bearers[0]
        below = _inside(first, inline)
        while below:
            name = below.pop()
            context = inline[name].context
            if name not in found and context[: len(first.context)] == first.context:
                found[name] = (*each.context, *context[len(first.context) :])
                below.extend(_inside(inline[name], inline))
    return found


def _apply(api: Api, renamed: Mapping[str, Context], shared: list[Shared]) -> Api:
    """The API with new names, one declaration each, the old names as others for it, and without inline
    declarations that nothing uses any more.
    """

    def rename(of: Type) -> Type:
        if isinstance(of, RefType) and of.name in renamed:
            return RefType(".".join(renamed[of.name]))
        return of

    api = map_types(api, rename)
    types: dict[str, TypeDecl] = {}
    for decl in api.types:
        context = renamed.get(decl.name)
        new = decl if context is None else replace(decl, name=".".join(context), context=context)
        types.setdefault(new.name, new)
    kept = {decl.name: decl for decl in _used(api, types)}
    for each in shared:
        name = ".".join(each.context)
        for other in each.others if name in kept else ():
            again = replace(each.bearers[0], name=".".join(other), context=other, type=RefType(name), description=None)
            kept.setdefault(again.name, again)
    return replace(api, types=tuple(kept.values()))


def _used(api: Api, types: Mapping[str, TypeDecl]) -> list[TypeDecl]:
    roots = [use.type for operation in api.operations for use in operation_uses(operation)]
    roots += [webhook.type for webhook in api.webhooks]
    roots += [decl.type for decl in types.values() if not decl.context]
    kept = reached(roots, types)
    return [decl for decl in types.values() if not decl.context or decl.name in kept or names_one_of(decl, kept)]


def names_one_of(decl: TypeDecl, kept: frozenset[str]) -> bool:
    """Whether an inline declaration is another name for one of those that are kept."""
    return bool(decl.context) and isinstance(decl.type, RefType) and decl.type.name in kept
