"""What the documents must hold, as functions from the root of the repository to a list of violations."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.docs.commands import RENEW as RENEW_COMMANDS
from tests.docs.commands import renewed as renewed_commands
from tests.docs.diagnostics import RENEW, page
from tests.docs.stability import RENEW as RENEW_STABILITY
from tests.docs.stability import renewed

PACKAGE = Path("generator/specbind")
CONFIGURATION = Path("docs/configuration.md")

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
_OUTSIDE = re.compile(r"https?://")
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w.,]*\d)")

READERS = {
    "choice",
    "day",
    "flag",
    "number",
    "variant",
    "optional_number",
    "optional_text",
    "path",
    "inner_path",
    "table",
    "tables",
    "text",
    "texts",
    "texts_by_key",
}
"""The methods of `Table` that read a key."""

NOT_OF_AN_API = {"apis", "tool", "specbind"}
"""Keys that say where the APIs are."""


def documents(root: Path) -> Iterator[Path]:
    """Every document that people read as one."""
    yield from sorted(root.glob("*.md"))
    yield from sorted((root / "docs").rglob("*.md"))
    yield from sorted((root / "examples").glob("*/README.md"))


def links(root: Path) -> list[str]:
    """Links to files and headings that are not there."""
    wrong = []
    for path in documents(root):
        prose = _CODE.sub("", _FENCE.sub("", path.read_text("utf-8")))
        for target in _LINK.findall(prose):
            file, _, anchor = target.partition("#")
            place = (path.parent / unquote(file)) if file else path
            if _OUTSIDE.match(target):
                continue
            if not place.exists():
                wrong.append(f"{path.relative_to(root)}: {target} is not there")
            elif anchor and anchor not in anchors(place):
                wrong.append(f"{path.relative_to(root)}: {target} has no such heading")
    return wrong


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = _HEADING.findall(_FENCE.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def diagnostics(root: Path) -> list[str]:
    """Whether the page of diagnostics is what the rules say."""
    file = root / "docs" / "diagnostics.md"
    if file.is_file() and file.read_text("utf-8") == page():
        return []
    return [f"docs/diagnostics.md differs from the rules; renew it with `{RENEW}`"]


def stability(root: Path) -> list[str]:
    """Whether the table of rules is what the rules say."""
    file = root / "docs" / "stability.md"
    if file.is_file() and (text := file.read_text("utf-8")) == renewed(text):
        return []
    return [f"docs/stability.md differs from the rules; renew it with `{RENEW_STABILITY}`"]


def commands(root: Path) -> list[str]:
    """Whether the page of the command line is what the table of commands says."""
    file = root / "docs" / "command-line.md"
    if file.is_file() and (text := file.read_text("utf-8")) == renewed_commands(text):
        return []
    return [f"docs/command-line.md differs from the table of commands; renew it with `{RENEW_COMMANDS}`"]


def modules(root: Path) -> list[str]:
    """Modules that ARCHITECTURE.md leaves out, and modules it names that are not there."""
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    layout = text.partition("## Layout")[2].partition("### Beside the generator")[0]
    named = set(re.findall(r"`([\w/]+\.py)`", layout))
    there = {path.relative_to(root / PACKAGE).as_posix() for path in (root / PACKAGE).rglob("*.py")}
    needed = {name for name in there if not name.endswith("/__init__.py")}
    missing = [f"ARCHITECTURE.md does not name {name}" for name in sorted(needed - named)]
    return missing + [f"ARCHITECTURE.md names {name}, which is not there" for name in sorted(named - there)]


def configuration_keys(root: Path) -> list[str]:
    """Keys that the reader knows and the page does not, and the other way round."""
    text = (root / CONFIGURATION).read_text("utf-8")
    tables = set(re.findall(r"^## `\[apis\.NAME\.(\w+)", text, re.MULTILINE))
    documented = set(_ROW.findall(text)) | tables
    known = read_keys(root)
    missing = [f"{CONFIGURATION.as_posix()} does not explain `{key}`" for key in sorted(known - documented)]
    return missing + [
        f"{CONFIGURATION.as_posix()} explains `{key}`, which nobody reads" for key in sorted(documented - known)
    ]


def read_keys(root: Path) -> set[str]:
    """The keys that the reader of the configuration asks its tables for."""
    found = set()
    for path in sorted((root / PACKAGE).glob("config_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(key)), *_]) if (
                    attr in READERS
                ):
                    found.add(key)
    return found - NOT_OF_AN_API


def toml(root: Path) -> list[str]:
    """Examples of TOML that are none."""
    wrong = []
    for path in documents(root):
        text = path.read_text("utf-8")
        for fence in _FENCE.finditer(text):
            if fence[1] != "toml":
                continue
            try:
                tomllib.loads(fence[2])
            except tomllib.TOMLDecodeError as error:
                line = text.count("\n", 0, fence.start()) + 1
                wrong.append(f"{path.relative_to(root)}:{line}: {error}")
    return wrong


def figures(root: Path) -> list[str]:
    """Measured figures of the comparison that the page of measurements does not have (any more)."""
    text = (root / "docs" / "comparison.md").read_text("utf-8").partition("## Measured")[2].partition("\n## ")[0]
    measured = set(_FIGURE.findall((root / "docs" / "performance.md").read_text("utf-8")))
    rows = "".join(line for line in text.splitlines() if line.startswith("|"))
    return [
        f"docs/comparison.md has {figure}, docs/performance.md has not"
        for figure in _FIGURE.findall(rows)
        if figure not in measured
    ]
