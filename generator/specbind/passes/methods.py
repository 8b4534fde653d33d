"""The name of one operation: a standard verb, or the act that its path says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from specbind.ir.api import Operation
from specbind.passes.bodies import Types, is_list, listing, result
from specbind.passes.paths import Segment, extension
from specbind.passes.tree import WRITES, Paths, Step, acts, gives_list, pages, spoken_name
from specbind.passes.verbs import ACTS, ACTS_ALONE, CREATES, FILLERS, READS, UPDATES
from specbind.passes.words import fold, listed, ordinal, singular, singular_name, snake, split

_PLAIN = frozenset(listed("get post put patch delete list retrieve fetch read set replace remove push query find"))
_LEADING = frozenset({"watch"})
_MANY = frozenset({"all", "batch", "bulk", "many", "multiple"})
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
    return f"{standard_verb(operation, step, types).removeprefix('bulk_')}_{words}"


def leading_act(operation: Operation, trail: tuple[Segment, ...]) -> int | None:
    """Where an act stands before the things it is done to, if the operation's id begins with it: 2 for
    `/api/v1/watch/pods`.
    """
    spoken = split(spoken_name(operation))[:1]
    for index, segment in enumerate(trail[:-1]):
        if segment.name in _LEADING and not segment.placeholder and spoken == (segment.name,):
            return index
    return None


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
            lists = body is not None and is_list(body, types)
            return "list" if lists or (spoken and pages(operation)) else "retrieve"
        case "PATCH" | "DELETE":
            return {"PATCH": "update", "DELETE": "delete"}[operation.method]
        case "POST" | "PUT":
            own = own_verb(operation, step)
            if own is not None:
                return own
            if operation.method == "POST":
                return "create" if "PATCH" in step.operations else "update"
            return "replace" if _updated_otherwise(step) or _says_replace(operation) else "update"
        case method:
            return snake(method)


def _updated_otherwise(step: Step) -> bool:
    post = step.operations.get("POST")
    return "PATCH" in step.operations or (post is not None and own_verb(post, step) is None)


def _place_verb(operation: Operation, step: Step, types: Types) -> str:
    get = step.operations.get("GET")
    listed = get is not None and gives_list(get, types, step.segment.name, items=step.item is not None)
    single = get is not None and not listed and step.item is None
    many = (get is None or listed) and not step.segment.act
    match operation.method:
        case "GET":
            return "list" if listed else "retrieve"
        case "POST":
            said_so = spoken_verb(operation, step) in UPDATES and step.item is None
            return "update" if said_so or (single and not _created_by_post(operation, step)) else "create"
        case "PATCH":
            return "bulk_update" if many and step.item is not None else "update"
        case "DELETE":
            return "bulk_delete" if many and (step.item is not None or _says_many(operation)) else "delete"
        case "PUT":
            return _put_verb(operation, step, single=single, listed=listed)
        case method:
            return snake(method)


def _put_verb(operation: Operation, step: Step, *, single: bool, listed: bool) -> str:
    verb = spoken_verb(operation, step)
    if verb in CREATES:
        return "_or_".join(("create", *_alternative(operation)))
    post = step.operations.get("POST")
    if _says_replace(operation):
        return "replace"
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


def _says_replace(operation: Operation) -> bool:
    """Whether an operation's id says that the whole thing is exchanged, whatever other methods its path has."""
    return split(spoken_name(operation))[:1] == ("replace",)


def _alternative(operation: Operation) -> tuple[str, ...]:
    """What a PUT does besides creating, where its id says so: `join` of `create_or_join_lobby`."""
    spoken = split(spoken_name(operation))
    return spoken[2:3] if len(spoken) > 2 and spoken[0] in CREATES and spoken[1] == "or" else ()


def _says_many(operation: Operation) -> bool:
    """Whether an operation's id says that it is about all things of a kind: `removeAllLabels`."""
    return not _MANY.isdisjoint(split(spoken_name(operation)))


def own_verb(operation: Operation, step: Step) -> str | None:
    """The act that the document calls a POST or PUT on an item by, where it is neither a plain update nor a
    mix.
    """
    spoken = split(spoken_name(operation))
    verb = spoken_verb(operation, step)
    if verb is None or verb in UPDATES or verb in _PLAIN or "or" in spoken or singular(verb) in _path_words(step):
        return None
    others = (each for each in step.operations.values() if each is not operation)
    return None if any(spoken_verb(each, step) == verb for each in others) else verb


