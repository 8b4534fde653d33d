"""The name of one operation: a standard verb, or the act that its path says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from specbind.ir.api import Operation
from specbind.ir.types import ArrayType
from specbind.passes.bodies import Types, listing, result
from specbind.passes.paths import Segment, extension
from specbind.passes.tree import WRITES, Paths, Step, acts, gives_list, pages, spoken_name
from specbind.passes.verbs import ACTS, CREATES, FILLERS, UPDATES
from specbind.passes.words import listed, ordinal, singular, snake, split

_PLAIN = frozenset(listed("get post put patch delete list retrieve fetch read set replace remove push query find"))
_PRIMARY = (*WRITES, "GET")


def act_start(step: Step) -> int | None:
    """How many steps from the end a path turns into an act (1 for `/archive`), or None where it names a
    thing.
    """
    depth = 0
    found: int | None = None
    at: Step | None = step
    while at is not None and at.parent is not None and not at.segment.placeholder:
        depth += 1
        if acts(at):
            found = depth
        at = at.parent
    return found


def act_name(operation: Operation, step: Step, trail: tuple[Segment, ...], types: Types) -> str:
    """The method name of an operation on an act: the act itself for the first writing operation, else verb
    and act.
    """
    words = "_".join(segment.name for segment in trail)
    primary = next((method for method in _PRIMARY if method in step.operations), operation.method)
    if operation.method == primary:
        return words
    spoken = split(spoken_name(operation))
    if len(spoken) == 1 and spoken[0] in ACTS and spoken[0] not in _PLAIN:
        return spoken[0]
    return f"{standard_verb(operation, step, types)}_{words}"


def standard_verb(operation: Operation, step: Step, types: Types) -> str:
    """`list`, `retrieve`, `create`, `update`, `replace` or `delete`, by the HTTP method and where the path
    ends.
    """
    if step.segment.placeholder:
        return _item_verb(operation, step, types)
    return _place_verb(operation, step, types)


def _item_verb(operation: Operation, step: Step, types: Types) -> str:
    match operation.method:
        case "GET":
            body = result(operation, types)
            found = None if body is None else listing(body, types)
            spoken = found is not None and found.named and "list" in split(spoken_name(operation))
            whole = isinstance(body, ArrayType) or (spoken and pages(operation))
            return "list" if whole else "retrieve"
        case "PATCH" | "DELETE":
            return {"PATCH": "update", "DELETE": "delete"}[operation.method]
        case "POST" | "PUT":
            own = own_verb(operation, step)
            if own is not None:
                return own
            if operation.method == "POST":
                return "create" if "PATCH" in step.operations else "update"
            return "replace" if _updated_otherwise(step) else "update"
        case method:
            return snake(method)


def _updated_otherwise(step: Step) -> bool:
    post = step.operations.get("POST")
    return "PATCH" in step.operations or (post is not None and own_verb(post, step) is None)


def _place_verb(operation: Operation, step: Step, types: Types) -> str:
    get = step.operations.get("GET")
    listed = get is not None and gives_list(get, types, step.segment.name, items=step.item is not None)
    single = get is not None and not listed and step.item is None
    match operation.method:
        case "GET":
            return "list" if listed else "retrieve"
        case "POST":
            return "update" if single and not _created_by_post(operation, step) else "create"
        case "PATCH":
            return "bulk_update" if _item_has(step, "PATCH", "PUT", "POST") else "update"
        case "DELETE":
            return "bulk_delete" if _item_has(step, "DELETE") else "delete"
        case "PUT":
            return _put_verb(operation, step, single=single, listed=listed)
        case method:
            return snake(method)


def _put_verb(operation: Operation, step: Step, *, single: bool, listed: bool) -> str:
    verb = spoken_verb(operation, step)
    if verb in CREATES and "POST" not in step.operations:
        return "create"
    post = step.operations.get("POST")
    if "PATCH" in step.operations or (single and post is not None and not _created_by_post(post, step)):
        return "replace"
    if verb in UPDATES:
        return "update"
    return "replace" if listed or step.item is not None else "update"


def _created_by_post(operation: Operation, step: Step) -> bool:
    verb = spoken_verb(operation, step)
    if verb in UPDATES:
        return False
    return verb in CREATES or "PATCH" in step.operations or "PUT" in step.operations


def _item_has(step: Step, *methods: str) -> bool:
    return step.item is not None and any(method in step.item.operations for method in methods)


def own_verb(operation: Operation, step: Step) -> str | None:
    """The act that the document calls a POST or PUT on an item by, where it is neither a plain update nor a
    mix.
    """
    spoken = split(spoken_name(operation))
    verb = spoken_verb(operation, step)
    if verb is None or verb in UPDATES or verb in _PLAIN or "or" in spoken or singular(verb) in _path_words(step):
        return None
    return verb


def spoken_verb(operation: Operation, step: Step) -> str | None:
    """The verb of an operation's id: the first word that is not one of its path, or else the last word."""
    spoken = split(spoken_name(operation))
    known = _path_words(step)
    rest = [word for word in spoken if singular(word) not in known]
    for word in (*rest[:1], *spoken[:1], *spoken[-1:]):
        if word in ACTS or word in CREATES or word in UPDATES:
            return word
    return None


