"""Single edits of descriptions, each with the rules and the verdict that a review has to give it.

The expectations are an independent reading: which messages hold a place is found by following `$ref` in the raw
document, and each kind of edit says what it does to values that are sent and to values that are received.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from specbind.diff.finding import Wire

Doc = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch", "options", "head")
B, R, S, D = Wire.BREAKING, Wire.RISKY, Wire.SAFE, Wire.DOCS


@dataclass(frozen=True)
class Expected:
    """What a review has to say of one edit: one finding with one of these rules and this verdict; or nothing."""

    rules: frozenset[str]
    wire: Wire


@dataclass(frozen=True)
class Property:
    """A member of a component: in which messages it is, and the object that has it."""

    component: str
    name: str
    schema: Doc
    owner: Doc
    sent: bool
    received: bool

    @property
    def required(self) -> bool:
        return self.name in self.owner.get("required", ())

    @property
    def closed(self) -> bool:
        return self.owner.get("additionalProperties") is False


Edit = Callable[[Doc, random.Random], Expected | None]
"""Changes the document in place; None where it has no place for such an edit."""
KINDS: dict[str, Edit] = {}


def kind(function: Edit) -> Edit:
    """Register an edit under the name of its function."""
    KINDS[function.__name__] = function
    return function


def mutated(doc: Doc, name: str, rng: random.Random) -> tuple[Doc, Expected] | None:
    """A copy of a document with one edit, and what is to be said of it."""
    changed = copy.deepcopy(doc)
    expected = KINDS[name](changed, rng)
    return None if expected is None or changed == doc else (changed, expected)


# Places


def operations(doc: Doc) -> Iterator[tuple[str, str, Doc]]:
    for path, item in doc.get("paths", {}).items():
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield path, method, item[method]


def pick(found: list[Any], rng: random.Random) -> Any:
    return rng.choice(found) if found else None


def followed(doc: Doc, value: Any) -> Any:
    while isinstance(value, dict) and "$ref" in value:
        target: Any = doc
        for token in value["$ref"].removeprefix("#/").split("/"):
            target = target[token.replace("~1", "/").replace("~0", "~")]
        value = target
    return value


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and value["$ref"].startswith("#/components/schemas/"):
            yield value["$ref"].rpartition("/")[2]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def reached(doc: Doc) -> tuple[set[str], set[str]]:
    """The components that requests hold, and those that responses hold."""
    schemas = doc.get("components", {}).get("schemas", {})
    sides: tuple[set[str], set[str]] = (set(), set())
    for path, _, operation in operations(doc):
        body = followed(doc, operation.get("requestBody", {}))
        parameters = [followed(doc, each) for each in operation.get("parameters", ())]
        parameters += [followed(doc, each) for each in doc["paths"][path].get("parameters", ())]
        answers = [followed(doc, each) for each in operation.get("responses", {}).values()]
        for side, roots in ((sides[0], [body, *parameters]), (sides[1], answers)):
            todo = [name for root in roots for name in references(root)]
            while todo:
                name = todo.pop()
                if name not in side and name in schemas:
                    side.add(name)
                    todo += references(schemas[name])
    for hook in (doc.get("webhooks") or {}).values():
        sides[1].update(references(hook))
    return sides


def properties(doc: Doc) -> list[Property]:
    """Members of plain components, which are in no composition and travel both ways."""
    schemas = doc.get("components", {}).get("schemas", {})
    sent, received = reached(doc)
    composed = {
        name
        for schema in _every(doc)
        for key in ("allOf", "oneOf", "anyOf")
        for part in schema.get(key, ())
        for name in references(part)
    }
    one_way = {
        name
        for schema in _every(doc)
        if schema.get("readOnly") or schema.get("writeOnly")
        for name in references(schema)
    }
    found = []
    for component, owner in schemas.items():
        if component in composed or component in one_way or not isinstance(owner.get("properties"), dict):
            continue
        if any(key in owner for key in ("allOf", "oneOf", "anyOf", "$ref", "enum", "x-docs")):
            continue
        if component not in sent | received:
            continue
        for name, schema in owner["properties"].items():
            if isinstance(schema, dict) and not schema.get("readOnly") and not schema.get("writeOnly"):
                found.append(Property(component, name, schema, owner, component in sent, component in received))
    return found


def _every(value: Any) -> Iterator[Doc]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _every(each)
    elif isinstance(value, list):
        for each in value:
            yield from _every(each)


def verdict(place: Property, suffix: str, sent: Wire, received: Wire) -> Expected:
    """The expectation of a change of a member's type."""
    rules, wires = set(), []
    if place.sent:
        rules |= {f"request-property-{suffix}", f"request-parameter-property-{suffix}"}
        wires.append(sent)
    if place.received:
        rules.add(f"response-property-{suffix}")
        wires.append(received)
    if suffix == "type-specialized":
        rules.add("request-property-type-changed")
    return Expected(frozenset(rules), min(wires, key=lambda each: each.rank))