def spoken_verb(operation: Operation, step: Step) -> str | None:
    """The verb of an operation's id: the first word that is not one of its path, or else the last word."""
    spoken = split(spoken_name(operation))
    known = _path_words(step)
    rest = [word for word in spoken if singular(word) not in known]
    for word in (*rest[:1], *spoken[:1], *spoken[-1:]):
        if word in ACTS or word in CREATES or word in UPDATES:
            return word
    if len(spoken) == 1 and spoken[0].endswith(fold(step.segment.name)):
        return next((verb for verb in sorted(CREATES | UPDATES) if spoken[0].startswith(verb)), None)
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
    `retrieve_by_token`). Then the verb with what the path says that the other one does not: the last placeholder
    of an item (`retrieve_by_path`), whose things they are of a collection that belongs to no item
    (`list_for_repo`), or else that it is about all (`list_all`).
    """
    step = paths.steps[operation.key]
    trail = paths.trails[operation.key]
    same = [key for key, each in paths.steps.items() if each is step and key.startswith(f"{operation.method} ")]
    ending = split(extension(operation.path)) if len(same) > 1 else ()
    names = ["_".join((verb, *ending)) if ending else "", _spoken_method(operation, step, verb)]
    if verb == own_verb(operation, step):
        names.append({"POST": "create", "PUT": "update"}[operation.method])
    if step.segment.placeholder:
        names.append(f"{verb}_by_{trail[-1].name}")
    elif acts(step):
        names += [f"{verb}_{singular_name(each.name)}" for each in reversed(trail[:-1]) if not each.placeholder]
    else:
        names += [f"{verb}_for_{_owner(each)}" for each in reversed(trail) if each.placeholder and _owner(each)]
        names += ["list_all"] if verb == "list" else [f"{verb}_for_{each.name}" for each in trail[-2:-1]]
    names.append("_".join([verb, *("by_" + each.name if each.placeholder else each.name for each in trail)]))
    names.append("_".join([snake(operation.method), *split(operation.path)]))
    yield from (name for name in names if name and len(name) <= _LONGEST)
    yield from (f"{verb}_{ordinal(index)}" for index in count(1))


def _owner(placeholder: Segment) -> str:
    """What a placeholder stands for: `guild` for `guild_id`."""
    words = [word for word in split(placeholder.name) if word not in _IDENTIFIERS]
    return "_".join(words)


def variant(operation: Operation, verb: str) -> str:
    """A name with the query that belongs to the path: `create_beta` of `/answers?beta=true`."""
    query = operation.path.partition("?")[2]
    return "_".join((verb, *split(query.partition("=")[0])))


def _spoken_method(operation: Operation, step: Step, verb: str) -> str:
    """The document's own name of an operation around a verb, without the words of its resource; nothing if
    unusable.

    It is usable where it begins with the verb or with another act, and goes on with what tells it apart: `by
    token`, `for repo`, `and run`.
    """
    place = step
    while place.parent is not None and (place.segment.placeholder or acts(place)):
        place = place.parent
    known = _path_words(place)
    spoken = [word for word in split(spoken_name(operation)) if word not in _SILENT]
    while spoken and singular(spoken[0]) in known and spoken[0] not in ACTS:
        spoken.pop(0)
    spoken = [verb if word in _READING or word == operation.method.lower() else word for word in spoken]
    if "and" not in spoken:
        told = [False, *(word in FILLERS for word in spoken)]
        spoken = [word for word, kept in zip(spoken, told, strict=False) if kept or singular(word) not in known]
    while spoken and spoken[-1] in FILLERS:
        spoken.pop()
    if spoken[:1] == [verb]:
        return "_".join(spoken) if len(spoken) <= _MOST_WORDS and not FILLERS.isdisjoint(spoken[1:]) else ""
    act = bool(spoken) and spoken[0] in (ACTS | ACTS_ALONE | READS) - _PLAIN - CREATES - UPDATES
    return "_".join(spoken) if act and verb not in spoken and len(spoken) <= _MOST_WORDS else ""


_LONGEST = 80
_MOST_WORDS = 6
_SILENT = frozenset(listed("a an the s deprecated"))
_READING = frozenset({"get", "fetch", "read", "view"})
_IDENTIFIERS = frozenset(listed("id identifier uuid guid tag name slug key number index"))
