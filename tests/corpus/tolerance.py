"""Why emitted models take a value that a JSON Schema validator refuses: read from the validator's tree of errors.

The reasons are those of docs/generated-client.md; what has none is a disagreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from jsonschema import ValidationError

from tests.wire.document import Document, Placed

LIMITS = frozenset(
    "format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems "
    "uniqueItems minProperties maxProperties contains minContains maxContains contentEncoding".split()
)
CONDITIONS = frozenset(
    "not if then else dependentRequired dependentSchemas additionalProperties unevaluatedProperties "
    "propertyNames".split()
)


class Tolerance:
    """The reasons to take what a validator of one document refuses."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def reason(self, error: ValidationError) -> str:
        """The reason to take what this error refuses, or nothing."""
        word = str(error.validator)
        if word in LIMITS:
            return "a limit or a format of a result"
        if word in CONDITIONS:
            return "a condition that no type says"
        if word == "enum" and _is_of_a_kind(error.instance, error.validator_value):
            return "an unknown value of an enum"
        if word == "type" and _is_decimal(error.schema, error.instance):
            return "a decimal in the other notation"
        return self._union(error, word) if word in ("anyOf", "oneOf") else ""

    def _union(self, error: ValidationError, word: str) -> str:
        """A union takes what one of its variants takes by design, and a tag that is unknown."""
        if not error.context:
            return "several variants of a oneOf"
        listed = [each for each in error.context if each.validator in ("const", "enum") and not each.relative_path]
        if len(listed) == len(error.context) and _is_of_a_kind(error.instance, _values(listed)):
            return "an unknown value of an enum"
        branches: dict[Any, list[ValidationError]] = {}
        for each in error.context:
            branches.setdefault(each.relative_schema_path[0], []).append(each)
        for errors in branches.values():
            reasons = [self.reason(each) for each in errors]
            if all(reasons):
                return reasons[0]
        if not isinstance(error.instance, Mapping):
            return ""
        written = error.schema.get("discriminator")
        tag = written.get("propertyName") if isinstance(written, Mapping) else None
        if tag is None and not self._are_told_apart(error.schema[word]):
            return ""
        wrong = [set(_wrong_tags(errors, tag)) for errors in branches.values() if not _is_for_no_object(errors)]
        return "an unknown variant of a union" if wrong and set.intersection(*wrong) else ""

    def _are_told_apart(self, variants: list[Any]) -> bool:
        """Whether a member that must be there is limited to other values in each variant that is an object."""
        listed = [self._listed(Placed(each, self._document.base)) for each in variants]
        listed = [each for each in listed if each is not None]
        for name in set.intersection(*map(set, listed)) if listed else ():
            values = [value for each in listed for value in each[name]]
            if len(values) == len(set(map(repr, values))) and len(listed) > 1:
                return True
        return False

    def _listed(self, variant: Placed) -> dict[str, list[Any]] | None:
        """The required members of an object that are limited to some values, with these; None for what is no object."""
        if "object" not in self._document.kinds(variant):
            return None
        found: dict[str, list[Any]] = {}
        required: set[str] = set()
        stack = [variant]
        while stack:
            part = self._document.follow(stack.pop())
            stack += [Placed(each, part.base) for each in part.value.get("allOf", ())]
            required.update(part.value.get("required", ()))
            for name, member in part.value.get("properties", {}).items():
                end = self._document.follow(Placed(member, part.base)).value
                if isinstance(end, Mapping) and ("const" in end or "enum" in end):
                    found[name] = [end["const"]] if "const" in end else end["enum"]
        return {name: values for name, values in found.items() if name in required}


def _is_decimal(schema: Any, instance: Any) -> bool:
    """Whether a text that is a decimal came as a number, or the other way round."""
    if not isinstance(schema, Mapping) or schema.get("format") != "decimal" or isinstance(instance, bool):
        return False
    try:
        return isinstance(instance, int | float | str) and Decimal(str(instance)).is_finite()
    except InvalidOperation:
        return False


def _values(errors: list[ValidationError]) -> list[Any]:
    """The values that these errors' keywords list."""
    values = [each.validator_value for each in errors if each.validator == "const"]
    return values + [value for each in errors if each.validator == "enum" for value in each.validator_value]


def _is_of_a_kind(instance: Any, values: list[Any]) -> bool:
    """Whether a value is of the type of one of these; 3.0 is an integer."""
    whole = int(instance) if isinstance(instance, float) and instance.is_integer() else instance
    return type(whole) in {type(each) for each in values}


def _is_for_no_object(errors: list[ValidationError]) -> bool:
    """Whether a branch refuses objects altogether."""
    return any(each.validator == "type" and not each.relative_path for each in errors)


def _wrong_tags(errors: list[ValidationError], tag: str | None) -> Iterator[str]:
    """Members that tell variants apart and do not fit this one: of another constant, or not there."""
    for each in errors:
        inside = list(each.relative_path)
        if len(inside) == 1 and (each.validator in ("const", "enum") or inside[0] == tag):
            yield str(inside[0])
        elif not inside and each.validator == "required":
            declared = each.schema.get("properties", {})
            for name in each.validator_value:
                if name not in each.instance and (name == tag or _is_constant(declared.get(name))):
                    yield name


def _is_constant(schema: Any) -> bool:
    return isinstance(schema, Mapping) and ("const" in schema or "enum" in schema)
