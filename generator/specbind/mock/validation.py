"""JSON Schema 2020-12 as requests are held against it: by `jsonschema`, with what OpenAPI adds for requests.

Read-only members may not be sent and are never required (OpenAPI 3.1 section 4.8.24.5); a discriminator chooses the
variant; a pattern that cannot be read, or that could take for ever, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from specbind.ir.extensions import DISCRIMINATOR
from specbind.ir.types import Json, StringFormat
from specbind.patterns import finds
from specbind.python.examples import is_base64, is_format

ROOT = "urn:specbind:api"
_BITS = {"int32": 31, "int64": 63}

Schema = Mapping[str, Any]
Errors = Iterator[ValidationError]


def _required(validator: Any, names: Any, instance: Any, schema: Schema) -> Errors:
    if not isinstance(instance, dict):
        return
    properties = schema.get("properties", {})
    for name in names:
        known = properties.get(name)
        if name not in instance and not (isinstance(known, dict) and known.get("readOnly") is True):
            yield ValidationError(name, validator="required", path=[name])


def _read_only(validator: Any, flag: Any, instance: Any, schema: Schema) -> Errors:
    if flag is True:
        yield ValidationError("read-only", validator="readOnly")


def _pattern(validator: Any, pattern: str, instance: Any, schema: Schema) -> Errors:
    if isinstance(instance, str) and finds(pattern, instance) is False:
        yield ValidationError("pattern", validator="pattern")


def _additional(validator: Any, allowed: Any, instance: Any, schema: Schema) -> Errors:
    if not isinstance(instance, dict):
        return
    properties = schema.get("properties", {})
    for name in [name for name in instance if name not in properties]:
        if allowed is False:
            yield ValidationError(name, validator="additionalProperties", path=[name])
        else:
            yield from validator.descend(instance[name], allowed, path=name)


def _one_of(validator: Any, variants: Any, instance: Any, schema: Schema) -> Errors:
    """The variants that the tag names; all of them where there is no tag."""
    name, tags = _tags(schema, variants)
    tag = instance.get(name) if isinstance(instance, dict) and tags else None
    if tag is None:
        yield from _any_of(validator, variants, instance, schema)
        return
    text = str(tag).lower() if isinstance(tag, bool) else str(tag)
    chosen = [variants[index] for index in tags.get(text, ())]
    if len(chosen) == 1:
        yield from validator.descend(instance, chosen[0])
    elif chosen:
        yield from _any_of(validator, chosen, instance, schema)
    elif not _has_default(schema):
        yield ValidationError("tag", validator="enum", validator_value=list(tags), instance=tag, path=[name])


def _has_default(schema: Schema) -> bool:
    extended = schema.get(DISCRIMINATOR)
    return isinstance(extended, dict) and extended.get("default") is not None


def _tags(schema: Schema, variants: Any) -> tuple[str, dict[str, list[int]]]:
    """The member that tells variants apart, and the indexes of the variants of each tag."""
    found: dict[str, list[int]] = {}
    exact = schema.get(DISCRIMINATOR)
    if isinstance(exact, dict):
        for each in exact["tags"]:
            found.setdefault(each["tag"], []).append(each["variant"])
        return exact["propertyName"], found
    plain = schema.get("discriminator", {})
    references = {variant.get("$ref"): index for index, variant in enumerate(variants) if isinstance(variant, dict)}
    for tag, reference in plain.get("mapping", {}).items():
        if reference in references:
            found.setdefault(tag, []).append(references[reference])
    return plain.get("propertyName", ""), found


def _any_of(validator: Any, variants: Any, instance: Any, schema: Schema) -> Errors:
    found: list[ValidationError] = []
    for index, variant in enumerate(variants):
        errors = list(validator.descend(instance, variant, schema_path=index))
        if not errors:
            return
        found += errors
    yield ValidationError("variants", validator="anyOf", context=found)


_Validator: Any = cast(Any, extend)(
    Draft202012Validator,
    {
        "required": _required,
        "readOnly": _read_only,
        "pattern": _pattern,
        "additionalProperties": _additional,
        "oneOf": _one_of,
        "anyOf": _any_of,
    },
)


class Validators:
    """Validators of the schemas of one document, whose references lead into `components`."""

    def __init__(self, components: Mapping[str, Json]) -> None:
        self._places: dict[str, Json] = {}
        document = {"components": {"schemas": components}, "places": self._places}
        self._registry: Registry[Any] = Registry().with_resource(ROOT, DRAFT202012.create_resource(document))

    def of(self, schema: dict[str, Json]) -> Validator:
        """A validator of a schema, which becomes a part of the document."""
        key = str(len(self._places))
        self._places[key] = schema
        reference = {"$ref": f"{ROOT}#/places/{key}"}
        return cast("Validator", _Validator(reference, registry=self._registry, format_checker=FORMATS))


FORMATS = FormatChecker(formats=())


def _checks(name: str) -> None:
    """Check a format that the types of the IR know; any other is an annotation."""
    if name in _BITS:
        FORMATS.checks(name)(lambda value: _in_bits(value, _BITS[name]))
    elif name == StringFormat.BYTE.value:
        FORMATS.checks(name)(lambda value: not isinstance(value, str) or is_base64(value))
    else:
        FORMATS.checks(name)(lambda value: not isinstance(value, str) or is_format(value, StringFormat(name)))


def _in_bits(value: object, bits: int) -> bool:
    return isinstance(value, bool) or not isinstance(value, int) or -(2**bits) <= value < 2**bits


for _name in ("int32", "int64", "byte", "date-time", "date", "time", "duration", "uuid", "decimal"):
    _checks(_name)
