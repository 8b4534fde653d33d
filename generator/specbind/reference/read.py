"""Reference pages to the API they document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import Api, ApiKeyScheme, Operation, Server, Tag
from specbind.reference.bodies import Bodies
from specbind.reference.documents import Document, documents, sections_of
from specbind.reference.examples import read_example
from specbind.reference.facts import Concluder
from specbind.reference.heads import Nullable, Term
from specbind.reference.heads import parts as terms
from specbind.reference.members import Member, walk
from specbind.reference.merge import Declared, Rank, Rendering, declarations, operations
from specbind.reference.methods import Named, names
from specbind.reference.observe import Observed
from specbind.reference.operations import Operations
from specbind.reference.pages import Call
from specbind.reference.places import is_leaf
from specbind.reference.samples import Credentials, Shown, array_style, credentials_of, recovered, server, shown
from specbind.reference.score import Score
from specbind.reference.sections import Kind
from specbind.reference.shapes import Scope, Shapes
from specbind.reference.types import Types
from specbind.source import Span

_UNVERSIONED: Final = "0"


def read(path: Path, collector: Collector, *, root: Path | None = None) -> Api | None:
    """The API that a page or a folder of pages documents; None, with the reason reported, if there is none.

    Messages print paths relative to `root`, which is the page's folder unless given.
    """
    pages = tuple(documents(path, path.parent if root is None else root, collector))
    if collector.failed or not pages:
        return None
    api = _Reading(pages, collector).api(_title(path, pages))
    if not api.operations and not api.types:
        span = pages[0].page.span(0, "")
        collector.report(rules.NOTHING_DESCRIBED, "the pages document no operation and no type", span)
    return api


def outline(path: Path, collector: Collector, *, root: Path | None = None) -> Iterator[str]:
    """What each page documents and how well it holds together, as text; the pages are read as by `read`."""
    pages = tuple(documents(path, path.parent if root is None else root, collector))
    reading = _Reading(pages, collector)
    if pages and not collector.failed:
        api = reading.api(_title(path, pages))
        calls = {operation.key: ".".join(operation.call) for operation in api.operations}
        for document in pages:
            yield from _outlined(document, reading.scores[document.page.source.path], calls)


def _outlined(document: Document, whole: Score, calls: Mapping[str, str]) -> Iterator[str]:
    yield f"page: {document.page.source.path}: {whole.members} members, {whole}"
    for group, scope in zip(document.groups, document.scopes, strict=True):
        yield f"  resource: {'.'.join(scope) or '(none)'}"
        for call in group.calls:
            key = f"{call.method.upper()} {call.path}"
            sections = ", ".join(f"{section.kind.value} {len(section.members)}" for section in call.sections)
            yield f"    operation: {key} = {calls.get(key) or '(no name)'} ({sections}; examples {len(call.samples)})"
        for entry in group.entries:
            yield f"    type: {entry.member.head.name}"


def _title(path: Path, documents: Sequence[Document]) -> str:
    """What the first page says that it is about, else the name of the file or folder."""
    if path.is_dir() and len(documents) > 1 and documents[0].parts:
        return path.resolve().name.replace("-", " ").replace("_", " ").title() + " API"
    first = documents[0]
    heading = next((group.title for group in first.groups if group.title), None)
    return heading or first.page.front.get("title") or path.resolve().stem


class _Reading:
    """Puts what all pages document together."""

    def __init__(self, documents: tuple[Document, ...], collector: Collector) -> None:
        self._documents = documents
        self._collector = collector
        self._shapes = Shapes()
        self._examples: dict[int, tuple[Shown, ...]] = {}
        self.scores: dict[str, Score] = {}

    def api(self, title: str) -> Api:
        calls = [(call, self._shown(call)) for call in self._calls()]
        base = server((call.path, examples) for call, examples in calls)
        renderings = operations(self._renderings(base[0] if base is not None else None), self._collector)
        if base is None:
            base = server((each.call.path, self._shown(each.call)) for each in renderings)
        declared = declarations(self._declared(), self._collector)
        for rendering in renderings:
            for section in rendering.call.sections:
                self._shapes.section(section.members, rendering.scope, f"{rendering.named.name}_{section.kind.value}")
        for each in declared:
            self._shapes.declaration(each.entry.member, each.scope, "type")
        self._shapes.settle()
        types = self._types(renderings)
        found, credentials = self._operations(renderings, types)
        decls = types.declarations()
        self._report_scores(types)
        return Api(
            title,
            _UNVERSIONED,
            found,
            decls,
            servers=(Server(base[0]),) if base is not None else (),
            security_schemes=credentials.schemes,
            security=credentials.usual,
            tags=tuple(self._tags()),
            inferred=(*((base[1],) if base is not None else ()), *credentials.inferred),
        )

    def _calls(self) -> Iterator[Call]:
        for document in self._documents:
            for group in document.groups:
                yield from group.calls

    def _shown(self, call: Call) -> tuple[Shown, ...]:
        if id(call) not in self._examples:
            self._examples[id(call)] = shown(call, self._collector)
        return self._examples[id(call)]

    def _renderings(self, base: str | None) -> Iterator[Rendering]:
        for document in self._documents:
            leaf = bool(document.parts) and is_leaf(document.groups)
            rank = Rank.OPERATION if leaf else Rank.RESOURCE if document.parts else Rank.SITE
            for group, scope in zip(document.groups, document.scopes, strict=True):
                found = names(group, scope)
                if leaf and document.parts:
                    found = [Named(document.parts[-1], "the page is called so")]
                for call, named in zip(group.calls, found, strict=True):
                    whole = call if call.method else self._recovered(call, base)
                    if whole is not None:
                        known = named if scope and call.title else Named("", "")
                        yield Rendering(whole, scope, known, rank)

    def _recovered(self, call: Call, base: str | None) -> Call | None:
        """An operation whose page lacks its method and path."""
        examples = self._shown(call)
        found = recovered(call, examples, base)
        if found is None:
            message = f"`{call.title or 'an operation'}` has no method and path"
            self._collector.report(rules.INCOMPLETE_OPERATION, message, call.span, label="left out")
            return None
        message = f"an operation has no method and path; its example call is {found.method.upper()} {found.path}"
        self._collector.report(rules.INCOMPLETE_OPERATION, message, call.span, label="taken from the example")
        self._examples[id(found)] = examples
        return found

    def _declared(self) -> Iterator[Declared]:
        for document in self._documents:
            for group, scope in zip(document.groups, document.scopes, strict=True):
                yield from (Declared(entry, scope) for entry in group.entries)

    def _types(self, renderings: Iterable[Rendering]) -> Types:
        observed = Observed(self._shapes)
        received: set[int] = set()
        printed = any(
            _prints_null(member.head.term)
            for document in self._documents
            for members in sections_of(document.groups)
            for member in walk(members)
        )
        for rendering in renderings:
            section = rendering.call.section(Kind.RETURNS)
            if section is None:
                continue
            received |= self._reached(section.members, rendering.scope)
            for index, sample in enumerate(rendering.call.samples):
                look = observed.example if index else observed.made_up
                if sample.response is not None and sample.response_span is not None:
                    for node in read_example(sample.response).documents:
                        look(section.members, node, rendering.scope, sample.response_span)
        return Types(self._shapes, Concluder(observed, nulls_printed=printed), frozenset(received), self._collector)

    def _reached(self, members: tuple[Member, ...], scope: Scope) -> set[int]:
        """The types that a result is made of."""
        found: set[int] = set()
        todo = [(members, scope)]
        while todo:
            some, where = todo.pop()
            for member in walk(some):
                for shape in (self._shapes.own(member, where), self._shapes.inner(member, where)):
                    if shape is not None and id(shape) not in found:
                        found.add(id(shape))
                        todo.append(((shape.member,), shape.scope))
        return found

    def _operations(self, renderings: Sequence[Rendering], types: Types) -> tuple[tuple[Operation, ...], Credentials]:
        examples = [self._shown(rendering.call) for rendering in renderings]
        found, choices = credentials_of(examples)
        secrets = frozenset(each.wire_name.lower() for each in found.schemes if isinstance(each, ApiKeyScheme))
        arrays = array_style(examples)
        bodies = Bodies(types, self._shapes, self._collector)
        reader = Operations(types, bodies, arrays, secrets, self._collector)
        read = tuple(
            reader.read(rendering, shown_calls, own if own and own != found.usual else None)
            for rendering, shown_calls, own in zip(renderings, examples, choices, strict=True)
        )
        return read, found

    def _tags(self) -> Iterator[Tag]:
        found: dict[str, Tag] = {}
        for document in self._documents:
            for group, scope in zip(document.groups, document.scopes, strict=True):
                if scope and group.title:
                    known = found.get(scope[-1])
                    if known is None or not known.description:
                        found[scope[-1]] = Tag(scope[-1], group.description)
        yield from found.values()

    def _report_scores(self, types: Types) -> None:
        for document in self._documents:
            path = document.page.source.path
            whole = document.score.with_leaves(types.leaves[path], types.leaves[path] - types.unbound[path])
            self.scores[path] = whole
            if whole.passed < whole.checked:
                message = f"`{path}` holds together to {whole}"
                self._collector.report(rules.PAGE_SCORE, message, Span(document.page.source, ""))


def _prints_null(term: Term) -> bool:
    return any(isinstance(each, Nullable) for each in terms(term))
