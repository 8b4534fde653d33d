"""Adding an operation or a schema renames nothing: names depend on a type's or an operation's own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Operation
from specbind.ir.check import check, check_finished
from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    IntegerType,
    MapType,
    ObjectType,
    RefType,
    UnionType,
)
from specbind.passes.run import run
from specbind.passes.shapes import Shapes

from .build import TEXT, api, methods, obj, op, page, query
from .naming import names_of, renamed, without_operation, without_type

INT = IntegerType()
CREW = obj(id=TEXT, name=TEXT, shift=obj(start=TEXT))
CRANE = obj(id=TEXT, load=obj(tons=INT), cargo=ArrayType(obj(kind=TEXT)))
LOG = obj(id=TEXT, actor=UnionType((obj(kind=ConstType("user"), u=TEXT), obj(kind=ConstType("key"), k=TEXT))))
CREATED = obj(gte=INT, lte=INT)
PAGED = (query("after"), query("limit", INT))
MORE = BooleanType()


def harbor() -> Api:
    """A medium API with every kind of place for a name."""
    berth = obj(id=TEXT, depth=obj(low=INT), moorings=ArrayType(obj(bollard=TEXT)))
    return api(
        op("GET /v1/berths", page(RefType("Berth"), has_more=MORE), parameters=PAGED, name="listBerths"),
        op("POST /v1/berths", RefType("Berth"), body=obj(depth=obj(low=INT)), name="createBerth"),
        op("GET /v1/berths/{berth_id}", RefType("Berth")),
        op("POST /v1/berths/{berth_id}", RefType("Berth"), body=obj(note=TEXT)),
        op("DELETE /v1/berths/{berth_id}", obj(id=TEXT, deleted=MORE)),
        op("POST /v1/berths/{berth_id}/close", obj(closed_at=TEXT), body=obj(reason=TEXT)),
        op("GET /v1/berths/{berth_id}/cranes", page(CRANE, has_more=MORE), parameters=PAGED),
        op("GET /v1/berths/{berth_id}/cranes/{crane_id}", CRANE),
        op("POST /v1/berths/{berth_id}/cranes", CRANE, body=obj(load=obj(tons=INT), tags=MapType(obj(v=TEXT)))),
        op("GET /v1/crews", page(CREW), parameters=(query("created", CREATED),)),
        op("GET /v1/crews/{crew_id}", CREW),
        op("PATCH /v1/crews/{crew_id}", CREW, body=obj(name=TEXT)),
        op("GET /v1/audit_logs", page(LOG, has_more=MORE), parameters=PAGED),
        op("GET /v1/settings", obj(tide=obj(warn=INT))),
        op("PUT /v1/settings", obj(tide=obj(warn=INT)), body=obj(tide=obj(warn=INT))),
        op("GET /v1/usage/lifts", page(obj(start=INT, result=obj(lifts=INT)), next_page=TEXT)),
        op("GET /v1/usage/dredging", page(obj(start=INT, result=obj(hours=INT)), next_page=TEXT)),
        op("GET /v1/search", page(RefType("Berth"))),
        types={
            "Berth": berth,
            "Fee": obj(tiers=ArrayType(obj(upto=INT)), currency=obj("Currency", code=TEXT)),
            "Ship": obj(flag=obj("Currency", code=TEXT), owner=obj("Ship Owner", name=TEXT)),
            "Cargo": UnionType((obj(kind=ConstType("bulk"), t=INT), obj(kind=ConstType("box"), n=INT))),
            "Prices": MapType(obj(amount=INT)),
        },
    )


def named(of: Api) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """The methods by operation, and the names of inline types with what they mean."""
    done = run(of, Overrides(), Collector())
    assert check_finished(done) == []
    inline = {decl.name: decl.type for decl in done.types if decl.context}
    return methods(done), {name: hash(repr(of)) for name, of in inline.items()}


WHOLE = harbor()
METHODS, TYPES = named(WHOLE)
NAMED = names_of(WHOLE)


@pytest.mark.parametrize("key", [operation.key for operation in WHOLE.operations])
def test_removing_an_operation_renames_nothing(key: str) -> None:
    assert renamed(names_of(without_operation(WHOLE, key)), NAMED, key) == []


@pytest.mark.parametrize("name", [decl.name for decl in WHOLE.types])
def test_removing_a_schema_renames_nothing(name: str) -> None:
    assert renamed(names_of(without_type(WHOLE, name)), NAMED, name) == []


DEPTH, WIDTH = obj(low=INT), obj(high=INT)
BESIDE = {
    "parts of a change beside other parts of what makes the thing": (
        op("PUT /docks", obj(dock=DEPTH), body=obj(docks=ArrayType(obj(size=DEPTH)))),
        op("POST /docks", obj(dock=WIDTH), body=obj(docks=ArrayType(obj(size=WIDTH)))),
    ),
    "results of a list and of changes beside what shows the thing whole": (
        op("GET /docks", page(obj(size=DEPTH))),
        op("PATCH /docks/{id}", obj(size=WIDTH), body=obj(x=TEXT)),
        op("GET /docks/{id}", obj(size=obj(wide=INT))),
        op("POST /docks", obj(size=obj(long=INT)), body=obj(y=TEXT)),
    ),
    "results that are the same": (
        op("GET /docks", page(CRANE)),
        op("GET /docks/{id}", CRANE),
        op("POST /docks", CRANE, body=obj(y=TEXT)),
        op("PATCH /docks/{id}", CRANE, body=obj(y=TEXT)),
    ),
    "acts with the same result, and what shows the thing": (
        op("POST /docks/{id}/open", CRANE),
        op("POST /docks/{id}/close", CRANE),
        op("GET /docks/{id}", CRANE),
    ),
    "plain lists": (op("GET /docks", ArrayType(DEPTH)), op("GET /docks/{id}", WIDTH)),
}


@pytest.mark.parametrize("operations", BESIDE.values(), ids=BESIDE)
def test_an_operation_beside_others_renames_nothing_of_theirs(operations: tuple[Operation, ...]) -> None:
    whole = names_of(api(*operations))
    assert whole.decided == ()
    for operation in operations:
        rest = names_of(api(*(each for each in operations if each is not operation)))
        assert renamed(rest, whole, operation.key) == []


def test_no_rule_about_collisions_decides_a_name_here() -> None:
    assert NAMED.decided == ()


def test_the_order_of_the_document_names_nothing() -> None:
    turned = replace(WHOLE, operations=WHOLE.operations[::-1], types=WHOLE.types[::-1])
    found, types = named(turned)
    assert found == METHODS
    assert types == TYPES


def test_the_names_say_what_things_are() -> None:
    assert sorted(TYPES) == NAMES.strip().splitlines()


NAMES = """
Berth.depth
Berth.mooring
Cargo.box
Cargo.bulk
Currency
Fee.tier
Ship Owner
audit_log.list
audit_log.list.item
audit_log.list.item.actor
audit_log.list.item.actor.key
audit_log.list.item.actor.user
berth.close.params
berth.close.response
berth.crane
berth.crane.cargo
berth.crane.create.params
berth.crane.create.response
berth.crane.create.response.cargo
berth.crane.create.response.load
berth.crane.list
berth.crane.list.item
berth.crane.list.item.cargo
berth.crane.list.item.load
berth.crane.load
berth.crane.params.load
berth.crane.params.tag
berth.create.params
berth.delete.response
berth.list
berth.params.depth
berth.update.params
crew
crew.list
crew.list.created
crew.list.item
crew.list.item.shift
crew.shift
crew.update.params
crew.update.response
crew.update.response.shift
price
search.list
setting
setting.tide
setting.update.params
setting.update.params.tide
setting.update.response
setting.update.response.tide
usage.dredging
usage.dredging.list
usage.dredging.result
usage.lift
usage.lift.result
usage.lifts.list
"""


def test_a_broken_api_does_not_pass_the_check() -> None:
    broken = api(op("GET /a", UnionType((TEXT,))), op("GET /a", RefType("Nobody")))
    problems = "\n".join(check(broken))
    assert "1 variants" in problems
    assert "Nobody: referred to but not declared" in problems
    assert "operation GET /a: 2 times" in problems
    unfinished = "\n".join(check_finished(api(op("GET /b", obj(x=TEXT)))))
    assert "an object is not a declaration" in unfinished
    assert "operation GET /b: 0 times in the tree" in unfinished


def test_shapes_are_equal_by_meaning() -> None:
    shapes = Shapes()
    assert shapes.of(obj(a=TEXT, b=INT)) == shapes.of(obj(b=INT, a=TEXT))
    assert shapes.of(obj("One", a=TEXT)) == shapes.of(obj("Two", a=TEXT))
    assert shapes.of(obj(a=TEXT)) != shapes.of(obj(a=INT))
    assert shapes.of(ConstType(True)) != shapes.of(ConstType(1))
    assert isinstance(CRANE, ObjectType)
