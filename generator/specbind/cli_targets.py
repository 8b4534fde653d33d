"""Which APIs a command is about: those of the configuration, or one description on its own."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from specbind import config_rules, review_rules, rules
from specbind.config import Access, ApiConfig, Config, Selection
from specbind.config_read import DEFAULT_OUT, find, from_arguments, read
from specbind.config_words import client_class, package_name, selection_term
from specbind.diagnostics import Collector, Rule
from specbind.reference.files import is_reference

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted({*rules.RULES, *config_rules.RULES, *review_rules.RULES}, key=lambda rule: rule.code),
)
BY_CODE = {rule.code: rule for rule in ALL_RULES}

SUFFIXES = (".yaml", ".yml", ".json", ".md")


class UsageError(Exception):
    """The command line asks for something that cannot be."""


def configuration(path: Path | None, collector: Collector) -> Config | None:
    """The configuration that was named, or the nearest one; None and diagnostics where it is wrong."""
    found = path or find(Path())
    if found is None:
        raise UsageError(
            "there is no specbind.toml and no [tool.specbind] here or above;"
            " `specbind generate SPEC --package NAME` needs none"
        )
    return read(found, collector, BY_CODE)


def is_description(target: str, config: Path | None) -> bool:
    """Whether a word is a file or a folder of pages rather than an API: names of APIs have neither dots nor slashes."""
    if "/" in target or "\\" in target or target.lower().endswith(SUFFIXES):
        return True
    if not _is_input(Path(target)):
        return False
    found = config or find(Path())
    known = read(found, Collector(), BY_CODE) if found is not None else None
    return known is None or all(api.name != target for api in known.apis)


def _is_input(path: Path) -> bool:
    """Whether a path names a file or a folder of pages."""
    return is_reference(path) if path.is_dir() else path.is_file()


def chosen(config: Config, names: Sequence[str]) -> tuple[ApiConfig, ...]:
    """The APIs of some names, in the order of the configuration; all for no names."""
    known = [api.name for api in config.apis]
    if not known:
        raise UsageError(f"the configuration in {config.root.absolute()} has no [apis.NAME]")
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            meant = f"; did you mean `{close[0]}`?" if close else f"; there are {', '.join(known) or 'none'}"
            raise UsageError(
                f"`{name}` is neither an API of the configuration nor a file{meant}"
                f" (a description is a file that exists or ends in {', '.join(SUFFIXES)}, or a folder of pages)"
            )
    return tuple(api for api in config.apis if not names or api.name in names)


def one_api(
    target: str, config: Path | None, overlays: Sequence[Path], access: Access, collector: Collector
) -> ApiConfig | None:
    """The API that a word names, or that a description is; None and diagnostics where the configuration is wrong."""
    if is_description(target, config):
        api = from_arguments(Path(target), "client", None, Path(DEFAULT_OUT), True, overlays=tuple(overlays))
        return replace(api, access=access)
    if overlays:
        raise UsageError("--overlay is for a SPEC; APIs have `overlays` in the configuration")
    found = configuration(config, collector)
    return None if found is None else replace(chosen(found, [target])[0], access=access)


def one_description(arguments: argparse.Namespace) -> ApiConfig:
    """The API that a command line describes, where the only target is a description."""
    if len(arguments.targets) > 1:
        raise UsageError(f"one description at a time: {', '.join(arguments.targets)}")
    spec = arguments.targets[0]
    if arguments.package is None:
        raise UsageError(f"`{spec}` is a description: say what to call its package with --package NAME")
    checked_names(arguments.package, arguments.client)
    selection = checked_selection(arguments.include, arguments.exclude)
    names, out = (arguments.package, arguments.client), arguments.out or Path(DEFAULT_OUT)
    tests, overlays, root = not arguments.no_tests, tuple(arguments.overlay), arguments.root
    return from_arguments(Path(spec), *names, out, tests, selection, root, overlays, arguments.templates)


def refuse_options_of_a_description(arguments: argparse.Namespace) -> None:
    """Refuse what only `one_description` would heed."""
    for option in ("package", "client", "out", "include", "exclude", "overlay", "templates", "no_tests", "root"):
        if getattr(arguments, option):
            raise UsageError(f"--{option.replace('_', '-')} is for a SPEC; APIs have it in the configuration")


def reading_access(locked: bool, allowed: bool) -> Access:
    """What may be done with URLs by a command that writes no lock file."""
    return Access.LOCKED if locked else Access.READ if allowed else Access.REFUSED


def writing_access(locked: bool, allowed: bool, *, reads: bool) -> Access:
    """What may be done with URLs by a command that keeps a lock file, unless it only reads this time."""
    return Access.RECORD if allowed and not locked and not reads else reading_access(locked, allowed)


def checked_names(package: str, client: str | None) -> None:
    """Refuse names of the command line that would be refused in the configuration."""
    if wrong := package_name(package):
        raise UsageError(f"--package: {wrong}")
    if client is not None and (wrong := client_class(client)):
        raise UsageError(f"--client: {wrong}")


def checked_selection(include: Sequence[str], exclude: Sequence[str]) -> Selection:
    """The operations that the command line asks for."""
    for option, terms in (("include", include), ("exclude", exclude)):
        for term in terms:
            if wrong := selection_term(term):
                raise UsageError(f"--{option}: {wrong}")
    return Selection(tuple(include), tuple(exclude))
