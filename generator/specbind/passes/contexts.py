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

_RANKS = {"retrieve": 0, "list": 1, "create": 2, "update": 3, "replace": 4}

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
        """How early it is read among the operations of its resource: first what shows a thing whole."""
        return _RANKS.get(self.method, len(_RANKS))

    @property
    def here(self) -> Context:
        """The operation itself in words."""
        return (*self.words, self.method)

    @property
    def body(self) -> Context:
        """Where the parts of its body are: what makes a thing names them without its method."""
        return self.words if self.method == "create" and self.words else self.here

    @property
    def thing(self) -> Context | None:
        """What one result is called where the method alone says what it is: what `retrieve` gives is the resource."""
        if self.method == "retrieve" and self.words:
            return self.words
        if plural_name(self.method):
            return (*self.words, singular_name(self.method))
        return None

    @property
    def page(self) -> Context:
        """What a page of the list is called that the operation gives."""
        return self.here if self.method == "list" else (*self.here, "list")

    @property
    def one(self) -> Context | None:
        """What one of several results is called, where the method alone says what it is."""
        return (*self.here, "item") if self.method == "list" else self.thing

    @property
    def result(self) -> Context | None:
        """The own name of what a standard method gives: of the resource, one of its list or the answer to a change."""
        if self.method not in _RANKS or not self.words:
            return None
        return self.one or (*self.here, "response")

    @property
    def listed(self) -> Context:
        """What the items of a page are called that the operation gives."""
        act = split(self.method)[:1]
        return self.one or ((*self.here, "result") if act and act[0] in ACTS | READS else self.here)


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