def typed(
    name: str, test: Callable[[Doc], bool], change: Callable[[Doc], None], suffix: str, sent: Wire, got: Wire
) -> None:
    """Register an edit of the schema of one member that fits `test`."""

    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        place = pick([each for each in properties(doc) if test(each.schema)], rng)
        if place is None:
            return None
        change(place.schema)
        return verdict(place, suffix, sent, got)

    KINDS[name] = edit


def of(kind: str, *without: str) -> Callable[[Doc], bool]:
    barred = {"enum", "const", "$ref", "allOf", "oneOf", "anyOf", *without}
    return lambda schema: schema.get("type") == kind and not barred & schema.keys()


def having(kind: str, key: str, *without: str) -> Callable[[Doc], bool]:
    plain = of(kind, *without)
    return lambda schema: plain(schema) and key in schema


# Types of members

typed(
    "text_becomes_integer",
    of("string", "default", "format", "pattern", "minLength", "maxLength"),
    lambda s: s.update(type="integer"),
    "type-changed",
    B,
    B,
)
typed("integer_becomes_number", of("integer", "format"), lambda s: s.update(type="number"), "type-generalized", S, B)
typed(
    "number_becomes_integer",
    of("number", "format", "default"),
    lambda s: s.update(type="integer"),
    "type-specialized",
    B,
    S,
)
typed("boolean_becomes_text", of("boolean", "default"), lambda s: s.update(type="string"), "type-changed", B, B)
typed(
    "text_becomes_list",
    of("string", "default", "format", "pattern", "minLength", "maxLength"),
    lambda s: s.update(type="array", items={"type": "string"}),
    "type-changed",
    B,
    B,
)
typed(
    "text_gets_a_format",
    of("string", "format", "default", "pattern"),
    lambda s: s.update(format="date-time"),
    "type-specialized",
    B,
    S,
)
typed(
    "text_loses_its_format",
    lambda s: of("string")(s) and s.get("format") in ("date-time", "uuid", "uri", "date"),
    lambda s: s.pop("format"),
    "type-generalized",
    S,
    B,
)
typed(
    "text_gets_an_unknown_format",
    of("string", "format"),
    lambda s: s.update(format="postal-code"),
    "type-specialized",
    B,
    S,
)
typed(
    "integer_gets_wider",
    lambda s: of("integer")(s) and s.get("format") == "int32",
    lambda s: s.update(format="int64"),
    "type-generalized",
    S,
    B,
)
typed(
    "integer_gets_narrower",
    lambda s: of("integer")(s) and s.get("format") == "int64",
    lambda s: s.update(format="int32"),
    "type-specialized",
    B,
    S,
)
typed(
    "text_becomes_listed",
    of("string", "format", "default", "pattern", "minLength", "maxLength", "example"),
    lambda s: s.update(enum=["alpha", "beta"]),
    "became-enum",
    B,
    S,
)


def _respelled(values: list[Any]) -> tuple[int, str] | None:
    """The first value of two words with its place, its words joined in another way, if it is not the last one."""
    for index, value in enumerate(values[:-1]):
        if isinstance(value, str) and "_" in value.strip("_") and value.replace("_", "-") not in values:
            return index, value.replace("_", "-")
    return None


def _listed(schema: Doc) -> bool:
    values = schema.get("enum")
    return isinstance(values, list) and len(values) >= 2 and all(isinstance(each, str) for each in values)


