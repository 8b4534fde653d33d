"""What is no change: another order, another notation, another way of splitting. And what is the same seen backwards."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from specbind.diff.compare import compare
from specbind.diff.review import Review

from tests.diff.apis import CASES, CORPUS, OWN, api, api_of, api_of_values, said, values_of
from tests.diff.mutations import KINDS, mutated

DESCRIPTIONS = sorted(path for path in CORPUS.glob("*") if path.suffix in (".json", ".yaml"))


def shuffled(value: Any, rng: random.Random) -> Any:
    match value:
        case dict():
            keys = list(value)
            rng.shuffle(keys)
            return {key: shuffled(value[key], rng) for key in keys}
        case list():
            return [shuffled(each, rng) for each in value]
        case _:
            return value


def inlined(doc: Any, most: int) -> Any:
    """The document with some references to plain components replaced by what they stand for."""
    schemas = doc.get("components", {}).get("schemas", {})
    plain = {name for name, schema in schemas.items() if "$ref" not in str(schema) and "properties" in schema}
    left = most

    def walk(value: Any, inside: bool) -> Any:
        nonlocal left
        match value:
            case {"$ref": str(ref), **others} if left > 0 and inside and not others:
                name = ref.rpartition("/")[2]
                if ref == f"#/components/schemas/{name}" and name in plain:
                    left -= 1
                    return copy.deepcopy(schemas[name])
                return value
            case dict():
                return {
                    key: walk(each, key in ("properties", "schema", "items") or inside) for key, each in value.items()
                }
            case list():
                return [walk(each, False) for each in value]
            case _:
                return value

    changed = {**doc, "paths": walk(doc["paths"], False)}
    assert left < most
    return changed


def split(doc: Any, folder: Path) -> Path:
    """The document with its components in a file of their own, of which it only names the parts."""
    text = json.dumps(doc["components"]["schemas"], default=str)
    (folder / "schemas.json").write_text(text.replace('"#/components/schemas/', '"#/'), "utf-8")
    names = {name: {"$ref": f"schemas.json#/{name}"} for name in doc["components"]["schemas"]}
    path = folder / "whole.json"
    parts = {**doc, "components": {**doc["components"], "schemas": names}}
    path.write_text(json.dumps(parts, default=str), "utf-8")
    return path


def nothing(review: Review) -> None:
    assert said(review) == [], [(each.title, each.old, each.new) for each in review.findings]
    assert [(edit.where, edit.what) for edit in review.docs] == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.parent.name)
def test_a_description_has_not_changed_against_itself_or_another_notation_of_it(path: Path) -> None:
    base = api(path)
    nothing(compare(base, api(path)))
    if path.parent.name == "showcase":
        return
    doc = values_of(path)
    nothing(compare(base, api_of_values(doc)))
    nothing(compare(base, api_of_values(shuffled(doc, random.Random(3)))))
    nothing(compare(base, api_of_values(inlined(doc, 20))))


def test_splitting_into_files_is_no_change(tmp_path: Path) -> None:
    nothing(compare(api(OWN[0]), api(split(values_of(OWN[0]), tmp_path))))


@pytest.mark.slow
@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.stem)
def test_no_public_description_changes_by_another_notation(path: Path) -> None:
    base, doc = api(path), values_of(path)
    nothing(compare(base, api(path)))
    if "swagger" in doc:
        return
    nothing(compare(base, api_of_values(doc)))
    assert said(compare(base, api_of_values(shuffled(doc, random.Random(4))))) == []


NOTATIONS = """
components:
  schemas:
    Name: {type: string}
    Crane:
      type: object
      required: [name]
      properties:
        name: {$ref: '#/components/schemas/Name'}
        load: {type: [integer, 'null']}
        state: {type: string, enum: [idle, busy]}
        owner: {anyOf: [{type: string}, {type: integer}]}
        plans: {type: array, items: {type: string, format: binary}}
        seal: {type: string, format: byte}
