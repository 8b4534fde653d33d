"""A page as what it documents: resources, their operations with sections and examples, their types.

Levels of headings are relative to those of the operations, which are known by the line `**get** `/path`` below them.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector, Related, Rule
from specbind.reference.blocks import PATH_SEPARATOR, Block, Fence, Page
from specbind.reference.heads import TypeHead
from specbind.reference.members import Member, Members, Reader
from specbind.reference.sections import Kind, guessed_kind, named_kind
from specbind.source import Span

_VERBS: Final = "get|post|put|patch|delete|head|options|trace"
_CALL: Final = re.compile(rf"\*\*({_VERBS})\*\* +`([^`\s]*)`", re.IGNORECASE)
_HALF_CALL: Final = re.compile(rf"\*{{0,2}}({_VERBS})\*{{0,2}} *`?(/[^`\s]*)`?", re.IGNORECASE)
_NO_CALL: Final = re.compile(r"\*\*\w*\*\* *``|\*\*\*\* *``.*")
_TYPE: Final = re.compile(r" *- `[^`]+`\s*")
_BRACE: Final = re.compile(r"\{?([^{}]+)\}?")
_ALMOST_TYPE: Final = re.compile(r"(?:-? ?`?)[A-Z]\w* (?:object \{|= \S)")
_GAPS: Final = 3
"""Pages with more double blank lines than this have them for their looks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One example: the call and what it answers. Spans are those of the code."""

    call: str
    call_span: Span
    response: str | None = None
    response_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Parameters, body or result of an operation."""

    kind: Kind
    members: tuple[Member, ...]
    description: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """One rendering of an operation. `method` is empty where the page does not say it."""

    title: str
    method: str
    path: str
    description: str | None
    sections: tuple[Section, ...]
    samples: tuple[Sample, ...]
    span: Span

    def section(self, kind: Kind) -> Section | None:
        """The section of a kind, if there is one."""
        return next((section for section in self.sections if section.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A type that a resource declares."""

    title: str
    member: Member


@dataclass(frozen=True, slots=True)
class Group:
    """What stands below one resource heading; the title is empty for what stands below none."""

    title: str
    level: int
    description: str | None
    calls: tuple[Call, ...]
    entries: tuple[Entry, ...]
    span: Span


@dataclass(slots=True)
class _Call:
    title: str
    method: str
    path: str
    description: str | None
    span: Span
    sections: list[Section]
    samples: list[Sample]


@dataclass(slots=True)
class _Group:
    title: str
    level: int
    description: str | None
    span: Span
    calls: list[_Call]
    entries: list[Entry]


def groups(page: Page, collector: Collector) -> tuple[Group, ...]:
    """What a page documents, in its order."""
    return _Pages(page, collector).read()


class _Pages:
    """Reads one page."""

    def __init__(self, page: Page, collector: Collector) -> None:
        self._page = page
        self._collector = collector
        self._members = Reader(page, collector)
        self._marks = sorted(page.fences)
        self._groups: list[_Group] = []
        self._call: _Call | None = None
        self._types = False
        self._skipped = 7

    def read(self) -> tuple[Group, ...]:
        blocks = self._page.blocks
        level = self._level()
        self._lead(blocks[0])
        for index, block in enumerate(blocks[1:], start=1):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            self._block(block, following, level)
        self._codes()
        self._gaps()
        return tuple(_closed(group) for group in self._groups)

    def _level(self) -> int:
        """The level of the headings of operations, or where there are none, of the headings above types."""
        for block in self._page.blocks[1:]:
            if self._call_of(block) is not None:
                return block.level
        for block, below in zip(self._page.blocks[1:], self._page.blocks[2:], strict=False):
            if below.level == block.level + 1 and self._declares(below):
                return block.level
        return 2

    def _first(self, block: Block) -> int | None:
        """The first line below a heading that is not blank."""
        lines = self._page.lines
        return next((index for index in range(block.line + 1, block.end) if lines[index].strip()), None)

    def _call_of(self, block: Block) -> re.Match[str] | None:
        first = self._first(block)
        return _CALL.fullmatch(self._page.lines[first].strip()) if first is not None else None

    def _declares(self, block: Block) -> bool:
        """Whether a block holds the declaration of a type."""
        first = self._first(block)
        if first is None:
            return False
        line = self._page.lines[first]
        return _TYPE.fullmatch(line) is not None or _ALMOST_TYPE.match(line) is not None

    def _lead(self, block: Block) -> None:
        """What stands before the first heading: nothing on a whole page."""
        first = self._first(block)
        if first is not None:
            self._report(rules.INCOMPLETE_OPERATION, "the page begins in the middle", first, "not read", block)

    def _block(self, block: Block, following: Block | None, level: int) -> None:
        if block.level > self._skipped:
            return
        self._skipped = 7
        if block.level < level:
            self._resource(block)
        elif block.level == level:
            self._entry(block, following)
        elif self._types:
            self._declaration(block)
        else:
            self._section(block, following, level)

    def _resource(self, block: Block) -> None:
        self._end()
        prose, _ = self._prose(block, block.line + 1)
        self._groups.append(_Group(block.text, block.level, prose, self._span(block), [], []))

    def _entry(self, block: Block, following: Block | None) -> None:
        """An operation, the heading above types, or something else that stands where operations do."""
        self._end()
        first = self._first(block)
        line = self._page.lines[first].strip() if first is not None else ""
        match = _CALL.fullmatch(line)
        if match is None and first is not None and (match := _HALF_CALL.fullmatch(line)) is not None:
            self._report(rules.DAMAGED_MEMBER, f"a mark is missing: `{line}`", first, "read as the call", block)
        if match is not None and first is not None:
            prose, _ = self._prose(block, first + 1)
            path = _mended(match[2])
            if path != match[2]:
                self._report(rules.DAMAGED_MEMBER, f"a brace is missing: `{match[2]}`", first, f"read as {path}", block)
            self._begin(_Call(block.text, match[1].lower(), path, prose, self._span(block), [], []))
        elif _NO_CALL.match(line):
            message = f"`{block.text}` has no HTTP method and path"
            self._report(rules.NOT_AN_HTTP_CALL, message, block.line, "left out", block)
            self._skipped = block.level
        elif following is not None and following.level == block.level + 1 and self._declares(following):
            self._types = True
            self._prose(block, block.line + 1)
        elif following is not None and following.level == block.level + 1 and named_kind(following.text) is not None:
            prose, _ = self._prose(block, block.line + 1)
            self._begin(_Call(block.text, "", "", prose, self._span(block), [], []))
        else:
            self._unknown(block)

    def _unknown(self, block: Block) -> None:
        message = f"`{block.text}` is neither an operation nor a list of types"
        self._report(rules.UNKNOWN_SECTION, message, block.line, "not read", block)
        self._skipped = block.level

    def _end(self) -> None:
        self._call = None
        self._types = False

    def _group(self, span: Span) -> _Group:
        if not self._groups:
            self._groups.append(_Group("", 0, None, span, [], []))
        return self._groups[-1]

    def _begin(self, call: _Call) -> _Call:
        self._call = call
        self._group(call.span).calls.append(call)
        return call

    def _declaration(self, block: Block) -> None:
        found = self._members.read(block)
        if found.description is not None or not found.members:
            self._stray(block, found)
        for member in found.members:
            if isinstance(member.head, TypeHead) and member.head.name is not None:
                self._group(member.span).entries.append(Entry(block.text, member))
            else:
                message = f"`{member.text}` does not declare a type"
                self._report(rules.UNPLACED_LINE, message, member.line, "not read", block)

    def _section(self, block: Block, following: Block | None, level: int) -> None:
        call = self._call or self._begin(_Call("", "", "", None, self._span(block), [], []))
        fence = self._fence(block)
        kind = named_kind(block.text)
        if fence is not None and not _has_members(self._page, block, fence):
            self._example(call, block, fence, kind, level)
            return
        found = self._members.read(block)
        if kind not in (None, Kind.EXAMPLE, Kind.RESPONSE):
            self._add(call, block, kind, found)
            return
        known = frozenset(section.kind for section in call.sections)
        last = following is None or following.level <= level or not self._declares(following)
        guess = guessed_kind(found.members, call.method, call.path, known, last)
        if guess is not None and guess not in known:
            self._add(call, block, guess, found)
        elif kind is None or found.members:
            self._report(rules.UNKNOWN_SECTION, f"`{block.text}` is not known", block.line, "not used", block)

    def _fence(self, block: Block) -> Fence | None:
        """The first code of a block."""
        at = bisect(self._marks, block.line)
        inside = at < len(self._marks) and self._marks[at] < block.end
        return self._page.fences[self._marks[at]] if inside else None

    def _add(self, call: _Call, block: Block, kind: Kind | None, found: Members) -> None:
        if kind is None:
            return
        if found.description is not None and not found.members and kind is not Kind.RETURNS:
            self._stray(block, found)
        call.sections.append(Section(kind, found.members, found.description, self._span(block)))

    def _stray(self, block: Block, found: Members) -> None:
        first = self._first(block)
        what = found.description or "nothing"
        message = f"no member stands below `{block.text}`: `{what}`"
        self._report(rules.UNPLACED_LINE, message, block.line if first is None else first, "not read", block)

    def _example(self, call: _Call, block: Block, fence: Fence, kind: Kind | None, level: int) -> None:
        answer = kind is Kind.RESPONSE or (kind is None and block.level > level + 1)
        code, span = self._page.code(fence), self._page.span(fence.first + 1, self._pointer(block))
        if not answer or not call.samples:
            call.samples.append(Sample(code, span))
        else:
            call.samples[-1] = Sample(call.samples[-1].call, call.samples[-1].call_span, code, span)
        self._rest(block, fence, call)

    def _rest(self, block: Block, fence: Fence, call: _Call) -> None:
        """Other code below the heading of an example is kept as well; text beside it is reported."""
        index = block.line + 1
        while index < block.end:
            other = self._page.fences.get(index)
            if other is not None:
                if other is not fence and other.info.lower() == "json" and call.samples[-1].response is None:
                    last = call.samples[-1]
                    span = self._page.span(other.first + 1, self._pointer(block))
                    call.samples[-1] = Sample(last.call, last.call_span, self._page.code(other), span)
                index = other.last + 1
                continue
            line = self._page.lines[index].strip()
            if line and _looks_lost(line):
                self._report(rules.UNPLACED_LINE, f"beside an example: `{line}`", index, "not read", block)
            index += 1

    def _prose(self, block: Block, first: int) -> tuple[str | None, int]:
        """The text below a heading, from a line on."""
        lines = [self._page.lines[index].rstrip() for index in range(first, block.end)]
        text = "\n".join(lines).strip()
        if text.count("`") % 2:
            odd = next(index for index in range(first, block.end) if self._page.lines[index].count("`") % 2)
            self._report(rules.DAMAGED_TEXT, "an odd number of backticks", odd, "one may be missing", block)
        for index in range(first, block.end):
            if index not in self._page.fences and _TYPE.fullmatch(self._page.lines[index]):
                found = self._page.lines[index].strip()
                self._report(rules.UNPLACED_LINE, f"a member without a section: `{found}`", index, "not read", block)
        return (re.sub(r"\n{3,}", "\n\n", text) or None), first

    def _codes(self) -> None:
        """Report code that has no end."""
        for fence in self._page.fences.values():
            if not fence.closed:
                message = "code that begins here has no end" if fence.info else "code without a beginning, or an end"
                block = next(each for each in self._page.blocks if each.line < fence.first + 1 <= each.end)
                last = next((i for i in range(fence.last, fence.first, -1) if self._page.lines[i].strip()), fence.first)
                end = Related(self._page.span(last, self._pointer(block)), "its end is due here")
                span = self._page.span(fence.first, self._pointer(block))
                label = "a mark of three backticks is missing"
                self._collector.report(rules.UNCLOSED_CODE, message, span, label=label, related=(end,))

    def _gaps(self) -> None:
        """Report two blank lines in a row, where that is not how the page is written."""
        lines, fences = self._page.lines, self._page.fences
        found: list[tuple[int, Block]] = []
        for block in self._page.blocks[1:]:
            index = block.line + 1
            while index + 2 < min(block.end + 1, len(lines)):
                if index in fences:
                    index = fences[index].last
                elif not lines[index].strip() and not lines[index + 1].strip():
                    found.append((index, block))
                index += 1
        for index, block in found if len(found) <= _GAPS else ():
            self._report(rules.DAMAGED_TEXT, "two blank lines in a row", index, "a line may be missing here", block)

    def _pointer(self, block: Block) -> str:
        return PATH_SEPARATOR.join(block.path)

    def _span(self, block: Block) -> Span:
        return self._page.span(max(block.line, 0), self._pointer(block))

    def _report(self, rule: Rule, message: str, line: int, label: str, block: Block) -> None:
        self._collector.report(rule, message, self._page.span(max(line, 0), self._pointer(block)), label=label)


def _closed(group: _Group) -> Group:
    calls = tuple(
        Call(each.title, each.method, each.path, each.description, tuple(each.sections), tuple(each.samples), each.span)
        for each in group.calls
    )
    return Group(group.title, group.level, group.description, calls, tuple(group.entries), group.span)


def _mended(path: str) -> str:
    """A path whose placeholders have both their braces."""
    return "/".join(
        _BRACE.sub(r"{\1}", step) if step.count("{") != step.count("}") else step for step in path.split("/")
    )


def _has_members(page: Page, block: Block, fence: Fence) -> bool:
    """Whether members stand before the first code of a block, which is then part of a description."""
    return any(_TYPE.fullmatch(page.lines[index]) for index in range(block.line + 1, fence.first))


def _looks_lost(line: str) -> bool:
    """Whether a line beside an example is more than a remark."""
    return line.startswith(("{", "}", "[", "]", '"', "-", "`", "curl")) or line.endswith(("{", ",", "\\", "`"))
