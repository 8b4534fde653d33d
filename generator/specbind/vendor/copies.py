"""Vendored packages on disk: where they are, what they were made from, how they differ from that."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from specbind import config_rules as rules
from specbind.config import ApiConfig, Selection
from specbind.config_words import package_name
from specbind.diagnostics import Collector
from specbind.files import Generated, Target
from specbind.manifest import NAME as MANIFEST
from specbind.manifest import Manifest, parsed, sha256
from specbind.source import START, Source, Span

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Copy:
    """One vendored package: its folder and its manifest, no word of which is trusted."""

    folder: Path
    manifest: Manifest

    @property
    def target(self) -> Target:
        """Where it is written; links above the folder that holds it are the user's own business."""
        return Target(self.folder.parent, self.folder.name, self.folder.parent)


def placed(api: ApiConfig, folder: Path, only: tuple[str, ...]) -> ApiConfig:
    """The configuration that writes an API, or the slice that some terms are, into a folder of a service."""
    selection = api.overrides.selection
    return replace(
        api,
        out=folder,
        package=api.package.rpartition(".")[2],
        tests=False,
        trusted=folder,
        vendored=True,
        normalised=None,
        overrides=replace(api.overrides, selection=replace(selection, include=only) if only else selection),
    )


def renewed(api: ApiConfig, found: Copy) -> ApiConfig:
    """The configuration that writes a copy again, of the slice that it is."""
    origin = found.manifest.origin
    selection = origin.selection if origin is not None else Selection()
    made = placed(api, found.folder.parent, ())
    return replace(made, package=found.folder.name, overrides=replace(made.overrides, selection=selection))


def find(place: Path) -> Iterator[Path]:
    """The folders of vendored packages at or below a place. Links and hidden folders are not followed."""
    for root, folders, files in os.walk(place):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        if MANIFEST in files and _read(Path(root) / MANIFEST, b'"vendored"'):
            folders.clear()
            yield Path(root)


def copy(folder: Path, collector: Collector) -> Copy | None:
    """A vendored package by its manifest; None, with a diagnostic, where that is none."""
    try:
        manifest = parsed((folder / MANIFEST).read_bytes())
        reason = "its manifest is not one of a vendored package"
    except OSError as error:
        manifest, reason = None, f"its manifest cannot be read: {error.strerror or error}"
    name = folder.absolute().name
    if manifest is None or manifest.origin is None or package_name(name):
        collector.report(rules.COPY_UNKNOWN, f"this is not a vendored package: {reason}", at(folder / MANIFEST))
        return None
    return Copy(folder.absolute().parent / name if folder.name != name else folder, manifest)


def contents(found: Copy) -> dict[PurePosixPath, bytes]:
    """The modules of a copy as they are on disk, below its folder."""
    return {path: data for path, data in _files(found.folder) if path.suffix == ".py"}


def modules(generated: Generated) -> dict[PurePosixPath, bytes]:
    """The modules that would be written, below the package's folder."""
    found = {PurePosixPath(*file.path.parts[1:]): file.text.encode() for file in generated.files}
    return {path: data for path, data in found.items() if path.suffix == ".py"}


def damage(found: Copy) -> tuple[tuple[PurePosixPath, str], ...]:
    """The files of a copy that are not as its manifest says, each with a word for how."""
    name = found.folder.name
    listed = {path.removeprefix(f"{name}/"): digest for path, digest in found.manifest.files.items()}
    on_disk = dict(_files(found.folder))
    wrong: dict[PurePosixPath, str] = {}
    for path, digest in listed.items():
        data = on_disk.get(PurePosixPath(path))
        if data is None:
            wrong[PurePosixPath(path)] = "missing"
        elif sha256(data) != digest:
            wrong[PurePosixPath(path)] = "edited by hand"
    for link in (path for path in found.folder.rglob("*") if path.is_symlink()):
        wrong[PurePosixPath(link.relative_to(found.folder).as_posix())] = "a link, not a file of the package"
    known = {*listed, MANIFEST}
    wrong.update((path, "not of the package") for path in on_disk if str(path) not in known)
    return tuple(sorted(wrong.items()))


def remove(found: Copy, collector: Collector) -> bool:
    """Delete a copy; whether all of it is gone. What is edited or not of the package is left and reported.

    Only files that are in the folder are looked at, so that no entry of a manifest can lead elsewhere.
    """
    kept = {path: how for path, how in damage(found) if how != "missing"}
    for path, how in kept.items():
        collector.report(rules.OUTPUT_LEFT, f"{how}: left in place", at(found.folder / path))
    try:
        for path, _ in _files(found.folder):
            if path not in kept and str(path) != MANIFEST:
                (found.folder / path).unlink()
        (found.folder / MANIFEST).unlink()
        for root, _, _ in os.walk(found.folder, topdown=False):
            shutil.rmtree(Path(root) / "__pycache__", ignore_errors=True)
            if not any(Path(root).iterdir()):
                Path(root).rmdir()
    except OSError as error:
        message = f"the copy cannot be removed: {error.strerror or error}"
        collector.report(rules.OUTPUT_FAILED, message, at(found.folder))
    return not found.folder.exists()


def at(path: Path) -> Span:
    """A file as the place of a diagnostic."""
    return Span(Source(path.as_posix(), ""), "", START)


def _files(folder: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files below a folder with LF line ends, caches left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts:
            yield PurePosixPath(path.relative_to(folder).as_posix()), path.read_bytes().replace(b"\r\n", b"\n")


def _read(path: Path, wanted: bytes) -> bool:
    try:
        return wanted in path.read_bytes()
    except OSError:
        return False
