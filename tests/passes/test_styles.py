"""The array style of the whole API."""

from __future__ import annotations

from specbind.config import Overrides
from specbind.ir.api import Location, Parameter, Style
from specbind.ir.types import ArrayType
from specbind.passes.styles import styles

from .build import TEXT, api, obj, op, query

LIST = ArrayType(TEXT)


def styled(*parameters: Parameter, style: Style | None = None) -> list[tuple[str, Style]]:
    """The names and styles of parameters after the pass."""
    found = styles(api(op("GET /pets", TEXT, parameters=parameters)), Overrides(array_style=style))
    return [(each.wire_name, each.style) for each in found.operations[0].parameters]


def test_nothing_changes_without_a_choice() -> None:
    assert styled(query("ids", LIST), query("range", obj(gte=TEXT))) == [("ids", Style.FORM), ("range", Style.FORM)]


def test_the_choice_is_for_arrays_and_brackets_are_for_objects_too() -> None:
    path = Parameter("id", Location.PATH, LIST, True, Style.SIMPLE, False)
    found = styled(query("ids", LIST), query("range", obj(gte=TEXT)), query("q"), path, style=Style.BRACKETS)
    assert found == [
        ("ids", Style.BRACKETS),
        ("range", Style.BRACKETS),
        ("q", Style.FORM),
        ("id", Style.SIMPLE),
    ]


def test_brackets_in_a_name_are_not_doubled() -> None:
    assert styled(query("ids[]", LIST)) == [("ids", Style.BRACKETS)]
    assert styled(query("ids[]", LIST), style=Style.BRACKETS) == [("ids", Style.BRACKETS)]
    assert styled(query("ids[]", TEXT), style=Style.BRACKETS) == [("ids[]", Style.FORM)]


def test_a_name_that_is_there_without_brackets_too_keeps_them() -> None:
    assert styled(query("ids[]", LIST), query("ids", TEXT)) == [("ids[]", Style.FORM), ("ids", Style.FORM)]


def test_commas_and_repetition_are_forms_of_the_query() -> None:
    of = api(op("GET /pets", TEXT, parameters=(query("ids", LIST),)))
    for style, explode in ((Style.SIMPLE, False), (Style.FORM, True)):
        (found,) = styles(of, Overrides(array_style=style)).operations[0].parameters
        assert (found.style, found.explode) == (Style.FORM, explode)
