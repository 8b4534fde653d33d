"""Documented limits on arguments, checked on the plain values that would be sent."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from .encode import Plain
from .errors import InvalidArgumentError
from .records import Record
from .secrecy import bounded

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

Number: TypeAlias = int | float


class Check(Record):
    """Limits on one argument, or on a value inside it.

    A path names the place, the wire name, then members: `query.limit`,
    `body.projects[].role` (each item), `body.metadata{}` (each value of a map). As a tuple,
    `("body", "a.b", "[]", "role")`, for names that hold such signs. A `number` may be
    given as a `Decimal`, and is one in JSON too.
    """

    path: str | tuple[str, ...]
    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = None
    exclusive_maximum: Number | None = None
    multiple_of: Number | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    min_properties: int | None = None
    max_properties: int | None = None
    number: bool = False

    @cached_property
    def steps(self) -> tuple[str, ...]:
        if isinstance(self.path, tuple):
            return self.path
        spaced = self.path.replace("[]", ".[]").replace("{}", ".{}")
        return tuple(step for step in spaced.split(".") if step)

    @cached_property
    def matcher(self) -> SchemaValidator | None:
        """The compiled pattern, in linear time; None if it is beyond that engine."""
        from pydantic_core import SchemaError, SchemaValidator, core_schema

        try:
            return SchemaValidator(core_schema.str_schema(pattern=self.pattern))
        except SchemaError:
            return None

    @property
    def place(self) -> str:
        return self.steps[0]

    def run(self, values: Plain) -> None:
        """Raise `InvalidArgumentError` for the first value at the path that is beyond it."""
        for where, value in _values_at(values, self.steps[1:], ""):
            problem = self._problem(value)
            if problem is not None:
                shown = bounded(repr(value), 80)
                raise InvalidArgumentError(f"Invalid `{where}`: {shown} {problem}")

    def numbered(self, value: Plain) -> Plain:
        """The value with the texts at the path, which decimals have become, as numbers."""
        return _numbered(value, self.steps[1:])

    def _problem(self, value: Plain) -> str | None:
        if isinstance(value, str):
            return self._text_problem(value)
        if isinstance(value, bool):
            return None
        if isinstance(value, (int, float)):
            return self._number_problem(value)
        if isinstance(value, list):
            return self._list_problem(value)
        if isinstance(value, dict):
            return _size_problem(
                len(value), self.min_properties, self.max_properties, "members"
            )
        return None

    def _number_problem(self, value: Number) -> str | None:
        if self.minimum is not None and value < self.minimum:
            return f"is less than the minimum {self.minimum}"
        if self.maximum is not None and value > self.maximum:
            return f"is greater than the maximum {self.maximum}"
        if self.exclusive_minimum is not None and value <= self.exclusive_minimum:
            return f"is not greater than {self.exclusive_minimum}"
        if self.exclusive_maximum is not None and value >= self.exclusive_maximum:
            return f"is not less than {self.exclusive_maximum}"
        if self.multiple_of and not _is_multiple(value, self.multiple_of):
            return f"is not a multiple of {self.multiple_of}"
        return None

    def _text_problem(self, value: str) -> str | None:
        problem = _size_problem(
            len(value), self.min_length, self.max_length, "characters"
        )
        if problem is not None or self.pattern is None or self.matcher is None:
            return problem
        if not self.matcher.isinstance_python(value):
            return f"does not match {self.pattern!r}"
        return None

    def _list_problem(self, value: list[Plain]) -> str | None:
        if self.unique and _has_twins(value):
            return "holds the same item twice"
        return _size_problem(len(value), self.min_items, self.max_items, "items")


def _numbered(value: Plain, steps: tuple[str, ...]) -> Plain:
    if not steps:
        return _as_number(value) if isinstance(value, str) else value
    step, rest = steps[0], steps[1:]
    if step == "[]" and isinstance(value, list):
        return [_numbered(item, rest) for item in value]
    if isinstance(value, dict):
        for name in list(value) if step == "{}" else [step] if step in value else []:
            value[name] = _numbered(value[name], rest)
    return value


def _as_number(text: str) -> Plain:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def _size_problem(
    size: int, least: int | None, most: int | None, noun: str
) -> str | None:
    if least is not None and size < least:
        return f"has {size} {noun}, fewer than {least}"
    if most is not None and size > most:
        return f"has {size} {noun}, more than {most}"
    return None


def _is_multiple(value: Number, step: Number) -> bool:
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    ratio = value / step
    return math.isclose(ratio, round(ratio), rel_tol=1e-9, abs_tol=1e-9)


def _has_twins(items: list[Plain]) -> bool:
    return len({f"{type(item).__name__}{item!r}" for item in items}) != len(items)


def _values_at(
    value: Plain, steps: tuple[str, ...], where: str
) -> Iterator[tuple[str, Plain]]:
    """Each value that the path reaches, with the name an error gives it."""
    if not steps:
        yield where or "body", value
        return
    step, rest = steps[0], steps[1:]
    if step == "[]":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _values_at(item, rest, f"{where}[{index}]")
    elif step == "{}":
        for name, entry in (value if isinstance(value, dict) else {}).items():
            yield from _values_at(entry, rest, f"{where}[{bounded(name, 40)!r}]")
    elif isinstance(value, dict) and step in value:
        name = f"{where}.{step}" if where else step
        yield from _values_at(value[step], rest, name)
