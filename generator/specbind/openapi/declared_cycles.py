"""Declared types that are nothing but other names: no chain of names may lead back to its beginning."""

from __future__ import annotations

from dataclasses import replace

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.types import RefType, Type, TypeDecl, UnionType
from specbind.openapi.union_types import union_of


def without_self_references(decls: list[TypeDecl], collector: Collector) -> tuple[TypeDecl, ...]:
    """The declarations, with what makes a name an alternative of itself left out."""
    types = {decl.name: decl.type for decl in decls}
    found: list[TypeDecl] = []
    for decl in decls:
        back = {name for name in _names(decl.type) if _leads_to(decl.name, name, types)}
        if back:
            kept = [of for of in _variants(decl.type) if not (isinstance(of, RefType) and of.name in back)]
            types[decl.name] = union_of(kept)
            decl = replace(decl, type=types[decl.name])
            message = f"`{decl.name}` is composed of itself"
            collector.report(rules.RECURSIVE_COMPOSITION, message, decl.span, label="the inner part is left out")
        found.append(decl)
    return tuple(found)


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
