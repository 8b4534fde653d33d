"""What a git repository holds at a revision, read without touching the working tree, the network or any hook.

Revisions and paths come from command lines, configurations and build servers, so they count as hostile: a revision
is resolved once to a commit id, a path once to an object id, and later commands see nothing but hexadecimal ids.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

SECONDS: Final = 120
"""How long one git command may take."""

_REVISION: Final = re.compile(r"(?!-)[\w./@{}~^+#%=,-]+")
_ID: Final = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_ENTRY: Final = re.compile(rb"([0-7]{6}) ([a-z]+) ([0-9a-f]{40,64}) +(-|[0-9]+)\t(.*)", re.DOTALL)
_POINTER: Final = b"version https://git-lfs.github.com/spec/"

_SETTINGS: Final = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath="),
    *("-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false"),
)
"""Options before the subcommand: no program of the repository's is run, and nothing is fetched."""

_ENVIRONMENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Why a revision or a path cannot be had, with what may help."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a revision: its path below the folder that was listed, its object id and its size in bytes."""

    path: PurePosixPath
    id: str
    size: int


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository around the current folder; `revision` is what the user called it."""

    revision: str
    id: str
    top: Path


def commit(revision: str) -> Commit:
    """The commit that a revision names (gitrevisions(7)); ranges and searches by message are refused."""
    refused = revision_is_odd(revision)
    if refused:
        raise GitError(f"`{revision}` is not a revision: {refused}")
    root = top()
    found = _text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None or not _ID.fullmatch(found):
        help = f"if it is elsewhere, fetch it (`git fetch origin {revision}`); a shallow clone lacks old commits"
        raise GitError(f"the repository has no revision `{revision}`", help)
    return Commit(revision, found, root)


def top() -> Path:
    """The top folder of the repository around the current folder."""
    found = _text("rev-parse", "--show-toplevel")
    if found is None:
        raise GitError("a revision needs a git repository, and the current folder is in none")
    return Path(found)


def revision_is_odd(revision: str) -> str:
    """What keeps a text from being a revision, or nothing."""
    if revision.startswith("-"):
        return "it begins with `-`"
    if not _REVISION.fullmatch(revision):
        return "it is empty" if not revision else "it has characters that names of revisions do not have"
    return "it is a range, not a single revision" if ".." in revision else ""


def checked_path(path: str) -> PurePosixPath:
    """A path below the top of the repository; with one that leads elsewhere, or has odd characters, an error."""
    if any(not char.isprintable() for char in path):
        raise GitError("the path has control characters")
    if "\\" in path or path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise GitError(f"`{path}` is not a path below the top of the repository", "write it like `spec/api.yaml`")
    pure = PurePosixPath(path)
    if ".." in pure.parts:
        raise GitError(f"`{path}` leads out of the repository", "write the path from the top of the repository")
    return pure


def entry(of: Commit, path: PurePosixPath) -> tuple[str, str]:
    """The kind (`blob`, `tree`) and the object id of what stands at a path in a commit."""
    at = "" if path == PurePosixPath(".") else path.as_posix()
    found = _text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{of.id}:{at}")
    if found is None or not _ID.fullmatch(found):
        raise GitError(f"`{at}` is not in the revision `{of.revision}`", _submodule(of, path))
    kind = "tree" if not at else _kind(of, path)
    if kind == "commit":
        raise GitError(f"`{at}` is a submodule, which has a repository of its own", "run the command inside it")
    if kind == "link":
        raise GitError(f"`{at}` is a symbolic link in the revision `{of.revision}`", "name the file that it leads to")
    return kind, found


def _kind(of: Commit, path: PurePosixPath) -> str:
    """What a tree says an entry is: `blob`, `tree`, `commit` (a submodule) or `link`."""
    output = _run("ls-tree", "-z", "-l", "--full-tree", of.id, "--", path.as_posix())
    for mode, kind, *_ in _entries(output or b""):
        return "link" if mode == "120000" else kind
    return "blob"


def _submodule(of: Commit, path: PurePosixPath) -> str:
    """Help for a path that is missing because a folder above it is a submodule."""
    for parent in path.parents:
        if parent.parts and _kind(of, parent) == "commit":
            return f"`{parent}` is a submodule: run the command inside it"
    return ""


def files(tree: str) -> Iterator[Blob]:
    """The regular files of a tree and those below it, without links, submodules and names that no file may have."""
    for mode, kind, id, size, name in _entries(_run("ls-tree", "-r", "-z", "-l", "--full-tree", tree) or b""):
        if kind == "blob" and mode in ("100644", "100755") and (path := _file_name(name)) is not None:
            yield Blob(path, id, int(size))


def _entries(output: bytes) -> Iterator[tuple[str, str, str, str, bytes]]:
    for line in output.split(b"\0"):
        match = _ENTRY.fullmatch(line)
        if match is not None:
            mode, kind, id, size = (part.decode("ascii") for part in match.groups()[:4])
            yield mode, kind, id, size, match[5]


def _file_name(name: bytes) -> PurePosixPath | None:
    """The path of an entry where it can be a file below a folder on every system, or None."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = text.split("/")
    safe = all(part not in ("", ".", "..") and part.lower() != ".git" for part in parts)
    return PurePosixPath(text) if safe and text.isprintable() and not set(text) & set('\\:*?"<>|') else None


def size(blob: str) -> int:
    """The number of bytes of a file."""
    return int(_text("cat-file", "-s", blob) or 0)


def content(blob: str) -> bytes:
    """The bytes of a file."""
    data = _run("cat-file", "blob", blob)
    if data is None:
        raise GitError("an object of the repository cannot be read", "the clone may be partial or damaged: `git fsck`")
    if data.startswith(_POINTER):
        raise GitError("the file is kept in Git LFS, and the repository has only its pointer", "run `git lfs fetch`")
    return data


def contents(blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """The bytes of several files, read with one command."""
    output = _run("cat-file", "--batch", given="".join(f"{blob.id}\n" for blob in blobs).encode())
    if output is None:
        raise GitError("objects of the repository cannot be read", "the clone may be partial or damaged: `git fsck`")
    at = 0
    for blob in blobs:
        start = output.find(b"\n", at) + 1
        header = output[at : start - 1].split()
        if len(header) != 3:
            raise GitError(f"`{blob.path}` cannot be read from the repository", "the clone may be partial: `git fetch`")
        end = start + int(header[2])
        yield blob, output[start:end]
        at = end + 1


def _text(*arguments: str) -> str | None:
    output = _run(*arguments)
    return output.decode("utf-8", "replace").rstrip("\n") if output is not None else None


def _run(*arguments: str, given: bytes = b"") -> bytes | None:
    """What a git command prints, None where it fails."""
    command = ["git", *_SETTINGS, *arguments]
    environment = {**os.environ, **_ENVIRONMENT}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, env=environment, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed, and `git:REV` needs it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took more than {SECONDS} seconds") from None
    return done.stdout if done.returncode == 0 else None
