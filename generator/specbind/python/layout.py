"""Expressions as small trees, printed in the layout black gives them.

A line that fits in 88 columns stays one line. Else the last bracket that helps is opened: one item a line, with a
trailing comma (black's magic comma keeps that shape), and each item is laid out by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

WIDTH = 88
_MAX_ALTERNATIVES = 200


@dataclass(frozen=True, slots=True)
class Symbol:
    """An imported name: `attribute` of `module`, or the module itself where `attribute` is empty.

    A module that begins with a dot is one of the package's own, counted from its root (`.models.shared`). `name` is
    what the code says. `typing_only` symbols are imported under `TYPE_CHECKING`.
    """

    module: str
    attribute: str
    name: str
    typing_only: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Source text made by us, and the imports it needs. Templates print nothing else."""

    text: str
    uses: frozenset[Symbol] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Code("")


@dataclass(frozen=True, slots=True)
class Atom:
    """Text that never breaks."""

    text: str
    symbol: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items between brackets. A subscript of one item takes no trailing comma; a tuple of one closes with `,)`."""

    open: str
    items: tuple[Node, ...]
    close: str


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Types joined by `|`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts that follow each other."""

    parts: tuple[Node, ...]


Node: TypeAlias = "Atom | Group | Alternatives | Row"
NONE: Final = Atom("None")


def row(*parts: Node | str) -> Row:
    """Parts in a row; strings are atoms."""
    return Row(tuple(Atom(part) if isinstance(part, str) else part for part in parts))


def call(function: Node | str, items: Iterable[Node | str]) -> Row:
    """`function(items)`."""
    return row(function, Group("(", tuple(Atom(i) if isinstance(i, str) else i for i in items), ")"))


def subscript(name: Node | str, items: Iterable[Node | str]) -> Row:
    """`name[items]`."""
    return row(name, Group("[", tuple(Atom(i) if isinstance(i, str) else i for i in items), "]"))


def one_or_more(items: Iterable[Node | str]) -> Group:
    """A tuple display."""
    nodes = tuple(Atom(item) if isinstance(item, str) else item for item in items)
    return Group("(", nodes, ",)" if len(nodes) == 1 else ")")


def either(items: Iterable[Node]) -> Node:
    """Types joined by `|`, each once, None last."""
    nodes = dict.fromkeys(
        each for item in items for each in (item.items if isinstance(item, Alternatives) else (item,))
    )
    return alternatives(sorted(nodes, key=lambda node: node == NONE))


def alternatives(types: Sequence[Node]) -> Node:
    """Types joined by `|`; a great many by `Union`, since Python reads each `|` one level deeper."""
    if len(types) == 1:
        return types[0]
    if len(types) <= _MAX_ALTERNATIVES:
        return Alternatives(tuple(types))
    union = subscript(Atom("Union", Symbol("typing", "Union", "Union")), [each for each in types if each != NONE])
    return Alternatives((union, NONE)) if NONE in types else union


def mapping(pairs: Iterable[tuple[str, Node | str]]) -> Group:
    """`{key: value}`; keys are source text."""
    return Group("{", tuple(row(f"{key}: ", value) for key, value in pairs), "}")


def keyword(name: str, value: Node | str) -> Row:
    """`name=value`."""
    return row(f"{name}=", value)


def code(node: Node, indent: int = 0) -> Code:
    """The node printed for a line at `indent`; lines after the first are indented."""
    return Code(_lay(node, indent, indent, 0), frozenset(symbols(node)))


def definition(prefix: str, parameters: Group, result: Node, indent: int) -> Code:
    """`def name(parameters) -> result:`; the parameters are opened first."""
    uses = frozenset((*symbols(parameters), *symbols(result)))
    line = f"{prefix}{flat(parameters)} -> {flat(result)}:"
    if indent + len(line) <= WIDTH:
        return Code(line, uses)
    if not parameters.items:
        pad = " " * indent
        return Code(f"{prefix}() -> (\n{pad}    {flat(result)}\n{pad}):", uses)
    head = prefix + _open_group(parameters, indent)
    column = indent + len(") -> ")
    if not can_open(result) and column + len(flat(result)) + 1 > WIDTH >= indent + 4 + len(flat(result)):
        return Code(f"{head} -> (\n{' ' * (indent + 4)}{flat(result)}\n{' ' * indent}):", uses)
    return Code(f"{head} -> {_lay(result, indent, column, 1)}:", uses)


