"""The manifest of a package: what it was made from, and which files are ours, with their hashes."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from specbind import __version__
from specbind.config import Selection
from specbind.config_words import DEVICES, api_name, selection_term

NAME: Final = "specbind.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which API of a configuration a vendored copy was made from, and which slice of it."""

    api: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class Manifest:
    """`spec` is the description's name, `spec_hash` the hash of all its texts, `files` path -> SHA-256.

    `origin` is there only in vendored copies.
    """

    spec: str
    spec_hash: str
    files: Mapping[str, str]
    origin: Origin | None = None


def written(manifest: Manifest) -> bytes:
    """A manifest as the text of its file."""
    origin = manifest.origin
    document: dict[str, object] = {
        "generator": f"specbind {__version__}",
        "spec": {"path": manifest.spec, "sha256": manifest.spec_hash},
    }
    if origin is not None:
        selection = origin.selection
        vendored = {"api": origin.api, "include": list(selection.include), "exclude": list(selection.exclude)}
        document["vendored"] = {key: value for key, value in vendored.items() if value}
    return (json.dumps({**document, "files": dict(sorted(manifest.files.items()))}, indent=2) + "\n").encode("utf-8")


def parsed(data: bytes) -> Manifest | None:
    """The manifest of a text; None where it is not one. No word of it is trusted to be a sound path."""
    try:
        document = json.loads(data)
        files = {str(name): str(digest) for name, digest in document["files"].items()}
        spec = document.get("spec") or {}
        return Manifest(str(spec.get("path")), str(spec.get("sha256")), files, _origin(document.get("vendored")))
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None


def _origin(found: object) -> Origin | None:
    if not isinstance(found, dict):
        return None
    api, include, exclude = found.get("api"), found.get("include", []), found.get("exclude", [])
    if not isinstance(api, str) or api_name(api) or not _are_terms(include) or not _are_terms(exclude):
        return None
    return Origin(api, Selection(tuple(include), tuple(exclude)))


def _are_terms(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) and not selection_term(each) for each in found)


def is_sound(path: str, folders: Iterable[PurePosixPath]) -> bool:
    """Whether a path, as text, is a plain path to a file in one of some folders, and the same one on every system."""
    pure = PurePosixPath(path)
    plain = str(pure) == path and ".." not in pure.parts
    clean = not any(char in '\\:*?"<>|' or not char.isprintable() for char in path)
    devices = any(part.partition(".")[0].rstrip().casefold() in DEVICES or part[-1] in ". " for part in pure.parts)
    return plain and clean and not devices and any(folder in pure.parents for folder in folders)


def folded(path: str) -> str:
    """What file systems that fold case and compose letters take a path for."""
    return unicodedata.normalize("NFC", path).casefold()


def sha256(data: bytes) -> str:
    """The hash of a file."""
    return hashlib.sha256(data).hexdigest()
