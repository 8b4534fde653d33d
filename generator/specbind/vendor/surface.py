"""What users of a package can name, read off its source: methods with their arguments, models with their members.

Nothing is imported or run, so it works on copies whose dependencies are not installed, and on old ones.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

Contents = Mapping[PurePosixPath, bytes]
"""The files of a package; paths are below its folder."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method, or one member of a model."""

    annotation: str
    required: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """What calls of a method look like, and what they give."""

    arguments: Mapping[str, Argument]
    result: str


@dataclass(frozen=True, slots=True)
class Surface:
    """The methods of the client by dotted name, the models by class name with their members, and the type aliases."""

    methods: Mapping[str, Signature] = field(default_factory=dict)
    models: Mapping[str, Mapping[str, Argument]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def surface(contents: Contents) -> Surface:
    """The surface of a package; modules that do not parse, which somebody edited, count as empty."""
    trees = {path: _parsed(data) for path, data in contents.items() if path.suffix == ".py"}
    models: dict[str, Mapping[str, Argument]] = {}
    aliases: dict[str, str] = {}
    for path, tree in trees.items():
        if path.parts[0] in ("models", "params"):
            models.update((node.name, _members(node)) for node in tree.body if isinstance(node, ast.ClassDef))
            aliases.update(_aliases(tree))
    return Surface(dict(_methods(trees)), models, aliases)


def _parsed(data: bytes) -> ast.Module:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _methods(trees: Mapping[PurePosixPath, ast.Module]) -> Iterator[tuple[str, Signature]]:
    """The methods below the synchronous client, by the path that people write."""
    place = PurePosixPath("_client.py")
    clients = _classes(trees.get(place))
    for name in clients:
        if f"Async{name}" in clients:
            yield from _below(trees, place, clients[name], (), frozenset())


def _below(
    trees: Mapping[PurePosixPath, ast.Module],
    place: PurePosixPath,
    of: ast.ClassDef,
    trail: tuple[str, ...],
    seen: frozenset[tuple[PurePosixPath, str]],
) -> Iterator[tuple[str, Signature]]:
    for node in of.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not _is_property(node):
            if trail:
                yield ".".join((*trail, node.name)), _signature(node)
            continue
        loaded = next((inner for inner in node.body if isinstance(inner, ast.ImportFrom)), None)
        if loaded is None or len(loaded.names) != 1:
            continue
        found = place.parent.joinpath(*(loaded.module or "").split(".")).with_suffix(".py")
        key = (found, loaded.names[0].name)
        child = _classes(trees.get(found)).get(key[1])
        if child is not None and key not in seen:
            yield from _below(trees, found, child, (*trail, node.name), seen | {key})


def _is_property(node: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id.endswith("property") for each in node.decorator_list)


def _classes(tree: ast.Module | None) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)} if tree is not None else {}


def _signature(node: ast.FunctionDef) -> Signature:
    given = node.args
    positional = given.args[1:]
    defaults = [*[None] * (len(positional) - len(given.defaults)), *given.defaults]
    pairs = [*zip(positional, defaults, strict=False), *zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    arguments = {each.arg: Argument(_text(each.annotation), default is None) for each, default in pairs}
    return Signature(arguments, _text(node.returns))


def _members(node: ast.ClassDef) -> dict[str, Argument]:
    assigned = (each for each in node.body if isinstance(each, ast.AnnAssign))
    found = {each.target.id: each for each in assigned if isinstance(each.target, ast.Name)}
    return {
        name: Argument(_text(each.annotation), each.value is None)
        for name, each in found.items()
        if not name.startswith("_") and not _text(each.annotation).startswith("ClassVar")
    }


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_alias(node):
            yield node.target.id, _text(node.value)


def _is_alias(node: ast.AnnAssign) -> bool:
    return _text(node.annotation) == "TypeAlias" and node.value is not None


def _text(node: ast.expr | None) -> str:
    return ast.unparse(node) if node is not None else ""
