"""The files of specbind itself: its templates, and one hash for all that decides what it writes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from specbind import __version__

_PACKAGE: Final = Path(__file__).parent
_USED: Final = ("black", "jinja2", "markupsafe", "pydantic", "pydantic-core", "pyyaml")


def template_root() -> Path:
    """The folder of templates: inside the installed package, or beside the sources."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "templates"


def own_hash() -> str:
    """A hash that changes with the code, the templates, the libraries and the Python that make the output."""
    found = hashlib.sha256("\n".join((__version__, sys.version, *map(_version, _USED))).encode())
    for file in _own():
        found.update(f"{file.name}\0".encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _own() -> Iterator[Path]:
    for root in (_PACKAGE, template_root()):
        yield from sorted(file for file in root.rglob("*") if file.suffix in (".py", ".jinja"))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} -"
