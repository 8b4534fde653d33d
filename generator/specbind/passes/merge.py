"""No redundant classes: inline objects of one shape in one role share a declaration.

The hoist pass already shares by title and by the name of a resource. Here siblings share: operations of one
resource or of resources beside each other, whose parts of the same kind (result, page item, parameter, body,
error) have equal shapes. The shared declaration is named by the words that its bearers have in common, never
after one of them. Named components stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from specbind.ir.api import Api, Header, Parameter, Resource
from specbind.ir.types import ObjectType, RefType, Type, TypeDecl, TypedExtra
from specbind.ir.walk import Use, map_types, operation_uses, reached, references
from specbind.passes.contexts import Context, is_error
from specbind.passes.shapes import Shapes
from specbind.passes.words import fold

Key: TypeAlias = "tuple[int, tuple[str, ...], str]"
"""What makes declarations one: shape, the resource above, and the role."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Declarations that become one, in order, and the words that it is named by."""

    bearers: tuple[TypeDecl, ...]
    context: Context


def merge(api: Api) -> Api:
    """The API with one declaration for the inline objects of siblings that mean the same."""
    inline = {decl.name: decl for decl in api.types if decl.context}
    shapes = Shapes({name: decl.type for name, decl in inline.items()})
    groups: dict[Key, dict[str, TypeDecl]] = defaultdict(dict)
    for role, decl in _roles(api, inline):
        groups[shapes.of(decl.type), *role][decl.name] = decl
    renamed = _renamed(_shared(groups, api), inline)
    if not renamed:
        return api
    return _apply(api, renamed, inline)


def _roles(api: Api, inline: Mapping[str, TypeDecl]) -> list[tuple[tuple[tuple[str, ...], str], TypeDecl]]:
    """Where and as what operations reach inline declarations without a component between."""
    above = _above(api.resources)
    found: list[tuple[tuple[tuple[str, ...], str], TypeDecl]] = []
    for operation in api.operations:
        for use in operation_uses(operation):
            error = use.response is not None and is_error(use.response, operation)
            where = ("*",) if error else above.get(operation.key, ())
            role = "error" if error else _role(use)
            names = [(name, role) for name in references(use.type)]
            while names:
                name, role = names.pop()
                decl = inline.get(name)
                if decl is None:
                    continue
                found.append(((where, role), decl))
                names.extend((each, f"{role}/{label}") for label, each in _labelled(decl) if each in inline)
    return found


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
    return "result" if use.response is not None else "body"


def _above(root: Resource) -> dict[str, tuple[str, ...]]:
    """The path of the resource above each operation's own, by operation key."""
    found: dict[str, tuple[str, ...]] = {}
    stack = [root]
    while stack:
        resource = stack.pop()
        stack.extend(resource.children)
        found.update((method.operation, resource.path[:-1]) for method in resource.methods)
    return found


def _shared(groups: Mapping[Key, Mapping[str, TypeDecl]], api: Api) -> list[Shared]:
    """The groups of several declarations that can be named by what they have in common."""
    taken = {fold("".join(decl.context) or decl.name) for decl in api.types}
    merged: set[str] = set()
    found: list[Shared] = []
    for (_, _, role), group in sorted(groups.items(), key=lambda each: min(decl.context for decl in each[1].values())):
        bearers = tuple(sorted((d for d in group.values() if d.name not in merged), key=lambda decl: decl.context))
        if len(bearers) < 2:
            continue
        own = {fold("".join(decl.context)) for decl in bearers}
        context = _common(bearers, role)
        if context and (fold("".join(context)) not in taken or fold("".join(context)) in own):
            taken.add(fold("".join(context)))
            merged.update(decl.name for decl in bearers)
            found.append(Shared(bearers, context))
    return found


def _common(bearers: tuple[TypeDecl, ...], role: str) -> Context:
    """The words that all contexts begin with and end with; nothing where that says too little."""
    contexts = [decl.context for decl in bearers]
    shortest = min(map(len, contexts))
    start = 0
    while start < shortest and len({context[start] for context in contexts}) == 1:
        start += 1
    end = 0
    while end < shortest - start and len({context[-1 - end] for context in contexts}) == 1:
        end += 1
    head, tail = contexts[0][:start], contexts[0][len(contexts[0]) - end :]
    if not tail:
        whole = role == "result" or head in contexts
        return head if whole or not head else (*head, "entry")
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


def _apply(api: Api, renamed: Mapping[str, Context], inline: Mapping[str, TypeDecl]) -> Api:
    """The API with new names, one declaration each, and without inline declarations that nothing uses any
    more.
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
    return replace(api, types=tuple(_used(api, types)))


def _used(api: Api, types: Mapping[str, TypeDecl]) -> list[TypeDecl]:
    roots = [use.type for operation in api.operations for use in operation_uses(operation)]
    roots += [webhook.type for webhook in api.webhooks]
    roots += [decl.type for decl in types.values() if not decl.context]
    kept = reached(roots, types)
    return [decl for decl in types.values() if not decl.context or decl.name in kept]
