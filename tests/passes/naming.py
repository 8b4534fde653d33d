"""The names that a description comes to, by the places where they stand: what the tests of names compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Resource
from specbind.ir.types import (
    UNKNOWN,
    ArrayType,
    MapType,
    ObjectType,
    RefType,
    TupleType,
    Type,
    TypeDecl,
    TypedExtra,
    UnionType,
)
from specbind.ir.walk import map_types, operation_uses
from specbind.passes.run import run
from specbind.passes.words import fold
from specbind.python import symbols
from specbind.python.modules import module_names
from specbind.python.nodes import tree, walk, with_root
from specbind.python.plan import Planner
from specbind.python.usage import usage

Place = tuple[object, ...]


@dataclass(frozen=True)
class Names:
    """The names of a package: methods and arguments by operation, classes by place, and what each class is."""

    methods: Mapping[str, str]
    arguments: Mapping[tuple[str, str, str], str]
    classes: Mapping[Place, str]
    meanings: Mapping[str, str]
    decls: Mapping[str, TypeDecl]
    decided: tuple[str, ...]
    """The messages about names that a rule about collisions decided."""


def names_of(api: Api) -> Names:
    """All names that a user of the package can write."""
    collector = Collector()
    done = run(api, Overrides(), collector)
    top = with_root(done.resources)
    planner = Planner(done)
    used = usage(done, planner)
    modules = module_names(top)
    settled = symbols.settle(done, used, {}, modules, collector)
    called = {name: of.model for name, of in settled.types.items() if name not in used.unused}
    decls = {decl.name: decl for decl in done.types}
    plans = [(node, plan) for node in walk(tree(top, planner, modules)) for plan in node.plans]
    return Names(
        methods=dict(_methods(done.resources)),
        arguments={
            (plan.operation.key, argument.place, argument.wire_name): argument.name
            for _, plan in plans
            for argument in plan.arguments
        },
        classes={place: called[name] for place, name in _places(done, decls) if name in called},
        meanings={called[name]: _target(name, decls) for name in called},
        decls={called[name]: decls[name] for name in called},
        decided=tuple(each.message for each in collector.diagnostics if each.rule.code in ("SB601", "SB603", "SB650")),
    )


def _methods(resource: Resource) -> Iterator[tuple[str, str]]:
    yield from ((method.operation, ".".join((*resource.path, method.name))) for method in resource.methods)
    for child in resource.children:
        yield from _methods(child)


def _target(name: str, decls: Mapping[str, TypeDecl]) -> str:
    of = decls[name].type
    return of.name if decls[name].context and isinstance(of, RefType) else name


def _places(api: Api, decls: Mapping[str, TypeDecl]) -> Iterator[tuple[Place, str]]:
    """Every place that refers to a declared type, inline types taken apart."""
    for operation in api.operations:
        for index, use in enumerate(operation_uses(operation)):
            where = getattr(use.place, "wire_name", use.response.status if use.response else "body")
            yield from _inside(use.type, (operation.key, type(use.place).__name__, where, index), decls, frozenset())
    for decl in api.types:
        if not decl.context:
            yield ("type", decl.name), decl.name
            yield from _inside(decl.type, ("type", decl.name), decls, frozenset())


def _inside(
    of: Type, place: Place, decls: Mapping[str, TypeDecl], above: frozenset[str]
) -> Iterator[tuple[Place, str]]:
    for step, part in _parts(of):
        yield from _inside(part, (*place, step), decls, above)
    if isinstance(of, RefType) and of.name in decls:
        yield place, of.name
        if decls[of.name].context and of.name not in above:
            yield from _inside(decls[of.name].type, place, decls, above | {of.name})


def _parts(of: Type) -> Iterator[tuple[object, Type]]:
    match of:
        case ObjectType(fields=fields, extra=extra):
            yield from ((field.wire_name, field.type) for field in fields)
            if isinstance(extra, TypedExtra):
                yield "*", extra.type
        case UnionType(variants=variants):
            yield from enumerate(variants)
        case ArrayType(item=item):
            yield "[]", item
        case MapType(value=value):
            yield "{}", value
        case TupleType(items=items):
            yield from enumerate(items)
        case _:
            pass


def without_operation(api: Api, key: str) -> Api:
    """The API as if an operation had not been written yet."""
    return replace(api, operations=tuple(each for each in api.operations if each.key != key))


def without_type(api: Api, name: str) -> Api:
    """The API as if a component had not been written yet: what refers to it says nothing."""

    def unknown(of: Type) -> Type:
        return UNKNOWN if isinstance(of, RefType) and of.name == name else of

    return map_types(replace(api, types=tuple(decl for decl in api.types if decl.name != name)), unknown)


def renamed(before: Names, after: Names, added: str) -> list[str]:
    """What adding an operation or a component renamed: `after` is the whole API, `before` the one without it.

    A class may be known by another name as well, as long as the old name still means the same. What is no surprise is
    in docs/stability.md: the verbs of one path and of the items below it are chosen together; a name was taken, and
    the diagnostic says which by which; shared errors have no names of their own; and what itself holds the added
    component is another type with it than without, so an operation that gives it may be a list with it only.
    """
    told = [pair for message in after.decided for pair in decided(message)]
    moved = {key for key, name in before.methods.items() if after.methods.get(key, name) != name}
    known = moved & {place[0] for place in users_of(after, added)}
    known |= {key for key in moved if _one_place(key, added) or (before.methods[key], after.methods[key]) in told}
    found = [f"{key}: {before.methods[key]} -> {after.methods[key]}" for key in moved - known]
    found += [
        f"{key}: {name} -> {after.arguments[key]}"
        for key, name in before.arguments.items()
        if after.arguments.get(key, name) != name
    ]
    holding = {place[:end] for place in users_of(after, added) for end in range(1, len(place) + 1)}
    for place, name in before.classes.items():
        now = after.classes.get(place, name)
        if place[0] in moved or now == name or after.meanings.get(name) == after.meanings[now]:
            continue
        if place in holding or {"error", "body"} <= set(after.decls[now].context):
            continue
        if not any(_says(wanted, got, name, now) for wanted, got in told):
            found.append(f"{'/'.join(map(str, place))}: {name} -> {now}")
    return found


_DECIDED = (
    re.compile(r".+ would be (?P<wanted>\S+), which is .+; it is called (?P<names>\S+)"),
    re.compile(r"the inline type (?P<wanted>.+) is named (?P<names>.+), because another type has its name"),
    re.compile(
        r"the equal inline types (?P<names>.+) do not share the name (?P<wanted>.+), because another type has it"
    ),
    re.compile(r"the class name (?P<wanted>\S+) is taken, so .+ becomes (?P<names>\S+)"),
)


def decided(message: str) -> list[tuple[str, str]]:
    """What a message about a name says: the name that was taken, and what stands for it."""
    matches = [match for pattern in _DECIDED if (match := pattern.fullmatch(message))]
    assert len(matches) == 1, message
    wanted = matches[0]["wanted"]
    return [(wanted, name) for name in matches[0]["names"].split(", ")]


def _says(wanted: str, got: str, before: str, now: str) -> bool:
    """Whether `now` stands for `before` because `got` stands for `wanted`: the type itself, or a part of it."""
    old, new, start, end = fold(before), fold(now), fold(wanted.replace(" ", "")), fold(got.replace(" ", ""))
    return old.startswith(start) and new == end + old[len(start) :]


def users_of(names: Names, component: str) -> list[Place]:
    """The places that refer to a component."""
    return [place for place, name in names.classes.items() if names.meanings[name] == component]


def _one_place(key: str, other: str) -> bool:
    """Whether two operations are on one path, or one is on an item or an act directly below the other's."""
    one, two = sorted((each.partition(" ")[2] for each in (key, other)), key=len)
    return two == one or (two.startswith(f"{one}/") and "/" not in two[len(one) + 1 :])


