"""Long names of inline types lose the words in their middle, and no two come to one name."""

from __future__ import annotations

from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.check import check_finished
from specbind.ir.types import Type
from specbind.passes.run import run

from .build import TEXT, api, inline_names, obj


def names(**types: Type) -> list[str]:
    found = run(api(types=types), Overrides(), Collector())
    assert check_finished(found) == []
    return inline_names(found)


def test_a_long_name_keeps_its_owner_and_its_last_words() -> None:
    deep = obj(mooring_configuration=obj(breakwater_settings=obj(seasonal_limits=obj(x=TEXT))))
    assert names(HarborRequest=deep) == [
        "HarborRequest.breakwater_settings",
        "HarborRequest.mooring_configuration",
        "HarborRequest.seasonal_limits",
    ]


def test_as_many_words_are_kept_as_tell_it_apart() -> None:
    inner = obj(breakwater_settings=obj(seasonal_limits=obj(x=TEXT)))
    other = obj(breakwater_settings=obj(seasonal_limits=obj(y=TEXT)))
    found = names(HarborRequest=obj(outer_configuration=inner, inner_configuration=other))
    assert [name for name in found if name.endswith("seasonal_limits")] == [
        "HarborRequest.inner_configuration.breakwater_settings.seasonal_limits",
        "HarborRequest.outer_configuration.breakwater_settings.seasonal_limits",
    ]


def test_another_owner_changes_nothing() -> None:
    deep = obj(mooring_configuration=obj(breakwater_settings=obj(seasonal_limits=obj(x=TEXT))))
    both = names(HarborRequest=deep, HarborAnswer=deep)
    assert [name for name in both if name.startswith("HarborRequest")] == names(HarborRequest=deep)


def test_short_names_are_left_alone() -> None:
    assert names(A=obj(b=obj(c=obj(d=obj(x=TEXT))))) == ["A.b", "A.b.c", "A.b.c.d"]
