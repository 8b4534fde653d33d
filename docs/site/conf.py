"""The user guide as HTML: `make docs` runs Sphinx over the Markdown files where they are.

Navigation is what `docs/README.md` lists: a heading of it is a caption, a link of a list is an entry.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

project = "specbind"
copyright = "the specbind authors"
extensions = ["myst_parser"]
root_doc = "docs/README"
include_patterns = [
    "*.md",
    "docs/**.md",
    "examples/*/README.md",
    "generated/*/api.md",
    "spec/showcase/README.md",
]
exclude_patterns = [".venv", "build"]
myst_heading_anchors = 4
# Shell lines under `http` and the like are shown without colours.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = "specbind"
html_additional_pages = {"index": "first_page.html"}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
templates_path = ["."]

_LISTS = {"docs/README", "docs/decisions/README"}
_ENTRY = re.compile(r"^- \[([^\]]+)\]\(([^)#\s]+)\.md\)", re.MULTILINE)
_ASKED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>")


def with_navigation(_: Sphinx, name: str, source: list[str]) -> None:
    """Adds the hidden table of contents that stands for the lists of a page."""
    if name not in _LISTS:
        return
    captions = re.split(r"^## +(.+)$", source[0], flags=re.MULTILINE)
    sections = [("", captions[0]), *zip(captions[1::2], captions[2::2], strict=True)]
    for caption, text in sections:
        entries = [f"{title} <{_absolute(name, target)}>" for title, target in _ENTRY.findall(text)]
        if entries:
            head = f":caption: {caption}\n" if caption else ""
            source[0] += f"\n```{{toctree}}\n:hidden:\n{head}\n" + "\n".join(entries) + "\n```\n"


def _absolute(name: str, target: str) -> str:
    parts: list[str] = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/" + "/".join(parts)


def without_a_network(app: Sphinx, error: Exception | None) -> None:
    """Fails where a page would ask a server for a script, a style or a picture."""
    for page in () if error else Path(app.outdir).rglob("*.html"):
        if asked := _ASKED.search(page.read_text("utf-8")):
            raise ExtensionError(f"{page}: {asked[0]} is not a file of the guide")


def setup(app: Sphinx) -> None:
    app.connect("source-read", with_navigation)
    app.connect("build-finished", without_a_network)
