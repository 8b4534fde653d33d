"""How well facts that pages do not print were inferred: integers, nulls, formats, defaults, limits, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from specbind.ir.api import Api, Operation
from specbind.ir.types import (
    MISSING,
    UNBOUNDED,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    Json,
    MapType,
    Missing,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnionType,
    UnknownType,
    without_null,
)

FACTS = ("integer", "null", "format", "default", "minimum", "maximum")


@dataclass
class Counts:
    """What was concluded of one kind of fact: right, wrong (not in the other description), and missed."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of conclusions that are right; one where nothing was concluded."""
        total = self.right + len(self.wrong)
        return self.right / total if total else 1.0

    @property
    def recall(self) -> float:
        """The share of the facts that were concluded; one where there are none."""
        total = self.right + len(self.missed)
        return self.right / total if total else 1.0


def compare(truth: Api, read: Api) -> dict[str, Counts]:
    """The counts of each kind of fact, over the places that both descriptions have."""
    expected, found = dict(places(truth)), dict(places(read))
    counts = {name: Counts() for name in FACTS}
    for place in expected.keys() & found.keys():
        for name in FACTS:
            one, two = expected[place].get(name), found[place].get(name)
            if one == two and one is not None:
                counts[name].right += 1
            elif one != two:
                if two is not None:
                    counts[name].wrong.append(place)
                if one is not None:
                    counts[name].missed.append(place)
    return counts


def table(counts: dict[str, Counts]) -> str:
    """The counts for people."""
    lines = [f"{'fact':10} {'right':>6} {'wrong':>6} {'missed':>7} {'precision':>10} {'recall':>7}"]
    for name, each in counts.items():
        numbers = f"{each.right:6} {len(each.wrong):6} {len(each.missed):7}"
        lines.append(f"{name:10} {numbers} {each.precision:10.1%} {each.recall:7.1%}")
    return "\n".join(lines)


def places(api: Api) -> Iterator[tuple[str, dict[str, object]]]:
    """Every parameter and member of every operation, and its facts. Types that contain themselves are entered once."""
    types = {decl.name: decl.type for decl in api.types}
    for operation in api.operations:
        for each in operation.parameters:
            place = f"{operation.key} {each.location.value} {each.wire_name}"
            yield from _place(place, each.type, each.default, types, ())
        for word, of in _bodies(operation):
            yield from _inside(f"{operation.key} {word}", of, types, ())


def _bodies(operation: Operation) -> Iterable[tuple[str, Type]]:
    if operation.body is not None:
        yield from (("body", each.type) for each in operation.body.contents[:1] if each.type is not None)
    good = next((each for each in operation.responses if each.status.startswith("2")), None)
    if good is not None:
        yield from (("result", each.type) for each in good.contents[:1] if each.type is not None)


def _place(
    place: str, of: Type, default: Json | Missing, types: dict[str, Type], inside: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, object]]]:
    yield place, _facts(of, default, types)
    yield from _inside(place, of, types, inside)


def _facts(of: Type, default: Json | Missing, types: dict[str, Type]) -> dict[str, object]:
    """A number that may have a fraction is none that is known to be whole, whatever its examples are."""
    facts: dict[str, object] = {} if default is MISSING or isinstance(of, ConstType) else {"default": default}
    plain, null = without_null(of)
    while isinstance(plain, RefType):
        plain, inner = without_null(types[plain.name])
        null = null or inner
    if null:
        facts["null"] = True
    variants = plain.variants if isinstance(plain, UnionType) else (plain,)
    numbers = [each for each in variants if isinstance(each, IntegerType | NumberType)]
    if numbers and all(isinstance(each, IntegerType) for each in numbers):
        facts["integer"] = True
    bounds = next((each.bounds for each in numbers if each.bounds != UNBOUNDED), UNBOUNDED)
    facts |= {
        name: value for name, value in (("minimum", bounds.minimum), ("maximum", bounds.maximum)) if value is not None
    }
    if isinstance(plain, StringType) and plain.format is not StringFormat.PLAIN:
        facts["format"] = plain.format
    return facts


def _inside(
    place: str, of: Type, types: dict[str, Type], inside: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, object]]]:
    match of:
        case RefType(name=name):
            if name not in inside:
                yield from _inside(place, types[name], types, (*inside, name))
        case ObjectType(fields=fields):
            for each in fields:
                yield from _place(f"{place}.{each.wire_name}", each.type, each.default, types, inside)
        case ArrayType(item=item):
            yield from _inside(f"{place}[]", item, types, inside)
        case MapType(value=value):
            yield from _inside(f"{place}{{}}", value, types, inside)
        case UnionType(variants=variants):
            for index, each in enumerate(each for each in variants if not isinstance(each, NullType)):
                yield from _inside(f"{place}<{index}>" if _many(of) else place, each, types, inside)
        case TupleType() | EnumType() | ConstType() | StringType() | NumberType() | IntegerType():
            pass
        case BooleanType() | NullType() | UnknownType():
            pass


def _many(of: UnionType) -> bool:
    return isinstance(without_null(of)[0], UnionType)
