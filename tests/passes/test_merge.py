"""No redundant classes: siblings share, components and strangers do not."""

from __future__ import annotations

from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.check import check_finished
from specbind.ir.types import Access, ArrayType, Field, IntegerType, ObjectType, RefType, Type
from specbind.passes.run import run

from .build import TEXT, api, inline_names, obj, op, page, query


def names(*operations: object, **types: Type) -> list[str]:
    """The names of the inline types of operations and components."""
    found = run(api(*operations, types=types), Overrides(), Collector())  # type: ignore[arg-type]
    assert check_finished(found) == []
    return inline_names(found)


def usage(*leaves: str) -> list[object]:
    bucket = obj(start=IntegerType(), amount=obj(value=TEXT))
    return [op(f"GET /usage/{leaf}", page(bucket, next_page=TEXT)) for leaf in leaves]


def test_pages_and_items_of_siblings_are_one_class_each_named_by_the_resource() -> None:
    assert names(*usage("costs", "images", "embeddings")) == ["usage.amount", "usage.entry", "usage.list"]


def test_the_shared_name_does_not_depend_on_which_sibling_comes_first() -> None:
    assert names(*usage("images", "costs")) == names(*usage("costs", "embeddings", "images"))


def test_the_same_parameter_of_several_resources_is_one_class() -> None:
    created = obj(gte=IntegerType(), lte=IntegerType())
    lists = [op(f"GET /{name}", page(TEXT), parameters=(query("created", created),)) for name in ("pets", "vets", "as")]
    assert names(*lists[:2]) == ["pet.list", "pet.list.created", "vet.list", "vet.list.created"]
    assert names(*lists) == ["as.list", "created.parameter", "pet.list", "vet.list"]


def test_the_name_of_each_sibling_stays_as_another_name_for_what_they_share() -> None:
    one = run(api(op("POST /pets/{id}/archive", obj(name=TEXT))), Overrides(), Collector())
    assert inline_names(one) == ["pet.archive.response"]
    two = run(
        api(op("POST /pets/{id}/archive", obj(name=TEXT)), op("POST /pets/{id}/cancel", obj(name=TEXT))),
        Overrides(),
        Collector(),
    )
    assert {decl.name: decl.type for decl in two.types if isinstance(decl.type, RefType)} == {
        "pet.archive.response": RefType("pet.response"),
        "pet.cancel.response": RefType("pet.response"),
    }


def test_equal_parts_of_what_makes_and_what_changes_a_thing_have_the_name_without_the_method() -> None:
    address = obj(street=TEXT)
    assert names(
        op("GET /pets", page(TEXT)),
        op("POST /pets", TEXT, body=obj(name=TEXT, home=address)),
        op("PATCH /pets/{id}", TEXT, body=obj(home=address, tag=obj(x=TEXT))),
    ) == ["pet.create.params", "pet.list", "pet.params.home", "pet.update.params", "pet.update.params.tag"]


def test_equal_results_of_a_list_and_of_what_makes_a_thing_are_named_by_the_resource() -> None:
    pet = obj(name=TEXT, home=obj(street=TEXT))
    assert names(op("GET /pets", page(pet)), op("POST /pets", pet)) == ["pet", "pet.home", "pet.list"]


def test_what_siblings_shared_stays_known_by_its_name_when_one_joins_that_shortens_it() -> None:
    pet = obj(name=TEXT, home=obj(street=TEXT))
    acts = [op("POST /pets/{id}/archive", pet), op("POST /pets/{id}/cancel", pet)]
    assert names(*acts) == ["pet.response", "pet.response.home"]
    found = run(api(*acts, op("GET /pets/{id}", pet)), Overrides(), Collector())
    others = {decl.name: decl.type for decl in found.types if isinstance(decl.type, RefType)}
    assert others["pet.response"] == others["pet.archive.response"] == RefType("pet")
    assert others["pet.response.home"] == others["pet.cancel.response.home"] == RefType("pet.home")


def test_a_shared_name_that_another_type_has_is_not_taken_and_reported() -> None:
    collector = Collector()
    ok = obj(ok=TEXT)
    found = run(
        api(
            op("GET /pets", page(ok)),
            op("GET /pets/{id}", obj(name=TEXT)),
            op("POST /pets", ok),
            op("POST /vets/{id}/archive", obj(x=TEXT, part=TEXT)),
            op("POST /vets/{id}/cancel", obj(x=TEXT, part=TEXT)),
            op("POST /vets/{id}/open", obj(y=TEXT)),
            op("POST /vets/{id}/close", obj(y=TEXT)),
        ),
        Overrides(),
        collector,
    )
    assert inline_names(found) == ["pet", "pet.list", "pet.response", "vet.close.response", "vet.open.response",
                                   "vet.response"]  # fmt: skip
    assert [each.message for each in collector.diagnostics] == [
        "the inline type pet is named pet response, because another type has its name",
        "the equal inline types vet close response, vet open response do not share the name vet response, because"
        " another type has it",
    ]


def test_equal_errors_are_one_class_in_the_whole_api() -> None:
    error = obj(message=TEXT, code=TEXT)
    found = names(
        op("GET /a/b/pets/{id}", obj(x=TEXT), errors={"404": error, "400": error}),
        op("POST /vets/{id}/archive", obj(y=TEXT), errors={"400": error}),
    )
    assert found == ["a.b.pet", "error.body", "vet.archive.response"]


def test_other_presence_or_access_is_another_class() -> None:
    optional = ObjectType((Field("name", TEXT, False),))
    hidden = ObjectType((Field("name", TEXT, True, access=Access.WRITE_ONLY),))
    plain = obj(name=TEXT)
    found = names(
        op("POST /pets/{id}/archive", plain),
        op("POST /pets/{id}/activate", optional),
        op("POST /pets/{id}/cancel", hidden),
    )
    assert len(found) == 3


def test_descriptions_do_not_count() -> None:
    one = ObjectType((Field("name", TEXT, True, "One."),), description="First.")
    two = ObjectType((Field("name", TEXT, True, "Two."),), description="Second.")
    assert names(op("POST /pets/{id}/archive", one), op("POST /pets/{id}/cancel", two)) == ["pet.response"]


def test_named_components_stay_themselves_and_are_not_put_in_place_of_inline_objects() -> None:
    same = obj(name=TEXT)
    found = run(api(op("GET /pets/{id}", same), types={"One": same, "Two": same}), Overrides(), Collector())
    assert sorted(decl.name for decl in found.types) == ["One", "Two", "pet"]


def test_members_of_components_are_not_shared() -> None:
    assert names(One=obj(part=obj(x=TEXT)), Two=obj(part=obj(x=TEXT))) == ["One.part", "Two.part"]


def test_strangers_with_nothing_in_common_are_not_shared() -> None:
    found = names(op("GET /pets/{id}", obj(x=TEXT)), op("GET /vets/{id}", obj(x=TEXT)))
    assert found == ["pet", "vet"]


def test_arrays_of_siblings_share_their_items() -> None:
    found = names(
        op("POST /pets/{id}/archive", ArrayType(obj(x=TEXT))), op("POST /pets/{id}/cancel", ArrayType(obj(x=TEXT)))
    )
    assert found == ["pet.response"]
