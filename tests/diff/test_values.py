"""Verdicts against values: every pair of some schemas, judged as a member that is sent and one that is received.

Which values a schema takes is asked of `jsonschema`, which knows nothing of the engine. An edit that is safe for what
is sent takes all that was taken; one that is safe for what is received gives nothing that could not be given before;
where something breaks there is a value that shows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from specbind.diff.compare import compare
from specbind.diff.finding import Direction, Wire

from tests.diff.apis import api_of_values

SCHEMAS: tuple[dict[str, Any], ...] = (
    {},
    {"type": "string"},
    {"type": "string", "enum": ["a", "b"]},
    {"type": "string", "enum": ["a"]},
    {"type": "string", "enum": ["b", "ab"]},
    {"const": "a"},
    {"type": "string", "maxLength": 2},
    {"type": "string", "minLength": 1},
    {"type": "string", "minLength": 2, "maxLength": 2},
    {"type": ["string", "null"]},
    {"type": ["string", "integer"]},
    {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer"}]},
    {"oneOf": [{"type": "boolean"}, {"type": "integer"}, {"type": "null"}]},
    {"type": "integer"},
    {"type": "integer", "minimum": 1},
    {"type": "integer", "exclusiveMinimum": 1},
    {"type": "integer", "maximum": 5},
    {"type": "integer", "minimum": 1, "maximum": 2},
    {"type": "integer", "multipleOf": 2},
    {"type": "integer", "enum": [1, 2]},
    {"type": "number"},
    {"type": "number", "maximum": 5},
    {"type": "boolean"},
    {"type": "null"},
    {"type": "array", "items": {"type": "string"}},
    {"type": "array", "items": {"type": ["string", "null"]}},
    {"type": "array", "items": {"type": "integer"}},
    {"type": "array", "items": {"type": "integer"}, "maxItems": 1},
    {"type": "array", "items": {"type": "integer"}, "minItems": 1},
    {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
    {"type": "array"},
    {"type": "object"},
    {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    {"type": "object", "properties": {"a": {"type": "string"}}},
    {"type": "object", "properties": {"a": {"type": "integer"}}},
    {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    {"type": "object", "additionalProperties": {"type": "integer"}},
    {"type": "object", "minProperties": 1},
)
VALUES: tuple[Any, ...] = (
    *("", "a", "b", "ab", "cd", "abc"),
    *(-1, 0, 1, 2, 3, 5, 6, 2.5),
    *(True, False, None),
    *([], ["a"], ["a", "b"], [None], [1], [1, 1], [1, 2]),
    *({}, {"a": "x"}, {"a": 1}, {"b": 1}, {"b": "x"}, {"a": "x", "b": 1}, {"a": 1, "b": 1}),
)
Schema = dict[str, Any]
BY_DESIGN: dict[str, Callable[[Schema, Schema, bool], bool]] = {
    "nobody counts on members that are not declared, and they do no harm": lambda old, new, sent: (
        old.get("type") == new.get("type") == "object"
        and (old.get("properties") != new.get("properties") or (not sent and "additionalProperties" in old))
    ),
    "that a text may be empty after all does no harm": lambda old, new, sent: (
        not sent and old == {"type": "string", "minLength": 1}
    ),
    "what one keyword says is not concluded from another": lambda old, new, sent: (
        ({"minimum", "maximum"} <= old.keys() and "enum" in new)
        or {str(old.keys() - new.keys()), str(new.keys() - old.keys())} == {"{'maxItems'}", "{'uniqueItems'}"}
    ),
}
"""Where a verdict is another one than that of sets of values, and why."""
PAIRS = tuple(permutations(range(len(SCHEMAS)), 2))


def description(side: int) -> dict[str, Any]:
    """An operation for each pair of schemas that sends, and one that receives, a member of one of the two."""
    paths: dict[str, Any] = {}
    for pair in PAIRS:
        of = {"type": "object", "properties": {"it": SCHEMAS[pair[side]]}}
        content = {"application/json": {"schema": of}}
        name = f"{pair[0]}/{pair[1]}"
        paths[f"/sent/{name}"] = {"post": {"requestBody": {"content": content}, "responses": {}}}
        paths[f"/got/{name}"] = {"get": {"responses": {"200": {"description": "d", "content": content}}}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}


def taken(schema: dict[str, Any]) -> frozenset[str]:
    validator = Draft202012Validator(schema)
    return frozenset(json.dumps(value) for value in VALUES if validator.is_valid(value))


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Wire]:
    """The worst verdict of each operation; none where nothing was found."""
    found: dict[str, Wire] = {}
    for each in compare(api_of_values(description(0)), api_of_values(description(1))).findings:
        for key in each.operations:
            worst = found.get(key, Wire.DOCS)
            found[key] = min(worst, each.wire, key=lambda wire: wire.rank)
            assert {of.direction for of in each.judgements} <= {Direction.REQUEST, Direction.RESPONSE, Direction.NONE}
    return found


def test_verdicts_are_borne_out_by_values(verdicts: dict[str, Wire]) -> None:
    sets = [taken(schema) for schema in SCHEMAS]
    wrong = []
    for one, two in PAIRS:
        for key, lost in (
            (f"POST /sent/{one}/{two}", sets[one] - sets[two]),
            (f"GET /got/{one}/{two}", sets[two] - sets[one]),
        ):
            verdict = verdicts.get(key, Wire.DOCS)
            safe = verdict.rank >= Wire.SAFE.rank
            meant = any(test(SCHEMAS[one], SCHEMAS[two], key.startswith("POST")) for test in BY_DESIGN.values())
            if not meant and ((safe and lost) or (verdict is Wire.BREAKING and not lost)):
                wrong.append((key.split()[0], verdict.value, SCHEMAS[one], SCHEMAS[two], sorted(lost)[:3]))
    assert not wrong, "\n".join(map(str, wrong))
