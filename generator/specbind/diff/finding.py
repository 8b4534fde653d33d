"""What a review says: findings, each with its place, its verdicts and their reasons."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass

from specbind.source import Span


class Wire(enum.Enum):
    """What a change does to the messages of clients that were built for the base; most serious first."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"
    DOCS = "docs"

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return _WIRE_ORDER[self]


class Python(enum.Enum):
    """What a change does to code that uses the generated package; most serious first."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return _PYTHON_ORDER[self]


_WIRE_ORDER = {each: rank for rank, each in enumerate(Wire)}
_PYTHON_ORDER = {each: rank for rank, each in enumerate(Python)}


class Direction(enum.Enum):
    """Which way the changed value travels: to the server, to the client, or not at all.

    Bodies of webhooks and callbacks travel to the client.
    """

    REQUEST = "request"
    RESPONSE = "response"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Where:
    """The place where the edit was made.

    `component` is a declared type, `operation` an operation's key (`GET /pets/{pet_id}`) or a webhook's name; both
    are None for the API itself. `path` leads from there, outermost first: (`request body`, `tags`, `[]`).
    """

    component: str | None = None
    operation: str | None = None
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.component is not None:
            return ".".join((self.component, *self.path)).replace(".[", "[")
        return ": ".join(part for part in (self.operation or "", ".".join(self.path).replace(".[", "[")) if part)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says of a change in one direction."""

    rule: str
    direction: Direction
    wire: Wire
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One edit, said once, at the place where it was made.

    `judgements` are never empty and stand with the most serious first: an edit of a model that is both sent and
    received has one for each direction. `operations` are the keys of all operations that the edit reaches, in the
    order of the document. `old` and `new` are the two definitions as short text, empty where there is none.
    `confidence` is set where two things were taken for the same one under two names, or `heir` may have come in place
    of what is gone (0 to 1). `careful` marks what a
    person should look at whatever the verdict: hosts, token URLs, security. `subject` is what changed, such as the
    values that an enum lost: it tells two findings of one rule at one place apart. `also` are the other places where
    the same edit was made, for descriptions that repeat a type instead of naming it, and for edits made all over.
    `types` are the declared types that come or go with it and have no finding of their own. `symbol` is what Python
    users call it (`admin.organization.usage.costs`, `Pet.name`), in the revision where it is still there.
    """

    where: Where
    title: str
    judgements: tuple[Judgement, ...]
    python: Python
    python_reason: str
    base: Span | None = None
    revision: Span | None = None
    operations: tuple[str, ...] = ()
    resource: str = ""
    old: str = ""
    new: str = ""
    subject: str = ""
    confidence: float | None = None
    careful: bool = False
    also: tuple[Where, ...] = ()
    symbol: str = ""
    heir: str = ""
    types: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The id of the rule with the most serious verdict."""
        return self.judgements[0].rule

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all rules that speak of this edit, each once."""
        return tuple(dict.fromkeys(judgement.rule for judgement in self.judgements))

    @property
    def wire(self) -> Wire:
        """The most serious verdict on the wire."""
        return self.judgements[0].wire

    @property
    def wire_reason(self) -> str:
        """Why the wire verdict is what it is."""
        return self.judgements[0].reason

    @property
    def fingerprint(self) -> str:
        """What names this finding in every run: 16 hexadecimal digits, whatever title and verdicts are.

        The same edit at one more place is another finding, so that accepting one accepts no more than was seen.
        """
        parts = (
            *sorted(self.rules),
            self.where.component or "",
            self.where.operation or "",
            *self.where.path,
            self.subject,
            *sorted(map(str, self.also)),
        )
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class DocsEdit:
    """One edit that only readers notice: `what` (`description`, `example`, `title`, ...) of a place, before and after.

    Either text is empty where there was, or is, none. `python` is what it does to a package that is made of the pages.
    """

    where: Where
    what: str
    old: str = ""
    new: str = ""
    base: Span | None = None
    revision: Span | None = None
    resource: str = ""
    python: Python = Python.SAFE
