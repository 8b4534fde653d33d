"""Write a generated package as one change, and say what such a change would be.

The package `a.b` owns two folders below `out`: `a/b` and `tests/a/b`. `a/b/specbind.json`, the manifest,
lists the files of both with their hashes; it tells our files from the user's. What holds:

- A folder that changes is built anew beside the old one (unchanged files and the user's are hard-linked into
  it, so they keep their times) and takes its place by two renames. Nobody sees a folder half old, half new.
- An error or Ctrl-C puts both folders back as they were. A process that is killed leaves each folder whole,
  old or new: first the tests are exchanged, then the package with the manifest. If the kill falls between the
  two renames of a folder, the old one stands under `.specbind-<package>-*/old` and the next run puts it back.
  Power loss is the file system's matter: nothing is synced.
- Nothing that is not in the manifest is overwritten or deleted, save `__pycache__`. Links are not followed.
- If nothing changes, nothing is touched. Two runs at once wait for each other (not on Windows).
"""

from __future__ import annotations

import contextlib
import enum
import itertools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol, TypeAlias

from specbind import config_rules as rules
from specbind.diagnostics import Collector
from specbind.manifest import NAME as MANIFEST
from specbind.manifest import Manifest, Origin, folded, is_sound, parsed, sha256, written
from specbind.source import START, Source, Span

NEEDS: Final = ("httpx>=0.27", "pydantic>=2.7")
"""What whoever has a generated package must depend on."""


class TextFile(Protocol):
    """A rendered file: its path below the out folder and its text."""

    @property
    def path(self) -> PurePosixPath:
        """Where it goes."""

    @property
    def text(self) -> str:
        """What it says."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a package is written. `trusted` is the folder above which links are the user's own business."""

    out: Path
    package: str
    trusted: Path

    @property
    def folder(self) -> PurePosixPath:
        """The package folder, below `out`."""
        return PurePosixPath(*self.package.split("."))

    @property
    def folders(self) -> tuple[PurePosixPath, PurePosixPath]:
        """The folders we own, in the order in which they are exchanged."""
        return PurePosixPath("tests") / self.folder, self.folder


@dataclass(frozen=True, slots=True)
class Generated:
    """What the stages made of one API: its files, the description's name and hash, and how much there is.

    `origin` is what a vendored copy keeps of its configuration, `document` the normalised description, if asked for.
    `title` and `version` are what the API calls itself.
    """

    files: tuple[TextFile, ...]
    spec: str
    spec_hash: str
    operations: int
    models: int
    origin: Origin | None = None
    document: str | None = None
    title: str = ""
    version: str = ""


class Drift(enum.Enum):
    """How a file on disk differs from what the generator gives."""

    MISSING = "missing"
    STALE = "out of date"
    EDITED = "edited by hand"
    EXTRA = "no longer generated"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that would change: `old` is None where there is none, `new` where it goes away."""

    path: PurePosixPath
    drift: Drift
    old: bytes | None
    new: bytes | None


Contents: TypeAlias = "Mapping[PurePosixPath, bytes]"
Listed: TypeAlias = "Mapping[PurePosixPath, str]"


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between what is on disk and what is generated; `files` is the whole new content."""

    target: Target
    files: Contents
    changes: tuple[Change, ...]


def update(generated: Generated, target: Target, collector: Collector) -> Plan | None:
    """Make the disk what was generated; or None, with diagnostics, where it must not be."""
    try:
        if _linked((target.out,), target, collector):
            return None
        target.out.mkdir(parents=True, exist_ok=True)
        with _locked(target.out):
            _recover(target)
            plan = compare(generated, target, collector)
            if plan is not None and plan.changes:
                _report_edits(plan, collector)
                _write(plan)
            marker = target.out / "tests" / "__init__.py"  # without it the tests would take the package's name
            tested = plan is not None and any(target.folders[0] in path.parents for path in plan.files)
            if tested and not marker.exists():
                marker.touch()
            return plan
    except OSError as error:
        _failed(error, target, collector)
        return None


def compare(generated: Generated, target: Target, collector: Collector) -> Plan | None:
    """What `update` would change, or None where it must not. Reads, never writes."""
    new = {file.path: _encoded(file, target) for file in generated.files}
    new[target.folder / MANIFEST] = _manifest(new, generated)
    try:
        if _collides(new, target, collector):
            return None
        if _linked([target.out / path for path in new], target, collector):
            return None
        listed = _listed(target, collector)
        old = {path: data for path in new if (data := regular(target.out / path)) is not None}
        if _occupied(new, old, listed, target, collector):
            return None
        changes = [*_differences(new, old, listed or {}), *_leftovers(new, listed or {}, target, collector)]
    except OSError as error:
        _failed(error, target, collector)
        return None
    return Plan(target, new, tuple(sorted(changes, key=lambda change: change.path)))


