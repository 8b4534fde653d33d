"""Who uses a declared type: in which direction it travels, and which resources reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specbind.ir.api import Api, Operation, Resource
from specbind.ir.types import Access, ObjectType, RefType, Type, TypeDecl
from specbind.ir.walk import references
from specbind.python.bodies import merged_members
from specbind.python.modules import ResourcePath
from specbind.python.plan import Planner


@dataclass(frozen=True, slots=True)
class Usage:
    """Facts of use, by declaration name: what responses hold, what requests hold, what arguments are made of.

    `homes` gives the deepest resource all of whose descendants' uses of a type share: a type never refers to a type
    with a deeper home, so modules made of homes import each other without cycles. A type no operation reaches has
    none. `unused` are inline types that nothing needs, such as bodies whose members are arguments.
    """

    responses: frozenset[str]
    requests: frozenset[str]
    arguments: frozenset[str]
    split: frozenset[str]
    unused: frozenset[str]
    homes: Mapping[str, ResourcePath]


def usage(api: Api, planner: Planner) -> Usage:
    """Walk all operations once."""
    edges = {decl.name: tuple(references(decl.type)) for decl in api.types}
    paths = dict(_method_paths(api.resources))
    homes: dict[str, ResourcePath] = {}
    sent: set[str] = set()
    arguments: set[str] = set()
    received: set[str] = set()
    for operation in api.operations:
        path = paths.get(operation.key, ())
        taken = tuple(_argument_references(operation, planner))
        requests = (*taken, *_body_references(operation, planner))
        responses = tuple(_response_references(operation))
        _reach(taken, edges, arguments)
        _reach(requests, edges, sent)
        _reach(responses, edges, received)
        _settle((*requests, *responses), path, edges, homes)
    webhooks = tuple(name for hook in api.webhooks for name in references(hook.type))
    _reach(webhooks, edges, received)
    _settle(webhooks, (), edges, homes)
    split = _split(api.types, edges, sent & received)
    kept: set[str] = set()
    _reach((*homes, *(decl.name for decl in api.types if not decl.context)), edges, kept)
    for decl in api.types:
        if decl.context and isinstance(decl.type, RefType):
            _follow(decl.name, decl.type.name, (received, sent, arguments, split, kept), homes)
    unused = edges.keys() - kept
    return Usage(frozenset(received), frozenset(sent), frozenset(arguments), frozenset(split), frozenset(unused), homes)


def _follow(name: str, target: str, sets: Iterable[set[str]], homes: dict[str, ResourcePath]) -> None:
    """Treat another name of a shared type as that type."""
    for each in sets:
        if target in each:
            each.add(name)
    if target in homes:
        homes[name] = homes[target]


def _method_paths(resource: Resource) -> Iterator[tuple[str, ResourcePath]]:
    for method in resource.methods:
        yield method.operation, resource.path
    for child in resource.children:
        yield from _method_paths(child)


def _argument_references(operation: Operation, planner: Planner) -> Iterator[str]:
    """What the arguments of a method are made of: the members of its body, where they are arguments themselves."""
    for parameter in operation.parameters:
        yield from references(parameter.type)
    bodies = planner.bodies(operation.body)
    members = merged_members(bodies)
    if members is not None:
        yield from _all(field.type for field in members)
    else:
        yield from _all(body.content.type for body in bodies)


def _body_references(operation: Operation, planner: Planner) -> Iterator[str]:
    """The components that a body is; an inline one has no use beside the arguments it becomes."""
    for body in planner.bodies(operation.body):
        if body.members is not None:
            yield from (name for name in _all((body.content.type,)) if not planner.types[name].context)


def _response_references(operation: Operation) -> Iterator[str]:
    yield from _all(callback.type for callback in operation.callbacks)
    for response in operation.responses:
        yield from _all(content.type for content in response.contents)
        yield from _all(header.type for header in response.headers)


def _all(types: Iterable[Type | None]) -> Iterator[str]:
    for of in types:
        if of is not None:
            yield from references(of)


def _reach(start: Iterable[str], edges: Mapping[str, tuple[str, ...]], reached: set[str]) -> None:
    stack = [name for name in start if name not in reached]
    while stack:
        name = stack.pop()
        if name not in reached:
            reached.add(name)
            stack.extend(edges[name])


def _settle(
    start: Iterable[str],
    path: ResourcePath,
    edges: Mapping[str, tuple[str, ...]],
    homes: dict[str, ResourcePath],
) -> None:
    """Lift the home of everything reachable from `start` to what it shares with `path`."""
    stack = list(start)
    while stack:
        name = stack.pop()
        known = homes.get(name)
        home = path if known is None else _shared(known, path)
        if home != known:
            homes[name] = home
            stack.extend(edges[name])


def _shared(one: ResourcePath, other: ResourcePath) -> ResourcePath:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return one[:length]


def _split(decls: Iterable[TypeDecl], edges: Mapping[str, tuple[str, ...]], both: set[str]) -> set[str]:
    """Types used in both directions whose two shapes differ, themselves or through a type they hold."""
    users: dict[str, list[str]] = {}
    for name, targets in edges.items():
        for target in targets:
            users.setdefault(target, []).append(name)
    stack = [
        decl.name
        for decl in decls
        if isinstance(decl.type, ObjectType)
        and any(field.access is not Access.READ_WRITE for field in decl.type.fields)
    ]
    split: set[str] = set()
    while stack:
        name = stack.pop()
        if name not in split and name in both:
            split.add(name)
            stack.extend(users.get(name, ()))
    return split
