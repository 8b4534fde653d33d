"""Bodies and responses as Swagger 2.0 has them, too: parameters that make up a body, `consumes` and `produces`.

Documents mix the versions, so whatever form is written is read; the one that is not the document's is reported.
"""

from __future__ import annotations

from typing import Final

from specbind import rules
from specbind.diagnostics import Related
from specbind.ir.api import Content, Encoding, Example, Location, RequestBody, Response
from specbind.ir.types import Field, ObjectType, StringFormat, StringType, Type
from specbind.openapi.annotations import check_default, notes_of
from specbind.openapi.bodies import Bodies, media_type_of
from specbind.openapi.deviations import report
from specbind.openapi.dialects import Dialect
from specbind.openapi.layouts import collection_of
from specbind.openapi.schemas import Schemas
from specbind.openapi.tree import Node

_JSON: Final = "application/json"
_BYTES: Final = "application/octet-stream"
_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_SWAGGER: Final = Dialect.SWAGGER_2_0
_FORMS: Final = (_FORM, _MULTIPART)
_PLACES: Final = ("body", "formData")


class VersionedBodies(Bodies):
    """Reads the bodies of one document in the form of either version."""

    def __init__(self, schemas: Schemas, top: Node) -> None:
        super().__init__(schemas)
        self._top = top

    def is_part(self, parameter: Node) -> bool:
        """Whether a parameter is part of the request body."""
        return parameter.raw("in") in _PLACES

    def request_body(self, item: Node, operation: Node) -> RequestBody | None:
        """What an operation sends: its `body` parameter, or its `formData` parameters as one form."""
        if operation.has("requestBody"):
            self._check(operation, "requestBody", Dialect.OPENAPI_3_0)
            return super().request_body(item, operation)
        parts = self._parts(item, operation)
        for part in parts:
            self._check(part, "in", _SWAGGER, f"a parameter in `{part.raw('in')}`")
        bodies = [part for part in parts if part.raw("in") == "body"]
        if not bodies:
            return self._form(operation, parts) if parts else None
        for part in (*bodies[1:], *(part for part in parts if part.raw("in") == "formData")):
            first = Related(bodies[0].span, "the body")
            message = f"`{part.raw('name')}` would be a second body"
            part.report(rules.UNUSABLE_PARAMETER, message, label="left out", related=(first,))
        return self._body(operation, bodies[0])

    def _check(self, node: Node, key: str, version: Dialect, what: str = "") -> None:
        """Report a form of the other version than the document's."""
        dialect = self.schemas.refs.dialect
        if (dialect is _SWAGGER) != (version is _SWAGGER):
            report(node, key, f"{what or f'`{key}`'} is of {version.title}", dialect)

    def _parts(self, item: Node, operation: Node) -> list[Node]:
        """The parameters of the body: those of the path that the operation does not replace, and its own."""
        found: dict[tuple[object, object], Node] = {}
        for owner in (item, operation):
            listed = owner.get("parameters")
            for written in listed.items() if listed is not None else ():
                node = self.schemas.refs.follow(written) if isinstance(written.value, dict) else None
                if node is None or not self.is_part(node):
                    continue
                if node.raw("in") == "formData" and not node.text("name"):
                    node.report(rules.UNUSABLE_PARAMETER, "the parameter lacks a name", label="left out")
                    continue
                found[node.raw("in"), node.raw("name") if node.raw("in") == "formData" else None] = node
        return list(found.values())

    def _body(self, operation: Node, node: Node) -> RequestBody:
        schema = self.schema_of(node)
        of = self.schemas.read(schema) if schema is not None else None
        media_types = _carrying(of, self._media_types(operation, "consumes") or [_JSON])
        examples = self.examples(node)
        contents = tuple(Content(media_type, of, (), examples, span=node.span) for media_type in media_types)
        return RequestBody(contents, node.flag("required") or False, node.text("description"), span=node.span)

    def _form(self, operation: Node, parts: list[Node]) -> RequestBody:
        fields = tuple(self._field(part) for part in parts)
        whole = ObjectType(fields, span=operation.span)
        encodings = tuple(_encoding(part) for part in parts if part.raw("type") == "array")
        files = any(_is_file(field.type) for field in fields)
        contents = [
            Content(media_type, whole, encodings, span=operation.span) for media_type in self._forms(operation, files)
        ]
        required = any(field.required for field in fields)
        return RequestBody(tuple(contents), required, span=operation.span)

    def _forms(self, operation: Node, files: bool) -> list[str]:
        """The media types by which a form can be sent; files need multipart."""
        listed = self._media_types(operation, "consumes")
        for media_type in listed:
            if media_type.partition(";")[0] not in _FORMS:
                at = self._listing(operation, "consumes")
                message = f"`{media_type}` cannot carry the parameters of a form"
                at.report(rules.UNUSED_CONSUMES, message, label="not offered for this form")
        if files:
            return [_MULTIPART]
        return [each for each in listed if each.partition(";")[0] in _FORMS] or [_FORM]

    def _field(self, node: Node) -> Field:
        of = self.schemas.read(self.schema_of(node) or node._replace(value=True))
        notes = notes_of(node, self.schemas.refs)
        check_default(self.schemas, node, of, notes)
        return Field(
            node.text("name") or "",
            of,
            node.flag("required") or False,
            notes.description,
            notes.default,
            notes.deprecated,
            examples=notes.examples,
            span=node.span,
        )

    def _response(self, operation: Node, status: str, written: Node, node: Node) -> Response:
        swagger = self.schemas.refs.dialect is _SWAGGER
        if node.has("content"):
            self._check(node, "content", Dialect.OPENAPI_3_0)
        elif node.has("schema"):
            self._check(node, "schema", _SWAGGER)
        if node.has("content") or not (swagger or node.has("schema")):
            return super()._response(operation, status, written, node)
        description = written.text("description") or node.text("description")
        return Response(status, self._answers(operation, node), self.headers(node), description, span=node.span)

    def _answers(self, operation: Node, node: Node) -> tuple[Content, ...]:
        """The representations of a response: its schema under each media type that the operation produces."""
        schema, examples = node.get("schema"), self._examples(node)
        if schema is None and not examples:
            return ()
        of = self.schemas.read(schema) if schema is not None else None
        usual = list(examples) or [_JSON]
        media_types = _carrying(of, self._media_types(operation, "produces") or usual)
        span = node.span
        return tuple(Content(each, of, (), examples.get(each, ()), span=span) for each in media_types)

    def _examples(self, node: Node) -> dict[str, tuple[Example, ...]]:
        """The examples of a response, by media type."""
        listed = node.mapping("examples") if node.has("examples") else None
        found: dict[str, tuple[Example, ...]] = {}
        for name, example in listed.members() if listed is not None else ():
            media_type = media_type_of(name)
            if media_type is None:
                example.report(rules.UNUSABLE_BODY, f"`{name}` is no media type", label="this example is left out")
            else:
                found[media_type] = (Example(example.value, span=example.span),)
        return found

    def schema_of(self, node: Node) -> Node | None:
        """The schema of a parameter or a header, which in Swagger 2.0 is the parameter itself."""
        schema = super().schema_of(node)
        if schema is node:
            self._check(node, "type", _SWAGGER, "a parameter's own `type`")
        elif schema is not None and node.raw("in") != "body":
            self._check(node, "schema" if node.has("schema") else "content", Dialect.OPENAPI_3_0)
        return schema

    def _media_types(self, operation: Node, key: str) -> list[str]:
        """What the operation lists under `consumes` or `produces`, else the document."""
        listed = self._listing(operation, key)
        found: dict[str, None] = {}
        for item in listed.items():
            text = item.own_text()
            media_type = media_type_of(text) if text is not None else None
            if media_type is not None:
                found[media_type] = None
            elif text is not None:
                item.report(rules.UNUSABLE_BODY, f"`{text}` is no media type", label="left out")
        return list(found)

    def _listing(self, operation: Node, key: str) -> Node:
        owner = operation if operation.has(key) else self._top
        return owner.sequence(key) or owner


def _carrying(of: Type | None, media_types: list[str]) -> list[str]:
    """The media types that can carry a value: bytes are no JSON, whatever the document produces in general."""
    if not _is_file(of):
        return media_types
    return [each for each in media_types if "json" not in each] or [_BYTES]


def _is_file(of: Type | None) -> bool:
    return isinstance(of, StringType) and of.format is StringFormat.BINARY


def _encoding(node: Node) -> Encoding:
    style, explode = collection_of(node, Location.QUERY)
    return Encoding(node.text("name") or "", None, style, explode)
