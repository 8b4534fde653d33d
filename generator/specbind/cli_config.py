"""`specbind config`: what holds, and where each of it comes from."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import (
    BY_CODE,
    UsageError,
    chosen,
    is_description,
    one_description,
    refuse_options_of_a_description,
)
from specbind.config import ApiConfig, Config
from specbind.config_read import find, read_settings
from specbind.config_schema import schema
from specbind.config_table import Setting, Settings
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.report import as_json, visible
from specbind.source import Position, unescape_token

WIDTH = 60
"""From which column on what a value comes from is written behind it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One key, as it would be written below `table`, and what holds for it.

    `origin` is the place of the file that says so, the flag of the command line, or None for a default.
    """

    table: tuple[str, ...]
    key: str
    value: Json
    origin: tuple[str, Position] | str | None

    @property
    def is_set(self) -> bool:
        """Whether anything holds."""
        return self.origin is not None or self.value not in (None, [])

    @property
    def source(self) -> str:
        """Where it comes from, for people."""
        match self.origin:
            case None:
                return "default"
            case str(flag):
                return flag
            case path, position:
                return f"{visible(path)}:{position.line}"


def run(arguments: argparse.Namespace) -> int:
    """Print the schema, or the settings of the configuration or of a command line."""
    if arguments.schema:
        print(json.dumps(schema(BY_CODE), indent=2))
        return CLEAN
    console, collector = Console.of(arguments), Collector()
    try:
        file, entries = _settings(arguments, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    console.diagnose(collector.diagnostics)
    code = ERROR if collector.failed else CLEAN
    if arguments.format == "json":
        name = None if file is None else file.as_posix()
        document = {"version": 1, "exit_code": code, "file": name, "settings": list(map(_as_json, entries))}
        print(json.dumps({**document, "diagnostics": as_json(collector.diagnostics)}, indent=2))
    elif not collector.failed:
        console.result(_as_text(entries))
    return code


def _settings(arguments: argparse.Namespace, collector: Collector) -> tuple[Path | None, list[Entry]]:
    """The file, if there is one, and the settings."""
    if any(is_description(target, arguments.config) for target in arguments.targets):
        return None, list(_given(one_description(arguments), arguments))
    refuse_options_of_a_description(arguments)
    file = arguments.config or find(Path())
    if file is None:
        raise UsageError("there is no specbind.toml and no [tool.specbind] here or above; `specbind init` writes one")
    found = read_settings(file, collector, BY_CODE)
    return file, [] if found is None else list(_entries(found[1], _names(found[0], arguments.targets)))


def _names(config: Config, asked: Sequence[str]) -> set[str] | None:
    """The APIs that were asked for; None for all that there is."""
    return {api.name for api in chosen(config, asked)} if asked else None


def _given(api: ApiConfig, arguments: argparse.Namespace) -> Iterator[Entry]:
    """What a command line says of one description, as the configuration would."""
    selection = api.overrides.selection
    root = None if api.root is None else api.root.as_posix()
    settings: tuple[tuple[str, Json, str, object], ...] = (
        ("spec", api.spec_name, "SPEC", True),
        ("package", api.package, "--package", True),
        ("client", api.client, "--client", arguments.client),
        ("out", api.out.as_posix(), "--out", arguments.out),
        ("include", [*selection.include], "--include", arguments.include),
        ("exclude", [*selection.exclude], "--exclude", arguments.exclude),
        ("overlays", [path.as_posix() for path in api.overlays], "--overlay", arguments.overlay),
        ("templates", None if api.templates is None else api.templates.as_posix(), "--templates", arguments.templates),
        ("tests", api.tests, "--no-tests", arguments.no_tests),
        ("root", root, "--root", arguments.root),
    )
    table = ("apis", api.package.replace(".", "-"))
    for key, value, flag, is_given in settings:
        yield Entry(table, key, value, flag if is_given else None)


def _entries(settings: Settings, names: set[str] | None) -> Iterator[Entry]:
    """All keys that there could be; below names of the user's, those that there are."""
    for pointer, setting in settings.items():
        path = _path(pointer)
        if names is None or path[0] == "review" or path[1] in names:
            yield _entry(path, setting, settings)


def _path(pointer: str) -> tuple[str, ...]:
    path = tuple(unescape_token(token) for token in pointer.split("/")[1:])
    return path[2:] if path[:2] == ("tool", "specbind") else path


def _entry(path: tuple[str, ...], setting: Setting, settings: Settings) -> Entry:
    """One setting; what an API does not say of reviews, `[review]` may."""
    if not setting.is_given and path[0] == "apis" and path[2:3] == ("review",):
        general = [each for pointer, each in settings.items() if _path(pointer) == path[2:]]
        setting = next(iter(general), setting)
    span = setting.span
    origin = (span.source.path, span.position) if setting.is_given else None
    return Entry(path[:-1], path[-1], _plain(setting.value), origin)


def _plain(value: object) -> Json:
    match value:
        case str() | bool() | int() | None:
            return value
        case date():
            return value.isoformat()
        case tuple():
            return [str(each) for each in value]
        case _:
            raise TypeError(f"{value!r} is no setting")


def _as_json(entry: Entry) -> Json:
    """Members are added to this object, never renamed or removed."""
    place: Json = None
    if isinstance(entry.origin, tuple):
        path, at = entry.origin
        place = {"path": path, "line": at.line, "column": at.column}
    origin = "flag" if isinstance(entry.origin, str) else "default" if entry.origin is None else "file"
    flag = entry.origin if isinstance(entry.origin, str) else None
    return {"key": [*entry.table, entry.key], "value": entry.value, "origin": origin, "place": place, "flag": flag}


def _as_text(entries: Iterable[Entry]) -> str:
    """TOML; a comment behind each value says where it comes from, one below each table what is not set."""
    tables: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        tables.setdefault(entry.table, []).append(entry)
    return "\n".join(
        _table(table, members) for table, members in tables.items() if any(member.is_set for member in members)
    )


def _table(table: tuple[str, ...], members: list[Entry]) -> str:
    lines = [(f"{_key(each.key)} = {_value(each.value)}", each.source) for each in members if each.is_set]
    width = min(WIDTH, max(len(line) for line, _ in lines))
    shown = "".join(f"{visible(line):{width}}  # {source}\n" for line, source in lines)
    unset = ", ".join(each.key for each in members if not each.is_set)
    left = f"# not set: {visible(unset)}\n" if unset else ""
    return f"{visible(_header(table))}\n{shown}{left}"


def _header(table: tuple[str, ...]) -> str:
    """`[apis.pets]`; entries of the array `ignore` have two brackets."""
    if len(table) > 1 and table[-2] == "ignore" and table[-1].isdigit():
        return f"[[{'.'.join(map(_key, table[:-1]))}]]"
    return f"[{'.'.join(map(_key, table))}]"


def _key(word: str) -> str:
    return word if re.fullmatch(r"[A-Za-z0-9_-]+", word) else json.dumps(word, ensure_ascii=False)


def _value(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
