"""Inline objects become declarations that are named after their place."""

from __future__ import annotations

from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Webhook
from specbind.ir.check import check_finished
from specbind.ir.types import (
    NULL,
    ArrayType,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    MapType,
    ObjectType,
    RefType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
)
from specbind.passes.run import run
from specbind.rules import INLINE_NAME_TAKEN

from .build import TEXT, api, inline_names, obj, op, page, query

A, B = obj(a=TEXT), obj(b=TEXT)


def hoisted(of: Api) -> Api:
    """The API after all passes, which is checked."""
    found = run(of, Overrides(), Collector())
    assert check_finished(found) == []
    return found


def names(*operations: object, **types: Type) -> list[str]:
    """The names of the inline types of some components."""
    return inline_names(hoisted(api(types=types)))


def test_a_member_is_named_by_its_component_and_itself() -> None:
    assert names(Order=obj(address=obj(city=obj(name=TEXT)))) == ["Order.address", "Order.address.city"]


def test_items_and_values_are_named_in_the_singular() -> None:
    found = names(
        Team=obj(projects=ArrayType(A), policies=MapType(A), statuses=ArrayType(ArrayType(A)), data=ArrayType(A))
    )
    assert found == ["Team.item", "Team.policy", "Team.project", "Team.status"]


def test_items_that_would_be_named_like_another_member_are_told_apart() -> None:
    assert names(Team=obj(project=A, projects=ArrayType(B))) == ["Team.project", "Team.projects_entry"]


def test_components_that_are_lists_maps_or_tuples_name_what_they_hold() -> None:
    assert names(Pets=ArrayType(A), Pair=TupleType((A, B), None)) == ["Pair.first", "Pair.second", "pet"]


def test_undeclared_members_are_named_extra() -> None:
    assert names(Bag=ObjectType((), TypedExtra(A))) == ["Bag.extra"]


def test_a_union_of_objects_is_a_declaration_and_null_stays_where_it_was() -> None:
    tags = Discriminator("kind", (("circle", 0), ("square", 2)))
    union = UnionType((obj(kind=ConstType("circle")), NULL, obj(kind=ConstType("square"))), tags)
    found = hoisted(api(types={"Drawing": obj(shape=union)}))
    decls = {decl.name: decl.type for decl in found.types}
    drawing = decls["Drawing"]
    assert isinstance(drawing, ObjectType)
    assert drawing.fields[0].type == UnionType((RefType("Drawing.shape"), NULL))
    assert decls["Drawing.shape"] == UnionType(
        (RefType("Drawing.shape.circle"), RefType("Drawing.shape.square")),
        Discriminator("kind", (("circle", 0), ("square", 1))),
    )


def test_variants_without_tags_are_named_by_the_member_that_only_they_require() -> None:
    union = UnionType((obj(id=TEXT, url=TEXT), obj(id=TEXT, file=TEXT)))
    assert names(Source=union) == ["Source.with_file", "Source.with_url"]


def test_one_object_among_other_variants_takes_the_name_of_the_place() -> None:
    assert names(Tool=obj(choice=UnionType((TEXT, A)))) == ["Tool.choice"]
    assert names(Choice=UnionType((TEXT, A))) == ["Choice.object"]


def test_enums_stay_where_they_are() -> None:
    assert names(Pet=obj(size=EnumType((EnumValue("s"), EnumValue("l"))))) == []


def test_a_title_names_a_type_if_it_tells_something_and_no_other_shape_bears_it_more_often() -> None:
    assert names(Pet=obj(owner=obj("Pet Owner", name=TEXT))) == ["Pet Owner"]
    assert names(Pet=obj(owner=obj("Data", name=TEXT))) == ["Pet.owner"]
    assert names(Pet=obj(owner=obj("Inline response 200", name=TEXT))) == ["Pet.owner"]
    assert names(Pet=obj(a=obj("Twin", x=TEXT), b=obj("Twin", y=TEXT))) == ["Pet.b", "Twin"]
    assert names(Pet=obj(a=obj("Twin", x=TEXT)), Vet=obj(b=obj("Twin", x=TEXT))) == ["Twin"]


def test_a_title_that_is_the_name_of_an_equal_component_means_it() -> None:
    found = hoisted(api(types={"Owner": obj(name=TEXT), "Pet": obj(owner=obj("Owner", name=TEXT), v=obj(name=TEXT))}))
    assert inline_names(found) == ["Pet.v"]
    pet = next(decl.type for decl in found.types if decl.name == "Pet")
    assert isinstance(pet, ObjectType)
    assert pet.fields[0].type == RefType("Owner")


def test_results_of_a_resource_have_its_name_and_share_one_declaration() -> None:
    pet = obj(id=TEXT, name=TEXT)
    found = hoisted(
        api(
            op("GET /pets", page(pet)),
            op("POST /pets", pet, body=obj(name=TEXT)),
            op("GET /pets/{id}", pet),
            op("DELETE /pets/{id}", obj(deleted=TEXT)),
            op("POST /pets/{id}/archive", obj(archived=TEXT)),
        )
    )
    assert inline_names(found) == [
        "pet",
        "pet.archive.response",
        "pet.create.params",
        "pet.delete.response",
        "pet.list",
    ]


def test_results_of_other_shapes_say_their_method() -> None:
    found = hoisted(api(op("GET /pets/{id}", A), op("POST /pets", B), op("GET /pets", page(TEXT, more=obj(c=TEXT)))))
    assert inline_names(found) == ["pet", "pet.create.response", "pet.list", "pet.list.more"]


def test_a_list_method_names_its_items() -> None:
    found = hoisted(api(op("GET /usage/costs", page(A))))
    assert inline_names(found) == ["usage.cost", "usage.costs.list"]


def test_parameters_errors_and_webhooks_are_named_by_their_place() -> None:
    of = api(op("GET /pets/{id}", A, parameters=(query("created", B),), errors={"404": obj(gone=TEXT)}))
    of = Api(of.title, of.version, of.operations, of.types, webhooks=(Webhook("pet.sold", obj(pet=TEXT)),))
    assert inline_names(hoisted(of)) == [
        "pet",
        "pet.retrieve.created",
        "pet.retrieve.not_found.error.body",
        "pet_sold.event",
    ]


def test_a_name_that_a_component_has_gets_a_word_and_is_reported() -> None:
    collector = Collector()
    found = run(api(types={"Order": obj(item=A), "OrderItem": B}), Overrides(), collector)
    assert inline_names(found) == ["Order.item.detail"]
    assert [each.rule for each in collector.diagnostics] == [INLINE_NAME_TAKEN]


def test_the_prefix_of_the_configuration_is_no_part_of_names() -> None:
    found = run(api(op("GET /pets/{id}", A)), Overrides(prefix=("admin",)), Collector())
    assert inline_names(found) == ["pet"]
