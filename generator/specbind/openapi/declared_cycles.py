"""Declared types that are nothing but other names: no chain of names may lead back to its beginning."""

from __future__ import annotations

from dataclasses import replace

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.types import UNKNOWN, RefType, Type, TypeDecl, UnionType
from specbind.openapi.union_types import union_of


def without_self_references(decls: list[TypeDecl], collector: Collector) -> tuple[TypeDecl, ...]:
    """The declarations, where a name that is an alternative of itself stands for its other alternatives."""
    types = {decl.name: decl.type for decl in decls}
    found: list[TypeDecl] = []
    for decl in decls:
        if any(_leads_to(decl.name, name, types) for name in _names(decl.type)):
            others = _others(decl.name, types)
            if not others:
                message = f"`{decl.name}` is composed of nothing but itself"
                collector.report(
                    rules.RECURSIVE_COMPOSITION, message, decl.span, label="any value is accepted"
                )
            decl = replace(decl, type=union_of(others) if others else UNKNOWN)
        found.append(decl)
    return tuple(found)


def _others(name: str, types: dict[str, Type]) -> list[Type]:
    """The alternatives of a name that do not lead back to it."""
    found: list[Type] = []
    seen = {name}
    todo = [name]
    while todo:
        for of in _variants(types[todo.pop(0)]):
            if not isinstance(of, RefType) or not _leads_to(name, of.name, types):
                found.append(of)
            elif of.name not in seen:
                seen.add(of.name)
                todo.append(of.name)
    return found


def _variants(of: Type) -> tuple[Type, ...]:
    return of.variants if isinstance(of, UnionType) else (of,)


def _names(of: Type) -> list[str]:
    """The names that a type is, or is one of."""
    return [variant.name for variant in _variants(of) if isinstance(variant, RefType)]


def _leads_to(goal: str, start: str, types: dict[str, Type]) -> bool:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            todo += _names(types[name])
    return False
