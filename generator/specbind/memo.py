"""What the last run made of an API, so that a run on the same inputs has nothing to do but to look.

A memo stands in `.specbind_cache/` beside the configuration, which git ignores. It holds for one state of specbind,
of the configuration and of every file that the run consulted, and for output that is on disk exactly as written;
whatever differs, is missing or cannot be read means a run of all stages. Its diagnostics are printed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from specbind.config import ApiConfig
from specbind.diagnostics import Collector, Diagnostic, Related, Rule
from specbind.files import Contents, Generated, Plan, Target, links, regular
from specbind.manifest import NAME as MANIFEST
from specbind.manifest import parsed, sha256
from specbind.own_files import own_hash
from specbind.report import lines_of
from specbind.source import Position, Source, Span

FOLDER: Final = ".specbind_cache"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Recalled:
    """An API whose output is what it would be made again: what was made, and all that was said about it."""

    generated: Generated
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Memos:
    """The memos below one folder. `rules` are the rules by code that a diagnostic can have."""

    root: Path
    rules: Mapping[str, Rule]

    def recall(self, api: ApiConfig, target: Target) -> Recalled | None:
        """What is known of an API; None where that is nothing, or no longer true."""
        try:
            memo: dict[str, Any] = json.loads(self._place(api).read_bytes())
            if memo["version"] != _VERSION or memo["made_from"] != _made_from(api):
                return None
            if any(_hash(Path(path)) != digest for path, digest in memo["consulted"].items()):
                return None
            files = _intact(target, memo["manifest"])
            if files is None:
                return None
            generated = Generated((), api.spec_name, "", int(memo["operations"]), int(memo["models"]))
            said = tuple(_diagnostics(memo["diagnostics"], memo["lines"], self.rules))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None
        return Recalled(generated, Plan(target, files, ()), said)

    def keep(self, api: ApiConfig, generated: Generated, plan: Plan, collector: Collector) -> None:
        """Note what a run made; where that cannot be written, the next run makes it again."""
        lines: dict[str, dict[int, str]] = {}
        memo = {
            "version": _VERSION,
            "made_from": _made_from(api),
            "consulted": {str(path): digest for path, digest in collector.consulted.items()},
            "manifest": sha256(plan.files[plan.target.folder / MANIFEST]),
            "operations": generated.operations,
            "models": generated.models,
            "diagnostics": [_noted(each, lines) for each in collector.diagnostics],
            "lines": lines,
        }
        with contextlib.suppress(OSError):
            place = self._place(api)
            place.parent.mkdir(exist_ok=True)
            (place.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            new = place.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps(memo), encoding="utf-8")
            new.replace(place)

    def _place(self, api: ApiConfig) -> Path:
        return self.root / FOLDER / f"{api.name}.json"


def _made_from(api: ApiConfig) -> str:
    """One hash for specbind, the configuration, the folder that messages print paths from, and the names of pages."""
    folders = [folder for folder in (api.spec, api.templates) if folder is not None and folder.is_dir()]
    listing = [str(path) for folder in folders for path in sorted(folder.rglob("*"))]
    return sha256("\n".join((own_hash(), repr(api), str(Path.cwd()), *listing)).encode("utf-8", "surrogatepass"))


def _hash(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _intact(target: Target, digest: str) -> Contents | None:
    """The files on disk, if the manifest is the one that was written and every file is as it says."""
    if any(target.out.glob(f".specbind-{target.package}-*")):
        return None
    place = target.folder / MANIFEST
    data = regular(target.out / place)
    if data is None or sha256(data) != digest or (manifest := parsed(data)) is None:
        return None
    files = {place: data}
    for name, wanted in manifest.files.items():
        path = PurePosixPath(name)
        found = regular(target.out / path)
        if found is None or sha256(found) != wanted:
            return None
        files[path] = found
    folders = {target.out, *(target.out / folder for path in files for folder in path.parents)}
    if any(True for folder in folders for _ in links(folder, target)):
        return None
    tested = any(target.folders[0] in path.parents for path in files)
    return None if tested and not (target.out / "tests" / "__init__.py").exists() else files


def _noted(diagnostic: Diagnostic, lines: dict[str, dict[int, str]]) -> dict[str, object]:
    """A diagnostic as data; the lines of text that it shows go into `lines`, by the path of their source."""
    return {
        "code": diagnostic.rule.code,
        "message": diagnostic.message,
        "place": _place(diagnostic.span, lines),
        "label": diagnostic.label,
        "help": diagnostic.help,
        "related": [[_place(other.span, lines), other.label] for other in diagnostic.related],
    }


def _place(span: Span | None, lines: dict[str, dict[int, str]]) -> list[object] | None:
    if span is None:
        return None
    at = span.position
    known = lines.setdefault(span.source.path, {})
    if at.line not in known:
        of_source = lines_of(span.source)
        known[at.line] = of_source[at.line - 1] if at.line <= len(of_source) else ""
    return [span.source.path, span.pointer, at.line, at.column]


def _diagnostics(
    noted: Iterable[Mapping[str, Any]], lines: Mapping[str, Mapping[str, str]], rules: Mapping[str, Rule]
) -> Iterator[Diagnostic]:
    sources = {path: _source(path, {int(number): text for number, text in at.items()}) for path, at in lines.items()}

    def span(place: list[Any] | None) -> Span | None:
        return None if place is None else Span(sources[place[0]], place[1], Position(place[2], place[3]))

    for each in noted:
        related = tuple(Related(there, label) for place, label in each["related"] if (there := span(place)) is not None)
        shown = each["message"], span(each["place"]), each["label"], each["help"]
        yield Diagnostic(rules[each["code"]], *shown, related)


def _source(path: str, lines: Mapping[int, str]) -> Source:
    """A source that holds the lines that messages show, each in its place."""
    return Source(path, "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)))
