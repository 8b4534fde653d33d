"""Request bodies, responses and headers: what is sent under which media type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from specbind import rules
from specbind.ir.api import Content, Encoding, Example, Header, Location, RequestBody, Response
from specbind.ir.extensions import UNNAMED
from specbind.openapi.annotations import examples_of
from specbind.openapi.extensions import extended_style, flag_of, read_inferred
from specbind.openapi.layouts import style_of
from specbind.openapi.schemas import Schemas
from specbind.openapi.streams import content_type
from specbind.openapi.tree import Node

_MEDIA_TYPE: Final = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+(\s*;.*)?", re.ASCII)
_STATUS: Final = re.compile(r"[1-5][0-9][0-9]|[1-5](XX|xx)|default")


class Bodies:
    """Reads bodies; a body that is referred to from many places is read once."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._responses: dict[tuple[str, str], tuple[tuple[Content, ...], tuple[Header, ...], str | None]] = {}

    def request_body(self, item: Node, operation: Node) -> RequestBody | None:
        """What an operation, of a path item, sends."""
        written = operation.get("requestBody")
        if written is None:
            return None
        node = self.followed(written)
        if node is None:
            return None
        contents = self.contents(node)
        if not contents:
            if node.raw("content") in (None, {}):
                node.report(rules.UNUSABLE_BODY, "the request body has no content", label="left out")
            return None
        description = written.text("description") or node.text("description")
        required = node.flag("required") or False
        return RequestBody(contents, required, description, read_inferred(node), node.span)

    def is_part(self, parameter: Node) -> bool:
        """Whether a parameter is part of the request body; in OpenAPI 3 none is."""
        return False

    def followed(self, node: Node) -> Node | None:
        """The mapping that a node is, or that it refers to."""
        if not isinstance(node.value, dict):
            node.wrong("a mapping")
            return None
        end = self.schemas.refs.follow(node)
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
            elif (end := self.followed(node)) is not None:
                key = status if status == "default" else status.upper()
                found.setdefault(key, self._response(operation, key, node, end))
        return tuple(found.values())

    def _response(self, operation: Node, status: str, written: Node, node: Node) -> Response:
        if node.place not in self._responses:
            self._responses[node.place] = (self.contents(node), self.headers(node), node.text("description"))
        contents, headers, description = self._responses[node.place]
        said = written.text("description") or description or None
        return Response(status, contents, headers, said, read_inferred(node), node.span)

    def contents(self, node: Node) -> tuple[Content, ...]:
        """The representations under `content`."""
        listed = node.mapping("content") if node.has("content") else None
        found: dict[str, Content] = {}
        for name, media in listed.members() if listed is not None else ():
            media_type = media_type_of(name)
            if media_type is None:
                media.report(rules.UNUSABLE_BODY, f"`{name}` is no media type", label="left out")
            elif (end := self.followed(media)) is not None:
                found.setdefault(media_type, self._content(media_type, end))
        return tuple(found.values())

    def _content(self, media_type: str, node: Node) -> Content:
        of = content_type(self.schemas, media_type, node)
        return Content(media_type, of, self._encodings(node), self.examples(node), read_inferred(node), node.span)

    def _encodings(self, node: Node) -> tuple[Encoding, ...]:
        found = []
        for name, encoding in _named_encodings(node):
            if not isinstance(encoding.value, dict):
                encoding.wrong("a mapping")
                continue
            content_type = encoding.text("contentType")
            style = style_of(encoding, Location.QUERY) if encoding.has("style") else None
            style = extended_style(encoding) or style
            reserved = encoding.flag("allowReserved") or False
            headers = self.headers(encoding)
            found.append(Encoding(name, content_type, style, encoding.flag("explode"), reserved, headers))
        return tuple(found)

    def headers(self, node: Node) -> tuple[Header, ...]:
        """The headers under `headers`; Content-Type is said by the media type."""
        listed = node.mapping("headers") if node.has("headers") else None
        found = []
        for name, written in listed.members() if listed is not None else ():
            header = self.followed(written)
            if header is None or name.lower() == "content-type":
                continue
            schema = self.schema_of(header)
            of = self.schemas.read(schema if schema is not None else header._replace(value=True))
            required, deprecated = header.flag("required") or False, header.flag("deprecated") or False
            found.append(Header(name, of, required, header.text("description"), deprecated, header.span))
        return tuple(found)

    def schema_of(self, node: Node) -> Node | None:
        """The schema of a parameter or a header: its own, that of its one media type, or itself (Swagger 2.0)."""
        if node.has("schema"):
            return node.get("schema")
        listed = node.mapping("content") if node.has("content") else None
        for _, media in listed.members() if listed is not None else ():
            return media.get("schema")
        return node if node.has("type") else None

    def examples(self, node: Node) -> tuple[Example, ...]:
        """The examples of a media type or a parameter, else those of its schema."""
        named = node.get("examples")
        found: list[Example] = []
        if named is not None and not isinstance(named.value, dict | list):
            named.wrong("a mapping")
        for name, written in named.members() if named is not None else ():
            example = self.schemas.refs.follow(written)
            if example is None or not isinstance(example.value, dict):
                continue
            key = "dataValue" if example.has("dataValue") else "value"
            if example.has(key):
                summary = example.text("summary")
                unnamed = flag_of(example, UNNAMED)
                found.append(Example(example.raw(key), None if unnamed else name, summary, example.span))
        if named is not None and isinstance(named.value, list):
            named.report(rules.OTHER_VERSION, "a list of examples is of schemas", label="each is taken as an example")
        for item in named.items() if named is not None else ():
            found.append(Example(item.value, span=item.span))
        if not found and node.has("example"):
            at = node.get("example")
            assert at is not None
            found.append(Example(at.value, span=at.span))
        return tuple(found) or self._media_examples(node) or self._schema_examples(node)

    def _media_examples(self, node: Node) -> tuple[Example, ...]:
        """The examples of the one media type of a parameter that is sent as a document."""
        listed = node.get("content")
        for _, media in listed.members() if listed is not None else ():
            return self.examples(media)
        return ()

    def _schema_examples(self, node: Node) -> tuple[Example, ...]:
        schema = node.get("schema")
        if schema is None or not isinstance(schema.value, dict) or schema.has("$ref"):
            return ()
        return tuple(Example(value, span=schema.span) for value in examples_of(schema))


def _named_encodings(node: Node) -> Iterator[tuple[str, Node]]:
    """Those of named parts, and those of parts in a row (3.2) by position, `*` for the rest."""
    named = node.mapping("encoding") if node.has("encoding") else None
    yield from named.members() if named is not None else ()
    first = node.get("prefixEncoding")
    yield from ((str(at), each) for at, each in enumerate(first.items() if first is not None else ()))
    rest = node.get("itemEncoding")
    if rest is not None:
        yield "*", rest


def media_type_of(name: str) -> str | None:
    """A media type with its name in lower case and its parameters as they are; None if it is none."""
    name = name.strip()
    if not _MEDIA_TYPE.fullmatch(name):
        return None
    kind, semicolon, parameters = name.partition(";")
    return kind.strip().lower() + (f"; {parameters.strip()}" if semicolon and parameters.strip() else "")
