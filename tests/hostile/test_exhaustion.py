"""45 to 53: no description takes much more time, memory or stack than its size is worth."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest

from tests.cases.imported import all_imported
from tests.hostile.attacks import Victim, document, schemas

SECONDS = 20.0
"""Of CPU, for one attack: far more than any needs, far less than a hang takes."""

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}"

MEGABYTES = 600.0
"""That one attack may add to the peak memory of the process."""


def bounded(victim: Victim, spec: str = "spec.json") -> int:
    """Generate within the limits; the exit code."""
    result = victim.generate(spec)
    assert result.cpu < SECONDS
    assert result.megabytes < MEGABYTES
    assert result.code == 0 or result.codes, result.err
    return result.code


def test_45_an_alias_bomb(victim: Victim) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    victim.write(spec_yaml="openapi: 3.1.0\n" + "\n".join(levels))
    assert bounded(victim, "spec.yaml") == 2


def test_45_many_aliases_that_are_no_bomb(victim: Victim) -> None:
    lines = ["x-text: &text {type: string}", HEAD, "components:", "  schemas:"]
    lines += [f"    S{n}: {{type: object, properties: {{a: *text}}}}" for n in range(2_000)]
    victim.write(spec_yaml="\n".join(lines))
    assert bounded(victim, "spec.yaml") == 0


def test_46_a_merge_key_bomb(victim: Victim) -> None:
    levels = ["a0: &a0 {x: 1}"]
    levels += [f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n  k{n}: *a{n - 1}" for n in range(1, 14)]
    victim.write(spec_yaml="openapi: 3.1.0\n" + "\n".join(levels))
    assert bounded(victim, "spec.yaml") == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("spec_yaml", "[" * 100_000),
        ("spec_yaml", "".join(f"{' ' * level}a:\n" for level in range(3_000))),
        ("spec_json", '{"a":' * 100_000),
    ],
    ids=["flow", "block", "json"],
)
def test_47_depth(victim: Victim, name: str, text: str) -> None:
    victim.write(**{name: text})
    assert bounded(victim, name.replace("_", ".")) == 2


NUMBERS = ["9" * 5_000, "1e400", "-1e400", "NaN", "Infinity", "-Infinity", "1e-400", "9" * 400 + ".5"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:9])
def test_48_numbers_that_are_none(victim: Victim, number: str) -> None:
    members = f'{{"type": "number", "maximum": {number}, "default": {number}, "enum": [{number}], "example": {number}}}'
    rest = f'"info": {{"title": "T", "version": "1"}}, "components": {{"schemas": {{"A": {members}}}}}'
    victim.write(spec_json=f'{{"openapi": "3.1.0", {rest}}}')
    if bounded(victim) == 0:
        models = (victim.project / "out/acme/models").glob("*.py")
        assert not re.search(r"\b(inf|nan)\b", "".join(path.read_text("utf-8") for path in models))


def test_48_json_of_great_depth_in_data(victim: Victim) -> None:
    deep: Any = "x"
    for _ in range(150):
        deep = [deep]
    victim.write(spec_json=schemas(Top={"type": "array", "default": deep, "example": deep}))
    assert bounded(victim) in (0, 2)


def test_49_an_anchor_that_holds_itself(victim: Victim) -> None:
    victim.write(spec_yaml="openapi: 3.1.0\na: &a [*a]\nb: &b {c: *b}\n")
    assert bounded(victim, "spec.yaml") == 2


def doubling(keyword: str) -> dict[str, Any]:
    """Schemas of which each holds the one before twice."""
    found: dict[str, Any] = {"S0": {"type": "object", "properties": {"a": {"type": "string"}}}}
    for n in range(1, 40):
        twice = [{"$ref": f"#/components/schemas/S{n - 1}"}, {"allOf": [{"$ref": f"#/components/schemas/S{n - 1}"}]}]
        found[f"S{n}"] = {keyword: twice}
    return {**found, "Top": {"$ref": "#/components/schemas/S39"}}


def holding(*others: int) -> dict[str, Any]:
    """An object with a member for each of some schemas."""
    return {"type": "object", "properties": {f"p{n}": {"$ref": f"#/components/schemas/S{n}"} for n in others}}


def inline(depth: int, keyword: str, width: int) -> dict[str, Any]:
    """A composition of compositions, `width` to the power of `depth` parts if it were multiplied out."""
    of: dict[str, Any] = {"type": "object", "properties": {f"p{depth}": {"type": "string"}}}
    for level in range(depth):
        options = [{"type": "object", "properties": {f"q{level}_{n}": {"type": "string"}}} for n in range(width)]
        of = {"allOf": [of, {keyword: options}]}
    return of


GRAPHS = {
    "allOf of allOf": lambda: doubling("allOf"),
    "oneOf of oneOf": lambda: doubling("oneOf"),
    "anyOf of anyOf": lambda: doubling("anyOf"),
    "products of oneOf": lambda: {"Top": inline(20, "oneOf", 10)},
    "a wide oneOf": lambda: {
        "Top": {"oneOf": [{"type": "object", "properties": {f"p{n}": {"type": "string"}}} for n in range(2_000)]}
    },
    "many values": lambda: {"Top": {"enum": [f"value {n}" for n in range(20_000)]}},
    "a chain of references": lambda: {
        **{f"S{n}": {"$ref": f"#/components/schemas/S{n + 1}"} for n in range(500)},
        "S500": {"type": "string"},
        "Top": {"$ref": "#/components/schemas/S0"},
    },
    "a chain of members": lambda: {
        **{f"S{n}": holding(n + 1) for n in range(500)},
        "S500": {"type": "string"},
        "Top": {"$ref": "#/components/schemas/S0"},
    },
    "a chain of extensions": lambda: {
        **{f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}, holding(n)]} for n in range(2_000)},
        "S2000": {"type": "object"},
        "Top": {"$ref": "#/components/schemas/S0"},
    },
    "all point to all": lambda: {
        **{f"S{n}": holding(*range(100)) for n in range(100)},
        "Top": {"$ref": "#/components/schemas/S0"},
    },
    "nested arrays": lambda: {"Top": nested(60)},
}


def nested(depth: int) -> dict[str, Any]:
    of: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        of = {"type": "array", "items": of}
    return of


@pytest.mark.parametrize("graph", GRAPHS)
def test_50_a_graph_of_schemas(victim: Victim, graph: str) -> None:
    victim.write(spec_json=schemas(**GRAPHS[graph]()))
    bounded(victim)


@pytest.mark.slow
@pytest.mark.parametrize("graph", ["wide", "values", "schemas"])
def test_50_a_graph_of_the_size_that_a_generator_might_emit(victim: Victim, graph: str) -> None:
    found: dict[str, Any] = {
        "wide": {"Top": {"oneOf": [{"type": "object", "properties": {f"p{n}": {}}} for n in range(10_000)]}},
        "values": {"Top": {"enum": [f"value {n}" for n in range(100_000)]}},
        "schemas": {f"S{n}": {"type": "object", "properties": {"a": {"type": "string"}}} for n in range(50_000)},
    }[graph]
    victim.write(spec_json=schemas(**{"Top": {"type": "string"}, **found}))
    result = victim.generate("spec.json", "--no-tests")
    assert result.cpu < 120 and result.megabytes < 2_000


def test_51_a_compressed_body_is_not_unpacked(victim: Victim) -> None:
    victim.write(spec_json=gzip.compress(b"{" + b" " * 10_000_000))
    assert bounded(victim) == 2


YAML = {
    "duplicate key": ("openapi: 3.1.0\nopenapi: 3.0.0\n", 2),
    "two documents": (f"{HEAD}\n---\nopenapi: 3.1.0\n", 0),
    "byte order mark": (f"\ufeff{HEAD}\npaths: {{/a: {{get: {{responses: []}}}}}}\n", 0),
    "tab": ("openapi: 3.1.0\ninfo:\n\ttitle: T\n", 2),
    "directive": ("%YAML 1.1\n---\nopenapi: 3.1.0\ninfo: {title: no, version: 010}\npaths: {}\n", 0),
    "python object": ("!!python/object/apply:os.system ['touch PWNED']\n", 2),
    "python name": ("openapi: !!python/name:os.system\n", 2),
    "binary": ("openapi: 3.1.0\ninfo: {title: !!binary aGk=, version: !custom '1'}\n", None),
}


@pytest.mark.parametrize("kind", YAML)
def test_52_yaml_of_other_minds(victim: Victim, kind: str) -> None:
    text, code = YAML[kind]
    victim.write(spec_yaml=text)
    result = victim.generate("spec.yaml")
    assert code is None or result.code == code
    assert result.codes, "nothing is said of it"
    assert not (victim.project / "PWNED").exists()


def test_52_utf_16_is_read(victim: Victim) -> None:
    victim.write(spec_json=json.dumps(document()).encode("utf-16"))
    assert bounded(victim) == 0


PATTERNS = [
    "(?<=a)b",
    "a(?!b)",
    "\\Z",
    "(",
    "[z-a]",
    "(a+)+$",
    "(?P<x>a)(?P=x)",
    "\\p{L}+",
    "a{99999}",
    "x" * 50_000,
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:9])
def test_53_a_pattern_never_breaks_the_import_of_its_module(victim: Victim, pattern: str) -> None:
    top = {"type": "object", "properties": {"a": {"type": "string", "pattern": pattern}}}
    spec = schemas(Top=top)
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Top"}}}}
    spec["paths"]["/boxes"]["post"] = {"requestBody": body, "responses": {"204": {"description": "d"}}}
    victim.write(spec_json=spec)
    assert bounded(victim) == 0
    folder = victim.project / "out/acme"
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.py")}
    with all_imported(files) as package:
        assert package.models.Top.model_validate({"a": "text"}).a == "text"


SLOW = ["^(a+)+$", "^(a|aa)+$", "^(?:a|aa)+(?!b)$", "a*a*a*a*a*a*a*a*a*a*!", "(?!b)a*a*a*a*a*a*a*c"]
LONG = [unit * (20_000 // len(unit)) for unit in ("a", "(", "[", "(a)*", "(?:", "a{1,9}", "](")]


@pytest.mark.parametrize("pattern", [*SLOW, *LONG], ids=lambda pattern: pattern[:22])
def test_53_no_pattern_makes_the_generator_think_for_long(victim: Victim, pattern: str) -> None:
    limited = {"type": "string", "pattern": pattern, "minLength": 40}
    spec = schemas(Top={"type": "object", "required": ["a"], "properties": {"a": limited}})
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Top"}, "example": {"a": "a" * 60 + "!"}}}
    for role in ({"requestBody": {"content": content}}, {}):
        answers = {"200": {"description": "d", "content": content}}
        spec["paths"]["/boxes" if role else "/tins"] = {"post": {**role, "responses": answers}}
    victim.write(spec_json=spec)
    assert bounded(victim) == 0
