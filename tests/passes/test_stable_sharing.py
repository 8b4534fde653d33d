"""Siblings that come and go: what equal types share is decided at once for a resource and for those around it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Operation
from specbind.ir.types import BooleanType, IntegerType, RefType
from specbind.passes.run import run

from .build import TEXT, api, inline_names, obj, op, page, query
from .naming import names_of, renamed, without_operation, without_type

DONE = obj(done=BooleanType(), time=IntegerType(), cost=obj(units=IntegerType()))
LAMP = obj(lamp=TEXT, owner=obj(name=TEXT))
SIBLINGS = {
    "an answer of a resource and of those below it": (
        op("GET /docks/{id}", obj(dock=TEXT)),
        op("PUT /docks", DONE, body=obj(x=TEXT)),
        op("POST /docks/close", DONE),
        op("PUT /docks/lamps", DONE, body=obj(x=TEXT)),
        op("POST /docks/lamps/reset", DONE),
        op("POST /docks/cranes/start", DONE),
        op("POST /docks/cranes/stop", DONE),
        op("POST /docks/cranes/hooks/swap", DONE),
        op("POST /docks/cranes/belts/reset", DONE),
    ),
    "one that a title names": (
        op("POST /docks/{id}/open", DONE),
        op("POST /docks/{id}/close", DONE),
        op("POST /docks/{id}/clear", replace(DONE, title="DockCleared")),
    ),
    "things of several resources": (
        op("GET /docks/lamps/{id}", LAMP),
        op("POST /docks/lamps", LAMP, body=obj(x=TEXT)),
        op("PATCH /docks/lamps/{id}", LAMP, body=obj(x=TEXT)),
        op("GET /docks/lights/{id}", LAMP),
        op("POST /docks/lights", LAMP, body=obj(x=TEXT)),
        op("GET /docks/lights", page(LAMP), parameters=(query("made", obj(gte=TEXT)),)),
        op("GET /docks/torches", page(LAMP), parameters=(query("made", obj(gte=TEXT)),)),
    ),
    "parts of what several resources take": (
        op("POST /docks", TEXT, body=obj(site=obj(lat=TEXT))),
        op("PATCH /docks/{id}", TEXT, body=obj(site=obj(lat=TEXT))),
        op("POST /piers", TEXT, body=obj(site=obj(lat=TEXT))),
        op("POST /buoys", TEXT, body=obj(site=obj(lat=TEXT))),
        op("PATCH /buoys/{id}", TEXT, body=obj(site=obj(lat=TEXT))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("operations", SIBLINGS.values(), ids=SIBLINGS)
def test_a_sibling_that_comes_renames_nothing(operations: tuple[Operation, ...]) -> None:
    whole = names_of(api(*operations))
    assert len(set(whole.meanings.values())) < len(whole.meanings)
    for operation in operations:
        assert renamed(names_of(without_operation(api(*operations), operation.key)), whole, operation.key) == []


def shared(of: Api) -> tuple[list[str], dict[str, str]]:
    """The classes that places give their names to, and what other names stand for."""
    done = run(of, Overrides(), Collector())
    others = {decl.name: decl.type.name for decl in done.types if isinstance(decl.type, RefType)}
    return inline_names(done), others


def test_an_answer_is_one_class_where_all_that_share_it_want_one_name() -> None:
    classes, others = shared(api(*SIBLINGS["an answer of a resource and of those below it"]))
    assert [name for name in classes if "params" not in name] == ["dock", "dock.cost", "dock.response"]
    assert others["dock.lamp.update.response"] == others["dock.crane.response"] == "dock.response"
    assert others["dock.crane.hook.swap.response"] == "dock.response"
    assert others["dock.lamp.reset.response.cost"] == "dock.cost"


def test_what_siblings_have_in_common_is_no_resource_above_them() -> None:
    classes, others = shared(api(op("GET /docks/lamps/{id}", LAMP), op("GET /docks/lights/{id}", LAMP)))
    assert classes == ["dock.owner", "dock.response"]
    assert others["dock.lamp"] == others["dock.light"] == "dock.response"


def test_a_title_of_one_leaves_the_others_together() -> None:
    classes, _ = shared(api(*SIBLINGS["one that a title names"]))
    assert classes == ["DockCleared", "dock.cost", "dock.response"]


def test_what_is_inside_equal_types_is_one_class_even_if_its_name_was_not_to_be_had() -> None:
    collector = Collector()
    of = api(
        op("POST /docks/{id}/open", DONE),
        op("POST /docks/{id}/close", DONE),
        types={"DockResponseCost": obj(x=TEXT)},
    )
    done = run(of, Overrides(), collector)
    assert inline_names(done) == ["dock.close.response.cost", "dock.response"]
    assert [each.message for each in collector.diagnostics] == [
        "the inline type dock response cost is named dock close response cost, because another type has its name"
    ]


def test_types_that_end_alike_share_what_the_ending_says() -> None:
    part = obj(file=TEXT, line=IntegerType())
    one, two = obj("OpenReport", part=part, a=TEXT), obj("CloseReport", part=part, b=TEXT)
    classes, others = shared(api(op("POST /docks/{id}/open", one), op("POST /docks/{id}/close", two)))
    assert classes == ["CloseReport", "OpenReport", "dock.part"]
    assert others == {"CloseReport.part": "dock.part", "OpenReport.part": "dock.part"}


def test_a_component_that_takes_a_title_is_reported_as_the_one_that_renames() -> None:
    of = api(
        op("GET /docks/{id}", obj(site=obj("Site", lat=TEXT, town=obj(name=TEXT)))),
        op("GET /piers", page(RefType("Site"))),
        types={"Site": obj(street=TEXT)},
    )
    whole, before = names_of(of), names_of(without_type(of, "Site"))
    assert before.decls.keys() >= {"Site", "SiteTown"}
    assert whole.decls.keys() >= {"DockSite", "DockSiteTown"}
    assert whole.decided == ("the inline type Site is named dock site, because another type has its name",)
    assert renamed(before, whole, "Site") == []
