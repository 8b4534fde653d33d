"""Python names of the members of one class, of the arguments of one method."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping

from specbind.ir.types import Access, Field, ObjectType
from specbind.python import words

_BUILTINS = frozenset(["bool", "bytes", "dict", "dt", "float", "int", "list", "object", "str", "tuple", "type"])
_MODEL_ATTRIBUTES = frozenset(
    [
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ]
)
RESERVED_FIELDS = (_BUILTINS - {"object", "type"}) | _MODEL_ATTRIBUTES
RESERVED_OPTIONS = frozenset(
    ["extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key", "max_retries"]
)
RESERVED_ARGUMENTS = RESERVED_OPTIONS | {"self", "cls", "options", "operations"}


def settle(wire_names: Iterable[str], reserved: frozenset[str]) -> Mapping[str, str]:
    """A distinct Python name for each wire name, in order.

    A reserved name gets a trailing underscore. Of several wire names with one Python name, the one spelled exactly so
    keeps it and each other gets one more underscore, in the order of the document.
    """
    names = list(dict.fromkeys(wire_names))
    wanted = {wire: _safe(words.snake(wire), reserved) for wire in names}
    taken: dict[str, str] = {}
    for wire in sorted(names, key=lambda wire: wanted[wire] != wire):
        name = wanted[wire]
        while name in taken:
            name += "_"
        taken[name] = wire
        wanted[wire] = name
    return wanted


def _safe(name: str, reserved: frozenset[str]) -> str:
    return f"{name}_" if name in reserved or keyword.iskeyword(name) else name


def is_plain(name: str) -> bool:
    """Whether a name means in a class body what it says: no keyword, nothing Python would mangle or treat specially."""
    return not keyword.iskeyword(name) and not name.startswith("__") and name.isascii()


def camel(name: str) -> str:
    """`created_at` as `createdAt`: what `CamelModel` does at run time."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def pascal(name: str) -> str:
    """`created_at` as `CreatedAt`: what `PascalModel` does at run time."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def request_fields(of: ObjectType) -> tuple[Field, ...]:
    """The fields that may be sent."""
    return tuple(field for field in of.fields if field.access is not Access.READ_ONLY)
