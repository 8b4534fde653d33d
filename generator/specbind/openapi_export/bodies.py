"""Request bodies, responses, headers and examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from specbind.ir.api import Content, Encoding, Example, Header, Location, RequestBody, Response, Style
from specbind.ir.extensions import STYLE, UNNAMED
from specbind.ir.types import Json
from specbind.openapi_export.schemas import Schemas
from specbind.openapi_export.tree import Mapping, Origins, reasons, said

STYLES: Final = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM,),
}
"""The styles that OpenAPI has in each place, the usual one first."""


class Bodies:
    """Writes the bodies of one API."""

    def __init__(self, schemas: Schemas, origins: Origins) -> None:
        self._schemas = schemas
        self._origins = origins

    def request_body(self, body: RequestBody) -> Mapping:
        """A Request Body Object."""
        value: Mapping = said(description=body.description)
        value["content"] = self.contents(body.contents)
        value |= said(required=body.required) | reasons(body.inferred)
        return self._origins.of(body.span, value)

    def response(self, response: Response) -> Mapping:
        """A Response Object, whose description must be there."""
        value: Mapping = {"description": response.description or ""}
        if response.headers:
            value["headers"] = self._headers(response.headers)
        if response.contents:
            value["content"] = self.contents(response.contents)
        return self._origins.of(response.span, value | reasons(response.inferred))

    def contents(self, contents: Iterable[Content]) -> Mapping:
        """Representations by media type."""
        return {content.media_type: self._content(content) for content in contents}

    def _content(self, content: Content) -> Mapping:
        value: Mapping = {}
        if content.type is not None:
            value["schema"] = self._schemas.of(content.type)
        value |= self.examples(content.examples)
        if content.encodings:
            value["encoding"] = {each.wire_name: self._encoding(each) for each in content.encodings}
        return self._origins.of(content.span, value | reasons(content.inferred))

    def _encoding(self, encoding: Encoding) -> Mapping:
        value: Mapping = said(contentType=encoding.media_type)
        if encoding.headers:
            value["headers"] = self._headers(encoding.headers)
        extended: Mapping = {}
        if encoding.style in STYLES[Location.QUERY]:
            value["style"] = encoding.style.value
        elif encoding.style is not None:
            extended = {STYLE: encoding.style.value}
        if encoding.explode is not None:
            value["explode"] = encoding.explode
        return value | said(allowReserved=encoding.allow_reserved) | extended

    def _headers(self, headers: Iterable[Header]) -> Mapping:
        return {header.wire_name: self._header(header) for header in headers}

    def _header(self, header: Header) -> Mapping:
        flags = said(description=header.description, required=header.required, deprecated=header.deprecated)
        return {**flags, "schema": self._schemas.of(header.type)}

    def examples(self, examples: tuple[Example, ...]) -> Mapping:
        """`example` for one without a name, `examples` for others."""
        match examples:
            case ():
                return {}
            case (Example(name=None, summary=None) as only,):
                return {"example": only.value}
        names = {example.name for example in examples}
        numbers = (str(number) for number in range(1, 2 * len(examples) + 1) if str(number) not in names)
        named: Mapping = {}
        for example in examples:
            value: Mapping = {**said(summary=example.summary), "value": example.value}
            unnamed: dict[str, Json] = {UNNAMED: True} if example.name is None else {}
            key = example.name if example.name is not None else next(numbers)
            named[key] = self._origins.of(example.span, value | unnamed)
        return {"examples": named}
