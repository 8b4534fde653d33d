"""54: members of the wrong type are located and do no harm."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile.attacks import Victim, document, schemas

MEMBERS: dict[str, dict[str, Any]] = {
    "properties": {"properties": []},
    "required": {"required": "id", "properties": {"id": {"type": "string"}}},
    "required in a property": {"properties": {"id": {"type": "string", "required": True}}},
    "enum": {"enum": {}},
    "type": {"type": 5},
    "default": {"properties": {"a": {"type": "integer", "default": "x"}}},
    "bounds": {"properties": {"a": {"type": "integer", "minimum": 5, "maximum": 1, "multipleOf": 0}}},
    "negative length": {"properties": {"a": {"type": "string", "maxLength": -1, "minLength": -5}}},
    "fraction of an integer": {"properties": {"a": {"type": "integer", "minimum": 0.5, "multipleOf": 0.1}}},
    "lengths that are no numbers": {"properties": {"a": {"type": "string", "maxLength": "9", "pattern": 5}}},
    "schemas that are booleans": {"properties": {"a": True, "b": False}, "additionalProperties": "no"},
    "compositions that are no lists": {"allOf": {}, "oneOf": 1, "anyOf": "x"},
    "a discriminator that is a number": {"oneOf": [{"type": "object"}, {"type": "string"}], "discriminator": 5},
}


@pytest.mark.parametrize("member", MEMBERS)
def test_54_a_schema_with_a_member_of_the_wrong_type(victim: Victim, member: str) -> None:
    victim.write(spec_json=schemas(Top={"type": "object", **MEMBERS[member]}))
    result = victim.generate("spec.json", "-v")
    assert result.code in (0, 2)
    assert result.codes or member == "schemas that are booleans", result.err


OPERATIONS: dict[str, dict[str, Any]] = {
    "responses": {"responses": []},
    "a parameter without a name": {"parameters": [{"in": "query"}, 5, None], "responses": {}},
    "statuses": {"responses": {"999": {}, "-1": {}, "2XX": {}, "default": {}, "20": {}, "ok": {}}},
    "a body that is a text": {"requestBody": "x", "responses": {}},
    "tags": {"tags": "x", "responses": {}},
    "security": {"security": {"a": 1}, "responses": {}},
    "an operationId that is a list": {"operationId": [], "responses": {}},
}


@pytest.mark.parametrize("member", OPERATIONS)
def test_54_an_operation_with_a_member_of_the_wrong_type(victim: Victim, member: str) -> None:
    victim.write(spec_json=document(paths={"/boxes": {"get": OPERATIONS[member]}}))
    result = victim.generate("spec.json", "-v")
    assert result.code in (0, 2)
    assert result.codes, result.err


@pytest.mark.parametrize(
    "text", ["paths: null", "paths: []", "paths: {/a: null}", "paths: {on: {get: {}}}", "paths: {no: {}}"]
)
def test_54_paths_of_the_wrong_type(victim: Victim, text: str) -> None:
    victim.write(spec_yaml=f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{text}\n")
    result = victim.generate("spec.yaml")
    assert result.codes
