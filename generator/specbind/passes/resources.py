"""The resource tree: where people find each operation, and the name they call it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from specbind.config import Overrides
from specbind.diagnostics import Collector, Related
from specbind.ir.api import Api, Method, Operation, Resource
from specbind.passes.methods import act_name, act_start, leading_act, other_names, root_name, standard_verb, variant
from specbind.passes.paths import Segment, segments
from specbind.passes.tree import Paths, paths
from specbind.passes.verbs import ACTS
from specbind.passes.words import fold
from specbind.rules import METHOD_NAME_TAKEN, UNUSED_OVERRIDE

Dotted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An operation's resource and method.

    `chosen` says that the user wrote it, `act` that the path ends in an act.
    """

    operation: Operation
    resource: Dotted
    name: str
    chosen: bool = False
    act: bool = False

    @property
    def dotted(self) -> str:
        """As in code, without the client: `organization.projects.list`."""
        return ".".join((*self.resource, self.name))


def resources(api: Api, overrides: Overrides, collector: Collector) -> Api:
    """The API with its tree of resources: every operation is in it exactly once."""
    known = paths(api)
    moves = _Moves(overrides)
    places = [_place(operation, known, overrides, moves) for operation in api.operations]
    places = _settle(places, known, collector)
    _report_unused(api, overrides, moves, collector)
    return replace(api, resources=_tree(places, api))


class _Moves:
    """The user's resource moves, longest first, and which of them were used."""

    def __init__(self, overrides: Overrides) -> None:
        self._moves = sorted(
            ((segments(path), path, dotted) for path, dotted in overrides.resources.items()),
            key=lambda move: -len(move[0]),
        )
        self.used: set[str] = set()

    def find(self, path: str, trail: tuple[Segment, ...]) -> tuple[Dotted, int] | None:
        """The resource that a path begins with and how many steps of the trail that covers."""
        whole = segments(path)
        for wanted, written, dotted in self._moves:
            covered = _covers(wanted, whole)
            if covered is not None:
                self.used.add(written)
                return dotted, max(0, covered - (len(whole) - len(trail)))
            covered = _covers(wanted, trail)
            if covered is not None:
                self.used.add(written)
                return dotted, covered
        return None


def _covers(wanted: tuple[Segment, ...], trail: tuple[Segment, ...]) -> int | None:
    """How many steps of a trail a prefix covers; the prefix may leave placeholders out."""
    index = 0
    for step in wanted:
        while not step.placeholder and index < len(trail) and trail[index].placeholder:
            index += 1
        if index >= len(trail) or step.placeholder != trail[index].placeholder:
            return None
        if not step.placeholder and step.name != trail[index].name:
            return None
        index += 1
    return index


def _place(operation: Operation, known: Paths, overrides: Overrides, moves: _Moves) -> Place:
    chosen = overrides.methods.get(operation.key)
    if chosen:
        return Place(operation, tuple(chosen[:-1]), chosen[-1], chosen=True)
    trail, step = known.trails[operation.key], known.steps[operation.key]
    moved = moves.find(operation.path, trail)
    if operation.call and moved is None:
        prefix = overrides.prefix if operation.call[: len(overrides.prefix)] != overrides.prefix else ()
        return Place(operation, (*prefix, *operation.call[:-1]), operation.call[-1])
    base, covered = moved if moved is not None else (overrides.prefix, 0)
    if not trail:
        return Place(operation, base, variant(operation, root_name(operation)))
    led = leading_act(operation, trail)
    if led is not None and led >= covered:
        things = trail[covered:led] + trail[led + 1 :]
        name = trail[led].name if step.segment.placeholder else f"{trail[led].name}_list"
        return Place(operation, (*base, *_names(things)), variant(operation, name), act=True)
    start = act_start(step)
    if start is not None and len(trail) - start >= covered and (covered < len(trail) or moved is None):
        things, act = trail[covered : len(trail) - start], trail[len(trail) - start :]
        name = act_name(operation, step, act, known.types)
        return Place(operation, (*base, *_names(things)), variant(operation, name), act=True)
    name = standard_verb(operation, step, known.types)
    return Place(operation, (*base, *_names(trail[covered:])), variant(operation, name))


def _names(trail: Iterable[Segment]) -> Dotted:
    return tuple(segment.name for segment in trail if not segment.placeholder)


def _settle(places: list[Place], known: Paths, collector: Collector) -> list[Place]:
    """Places with distinct names: no two methods of a resource and no method and resource are called the
    same.
    """
    nodes = {_folded(place.resource[:end]) for place in places for end in range(1, len(place.resource) + 1)}
    taken: dict[tuple[Dotted, str], Place] = {}
    settled: dict[str, Place] = {}
    losers: list[Place] = []
    for place in sorted(places, key=_rank):
        if _is_free(place.name, place.resource, taken, nodes):
            taken[_folded(place.resource), fold(place.name)] = settled[place.operation.key] = place
        else:
            losers.append(place)
    for place in losers:
        place = _told_apart(place, taken, nodes, known, collector)
        taken[_folded(place.resource), fold(place.name)] = settled[place.operation.key] = place
    return [settled[place.operation.key] for place in places]


