"""Modules of types that are too large for type checkers, in portions that import one another without cycles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from specbind.ir.types import ObjectType, TypeDecl
from specbind.ir.walk import references

HEAVIEST = 14_000
"""What a module may weigh. pyright gives one up after 30,720 nodes of control flow; a field makes one to four."""


def portions(modules: Mapping[str, str], decls: Mapping[str, TypeDecl], reserved: Collection[str]) -> dict[str, str]:
    """The module of each declaration, given the one it would be in: `shared`, then `shared_2`, `shared_3` and so on.

    No portion is called like one of `reserved`. A portion refers to those before it alone; what refers to each other
    in a circle stays together.
    """
    held: dict[str, list[str]] = {}
    for name, module in modules.items():
        held.setdefault(module, []).append(name)
    found = dict(modules)
    taken = {*held, *reserved}
    for module, names in held.items():
        if sum(_weight(decls[name]) for name in names) > HEAVIEST:
            found.update(_divided(module, names, decls, taken))
    return found


def _divided(
    module: str, names: Collection[str], decls: Mapping[str, TypeDecl], taken: set[str]
) -> Iterator[tuple[str, str]]:
    members = frozenset(names)
    edges = {name: [other for other in references(decls[name].type) if other in members] for name in names}
    portion, number, weight = module, 1, 0
    for circle in _circles(edges):
        heavy = sum(_weight(decls[name]) for name in circle)
        if weight and weight + heavy > HEAVIEST:
            weight = 0
            while portion in taken:
                number += 1
                portion = f"{module}_{number}"
            taken.add(portion)
        weight += heavy
        yield from ((name, portion) for name in circle)


def _weight(decl: TypeDecl) -> int:
    return 2 + 2 * len(decl.type.fields) if isinstance(decl.type, ObjectType) else 2


def _circles(edges: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """The strongly connected components, each after those it refers to (Tarjan, without recursion)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    for start in edges:
        work = [(start, iter(edges[start]))] if start not in number else []
        while work:
            name, rest = work[-1]
            if name not in number:
                number[name] = low[name] = len(number)
                open_[name] = None
            following = next((other for other in rest if other not in number or other in open_), None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == number[name]:
                    yield _closed(open_, name)
            elif following not in number:
                work.append((following, iter(edges[following])))
            else:
                low[name] = min(low[name], number[following])


def _closed(open_: dict[str, None], first: str) -> list[str]:
    """Take a component, which is what was opened since its first member."""
    found: list[str] = []
    while not found or found[-1] != first:
        found.append(open_.popitem()[0])
    return found[::-1]
