"""No input makes the reader raise: type confusion anywhere, and every document at hand."""

from __future__ import annotations

import copy
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specbind.diagnostics import Collector, Severity
from specbind.ir.api import Api
from specbind.ir.types import Json
from specbind.openapi.read import read
from specbind.rules import BY_CODE, RULES

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no documents at {CORPUS}: nothing real was read")

EVERYTHING = """
openapi: 3.1.0
info: {title: T, version: '1', description: D}
servers: [{url: 'https://{a}.x.test', description: S, variables: {a: {default: b, enum: [b], description: V}}}]
tags: [{name: t, description: T}]
security: [{key: []}, {oauth: [r]}]
paths:
  /things/{id}:
    summary: S
    servers: [{url: /}]
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {$ref: '#/components/parameters/Limit'}
    post:
      operationId: make
      summary: S
      description: D
      deprecated: true
      tags: [t]
      security: [{}]
      servers: [{url: /a}]
      callbacks: {c: {'{$url}': {post: {}}}}
      parameters:
        - {name: f, in: query, style: form, explode: true, content: {application/json: {schema: {}}}}
      requestBody:
        required: true
        description: B
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Thing'}
            example: {a: 1}
            examples: {e: {summary: S, value: 1}, f: {$ref: '#/components/examples/E'}}
            encoding:
              a: {contentType: text/plain, style: form, explode: true, headers: {H: {schema: {type: string}}}}
      responses:
        200:
          description: R
          headers: {H: {$ref: '#/components/headers/H'}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Union'}}}
        4XX: {$ref: '#/components/responses/R'}
webhooks:
  w: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}}}
components:
  parameters: {Limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 5, default: 2}}}
  headers: {H: {required: true, description: H, deprecated: false, schema: {type: string}}}
  responses: {R: {description: R, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
  examples: {E: {value: 1}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: https://x.test, scopes: {r: R}}}}
    http: {type: http, scheme: bearer, bearerFormat: JWT}
  schemas:
    Thing:
      type: object
      title: T
      description: D
      required: [a]
      minProperties: 1
      additionalProperties: {type: string}
      patternProperties: {'^x': {type: string}}
      propertyNames: {pattern: a}
      unevaluatedProperties: false
      properties:
        a: {type: [string, 'null'], format: date, pattern: a, minLength: 1, maxLength: 2, readOnly: true, default: a}
        b: {type: number, minimum: 1, exclusiveMaximum: 2, multipleOf: 1, example: 1, deprecated: true}
        c: {type: array, prefixItems: [{type: string}], items: false, minItems: 1, uniqueItems: true}
        d: {enum: [a, 1, null], x-enum-varnames: [A, One], x-enum-descriptions: {a: A}}
        e: {const: x, examples: [x]}
        f: {allOf: [{$ref: '#/components/schemas/Base'}, {nullable: true, description: F}]}
        g: {not: {type: string}, if: {}, then: {}, contentEncoding: base64, contentMediaType: a/b}
    Union:
      oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]
      anyOf: [{required: [x]}, {required: [y]}]
      discriminator: {propertyName: kind, mapping: {one: '#/components/schemas/One', two: Two}}
    One: {type: object, required: [kind], properties: {kind: {const: one}}}
    Two: {type: object, required: [kind], properties: {kind: {enum: [two]}}}
    Base: {type: object, discriminator: {propertyName: kind, mapping: {s: Sub}}, properties: {kind: {type: string}}}
    Sub: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {s: {$ref: '#/components/schemas/Base'}}}]}
    Node: {$defs: {N: {$anchor: n, type: object}}, properties: {n: {$ref: '#n'}, m: {$dynamicRef: '#m'}}}
"""
WRONG: tuple[Json, ...] = (
    None,
    [],
    {},
    5,
    "x",
    True,
    -1.5,
    [[]],
    {"$ref": "#/components"},
    {"$ref": 3},
    [None],
)


def read_value(folder: Path, value: Json) -> tuple[Api | None, Collector]:
    path = folder / "api.json"
    path.write_text(json.dumps(value))
    collector = Collector()
    api = read(path, collector)
    for found in collector.diagnostics:
        assert found.span is not None and found.span.position.line > 0
        assert found.rule is BY_CODE[found.rule.code]
    return api, collector


