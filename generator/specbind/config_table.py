"""A TOML table, asked for its keys one by one; it reports the wrong ones and, at the end, the others.

What asks is the one place that says which keys there are: `config_schema` has the readers ask a table that writes down
the questions, and `specbind config` prints the answers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from specbind.config_rules import (
    CONFIG_INVALID_VALUE,
    CONFIG_MISSING_KEY,
    CONFIG_UNKNOWN_KEY,
    CONFIG_WRONG_TYPE,
)
from specbind.diagnostics import Collector
from specbind.source import Span

Check = Callable[[str], str]
"""Says what is wrong with a word, or nothing."""

Given = TypeVar("Given")


def anything(word: str) -> str:
    """The check that every word passes."""
    return ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key that was asked for, and what holds for it: what is written at `span`, else its default, if any."""

    span: Span
    value: object
    is_given: bool


Settings = dict[str, Setting]
"""All keys that were asked for, by their pointers, in the order of asking."""


class Table:
    """One table: each method reads one key, and gives the default where the key is missing or wrong."""

    def __init__(
        self, values: Mapping[str, object], span: Span, collector: Collector, settings: Settings | None = None
    ) -> None:
        self.span = span
        self.settings: Settings = {} if settings is None else settings
        self._values = values
        self._collector = collector
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def names(self, check: Check = anything) -> list[str]:
        """The keys of a table whose keys are names of the user's, those that pass the check."""
        self._asked.update(self._values)
        return [key for key in self._values if self.check(key, key, check)]

    def text(self, key: str, default: str = "", *, check: Check = anything, required: bool = False) -> str:
        """A string that is not empty."""
        return self._settled(key, self.optional_text(key, check=check, required=required) or default)

    def optional_text(self, key: str, *, check: Check = anything, required: bool = False) -> str | None:
        """A string that is not empty, if there is one."""
        value = self._value(key, required)
        if value is not None and not isinstance(value, str):
            self._wrong(key, "a string", value)
        elif value == "":
            self._empty(key)
        elif isinstance(value, str) and self.check(key, value, check):
            return self._settled(key, value)
        return self._settled(key, None)

    def choice(self, key: str, choices: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of a few words."""
        listed = ", ".join(f'"{choice}"' for choice in choices)

        def known(word: str) -> str:
            return "" if word in choices else f"`{word}` is not one of {listed}{_meant(word, choices)}"

        return self.optional_text(key, check=known, required=required)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._value(key, False)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "true or false", value)
        return self._settled(key, value if isinstance(value, bool) else default)

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        found = self.optional_number(key)
        return self._settled(key, default if found is None else found)

    def optional_number(self, key: str, *, least: int | None = None) -> int | None:
        """A whole number, if there is one; not below the least that makes sense."""
        value = self._value(key, False)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self._wrong(key, "a whole number", value)
        elif isinstance(value, int) and least is not None and value < least:
            self._invalid(key, f"`{key}` is {least} or more, not {value}")
        elif isinstance(value, int):
            return self._settled(key, value)
        return self._settled(key, None)

    def texts(self, key: str, *, check: Check = anything, alone: bool = False) -> tuple[str, ...]:
        """An array of strings; with `alone`, one string stands for an array of one."""
        value = self._value(key, False)
        found: tuple[str, ...] = ()
        if alone and value == "":
            self._empty(key)
        elif alone and isinstance(value, str):
            found = (value,) if self.check(key, value, check) else ()
        elif isinstance(value, list):
            inner = Table({str(at): item for at, item in enumerate(value)}, self.span.child(key), self._collector)
            found = tuple(word for at in inner.names() if (word := inner.optional_text(at, check=check)) is not None)
        elif value is not None:
            self._wrong(key, "a string or an array of strings" if alone else "an array of strings", value)
        return self._settled(key, found)

    def path(self, key: str) -> tuple[str, ...]:
        """Member names from the body inward: dotted (`data.items`), or an array where names have dots.

        An empty one is the body itself.
        """
        value = self._value(key, False)
        if not isinstance(value, str):
            return self.texts(key, alone=True)
        parts = tuple(value.split(".")) if value else ()
        if not all(parts):
            self._invalid(key, f"`{value}` is not a path", "write member names with single dots between them")
        return self._settled(key, parts)

    def inner_path(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A path that leads somewhere."""
        if self._value(key, required) in ("", []):
            self._empty(key)
        return self.path(key)

    def needs(self, *keys: str) -> None:
        """Report that none of some keys is there."""
        if not any(key in self._values for key in keys):
            listed = " or ".join((", ".join(f"`{key}`" for key in keys[:-1]), f"`{keys[-1]}`"))
            self._collector.report(CONFIG_MISSING_KEY, f"{listed} is missing", self.span)

    def either(self, key: str, table: Callable[[Table], Given], word: Callable[[Table], Given]) -> Given:
        """What one reader makes of the table that a key has, or another of the key where it has something else."""
        return table(self.table(key)) if isinstance(self._values.get(key), dict) else word(self)

    def variant(self, key: str, readers: Mapping[str, Callable[[Table], Given]]) -> Given | None:
        """What one of several readers makes of this table: the one that a key names."""
        kind = self.choice(key, tuple(readers), required=True)
        if kind is None:
            return None
        found = readers[kind](self)
        self.finish()
        return found

    def texts_by_key(self, key: str, *, check: Check, key_check: Check = anything) -> dict[str, str]:
        """A table of strings, its keys being the user's."""
        inner = self.table(key)
        found = {name: inner.optional_text(name, check=check) for name in inner.names(key_check)}
        return {name: word for name, word in found.items() if word is not None}

    def table(self, key: str, *, required: bool = False) -> Table:
        """A table below this one; an empty one where there is none."""
        value = self._value(key, required)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, "a table", value)
        values = value if isinstance(value, dict) else {}
        return Table(values, self.span.child(key), self._collector, self.settings)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array of tables (`[[key]]`), in order."""
        value = self._value(key, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, "an array of tables", value)
            return ()
        span = self.span.child(key)
        return tuple(Table(item, span.child(at), self._collector, self.settings) for at, item in enumerate(value))

    def day(self, key: str) -> date | None:
        """A date, as TOML writes it (`2026-12-31`) or as a string of that form."""
        value = self._value(key, False)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value) if _DAY.fullmatch(value) else None
            except ValueError:
                value = None
            if value is None:
                self._invalid(key, f"`{self._values[key]}` is not a date", "write it like 2026-12-31")
        elif value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self._wrong(key, "a date such as 2026-12-31", value)
        return self._settled(key, value if isinstance(value, date) and not isinstance(value, datetime) else None)

    def check(self, key: str, word: str, check: Check, help: str = "") -> bool:
        """Whether a word passes a check; what is wrong is reported at the key (at the table for no key)."""
        wrong = check(word)
        if wrong:
            self._invalid(key, wrong, help)
        return not wrong

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                message = f"unknown key `{key}`{_meant(key, self._asked)}"
                known = ", ".join(sorted(self._asked))
                self._collector.report(
                    CONFIG_UNKNOWN_KEY, message, self.span.child(key), help=f"the keys here are {known}"
                )

    def _value(self, key: str, required: bool) -> object | None:
        self._asked.add(key)
        if required and key not in self._values:
            self._collector.report(CONFIG_MISSING_KEY, f"`{key}` is missing", self.span)
        return self._values.get(key)

    def _settled(self, key: str, value: Given) -> Given:
        """A value that was read, written down."""
        span = self.span.child(key)
        self.settings[span.pointer] = Setting(span, value, key in self._values)
        return value

    def _wrong(self, key: str, wanted: str, value: object) -> None:
        subject = "each item" if key.isdigit() else f"`{key}`"
        message = f"{subject} must be {wanted}, not {_kind(value)}"
        self._collector.report(CONFIG_WRONG_TYPE, message, self.span.child(key))

    def _empty(self, key: str) -> None:
        subject = "an item" if key.isdigit() else f"`{key}`"
        self._invalid(key, f"{subject} is empty", "write a value or remove the key")

    def _invalid(self, key: str, message: str, help: str = "") -> None:
        span = self.span.child(key) if key else self.span
        self._collector.report(CONFIG_INVALID_VALUE, message, span, help=help)


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _meant(word: str, known: set[str] | tuple[str, ...]) -> str:
    """The word that was meant, as the end of a message."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _kind(value: object) -> str:
    """What TOML calls a value."""
    match value:
        case bool():
            return "a boolean"
        case int():
            return "a whole number"
        case float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "a table"
        case _:
            return "a date or time"
