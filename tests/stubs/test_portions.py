"""Modules of types in portions: light enough, in one direction, with every circle whole."""

from __future__ import annotations

from specbind.ir.types import ArrayType, Field, ObjectType, RefType, StringType, Type, TypeDecl
from specbind.python import portions as divided
from specbind.python.portions import portions


def declared(edges: dict[str, list[str]], fields: int) -> dict[str, TypeDecl]:
    """Objects with as many members as asked for, which refer to others."""
    found = {}
    for name, others in edges.items():
        members: list[Type] = [ArrayType(RefType(other)) for other in others]
        members += [StringType()] * (fields - len(members))
        made = tuple(Field(f"member_{index}", of, True) for index, of in enumerate(members))
        found[name] = TypeDecl(name, ObjectType(made))
    return found


def test_a_module_that_is_light_stays_as_it_is() -> None:
    decls = declared({"a": ["b"], "b": []}, 10)
    assert portions({"a": "shared", "b": "pets"}, decls, ()) == {"a": "shared", "b": "pets"}


def test_a_heavy_module_is_divided_and_a_portion_refers_to_those_before_it_alone() -> None:
    count = 300
    edges = {f"t{index}": [f"t{(index * 7 + step) % count}" for step in (1, 2) if (index * 7 + step) % count > index]
             for index in range(count)}  # fmt: skip
    decls = declared(edges, 100)
    found = portions(dict.fromkeys(decls, "shared"), decls, ("shared_3",))
    order = list(dict.fromkeys(sorted(found.values(), key=lambda name: (len(name), name))))
    assert order == ["shared", "shared_2", "shared_4", "shared_5", "shared_6"]
    for name, others in edges.items():
        assert all(order.index(found[other]) <= order.index(found[name]) for other in others)
    for portion in order:
        assert sum(202 for name in found if found[name] == portion) <= divided.HEAVIEST


def test_what_refers_to_each_other_stays_together_however_heavy() -> None:
    count = 200
    edges = {f"t{index}": [f"t{(index + 1) % count}"] for index in range(count)}
    decls = declared({**edges, "last": ["t5"]}, 100)
    found = portions(dict.fromkeys(decls, "shared"), decls, ())
    assert len({found[name] for name in edges}) == 1 and found["last"] == "shared_2"
