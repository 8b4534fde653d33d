"""What changed between two revisions of a package, in the words of its users."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specbind.vendor.surface import Argument, Signature, Surface


class Effect(enum.Enum):
    """What a change does to code that uses the package."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class News:
    """One change of the surface: `sign` is `+`, `-` or `~`."""

    sign: str
    text: str
    effect: Effect


def news(old: Surface, new: Surface) -> tuple[News, ...]:
    """The changes, methods before models, in the order of their names."""
    found = [*_methods(old.methods, new.methods), *_models(old, new)]
    return tuple(found)


def _methods(old: Mapping[str, Signature], new: Mapping[str, Signature]) -> Iterator[News]:
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before is None:
            yield News("+", f"client.{name}()", Effect.SAFE)
        elif after is None:
            yield News("-", f"client.{name}()", Effect.BREAKING)
        else:
            yield from _arguments(f"client.{name}()", before.arguments, after.arguments)
            if before.result != after.result:
                text = f"client.{name}() gives `{after.result}`, not `{before.result}`"
                yield News("~", text, Effect.RISKY)


def _arguments(name: str, old: Mapping[str, Argument], new: Mapping[str, Argument]) -> Iterator[News]:
    for argument in dict.fromkeys((*old, *new)):
        before, after = old.get(argument), new.get(argument)
        if before is None and after is not None:
            kind = "required" if after.required else "optional"
            yield News(
                "~", f"{name} takes a new {kind} `{argument}`", Effect.BREAKING if after.required else Effect.SAFE
            )
        elif after is None:
            yield News("~", f"{name} takes no `{argument}` any more", Effect.BREAKING)
        elif before is not None and before.required != after.required:
            word = "now requires" if after.required else "no longer requires"
            yield News("~", f"{name} {word} `{argument}`", _effect(after))
        elif before is not None and before.annotation != after.annotation:
            text = f"{name} takes `{argument}: {after.annotation}`, which was `{before.annotation}`"
            yield News("~", text, Effect.RISKY)


def _effect(argument: Argument) -> Effect:
    """What an argument that is new, or is required or not now, does to calls written before."""
    return Effect.BREAKING if argument.required else Effect.SAFE


def _models(old: Surface, new: Surface) -> Iterator[News]:
    before, after = {*old.models, *old.aliases}, {*new.models, *new.aliases}
    for name in sorted(before | after):
        if name not in before:
            yield News("+", f"models.{name}", Effect.SAFE)
        elif name not in after:
            yield News("-", f"models.{name}", Effect.BREAKING)
        elif name in old.models and name in new.models:
            yield from _members(name, old.models[name], new.models[name])
        elif (old.aliases.get(name), name in old.models) != (new.aliases.get(name), name in new.models):
            yield from _alias(f"models.{name}", old.aliases.get(name, name), new.aliases.get(name, "a model"))


def _alias(name: str, old: str, new: str) -> Iterator[News]:
    """A union by the variants that it gains and loses, anything else by what it is now."""
    before, after = _variants(old), _variants(new)
    gained = [each for each in after if each not in before]
    lost = [each for each in before if each not in after]
    if not before or not after or not (gained or lost):
        yield News("~", f"{name} is `{new}`", Effect.RISKY)
        return
    yield from (News("~", f"{name} may be a new `{each}`", Effect.RISKY) for each in gained)
    yield from (News("~", f"{name} is no `{each}` any more", Effect.BREAKING) for each in lost)


def _variants(annotation: str) -> tuple[str, ...]:
    """The variants of a union, in their order; empty for anything else."""
    try:
        node = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return ()
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) and _name(node.value) == "Annotated":
        node = node.slice.elts[0]
    found: list[str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        found.insert(0, ast.unparse(node.right))
        node = node.left
    return (ast.unparse(node), *found) if found else ()


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _members(name: str, old: Mapping[str, Argument], new: Mapping[str, Argument]) -> Iterator[News]:
    for member in dict.fromkeys((*old, *new)):
        before, after = old.get(member), new.get(member)
        if before is None:
            yield News("~", f"models.{name} has a new `{member}`", Effect.SAFE)
        elif after is None:
            yield News("~", f"models.{name} has no `{member}` any more", Effect.BREAKING)
        elif before.annotation != after.annotation:
            text = f"models.{name}.{member} is `{after.annotation}`, which was `{before.annotation}`"
            yield News("~", text, Effect.RISKY)