typed("value_is_added", _listed, lambda s: s["enum"].append("a-new-value"), "enum-value-added", S, R)
typed(
    "value_is_removed",
    lambda s: _listed(s) and len(s["enum"]) > 2 and s.get("default") != s["enum"][-1],
    lambda s: s["enum"].pop(),
    "enum-value-removed",
    B,
    S,
)
typed(
    "value_has_another_spelling",
    lambda s: _listed(s) and _respelled(s["enum"]) is not None,
    lambda s: s["enum"].__setitem__(*_respelled(s["enum"]) or (0, s["enum"][0])),
    "enum-value-renamed",
    B,
    R,
)
typed(
    "values_are_lifted",
    lambda s: _listed(s) and s.get("type") == "string",
    lambda s: s.pop("enum"),
    "enum-lifted",
    S,
    R,
)

for _type, _word, _low, _high in (
    ("integer", "max", "maximum", None),
    ("integer", "min", None, "minimum"),
    ("string", "max-length", "maxLength", None),
    ("array", "max-items", "maxItems", None),
    ("array", "min-items", None, "minItems"),
):
    _key = _low or _high or ""
    _up, _down = ((S, B), (B, S)) if _low else ((B, S), (S, B))
    typed(f"{_word}_is_set", of(_type, _key), lambda s, k=_key: s.update({k: 3}), f"{_word}-set", R, S)
    typed(f"{_word}_is_lifted", having(_type, _key), lambda s, k=_key: s.pop(k), f"{_word}-unset", S, B)
    typed(
        f"{_word}_goes_up", having(_type, _key), lambda s, k=_key: s.update({k: s[k] + 1}), f"{_word}-increased", *_up
    )
    typed(
        f"{_word}_goes_down",
        lambda s, t=_type, k=_key: having(t, k)(s) and s[k] > max(2, s.get("minLength", 0), s.get("minimum", 0)),
        lambda s, k=_key: s.update({k: s[k] - 1}),
        f"{_word}-decreased",
        *_down,
    )

typed(
    "length_is_asked",
    of("string", "minLength", "maxLength"),
    lambda s: s.update(minLength=3),
    "min-length-increased",
    B,
    S,
)
typed(
    "empty_text_is_allowed",
    lambda s: having("string", "minLength")(s) and s["minLength"] == 1,
    lambda s: s.pop("minLength"),
    "min-length-decreased",
    S,
    S,
)
typed("steps_are_asked", of("integer", "multipleOf"), lambda s: s.update(multipleOf=5), "multiple-of-set", R, S)
typed(
    "difference_is_asked", of("array", "uniqueItems"), lambda s: s.update(uniqueItems=True), "unique-items-added", B, S
)
typed(
    "a_pattern_is_asked",
    of("string", "pattern", "format"),
    lambda s: s.update(pattern="^[a-z]+$"),
    "pattern-added",
    B,
    S,
)
typed("a_pattern_is_lifted", having("string", "pattern"), lambda s: s.pop("pattern"), "pattern-removed", S, S)
typed(
    "a_pattern_changes", having("string", "pattern"), lambda s: s.update(pattern="^x[0-9]+$"), "pattern-changed", R, S
)
typed(
    "a_default_is_added",
    of("string", "default", "format"),
    lambda s: s.update(default="word"),
    "default-value-added",
    S,
    S,
)
typed(
    "a_default_is_removed",
    lambda s: "default" in s and s["default"] is not None and "$ref" not in s and "allOf" not in s,
    lambda s: s.pop("default"),
    "default-value-removed",
    S,
    S,
)
typed(
    "a_default_changes",
    lambda s: of("boolean")(s) and "default" in s,
    lambda s: s.update(default=not s["default"]),
    "default-value-changed",
    S,
    S,
)
typed(
    "a_member_is_deprecated",
    lambda s: "$ref" not in s and not s.get("deprecated"),
    lambda s: s.update(deprecated=True),
    "deprecated",
    S,
    S,
)
typed(
    "names_are_limited",
    of("object", "propertyNames"),
    lambda s: s.update(propertyNames={"pattern": "^a"}),
    "property-names-added",
    B,
    S,
)
typed(
    "something_is_excluded",
    of("string", "not", "format"),
    lambda s: s.update({"not": {"const": "x"}}),
    "not-added",
    B,
    S,
)
typed(
    "an_item_is_asked", of("array", "contains"), lambda s: s.update(contains={"type": "string"}), "contains-added", B, S
)
typed(
    "the_content_of_a_text_is_told",
    of("string", "contentMediaType", "format"),
    lambda s: s.update(contentMediaType="text/csv"),
    "content-media-type-changed",
    B,
    B,
)


