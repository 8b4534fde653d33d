"""Keywords that belong to another version than the document's: read as their own version has them, and reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from specbind import rules
from specbind.ir.types import Json
from specbind.openapi.dialects import Dialect
from specbind.openapi.tree import Node

_SWAGGER: Final = Dialect.SWAGGER_2_0
_FIRST: Final = Dialect.OPENAPI_3_0
_SINCE_3_0: Final = ("oneOf", "anyOf", "not", "writeOnly", "deprecated")
_SINCE_3_1: Final = (
    "const",
    "if",
    "prefixItems",
    "contains",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "dependentRequired",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "examples",
    "$defs",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
)
_OF_DRAFTS: Final = ("dependencies", "additionalItems")
_DRAFTS: Final = "older drafts of JSON Schema"


def _origins(dialect: Dialect) -> dict[str, str]:
    """The keywords that a version does not have, and where they are from."""
    found = dict.fromkeys(_OF_DRAFTS, _DRAFTS)
    if dialect is not _FIRST:
        found["nullable"] = Dialect.OPENAPI_3_0.title
    if dialect is _SWAGGER:
        found |= dict.fromkeys(_SINCE_3_0, Dialect.OPENAPI_3_0.title)
    if not dialect.is_json_schema:
        found |= dict.fromkeys(_SINCE_3_1, Dialect.OPENAPI_3_1.title)
    return found


_ORIGINS: Final = {dialect: _origins(dialect) for dialect in Dialect}
_KEYS: Final = {dialect: frozenset(origins) for dialect, origins in _ORIGINS.items()}


def report_schema(node: Node, dialect: Dialect) -> None:
    """Report what a schema has of another version."""
    value = node.value
    assert isinstance(value, dict)
    if not _KEYS[dialect].isdisjoint(value):
        for key in value:
            if (origin := _ORIGINS[dialect].get(key)) is not None and not _harmless(key, value[key]):
                report(node, key, f"`{key}` is of {origin}", dialect)
    for key, check in _FORMS.items():
        if key in value and (origin := check(value[key], dialect)):
            report(node, key, origin, dialect)


def report_document(top: Node, dialect: Dialect) -> None:
    """Report the members of a document that its version does not have."""
    for version, keys in _MEMBERS.items():
        for key in keys if version is not dialect else ():
            newer = version in _ORDER[_ORDER.index(dialect) :]
            if top.has(key) and (newer or version is _SWAGGER):
                report(top, key, f"`{key}` is of {version.title}", dialect)


_ORDER: Final = list(Dialect)
_MEMBERS: Final = {
    _SWAGGER: (
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
    ),
    Dialect.OPENAPI_3_0: ("components", "servers"),
    Dialect.OPENAPI_3_1: ("webhooks", "jsonSchemaDialect"),
    Dialect.OPENAPI_3_2: ("$self",),
}


def report(node: Node, key: str, origin: str, dialect: Dialect) -> None:
    """Report a member of a node that is read though the version of the document does not have it."""
    message = f"{origin}, and the document is {dialect.title}"
    (node.get(key) or node).report(rules.OTHER_VERSION, message, label="read as it is meant there")


def _harmless(key: str, value: Json) -> bool:
    """Whether a flag is not raised: generators write `nullable: false` everywhere."""
    return value is not True and key in ("nullable", "deprecated", "writeOnly")


def _type(value: Json, dialect: Dialect) -> str:
    if isinstance(value, list) and not dialect.is_json_schema:
        return f"a list of types is of {Dialect.OPENAPI_3_1.title}"
    if value == "null" and not dialect.is_json_schema:
        return f"the type `null` is of {Dialect.OPENAPI_3_1.title}"
    if (value == "file" or (isinstance(value, list) and "file" in value)) and dialect is not _SWAGGER:
        return f"the type `file` is of {_SWAGGER.title}"
    return ""


def _items(value: Json, dialect: Dialect) -> str:
    return f"a list under `items` is of {_DRAFTS}" if isinstance(value, list) else ""


def _exclusive(value: Json, dialect: Dialect) -> str:
    if isinstance(value, bool) and dialect.is_json_schema:
        return f"a limit that is true or false is of {Dialect.OPENAPI_3_0.title}"
    if isinstance(value, int | float) and not isinstance(value, bool) and not dialect.is_json_schema:
        return f"an exclusive limit that is a number is of {Dialect.OPENAPI_3_1.title}"
    return ""


def _discriminator(value: Json, dialect: Dialect) -> str:
    if isinstance(value, str) and dialect is not _SWAGGER:
        return f"a discriminator that is a name is of {_SWAGGER.title}"
    if isinstance(value, dict) and dialect is _SWAGGER:
        return f"a discriminator that is a mapping is of {Dialect.OPENAPI_3_0.title}"
    return ""


def _examples(value: Json, dialect: Dialect) -> str:
    """A list is of 3.1 and reported with the keywords; a mapping is of no version."""
    return "a mapping under a schema's `examples` is of media types" if isinstance(value, dict) else ""


_FORMS: Final[dict[str, Callable[[Json, Dialect], str]]] = {
    "type": _type,
    "items": _items,
    "exclusiveMinimum": _exclusive,
    "exclusiveMaximum": _exclusive,
    "discriminator": _discriminator,
    "examples": _examples,
}
