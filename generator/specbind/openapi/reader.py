"""What the readers of the several kinds of schema need of one another."""

from __future__ import annotations

from typing import Protocol

from specbind.ir.types import Json, RefType, Type
from specbind.openapi.refs import Refs
from specbind.openapi.tree import Node


class SchemaReader(Protocol):
    """Reads schemas to types, and knows the declared ones."""

    @property
    def refs(self) -> Refs:
        """Follows references."""

    def read(self, node: Node) -> Type:
        """The type of a schema."""

    def shape(self, ref: RefType) -> Type | None:
        """What a declared type is, never a reference; None while it is being read."""

    def home(self, ref: RefType) -> Node:
        """The schema that declares a type."""

    def check(self, node: Node, of: Type, value: Json) -> None:
        """Have a default compared with its type once every type is known."""