@kind
def null_is_allowed(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if of("string", "nullable")(each.schema)], rng)
    if place is None:
        return None
    if str(doc["openapi"]).startswith("3.0"):
        place.schema["nullable"] = True
    else:
        place.schema["type"] = ["string", "null"]
    return verdict(place, "became-nullable", S, B)


@kind
def null_is_forbidden(doc: Doc, rng: random.Random) -> Expected | None:
    def test(schema: Doc) -> bool:
        plain = not {"$ref", "enum", "anyOf", "oneOf", "allOf"} & schema.keys()
        return plain and (
            schema.get("nullable") is True or schema.get("type") in (["string", "null"], ["integer", "null"])
        )

    place = pick([each for each in properties(doc) if test(each.schema) and "type" in each.schema], rng)
    if place is None:
        return None
    if place.schema.pop("nullable", False) is False:
        place.schema["type"] = place.schema["type"][0]
    if place.schema.get("default", 0) is None:
        place.schema.pop("default")
        return None
    return verdict(place, "became-not-nullable", B, S)


# Members


def _alone(place: Property, doc: Doc) -> bool:
    """Whether nothing else of its object hangs on the member, and its object does not become something else."""
    return len(place.owner["properties"]) > 2


@kind
def a_member_is_removed(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if _alone(each, doc)], rng)
    if place is None:
        return None
    rules, wires = set(), []
    if place.sent:
        rules |= {"request-property-removed", "request-parameter-property-removed"}
        wires.append(R if place.required and not place.closed else B)
    if place.received:
        rules.add(f"response-{'required' if place.required else 'optional'}-property-removed")
        wires.append(B if place.required else R)
    del place.owner["properties"][place.name]
    if place.required:
        place.owner["required"].remove(place.name)
    return Expected(frozenset(rules), min(wires, key=lambda each: each.rank))


def _added(required: bool, default: bool) -> Edit:
    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        place = pick(properties(doc), rng)
        if place is None:
            return None
        place.owner["properties"]["zz_new_member"] = {"type": "string", **({"default": "x"} if default else {})}
        if required:
            place.owner.setdefault("required", []).append("zz_new_member")
        word = "required" if required else "optional"
        rules = {f"response-{word}-property-added"} if place.received else set()
        if place.sent:
            end = "-with-default" if required and default else ""
            rules |= {f"new-{word}-request-{part}{end}" for part in ("property", "parameter-property")}
        return Expected(frozenset(rules), B if required and place.sent else S)

    return edit


KINDS["an_optional_member_is_added"] = _added(False, False)
KINDS["a_required_member_is_added"] = _added(True, False)
KINDS["a_required_member_with_a_default_is_added"] = _added(True, True)


@kind
def a_member_is_required(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if not each.required and "$ref" not in each.schema], rng)
    if place is None:
        return None
    place.owner.setdefault("required", []).append(place.name)
    suffix = "became-required-with-default" if "default" in place.schema else "became-required"
    expected = verdict(place, suffix, B, S)
    return Expected(expected.rules | {"response-property-became-required"}, expected.wire)


@kind
def a_member_is_optional(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if each.required], rng)
    if place is None:
        return None
    place.owner["required"].remove(place.name)
    return verdict(place, "became-optional", S, B)


@kind
def a_member_is_renamed(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if len(each.name) > 5 and _alone(each, doc)], rng)
    if place is None or f"{place.name}s" in place.owner["properties"]:
        return None
    place.owner["properties"][f"{place.name}s"] = place.owner["properties"].pop(place.name)
    if place.required:
        place.owner["required"][place.owner["required"].index(place.name)] = f"{place.name}s"
    return verdict(place, "renamed", B, B if place.required else R)


@kind
def a_member_is_only_received(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if "$ref" not in each.schema], rng)
    if place is None:
        return None
    place.schema["readOnly"] = True
    word = "required" if place.required else "optional"
    rules = {f"{side}-{word}-property-became-read-only" for side in ("request", "response")}
    return Expected(frozenset(rules), R if place.sent else S)


