"""What pydantic is told about emitted types beyond their annotations.

Literals take only what JSON calls equal: 1 and 1.0 are, 1 and true are not. Of a union whose
variants no tag tells apart, an object in JSON has to be one of the documented variants.
"""

from __future__ import annotations

from typing import Any, NoReturn, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_APART = frozenset(("metadata", "default"))
_UNKNOWN = f"{__package__}.models.UnknownVariant:"


class Exactly:
    """Marks a type whose literals and unions are read as `tell_apart` says."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        tell_apart(schema, None)
        return schema


def tell_apart(schema: CoreSchema, model: type | None) -> None:
    """Change the literals and unions of a schema, but not those of other models than this one.

    pydantic compares by `==`, by which true is 1 and false is 0; and it takes any object for
    the `UnknownVariant` of a union, which in a union without tags would hide a broken one.
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
                continue
            if node.get("type") == "union":
                node["choices"] = [_documented(each) for each in node["choices"]]
            if node.get("type") != "model" or node.get("cls") is model:
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


def _documented(choice: Any) -> Any:
    """A choice of a union; if it is the one for unknown variants, none that JSON can take."""
    if not isinstance(choice, dict):
        return choice
    node = cast("dict[str, Any]", choice)
    if not str(node.get("schema_ref", "")).startswith(_UNKNOWN):
        return node
    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_before_validator_function(
            _refuse, cast("CoreSchema", dict(node))
        ),
        python_schema=cast("CoreSchema", dict(node)),
    )


def _refuse(_: object) -> NoReturn:
    raise ValueError("none of the documented variants")