def member(name: str, annotation: Node, default: str, indent: int) -> Code:
    """`name: annotation = default`, a line of a class body; black parenthesises what it cannot open."""
    uses = frozenset(symbols(annotation))
    head = f"{name}: {flat(annotation)}"
    pad = " " * indent
    if default:
        if indent + len(head) + len(f" = {default}") <= WIDTH:
            return Code(f"{head} = {default}", uses)
        if indent + len(head) + len(" = (") <= WIDTH:
            return Code(f"{head} = (\n{pad}    {default}\n{pad})", uses)
    elif indent + len(head) > WIDTH and not can_open(annotation) and indent + 4 + len(flat(annotation)) <= WIDTH:
        return Code(f"{name}: (\n{pad}    {flat(annotation)}\n{pad})", uses)
    return code(row(f"{name}: ", annotation, f" = {default}" if default else ""), indent)


def assignment(name: str, annotation: Node | None, value: Node) -> Code:
    """`name: annotation = value`, a statement of a module, laid out as black does when the left side is long."""
    declared = row(name) if annotation is None else row(f"{name}: ", annotation)
    uses = frozenset((*symbols(declared), *symbols(value)))
    left = flat(declared)
    width = len(left) + len(" = ")
    if width + len(flat(value)) <= WIDTH or (can_open(value) and width + _opening_width(value) <= WIDTH):
        return Code(f"{left} = {_lay(value, 0, width, 0)}", uses)
    if width + 1 <= WIDTH and not isinstance(value, Alternatives) and not _several(annotation):
        return Code(f"{left} = (\n    {_lay(value, 4, 4, 0)}\n)", uses)
    if annotation is not None and not can_open(annotation):
        wide = isinstance(value, Alternatives)
        return Code(f"{name}: (\n    {flat(annotation)}\n) = {_lay(value, 0, WIDTH if wide else 4, 0)}", uses)
    head = _lay(declared, 0, 0, len(" = ") + _opening_width(value))
    return Code(f"{head} = {_lay(value, 0, WIDTH, 0)}", uses)


def _several(annotation: Node | None) -> bool:
    """Whether an annotation is a subscript of several items, which black opens in preference to the value."""
    match annotation:
        case Row(parts=(_, Group(items=items))):
            return len(items) > 1
        case _:
            return False


def statement(node: Node, indent: int) -> Code:
    """A statement of a function, such as `target = value` or `return value`. Where its first line is too long, the
    value goes into parentheses, as black has it, if all lines then fit, or if it is a call without arguments to move.
    """
    made = code(node, indent)
    if indent + len(made.text.partition("\n")[0]) <= WIDTH:
        return made
    match node:
        case Row(parts=(Atom(text=target), value)) if target.endswith(" = ") or target == "return ":
            pad, text = " " * indent, code(value, indent + 4).text
            if text.endswith("()") or all(len(line) <= WIDTH for line in f"{pad}    {text}".split("\n")):
                return Code(f"{target}(\n{pad}    {text}\n{pad})", made.uses)
            return made
        case _:
            return made


def from_import(module: str, names: Iterable[str], indent: int) -> str:
    """`from module import names`, on several lines if one is too short."""
    ordered = tuple(sorted(names))
    line = f"from {module} import {', '.join(ordered)}"
    if indent + len(line) <= WIDTH:
        return line
    return f"from {module} import {_open_group(Group('(', tuple(map(Atom, ordered)), ')'), indent)}"


def typing_only(node: Node) -> Node:
    """The node with its imports needed by type checkers alone."""
    match node:
        case Atom(text=text, symbol=symbol):
            return node if symbol is None else Atom(text, replace(symbol, typing_only=True))
        case Group(items=items):
            return replace(node, items=tuple(map(typing_only, items)))
        case Alternatives(items=items):
            return Alternatives(tuple(map(typing_only, items)))
        case Row(parts=parts):
            return Row(tuple(map(typing_only, parts)))
        case _:
            assert_never(node)


def symbols(node: Node) -> Iterable[Symbol]:
    """The imports a node needs."""
    match node:
        case Atom(symbol=symbol):
            if symbol is not None:
                yield symbol
        case Group(items=items) | Alternatives(items=items):
            for item in items:
                yield from symbols(item)
        case Row(parts=parts):
            for part in parts:
                yield from symbols(part)
        case _:
            assert_never(node)


