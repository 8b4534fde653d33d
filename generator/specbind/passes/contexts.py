"""Where inline types of an operation stand, in words: `pet list`, `pet create params`, `pet archive
response`.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from specbind.ir.api import Api, Content, Operation, Resource, Response
from specbind.passes.bodies import is_json, success
from specbind.passes.verbs import ACTS, READS
from specbind.passes.words import plural_name, singular_name, snake, split

Context: TypeAlias = "tuple[str, ...]"

RESULT_RANKS = {"retrieve": 0, "list": 1, "create": 2, "update": 3, "replace": 4}
"""Methods whose result is the resource itself, in the order in which they may name it."""

WRITES_OF_THINGS = frozenset({"create", "update", "replace"})

_MEDIA_WORDS = {
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "multipart",
    "text/event-stream": "event",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "text",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """An operation in the tree: the words of its resource in the singular, and its method."""

    words: Context
    method: str

    @property
    def rank(self) -> int:
        """How early its result may take the resource's own name."""
        return RESULT_RANKS.get(self.method, len(RESULT_RANKS))

    @property
    def here(self) -> Context:
        """The operation itself in words."""
        return (*self.words, self.method)

    @property
    def bodies(self) -> tuple[Context, ...]:
        """Where the parts of its body are, best first: parts that make a thing and parts that change it share
        their words where they are the same.
        """
        return (self.words, self.here) if self.method in WRITES_OF_THINGS and self.words else (self.here,)

    @property
    def thing(self) -> Context | None:
        """What one result is called, where the method says that a result is the resource."""
        if self.method in RESULT_RANKS and self.words:
            return self.words
        if plural_name(self.method):
            return (*self.words, singular_name(self.method))
        return None

    @property
    def listed(self) -> Context:
        """What the items of a page are called that the operation gives."""
        act = split(self.method)[:1]
        return self.thing or ((*self.here, "result") if act and act[0] in ACTS | READS else self.here)


def spots(api: Api, prefix: tuple[str, ...]) -> dict[str, Spot]:
    """The spots of all operations by key; the words of the user's prefix are left out."""
    found: dict[str, Spot] = {}
    stack: list[Resource] = [api.resources]
    while stack:
        resource = stack.pop()
        stack.extend(resource.children)
        path = resource.path[len(prefix) :] if resource.path[: len(prefix)] == prefix else resource.path
        words = tuple(singular_name(word) for word in path)
        found.update((method.operation, Spot(words, method.name)) for method in resource.methods)
    for operation in api.operations:
        found.setdefault(operation.key, Spot(tuple(split(operation.path)), snake(operation.method)))
    return found


def is_error(response: Response, operation: Operation) -> bool:
    """Whether a response describes a failure."""
    if response.status.startswith("2"):
        return False
    return response is not success(operation)


def response_word(response: Response) -> Context:
    """What a status is called: `not_found`, `accepted`, `client` for `4XX`; nothing for the default."""
    status = response.status.upper()
    if status.isdigit():
        try:
            return (snake(HTTPStatus(int(status)).phrase),)
        except ValueError:
            return ("other",)
    return {"1XX": ("information",), "3XX": ("redirect",), "4XX": ("client",), "5XX": ("server",)}.get(status, ())


def media_word(content: Content) -> Context:
    """What tells a representation from JSON: `form`, `xml`, the subtype of others; nothing for JSON."""
    essence = content.media_type.split(";", 1)[0].strip()
    if is_json(essence):
        return ()
    word = _MEDIA_WORDS.get(essence) or snake(essence.rpartition("/")[2])
    return (word,) if word else ()


def member_word(wire_name: str) -> str:
    """A member as a word of a context."""
    return snake(wire_name) or "value"


def item_word(word: str) -> str:
    """What one of a member's items is called: `project` for `projects`, `item` where the name says only
    `list`.
    """
    one = singular_name(word)
    return "item" if one in ("data", "list") else one
