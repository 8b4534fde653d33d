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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from specbind.config import ApiConfig
from specbind.diagnostics import Collector, Diagnostic, Rule
from specbind.files import Contents, Generated, Plan, Target, links, regular
from specbind.manifest import NAME as MANIFEST
from specbind.manifest import parsed, sha256
from specbind.noted import noted, recalled
from specbind.own_files import own_hash

FOLDER: Final = ".specbind_cache"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Recalled:
    """An API whose output is what it would be made again: what was made, and all that was said about it."""

    generated: Generated
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    consulted: frozenset[Path]


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
            said = tuple(recalled(memo, self.rules))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None
        return Recalled(generated, Plan(target, files, ()), said, frozenset(map(Path, memo["consulted"])))

    def keep(self, api: ApiConfig, generated: Generated, plan: Plan, collector: Collector) -> None:
        """Note what a run made; where that cannot be written, the next run makes it again."""
        memo = {
            "version": _VERSION,
            "made_from": _made_from(api),
            "consulted": {str(path): digest for path, digest in collector.consulted.items()},
            "manifest": sha256(plan.files[plan.target.folder / MANIFEST]),
            "operations": generated.operations,
            "models": generated.models,
            **noted(collector.diagnostics),
        }
        with contextlib.suppress(OSError):
            place = self._place(api)
            place.parent.mkdir(exist_ok=True)
            (place.parent / ".gitignore").write_text("*\n", encoding="utf-8", newline="\n")
            new = place.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps(memo), encoding="utf-8", newline="\n")
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
