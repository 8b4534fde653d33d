"""A last look at every rendered module: it parses, and holds only the statements that our templates write.

All text of a spec is printed as literals and docstrings, so that none of it can become a statement. This check does
not trust that: it reads the module back and compares what is defined with what was planned.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

_IMPORTED = frozenset(
    [
        "__future__",
        "builtins",
        "collections.abc",
        "datetime",
        "decimal",
        "functools",
        "httpx",
        "importlib",
        "pydantic",
        "pytest",
        "typing",
        "typing_extensions",
        "uuid",
    ]
)


class UnsafeOutputError(Exception):
    """A rendered module holds what no template of ours writes: a bug, stopped before anything is written."""


def _parsed(path: PurePosixPath, text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise UnsafeOutputError(f"{path}: does not parse: {error}") from error


def inspect_custom(path: PurePosixPath, text: str, planned: frozenset[str]) -> None:
    """Raise `UnsafeOutputError` unless `text` holds the planned classes and functions, and no name of its twice.

    What a user's template adds to them is the user's own: statements and imports are not looked at.
    """
    defined: set[str] = set()
    for node in ast.walk(_parsed(path, text)):
        if isinstance(node, ast.Module | ast.ClassDef):
            names: set[str] = set()
            for name, line in _defined(node.body):
                if name in names:
                    where = f"{node.name}.{name}" if isinstance(node, ast.ClassDef) else name
                    raise UnsafeOutputError(f"{path}:{line}: {where} is defined twice")
                names.add(name)
            defined |= names if isinstance(node, ast.Module) else set()
    if missing := planned - defined:
        raise UnsafeOutputError(f"{path}: does not define {', '.join(sorted(missing))}")


def _defined(body: Iterable[ast.stmt]) -> Iterator[tuple[str, int]]:
    """The names and lines of a body's classes, functions and fields; not of overloads and setters."""
    for node in body:
        match node:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not any(map(_is_part, node.decorator_list)):
                    yield name, node.lineno
            case ast.If(body=[ast.FunctionDef(name=name)]) if _is_lazy_loading(node):
                yield name, node.lineno
            case _:
                pass


def _is_part(decorator: ast.expr) -> bool:
    """Whether a function with this decorator stands beside another of its name."""
    return ast.unparse(decorator).rpartition(".")[2] in ("overload", "setter", "deleter")


def inspect(path: PurePosixPath, text: str, planned: frozenset[str], imported: str = "") -> None:
    """Raise `UnsafeOutputError` unless `text` holds the planned classes and functions, constants and imports.

    `imported` is one more package that may be imported: the one that tests are of.
    """
    tree = _parsed(path, text)
    defined: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name in defined:
                raise UnsafeOutputError(f"{path}:{node.lineno}: {node.name} is defined twice")
            defined.add(node.name)
            if isinstance(node, ast.ClassDef):
                _inspect_class(path, node)
        elif _is_lazy_loading(node):
            defined.add("__getattr__")
        elif not _is_allowed(node, imported):
            raise UnsafeOutputError(f"{path}:{node.lineno}: unexpected {type(node).__name__}")
    if defined != planned:
        raise UnsafeOutputError(f"{path}: defines {sorted(defined ^ planned)} against the plan")


def _is_lazy_loading(node: ast.stmt) -> bool:
    """`if not TYPE_CHECKING:` with the one function that type checkers must not see."""
    match node:
        case ast.If(
            test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="TYPE_CHECKING")),
            body=[ast.FunctionDef(name="__getattr__")],
            orelse=[],
        ):
            return True
        case _:
            return False


def _is_allowed(node: ast.stmt, imported: str = "") -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Import(names=names):
            return all(name.name in _IMPORTED for name in names)
        case ast.ImportFrom(module=module, level=level):
            return level > 0 or module in _IMPORTED or module == (imported or None)
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=[]):
            return all(isinstance(each, ast.Import | ast.ImportFrom) and _is_allowed(each) for each in body)
        case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name()):
            return True
        case _:
            return False


def _inspect_class(path: PurePosixPath, class_: ast.ClassDef) -> None:
    names: set[str] = set()
    for node in class_.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)):
                pass
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                pass
            case ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
                continue
            case _:
                raise UnsafeOutputError(f"{path}:{node.lineno}: unexpected {type(node).__name__} in {class_.name}")
        if name in names:
            raise UnsafeOutputError(f"{path}:{node.lineno}: {class_.name}.{name} is defined twice")
        names.add(name)
