"""The tree of resources with its Python names settled: classes, modules, methods, and what each resource is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from specbind.ir.api import Resource
from specbind.python import fields as naming
from specbind.python import words
from specbind.python.class_names import class_names
from specbind.python.docstrings import short_path, telling, tidy
from specbind.python.modules import ResourcePath
from specbind.python.plan import Plan, Planner

ROOT = "root"
_FEW = 3
_ROOM = 54
"""Columns for a path in the docstring of a property: the line without indentation, quotes and words."""
_RESERVED = frozenset({"cached_property", "deprecated", "with_raw_response", "with_streaming_response"})
_CLIENT = frozenset({"aclose", "base_url", "close", "is_closed", "request", "with_options"})
"""What clients have themselves."""


@dataclass(frozen=True, slots=True)
class ResourceNode:
    """A resource with everything settled: names, module, plans, children, and what it is."""

    resource: Resource
    names: tuple[str, ...]
    class_name: str
    module: str
    plans: tuple[Plan, ...]
    children: tuple[ResourceNode, ...]
    doc: str

    @property
    def dotted(self) -> str:
        """How the resource is reached from the client."""
        return ".".join(self.names)


def with_root(resource: Resource) -> Resource:
    """The resource tree with the methods of the root itself on a resource of their own, called `root`."""
    if not resource.methods:
        return resource
    name = ROOT
    while any(child.name == name for child in resource.children):
        name += "_level"
    own = Resource((*resource.path, name), resource.methods)
    return Resource(resource.path, (), (*resource.children, own), resource.description)


def tree(
    resource: Resource,
    planner: Planner,
    modules: Mapping[ResourcePath, str],
    names: tuple[str, ...] = (),
    class_name: str = "",
) -> ResourceNode:
    """A resource with Python names: a child or a method whose name is taken gets a trailing underscore."""
    reserved = _RESERVED if names else _RESERVED | _CLIENT
    children = naming.settle((child.name for child in resource.children), reserved)
    methods = naming.settle((method.name for method in resource.methods), _RESERVED | set(children.values()))
    classes = class_names([child.name for child in resource.children], class_name)
    plans = tuple(plan for method in resource.methods for plan in planner.plans(method, methods[method.name]))
    below = tuple(
        tree(child, planner, modules, (*names, children[child.name]), classes[child.name])
        for child in resource.children
    )
    module = modules.get(resource.path, "")
    return ResourceNode(resource, names, class_name, module, plans, below, _about(resource, plans, below))


def _about(resource: Resource, plans: tuple[Plan, ...], children: tuple[ResourceNode, ...]) -> str:
    """What the document says of a resource, else the paths that its operations stand below."""
    described = telling(resource.description, resource.name)
    if described or not resource.path:
        return described
    every = [*plans, *(plan for child in children for below in (child, *walk(child)) for plan in below.plans)]
    named: dict[str, None] = {}
    trails: dict[tuple[str, ...], list[list[str]]] = {}
    for plan in every:
        steps = re.split("[?#]", plan.operation.path)[0].split("/")
        ends = [end for end, step in enumerate(steps, 1) if step[:1] != "{" and words.snake(step) == resource.name]
        named["/".join(steps[: ends[-1] if ends else 0])] = None
        trails.setdefault(tuple(steps[:2]), []).append(steps)
    heads = [*named] if all(named) and len(named) <= _FEW else [*map(_head, trails.values())]
    *others, last = [f"`{short_path(head, _ROOM)}`" for head in heads[:_FEW]] + ["others"] * (len(heads) > _FEW)
    return tidy(f"Operations under {', '.join(others)} and {last}." if others else f"Operations under {last}.")


def _head(trails: list[list[str]]) -> str:
    """The path that all of several paths begin with."""
    shared = takewhile(lambda steps: len(set(steps)) == 1, zip(*trails, strict=False))
    return "/".join(step for step, *_ in shared)


def walk(node: ResourceNode) -> Iterator[ResourceNode]:
    """The nodes below `node`, depth first, without it."""
    for child in node.children:
        yield child
        yield from walk(child)
