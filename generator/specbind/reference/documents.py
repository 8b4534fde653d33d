"""The pages of a description: one file, or all files of a folder, each read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from specbind import rules
from specbind.diagnostics import Collector
from specbind.reference.blocks import Page, is_markup, page, plain
from specbind.reference.files import INDEX, files
from specbind.reference.limits import MAX_BYTES, MAX_PAGES
from specbind.reference.members import Member
from specbind.reference.pages import Group, groups
from specbind.reference.places import scopes
from specbind.reference.score import Score, score
from specbind.reference.shapes import Scope
from specbind.reference.titles import slug
from specbind.source import Source, Span
from specbind.text_files import read_text, shown_path


@dataclass(frozen=True, slots=True)
class Document:
    """One page with what it documents. `parts` is its path below the folder; None for a page on its own."""

    page: Page
    groups: tuple[Group, ...]
    scopes: tuple[Scope, ...]
    parts: Scope | None
    score: Score


def documents(path: Path, root: Path, collector: Collector) -> Iterator[Document]:
    """The pages below a path, read one by one; messages print paths relative to `root`."""
    folder = path if path.is_dir() else None
    left = MAX_BYTES
    for count, file in enumerate(files(path)):
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
    return tuple(slug(part) for part in (parts[:-1] if parts[-1].lower() in INDEX else parts))


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
    members = chain.from_iterable(sections_of(found))
    return Document(read_page, found, scopes(found, parts), parts, score(read_page, members, collector))


def sections_of(found: Iterable[Group]) -> Iterator[tuple[Member, ...]]:
    """The members of each section and each declaration of some groups."""
    for group in found:
        for call in group.calls:
            yield from (section.members for section in call.sections)
        yield from ((entry.member,) for entry in group.entries)
