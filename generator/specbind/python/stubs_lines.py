"""Statements of a test as black lays them out."""

from __future__ import annotations

from specbind.python.layout import WIDTH, Atom, Code, Node, Row, code, flat, symbols


def within(node: Node) -> Code:
    """The head of a block, on one line."""
    return Code(flat(node), frozenset(symbols(node)))


def line(node: Node, indent: int = 4) -> Code:
    """A statement of a test; a value goes into parentheses, as black has it, where its first line then fits."""
    made = code(node, indent)
    if _fits(made.text, indent):
        return made
    match node:
        case Row(parts=(Atom(text=target), value)) if target.endswith(" = "):
            pad, text = " " * indent, code(value, indent + 4).text
            if _fits(text, indent + 4):
                return Code(f"{target}(\n{pad}    {text}\n{pad})", made.uses)
            return made
        case _:
            return made


def _fits(text: str, indent: int) -> bool:
    return indent + len(text.partition("\n")[0]) <= WIDTH


def inner(node: Node) -> Code:
    """A statement of a block in a test."""
    made = line(node, 8)
    return Code(f"    {made.text}", made.uses)
