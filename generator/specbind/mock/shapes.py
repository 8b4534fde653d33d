"""Values held against types: the types as JSON Schema, what a validator finds as complaints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import ValidationError
from jsonschema.protocols import Validator

from specbind.ir.types import Json, Type, TypeDecl
from specbind.mock.complaints import Complaint, Place, listed, meant, shown
from specbind.mock.validation import Validators
from specbind.openapi_export.schemas import Schemas
from specbind.openapi_export.tree import Origins

_NOUNS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "array": "an array",
    "object": "an object",
}
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} members",
    "maxProperties": "at most {} members",
    "pattern": "a text that matches {}",
    "format": "a text of the format {}",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value was found: a part of the request, the name of a parameter, a pointer to the value itself."""

    place: Place
    name: str = ""
    pointer: str = ""

    def below(self, path: Iterable[str | int]) -> Spot:
        """A spot within this one."""
        steps = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
        return Spot(self.place, self.name, self.pointer + steps)

    def complaint(self, expected: str, found: str | None) -> Complaint:
        """A complaint about it."""
        return Complaint(self.place, self.name, self.pointer, expected, found)


class Shapes:
    """The types of one API, with a validator for each that is asked for."""

    def __init__(self, types: Sequence[TypeDecl]) -> None:
        self._schemas = Schemas(types, Origins())
        self._validators = Validators(self._schemas.components())
        self._made: dict[int, tuple[Type, Validator]] = {}

    def _validator(self, of: Type) -> Validator:
        """The validator of a type, which is kept as long as the type so that its identity stays its own."""
        if id(of) not in self._made:
            self._made[id(of)] = of, self._validators.of(self._schemas.of(of))
        return self._made[id(of)][1]

    def holds(self, of: Type, value: Json) -> bool:
        """Whether a value that is sent is one of a type's."""
        return not any(True for _ in self._validator(of).iter_errors(cast(Any, value)))

    def complaints(self, of: Type, value: Json, spot: Spot) -> Iterator[Complaint]:
        """Where a value that is sent is not what a type says."""
        for error in self._validator(of).iter_errors(cast(Any, value)):
            for each in _narrowed(error):
                yield _complaint(each, spot)


def _narrowed(error: ValidationError) -> Iterator[ValidationError]:
    """The errors of the variant that was meant, instead of the error that no variant fits."""
    if error.validator != "anyOf":
        yield error
        return
    by_variant: dict[object, list[ValidationError]] = defaultdict(list)
    for inner in error.context or ():
        by_variant[inner.relative_schema_path[0]].append(inner)
    near = [errors for errors in by_variant.values() if not any(_is_other(each) for each in errors)]
    if not near:
        yield error
        return
    for inner in min(near, key=len):
        yield from _narrowed(inner)


def _is_other(error: ValidationError) -> bool:
    """Whether an error says that quite another value was meant: it is about the value itself, or about a tag."""
    depth = len(error.relative_path)
    return (depth == 0 and error.validator in ("type", "enum", "const")) or (depth == 1 and error.validator == "const")


def _complaint(error: ValidationError, spot: Spot) -> Complaint:
    """An error of the validator in words."""
    at = spot.below(error.absolute_path)
    value = error.validator_value
    match error.validator:
        case "required":
            return at.complaint("a value, which is required", None)
        case "additionalProperties":
            known = cast("dict[str, Json]", error.schema).get("properties", {})
            names = list(cast("dict[str, Json]", known))
            expected = f"no such member{meant(error.message, names)}"
            return at.complaint(expected, shown(cast("dict[str, Json]", error.instance)[error.message]))
        case "readOnly":
            return at.complaint("no value, because it is read-only", shown(cast(Json, error.instance)))
        case "anyOf":
            return at.complaint(_variants(error), shown(cast(Json, error.instance)))
        case "uniqueItems":
            return at.complaint("items that differ", shown(cast(Json, error.instance)))
        case _:
            return at.complaint(_expected(str(error.validator), value), shown(cast(Json, error.instance)))


def _expected(keyword: str, value: object) -> str:
    match keyword, value:
        case "type", str() | list():
            words = [value] if isinstance(value, str) else value
            return listed(_NOUNS.get(str(word), str(word)) for word in words)
        case "enum", list():
            return listed(shown(each) for each in value)
        case "const", _:
            return shown(cast(Json, value))
        case _:
            return _LIMITS.get(keyword, f"what `{keyword}` says").format(value)


def _variants(error: ValidationError) -> str:
    """What each of several variants expects of the value itself."""
    words = [
        _expected(str(inner.validator), inner.validator_value)
        for inner in error.context or ()
        if not inner.relative_path and inner.validator in ("type", "enum", "const")
    ]
    return listed(dict.fromkeys(words)) or "a value of one of the documented variants"
