"""What a review compares: words of the command line to files that a front end can read, and the names of those files.

A word is a file, a folder of pages, `-` for standard input, `git:REV:path` for a file or folder of a revision,
`git:REV` for what the other side names, or the name of an API of the configuration.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from specbind.diagnostics import Collector, Diagnostic
from specbind.review import git
from specbind.review.git import Commit, GitError
from specbind.review_rules import REVISION_TOO_LARGE, REVISION_UNUSABLE
from specbind.source import Source, Span

GIT: Final = "git:"
SUFFIXES: Final = frozenset({".yaml", ".yml", ".json", ".md", ".markdown", ".mdx", ".lock"})
"""The files of a revision that a description can be made of, and those that say what its URLs held."""

MAX_FILES: Final = 5_000
MAX_BYTES: Final = 256 * 1024 * 1024
"""What a revision may hold below the folder of a description, and what standard input may have."""

_OUTWARD: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]|\.(?:json|ya?ml)\b""")
"""What a description that needs other files has somewhere in its text; many that need none have it too."""

_MARKDOWN: Final = re.compile(r"\A\s*(?:<!--.*?-->\s*)*#{1,6} ", re.DOTALL)
_OPENAPI: Final = re.compile(r"^(?:openapi|swagger)\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file or a folder of the working tree."""

    path: Path


@dataclass(frozen=True, slots=True)
class RevisionInput:
    """A file or a folder of a revision; no path means the one that the other side names."""

    revision: str
    path: str | None


@dataclass(frozen=True, slots=True)
class StandardInput:
    """What is piped in."""


@dataclass(frozen=True, slots=True)
class NamedInput:
    """An API of the configuration, as it is in the working tree."""

    name: str


Input: TypeAlias = "FileInput | RevisionInput | StandardInput | NamedInput"


def parsed(word: str, apis: Iterable[str]) -> Input:
    """What a word of the command line means; `apis` are the names in the configuration."""
    if word == "-":
        return StandardInput()
    if word.startswith(GIT):
        revision, colon, path = word.removeprefix(GIT).partition(":")
        return RevisionInput(revision, path if colon else None)
    return NamedInput(word) if word in apis else FileInput(Path(word))


@dataclass(frozen=True, slots=True)
class Opened:
    """A description on disk, and what its files are called.

    `word` is how people name it. `top` is the folder that stands for the top of the repository at `revision`, and None
    where the files are those of the working tree.
    """

    word: str
    path: Path
    revision: str = ""
    top: Path | None = None

    def file(self, path: str) -> str:
        """The path of a file of this description, from the top of the repository; `path` is what its `Source` has."""
        if self.top is None:
            return path
        for start in (self.path, self.path.parent, self.top, Path.cwd()):
            full = Path(os.path.normpath(start / path))
            if full.is_relative_to(self.top) and _is_file(full):
                return full.relative_to(self.top).as_posix()
        return path

    def shown(self, path: str) -> str:
        """The path of a file as messages print it: `git:REV:path` for a file of a revision."""
        return f"{GIT}{self.revision}:{self.file(path)}" if self.revision else self.file(path)

    def named(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Diagnostics of reading this description, their files called what people call them."""
        known: dict[int, Source] = {}
        return [self._renamed(each, known) for each in diagnostics]

    def _renamed(self, diagnostic: Diagnostic, known: dict[int, Source]) -> Diagnostic:
        def moved(span: Span) -> Span:
            source = known.setdefault(id(span.source), replace(span.source, path=self.shown(span.source.path)))
            return replace(span, source=source)

        related = tuple(replace(each, span=moved(each.span)) for each in diagnostic.related)
        return replace(diagnostic, span=moved(diagnostic.span) if diagnostic.span else None, related=related)


def _is_file(path: Path) -> bool:
    """Whether there is a file at a path, which may be one that no system takes."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def piped(data: bytes, folder: Path, collector: Collector) -> Opened | None:
    """Standard input as a file of a temporary folder, with the suffix that its text calls for."""
    if len(data) > MAX_BYTES:
        collector.report(REVISION_TOO_LARGE, f"standard input has more than {MAX_BYTES:,} bytes", None)
        return None
    text = data[:65536].decode("utf-8-sig", "replace")
    is_page = _MARKDOWN.match(text) and not _OPENAPI.search(text)
    suffix = ".json" if text.lstrip()[:1] in ("{", "[") else ".md" if is_page else ".yaml"
    path = folder / f"stdin{suffix}"
    path.write_bytes(data)
    return Opened("-", path, top=folder)


def at_revision(
    revision: str, path: str, folder: Path, collector: Collector, below: str | None = None
) -> Opened | None:
    """A file or a folder of a revision, with the files that it may refer to, below a temporary folder.

    References lead to files in the file's own folder, or in the folder `below`.
    """
    word = f"{GIT}{revision}:{path}"
    try:
        of = git.commit(revision)
        pure = git.checked_path(path)
        kind, id = git.entry(of, pure)
        if kind == "tree":
            (folder / pure).mkdir(parents=True, exist_ok=True)
            _write_tree(id, folder / pure)
        else:
            _write_file(of, pure, id, folder, pure.parent if below is None else git.checked_path(below))
    except _TooLargeError as error:
        help = "keep the description in a folder of its own"
        collector.report(REVISION_TOO_LARGE, f"`{word}`: {error}", None, help=help)
        return None
    except GitError as error:
        collector.report(REVISION_UNUSABLE, f"{error}", None, help=error.help)
        return None
    return Opened(word, folder / pure, revision, folder)


class _TooLargeError(Exception):
    """There is more than a description can need."""


def _write_file(of: Commit, path: PurePosixPath, id: str, folder: Path, below: PurePosixPath) -> None:
    """One file; the whole folder that it may refer to where its text may do so."""
    size = git.size(id)
    if size > MAX_BYTES:
        raise _TooLargeError(f"it has {size:,} bytes, and {MAX_BYTES:,} are allowed")
    data = git.content(id)
    if _OUTWARD.search(data):
        _, tree = git.entry(of, below)
        _write_tree(tree, folder / below)
    _write(folder / path, data)


def _write_tree(tree: str, folder: Path) -> None:
    """All files of a tree that descriptions are made of."""
    wanted = [blob for blob in git.files(tree) if blob.path.suffix.lower() in SUFFIXES]
    total = sum(blob.size for blob in wanted)
    if len(wanted) > MAX_FILES or total > MAX_BYTES:
        raise _TooLargeError(f"the folder has {len(wanted):,} files and {total:,} bytes, which is more than is read")
    for blob, data in git.contents(wanted):
        _write(folder / blob.path, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def is_there(revision: str, path: str) -> bool:
    """Whether a revision that exists has a file or a folder at a path."""
    try:
        git.entry(git.commit(revision), git.checked_path(path))
    except GitError:
        return False
    return True


def from_top(path: Path) -> str:
    """A path of the working tree, from the top of the repository around the current folder."""
    top = git.top()
    full = path.resolve()
    if not full.is_relative_to(top.resolve()):
        raise GitError(f"`{path.as_posix()}` is outside the repository", "")
    return full.relative_to(top.resolve()).as_posix()
