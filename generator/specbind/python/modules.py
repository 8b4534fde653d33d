"""The modules that resources have, by their paths: one name for the package of models and for that of resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specbind.ir.api import Resource
from specbind.python import words

ResourcePath = tuple[str, ...]

SHARED = "shared"
UNREFERENCED = "unreferenced"


def module_names(root: Resource) -> Mapping[ResourcePath, str]:
    """A distinct module for each resource, in the order of the tree; `shared` and `unreferenced` are for types alone.

    Of resources that come to one name (`a.b` and `a_b`) each but the first gets one more underscore.
    """
    taken = {SHARED, UNREFERENCED}
    names: dict[ResourcePath, str] = {}
    for path in _paths(root):
        name = words.module(*path)
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        names[path] = name
    return names


def _paths(resource: Resource) -> Iterator[ResourcePath]:
    for child in resource.children:
        yield child.path
        yield from _paths(child)
