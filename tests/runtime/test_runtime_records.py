"""Records: frozen values whose members are arguments."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from acme_runtime.records import Record


class Place(Record):
    x: int
    y: int = 2


class Named(Place, kw_only=True):
    name: str
    tags: tuple[str, ...] = ()


MAKE: Any = Named
"""The class as callers see it who have no type checker."""


def test_members_are_arguments_in_their_order_and_defaults_hold() -> None:
    made = Named(1, name="a")
    assert (made.x, made.y, made.name, made.tags) == (1, 2, "a", ())
    assert repr(made) == "Named(x=1, name='a')"
    assert (Named(1, 3, name="a").y, Named(x=1, y=4, name="a").y) == (3, 4)


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {"name": "a"}, "missing arguments: x"),
        ((1, 2, "a"), {}, "too many positional arguments"),
        ((1,), {"x": 1, "name": "a"}, "too many positional arguments"),
        ((1,), {"name": "a", "size": 1}, "unexpected arguments: size"),
    ],
)
def test_wrong_arguments_are_refused(values: tuple[int, ...], named: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        MAKE(*values, **named)


def test_a_record_cannot_be_changed_and_is_equal_to_itself_alone() -> None:
    made = Place(1)
    with pytest.raises(AttributeError):
        made.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del made.x
    assert made == made and made != Place(1) and len({made, made}) == 1


def test_a_record_can_be_copied_and_pickled() -> None:
    made = Named(1, name="a")
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert vars(again) == vars(made) and again.y == 2
