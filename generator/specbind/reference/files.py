"""Which files are reference pages. Light: it is asked of every description, before the reader of pages is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = (".md", ".markdown", ".mdx")
INDEX: Final = frozenset(("index", "readme"))
"""Stems of pages that stand for their folder."""


def is_reference(path: Path) -> bool:
    """Whether a path names reference pages: a Markdown file, or a folder that holds one."""
    if path.suffix.lower() in SUFFIXES:
        return True
    return path.is_dir() and next(files(path), None) is not None


def files(path: Path) -> Iterator[Path]:
    """The pages of a folder, an index before the rest, no hidden ones."""
    if path.is_file() or not path.is_dir():
        yield path
        return
    for entry in sorted(path.iterdir(), key=lambda each: (each.stem.lower() not in INDEX, each.is_dir(), each.name)):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from files(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry
