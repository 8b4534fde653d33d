"""How two generated packages differ, in the words of their API: operations, arguments, types, members, variants."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from specbind.files import Change, Drift

METHOD = re.compile(
    r"^- \[`(?P<method>[^`]+)`\]\([^)]*\)`\((?P<arguments>.*?)\)` -> `(?P<result>.*?)`<br>`(?P<key>[^`]+)`"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A method as `api.md` shows it."""

    method: str
    arguments: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Surface:
    """What users of a package see: calls by operation, members of classes, variants of unions and enums."""

    calls: dict[str, Call] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    variants: dict[str, tuple[str, ...]] = field(default_factory=dict)


def told(changes: Iterable[Change], folder: PurePosixPath) -> tuple[str, ...]:
    """What the changes of a package are to its API. `folder` is that of the package.

    Files that were edited by hand do not count: what they say is not what the API was. A package that is new, or that
    goes away, has no news.
    """
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for change in changes:
        if folder in change.path.parents and change.drift is not Drift.EDITED:
            path = change.path.relative_to(folder).as_posix()
            for texts, data in ((old, change.old), (new, change.new)):
                if data is not None:
                    texts[path] = data.decode("utf-8", "replace")
    if not old or not new:
        return ()
    return tuple(drift(surface(old), surface(new)))


def surface(files: Mapping[str, str]) -> Surface:
    """The surface of a package, or of some of its files, from their texts by path below the package."""
    found = Surface()
    for line in files.get("api.md", "").splitlines():
        match = METHOD.match(line)
        if match is not None:
            arguments = tuple(name.strip() for name in match["arguments"].split(",") if name.strip() not in ("", "*"))
            found.calls[f"{match['key']} as {match['method']}"] = Call(match["method"], arguments, match["result"])
    for path, text in sorted(files.items()):
        if path.startswith("models/") and path.endswith(".py") and not path.endswith("__init__.py"):
            for node in _parsed(text):
                _add(node, found)
    return found


def _parsed(text: str) -> list[ast.stmt]:
    """The statements of a module; none of one that does not parse."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return []


def _add(node: ast.stmt, found: Surface) -> None:
    match node:
        case ast.ClassDef(name=name, body=body):
            found.members[name] = {
                each.target.id: ast.unparse(each.annotation)
                for each in body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            }
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            found.variants[name] = tuple(dict.fromkeys(_variants(value)))
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            found.variants[name] = tuple(dict.fromkeys(_variants(value)))
        case _:
            pass


def _variants(node: ast.expr) -> Iterator[str]:
    """The alternatives of an annotation, written out."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _variants(left)
            yield from _variants(right)
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *_])):
            yield from _variants(inner)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=values)):
            yield from map(ast.unparse, values)
        case ast.Call(func=ast.Name(id="TypeAliasType"), args=[_, inner]):
            yield from _variants(inner)
        case _:
            yield ast.unparse(node)


def drift(old: Surface, new: Surface) -> list[str]:
    """The differences, one a line: `+ GET /x`, `- type T`, `~ T: + member name: str`, `~ T: - variant Dog`."""
    return [*_calls(old, new), *_types(old, new)]


def _calls(old: Surface, new: Surface) -> Iterator[str]:
    yield from (f"- {key}" for key in old.calls if key not in new.calls)
    yield from (f"+ {key}" for key in new.calls if key not in old.calls)
    for key in (key for key in old.calls if key in new.calls):
        one, two = old.calls[key], new.calls[key]
        yield from (f"~ {key}: - argument {name}" for name in one.arguments if name not in two.arguments)
        yield from (f"~ {key}: + argument {name}" for name in two.arguments if name not in one.arguments)
        if one.result != two.result:
            yield f"~ {key}: gives {two.result}, not {one.result}"


def _types(old: Surface, new: Surface) -> Iterator[str]:
    before, after = old.members | old.variants, new.members | new.variants
    yield from (f"- type {name}" for name in before if name not in after)
    yield from (f"+ type {name}" for name in after if name not in before)
    for name in (name for name in old.members if name in new.members):
        one, two = old.members[name], new.members[name]
        yield from (f"~ {name}: - member {member}" for member in one if member not in two)
        yield from (f"~ {name}: + member {member}: {two[member]}" for member in two if member not in one)
        yield from (
            f"~ {name}: member {member} is {two[member]}, not {one[member]}"
            for member in one
            if member in two and one[member] != two[member]
        )
    for name in (name for name in old.variants if name in new.variants):
        first, second = old.variants[name], new.variants[name]
        yield from (f"~ {name}: - variant {each}" for each in first if each not in second)
        yield from (f"~ {name}: + variant {each}" for each in second if each not in first)