@kind
def further_members_are_forbidden(doc: Doc, rng: random.Random) -> Expected | None:
    place = pick([each for each in properties(doc) if "additionalProperties" not in each.owner], rng)
    if place is None:
        return None
    place.owner["additionalProperties"] = False
    suffix = "additional-properties-forbidden"
    places = [f"{side}-{part}-{suffix}" for side in ("request", "response") for part in ("body", "property")]
    places += [f"request-parameter-{suffix}", f"request-parameter-property-{suffix}"]
    return Expected(frozenset(places), B if place.sent else S)


# Declared types


@kind
def a_type_is_renamed(doc: Doc, rng: random.Random) -> Expected | None:
    schemas = doc.get("components", {}).get("schemas", {})
    names = [name for name, schema in schemas.items() if len(schema.get("properties", ())) >= 3 and len(name) > 4]
    name = pick([each for each in names if f"{each}V2" not in schemas and "discriminator" not in str(doc)], rng)
    if name is None:
        return None
    schemas[f"{name}V2"] = schemas.pop(name)
    for schema in _every(doc):
        if schema.get("$ref") == f"#/components/schemas/{name}":
            schema["$ref"] += "V2"
    return Expected(frozenset({"api-schema-renamed"}), S)


@kind
def a_type_is_declared(doc: Doc, rng: random.Random) -> Expected | None:
    schemas = doc.setdefault("components", {}).setdefault("schemas", {})
    schemas["ZzUnheardOf"] = {"type": "object", "properties": {"one": {"type": "boolean"}}}
    return Expected(frozenset({"api-schema-added"}), S)


# Operations


