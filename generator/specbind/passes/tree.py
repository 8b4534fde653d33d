"""The paths of an API as a tree of steps, with what the neighbours of an operation say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from specbind.ir.api import Api, Location, Operation
from specbind.passes.bodies import Types, declared, listing, result, says_nothing, success
from specbind.passes.paths import Segment, common_prefix, without_prefix
from specbind.passes.verbs import ACTS, ACTS_ALONE, ENDS, is_act, is_read, is_report
from specbind.passes.words import listed, plural_name, split

PAGING = frozenset(
    listed(
        "after before cursor limit offset page page_number page_size page_token pagelen per_page size"
        " skip start start_index starting_after max_results top count continue next_token"
    )
)
DEEPEST = 40
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(slots=True, eq=False)
class Step:
    """A node of the path tree: the operations that end here and the steps that go on. Placeholders share one
    child.
    """

    segment: Segment
    parent: Step | None
    operations: dict[str, Operation] = field(default_factory=dict)
    names: dict[str, Step] = field(default_factory=dict)
    item: Step | None = None
    _act: bool | None = None

    def child(self, segment: Segment) -> Step:
        """The step below, made on first need."""
        if segment.placeholder:
            if self.item is None:
                self.item = Step(segment, self)
            return self.item
        return self.names.setdefault(segment.name, Step(segment, self))

    @property
    def below(self) -> Iterator[Step]:
        """The direct children, names first."""
        yield from self.names.values()
        if self.item is not None:
            yield self.item


@dataclass(frozen=True, slots=True)
class Paths:
    """All operations of an API on their steps."""

    root: Step
    steps: dict[str, Step]
    trails: dict[str, tuple[Segment, ...]]
    types: Types


def paths(api: Api) -> Paths:
    """The path tree of an API."""
    prefix = common_prefix(operation.path for operation in api.operations)
    root = Step(Segment(""), None)
    steps: dict[str, Step] = {}
    trails: dict[str, tuple[Segment, ...]] = {}
    for operation in api.operations:
        trail = without_prefix(operation.path, prefix)[:DEEPEST]
        step = root
        for segment in trail:
            step = step.child(segment)
        step.operations.setdefault(operation.method, operation)
        steps[operation.key] = step
        trails[operation.key] = trail
    return Paths(root, steps, trails, declared(api.types))


def said(operation: Operation) -> tuple[str, ...]:
    """How the document speaks of an operation: its id without namespaces, and the summary."""
    words = (spoken_name(operation), operation.summary or "")
    return tuple(word for word in words if word)


def spoken_name(operation: Operation) -> str:
    """The operation's id without the namespaces before it: `issues/list-for-repo` gives `list-for-repo`."""
    return (operation.operation_id or "").replace(".", "/").rsplit("/", 1)[-1]


def gives_list(operation: Operation, types: Types, segment: str, *, items: bool) -> bool:
    """Whether a GET answers with a list; `items` says that the path has items below it.

    A plural with items is a list. Else the body decides where it can, and then either of the two is enough.
    """
    plural = plural_name(segment)
    if items and plural:
        return True
    response = success(operation)
    if response is not None and not response.contents:
        return False
    body = result(operation, types)
    if body is None or says_nothing(body, types):
        return items or plural or pages(operation)
    found = listing(body, types, segment)
    return found is not None and (found.named or items or pages(operation))


def pages(operation: Operation) -> bool:
    """Whether an operation has a parameter that asks for a part of a list."""
    return any(
        "_".join(split(parameter.wire_name)) in PAGING
        for parameter in operation.parameters
        if parameter.location is Location.QUERY
    )


def acts(step: Step) -> bool:
    """Whether a step is an act on its parent: `/archive`, `/search`, `/usage`, and what follows such a step.

    An act has operations of its own, no items, and below it at most single operations.
    """
    if step._act is None:
        step._act = step.parent is not None and bool(step.operations) and _simple(step) and _is_act(step)
    return step._act


def _simple(step: Step) -> bool:
    return step.item is None and all(len(each.operations) <= 1 and _simple(each) for each in step.names.values())


def _is_act(step: Step) -> bool:
    segment = step.segment
    if segment.placeholder:
        return False
    if segment.act:
        return True
    methods = set(step.operations)
    writes = [step.operations[method] for method in WRITES if method in methods]
    if not writes:
        return "GET" in methods and (is_read(segment.name) or is_report(segment.name) or _in_report(step))
    if segment.name in ACTS_ALONE - ACTS and (len(writes) > 1 or "DELETE" in methods):
        return False
    if writes == [step.operations.get("DELETE")]:
        return split(segment.name)[0] in ENDS
    return is_act(segment.name, said(writes[0]))


def _in_report(step: Step) -> bool:
    """Whether a leaf is below figures or a search with no item between: `/usage/costs`, `/search/code`."""
    above = step.parent
    if step.names:
        return False
    while above is not None and above.parent is not None and not above.segment.placeholder:
        if is_report(above.segment.name) or (is_read(above.segment.name) and not above.operations):
            return True
        above = above.parent
    return False
