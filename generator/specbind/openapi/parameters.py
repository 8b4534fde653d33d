"""Parameters of paths and operations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from specbind import rules
from specbind.diagnostics import Related
from specbind.ir.api import Location, Parameter, Style
from specbind.ir.extensions import ALLOW_RESERVED
from specbind.ir.types import UNKNOWN, StringType
from specbind.openapi.annotations import Notes, check_default, notes_of, said
from specbind.openapi.bodies import Bodies, media_type_of
from specbind.openapi.dialects import Dialect
from specbind.openapi.extensions import extended_style, flag_of, read_inferred
from specbind.openapi.layouts import layout_of, usual_layout
from specbind.openapi.schemas import Schemas
from specbind.openapi.tokens import TOKEN
from specbind.openapi.tree import Node

PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_RESERVED: Final = frozenset(("accept", "content-type", "authorization"))


class Parameters:
    """Reads parameters; one that is referred to from many places is read once."""

    def __init__(self, schemas: Schemas, bodies: Bodies) -> None:
        self._schemas = schemas
        self._bodies = bodies
        self._known: dict[tuple[str, str], Parameter | None] = {}

    def read(self, path: str, item: Node, operation: Node) -> tuple[Parameter, ...]:
        """The parameters of an operation: its own, then those of the path that it does not replace."""
        own = self._listed(operation)
        shared = self._listed(item)
        found = {**shared, **own}
        ordered = [found[key] for key in {**shared, **own}]
        return self._fitted(path, operation, ordered)

    def unplaced(self, path: str, item: Node, operation: Node) -> tuple[Parameter, ...]:
        """The parameters of the path for which it has no placeholder."""
        placeholders = PLACEHOLDER.findall(path)
        listed = {**self._listed(item), **self._listed(operation)}
        return tuple(
            each for (place, name), each in listed.items() if place is Location.PATH and name not in placeholders
        )

    def _listed(self, owner: Node) -> dict[tuple[Location, str], Parameter]:
        listed = owner.sequence("parameters") if owner.has("parameters") else None
        found: dict[tuple[Location, str], Parameter] = {}
        for written in listed.items() if listed is not None else ():
            parameter = self._parameter(written)
            if parameter is None:
                continue
            key = (parameter.location, parameter.wire_name)
            if key in found:
                message = f"the {key[0].value} parameter `{key[1]}` is listed twice"
                first = found[key].span
                related = (Related(first, "first here"),) if first is not None else ()
                written.report(rules.DUPLICATE_PARAMETER, message, label="left out", related=related)
            else:
                found[key] = parameter
        return found

    def _parameter(self, written: Node) -> Parameter | None:
        if not isinstance(written.value, dict):
            written.wrong("a parameter")
            return None
        node = self._schemas.refs.follow(written)
        if node is None:
            return None
        if node.place not in self._known:
            self._known[node.place] = self._read(node)
        return self._known[node.place]

    def _read(self, node: Node) -> Parameter | None:
        if not isinstance(node.value, dict):
            node.wrong("a parameter")
            return None
        if self._bodies.is_part(node):
            return None
        if node.raw("in") == "querystring":
            return self._query_string(node)
        name = node.text("name")
        location = _location(node)
        if not name or location is None:
            lacks = "a name" if not name else "a place (`in`)"
            node.report(rules.UNUSABLE_PARAMETER, f"the parameter lacks {lacks}", label="left out")
            return None
        if location in (Location.HEADER, Location.COOKIE) and not TOKEN.fullmatch(name):
            message = f"no {location.value} can be called `{name}`"
            node.report(rules.UNUSABLE_PARAMETER, message, label="left out", help=_help(name))
            return None
        if location is Location.HEADER and name.lower() in _RESERVED:
            node.report(rules.RESERVED_HEADER, f"`{name}` is set by the client itself", label="left out")
            return None
        return self._complete(node, name, location)

    def _query_string(self, node: Node) -> Parameter | None:
        """A parameter that is the whole of the query; a form is the same as an object that is exploded."""
        name, media_type = node.text("name") or "query", _media_type(node)
        if media_type is None:
            message = f"`{name}` is the whole of the query and lacks its `content`"
            node.report(rules.UNUSABLE_PARAMETER, message, label="left out")
            return None
        whole = self._complete(node, name, Location.QUERY)
        if media_type.partition(";")[0] == "application/x-www-form-urlencoded":
            return replace(whole, style=Style.FORM, explode=True, media_type=None)
        return replace(whole, style=Style.WHOLE, explode=False)

    def _complete(self, node: Node, name: str, location: Location) -> Parameter:
        schema = self._bodies.schema_of(node)
        media_type = _media_type(node) if node.has("content") and not node.has("schema") else None
        of = self._schemas.read(schema) if schema is not None else UNKNOWN
        notes = notes_of(schema, self._schemas.refs) if schema is not None else Notes()
        if schema is not None:
            check_default(self._schemas, schema, of, notes)
        required = node.flag("required") or False
        if location is Location.PATH and not required:
            message = f"the path parameter `{name}` is not marked as required"
            node.report(rules.OPTIONAL_PATH_PARAMETER, message, label="taken to be required")
            required = True
        self._schemas.remarks.lifecycle(node)
        name, style, explode = _layout(node, name, location, self._schemas.refs.dialect)
        return Parameter(
            name,
            location,
            of,
            required,
            style,
            explode,
            node.flag("allowReserved") or flag_of(node, ALLOW_RESERVED),
            media_type,
            said(node.text("description"), notes.description),
            notes.default,
            node.flag("deprecated") or notes.deprecated,
            self._bodies.examples(node),
            read_inferred(node),
            node.span,
        )

    def _fitted(self, path: str, operation: Node, listed: list[Parameter]) -> tuple[Parameter, ...]:
        """The parameters with those of the path matched to its placeholders."""
        placeholders = dict.fromkeys(PLACEHOLDER.findall(path))
        found: list[Parameter] = []
        for parameter in listed:
            if parameter.location is Location.PATH and parameter.wire_name not in placeholders:
                message = f"the path has no placeholder `{{{parameter.wire_name}}}`"
                operation.report(rules.UNUSED_PATH_PARAMETER, message, label="the parameter is left out")
            else:
                found.append(parameter)
        declared = {parameter.wire_name for parameter in found if parameter.location is Location.PATH}
        missing = [name for name in placeholders if name not in declared]
        for name in missing:
            message = f"the placeholder `{{{name}}}` has no parameter"
            operation.report(rules.UNDECLARED_PATH_PARAMETER, message, label="read as required text")
        added = [_placeholder(name, operation) for name in missing]
        return (*added, *found)


def _layout(node: Node, name: str, location: Location, dialect: Dialect) -> tuple[str, Style, bool]:
    """Name, style and whether lists are spread; a value that is sent as a document has no style."""
    style, explode = layout_of(node, location, dialect)
    extended = extended_style(node)
    if not node.has("schema") and node.has("content"):
        return (name, Style.WHOLE, False) if extended is Style.WHOLE else (name, *usual_layout(location))
    if extended is Style.BRACKETS and location is Location.QUERY and not node.has("style"):
        name = name.removesuffix("[]")
    if extended is None:
        return name, style, explode
    return name, extended, node.flag("explode") is not False


def _location(node: Node) -> Location | None:
    try:
        return Location(node.raw("in"))
    except ValueError:
        return None


def _media_type(node: Node) -> str | None:
    content = node.get("content")
    for name, media in content.members() if content is not None else ():
        media_type = media_type_of(name)
        if media_type is None:
            media.report(rules.UNUSABLE_BODY, f"`{name}` is no media type", label="ignored")
        return media_type
    return None


def _placeholder(name: str, operation: Node) -> Parameter:
    return Parameter(name, Location.PATH, StringType(), True, Style.SIMPLE, explode=False, span=operation.span)


def _help(name: str) -> str:
    """What may be meant by a name with blanks around it."""
    meant = name.strip()
    return f"write `{meant}`, if that is meant" if meant != name and TOKEN.fullmatch(meant) else ""
