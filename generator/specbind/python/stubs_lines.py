"""Statements of a test as black lays them out."""

from __future__ import annotations

from specbind.python.layout import Code, Node, flat, statement, symbols


def within(node: Node) -> Code:
    """The head of a block, on one line."""
    return Code(flat(node), frozenset(symbols(node)))


def line(node: Node) -> Code:
    """A statement of a test."""
    return statement(node, 4)


def inner(node: Node) -> Code:
    """A statement of a block in a test."""
    made = statement(node, 8)
    return Code(f"    {made.text}", made.uses)