paths:
  /plans:
    get:
      responses:
        '200': {description: d, content: {application/pdf: {schema: {type: string, format: binary}}}}
  /cranes:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Crane'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Crane'}}}}}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{$ref: '#/components/schemas/Name'}", "{type: string}"),
        ("{type: [integer, 'null']}", "{anyOf: [{type: 'null'}, {type: integer}]}"),
        ("{type: [integer, 'null']}", "{oneOf: [{type: integer}, {type: 'null'}]}"),
        ("[idle, busy]", "[busy, idle]"),
        ("{anyOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: integer}, {type: string}]}"),
        ("{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: string, title: Words}, {type: integer}]}"),
        ("{anyOf: [{type: string}, {type: integer}]}", "{type: [string, integer]}"),
        ("state: {type: string, enum: [idle, busy]}", "state: {allOf: [{type: string}, {enum: [idle, busy]}]}"),
        ("{type: string, format: binary}", "{type: string, contentMediaType: application/octet-stream}"),
        ("{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
        ("{schema: {type: string, format: binary}}", "{}"),
    ],
)
def test_two_notations_of_one_type_are_no_change(old: str, new: str) -> None:
    assert old in NOTATIONS
    nothing(compare(api_of(NOTATIONS), api_of(NOTATIONS.replace(old, new))))


SCHEMES = """
security: [{users: []}]
components:
  securitySchemes: {SCHEMES}
paths:
  /cranes: {get: {responses: {'204': {description: d}}}}
"""


def test_the_order_of_security_schemes_is_no_change_of_what_clients_take() -> None:
    users, robots = "users: {type: http, scheme: bearer}", "robots: {type: http, scheme: bearer}"
    one, two = (api_of(SCHEMES.replace("SCHEMES", ", ".join(each))) for each in ((users, robots), (robots, users)))
    nothing(compare(one, two))


def places(review: Review) -> list[tuple[str, ...]]:
    found = []
    for each in review.findings:
        spans = [span.pointer if span is not None else "" for span in (each.base, each.revision)]
        found.append((*spans, each.old, each.new))
    return sorted(found)


def backwards(review: Review) -> list[tuple[str, ...]]:
    return sorted((two, one, new, old) for one, two, old, new in places(review))


def test_a_review_backwards_says_the_same_edits_the_other_way_round() -> None:
    doc = values_of(OWN[0])
    rng = random.Random(9)
    base = api_of_values(doc)
    checked = 0
    for kind in list(KINDS)[::6]:
        made = mutated(doc, kind, rng)
        if made is not None:
            revision = api_of_values(made[0])
            there, back = compare(base, revision), compare(revision, base)
            assert backwards(there) == places(back), kind
            checked += 1
    assert checked >= 10


TIERS = """
components:
  schemas:
    Tier: {type: string, enum: [slow, fast]}
    Part: {type: object, properties: {tier: {$ref: '#/components/schemas/Tier'}, size: {type: string}}}
    Order: {allOf: [{$ref: '#/components/schemas/Part'}, {type: object, properties: {id: {type: string}}}]}
paths:
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
"""
MOVED = TIERS.replace("tier: {$ref: '#/components/schemas/Tier'}, ", "").replace(
    "{id: {type: string}}", "{id: {type: string}, tier: {$ref: '#/components/schemas/Speed'}}"
)
GROWN = "    Speed: {type: string, enum: [slow, fast, instant]}\n"


@pytest.mark.parametrize(
    "revised",
    [
        MOVED.replace("    Part:", f"{GROWN}    Part:"),
        TIERS.replace("    Tier: {type: string, enum: [slow, fast]}\n", GROWN).replace("schemas/Tier", "schemas/Speed"),
        TIERS.replace("size: {type: string}", "size: {type: string, minLength: 1}"),
        TIERS.replace("enum: [slow, fast]", "enum: [slow, fast, instant]"),
        TIERS.replace("tier: {$ref: '#/components/schemas/Tier'}", "tier: {type: string}"),
    ],
    ids=["a member moves and has another type", "renamed", "a least length", "a value", "no name any more"],
)
def test_edits_around_declared_types_say_the_same_backwards(revised: str) -> None:
    base, revision = api_of(TIERS), api_of(revised)
    there, back = compare(base, revision), compare(revision, base)
    assert there.findings
    assert backwards(there) == places(back)


@pytest.mark.slow
def test_real_commits_backwards_say_the_same_edits_the_other_way_round() -> None:
    if not CASES.is_dir():
        pytest.skip(f"NOT RUN: {CASES} is absent")
    for path in sorted((CASES / "history").glob("*.base.yaml")):
        base, revision = api(path), api(path.with_name(path.name.replace(".base.", ".rev.")))
        there, back = compare(base, revision), compare(revision, base)
        assert backwards(there) == places(back), path.name


def test_yaml_and_json_are_the_same(tmp_path: Path) -> None:
    doc = values_of(OWN[0])
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.dump(doc, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
    nothing(compare(api_of_values(doc), api(path)))
