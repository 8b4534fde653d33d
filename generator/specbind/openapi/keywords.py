"""`type`, said or implied, and the keywords that no type can say."""

from __future__ import annotations

from typing import Final

from specbind import rules
from specbind.ir.types import Json, ObjectType, TupleType, Type
from specbind.openapi.scalars import STRING_FORMATS
from specbind.openapi.tree import Node

_TYPES: Final = frozenset(("string", "integer", "number", "boolean", "array", "object", "null", "file"))
_OBJECT_KEYS: Final = frozenset(
    ("properties", "additionalProperties", "patternProperties", "required", "minProperties", "maxProperties")
)
_ARRAY_KEYS: Final = frozenset(("items", "prefixItems", "minItems", "maxItems", "uniqueItems"))
_STRING_KEYS: Final = frozenset(("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"))
_NUMBER_KEYS: Final = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
_MEANT: Final = {
    **{name: name for name in _TYPES},
    **dict.fromkeys(("str", "text", "date", "datetime", "date-time", "uuid", "char"), "string"),
    **dict.fromkeys(("int", "long", "int32", "int64"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("list", "set"), "array"),
    **dict.fromkeys(("dict", "map", "struct"), "object"),
    "bool": "boolean",
    "none": "null",
}
_BY_FORMAT: Final = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}
_WIDENED: Final = ("not", "if", "dependentSchemas")
_UNTYPED: Final = ("dependentRequired", "dependencies", "propertyNames", "contains", "contentSchema")
_SHAPING: Final = frozenset(
    ("type", "enum", "const", "properties", "additionalProperties", "patternProperties", "required")
).union(("items", "prefixItems", "oneOf", "anyOf", "$ref"))
_DYNAMIC: Final = ("$dynamicRef", "$recursiveRef")


def types_of(node: Node) -> tuple[tuple[str, ...], bool]:
    """The types a schema allows, null apart, and whether it says that null is allowed too."""
    null = says_null(node)
    declared = node.get("type")
    if declared is None or declared.value is None:
        return _implied(node), null
    match declared.value:
        case str() as name:
            names = [name] if _known(declared) else []
        case list():
            names = list(dict.fromkeys(str(item.value) for item in declared.items() if _known(item)))
            if not declared.value:
                declared.wrong("a type or a list of types")
        case _:
            declared.wrong("a type or a list of types")
            names = []
    if "null" in names and len(names) > 1:
        return tuple(name for name in names if name != "null"), True
    return tuple(names) or _implied(node), null


def says_null(node: Node) -> bool:
    """Whether a flag beside the type allows null: `nullable`, or what Swagger 2.0 documents use for it."""
    return any(node.has(key) and node.flag(key) for key in ("nullable", "x-nullable"))


def _known(item: Node) -> bool:
    if isinstance(item.value, str) and item.value in _TYPES:
        return True
    if isinstance(item.value, str):
        meant = _MEANT.get(item.value.lower())
        help = f"write `{meant}`, if that is meant" if meant is not None else ""
        item.report(rules.UNKNOWN_SCHEMA_TYPE, f"there is no type `{item.value}`", label="ignored", help=help)
    else:
        item.wrong("the name of a type")
    return False


def _implied(node: Node) -> tuple[str, ...]:
    """The type that the other keywords are about."""
    value = node.value
    if not isinstance(value, dict) or "enum" in value or "const" in value:
        return ()
    for name, keys in (
        ("object", _OBJECT_KEYS),
        ("array", _ARRAY_KEYS),
        ("string", _STRING_KEYS),
        ("number", _NUMBER_KEYS),
    ):
        if not keys.isdisjoint(value):
            return (name,)
    format = value.get("format")
    if isinstance(format, str):
        return ("string",) if format in STRING_FORMATS else (_BY_FORMAT[format],) if format in _BY_FORMAT else ()
    return ()


def report_keywords(node: Node, of: Type) -> None:
    """Report the keywords of a schema that its type leaves out."""
    assert isinstance(node.value, dict)
    for key in _WIDENED:
        if key in node.value:
            _report_widened(node, key)
    for key in _UNTYPED:
        if key in node.value and not (key == "propertyNames" and _is_any_text(node.value[key])):
            _report_untyped(node, key)
    for key in _DYNAMIC:
        if key in node.value:
            (node.get(key) or node).report(
                rules.DYNAMIC_REFERENCE, f"`{key}` is not followed", label="any value is accepted"
            )
    if "unevaluatedProperties" in node.value and not isinstance(of, ObjectType):
        _report_untyped(node, "unevaluatedProperties")
    if "unevaluatedItems" in node.value and not isinstance(of, TupleType):
        _report_untyped(node, "unevaluatedItems")


def only_constrains(node: Node) -> bool:
    """Whether a schema limits values of one type without asking for that type."""
    return isinstance(node.value, dict) and _SHAPING.isdisjoint(node.value)


def _is_any_text(schema: Json) -> bool:
    """Whether a schema of names allows every name."""
    return schema is True or (
        isinstance(schema, dict)
        and schema.keys() <= {"type", "title", "description"}
        and schema.get("type") == "string"
    )


def _report_widened(node: Node, key: str) -> None:
    at = node.get(key)
    assert at is not None
    inner = at.value
    if key == "not" and isinstance(inner, dict) and inner.keys() <= {"required", "anyOf", "oneOf", "description"}:
        _report_untyped(node, key)
        return
    label = "widened" if key == "not" else "the members it adds are optional"
    at.report(rules.WIDENED_KEYWORD, f"`{key}` cannot be said by a type", label=label)


def _report_untyped(node: Node, key: str) -> None:
    (node.get(key) or node).report(rules.UNTYPED_CONSTRAINT, f"`{key}` is not checked", label="not checked")
