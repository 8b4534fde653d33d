"""What a description says beyond what the IR has nodes for; only reviews of two revisions look at it."""

from __future__ import annotations

from dataclasses import dataclass

from specbind.ir.types import Type
from specbind.source import Span


@dataclass(frozen=True, slots=True)
class Keyword:
    """A rule or a promise that no node of the IR says, kept for reviews of two revisions.

    `span` is the schema, parameter or operation that has it, `name` the keyword (`dependentRequired`, `x-sunset`),
    `key` the member of it where it is a mapping that can change member by member, `value` its canonical JSON.
    """

    span: Span
    name: str
    value: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Overlooked:
    """Members that a schema lists although its type is not object: no type says them, but reviews compare them."""

    span: Span
    type: Type
