"""Slices of an API: what is kept, what goes with it, and that names are those of the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from specbind.config import Overrides, Selection
from specbind.diagnostics import Collector
from specbind.ir.api import Api, BearerScheme, SecurityUse, Tag, Webhook
from specbind.ir.types import RefType
from specbind.openapi.read import read
from specbind.passes.run import run
from specbind.passes.select import select
from specbind.rules import NOTHING_SELECTED, UNUSED_SELECTION

from .build import TEXT, api, methods, obj, op

SHOWCASE = Path(__file__).parents[2] / "spec" / "showcase" / "openapi.yaml"

PETS = replace(op("GET /pets", RefType("Pet")), tags=("Pets",), operation_id="listPets")
PET = replace(op("GET /pets/{id}", RefType("Pet")), tags=("Pets",), operation_id="getPet")
TOYS = replace(op("GET /pets/{id}/toys", RefType("Toy")), tags=("Toys",), deprecated=True)
SHOPS = replace(op("POST /shops", RefType("Shop"), body=RefType("Shop")), tags=("Shops",))
TYPES = {"Pet": obj(owner=RefType("Owner")), "Owner": obj(name=TEXT), "Toy": obj(id=TEXT), "Shop": obj(id=TEXT)}


def whole(*, selection: Selection) -> tuple[Api, Collector]:
    collector = Collector()
    of = replace(api(PETS, PET, TOYS, SHOPS, types=TYPES), tags=tuple(map(Tag, ("Pets", "Toys", "Shops"))))
    of = replace(of, webhooks=(Webhook("petSold", RefType("Owner")),))
    return run(of, Overrides(selection=selection), collector), collector


def keys(of: Api) -> set[str]:
    return {operation.key for operation in of.operations}


@pytest.mark.parametrize(
    ("include", "exclude", "left"),
    [
        (("/pets",), (), "GET /pets"),
        (("/pets/*",), (), "GET /pets/{id}"),
        (("/pets/**",), (), "GET /pets, GET /pets/{id}, GET /pets/{id}/toys"),
        (("/pets/**",), ("/**/toys",), "GET /pets, GET /pets/{id}"),
        (("POST /**",), (), "POST /shops"),
        (("GET /pets/{id}",), (), "GET /pets/{id}"),
        (("tag:Toys", "tag:Shops"), (), "GET /pets/{id}/toys, POST /shops"),
        (("operation:*Pet",), (), "GET /pets/{id}"),
        (("resource:pets",), (), "GET /pets, GET /pets/{id}, GET /pets/{id}/toys"),
        (("resource:pets.toys",), (), "GET /pets/{id}/toys"),
        ((), ("deprecated",), "GET /pets, GET /pets/{id}, POST /shops"),
        (("deprecated",), (), "GET /pets/{id}/toys"),
        (("webhook:pet*",), (), ""),
    ],
)
def test_a_selection_leaves_what_it_says(include: tuple[str, ...], exclude: tuple[str, ...], left: str) -> None:
    found, problems = whole(selection=Selection(include, exclude))
    assert keys(found) == set(filter(None, left.split(", ")))
    assert set(methods(found)) == keys(found)
    assert problems.diagnostics == ()


def test_only_what_is_reached_stays() -> None:
    found, _ = whole(selection=Selection(("/pets",)))
    assert [decl.name for decl in found.types] == ["Pet", "Owner"]
    assert [tag.name for tag in found.tags] == ["Pets"]
    assert found.webhooks == ()
    kept, _ = whole(selection=Selection(exclude=("/pets/**",)))
    assert [decl.name for decl in kept.types] == ["Owner", "Shop"]
    assert [webhook.name for webhook in kept.webhooks] == ["petSold"]


def test_credentials_that_no_selected_operation_takes_are_not_asked_for() -> None:
    own = replace(TOYS, security=((SecurityUse("Toys"),),))
    of = replace(
        api(PETS, own, types=TYPES),
        security_schemes=(BearerScheme("Main"), BearerScheme("Toys"), BearerScheme("Unused")),
        security=((SecurityUse("Main"),),),
    )
    names = [
        [scheme.name for scheme in select(of, Selection((term,)), Collector()).security_schemes]
        for term in ("/pets", "/**/toys", "/**")
    ]
    assert names == [["Main"], ["Toys"], ["Main", "Toys"]]


def test_a_term_that_matches_nothing_is_an_error_with_what_was_meant() -> None:
    _, problems = whole(selection=Selection(("/pet", "tag:Toy", "/pets"), ("webhook:sold",)))
    assert [(each.rule, each.message) for each in problems.diagnostics] == [
        (UNUSED_SELECTION, "no operation matches the selection `/pet`; did you mean `/pets`?"),
        (UNUSED_SELECTION, "no operation matches the selection `tag:Toy`; did you mean `tag:Toys`?"),
        (UNUSED_SELECTION, "no operation matches the selection `webhook:sold`"),
    ]


def test_a_selection_that_leaves_nothing_is_an_error() -> None:
    _, problems = whole(selection=Selection(("/pets",), ("/pets",)))
    assert [each.rule for each in problems.diagnostics] == [NOTHING_SELECTED]


def test_each_resource_of_the_showcase_alone_is_called_as_in_the_whole() -> None:
    described = read(SHOWCASE, Collector())
    assert described is not None
    everything = run(described, Overrides(), Collector())
    declared = {decl.name: decl for decl in everything.types}
    assert len(everything.resources.children) > 3
    for child in everything.resources.children:
        chosen = Overrides(selection=Selection((f"resource:{child.name}",)))
        part = run(described, chosen, Collector())
        assert part.operations and len(part.operations) < len(everything.operations)
        assert part.resources.children == (child,)
        assert all(declared[decl.name] == decl for decl in part.types)
        assert len(part.types) < len(everything.types)


def test_what_is_wrong_with_what_is_left_out_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets:
    get:
      responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /shops:
    get: {responses: {"200": {description: a, content: {application/json: {schema: {type: integer, not: {}}}}}}}
components:
  schemas:
    Pet: {type: object, required: [name]}
    Shop: {type: object, required: [door]}
"""
    )
    told = {}
    for include in ((), ("/pets",), ("/shops",)):
        collector = Collector()
        api = read(path, collector)
        assert api is not None
        run(api, Overrides(selection=Selection(include)), collector)
        told[include] = [found.span.pointer for found in collector.diagnostics if found.span is not None]
    pet, shop = "/components/schemas/Pet/required", "/components/schemas/Shop/required"
    schema = "/paths/~1shops/get/responses/200/content/application~1json/schema/not"
    assert sorted(told[()]) == sorted([pet, shop, schema])
    assert told[("/pets",)] == [pet]
    assert told[("/shops",)] == [schema]
