"""Values that a schema allows, made on our own: always the same for the same schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.wire.document import Document, Placed

_FORMATS = {
    "date-time": "2026-03-01T07:00:00Z",
    "date": "2026-03-01",
    "time": "06:30:00Z",
    "duration": "PT20M",
    "uuid": "3e1d8f9a-6f0b-4c7e-9a55-0d6a8f1f2b3c",
    "uri": "https://example.com/a",
    "email": "ada@example.com",
    "byte": "3q2+7w==",
    "decimal": "12.50",
}
_DEEP = 5


class Sampler:
    """Makes values. `sent` leaves out what is read-only, else what is write-only; `full` fills optional members."""

    def __init__(self, document: Document, *, sent: bool, full: bool) -> None:
        self._document = document
        self._hidden = "readOnly" if sent else "writeOnly"
        self._full = full

    def value(self, placed: Placed, name: str = "value", depth: int = 0) -> Any:
        """A value of a schema; `name` flavours texts."""
        placed = self._document.follow(placed)
        schema = placed.value
        if not isinstance(schema, Mapping):
            return name
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return next(value for value in schema["enum"] if value is not None)
        if "allOf" in schema or "properties" in schema:
            merged = self._merged(placed, name, depth)
            if merged is not None:
                return merged
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self._variant(placed, word, name, depth)
        kinds = schema.get("type", self._guess(schema))
        kind = next((each for each in kinds if each != "null"), "null") if isinstance(kinds, list) else kinds
        return self._plain(kind, placed, name, depth)

    @staticmethod
    def _guess(schema: Mapping[str, Any]) -> str:
        if "items" in schema or "prefixItems" in schema:
            return "array"
        return "object" if "additionalProperties" in schema else "string"

    def _variant(self, placed: Placed, word: str, name: str, depth: int) -> Any:
        schema = placed.value
        variants = [Placed(each, placed.base) for each in schema[word]]
        chosen = next(each for each in variants if self._document.kinds(each) != {"null"})
        value = self.value(chosen, name, depth)
        tag = schema.get("discriminator", {}).get("propertyName")
        if tag is not None and isinstance(value, dict):
            reference = str(chosen.value.get("$ref", ""))
            mapping = schema["discriminator"].get("mapping", {})
            named = reference.rpartition("/")[2]
            value[tag] = next(
                (key for key, target in mapping.items() if target.rpartition("/")[2] == named),
                value.get(tag) if "const" in str(self._members(chosen).get(tag, "")) else named,
            )
        return value

    def _members(self, placed: Placed) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self._document.parts(placed):
            found.update(part.value.get("properties", {}))
        return found

    def _merged(self, placed: Placed, name: str, depth: int) -> Any:
        """An object of everything that holds together, or None where the parts are no objects."""
        members: dict[str, Placed] = {}
        required: set[str] = set()
        stack = [placed]
        objects = False
        while stack:
            part = self._document.follow(stack.pop(0))
            if not isinstance(part.value, Mapping):
                continue
            objects = objects or bool({"properties", "additionalProperties"} & set(part.value))
            for key, schema in part.value.get("properties", {}).items():
                if key not in members or "const" in str(schema):
                    members[key] = Placed(schema, part.base)
            required |= set(part.value.get("required", ()))
            stack += [Placed(each, part.base) for each in part.value.get("allOf", ())]
        if not objects:
            return self.value(Placed(placed.value["allOf"][0], placed.base), name, depth)
        made: dict[str, Any] = {}
        for key, member in members.items():
            wanted = key in required or (self._full and depth < _DEEP)
            if wanted and not self._is_hidden(member):
                made[key] = self.value(member, key, depth + 1)
        for unwanted in placed.value.get("not", {}).get("required", ())[1:]:
            made.pop(unwanted, None)
        for word in ("oneOf", "anyOf"):
            if word in placed.value:
                extra = self._variant(placed, word, name, depth)
                made = {**made, **extra} if isinstance(extra, dict) else made
        if not made and placed.value.get("minProperties") and members:
            key = next(iter(members))
            made[key] = self.value(members[key], key, depth + 1)
        return made

    def _is_hidden(self, placed: Placed) -> bool:
        while isinstance(placed.value, Mapping):
            if placed.value.get(self._hidden):
                return True
            if "$ref" not in placed.value:
                return False
            found = self._document.registry.resolver(placed.base).lookup(placed.value["$ref"])
            placed = Placed(found.contents, found.resolver._base_uri)
        return False

    def _plain(self, kind: str, placed: Placed, name: str, depth: int) -> Any:
        schema = placed.value
        match kind:
            case "string":
                return text(schema, name)
            case "integer":
                return int(number(schema, 3))
            case "number":
                return number(schema, 2.5)
            case "boolean":
                return True
            case "array":
                return self._array(placed, name, depth)
            case "object":
                return self._map(placed, name, depth)
            case _:
                return None

    def _array(self, placed: Placed, name: str, depth: int) -> list[Any]:
        schema = placed.value
        made = [self.value(Placed(each, placed.base), name, depth + 1) for each in schema.get("prefixItems", ())]
        item = schema.get("items", True)
        if item is False or (depth >= _DEEP and not schema.get("minItems")):
            return made
        wanted = max(schema.get("minItems", 0), 1 if schema.get("uniqueItems") or schema.get("maxItems") == 1 else 2)
        for index in range(len(made), wanted):
            value = self.value(Placed(item, placed.base), f"{name}{index}", depth + 1)
            if value in made and isinstance(item, Mapping):
                choices = self._document.follow(Placed(item, placed.base)).value.get("enum", ())
                value = choices[index] if index < len(choices) else value
            made.append(value)
        return made

    def _map(self, placed: Placed, name: str, depth: int) -> dict[str, Any]:
        schema = placed.value
        value = schema.get("additionalProperties")
        for pattern, below in schema.get("patternProperties", {}).items():
            return {matching(pattern): self.value(Placed(below, placed.base), name, depth + 1)}
        if isinstance(value, Mapping) and depth < _DEEP:
            return {"one key": self.value(Placed(value, placed.base), name, depth + 1)}
        return {} if value is False or depth >= _DEEP else {"one key": "any value"}


def text(schema: Mapping[str, Any], name: str) -> str:
    """A text of a format, a pattern or a length; awkward characters where nothing forbids them."""
    if "pattern" in schema:
        return matching(schema["pattern"])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("contentEncoding") in ("base64", "base16"):
        return "ABCD"
    value = f"{name} é/&=?"
    while len(value) < schema.get("minLength", 0):
        value += "."
    return value[: schema.get("maxLength", len(value))]


def number(schema: Mapping[str, Any], wanted: float) -> float:
    """A number within its limits."""
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    value: float = wanted
    if low is not None and value <= low:
        value = low if "minimum" in schema else low + 1
    if high is not None and value >= high:
        value = high if "maximum" in schema else high - 1
    step = schema.get("multipleOf")
    return value if step is None else round(value / step) * step


def matching(pattern: str) -> str:
    """The shortest text of a regular expression, near enough."""
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

    def write(parsed: Any) -> str:
        made = ""
        for code, argument in parsed:
            if code is codes.LITERAL:
                made += chr(argument)
            elif code is codes.ANY:
                made += "a"
            elif code is codes.IN:
                kind, value = argument[0]
                made += chr(value[0]) if kind is codes.RANGE else chr(value) if kind is codes.LITERAL else "0"
            elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
                made += write(argument[2]) * argument[0]
            elif code is codes.SUBPATTERN:
                made += write(argument[3])
            elif code is codes.BRANCH:
                made += write(argument[1][0])
        return made

    found = write(parser.parse(pattern))
    assert re.search(pattern, found), f"{found!r} is no text of {pattern!r}"
    return found
