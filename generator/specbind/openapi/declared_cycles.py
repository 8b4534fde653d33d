"""Declared types that are nothing but other names: no chain of names may lead back to its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.types import UNKNOWN, RefType, Type, TypeDecl, UnionType
from specbind.ir.unions import distinct, union_of

Graph: TypeAlias = "Mapping[str, list[str]]"


def without_self_references(decls: list[TypeDecl], collector: Collector) -> tuple[TypeDecl, ...]:
    """The declarations, where a name that is an alternative of itself stands for its other alternatives."""
    types = {decl.name: decl.type for decl in decls}
    graph = {decl.name: _names(decl.type) for decl in decls}
    replaced: dict[str, Type] = {}
    for members in _cycles(graph):
        shared = distinct(_outside(members, members, types))
        for name in members:
            others = (*_outside([name], members, types), *shared)
            replaced[name] = union_of(others) if others else UNKNOWN
    found: list[TypeDecl] = []
    for decl in decls:
        if decl.name in replaced:
            decl = replace(decl, type=replaced[decl.name])
            if decl.type == UNKNOWN:
                message = f"`{decl.name}` is composed of nothing but itself"
                collector.report(rules.RECURSIVE_COMPOSITION, message, decl.span, label="any value is accepted")
        found.append(decl)
    return tuple(found)


def _outside(names: Iterable[str], cycle: Iterable[str], types: Mapping[str, Type]) -> list[Type]:
    """The alternatives of names that are no members of the cycle."""
    inside = {RefType(name) for name in cycle}
    return [of for name in names for of in _variants(types[name]) if not isinstance(of, RefType) or of not in inside]


def _variants(of: Type) -> tuple[Type, ...]:
    return of.variants if isinstance(of, UnionType) else (of,)


def _names(of: Type) -> list[str]:
    """The names that a type is, or is one of."""
    return [variant.name for variant in _variants(of) if isinstance(variant, RefType)]


def _cycles(graph: Graph) -> list[list[str]]:
    """The sets of names that lead to one another (Kosaraju's two passes), each in the order of the graph."""
    backwards: dict[str, list[str]] = {name: [] for name in graph}
    for name, targets in graph.items():
        for target in targets:
            backwards[target].append(name)
    seen: set[str] = set()
    last = [name for start in graph for name in _finished(start, graph, seen)]
    seen.clear()
    groups = [_finished(start, backwards, seen) for start in reversed(last)]
    order = {name: index for index, name in enumerate(graph)}
    cyclic = (group for group in groups if len(group) > 1 or (group and group[0] in graph[group[0]]))
    return [sorted(group, key=order.__getitem__) for group in cyclic]


def _finished(start: str, graph: Graph, seen: set[str]) -> list[str]:
    """The names reached from a name and not seen before, each after all that it leads to."""
    found: list[str] = []
    if start in seen:
        return found
    seen.add(start)
    path = [(start, iter(graph[start]))]
    while path:
        name, targets = path[-1]
        target = next((one for one in targets if one not in seen), None)
        if target is None:
            found.append(name)
            path.pop()
        else:
            seen.add(target)
            path.append((target, iter(graph[target])))
    return found
