"""What two words of the command line compare: one pair of descriptions, or one for each API of the configuration."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from specbind.cli_targets import BY_CODE, UsageError, chosen
from specbind.config import ApiConfig, Config
from specbind.config_read import DEFAULT_OUT, from_arguments, read
from specbind.diagnostics import Collector
from specbind.review import inputs
from specbind.review.git import GitError, commit
from specbind.review.inputs import (
    FileInput,
    Input,
    NamedInput,
    Opened,
    RevisionInput,
    StandardInput,
    at_revision,
    from_top,
    is_there,
    parsed,
    piped,
)
from specbind.review.outcome import State
from specbind.review_rules import REVISION_CONFIGURATION, REVISION_UNUSABLE


@dataclass(frozen=True, slots=True)
class Side:
    """A description and what its package is made with."""

    opened: Opened
    config: ApiConfig


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides to compare. `api` is the configured API that they are, if any."""

    base: Side
    revision: Side
    api: ApiConfig | None


@dataclass(frozen=True, slots=True)
class Lone:
    """An API of the configuration that only one of two revisions has."""

    name: str
    revision: str
    state: State


@dataclass(frozen=True, slots=True)
class Project:
    """The configuration, if there is one, and its file."""

    config: Config | None
    file: Path | None

    @property
    def names(self) -> list[str]:
        """The names of its APIs."""
        return [api.name for api in self.config.apis] if self.config is not None else []

    def api(self, name: str) -> ApiConfig:
        """One API."""
        if self.config is None:
            raise UsageError(f"there is no configuration that has an API `{name}`")
        return chosen(self.config, [name])[0]


class Sides:
    """Opens sides; what had to be written for that goes when `stack` is closed."""

    def __init__(self, project: Project, stack: ExitStack, collector: Collector) -> None:
        self._project = project
        self._stack = stack
        self._collector = collector
        self._configs: dict[str, tuple[Config | None, Path]] = {}

    def pairs(self, base: str, revision: str | None, apis: Sequence[str]) -> list[Pair | Lone]:
        """What to compare; without a second word, a revision with the working tree, for some APIs or for all."""
        old = parsed(base, self._project.names)
        if revision is not None:
            if len(apis) > 1:
                raise UsageError("one --api at most says whose settings hold for two sides")
            pair = self._pair(old, parsed(revision, self._project.names), apis[0] if apis else None)
            return [pair] if pair is not None else []
        if not isinstance(old, RevisionInput) or old.path is not None:
            raise UsageError(f"say what `{base}` is to be compared with; only `git:REV` can stand alone")
        if not self._project.names:
            raise UsageError("`git:REV` alone compares the APIs of a configuration, and there is none")
        try:
            commit(old.revision)
            return list(self._all(old, apis))
        except GitError as error:
            self._collector.report(REVISION_UNUSABLE, f"{error}", None, help=error.help)
            return []

    def _all(self, base: RevisionInput, apis: Sequence[str]) -> Iterator[Pair | Lone]:
        """The APIs of the configuration, and those that only the one of the revision has."""
        then, _ = self._then(base.revision)
        known = {api.name for api in then.apis} if then is not None else set()
        for name in [self._project.api(api).name for api in apis] or self._project.names:
            api = self._project.api(name)
            if name not in known and not is_there(base.revision, from_top(api.spec)):
                yield Lone(name, base.revision, State.NEW)
            elif pair := self._pair(base, NamedInput(name), None):
                yield pair
        for name in sorted(known - {*self._project.names} if not apis else ()):
            yield Lone(name, base.revision, State.GONE)

    def opened(self, word: str, api: str | None) -> Side | None:
        """One side, for commands that compare more than two."""
        one = parsed(word, self._project.names)
        return self._side(one, self._named(one, one, api), one)

    def _pair(self, base: Input, revision: Input, api: str | None) -> Pair | None:
        if isinstance(base, StandardInput) and isinstance(revision, StandardInput):
            raise UsageError("standard input can be one side only")
        named = self._named(base, revision, api)
        old = self._side(base, named, revision)
        new = self._side(revision, named, base)
        return Pair(old, new, named) if old is not None and new is not None else None

    def _named(self, base: Input, revision: Input, api: str | None) -> ApiConfig | None:
        """The API that a comparison is about, if one is named."""
        if api is not None:
            return self._project.api(api)
        for side in (revision, base):
            if isinstance(side, NamedInput):
                return self._project.api(side.name)
        return None

    def _side(self, side: Input, named: ApiConfig | None, other: Input) -> Side | None:
        match side:
            case NamedInput(name=name):
                api = self._project.api(name)
                return Side(Opened(name, api.spec), api)
            case FileInput(path=path):
                return _with(Opened(path.as_posix(), path), named, _beside(path, named))
            case StandardInput():
                found = piped(sys.stdin.buffer.read(inputs.MAX_BYTES + 1), self._folder(), self._collector)
                return _with(found, named, named.overlays if named is not None else ())
            case RevisionInput(revision=revision, path=None):
                return self._same(revision, other, named)
            case RevisionInput(revision=revision, path=path):
                return self._at(revision, path or ".", named)

    def _same(self, revision: str, other: Input, named: ApiConfig | None) -> Side | None:
        """What the other side names, at a revision."""
        match other:
            case FileInput(path=path):
                return self._file(revision, path, named)
            case RevisionInput(path=str(path)):
                return self._at(revision, path or ".", named)
            case _ if named is not None:
                return self._api(revision, named)
            case _:
                raise UsageError(f"`git:{revision}` names no file, and neither does the other side")

    def _file(self, revision: str, path: Path, named: ApiConfig | None) -> Side | None:
        try:
            return self._at(revision, from_top(path), named)
        except GitError as error:
            self._collector.report(REVISION_UNUSABLE, f"{error}", None, help=error.help)
            return None

    def _at(self, revision: str, path: str, named: ApiConfig | None) -> Side | None:
        """A file or a folder of a revision, with the overlays of an API as the revision has them."""
        opened = at_revision(revision, path, self._folder(), self._collector)
        if named is None or opened is None:
            return _with(opened, named)
        is_own, places = _overlays_at(path, named)
        there = [each for each in places if is_there(revision, each)]
        laid = [at_revision(revision, each, self._folder(), self._collector) for each in there]
        found = tuple(each.path for each in laid if each is not None)
        return _with(opened, named, found if found or is_own else named.overlays)

    def _api(self, revision: str, api: ApiConfig) -> Side | None:
        """An API as the configuration of a revision has it, or, where that has none, as the present one does."""
        config, top = self._then(revision)
        then = next((each for each in config.apis if each.name == api.name), None) if config is not None else None
        try:
            return self._placed(revision, then or api, top if then is not None else None)
        except GitError as error:
            self._collector.report(REVISION_UNUSABLE, f"{error}", None, help=error.help)
            return None

    def _placed(self, revision: str, api: ApiConfig, top: Path | None) -> Side | None:
        """An API with its files as a revision has them; `top` stands for the repository in them."""
        below = _below(api.root, top) if api.root is not None else None
        folder = self._folder()
        opened = at_revision(revision, _below(api.spec, top), folder, self._collector, below)
        overlays = [at_revision(revision, _below(each, top), folder, self._collector) for each in api.overlays]
        if opened is None or None in overlays:
            return None
        return Side(
            opened,
            replace(
                api,
                spec=opened.path,
                root=folder / below if below is not None else None,
                overlays=tuple(each.path for each in overlays if each is not None),
            ),
        )

    def _then(self, revision: str) -> tuple[Config | None, Path]:
        """The configuration of a revision, if it has one that can be used, and the folder that is its top."""
        if revision not in self._configs:
            folder = self._folder()
            self._configs[revision] = (self._read(revision, folder), folder)
        return self._configs[revision]

    def _read(self, revision: str, folder: Path) -> Config | None:
        file = self._project.file
        if file is None:
            return None
        quiet = Collector()
        try:
            opened = at_revision(revision, from_top(file), folder, quiet)
        except GitError:
            return None
        config = read(opened.path, quiet, BY_CODE) if opened is not None else None
        if opened is not None and config is None:
            first = opened.named(quiet.diagnostics)[0]
            message = f"`{opened.word}` cannot be used: {first.message}"
            self._collector.report(REVISION_CONFIGURATION, message, first.span)
        return config

    def _folder(self) -> Path:
        """A temporary folder for the files of one side."""
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="specbind-"))).resolve()


