"""Literals that take only what JSON calls equal: 1 and 1.0 are, 1 and true are not."""

from __future__ import annotations

from typing import Any, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_APART = frozenset(("metadata", "default"))


class Exactly:
    """Marks a type whose literals are told apart by their kinds too."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        tell_apart(schema, None)
        return schema


def tell_apart(schema: CoreSchema, model: type | None) -> None:
    """Change the literals of a schema, but not those of other models than this one.

    pydantic compares by `==`, by which true is 1 and false is 0.
    """
    stack: list[Any] = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part, (list, tuple)):
            stack.extend(cast("list[Any]", part))
        elif isinstance(part, dict):
            node = cast("dict[str, Any]", part)
            if node.get("type") == "literal":
                _replace(node)
            elif node.get("type") != "model" or node.get("cls") is model:
                stack.extend(node[key] for key in node.keys() - _APART)


def _replace(node: dict[str, Any]) -> None:
    expected: list[Any] = node["expected"]
    if not any(isinstance(each, int) and each in (0, 1) for each in expected):
        return
    flags = [each for each in expected if isinstance(each, bool)]
    numbers = [each for each in expected if type(each) is int]
    others = [each for each in expected if not isinstance(each, int)]
    choices: list[CoreSchema] = []
    if flags:
        strict = core_schema.bool_schema(strict=True)
        choices.append(
            core_schema.chain_schema([strict, core_schema.literal_schema(flags)])
        )
    if numbers:
        strict_number = core_schema.int_schema(strict=True)
        literal = core_schema.literal_schema(numbers)
        choices.append(core_schema.chain_schema([strict_number, literal]))
    if others:
        choices.append(core_schema.literal_schema(others))
    whole = choices[0]
    if len(choices) > 1:
        whole = core_schema.union_schema(list(choices))
    node.clear()
    node.update(cast("dict[str, Any]", whole))
