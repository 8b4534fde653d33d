"""A cursor over a loaded document: a value, and where it stands.

The typed accessors report a value of the wrong type where it stands, and go on as if it were absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from specbind import rules
from specbind.diagnostics import Collector, Related, Rule
from specbind.ir.types import Json
from specbind.source import Source, Span, escape_token, unescape_token

_LISTS: Final = frozenset(
    (
        "allOf",
        "anyOf",
        "oneOf",
        "enum",
        "parameters",
        "prefixItems",
        "required",
        "security",
        "servers",
        "tags",
        "type",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One loaded file, and where its problems go.

    `url` is set where it was fetched. `places` gives the place of a pointer where the document was composed from
    several texts.
    """

    path: Path
    source: Source
    value: Json
    collector: Collector
    url: str | None = None
    places: Callable[[str], Span] | None = None

    def span(self, pointer: str) -> Span:
        """Where the node at a pointer stands."""
        return Span(self.source, pointer) if self.places is None else self.places(pointer)


def kind_of(value: Json) -> str:
    """What a value is, in the words of messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def as_text(value: str | int | float | bool) -> str:
    """A scalar as JSON writes it, without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Node(NamedTuple):
    """One value of a document."""

    value: Json
    document: Document
    pointer: str

    @property
    def place(self) -> tuple[str, str]:
        """What identifies the node: its file and its pointer."""
        return (self.document.source.path, self.pointer)

    @property
    def span(self) -> Span:
        """Where the node stands."""
        return self.document.span(self.pointer)

    def report(
        self, rule: Rule, message: str, *, label: str = "", help: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        """Send a problem of this node to the collector."""
        self.document.collector.report(rule, message, self.span, label=label, help=help, related=related)

    def wrong(self, expected: str) -> None:
        """Report that the node is not what is expected in its place."""
        self.report(
            rules.WRONG_TYPE,
            f"{self.name} must be {expected}, not {kind_of(self.value)}",
            label="ignored",
            help=f"write {expected} here",
        )

    @property
    def name(self) -> str:
        """The node in the words of messages: its key, or its number in its list."""
        above, _, last = self.pointer.rpartition("/")
        if not last:
            return "the document"
        if last.isdecimal() and (list_key := above.rpartition("/")[2]) in _LISTS:
            return f"item {last} of `{list_key}`"
        return f"`{unescape_token(last)}`"

    def has(self, key: str) -> bool:
        """Whether the node is a mapping with this key."""
        return isinstance(self.value, dict) and key in self.value

    def raw(self, key: str) -> Json:
        """The value under a key; null where there is none."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def get(self, key: str) -> Node | None:
        """The node under a key of a mapping, whatever it is."""
        value = self.value
        if isinstance(value, dict) and key in value:
            return Node(value[key], self.document, f"{self.pointer}/{escape_token(key)}")
        return None

    def at(self, index: int) -> Node:
        """The node at an index of a sequence, which must be there."""
        assert isinstance(self.value, list)
        return Node(self.value[index], self.document, f"{self.pointer}/{index}")

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of a mapping; none of anything else."""
        value, document, pointer = self
        if isinstance(value, dict):
            for key, child in value.items():
                yield key, Node(child, document, f"{pointer}/{escape_token(key)}")

    def items(self) -> Iterator[Node]:
        """The items of a sequence; none of anything else."""
        value, document, pointer = self
        if isinstance(value, list):
            for index, child in enumerate(value):
                yield Node(child, document, f"{pointer}/{index}")

    def mapping(self, key: str) -> Node | None:
        """The mapping under a key."""
        node = self.get(key)
        if node is None or isinstance(node.value, dict):
            return node
        node.wrong("a mapping")
        return None

    def sequence(self, key: str) -> Node | None:
        """The sequence under a key."""
        node = self.get(key)
        if node is None or isinstance(node.value, list):
            return node
        node.wrong("a list")
        return None

    def text(self, key: str) -> str | None:
        """The text under a key; a number or boolean is taken as the text it is written as."""
        if not isinstance(self.value, dict) or (value := self.value.get(key)) is None:
            return None
        if isinstance(value, str):
            return value
        node = self.get(key)
        assert node is not None
        return node.own_text()

    def own_text(self) -> str | None:
        """This node as text; a number or boolean is taken as the text it is written as."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int | float):
            text = as_text(self.value)
            self.report(rules.SCALAR_AS_TEXT, f"{kind_of(self.value)} is read as text", label=f'read as "{text}"')
            return text
        self.wrong("text")
        return None

    def flag(self, key: str) -> bool | None:
        """The boolean under a key."""
        if not isinstance(self.value, dict) or (value := self.value.get(key)) is None:
            return None
        if isinstance(value, bool):
            return value
        node = self.get(key)
        assert node is not None
        node.wrong("true or false")
        return None

    def tag_name(self) -> str | None:
        """The member that a schema's discriminator names; in Swagger 2.0 the discriminator is that name."""
        value = self.raw("discriminator")
        name = value.get("propertyName") if isinstance(value, dict) else value
        return name if isinstance(name, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the sequence under a key."""
        sequence = self.sequence(key)
        found = (item.own_text() for item in sequence.items()) if sequence is not None else ()
        return tuple(text for text in found if text is not None)