def _rank(place: Place) -> tuple[bool, bool, bool, int, str, str]:
    """Who keeps a name that two want.

    The user's choice comes first, then a standard verb before an act, then a list that belongs to an item,
    then the shorter path.

    So `/issues/{number}/comments` is `issues.comments.list` beside `/issues/comments`, and `/hooks/{id}` is
    `hooks.retrieve` beside `/hooks/{id}/{token}`.
    """
    operation = place.operation
    trail = segments(operation.path)
    owned = len(trail) > 1 and not trail[-1].placeholder and trail[-2].placeholder and place.name != "retrieve"
    return (not place.chosen, place.act, not owned, len(trail), operation.path, operation.method)


def _folded(resource: Dotted) -> Dotted:
    return tuple(fold(name) for name in resource)


def _is_free(name: str, resource: Dotted, taken: Mapping[tuple[Dotted, str], Place], nodes: set[Dotted]) -> bool:
    folded = _folded(resource)
    return (folded, fold(name)) not in taken and (*folded, fold(name)) not in nodes


def _told_apart(
    place: Place,
    taken: Mapping[tuple[Dotted, str], Place],
    nodes: set[Dotted],
    known: Paths,
    collector: Collector,
) -> Place:
    operation = place.operation
    verb = standard_verb(operation, known.steps[operation.key], known.types)
    inside = (*place.resource, place.name)
    if not place.chosen and _folded(inside) in nodes and place.name != verb and _is_free(verb, inside, taken, nodes):
        return replace(place, resource=inside, name=verb)
    wish = place.name if place.name in ACTS else verb
    names = other_names(operation, wish, known)
    new = next(name for name in names if _is_free(name, place.resource, taken, nodes))
    renamed = replace(place, name=new)
    _report(place, renamed, taken.get((_folded(place.resource), fold(place.name))), collector)
    return renamed


def _report(place: Place, renamed: Place, winner: Place | None, collector: Collector) -> None:
    related: tuple[Related, ...] = ()
    if winner is not None and winner.operation.span is not None:
        related = (Related(winner.operation.span, f"{winner.operation.key} is called {winner.dotted}"),)
    taker = winner.operation.key if winner is not None else f"the resource {place.dotted}"
    line = f'"{place.operation.key}" = "{renamed.dotted}"'
    collector.report(
        METHOD_NAME_TAKEN,
        f"{place.operation.key} would be {place.dotted}, which is {taker}; it is called {renamed.dotted}",
        place.operation.span,
        label=f"called {renamed.name}",
        help=f"to choose the name, add to the methods in specbind.toml: {line}",
        related=related,
    )


def _report_unused(api: Api, overrides: Overrides, moves: _Moves, collector: Collector) -> None:
    keys = {operation.key for operation in api.operations}
    unused = [path for path in overrides.resources if path not in moves.used]
    unused += [key for key in (*overrides.methods, *overrides.pagination) if key not in keys]
    for written in unused:
        collector.report(UNUSED_OVERRIDE, f"no operation matches {written!r} of the configuration", None)


def _tree(places: list[Place], api: Api) -> Resource:
    methods: dict[Dotted, list[Method]] = defaultdict(list)
    children: dict[Dotted, dict[Dotted, None]] = defaultdict(dict)
    spelled: dict[Dotted, Dotted] = {(): ()}
    for place in places:
        for end in range(1, len(place.resource) + 1):
            path = place.resource[:end]
            spelled.setdefault(_folded(path), (*spelled[_folded(path[:-1])], path[-1]))
            children[_folded(path[:-1])][_folded(path)] = None
        methods[_folded(place.resource)].append(Method(place.name, place.operation.key))
    about = _described(places, api)

    def node(key: Dotted) -> Resource:
        below = tuple(node(child) for child in children[key])
        return Resource(spelled[key], tuple(methods[key]), below, about.get(key))

    return node(())


def _described(places: list[Place], api: Api) -> dict[Dotted, str]:
    """What the tags say of resources called like them: a tag that operations carry is about their resources only."""
    described = {fold(tag.name): tag.description for tag in api.tags if tag.description}
    carried = {fold(tag) for operation in api.operations for tag in operation.tags}
    about: dict[Dotted, str] = {}
    for place in places:
        tags = {fold(tag) for tag in place.operation.tags}
        folded = _folded(place.resource)
        for end, name in enumerate(folded, 1):
            if name in described and (name in tags or name not in carried):
                about[folded[:end]] = described[name]
    return about
