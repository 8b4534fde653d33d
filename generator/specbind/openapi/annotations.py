"""What a schema says about the place where it is used, apart from its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from specbind import rules
from specbind.ir.extensions import DEFAULT
from specbind.ir.types import MISSING, Access, Json, Missing, Type
from specbind.openapi.reader import SchemaReader
from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node

ANNOTATIONS: Final = frozenset(
    {
        "description",
        "summary",
        "title",
        "default",
        "deprecated",
        "example",
        "examples",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
        "nullable",
        "$comment",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$schema",
        "$vocabulary",
        "$defs",
        "definitions",
    }
)
"""Keywords that leave the set of values as it is (`nullable` is read apart)."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The annotations of one use of a schema."""

    description: str | None = None
    default: Json | Missing = MISSING
    deprecated: bool = False
    access: Access = Access.READ_WRITE
    examples: tuple[Json, ...] = ()


def constraints(node: Node) -> list[str]:
    """The keywords of a schema that narrow its values, references apart."""
    keys = node.value if isinstance(node.value, dict) else {}
    return [key for key in keys if key not in ANNOTATIONS and key != "$ref" and not key.startswith("x-")]


def notes_of(node: Node, refs: Refs) -> Notes:
    """The annotations of a use: its own, else those of the parts of an `allOf` that are no references, else those of
    the one schema that stands beside null.

    Direction and default hold for every use of a referenced schema too; its description stays its own.
    """
    value = node.value
    if not isinstance(value, dict):
        return Notes()
    places = [node, *_parts(node), *_beside_null(node)]
    target = _single_target(node, refs)
    described = next((text for at in places if (text := at.text("description")) is not None), None)
    reached = places if target is None else [*places, target]
    default = next((at.raw("default") for at in reached if at.has("default")), MISSING)
    default = node.raw(DEFAULT) if node.has(DEFAULT) else default
    deprecated = any(at.flag("deprecated") for at in places if at.has("deprecated"))
    examples = next((found for at in places if (found := examples_of(at))), ())
    return Notes(described, default, deprecated, _access(node, reached), examples)


def said(*texts: str | None) -> str | None:
    """The first text that says something, else an empty one if there is one."""
    return next((text for text in texts if text), next((text for text in texts if text is not None), None))


def _parts(node: Node) -> list[Node]:
    """The inline parts of an `allOf` that only annotate, later ones first."""
    parts = node.get("allOf")
    if parts is None:
        return []
    return [part for part in reversed(list(parts.items())) if not part.has("$ref") and not constraints(part)]


def _beside_null(node: Node) -> list[Node]:
    """The inline variant of a union whose only other variant is null: what it says holds for the whole."""
    for key in ("anyOf", "oneOf"):
        union = node.get(key)
        if union is not None:
            branches = list(union.items())
            others = [branch for branch in branches if branch.raw("type") != "null"]
            return others if (len(branches), len(others)) == (2, 1) and not others[0].has("$ref") else []
    return []


def _single_target(node: Node, refs: Refs) -> Node | None:
    """The schema that a node refers to, directly or as the one reference of an `allOf`."""
    if node.has("$ref"):
        return refs.follow(node)
    parts = node.get("allOf")
    if parts is None:
        return None
    targets = [part for part in parts.items() if part.has("$ref")]
    return refs.follow(targets[0]) if len(targets) == 1 else None


def _access(node: Node, places: list[Node]) -> Access:
    read = next((flag for at in places if (flag := at.flag("readOnly")) is not None), False)
    write = next((flag for at in places if (flag := at.flag("writeOnly")) is not None), False)
    if read and write:
        node.report(rules.NO_DIRECTION, "both `readOnly` and `writeOnly`", label="both are ignored")
    elif read:
        return Access.READ_ONLY
    elif write:
        return Access.WRITE_ONLY
    return Access.READ_WRITE


def examples_of(node: Node) -> tuple[Json, ...]:
    """The examples of a schema: `examples` (a list; some documents write a mapping), else `example`."""
    match node.raw("examples"):
        case list() as listed:
            return tuple(listed)
        case dict() as named:
            values = (value.get("value", value) if isinstance(value, dict) else value for value in named.values())
            return tuple(values)
        case _:
            return (node.raw("example"),) if node.has("example") else ()


def check_default(reader: SchemaReader, schema: Node, of: Type, notes: Notes) -> None:
    """Have a default compared with its type; null stands for no default in many documents."""
    if not isinstance(notes.default, Missing) and notes.default is not None and schema.has("default"):
        at = schema.get("default")
        assert at is not None
        reader.check(at, of, notes.default)