def _encoded(file: TextFile, target: Target) -> bytes:
    """The bytes of a file; a path outside our folders is a bug of ours, never a matter of the input."""
    if not is_sound(str(file.path), target.folders):
        raise ValueError(f"{file.path} is not in the folders of {target.package}")
    return file.text.encode("utf-8")


def _manifest(contents: Contents, generated: Generated) -> bytes:
    """The manifest of a package: where it came from and what belongs to it."""
    listed = {str(path): sha256(data) for path, data in contents.items()}
    return written(Manifest(generated.spec, generated.spec_hash, listed, generated.origin))


def _listed(target: Target, collector: Collector) -> Listed | None:
    """The files the manifest on disk lists, with their hashes; None where it cannot be used."""
    path = target.folder / MANIFEST
    data = regular(target.out / path)
    if data is None:
        return {}
    found = parsed(data)
    if found is None:
        message = "this manifest is not one that specbind wrote"
        collector.report(rules.MANIFEST_UNREADABLE, message, _at(target.out / path))
        return None
    listed: dict[PurePosixPath, str] = {}
    spelt: dict[str, str] = {}
    for name, digest in found.files.items():
        if not is_sound(name, target.folders):
            message = f"{name!r} is listed but is not in the folders of this package: ignored"
        elif (other := spelt.setdefault(folded(name), name)) != name:
            message = f"{name!r} is listed but is {other!r} on some file systems: ignored"
        else:
            listed[PurePosixPath(name)] = digest
            continue
        collector.report(rules.MANIFEST_UNSAFE, message, _at(target.out / path))
    return listed


def _occupied(new: Contents, old: Contents, listed: Listed | None, target: Target, collector: Collector) -> bool:
    """Report what is in the way and not ours. Under an unusable manifest all counts as ours."""
    found = False
    for path, place in ((path, target.out / path) for path in new):
        message = ""
        if place.is_dir() or any(parent.is_file() for parent in _parents(place, target)):
            message = "a folder or file of another kind is in the way"
        elif listed is not None and path not in listed and old.get(path, new[path]) != new[path]:
            message = "this file is in the way and was not generated" if path.name != MANIFEST else ""
        if message:
            collector.report(rules.OUTPUT_OCCUPIED, message, _at(place))
            found = True
    return found


def _differences(new: Contents, old: Contents, listed: Listed) -> Iterator[Change]:
    """The generated files that are not on disk as they should be."""
    for path, data in new.items():
        if path not in old:
            yield Change(path, Drift.MISSING, None, data)
        elif old[path] != data:
            as_written = path not in listed or listed[path] == sha256(old[path])
            yield Change(path, Drift.STALE if as_written else Drift.EDITED, old[path], data)


def _leftovers(new: Contents, listed: Listed, target: Target, collector: Collector) -> Iterator[Change]:
    """The files that were generated once and are no more; those edited since are left alone."""
    for path, digest in listed.items():
        if path in new or any(links(target.out / path, target)):
            continue
        old = regular(target.out / path)
        if old is not None and sha256(old) == digest:
            yield Change(path, Drift.EXTRA, old, None)
        elif old is not None:
            message = "this file is no longer generated, but it was edited by hand: it is left in place"
            collector.report(rules.OUTPUT_LEFT, message, _at(target.out / path))


def _collides(new: Contents, target: Target, collector: Collector) -> bool:
    """Report paths that some file systems take for the same."""
    first: dict[str, PurePosixPath] = {}
    collided = False
    for path in (each for file in new for each in (file, *file.parents)):
        other = first.setdefault(folded(str(path)), path)
        if other != path:
            message = f"`{path}` and `{other}` are the same path on some file systems"
            collector.report(rules.OUTPUT_COLLISION, message, _at(target.out / path))
            collided = True
    return collided


def _linked(places: Iterable[Path], target: Target, collector: Collector) -> bool:
    """Report links where we would read or write."""
    found = {link for place in places for link in links(place, target)}
    for link in sorted(found):
        message = f"this is a link to {str(link.readlink())!r}; links are not followed"
        collector.report(rules.OUTPUT_SYMLINK, message, _at(link))
    return bool(found)


