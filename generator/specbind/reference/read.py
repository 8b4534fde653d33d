"""Reference pages to the API they document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import Api, ApiKeyScheme, Operation, Server, Tag
from specbind.reference.blocks import Page, is_markup, page, plain
from specbind.reference.bodies import Bodies
from specbind.reference.examples import read_example
from specbind.reference.facts import Concluder
from specbind.reference.heads import Nullable, Term
from specbind.reference.heads import parts as terms
from specbind.reference.limits import MAX_BYTES, MAX_PAGES
from specbind.reference.members import Member, walk
from specbind.reference.merge import Declared, Rendering, declarations, operations
from specbind.reference.observe import Observed
from specbind.reference.operations import Operations
from specbind.reference.pages import Call, Group, groups
from specbind.reference.places import is_leaf, scopes
from specbind.reference.samples import Credentials, Shown, array_style, credentials_of, recovered, server, shown
from specbind.reference.score import Score, score
from specbind.reference.sections import Kind
from specbind.reference.shapes import Scope, Shapes
from specbind.reference.titles import method_names, slug
from specbind.reference.types import Types
from specbind.source import Source, Span
from specbind.text_files import read_text, shown_path

SUFFIXES: Final = (".md", ".markdown", ".mdx")
_INDEX: Final = frozenset(("index", "readme"))
_UNVERSIONED: Final = "0"


@dataclass(frozen=True, slots=True)
class Document:
    """One page with what it documents. `parts` is its path below the folder; None for a page on its own."""

    page: Page
    groups: tuple[Group, ...]
    scopes: tuple[Scope, ...]
    parts: Scope | None
    score: Score


def is_reference(path: Path) -> bool:
    """Whether a path names reference pages: a Markdown file, or a folder that holds one."""
    if path.suffix.lower() in SUFFIXES:
        return True
    return path.is_dir() and next(_files(path), None) is not None


def read(path: Path, collector: Collector, *, root: Path | None = None) -> Api | None:
    """The API that a page or a folder of pages documents; None, with the reason reported, if there is none.

    Messages print paths relative to `root`, which is the page's folder unless given.
    """
    documents = tuple(_documents(path, path.parent if root is None else root, collector))
    if collector.failed or not documents:
        return None
    api = _Reading(documents, collector).api(_title(path, documents))
    if not api.operations and not api.types:
        span = documents[0].page.span(0, "")
        collector.report(rules.NOTHING_DESCRIBED, "the pages document no operation and no type", span)
    return api


def _files(path: Path) -> Iterator[Path]:
    """The pages of a folder, an index before the rest, no hidden ones."""
    if path.is_file() or not path.is_dir():
        yield path
        return
    for entry in sorted(path.iterdir(), key=lambda each: (each.stem.lower() not in _INDEX, each.is_dir(), each.name)):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _files(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _documents(path: Path, root: Path, collector: Collector) -> Iterator[Document]:
    folder = path if path.is_dir() else None
    left = MAX_BYTES
    for count, file in enumerate(_files(path)):
        name = shown_path(file, root)
        if count >= MAX_PAGES:
            message = f"more than {MAX_PAGES:,} pages"
            collector.report(rules.FILE_TOO_LARGE, message, Span(Source(name, ""), ""))
            return
        text = read_text(file, name, left, collector)
        if text is None:
            continue
        left -= len(text)
        document = _document(Source(name, plain(text)), _parts(file, folder), collector)
        if document is not None:
            yield document


def _parts(file: Path, folder: Path | None) -> Scope | None:
    if folder is None:
        return None
    parts = file.relative_to(folder).with_suffix("").parts
    return tuple(slug(part) for part in (parts[:-1] if parts[-1].lower() in _INDEX else parts))


def _document(source: Source, parts: Scope | None, collector: Collector) -> Document | None:
    if is_markup(source.text):
        message = f"`{source.path}` is a web page, not Markdown"
        collector.report(rules.NOT_A_REFERENCE_PAGE, message, Span(source, ""), label="not read")
        return None
    read_page = page(source)
    found = groups(read_page, collector)
    if not found and source.text.strip():
        message = f"`{source.path}` documents no operation, type or resource"
        collector.report(rules.NOT_A_REFERENCE_PAGE, message, Span(source, ""), label="nothing is taken from it")
    members = chain.from_iterable(_sections(found))
    return Document(read_page, found, scopes(found, parts), parts, score(read_page, members, collector))


def _sections(found: Iterable[Group]) -> Iterator[tuple[Member, ...]]:
    for group in found:
        for call in group.calls:
            yield from (section.members for section in call.sections)
        yield from ((entry.member,) for entry in group.entries)


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

    def api(self, title: str) -> Api:
        calls = [(call, self._shown(call)) for call in self._calls()]
        base = server((call.path, examples) for call, examples in calls)
        renderings = operations(self._renderings(base[0] if base is not None else None), self._collector)
        if base is None:
            base = server((each.call.path, self._shown(each.call)) for each in renderings)
        declared = declarations(self._declared(), self._collector)
        for rendering in renderings:
            for section in rendering.call.sections:
                self._shapes.section(section.members, rendering.scope, f"{rendering.method_name}_{section.kind.value}")
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
            leaf = is_leaf(document.groups)
            for group, scope in zip(document.groups, document.scopes, strict=True):
                names = method_names([call.title for call in group.calls], scope)
                if leaf and document.parts:
                    names = [document.parts[-1]]
                for call, name in zip(group.calls, names, strict=True):
                    whole = call if call.method else self._recovered(call, base)
                    if whole is not None:
                        known = name if scope and call.title else ""
                        yield Rendering(whole, scope, known, leaf and document.parts is not None)

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
            for members in _sections(document.groups)
            for member in walk(members)
        )
        for rendering in renderings:
            section = rendering.call.section(Kind.RETURNS)
            if section is None:
                continue
            received |= self._reached(section.members, rendering.scope)
            for sample in rendering.call.samples[1:]:
                if sample.response is not None and sample.response_span is not None:
                    for node in read_example(sample.response).documents:
                        observed.example(section.members, node, rendering.scope, sample.response_span)
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
            if whole.passed < whole.checked:
                message = f"`{path}` holds together to {whole}"
                self._collector.report(rules.PAGE_SCORE, message, Span(document.page.source, ""))


def _prints_null(term: Term) -> bool:
    return any(isinstance(each, Nullable) for each in terms(term))