def places(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every node."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    """A copy with another node at a path."""
    if not path:
        return new
    copied = copy.deepcopy(value)
    node = copied
    for key in path[:-1]:
        node = node[key]  # type: ignore[index]  # the path is one of this value's
    node[path[-1]] = new  # type: ignore[index]  # the path is one of this value's
    return copied


def test_the_sample_itself_is_read(tmp_path: Path) -> None:
    api, collector = read_value(tmp_path, yaml.safe_load(EVERYTHING))
    assert api is not None and len(api.operations) == 1
    assert not collector.failed, [found.message for found in collector.diagnostics]


@pytest.mark.parametrize("wrong", WRONG, ids=json.dumps)
def test_no_node_of_the_wrong_type_raises(tmp_path: Path, wrong: Json) -> None:
    whole: Json = yaml.safe_load(EVERYTHING)
    for path in places(whole):
        read_value(tmp_path, replaced(whole, path, wrong))


def test_no_missing_member_raises(tmp_path: Path) -> None:
    whole: Json = yaml.safe_load(EVERYTHING)
    for path in places(whole):
        if path:
            copied = copy.deepcopy(whole)
            node = copied
            for key in path[:-1]:
                node = node[key]  # type: ignore[index]  # the path is one of this value's
            del node[path[-1]]  # type: ignore[union-attr,arg-type]  # the path is one of this value's
            read_value(tmp_path, copied)


scalars = (
    st.none() | st.booleans() | st.integers(-2, 3) | st.floats(-2, 2) | st.sampled_from(["string", "object", "a", ""])
)
refs = st.sampled_from(["A", "B", "C", "A/properties/x", "B/allOf/0"]).map(
    lambda name: {"$ref": f"#/components/schemas/{name}"}
)
keywords = st.sampled_from(
    [
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "required",
        "enum",
        "const",
        "nullable",
        "discriminator",
        "additionalProperties",
        "prefixItems",
        "minimum",
        "maxLength",
        "default",
        "format",
        "not",
        "x",
        "propertyName",
    ]
)
schemas = st.recursive(
    scalars | refs,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keywords, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({"A": schemas, "B": schemas, "C": schemas}))
def test_no_random_schema_raises(tmp_path: Path, components: Json) -> None:
    head: dict[str, Json] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    read_value(tmp_path, {**head, "components": {"schemas": components}})


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    one, first = read_value(tmp_path, yaml.safe_load(EVERYTHING))
    two, second = read_value(tmp_path, yaml.safe_load(EVERYTHING))
    assert one == two
    assert [found.message for found in first.diagnostics] == [found.message for found in second.diagnostics]


def test_rules_are_in_order_and_say_what_to_do() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        for sentence in (rule.summary, rule.why, rule.fix):
            assert sentence.endswith("."), rule.code


def corpus_documents() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "INDEX.tsv").open() as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["version"].startswith("3.")]


@needs_corpus
@pytest.mark.parametrize("row", corpus_documents(), ids=lambda row: row["file"])
def test_a_real_document_is_read_whole(row: dict[str, str]) -> None:
    collector = Collector()
    api = read(CORPUS / row["file"], collector)
    assert api is not None
    assert len(api.operations) == int(row["operations"])
    assert len(api.types) >= int(row["schemas"])
    assert len(api.webhooks) >= int(row["webhooks"])
    assert not collector.failed
    warnings = [found for found in collector.diagnostics if found.rule.severity is Severity.WARNING]
    contradictions = sum(found.rule.code == "SB407" for found in warnings)
    assert len(warnings) - contradictions <= 12, Counter(found.rule.code for found in warnings)


@needs_corpus
def test_no_edge_document_raises() -> None:
    paths = [path for path in (CORPUS / "edge").rglob("*") if path.suffix in (".json", ".yaml", ".yml")]
    assert len(paths) > 300
    for path in paths:
        collector = Collector()
        read(path, collector)
        assert all(str(found.span) for found in collector.diagnostics)