def _path_words(step: Step) -> set[str]:
    words: set[str] = set()
    at: Step | None = step
    while at is not None:
        words.update(singular(word) for word in split(at.segment.name))
        at = at.parent
    return words


def root_name(operation: Operation) -> str:
    """The name of an operation on `/`: what the document calls it, else the standard verb."""
    verbs = {"GET": "retrieve", "POST": "create", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}
    return snake(spoken_name(operation)) or verbs.get(operation.method, snake(operation.method))


def other_names(operation: Operation, verb: str, paths: Paths) -> Iterator[str]:
    """Names for an operation whose first name is taken, best first and without end.

    The document's own name without the words of the path comes first (`get_webhook_by_token` on `webhooks` is
    `retrieve_by_token`), then the verb with the last placeholder, then with the whole path.
    """
    step = paths.steps[operation.key]
    trail = paths.trails[operation.key]
    names = [_variant(operation, verb), _spoken_method(operation, step, verb)]
    if verb == own_verb(operation, step):
        names.append({"POST": "create", "PUT": "update"}[operation.method])
    if step.segment.placeholder:
        names.append(f"{verb}_by_{trail[-1].name}")
    named = [each.name for each in trail if not each.placeholder and each.name != verb]
    if named:
        names.append(f"{verb}_{named[-1]}")
    names.append("_".join([verb, *("by_" + each.name if each.placeholder else each.name for each in trail)]))
    names.append("_".join([snake(operation.method), *split(operation.path)]))
    yield from (name for name in names if name and len(name) <= _LONGEST)
    yield from (f"{verb}_{ordinal(index)}" for index in count(1))


def _variant(operation: Operation, verb: str) -> str:
    """The verb with what tells two spellings of one path apart: `/widget.json`, `/answers?beta=true`."""
    path, _, query = operation.path.partition("?")
    words = split(query.partition("=")[0]) or split(extension(path))
    return "_".join((verb, *words)) if words else ""


def _spoken_method(operation: Operation, step: Step, verb: str) -> str:
    """The document's own name of an operation around a verb, without the words of its resource; nothing if
    unusable.
    """
    spoken = list(split(spoken_name(operation)))
    known = _path_words(step)
    while spoken and singular(spoken[0]) in known:
        spoken.pop(0)
    place = step
    while place.segment.placeholder and place.parent is not None:
        place = place.parent
    here = {singular(word) for word in split(place.segment.name)}
    spoken = [verb if word in _READING else word for word in spoken if singular(word) not in here]
    while spoken and spoken[-1] in FILLERS:
        spoken.pop()
    while spoken and spoken[0] in FILLERS:
        spoken.pop(0)
    spoken = [word for word in spoken if word not in ("a", "an", "the", "s")]
    usable = verb in spoken or (bool(spoken) and spoken[0] in ACTS - _PLAIN)
    return "_".join(spoken) if usable and len(spoken) <= 5 else ""


_LONGEST = 80
_READING = frozenset({"get", "fetch", "read", "view"})
