"""Our own extensions: what OpenAPI has no word for, and what becomes of malformed ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Location, Operation, Parameter, Style
from specbind.ir.types import (
    NULL,
    ArrayType,
    ConstType,
    Discriminator,
    Field,
    Inference,
    IntegerType,
    MapType,
    ObjectType,
    RefType,
    StringType,
    TypeDecl,
    UnionType,
)
from specbind.openapi.read import read
from specbind.source import Position, Source, Span

from tests.openapi_export.documents import exported, read_back

PROOF = Span(Source("docs/pets.md", ""), "", Position(12, 3))


def api(*parameters: Parameter, types: tuple[TypeDecl, ...] = ()) -> Api:
    operation = Operation("GET", "/pets", parameters=parameters, call=("zoo", "pets", "list"))
    return Api("Pets", "1", (operation,), types)


def test_an_inference_stands_at_its_node_with_its_reason_and_place(tmp_path: Path) -> None:
    inferred = (Inference("integer", "the example is 20", PROOF),)
    limit = Parameter("limit", Location.QUERY, IntegerType(), False, Style.FORM, True, inferred=inferred)
    assert (
        exported(api(limit))
        == """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
paths:
  /pets:
    get:
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
          x-specbind-inferred:
            - fact: integer
              reason: the example is 20
              source: docs/pets.md:12
      x-specbind-call: zoo.pets.list
"""
    )
    found = read_back(exported(api(limit)), tmp_path).operations[0]
    assert found.call == ("zoo", "pets", "list")
    assert found.parameters[0].inferred == inferred
    assert str(found.parameters[0].inferred[0].span) == "docs/pets.md:12:1"


def test_arrays_in_brackets_are_named_as_they_are_sent() -> None:
    ids = Parameter("ids", Location.QUERY, ArrayType(StringType()), False, Style.BRACKETS, True)
    filters = Parameter("filter", Location.QUERY, MapType(StringType()), False, Style.BRACKETS, True)
    text = exported(api(ids, filters))
    assert "- name: ids[]\n          in: query\n          schema:\n" in text
    assert "- name: filter\n          in: query\n          style: deepObject\n          explode: true\n" in text
    assert text.count("x-specbind-style: brackets") == 2


def pet(kind: str) -> ObjectType:
    return ObjectType((Field("kind", ConstType(kind), True),))


def test_tags_of_components_are_a_discriminator_that_other_tools_read() -> None:
    cats = TypeDecl("Cat", pet("cat")), TypeDecl("Dog", pet("dog"))
    tags = Discriminator("kind", (("cat", 0), ("dog", 1)), inferred=True)
    union = TypeDecl("Pet", UnionType((RefType("Cat"), RefType("Dog")), tags))
    text = exported(api(types=(*cats, union)))
    assert text.endswith("""\
    Pet:
      oneOf:
        - $ref: "#/components/schemas/Cat"
        - $ref: "#/components/schemas/Dog"
      discriminator:
        propertyName: kind
        mapping:
          cat: "#/components/schemas/Cat"
          dog: "#/components/schemas/Dog"
        x-specbind-inferred: true
""")


def test_tags_of_inline_variants_are_said_by_their_index() -> None:
    tags = Discriminator("kind", (("cat", 0), ("dog", 1)), inferred=True)
    text = exported(api(types=(TypeDecl("Pet", UnionType((pet("cat"), pet("dog"), NULL), tags)),)))
    assert text.endswith("""\
      x-specbind-discriminator:
        propertyName: kind
        inferred: true
        tags:
          - tag: cat
            variant: 0
          - tag: dog
            variant: 1
""")


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        (r"^\\p{L}+$", "pattern"),
        (r"(?<year>\\d+)", "pattern"),
        ("[", "x-specbind-pattern"),
        ("*", "x-specbind-pattern"),
    ],
)
def test_a_pattern_that_is_no_regular_expression_is_an_extension(pattern: str, key: str, tmp_path: Path) -> None:
    name = Parameter("name", Location.QUERY, StringType(pattern=pattern), False, Style.FORM, True)
    text = exported(api(name))
    assert f"            {key}: " in text
    assert read_back(text, tmp_path) == api(name)


MALFORMED = {
    "x-specbind-inferred: 3": "`x-specbind-inferred` must be a list of reasons",
    "x-specbind-inferred: [{fact: 3}]": "`0` must be a `fact` and a `reason`, perhaps with a `source`",
    "x-specbind-call: [1]": "`x-specbind-call` must be words with dots between them, or a list of words",
    "x-specbind-call: a..b": "`x-specbind-call` must be words with dots between them, or a list of words",
    "x-specbind-operation-id: 3": "`x-specbind-operation-id` must be text",
    "parameters: [{name: a, in: query, x-specbind-style: curly}]": (
        "`x-specbind-style` must be one of `simple`, `label`, `matrix`, `form`, `spaceDelimited`, `pipeDelimited`, "
        "`tabDelimited`, `deepObject`, `brackets`, `whole`"
    ),
    "parameters: [{name: a, in: query, x-specbind-allow-reserved: 1}]": (
        "`x-specbind-allow-reserved` must be true or false"
    ),
    "requestBody: {content: {a/b: {schema: {oneOf: [{type: string}, {type: integer}], "
    "x-specbind-discriminator: 1}}}}": ("`x-specbind-discriminator` must be null, or a `propertyName` and `tags`"),
    "requestBody: {content: {a/b: {schema: {oneOf: [{type: string}, {type: integer}], "
    "x-specbind-discriminator: {propertyName: a, tags: [{tag: b, variant: 2}]}}}}}": (
        "item 0 of `tags` must be a `tag` and the number of a `variant`, less than 2"
    ),
}


@pytest.mark.parametrize("line", MALFORMED)
def test_a_malformed_extension_is_reported_where_it_stands(line: str, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      {line}\n")
    collector = Collector()
    assert read(path, collector) is not None
    found = [each for each in collector.diagnostics if each.rule.code == "SB310"]
    assert [each.message for each in found] == [MALFORMED[line]]
    assert found[0].span is not None and found[0].span.position.line == 6
