"""Which operation a path and a method mean: literal segments before templated ones, as OpenAPI 3.1 section 4.8.8.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from specbind.ir.api import Api, Location, Operation, Parameter, Server, Style

_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation, with the values of its path as they were sent; those of the server's own URL are left out."""

    operation: Operation
    values: Mapping[str, str]


@dataclass(slots=True)
class _Step:
    """What can follow in a path: literal segments, then templated ones; the operations of a path that ends here.

    Templated segments are known by their expressions, so that the names of variables may differ from path to path.
    """

    literal: dict[str, _Step] = field(default_factory=dict)
    templated: dict[str, _Step] = field(default_factory=dict)
    ends: list[tuple[str, Operation]] = field(default_factory=list)


class Routes:
    """The paths of one API, each below the paths of its servers."""

    def __init__(self, api: Api) -> None:
        self._root = _Step()
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.bases = tuple(dict.fromkeys(base_path(server) for server in api.servers)) or ("",)
        for operation in api.operations:
            own = tuple(base_path(server) for server in operation.servers)
            for base in dict.fromkeys((*own, *self.bases)):
                self._add(base + operation.path.partition("?")[0], operation)

    def _add(self, path: str, operation: Operation) -> None:
        step = self._root
        for segment in path.split("/"):
            if _VARIABLE.search(segment):
                step = step.templated.setdefault(_expression(segment, operation), _Step())
            else:
                step = step.literal.setdefault(unquote(segment), _Step())
        step.ends.append((path, operation))

    def find(self, path: str) -> Iterator[Route]:
        """All operations of the first path that matches, whatever their methods."""
        for step, texts in self._matches(self._root, path.split("/"), ()):
            if step.ends:
                for template, operation in step.ends:
                    yield Route(operation, dict(zip(_VARIABLE.findall(template), texts, strict=True)))
                return

    def _matches(
        self, step: _Step, segments: list[str], texts: tuple[str, ...]
    ) -> Iterator[tuple[_Step, tuple[str, ...]]]:
        if not segments:
            yield step, texts
            return
        first, rest = segments[0], segments[1:]
        if (literal := step.literal.get(unquote(first))) is not None:
            yield from self._matches(literal, rest, texts)
        for expression in sorted(step.templated, key=len, reverse=True):
            found = self._pattern(expression).fullmatch(first)
            if found is not None:
                yield from self._matches(step.templated[expression], rest, (*texts, *found.groups()))

    def _pattern(self, expression: str) -> re.Pattern[str]:
        """The expression of a segment, made when it is first asked for."""
        if expression not in self._patterns:
            self._patterns[expression] = re.compile(expression)
        return self._patterns[expression]


def _expression(template: str, operation: Operation) -> str:
    """The expression of a segment; variables side by side are told apart by their styles."""
    by_name = {each.wire_name: each for each in operation.parameters if each.location is Location.PATH}
    parts = _VARIABLE.split(template)
    parts[::2] = [_literal(part) for part in parts[::2]]
    parts[1::2] = [_variable(by_name.get(name) if "}{" in template else None) for name in parts[1::2]]
    return "".join(parts)


def _variable(parameter: Parameter | None) -> str:
    match parameter:
        case Parameter(style=Style.LABEL):
            return r"(\..+?)"
        case Parameter(style=Style.MATRIX, explode=True):
            return "((?:;[^;]*)+)"
        case Parameter(style=Style.MATRIX, wire_name=name):
            return f"(;{_literal(name)}=[^;]*)"
        case _:
            return "(.+?)"


def _literal(part: str) -> str:
    """The expression of a literal piece, whose signs may be sent percent-encoded."""
    return "".join(
        re.escape(sign) if sign.isalnum() else f"(?:{re.escape(sign)}|{re.escape(quote(sign, safe=''))})"
        for sign in part
    )


def base_path(server: Server) -> str:
    """The path of a server's URL, its variables filled in with their defaults, without the last slash."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    try:
        return quote(urlsplit(url).path.rstrip("/"), safe="/%{}:@!$&'()*+,;=~-._")
    except ValueError:
        return ""


def fixed_query(operation: Operation) -> tuple[tuple[str, str], ...]:
    """The pairs that a documented path has in a query of its own."""
    pairs: Iterable[str] = operation.path.partition("?")[2].split("&")
    return tuple((name, value) for name, _, value in (pair.partition("=") for pair in pairs) if name)
