"""Request bodies and responses from the sections and examples of an operation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NoReturn

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import Content, Example, RequestBody, Response
from specbind.ir.types import (
    UNKNOWN,
    BooleanType,
    Field,
    Inference,
    Json,
    ObjectType,
    StringFormat,
    StringType,
    Type,
    without_null,
)
from specbind.reference.examples import ExampleArray, ExampleNode, ExampleObject, plain, read_example, torn
from specbind.reference.facts import Use
from specbind.reference.heads import FieldHead
from specbind.reference.pages import Call, Sample, Section
from specbind.reference.samples import Shown
from specbind.reference.sections import Kind
from specbind.reference.shapes import Scope, Shapes
from specbind.reference.types import Types
from specbind.source import Position, Span

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
_LINES: Final = "application/jsonl"
_EVENTS: Final = "text/event-stream"
_BYTES: Final = "application/octet-stream"
_FILE: Final = StringType(StringFormat.BINARY)
_SAYS_LINES: Final = re.compile(r"\.jsonl\b|\bJSONL\b|\bJSON Lines\b|\bndjson\b", re.IGNORECASE)
_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+")


class Bodies:
    """Reads bodies."""

    def __init__(self, types: Types, shapes: Shapes, collector: Collector) -> None:
        self._types = types
        self._shapes = shapes
        self._collector = collector

    def request(self, call: Call, scope: Scope, examples: tuple[Shown, ...]) -> RequestBody | None:
        """What an operation sends: the body parameters, and the files that only the example call shows."""
        section = call.section(Kind.BODY)
        members = section.members if section is not None else ()
        inferred: list[Inference] = []
        of: Type | None = None
        if members:
            of, inferred_type = self._types.of_members(members, scope, Use.SENT)
            inferred += inferred_type
        media_type = _media_type(call, examples, inferred)
        of = self._with_parts(of, examples, inferred)
        if of is None:
            return None
        required = not isinstance(of, ObjectType) or any(field.required for field in of.fields)
        span = section.span if section is not None else call.span
        shown = tuple(self._sent(examples)) if media_type == _JSON else ()
        content = Content(media_type, of, examples=shown, inferred=tuple(inferred), span=span)
        description = section.description if section is not None else None
        return RequestBody((content,), required, description, span=span)

    def _with_parts(self, of: Type | None, examples: tuple[Shown, ...], inferred: list[Inference]) -> Type | None:
        """A body with the parts of `-F`: files are bytes, and parts that no section documents are added."""
        parts = [(part, each) for each in examples for part in each.curl.form]
        if not parts or not (of is None or isinstance(of, ObjectType)):
            return of
        fields = {field.wire_name: field for field in of.fields} if isinstance(of, ObjectType) else {}
        for part, each in parts:
            known, place = fields.get(part.name), each.place(part.line)
            if known is None:
                reason = Inference(f"part {part.name}", "the example call sends it", place)
                what: Type = _FILE if part.is_file else StringType()
                fields[part.name] = Field(part.name, what, part.is_file, inferred=(reason,), span=place)
                inferred.append(reason)
            elif part.is_file and isinstance(known.type, StringType) and known.type.format is StringFormat.PLAIN:
                reason = Inference("format binary", "the example call sends a file", place)
                fields[part.name] = replace(known, type=_FILE, inferred=(*known.inferred, reason))
        return ObjectType(tuple(fields.values()), span=of.span if isinstance(of, ObjectType) else parts[0][1].span)

    def _sent(self, examples: tuple[Shown, ...]) -> Iterator[Example]:
        for each in examples:
            data = each.curl.data
            if data is not None and each.curl.content_type == _JSON:
                found = read_example(data)
                if found.failed is not None or not found.documents:
                    place = each.place(each.curl.data_line + (torn(data) or found.failed or 1) - 1)
                    message = "this body is no JSON"
                    self._collector.report(rules.UNUSABLE_EXAMPLE, message, place, label="not understood here")
                elif len(found.documents) == 1 and not _elided(found.documents[0]):
                    yield Example(plain(found.documents[0]), span=each.place(each.curl.line))

    def responses(self, call: Call, scope: Scope, examples: tuple[Shown, ...]) -> tuple[Response, ...]:
        """What an operation answers: one success, in one or two representations."""
        section = call.section(Kind.RETURNS)
        if section is None or not section.members:
            return (self._silent(call, section),)
        of, inferred = self._returned(section, scope)
        shown = tuple(self._answers(call))
        media_type, reasons = _JSON, list(inferred)
        if not shown and _SAYS_LINES.search(f"{call.description or ''} {section.description or ''} {call.path}"):
            media_type = _LINES
            reasons.append(Inference("a line for each value", "the text speaks of JSON Lines", call.span))
        contents = [Content(media_type, of, examples=shown, inferred=tuple(reasons), span=section.span)]
        contents += self._streamed(call)
        return (Response("200", tuple(contents), description=section.description, span=section.span),)

    def _returned(self, section: Section, scope: Scope) -> tuple[Type, tuple[Inference, ...]]:
        """The type of a result; one that has just the fields of a type of the resource is that type."""
        members = section.members
        if all(isinstance(member.head, FieldHead) for member in members):
            known = self._shapes.matching(members, scope)
            if len(known) == 1:
                shape = known[0]
                reason = "the result has just the fields of this type"
                return self._types.name(shape), (Inference(f"type {shape.name}", reason, shape.member.span),)
        return self._types.of_members(members, scope, Use.RECEIVED)

    def _silent(self, call: Call, section: Section | None) -> Response:
        """The answer of an operation that documents none: bytes of a GET or POST, else nothing."""
        description = section.description if section is not None else None
        if call.method in ("get", "post") and not any(sample.response for sample in call.samples):
            reason = "neither a result nor an answer is documented, as is usual for files"
            inferred = (Inference("bytes", reason, call.span),)
            content = Content(_BYTES, _FILE, inferred=inferred, span=call.span)
            return Response("200", (content,), description=description, span=call.span)
        shown = tuple(self._answers(call))
        if shown:
            known = Inference("any JSON", "an answer is shown, and no result documented", call.span)
            content = Content(_JSON, UNKNOWN, examples=shown, inferred=(known,), span=call.span)
            return Response("200", (content,), description=description, span=call.span)
        known = Inference("no content", "neither a result nor an answer is documented", call.span)
        return Response("200", description=description, inferred=(known,), span=call.span)

    def _answers(self, call: Call) -> Iterator[Example]:
        """The example responses that are whole JSON documents."""
        for sample in call.samples:
            if sample.response is None or sample.response_span is None:
                continue
            value = _strict(sample.response)
            if value is not None:
                yield Example(value, span=sample.response_span)
                continue
            found = read_example(sample.response)
            if found.failed is not None:
                self._unreadable(sample, found.failed)
            elif len(found.documents) == 1 and not _elided(found.documents[0]):
                yield Example(plain(found.documents[0]), span=sample.response_span)

    def _unreadable(self, sample: Sample, line: int) -> None:
        start = sample.response_span
        assert start is not None
        line = torn(sample.response or "") or line
        place = Span(start.source, start.pointer, Position(start.position.line + line - 1, 1))
        self._collector.report(rules.UNUSABLE_EXAMPLE, "this answer is no JSON", place, label="not understood here")

    def _streamed(self, call: Call) -> Iterator[Content]:
        """The events of an operation that can be asked for a stream."""
        section = call.section(Kind.BODY)
        for member in section.members if section is not None else ():
            if isinstance(member.head, FieldHead) and member.head.name == "stream":
                facts = self._types.facts(member, ())
                if isinstance(without_null(facts.type)[0], BooleanType):
                    reason = "the body has a boolean `stream`; the events are not documented"
                    inferred = (Inference("a stream of events", reason, member.span),)
                    yield Content(_EVENTS, None, inferred=inferred, span=member.span)


def _media_type(call: Call, examples: tuple[Shown, ...], inferred: list[Inference]) -> str:
    """The media type that the example calls send."""
    for each in examples:
        if each.curl.form:
            found = _MULTIPART
        elif each.curl.content_type is not None and _MEDIA_TYPE.fullmatch(each.curl.content_type):
            found = each.curl.content_type
        else:
            continue
        header = each.curl.header("content-type")
        place = each.place(header.line if header is not None else each.curl.line)
        inferred.append(Inference(f"media type {found}", "the example call sends it", place))
        return found
    inferred.append(Inference(f"media type {_JSON}", "nothing else is said", call.span))
    return _JSON


def _strict(text: str) -> Json:
    """The value of a text that is JSON (RFC 8259); None for null and for any other text."""
    try:
        value: Json = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _elided(node: ExampleNode) -> bool:
    match node:
        case ExampleObject(members=members, elided=elided):
            return elided or any(_elided(member.value) for member in members)
        case ExampleArray(items=items, elided=elided):
            return elided or any(_elided(item) for item in items)
        case _:
            return False
