"""A last look at a module of models: it parses, holds classes, aliases and imports only, and all that it should."""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import Final

_IMPORTED: Final = frozenset(
    "__future__ builtins dataclasses datetime decimal msgspec pydantic typing typing_extensions uuid".split()
)
_BASE: Final = "BaseModel"
"""The class with the settings of pydantic models."""


class WrongModelsError(Exception):
    """A module of models that is not what it has to be."""


def defined(text: str) -> frozenset[str]:
    """The classes and aliases of a module."""
    found = set()
    for node in ast.parse(text).body:
        match node:
            case (
                ast.ClassDef(name=name)
                | ast.Assign(targets=[ast.Name(id=name)])
                | ast.AnnAssign(target=ast.Name(id=name))
            ):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def inspect(text: str, names: Set[str]) -> None:
    """Raise `WrongModelsError` unless a module defines the given names, `__all__`, and nothing that acts."""
    found: set[str] = set()
    for node in ast.parse(text).body:
        match node:
            case ast.ImportFrom(module=str(module), level=0) if module in _IMPORTED:
                continue
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr="model_rebuild"), args=[])):
                continue
            case ast.ClassDef(name=name):
                _inspect_class(node)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                pass
            case _:
                raise WrongModelsError(f"line {node.lineno}: unexpected {type(node).__name__}")
        if name in found:
            raise WrongModelsError(f"{name} is defined twice")
        found.add(name)
    found -= {"__all__", _BASE} - names
    if found != names:
        raise WrongModelsError(f"the names differ: {', '.join(sorted(found ^ names))}")


def _inspect_class(class_: ast.ClassDef) -> None:
    for node in class_.body:
        match node:
            case ast.AnnAssign(target=ast.Name()) | ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
                pass
            case ast.Assign(targets=[ast.Name(id="model_config")]):
                pass
            case _:
                raise WrongModelsError(f"line {node.lineno}: unexpected {type(node).__name__} in {class_.name}")