VAGUE = frozenset({"Data", "Item", "Items", "Object", "Result", "Response", "Model", "Inner", "Value", "Body", "Entry"})


def vague(names: Names) -> list[str]:
    """The classes that a rule named badly: by a word that says nothing, or ending in a digit nobody wrote."""
    found: list[str] = []
    for name, decl in names.decls.items():
        written = decl.context[-1] if decl.context else decl.name
        if decl.context and name.rstrip("0123456789") in VAGUE:
            found.append(f"{name}: says nothing")
        if name[-1:].isdigit() and not written.rstrip("_-. )]").endswith(name[-1]):
            found.append(f"{name}: the digit is not in {written}")
    return found


ITEM_VERBS = {"DELETE": "delete", "PATCH": "update"}


def odd_verbs(names: Names) -> list[str]:
    """The methods of items that have not the verb of their HTTP method, although no diagnostic says why."""
    found: list[str] = []
    for key, dotted in names.methods.items():
        method, _, path = key.partition(" ")
        verb = ITEM_VERBS.get(method)
        name = dotted.rpartition(".")[2]
        if verb is None or not path.endswith("}") or "?" in path or path.rpartition("/")[2].count("{") > 1:
            continue
        if name != verb and not any(dotted in message for message in names.decided):
            found.append(f"{key}: {dotted}")
    return found