def links(place: Path, target: Target) -> Iterator[Path]:
    """The links among a place and the folders above it, up to the trusted one."""
    places = (place, *_parents(place, target))
    return (each for each in places if each != target.trusted and each.is_symlink())


def _parents(place: Path, target: Target) -> Iterator[Path]:
    """The folders above a place that are not the user's own business: those below the trusted one."""
    return itertools.takewhile(lambda parent: parent not in (target.trusted, parent.parent), place.parents)


def regular(path: Path) -> bytes | None:
    """The bytes of a regular file with LF line ends (Git may have checked it out with CRLF), or None."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        return path.read_bytes().replace(b"\r\n", b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder meanwhile, where the system can lock one."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _report_edits(plan: Plan, collector: Collector) -> None:
    for path in (change.path for change in plan.changes if change.drift is Drift.EDITED):
        collector.report(rules.OUTPUT_EDITED, "edited by hand; replaced", _at(plan.target.out / path))


def _write(plan: Plan) -> None:
    """Carry out a plan, as the module says."""
    stage = Path(tempfile.mkdtemp(prefix=f".specbind-{plan.target.package}-", dir=plan.target.out))
    for name in ("new", "old"):
        (stage / name).mkdir()
    try:
        _exchange(plan, stage)
        (stage / "old").rename(stage / "done")
    finally:
        if not any((stage / "old").glob("*")):
            shutil.rmtree(stage, ignore_errors=True)


def _recover(target: Target) -> None:
    """Clean up after a killed run: put a displaced folder back if nothing took its place, remove the rest."""
    for stage in sorted(target.out.glob(f".specbind-{target.package}-*")):
        if stage.is_symlink() or not stage.is_dir():
            continue
        for index, folder in enumerate(target.folders):
            old, place = stage / "old" / str(index), target.out / folder
            if old.is_dir() and not old.is_symlink() and not os.path.lexists(place):
                old.rename(place)
        shutil.rmtree(stage)


def _exchange(plan: Plan, stage: Path) -> None:
    """Build the folders that change, then exchange them; undo all if one exchange fails."""
    changed = frozenset(change.path for change in plan.changes)
    moves: list[tuple[Path, Path]] = []
    for index, folder in enumerate(plan.target.folders):
        if any(folder in path.parents for path in changed):
            place, new, old = plan.target.out / folder, stage / "new" / str(index), stage / "old" / str(index)
            _build(plan, folder, new, changed)
            moves += [(place, old), (new, place)]
    done: list[tuple[Path, Path]] = []
    try:
        for source, destination in moves:
            if source.is_dir():
                destination.parent.mkdir(parents=True, exist_ok=True)
                done.append((source, destination))
                source.rename(destination)
    except BaseException:
        for source, destination in reversed(done):
            if destination.is_dir() and not source.is_dir():
                destination.rename(source)
        raise


def _build(plan: Plan, folder: PurePosixPath, new: Path, changed: frozenset[PurePosixPath]) -> None:
    """Build a folder: what changed is written, all else is carried over from the old folder."""
    for path, data in plan.files.items():
        if path in changed and folder in path.parents:
            place = new / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    old = plan.target.out / folder
    for path, entry in _entries(old, folder):
        if path not in changed:
            _carry(entry, new / path.relative_to(folder))
    if new.is_dir() and old.is_dir():
        shutil.copymode(old, new)


def _entries(root: Path, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, Path]]:
    """All files and links below a folder, bytecode caches left out."""
    for entry in sorted(root.iterdir()) if root.is_dir() else ():
        if entry.is_symlink() or not entry.is_dir():
            yield folder / entry.name, entry
        elif entry.name != "__pycache__":
            yield from _entries(entry, folder / entry.name)


def _carry(entry: Path, place: Path) -> None:
    """The same file under a second name, or a copy where the file system has no hard links."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not entry.is_symlink():
            os.link(entry, place)
            return
    except OSError:
        pass
    shutil.copy2(entry, place, follow_symlinks=False)


def _at(path: Path) -> Span:
    return Span(Source(path.as_posix(), ""), "", START)


def _failed(error: OSError, target: Target, collector: Collector) -> None:
    """An error of the file system as a diagnostic."""
    place = Path(os.fsdecode(error.filename)) if error.filename else target.out
    collector.report(rules.OUTPUT_FAILED, f"the output cannot be written: {error.strerror or error}", _at(place))