def _beside(path: Path, named: ApiConfig | None) -> tuple[Path, ...]:
    """The overlays of an API for a description: those of their names beside it, or else the API's own.

    The normalised document of an API has them in it.
    """
    if named is None or (named.normalised is not None and path.resolve() == named.normalised.resolve()):
        return ()
    if path.resolve() == named.spec.resolve():
        return named.overlays
    folders = (path, path.parent) if path.is_dir() else (path.parent,)
    found = ([folder / each.name for folder in folders if (folder / each.name).is_file()] for each in named.overlays)
    return tuple(each[0] for each in found if each) or named.overlays


def _overlays_at(path: str, named: ApiConfig) -> tuple[bool, list[str]]:
    """Whether a path of a repository is an API's own, and where its overlays are: if it is not, beside it."""
    try:
        if path == from_top(named.spec):
            return True, [from_top(each) for each in named.overlays]
        if named.normalised is not None and path == from_top(named.normalised):
            return True, []
    except GitError:
        pass
    return False, [(PurePosixPath(path).parent / each.name).as_posix() for each in named.overlays]


def _with(opened: Opened | None, named: ApiConfig | None, overlays: tuple[Path, ...] = ()) -> Side | None:
    """A side with the settings of an API and the overlays that are the side's own, or the settings of none."""
    if opened is None:
        return None
    config = named or from_arguments(opened.path, "client", None, Path(DEFAULT_OUT), True)
    root = config.root if opened.top is None else None
    return Side(opened, replace(config, spec=opened.path, root=root, overlays=overlays))


def _below(path: Path, top: Path | None) -> str:
    """A path from the top of the repository, for which a folder may stand."""
    if top is None:
        return from_top(path)
    full = Path(os.path.normpath(path))
    if not full.is_relative_to(top):
        raise GitError("the configuration of the revision names a path outside the repository")
    return full.relative_to(top).as_posix()


def project(path: Path | None, found: Path | None, collector: Collector) -> Project | None:
    """The configuration that was named or found, which may be none; None where it has mistakes."""
    file = path or found
    if file is None:
        return Project(None, None)
    config = read(file, collector, BY_CODE)
    return Project(config, file) if config is not None else None
