"""What must hold of every API; a violation is a bug of a stage, not of the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from specbind.ir.api import Api, Resource
from specbind.ir.types import EnumType, ObjectType, Type, TypeDecl, UnionType
from specbind.ir.walk import nodes, references, uses


def check(api: Api) -> list[str]:
    """The violations of what holds of an API at every stage; empty if there are none."""
    return [*_names(api), *_references(api), *_unions(api)]


def check_finished(api: Api) -> list[str]:
    """The violations of what holds of an API after the passes; empty if there are none."""
    return [*check(api), *_hoisted(api), *_tree(api)]


def _names(api: Api) -> Iterator[str]:
    yield from _twice("type", (decl.name for decl in api.types))
    yield from _twice("operation", (operation.key for operation in api.operations))
    for decl in api.types:
        if not decl.name:
            yield "a type has no name"
        if decl.context and decl.name != ".".join(decl.context):
            yield f"type {decl.name}: its name is not its context {decl.context}"


def _twice(what: str, names: Iterator[str]) -> Iterator[str]:
    yield from (f"{what} {name}: {count} times" for name, count in Counter(names).items() if count > 1)


def _references(api: Api) -> Iterator[str]:
    names = {decl.name for decl in api.types}
    for use in uses(api):
        yield from (f"{name}: referred to but not declared" for name in references(use.type) if name not in names)


def _unions(api: Api) -> Iterator[str]:
    for use in uses(api):
        for node in nodes(use.type):
            if isinstance(node, UnionType):
                yield from (f"{_place(use.place)}: {problem}" for problem in _union(node))
            elif isinstance(node, EnumType) and not node.values:
                yield f"{_place(use.place)}: an enum has no values"


def _union(of: UnionType) -> Iterator[str]:
    if len(of.variants) < 2:
        yield f"a union has {len(of.variants)} variants"
    if any(isinstance(each, UnionType) for each in of.variants):
        yield "a union holds a union"
    if of.discriminator is not None:
        pointed = [index for _, index in of.discriminator.mapping]
        pointed += [of.discriminator.default] if of.discriminator.default is not None else []
        bad = [index for index in pointed if not 0 <= index < len(of.variants)]
        yield from (f"a discriminator points at variant {index} of {len(of.variants)}" for index in bad)


def _hoisted(api: Api) -> Iterator[str]:
    for use in uses(api):
        for node in nodes(use.type):
            if isinstance(node, ObjectType) and not _is_declared(node, use.place):
                yield f"{_place(use.place)}: an object is not a declaration"


def _is_declared(node: Type, place: object) -> bool:
    return isinstance(place, TypeDecl) and place.type is node


def _place(place: object) -> str:
    name = getattr(place, "name", None) or getattr(place, "wire_name", None) or getattr(place, "media_type", "")
    return f"{type(place).__name__} {name}"


def _tree(api: Api) -> Iterator[str]:
    keys = {operation.key for operation in api.operations}
    seen: Counter[str] = Counter()
    stack = [api.resources]
    while stack:
        resource = stack.pop()
        stack.extend(resource.children)
        seen.update(method.operation for method in resource.methods)
        yield from _node(resource)
    yield from (f"operation {key}: {seen[key]} times in the tree" for key in keys if seen[key] != 1)
    yield from (f"operation {key}: in the tree but not in the API" for key in seen if key not in keys)


def _node(resource: Resource) -> Iterator[str]:
    where = ".".join(resource.path) or "the root"
    names = [*(method.name for method in resource.methods), *(child.name for child in resource.children)]
    yield from (f"{where}: {problem}" for problem in _twice("name", iter(names)))
    yield from (f"{where}: an empty name" for name in names if not name)
    for child in resource.children:
        if child.path[:-1] != resource.path:
            yield f"{where}: child {'.'.join(child.path)} has another parent"
