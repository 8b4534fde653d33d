"""A user's folder of templates: read, and checked against what our templates offer, before anything is rendered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import nodes

from specbind import config_rules as rules
from specbind import extras
from specbind.config import ApiConfig
from specbind.diagnostics import Collector, Rule
from specbind.source import Position, Source, Span
from specbind.template_api import BY_NAME, CHANGES, VERSION
from specbind.text_files import shown_path

SUFFIX: Final = ".jinja"
OURS: Final = "specbind/"
"""What the names of our own templates begin with, so that `extends` can name what it overrides."""

_VERSION: Final = re.compile(r"\{#-?\s*specbind-templates:\s*([0-9]{1,9})\s*-?#\}")
_LINE: Final = f"{{# specbind-templates: {VERSION} #}}"


@dataclass(frozen=True, slots=True)
class CustomTemplates:
    """A user's templates by their names below the folder. Those whose names begin with `_` are used by the others."""

    sources: Mapping[str, Source]


NO_TEMPLATES: Final = CustomTemplates({})


def templates_of(config: ApiConfig, collector: Collector) -> CustomTemplates | None:
    """The templates of an API's configuration; None, with diagnostics, where they cannot be used."""
    if config.templates is None:
        return NO_TEMPLATES
    if not extras.has("black", "the layout of what your own templates make", "templates", collector):
        return None
    return read(config.templates, shown_path(config.templates, Path()), collector)


def read(folder: Path, shown: str, collector: Collector) -> CustomTemplates | None:
    """The templates of a folder; None, with diagnostics, where one of them cannot do what it means to."""
    reader = _Reader(folder, shown, collector)
    sources = reader.sources()
    for name, source in sources.items():
        reader.check(name, source, frozenset(sources))
    return None if reader.failed else CustomTemplates(sources)


@dataclass(slots=True)
class _Reader:
    """Reads one folder; what is wrong is reported."""

    folder: Path
    shown: str
    collector: Collector
    failed: bool = False

    def sources(self) -> dict[str, Source]:
        """The files whose names end in `.jinja`, as texts, by their names."""
        if not self.folder.is_dir():
            self._unreadable(self.shown, "there is no such folder")
        found = {}
        for path in sorted(self.folder.rglob(f"*{SUFFIX}")):
            name = path.relative_to(self.folder).as_posix()
            shown = f"{self.shown}/{name}"
            try:
                data = path.read_bytes()
                self.collector.consult(path, data)
                found[name] = Source(shown, data.decode("utf-8-sig").replace("\r\n", "\n"))
            except UnicodeDecodeError:
                self._unreadable(shown, "it is not UTF-8 text")
            except OSError as error:
                self.collector.consult(path, None)
                self._unreadable(shown, (error.strerror or "not a usable file").lower())
        return found

    def check(self, name: str, source: Source, names: frozenset[str]) -> None:
        """Report what is wrong with one template. `names` are those of all templates of the folder."""
        try:
            tree = jinja2.Environment().parse(source.text)
        except jinja2.TemplateSyntaxError as error:
            self._wrong(rules.TEMPLATE_ERROR, f"not a template: {error.message}", source, error.lineno)
            return
        for reference, line in _references(tree):
            if reference not in names and reference.removeprefix(OURS) not in BY_NAME:
                known = (*sorted(names), *(OURS + each for each in BY_NAME))
                self._unknown(f"there is no template `{reference}`", reference, known, source, line)
        if name.startswith("_"):
            return
        if name not in BY_NAME:
            self._unknown(f"`{name}` overrides nothing: no template is called so", name, tuple(BY_NAME), source, 1)
            return
        self._check_version(source)
        self._check_extends(name, tree, source)
        known = tuple(block.name for block in BY_NAME[name].blocks)
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                self._unknown(f"`{name}` has no block `{block.name}`", block.name, known, source, block.lineno)

    def _check_version(self, source: Source) -> None:
        """Report a template that was written for another version, or does not say for which."""
        found = _VERSION.search(source.text)
        if found is None:
            message = "this template does not say which version it is for"
            self._wrong(rules.TEMPLATE_VERSION, message, source, 1, f"write `{_LINE}` into its first line")
            return
        version, line = int(found[1]), source.text.count("\n", 0, found.start()) + 1
        if version > VERSION or version < 1:
            message = f"this template is for version {version} of the templates; this specbind has version {VERSION}"
            self._wrong(rules.TEMPLATE_VERSION, message, source, line)
        elif version < VERSION:
            since = "; ".join(f"{at}: {CHANGES[at]}" for at in range(version + 1, VERSION + 1))
            message = f"this template is for version {version} of the templates, which now are at {VERSION} ({since})"
            help = f"look through it with that in mind, then write `{_LINE}`"
            self.collector.report(rules.TEMPLATE_OUTDATED, message, _at(source, line), help=help)

    def _check_extends(self, name: str, tree: nodes.Template, source: Source) -> None:
        """Report a template that does not extend ours of the same name, and text that is never printed."""
        extends = [node for node in tree.body if isinstance(node, nodes.Extends)]
        wanted = f'{{% extends "{OURS}{name}" %}}'
        match extends:
            case [nodes.Extends(template=nodes.Const(value=value))] if value == OURS + name:
                pass
            case [nodes.Extends(lineno=line), *_]:
                self._wrong(rules.TEMPLATE_ERROR, f"this template has to extend `{OURS}{name}`", source, line)
                return
            case _:
                message = "this template extends nothing, so that the next version of ours could not reach it"
                self._wrong(rules.TEMPLATE_ERROR, message, source, 1, f"begin it with `{wanted}` and override blocks")
                return
        for line in _lost(tree):
            self._wrong(rules.TEMPLATE_ERROR, "this is in no block, so that it is never printed", source, line)

    def _unknown(self, message: str, word: str, known: Iterable[str], source: Source, line: int) -> None:
        close = difflib.get_close_matches(word, known := tuple(known), n=1)
        meant = f"; did you mean `{close[0]}`?" if close else ""
        self._wrong(rules.TEMPLATE_UNKNOWN, message + meant, source, line, f"there are {', '.join(known)}")

    def _unreadable(self, shown: str, reason: str) -> None:
        message = f"the templates in `{shown}` cannot be read: {reason}"
        self._wrong(rules.TEMPLATES_UNREADABLE, message, Source(shown, ""), 1)

    def _wrong(self, rule: Rule, message: str, source: Source, line: int, help: str = "") -> None:
        self.failed = True
        self.collector.report(rule, message, _at(source, line), help=help)


def _at(source: Source, line: int) -> Span:
    return Span(source, "", Position(line, 1))


def _references(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The templates that one names, with the lines."""
    for node in tree.find_all(nodes.Stmt):
        match node:
            case (
                nodes.Extends(template=nodes.Const(value=name))
                | nodes.Include(template=nodes.Const(value=name))
                | nodes.Import(template=nodes.Const(value=name))
                | nodes.FromImport(template=nodes.Const(value=name))
            ):
                yield str(name), node.lineno
            case _:
                pass


def _lost(tree: nodes.Template) -> Iterator[int]:
    """The lines of output outside blocks."""
    for output in (node for node in tree.body if isinstance(node, nodes.Output)):
        for part in output.nodes:
            if not isinstance(part, nodes.TemplateData):
                yield part.lineno
            elif part.data.strip():
                yield part.lineno + part.data[: len(part.data) - len(part.data.lstrip())].count("\n")
