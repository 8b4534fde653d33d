"""JSONPath (RFC 9535), by the library python-jsonpath, which is loaded when the first overlay is applied."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from specbind.ir.types import Json

if TYPE_CHECKING:
    from jsonpath import JSONPath

Location: TypeAlias = "tuple[str | int, ...]"
"""The keys and indexes that lead to a node."""

MOST: Final = 100_000
"""Nodes that one query may select."""
_WORDS: Final = re.compile(r"\['((?:[^'\\]|\\.)*)'|'((?:[^'\\]|\\.)*)'")
"""The names of members, which stand in brackets, and the texts that a filter compares with."""


class QueryError(Exception):
    """A text that is no JSONPath, or one that selects too much."""


class Query:
    """One JSONPath."""

    def __init__(self, text: str) -> None:
        from jsonpath import JSONPathEnvironment
        from jsonpath.exceptions import JSONPathError

        self._environment = JSONPathEnvironment(strict=True)
        self._text = text
        try:
            self._path: JSONPath = self._compiled()
        except JSONPathError as error:
            message = str(error).partition("\n")[0]
            token = getattr(error, "token", None)
            index = getattr(token, "index", -1)
            near = f", at `{text[index:][:30]}`" if isinstance(index, int) and 0 < index < len(text) else ""
            raise QueryError(f"{message}{near}") from None
        except RecursionError:
            raise QueryError("it is nested too deeply") from None

    def _compiled(self) -> JSONPath:
        from jsonpath import JSONPath

        path = self._environment.compile(self._text)
        assert isinstance(path, JSONPath)
        return path

    def select(self, document: Json) -> list[Location]:
        """Where the selected nodes are, each once, in the order of the query."""
        return self._select(self._path, document)

    def _select(self, path: JSONPath, document: Json) -> list[Location]:
        from jsonpath.exceptions import JSONPathError

        found: dict[Location, None] = {}
        try:
            for match in path.finditer(document):
                found[tuple(match.parts)] = None
                if len(found) > MOST:
                    raise QueryError(f"it selects more than {MOST:,} nodes")
        except JSONPathError as error:
            raise QueryError(str(error).partition("\n")[0]) from None
        except RecursionError:
            raise QueryError("it is nested too deeply") from None
        return list(found)

    def miss(self, document: Json) -> tuple[str, list[str]]:
        """For a query that selects nothing: which step of it finds nothing, and what it may have meant."""
        from jsonpath import JSONPath

        segments = tuple(self._path.segments)
        nodes: list[Location] = [()]
        for index, segment in enumerate(segments):
            upto = JSONPath(env=self._environment, segments=segments[: index + 1])
            found = self._select(upto, document)
            if not found:
                before = "$" + "".join(map(str, segments[:index]))
                return f"`{segment}` selects nothing in `{before}`", _near(str(segment), document, nodes)
            nodes = found
        return "it selects nothing", []


def _near(segment: str, document: Json, nodes: list[Location]) -> list[str]:
    """The keys, or the texts one level below, that are most like the words of a step."""
    is_filter = "?" in segment
    written = [literal if is_filter else name for name, literal in _WORDS.findall(segment)]
    words = [word.replace("\\'", "'").replace("\\\\", "\\") for word in written]
    known = list(dict.fromkeys(text for node in nodes[:1000] for text in _texts(at(document, node), is_filter)))
    lower = {text.lower(): text for text in reversed(known)}
    found = [lower[near] for word in words for near in difflib.get_close_matches(word.lower(), lower, 3, 0.5)]
    return list(dict.fromkeys(found)) or known[:3]


def _texts(node: Json, of_members: bool) -> Iterator[str]:
    """The keys of a node; for a filter, the texts that its children hold."""
    if not of_members:
        yield from node if isinstance(node, dict) else ()
        return
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        members = child.values() if isinstance(child, dict) else [child]
        yield from (text for text in members if isinstance(text, str) and len(text) < 80)


def at(document: Json, location: Location) -> Json:
    """The node at a location, which must be there."""
    for key in location:
        if isinstance(document, dict):
            document = document[str(key)]
        else:
            assert isinstance(document, list) and isinstance(key, int)
            document = document[key]
    return document
