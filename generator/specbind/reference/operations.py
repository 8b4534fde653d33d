"""Operations of the IR from what pages show of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import (
    Location,
    Operation,
    Parameter,
    SecurityChoice,
    Style,
)
from specbind.ir.types import (
    ArrayType,
    ConstType,
    EnumType,
    EnumValue,
    Inference,
    MapType,
    ObjectType,
    StringType,
    Type,
    without_null,
)
from specbind.reference.bodies import Bodies
from specbind.reference.evidence import Deprecated
from specbind.reference.heads import FieldHead
from specbind.reference.members import Member, walk
from specbind.reference.merge import Rendering
from specbind.reference.pages import Call, Section
from specbind.reference.prose import read_prose
from specbind.reference.samples import Shown, fixed_headers
from specbind.reference.sections import Kind
from specbind.reference.shapes import Scope
from specbind.reference.types import Types
from specbind.source import Span

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_LOCATIONS: Final[Mapping[Kind, Location]] = {
    Kind.PATH: Location.PATH,
    Kind.QUERY: Location.QUERY,
    Kind.HEADER: Location.HEADER,
    Kind.COOKIE: Location.COOKIE,
}
_STYLES: Final[Mapping[Location, tuple[Style, bool]]] = {
    Location.PATH: (Style.SIMPLE, False),
    Location.QUERY: (Style.FORM, True),
    Location.HEADER: (Style.SIMPLE, False),
    Location.COOKIE: (Style.FORM, True),
}
_RESERVED: Final = frozenset(("accept", "content-type", "authorization"))
_COMMAS: Final = re.compile(r"\bcomma[- ](?:separated|delimited)\b", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"`([\w.]+)\[\]`")


class Operations:
    """Reads operations. `arrays` is how lists in queries are sent, where an example call shows it."""

    def __init__(
        self,
        types: Types,
        bodies: Bodies,
        arrays: tuple[Style, Inference] | None,
        secrets: frozenset[str],
        collector: Collector,
    ) -> None:
        self._types = types
        self._bodies = bodies
        self._arrays = arrays
        self._secrets = secrets
        self._collector = collector
        self._bracketed: dict[str, Span] = {}

    def read(
        self, rendering: Rendering, examples: tuple[Shown, ...], security: tuple[SecurityChoice, ...] | None
    ) -> Operation:
        """One operation."""
        call, scope = rendering.call, rendering.scope
        said = read_prose(call.description) if call.description else ()
        deprecation = next((fact for fact in said if isinstance(fact, Deprecated)), None)
        inferred = [Inference("deprecated", deprecation.proof, call.span)] if deprecation is not None else []
        named = (*scope, rendering.named.name) if rendering.named.name else ()
        if named:
            inferred.append(Inference(f"called {'.'.join(named)}", rendering.named.reason, call.span))
        return Operation(
            call.method.upper(),
            call.path,
            summary=call.title or None,
            description=call.description,
            deprecated=deprecation is not None,
            tags=scope[-1:],
            parameters=tuple(self._parameters(call, scope, examples)),
            body=self._bodies.request(call, scope, examples),
            responses=self._bodies.responses(call, scope, examples),
            security=security,
            call=named,
            inferred=tuple(inferred),
            span=call.span,
        )

    def _parameters(self, call: Call, scope: Scope, examples: tuple[Shown, ...]) -> Iterator[Parameter]:
        placeholders = dict.fromkeys(_PLACEHOLDER.findall(call.path))
        found: dict[tuple[Location, str], Parameter] = {}
        self._bracketed = _bracketed(call)
        for section in call.sections:
            location = _LOCATIONS.get(section.kind)
            if location is not None:
                for parameter in self._section(section, location, scope, placeholders):
                    found.setdefault((location, parameter.wire_name), parameter)
        for name in placeholders:
            if (Location.PATH, name) not in found:
                message = f"the placeholder `{{{name}}}` has no parameter"
                self._collector.report(
                    rules.UNDECLARED_PATH_PARAMETER, message, call.span, label="read as required text"
                )
                yield Parameter(name, Location.PATH, StringType(), True, Style.SIMPLE, explode=False, span=call.span)
        yield from found.values()
        known = frozenset(name.lower() for where, name in found if where is Location.HEADER)
        for fixed in fixed_headers(examples, known):
            of = ConstType(fixed.value)
            yield Parameter(
                fixed.name,
                Location.HEADER,
                of,
                True,
                Style.SIMPLE,
                explode=False,
                inferred=(fixed.inference,),
                span=fixed.inference.span,
            )

    def _section(
        self, section: Section, location: Location, scope: Scope, placeholders: Mapping[str, None]
    ) -> Iterator[Parameter]:
        for member in section.members:
            if not isinstance(member.head, FieldHead):
                message = f"`{member.text}` is no parameter"
                self._collector.report(rules.UNUSABLE_PARAMETER, message, member.span, label="left out")
                continue
            name = member.head.name
            if location is Location.PATH and name not in placeholders:
                message = f"the path has no placeholder `{{{name}}}`"
                self._collector.report(rules.UNUSED_PATH_PARAMETER, message, member.span, label="left out")
            elif location is not Location.HEADER or name.lower() not in _RESERVED | self._secrets:
                yield self._parameter(member, member.head, location, scope)

    def _parameter(self, member: Member, head: FieldHead, location: Location, scope: Scope) -> Parameter:
        facts = self._types.facts(member, scope)
        style, explode = _STYLES[location]
        inferred = facts.inferred
        of = facts.type
        if isinstance(of, ConstType) and head.optional:
            of = EnumType((EnumValue(of.value),))
        if location is Location.QUERY:
            style, explode, reasons = self._style(member, of)
            inferred = (*inferred, *reasons)
        return Parameter(
            head.name,
            location,
            of,
            location is Location.PATH or not head.optional,
            style,
            explode,
            description=member.description,
            default=facts.default,
            deprecated=facts.deprecated,
            inferred=inferred,
            span=member.span,
        )

    def _style(self, member: Member, of: Type) -> tuple[Style, bool, tuple[Inference, ...]]:
        """How a query parameter is laid out."""
        plain = without_null(of)[0]
        if isinstance(plain, ObjectType | MapType):
            reason = "objects in queries are sent so by most APIs"
            return Style.DEEP_OBJECT, True, (Inference("style deepObject", reason, member.span),)
        if not isinstance(plain, ArrayType):
            return Style.FORM, True, ()
        text = member.description or ""
        if _COMMAS.search(text):
            return Style.FORM, False, (Inference("values joined by commas", "the text says so", member.span),)
        if (place := self._bracketed.get(member.head.name or "")) is not None:
            reason = f"the text speaks of `{member.head.name}[]`"
            return Style.BRACKETS, True, (Inference("array style brackets", reason, place),)
        if self._arrays is not None:
            return self._arrays[0], True, (self._arrays[1],)
        return Style.FORM, True, ()


def _bracketed(call: Call) -> dict[str, Span]:
    """The names that the texts of an operation write as `name[]`, each with the place of the first such text."""
    found: dict[str, Span] = {}
    members = chain.from_iterable(walk(section.members) for section in call.sections)
    for text, span in ((call.description, call.span), *((member.description, member.span) for member in members)):
        if text is not None and "[]`" in text:
            for name in _BRACKETS.findall(text):
                found.setdefault(name, span)
    return found