def flat(node: Node) -> str:
    """The node on one line, however long."""
    match node:
        case Atom(text=text):
            return text
        case Group(open=open_, items=items, close=close):
            return open_ + ", ".join(map(flat, items)) + close
        case Alternatives(items=items):
            return " | ".join(map(flat, items))
        case Row(parts=parts):
            return "".join(map(flat, parts))
        case _:
            assert_never(node)


def _within(node: Node, room: int) -> str | None:
    """The node on one line if that takes no more columns than `room`: a long node is not read to its end."""
    match node:
        case Atom(text=text):
            return text if len(text) <= room else None
        case Group(open=open_, items=items, close=close):
            inner = _joined(items, ", ", room - len(open_) - len(close))
            return None if inner is None else open_ + inner + close
        case Alternatives(items=items):
            return _joined(items, " | ", room)
        case Row(parts=parts):
            return _joined(parts, "", room)
        case _:
            assert_never(node)


def _joined(nodes: Iterable[Node], between: str, room: int) -> str | None:
    texts: list[str] = []
    room += len(between)
    for node in nodes:
        text = _within(node, room - len(between))
        if text is None:
            return None
        texts.append(text)
        room -= len(text) + len(between)
    return between.join(texts) if texts or room >= len(between) else None


def _lay(node: Node, indent: int, column: int, after: int) -> str:
    """`node` printed from `column` of a line at `indent`, leaving `after` columns free on its last line."""
    text = _within(node, WIDTH - column - after)
    if text is not None:
        return text
    match node:
        case Atom(text=text):
            return text
        case Group():
            return _open_group(node, indent)
        case Alternatives(items=items):
            return _open_alternatives(items, indent)
        case Row(parts=parts):
            return _open_row(parts, indent, column, after)
        case _:
            assert_never(node)


def _open_group(group: Group, indent: int) -> str:
    if not group.items:
        return group.open + group.close
    inner = indent + 4
    alone = group.close == "]" and len(group.items) == 1
    comma = "" if alone else ","
    lines = [" " * inner + _lay_item(item, inner, len(comma)) + comma for item in group.items]
    return "\n".join([group.open, *lines, " " * indent + group.close.removeprefix(",")])


def _lay_item(item: Node, indent: int, after: int) -> str:
    """An item on a line of its own; inside brackets, types joined by `|` need no parentheses."""
    if isinstance(item, Alternatives) and indent + len(flat(item)) + after > WIDTH:
        first, *others = item.items
        lines = [_lay(first, indent, indent, 0)]
        lines += [f"{' ' * indent}| {_lay(other, indent, indent + 2, 0)}" for other in others]
        return "\n".join(lines)
    return _lay(item, indent, indent, after)


def _open_alternatives(items: tuple[Node, ...], indent: int) -> str:
    inner = indent + 4
    pad = " " * inner
    whole = " | ".join(map(flat, items))
    if inner + len(whole) <= WIDTH:
        lines = [pad + whole]
    else:
        lines = [pad + _lay(items[0], inner, inner, 0)]
        lines += [pad + "| " + _lay(item, inner, inner + 2, 0) for item in items[1:]]
    return "\n".join(["(", *lines, " " * indent + ")"])


def _open_row(parts: tuple[Node, ...], indent: int, column: int, after: int) -> str:
    """Open the last part that can be opened; if what stands before is too long by itself, open there too."""
    last = max((index for index, part in enumerate(parts) if can_open(part)), default=None)
    if last is None:
        return "".join(map(flat, parts))
    tail = "".join(map(flat, parts[last + 1 :]))
    opening = _opening_width(parts[last])
    head = _lay(Row(parts[:last]), indent, column, opening) if last else ""
    opened = _lay(parts[last], indent, WIDTH + 1, after + len(tail))
    return head + opened + tail


def _opening_width(node: Node) -> int:
    match node:
        case Group(open=open_):
            return len(open_)
        case Row(parts=parts):
            width = 0
            for part in parts:
                if can_open(part):
                    return width + _opening_width(part)
                width += len(flat(part))
            return width
        case _:
            return 1


def can_open(node: Node) -> bool:
    """Whether a node has a bracket to open."""
    match node:
        case Atom():
            return False
        case Group(items=items):
            return bool(items)
        case Alternatives():
            return True
        case Row(parts=parts):
            return any(map(can_open, parts))
        case _:
            assert_never(node)
