"""What `specbind init` finds in a folder, what it suggests, and the configuration that it writes."""

from __future__ import annotations

import codecs
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specbind.config_read import client_name
from specbind.config_words import client_class, package_name
from specbind.ir.api import Api
from specbind.report import plural, visible

SCHEMA_FILE: Final = "specbind.schema.json"
MAX_BYTES: Final = 64 * 1024 * 1024
"""Larger files are not looked into."""

_SKIPPED: Final = frozenset("node_modules __pycache__ site-packages venv env build dist target generated".split())
_SUFFIXES: Final = (".json", ".yaml", ".yml", ".md", ".markdown", ".mdx")
_YAML: Final = re.compile(rb"""^["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[23]\.""", re.MULTILINE)
_JSON: Final = re.compile(rb'"(?:openapi|swagger)"\s*:\s*"[23]\.')
_PAGE: Final = re.compile(rb"^[^\n]*\b(?:get|post|put|patch|delete)\b[`*\s]+/\w", re.MULTILINE | re.IGNORECASE)
_PLAIN: Final = frozenset("api apis openapi swagger spec specification reference rest http https the public".split())
_STEMS: Final = frozenset("openapi swagger api spec index readme schema docs reference".split())
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """One API of a configuration to write, with what was read of it."""

    spec: str
    package: str
    client: str
    api: Api

    @property
    def told(self) -> str:
        """What the description is, in a few words."""
        title = " ".join(visible(self.api.title).split())[:60].rstrip()
        version = " ".join(visible(self.api.version).split())[:20]
        named = " ".join(word for word in (title, version) if word)
        count = plural(len(self.api.operations), "operation")
        return f"{named}: {count}" if named else count


def found(folder: Path) -> list[Path]:
    """What may be a description below a folder, by a look at its text: documents, and what holds reference pages."""
    documents: list[Path] = []
    pages: list[Path] = []
    for path in _files(folder):
        suffix, data = path.suffix.lower(), path.read_bytes().removeprefix(codecs.BOM_UTF8)
        if suffix in (".md", ".markdown", ".mdx"):
            pages += [path] if _PAGE.search(data) else []
        elif (suffix != ".json" and _YAML.search(data)) or (_JSON.search(data) and _says_so(data)):
            documents.append(path)
    return [*documents, *_folders(pages, folder)]


def _says_so(data: bytes) -> bool:
    """Whether it is the whole document that says so, and not something in it; one that is broken may be meant."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return True
    return isinstance(document, dict) and not document.keys().isdisjoint(("openapi", "swagger"))


def _files(folder: Path) -> Iterator[Path]:
    """The files that may be read, in order; hidden folders and those of other tools are left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            readable = not path.is_symlink() and path.is_file() and os.access(path, os.R_OK)
            if path.suffix.lower() in _SUFFIXES and readable and path.stat().st_size <= MAX_BYTES:
                yield path


def _folders(pages: Sequence[Path], top: Path) -> Iterator[Path]:
    """For the pages below each folder of `top`, the folder that holds them all, or the only one there is."""
    groups: dict[str, list[Path]] = {}
    for page in pages:
        parts = page.relative_to(top).parts
        groups.setdefault(parts[0], []).append(page)
    for group in groups.values():
        yield group[0] if len(group) == 1 else Path(os.path.commonpath([page.parent for page in group]))


def names(api: Api, spec: Path, taken: Iterable[str]) -> tuple[str, str]:
    """Names for a package and its client, from the title of the API or, where that gives none, from its file."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", api.title) if not _says_nothing(word)]
    while words and words[0][0].isdigit():
        words.pop(0)
    stem = next((part for part in (spec.stem, *spec.parts[-2:-1]) if part.lower() not in _STEMS), "")
    package = "_".join(words).lower()
    if not words or len(package) > _LONGEST or package_name(package):
        words = re.findall(r"[A-Za-z0-9]+", stem.lstrip("0123456789"))
        package = "_".join(words).lower()
    if package_name(package):
        words, package = ["api", "client"], "api_client"
    client = "".join(word[:1].upper() + word[1:] for word in words)
    return _free(package, taken), client if not client_class(client) else client_name(package)


def _says_nothing(word: str) -> bool:
    return word.lower() in _PLAIN or re.fullmatch(r"v?[0-9]+", word.lower()) is not None


def _free(package: str, taken: Iterable[str]) -> str:
    """A name that is not taken, for which a number may have to follow."""
    count = Counter(taken)
    numbered = (package, *(f"{package}_{number}" for number in range(2, len(count) + 3)))
    return next(name for name in numbered if name not in count)


def written(drafts: Sequence[Draft], out: str, *, schema: str | None) -> str:
    """The text of `specbind.toml`. What is marked `#` without a space is a setting that can be taken as it is."""
    head = "# What `specbind generate` writes. `specbind config` prints what holds.\n"
    if schema is not None:
        head = f"#:schema ./{schema}\n\n{head}"
    return "\n".join((head, *(_api(draft, out) for draft in drafts)))


def _api(draft: Draft, out: str) -> str:
    """One API: what has to be said, and what can be."""
    package, api = draft.package, draft.api
    name = package.replace(".", "-")
    variable = re.sub(r"\W", "_", package.upper())
    said = (
        (f"spec = {_text(draft.spec)}", draft.told),
        (f"package = {_text(package)}", f"import {package}"),
        (f"client = {_text(draft.client)}", f"from {package} import {draft.client}, Async{draft.client}"),
        (f"out = {_text(out)}", f"the package is written to {visible(out)}/{package.replace('.', '/')}"),
    )
    possible = [
        (f"#base_url = {_text(_server(api))}", "where calls go"),
        (f'#base_url_env = "{variable}_BASE_URL"', "the environment variable that says so"),
        ('#exclude = ["deprecated"]', "operations to leave out: by path, tag:NAME, resource:NAME"),
        ('#accept = ["SB405"]', "warnings that you know of; `specbind explain CODE` says more"),
        (f'#normalised = "{name}.normalised.yaml"', "keeps the description as one OpenAPI 3.1 document"),
    ]
    if api.security_schemes:
        scheme = api.security_schemes[0].name
        possible += [
            (f"#[apis.{name}.credentials.{_text(scheme)}]", ""),
            (f'#env = "{variable}_KEY"', "the environment variable of this credential"),
        ]
    if api.operations:
        key = _text(api.operations[0].key)
        possible += [(f"#[apis.{name}.methods]", ""), (f'#{key} = "things.list"', "another place and name")]
    head = "\n# Settings to take or to change: remove the mark in front.\n"
    return f"[apis.{name}]\n{_aligned(said)}{head}{_aligned(possible)}"


def _aligned(lines: Sequence[tuple[str, str]]) -> str:
    """Lines with comments behind them, in one column."""
    width = max(len(line) for line, about in lines if about)
    return "".join(f"{line:{width}}  # {about}\n" if about else f"{line}\n" for line, about in lines)


def _server(api: Api) -> str:
    """A base URL to show: the first one that can stand for itself."""
    urls = (server.url for server in api.servers)
    return next((url for url in urls if re.fullmatch(r"https?://[\w.:/-]+", url)), "https://api.example.com")


def _text(word: str) -> str:
    """A basic string of TOML (1.0, section String): that of JSON, with DEL spelt out."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")
