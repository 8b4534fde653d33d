"""Request bodies, responses and headers: what is sent under which media type."""

from __future__ import annotations

import re
from typing import Final

from specbind import rules
from specbind.ir.api import Content, Encoding, Example, Header, Location, RequestBody, Response, Style
from specbind.openapi.annotations import examples_of
from specbind.openapi.schemas import Schemas
from specbind.openapi.tree import Node

_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+(\s*;.*)?", re.ASCII)
_STATUS: Final = re.compile(r"[1-5][0-9][0-9]|[1-5](XX|xx)|default")


class Bodies:
    """Reads bodies; a body that is referred to from many places is read once."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._responses: dict[tuple[str, str], tuple[tuple[Content, ...], tuple[Header, ...], str | None]] = {}

    def request_body(self, operation: Node) -> RequestBody | None:
        """What an operation sends."""
        written = operation.get("requestBody")
        if written is None:
            return None
        node = self._followed(written)
        if node is None:
            return None
        contents = self.contents(node)
        if not contents:
            if node.raw("content") in (None, {}):
                node.report(rules.UNUSABLE_BODY, "the request body has no content", label="left out")
            return None
        description = written.text("description") or node.text("description")
        return RequestBody(contents, node.flag("required") or False, description, span=node.span)

    def _followed(self, node: Node) -> Node | None:
        if not isinstance(node.value, dict):
            node.wrong("a mapping")
            return None
        end = self._schemas.refs.follow(node)
        if end is not None and not isinstance(end.value, dict):
            end.wrong("a mapping")
            return None
        return end

    def responses(self, operation: Node) -> tuple[Response, ...]:
        """What an operation may answer, in the document's order."""
        listed = operation.mapping("responses")
        found: dict[str, Response] = {}
        for status, node in listed.members() if listed is not None else ():
            if status.startswith("x-"):
                continue
            if not _STATUS.fullmatch(status):
                message = f"`{status}` is no status code"
                node.report(rules.UNUSABLE_STATUS, message, label="left out")
            elif (end := self._followed(node)) is not None:
                key = status if status == "default" else status.upper()
                found.setdefault(key, self._response(key, node, end))
        return tuple(found.values())

    def _response(self, status: str, written: Node, node: Node) -> Response:
        if node.place not in self._responses:
            self._responses[node.place] = (self.contents(node), self.headers(node), node.text("description"))
        contents, headers, description = self._responses[node.place]
        return Response(status, contents, headers, written.text("description") or description, span=node.span)

    def contents(self, node: Node) -> tuple[Content, ...]:
        """The representations under `content`."""
        listed = node.mapping("content") if node.has("content") else None
        found: dict[str, Content] = {}
        for name, media in listed.members() if listed is not None else ():
            media_type = media_type_of(name)
            if media_type is None:
                media.report(rules.UNUSABLE_BODY, f"`{name}` is no media type", label="left out")
            elif (end := self._followed(media)) is not None:
                found.setdefault(media_type, self._content(media_type, end))
        return tuple(found.values())

    def _content(self, media_type: str, node: Node) -> Content:
        schema = node.get("schema")
        of = self._schemas.read(schema) if schema is not None else None
        encodings = self._encodings(node)
        return Content(media_type, of, encodings, self.examples(node), span=node.span)

    def _encodings(self, node: Node) -> tuple[Encoding, ...]:
        listed = node.mapping("encoding") if node.has("encoding") else None
        found = []
        for name, encoding in listed.members() if listed is not None else ():
            if not isinstance(encoding.value, dict):
                encoding.wrong("a mapping")
                continue
            content_type = encoding.text("contentType")
            style = style_of(encoding, Location.QUERY) if encoding.has("style") else None
            reserved = encoding.flag("allowReserved") or False
            headers = self.headers(encoding)
            found.append(Encoding(name, content_type, style, encoding.flag("explode"), reserved, headers))
        return tuple(found)

    def headers(self, node: Node) -> tuple[Header, ...]:
        """The headers under `headers`; Content-Type is said by the media type."""
        listed = node.mapping("headers") if node.has("headers") else None
        found = []
        for name, written in listed.members() if listed is not None else ():
            header = self._followed(written)
            if header is None or name.lower() == "content-type":
                continue
            schema = header.get("schema") or self.content_schema(header)
            of = self._schemas.read(schema if schema is not None else header._replace(value=True))
            required, deprecated = header.flag("required") or False, header.flag("deprecated") or False
            found.append(Header(name, of, required, header.text("description"), deprecated))
        return tuple(found)

    def content_schema(self, node: Node) -> Node | None:
        """The schema of the one media type of a parameter or header that is sent as a document."""
        listed = node.mapping("content") if node.has("content") else None
        for _, media in listed.members() if listed is not None else ():
            return media.get("schema")
        return None

    def examples(self, node: Node) -> tuple[Example, ...]:
        """The examples of a media type or a parameter, else those of its schema."""
        named = node.get("examples")
        found: list[Example] = []
        if named is not None and not isinstance(named.value, dict | list):
            named.wrong("a mapping")
        for name, written in named.members() if named is not None else ():
            example = self._schemas.refs.follow(written)
            if example is None or not isinstance(example.value, dict):
                continue
            if example.has("value"):
                summary = example.text("summary")
                found.append(Example(example.raw("value"), name, summary, example.span))
        for item in named.items() if named is not None else ():
            found.append(Example(item.value, span=item.span))
        if not found and node.has("example"):
            at = node.get("example")
            assert at is not None
            found.append(Example(at.value, span=at.span))
        return tuple(found) or self._schema_examples(node)

    def _schema_examples(self, node: Node) -> tuple[Example, ...]:
        schema = node.get("schema")
        if schema is None or not isinstance(schema.value, dict) or schema.has("$ref"):
            return ()
        return tuple(Example(value, span=schema.span) for value in examples_of(schema))


def media_type_of(name: str) -> str | None:
    """A media type with its name in lower case and its parameters as they are; None if it is none."""
    name = name.strip()
    if not _MEDIA_TYPE.fullmatch(name):
        return None
    kind, semicolon, parameters = name.partition(";")
    return kind.strip().lower() + (f"; {parameters.strip()}" if semicolon and parameters.strip() else "")


_STYLES: Final = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM,),
}


def style_of(node: Node, location: Location) -> Style:
    """The style of a parameter or an encoding; the default of its place if no allowed one is written."""
    allowed = _STYLES[location]
    if not node.has("style"):
        return allowed[0]
    written = node.text("style")
    for style in allowed:
        if style.value == written:
            return style
    if written is not None:
        at = node.get("style") or node
        message = f"`{written}` is no style of a {location.value} parameter"
        at.report(rules.PARAMETER_STYLE, message, label=f"read as {allowed[0].value}")
    return allowed[0]
