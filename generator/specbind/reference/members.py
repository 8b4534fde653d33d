"""The bullets of a section as a tree, built by indentation alone; what stands between them is their description.

A line is a member if it is one code span behind a dash, a blank line follows, and the span parses as a head. A line
that is nearly one (a lost mark, brace or blank line) is read as one and reported; so is a line that belongs to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector, Rule
from specbind.reference.blocks import PATH_SEPARATOR, Block, Page
from specbind.reference.heads import Either, FieldHead, Head, TypeHead, core, head, repaired
from specbind.reference.limits import MAX_DEPTH
from specbind.source import Span

_MEMBER: Final = re.compile(r"( *)- `([^`]+)`\s*")
_CODE: Final = re.compile(r"`([^`]+)`")
_HALF: Final = re.compile(r"- ?`([^`]+)|- ?([^`]+)`|-`([^`]+)`|\* `([^`]+)`")
_COMMENT: Final = re.compile(r"\s*<!--.*-->\s*")


@dataclass(frozen=True, slots=True)
class Member:
    """One bullet. Lines count from 0; `end` is past the last line of its children."""

    head: Head
    text: str
    line: int
    end: int
    depth: int
    description: str | None
    children: tuple[Member, ...]
    span: Span = field(compare=False, repr=False)

    @property
    def fields(self) -> bool:
        """Whether the children are fields rather than variants or values."""
        return bool(self.children) and isinstance(self.children[0].head, FieldHead)


@dataclass(slots=True)
class _Open:
    """A member whose children are still being read."""

    head: Head
    text: str
    line: int
    depth: int
    span: Span
    prose: list[int]
    children: list[Member]


@dataclass(frozen=True, slots=True)
class Members:
    """What stands in a section: its members, and the text before the first of them."""

    members: tuple[Member, ...]
    description: str | None


class Reader:
    """Reads the sections of one page."""

    def __init__(self, page: Page, collector: Collector) -> None:
        self._page = page
        self._collector = collector
        self._stack: list[_Open] = []
        self._roots: list[Member] = []
        self._lead: list[int] = []
        self._where = ""

    def read(self, block: Block) -> Members:
        """The members below a heading."""
        self._stack, self._roots, self._lead = [], [], []
        self._where = PATH_SEPARATOR.join(block.path)
        lines, fences = self._page.lines, self._page.fences
        index = block.line + 1
        while index < block.end:
            if index in fences:
                fence = fences[index]
                self._text(range(index, min(fence.last + 1, block.end)))
                index = max(fence.last, index) + 1
                continue
            line = lines[index]
            if line and not line.isspace():
                self._line(line, index, block.end)
            index += 1
        self._close(0, block.end)
        return Members(tuple(self._roots), self._prose(self._lead, 0))

    def _line(self, line: str, index: int, end: int) -> None:
        match = _MEMBER.fullmatch(line)
        found = head(match[2]) if match is not None else None
        if match is not None and found is not None and self._is_member(found, index, end):
            self._open(found, match[2], index, len(match[1]))
            return
        almost = self._almost(line, index, end)
        if almost is not None:
            found, text, what = almost
            indent = len(line) - len(line.lstrip(" "))
            self._open(found, text, index, indent)
            self._report(rules.DAMAGED_MEMBER, f"{what}: `{line.strip()}`", index, "read as a member")
        elif _COMMENT.fullmatch(line) is None:
            self._text(range(index, index + 1))

    def _blank(self, index: int, end: int) -> bool:
        return index >= end or not self._page.lines[index].strip()

    def _is_member(self, found: Head, index: int, end: int) -> bool:
        """Whether a list item is a member rather than part of a description."""
        if self._blank(index + 1, end):
            return True
        if isinstance(found, TypeHead) and found.name is None:
            return False
        if self._page.lines[index + 1].lstrip().startswith(("- ", "* ")) or not self._blank(index - 1, end):
            return False
        self._report(rules.DAMAGED_MEMBER, f"no blank line behind `{found.name}`", index, "read as a member")
        return True

    def _almost(self, line: str, index: int, end: int) -> tuple[Head, str, str] | None:
        """The member that a damaged line was, and what is wrong with it."""
        text = line.strip()
        if not self._blank(index - 1, end) or not self._blank(index + 1, end) or "`" not in text:
            return None
        if (match := _MEMBER.fullmatch(line)) is not None:
            mended = repaired(match[2])
            return (mended, match[2], "a bracket or quote is missing or too much") if mended is not None else None
        if (match := _HALF.fullmatch(text)) is not None:
            inner = next(group for group in match.groups() if group is not None)
            found = head(inner) or repaired(inner)
            return (found, inner, "a backtick or blank is missing") if found is not None else None
        if (match := _CODE.fullmatch(text)) is not None:
            found = head(match[1])
            indent = len(line) - len(line.lstrip(" "))
            if found is not None and (" = " in match[1] or self._must_be_member(found, indent)):
                return found, match[1], "the dash is missing"
        return None

    def _must_be_member(self, found: Head, indent: int) -> bool:
        """Whether a lone code span cannot be a description."""
        if isinstance(found, FieldHead) or found.name is not None:
            return True
        if not self._stack:
            return bool(self._roots)
        last = self._stack[-1]
        if indent < 2 * (last.depth + 1):
            return True
        wanted = core(last.head.term)
        return found.term in (wanted.terms if isinstance(wanted, Either) else (wanted,))

    def _open(self, found: Head, text: str, index: int, indent: int) -> None:
        depth = indent // 2
        above = self._stack[-1].depth if self._stack else -1
        if indent % 2:
            self._report(rules.MISPLACED_LINE, f"an odd indentation, {indent} blanks", index, f"read at level {depth}")
        if depth > above + 1:
            message = f"indented {depth - above - 1} levels further than any member it could belong to"
            self._report(rules.MISPLACED_LINE, message, index, "read as a child of the member above")
            depth = above + 1
        if depth >= MAX_DEPTH:
            self._report(rules.NESTED_TOO_DEEPLY, f"members more than {MAX_DEPTH} levels deep", index, "not read")
            depth = MAX_DEPTH - 1
        self._close(depth, index)
        outer = self._stack[-1].span.pointer if self._stack else self._where
        pointer = f"{outer}{PATH_SEPARATOR}{found.name}" if found.name is not None else outer
        span = self._page.span(index, pointer, indent + 3)
        self._stack.append(_Open(found, text, index, depth, span, [], []))

    def _close(self, depth: int, line: int) -> None:
        """End the members at this depth and deeper."""
        while self._stack and self._stack[-1].depth >= depth:
            of = self._stack.pop()
            prose = self._prose(of.prose, 2 * (of.depth + 1)) if of.prose else None
            if prose is not None and prose.count("`") % 2:
                odd = next(index for index in of.prose if self._page.lines[index].count("`") % 2)
                self._report(rules.DAMAGED_TEXT, "an odd number of backticks", odd, "one may be missing", of.span)
            siblings = self._stack[-1].children if self._stack else self._roots
            children = tuple(of.children)
            siblings.append(Member(of.head, of.text, of.line, line, of.depth, prose, children, of.span))

    def _text(self, indexes: range) -> None:
        """Lines that are no members: the description of the last one, if the indentation says so."""
        first = indexes[0]
        line = self._page.lines[first]
        indent = len(line) - len(line.lstrip(" "))
        if not self._stack:
            if self._roots:
                self._report(rules.UNPLACED_LINE, f"belongs to no member: `{line.strip()}`", first, "not read")
            else:
                self._lead += indexes
            return
        last = self._stack[-1]
        due = 2 * (last.depth + 1)
        if indent < due:
            message = f"not indented as the text of a member is: `{line.strip()}`"
            self._report(rules.UNPLACED_LINE, message, first, f"{due} blanks are due here", last.span)
        elif indent > due and not last.prose:
            message = f"the description of `{last.text}` is indented {indent - due} blanks too far"
            self._report(rules.MISPLACED_LINE, message, first, "this line or the member above is misplaced", last.span)
        last.prose += indexes

    def _prose(self, lines: list[int], indent: int) -> str | None:
        """The text of some lines, without the indentation that all of it has."""
        if not lines:
            return None
        if len(lines) == 1:
            return self._page.lines[lines[0]].strip()
        found: list[str] = []
        previous = lines[0]
        for index in lines:
            if index > previous + 1:
                found.append("")
            line = self._page.lines[index]
            found.append(line[indent:].rstrip() if line[:indent].isspace() else line.strip())
            previous = index
        return "\n".join(found).strip()

    def _report(self, rule: Rule, message: str, index: int, label: str, span: Span | None = None) -> None:
        pointer = span.pointer if span is not None else self._stack[-1].span.pointer if self._stack else self._where
        self._collector.report(rule, message, self._page.span(index, pointer), label=label)


def walk(members: tuple[Member, ...]) -> Iterator[Member]:
    """All members of some trees, outer ones first."""
    stack = list(reversed(members))
    while stack:
        member = stack.pop()
        yield member
        stack.extend(reversed(member.children))
