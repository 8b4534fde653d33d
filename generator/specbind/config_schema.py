"""The JSON Schema of `specbind.toml`: what the readers of the configuration ask, written down.

It cannot say what takes a look at two places at once: that two packages would be written over one another, that the
normalised document is the description itself, and that an API whose name is no name of a package needs `package`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from specbind.config_about import ABOUT
from specbind.config_read import whole
from specbind.config_table import Check, Given, Table, anything
from specbind.config_words import Word
from specbind.diagnostics import Collector, Rule
from specbind.ir.types import Json
from specbind.source import START, Source, Span

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""What the validators of TOML in editors read."""

NAME: Final = "*"
"""What stands in for a key that is the user's to name."""

_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def schema(rules: Mapping[str, Rule]) -> dict[str, Json]:
    """The schema. `rules` are those that `accept` may name."""
    errors = Collector()
    top = Sketch(Span(Source("", ""), "", START), errors)
    whole(top, Path(), rules, errors)
    return {"$schema": DIALECT, "title": "specbind.toml", **top.drawn()}


class Sketch(Table):
    """A table that answers each question as if nothing were given, and keeps the question."""

    def __init__(self, span: Span, collector: Collector, parts: tuple[str, ...] = ()) -> None:
        super().__init__({}, span, collector)
        self._parts = parts
        self._members: dict[str, dict[str, Json]] = {}
        self._tables: dict[str, Sketch] = {}
        self._arrays: dict[str, Sketch] = {}
        self._required: list[Json] = []
        self._alternatives: list[Json] = []
        self._variants: list[Json] = []
        self._names = _TEXT

    def drawn(self) -> dict[str, Json]:
        """What was asked of this table, as a schema."""
        if self._variants:
            return {"type": "object", "oneOf": self._variants}
        tables = {key: inner.drawn() for key, inner in self._tables.items()}
        arrays: dict[str, dict[str, Json]] = {}
        for key, inner in self._arrays.items():
            arrays[key] = {"type": "array", "items": inner.drawn()}
        members: dict[str, Json] = {}
        for key, value in {**self._members, **tables, **arrays}.items():
            members[key] = self._told(key, value)
        found: dict[str, Json] = {"type": "object"}
        named = members.pop(NAME, None)
        if members:
            found["properties"] = members
        if self._required:
            found["required"] = self._required
        if self._alternatives:
            found["anyOf"] = self._alternatives
        if self._names != _TEXT:
            found["propertyNames"] = self._names
        return {**found, "additionalProperties": False if named is None else named}

    def _told(self, key: str, value: dict[str, Json]) -> dict[str, Json]:
        about = ABOUT.get(".".join((*self._parts, key)))
        return {"description": about, **value} if about is not None else value

    def names(self, check: Check = anything) -> list[str]:
        """One name, which stands for all that may be there."""
        self._names = _text(check)
        return [NAME]

    def optional_text(self, key: str, *, check: Check = anything, required: bool = False) -> str | None:
        """A string."""
        self._ask(key, _text(check), required)
        return None

    def choice(self, key: str, choices: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of a few words."""
        self._ask(key, {"enum": [*choices]}, required)
        return None

    def flag(self, key: str, default: bool) -> bool:
        """A boolean."""
        self._ask(key, {"type": "boolean", "default": default})
        return default

    def optional_number(self, key: str, *, least: int | None = None) -> int | None:
        """A whole number."""
        self._ask(key, {"type": "integer", **({} if least is None else {"minimum": least})})
        return None

    def texts(self, key: str, *, check: Check = anything, alone: bool = False) -> tuple[str, ...]:
        """An array of strings, or one."""
        listed: dict[str, Json] = {"type": "array", "items": _text(check)}
        self._ask(key, {"anyOf": [_text(check), listed]} if alone else listed)
        return ()

    def path(self, key: str) -> tuple[str, ...]:
        """A path, which may be empty."""
        dotted: Json = {"type": "string", "pattern": r"^([^.]+(\.[^.]+)*)?$"}
        self._ask(key, {"anyOf": [dotted, {"type": "array", "items": _TEXT}]})
        return ()

    def inner_path(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A path that leads somewhere."""
        dotted: Json = {"type": "string", "pattern": r"^[^.]+(\.[^.]+)*$"}
        self._ask(key, {"anyOf": [dotted, {"type": "array", "items": _TEXT, "minItems": 1}]}, required)
        return ()

    def day(self, key: str) -> date | None:
        """A date."""
        self._ask(key, {"type": "string", "format": "date", "pattern": _DAY})
        return None

    def needs(self, *keys: str) -> None:
        """One of some keys."""
        self._alternatives = [{"required": [key]} for key in keys]

    def table(self, key: str, *, required: bool = False) -> Table:
        """Another sketch, which is in this one at the end."""
        self._ask(key, {}, required)
        return self._tables.setdefault(key, Sketch(self.span, self._collector, (*self._parts, key)))

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of one table, which stands for all that may be there."""
        self._ask(key, {})
        return (self._arrays.setdefault(key, Sketch(self.span, self._collector, (*self._parts, key))),)

    def either(self, key: str, table: Callable[[Table], Given], word: Callable[[Table], Given]) -> Given:
        """Both readers are asked."""
        one = Sketch(self.span, self._collector, self._parts)
        word(one)
        inner = Sketch(self.span, self._collector, (*self._parts, key))
        found = table(inner)
        self._ask(key, {"anyOf": [one._members[key], inner.drawn()]})
        return found

    def variant(self, key: str, readers: Mapping[str, Callable[[Table], Given]]) -> Given | None:
        """All readers are asked."""
        for word, reader in readers.items():
            inner = Sketch(self.span, self._collector, self._parts)
            inner._ask(key, {"const": word}, True)
            reader(inner)
            self._variants.append(inner.drawn())
        return None

    def check(self, key: str, word: str, check: Check, help: str = "") -> bool:
        """Nothing is given, so nothing is wrong."""
        return True

    def finish(self) -> None:
        """All that was asked is known."""

    def _ask(self, key: str, value: dict[str, Json], required: bool = False) -> None:
        self._members[key] = value
        if required and key not in self._required:
            self._required.append(key)


_TEXT: Final[dict[str, Json]] = {"type": "string", "minLength": 1}


def _text(check: Check) -> dict[str, Json]:
    """A string that passes a check, as far as a schema can say that."""
    if isinstance(check, Word) and check.words:
        return {"enum": [*check.words]}
    if isinstance(check, Word) and check.pattern:
        return {"type": "string", "pattern": f"^(?:{check.pattern})$"}
    return _TEXT