@kind
def an_operation_is_removed(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([each for each in operations(doc) if not each[2].get("deprecated")], rng)
    if found is None:
        return None
    path, method, _ = found
    del doc["paths"][path][method]
    return Expected(frozenset({"api-removed-without-deprecation", "api-path-removed-without-deprecation"}), B)


@kind
def an_operation_is_added(doc: Doc, rng: random.Random) -> Expected | None:
    doc["paths"]["/zz/unheard-of"] = {"get": {"responses": {"204": {"description": "done"}}}}
    return Expected(frozenset({"endpoint-added"}), S)


def _of_operation(name: str, change: Callable[[Doc], bool], rule: str, wire: Wire) -> None:
    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        found = pick(list(operations(doc)), rng)
        return Expected(frozenset({rule}), wire) if found is not None and change(found[2]) else None

    KINDS[name] = edit


def _deprecate(operation: Doc) -> bool:
    was = operation.get("deprecated")
    operation["deprecated"] = True
    return not was


def _other_id(operation: Doc) -> bool:
    had = "operationId" in operation
    operation["operationId"] = "zzUnheardOf"
    return had


def _tagged(operation: Doc) -> bool:
    operation.setdefault("tags", []).append("zz-unheard-of")
    return True


def _answers(status: str) -> Callable[[Doc], bool]:
    def change(operation: Doc) -> bool:
        taken = operation["responses"]
        fresh = status not in taken
        taken[status] = {"description": "new"}
        return fresh

    return change


_of_operation("an_operation_is_deprecated", _deprecate, "endpoint-deprecated", S)
_of_operation("an_operation_has_another_id", _other_id, "api-operation-id-removed", D)
_of_operation("an_operation_gets_a_tag", _tagged, "api-tag-added", D)
_of_operation("a_failure_is_told", _answers("451"), "response-non-success-status-added", S)
_of_operation("a_success_is_told", _answers("208"), "response-success-status-added", S)


def _status(success: bool) -> Edit:
    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        found = [
            (operation, status)
            for _, _, operation in operations(doc)
            for status in operation["responses"]
            if str(status).startswith("2") == success and len(operation["responses"]) > 1
        ]
        chosen = pick(found, rng)
        if chosen is None:
            return None
        del chosen[0]["responses"][chosen[1]]
        word = "success" if success else "non-success"
        return Expected(frozenset({f"response-{word}-status-removed"}), B if success else S)

    return edit


KINDS["a_success_is_gone"] = _status(True)
KINDS["a_failure_is_gone"] = _status(False)


# Parameters


def _parameters(doc: Doc, place: str) -> list[tuple[Doc, Doc]]:
    return [
        (operation, each)
        for _, _, operation in operations(doc)
        for each in operation.get("parameters", ())
        if each.get("in") == place and "schema" in each
    ]


def _of_parameter(name: str, test: Callable[[Doc], bool], change: Callable[[Doc], None], rule: str, wire: Wire) -> None:
    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        found = pick([each for _, each in _parameters(doc, "query") if test(each)], rng)
        if found is None:
            return None
        change(found)
        return Expected(frozenset({rule}), wire)

    KINDS[name] = edit


def _optional(parameter: Doc) -> bool:
    return not parameter.get("required")


_of_parameter(
    "a_parameter_is_required", _optional, lambda p: p.update(required=True), "request-parameter-became-required", B
)
_of_parameter(
    "a_parameter_is_optional",
    lambda p: not _optional(p),
    lambda p: p.update(required=False),
    "request-parameter-became-optional",
    S,
)
_of_parameter(
    "a_parameter_is_deprecated",
    lambda p: not p.get("deprecated"),
    lambda p: p.update(deprecated=True),
    "request-parameter-deprecated",
    S,
)
_of_parameter(
    "a_parameter_is_laid_out_otherwise",
    lambda p: "explode" not in p and "style" not in p and p["schema"].get("type") in ("array", "object"),
    lambda p: p.update(explode=False),
    "request-parameter-explode-changed",
    B,
)
_of_parameter(
    "a_parameter_is_delimited_otherwise",
    lambda p: "style" not in p and not p["name"].endswith("[]"),
    lambda p: p.update(style="pipeDelimited", explode=True),
    "request-parameter-style-changed",
    B,
)
_of_parameter(
    "the_type_of_a_parameter_changes",
    lambda p: of("string", "format", "default", "pattern", "minLength", "maxLength")(p["schema"]),
    lambda p: p.update(schema={"type": "boolean"}),
    "request-parameter-type-changed",
    B,
)
_of_parameter(
    "a_number_in_a_query_may_be_text",
    lambda p: of("integer", "default", "minimum", "maximum")(p["schema"]),
    lambda p: p.update(schema={"type": "string"}),
    "request-parameter-type-generalized",
    S,
)
_of_parameter(
    "a_parameter_gets_a_default",
    lambda p: _optional(p) and of("string", "default", "format")(p["schema"]),
    lambda p: p["schema"].update(default="x"),
    "request-parameter-default-value-added",
    B,
)
_of_parameter(
    "a_parameter_is_limited",
    lambda p: of("string", "maxLength")(p["schema"]),
    lambda p: p["schema"].update(maxLength=9),
    "request-parameter-max-length-set",
    R,
)
_of_parameter(
    "a_parameter_is_listed",
    lambda p: of("string", "format", "default", "pattern", "minLength", "maxLength")(p["schema"]),
    lambda p: p["schema"].update(enum=["a", "b"]),
    "request-parameter-became-enum",
    B,
)


@kind
def a_parameter_is_removed(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([each for each in _parameters(doc, "query") if not each[1].get("deprecated")], rng)
    if found is None:
        return None
    found[0]["parameters"].remove(found[1])
    return Expected(frozenset({"request-parameter-removed"}), R)


def _new_parameter(required: bool) -> Edit:
    def edit(doc: Doc, rng: random.Random) -> Expected | None:
        found = pick(list(operations(doc)), rng)
        if found is None:
            return None
        new = {"name": "zz_unheard", "in": "query", "required": required, "schema": {"type": "boolean"}}
        found[2].setdefault("parameters", []).append(new)
        word = "required" if required else "optional"
        return Expected(frozenset({f"new-{word}-request-parameter"}), B if required else S)

    return edit


KINDS["a_required_parameter_is_added"] = _new_parameter(True)
KINDS["an_optional_parameter_is_added"] = _new_parameter(False)


@kind
def a_path_parameter_is_renamed(doc: Doc, rng: random.Random) -> Expected | None:
    found = []
    for path, item in doc["paths"].items():
        methods = [item[method] for method in METHODS if method in item]
        own = [each for operation in methods for each in operation.get("parameters", ())]
        if (
            "parameters" not in item
            and path.count("{") == 1
            and not any("$ref" in each for each in own)
            and len(methods) == 1
        ):
            found.append((path, methods[0]))
    chosen = pick(found, rng)
    if chosen is None:
        return None
    path, operation = chosen
    name = path.partition("{")[2].partition("}")[0]
    for each in operation.get("parameters", ()):
        if each["in"] == "path":
            each["name"] = "zz_renamed"
    doc["paths"] = {
        (key.replace("{" + name + "}", "{zz_renamed}") if key == path else key): item
        for key, item in doc["paths"].items()
    }
    return Expected(frozenset({"request-path-parameter-renamed"}), S)


# Bodies


def _bodies(doc: Doc) -> list[tuple[Doc, Doc]]:
    return [
        (operation, operation["requestBody"])
        for _, _, operation in operations(doc)
        if "content" in operation.get("requestBody", {}) and operation["requestBody"]["content"]
    ]


@kind
def a_body_is_required(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([body for _, body in _bodies(doc) if not body.get("required")], rng)
    if found is None:
        return None
    found["required"] = True
    return Expected(frozenset({"request-body-became-required"}), B)


@kind
def a_body_is_optional(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([body for _, body in _bodies(doc) if body.get("required")], rng)
    if found is None:
        return None
    found["required"] = False
    return Expected(frozenset({"request-body-became-optional"}), S)


@kind
def a_body_is_removed(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick(_bodies(doc), rng)
    if found is None:
        return None
    del found[0]["requestBody"]
    return Expected(frozenset({"request-body-removed"}), B)


@kind
def a_body_is_added(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([each for each in operations(doc) if each[1] in ("post", "put") and "requestBody" not in each[2]], rng)
    if found is None:
        return None
    content = {"application/json": {"schema": {"type": "object", "properties": {"zz": {"type": "string"}}}}}
    found[2]["requestBody"] = {"required": True, "content": content}
    return Expected(frozenset({"request-body-added-required"}), B)


@kind
def a_body_may_be_of_another_kind(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick([body for _, body in _bodies(doc) if "application/cbor" not in body["content"]], rng)
    if found is None:
        return None
    found["content"]["application/cbor"] = {"schema": {"type": "string", "format": "binary"}}
    return Expected(frozenset({"request-body-media-type-added"}), S)


@kind
def a_response_header_is_told(doc: Doc, rng: random.Random) -> Expected | None:
    answers = [each for _, _, operation in operations(doc) for each in operation["responses"].values()]
    found = pick([each for each in answers if "$ref" not in each], rng)
    if found is None:
        return None
    found.setdefault("headers", {})["X-Zz"] = {"schema": {"type": "string"}}
    return Expected(frozenset({"response-header-added"}), S)


# The API


@kind
def a_server_moves(doc: Doc, rng: random.Random) -> Expected | None:
    if not doc.get("servers"):
        return None
    doc["servers"][0]["url"] = "https://elsewhere.example.com"
    return Expected(frozenset({"api-server-url-changed"}), R)


@kind
def a_scheme_is_declared(doc: Doc, rng: random.Random) -> Expected | None:
    schemes = doc.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["zzUnheard"] = {"type": "http", "scheme": "basic"}
    return Expected(frozenset({"api-security-component-added"}), S)


@kind
def a_key_has_another_name(doc: Doc, rng: random.Random) -> Expected | None:
    schemes = doc.get("components", {}).get("securitySchemes", {})
    found = pick([each for each in schemes.values() if each.get("type") == "apiKey"], rng)
    if found is None:
        return None
    found["name"] = "X-Zz-Key"
    return Expected(frozenset({"api-security-component-key-changed"}), B)


@kind
def an_operation_asks_for_credentials(doc: Doc, rng: random.Random) -> Expected | None:
    names = list(doc.get("components", {}).get("securitySchemes", {}))
    found = pick([each for each in operations(doc) if each[2].get("security", doc.get("security")) in ([], None)], rng)
    if not names or found is None:
        return None
    found[2]["security"] = [{names[0]: []}]
    return Expected(frozenset({"api-security-added"}), B)


@kind
def prose_is_edited(doc: Doc, rng: random.Random) -> Expected | None:
    found = pick(list(operations(doc)), rng)
    if found is None:
        return None
    found[2]["description"] = "Something else."
    return Expected(frozenset(), D)
