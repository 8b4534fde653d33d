"""The body of a request: read as its media type says, held against its type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import assert_never
from urllib.parse import unquote_plus

from specbind.ir.api import Content, Encoding, Location, Operation, Parameter, Style
from specbind.ir.types import (
    UNKNOWN,
    ArrayType,
    Json,
    MapType,
    ObjectType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    UnknownType,
)
from specbind.mock.complaints import Complaint, Place, RefusedError, listed, shown
from specbind.mock.exchange import Call
from specbind.mock.layouts import LayoutError, Layouts
from specbind.mock.multipart import Part, parts
from specbind.mock.parameters import Parameters
from specbind.mock.shapes import Shapes, Spot
from specbind.python.media import Media, sent_as

_BODY = Spot(Place.BODY)
_PLAIN = Encoding("")


class Bodies:
    """Reads the bodies of one API's requests."""

    def __init__(self, layouts: Layouts, shapes: Shapes, parameters: Parameters) -> None:
        self._layouts = layouts
        self._shapes = shapes
        self._parameters = parameters

    def read(self, operation: Operation, call: Call) -> tuple[Json, list[Complaint]]:
        """The value of a body, and what is wrong with it. Raises `RefusedError` for a type that is not documented."""
        declared = operation.body
        if declared is None:
            nothing = _BODY.complaint("no body", f"{len(call.body)} bytes")
            return None, [nothing] if call.body else []
        sent = call.header("content-type")
        if not call.body and (sent is None or not declared.required):
            missing = _BODY.complaint(f"a body of {_listed(declared.contents)}, which is required", None)
            return None, [missing] if declared.required else []
        content = next((each for each in declared.contents if _accepts(each, sent or "")), None)
        if content is None:
            about = Complaint(Place.HEADER, "content-type", "", _listed(declared.contents), sent)
            raise RefusedError(415, [about])
        try:
            return self._value(content, call.body, sent or content.media_type)
        except LayoutError as error:
            found = error.found or shown(call.body[:200].decode("utf-8", "replace"))
            return None, [_BODY.complaint(str(error), found)]

    def _value(self, content: Content, body: bytes, sent: str) -> tuple[Json, list[Complaint]]:
        match sent_as(content):
            case Media.JSON:
                return self._held(content, self._layouts.document(_text(body)))
            case Media.FORM:
                return self._form(content, _text(body))
            case Media.MULTIPART:
                return self._multipart(content, body, sent)
            case Media.LINES:
                return self._lines(content, _text(body))
            case Media.TEXT | Media.EVENTS:
                text = _text(body)
                is_text = content.type is not None and any(
                    isinstance(each, StringType) for each in self._layouts.alternatives(content.type)
                )
                return self._held(content, text) if is_text else (text, [])
            case Media.BINARY:
                return None, []
            case unreachable:
                assert_never(unreachable)

    def _held(self, content: Content, value: Json) -> tuple[Json, list[Complaint]]:
        if content.type is None:
            return value, []
        return value, list(self._shapes.complaints(content.type, value, _BODY))

    def _lines(self, content: Content, text: str) -> tuple[Json, list[Complaint]]:
        values: list[Json] = []
        complaints: list[Complaint] = []
        for index, line in enumerate(line for line in text.replace("\x1e", "").splitlines() if line.strip()):
            try:
                value = self._layouts.document(line)
            except LayoutError as error:
                complaints.append(_BODY.below([index]).complaint(str(error), shown(line)))
                continue
            values.append(value)
            if content.type is not None:
                complaints += self._shapes.complaints(content.type, value, _BODY.below([index]))
        return values, complaints

    def _form(self, content: Content, text: str) -> tuple[Json, list[Complaint]]:
        pairs = [(name, value) for name, _, value in (pair.partition("=") for pair in text.split("&")) if name]
        return self._closest(content, lambda of: self._of_pairs(content, of, pairs))

    def _of_pairs(self, content: Content, of: Type, pairs: list[tuple[str, str]]) -> Json:
        encodings = {each.wire_name: each for each in content.encodings}
        fields = [(field.wire_name, field.type) for field in of.fields] if isinstance(of, ObjectType) else []
        parameters = [_as_parameter(name, kind, encodings.get(name, _PLAIN)) for name, kind in fields]
        values, left = self._parameters.members(parameters, pairs)
        for name, value in left:
            values[unquote_plus(name)] = self._layouts.scalar(
                self._layouts.member(of, unquote_plus(name)), unquote_plus(value)
            )
        return dict(values)

    def _multipart(self, content: Content, body: bytes, sent: str) -> tuple[Json, list[Complaint]]:
        found = parts(body, sent)
        if found is None:
            raise LayoutError("parts between boundaries, as the content type says")
        if content.type is None:
            return None, []
        return self._closest(content, lambda of: self._of_parts(content, of, found))

    def _of_parts(self, content: Content, of: Type, found: Sequence[Part]) -> Json:
        encodings = {each.wire_name: each for each in content.encodings}
        if isinstance(of, ArrayType | TupleType):
            usual = encodings.get("*", _PLAIN)
            return [
                self._part(self._layouts.item(of, index), part, encodings.get(str(index), usual))
                for index, part in enumerate(found)
            ]
        named: dict[str, list[Part]] = {}
        styled: list[tuple[str, str]] = []
        bracketed = [name for name, each in encodings.items() if each.style is not None]
        for part in found:
            name = part.name or ""
            if part.filename is None and name.partition("[")[0] in bracketed:
                styled.append((name, _text(part.content)))
            else:
                named.setdefault(name, []).append(part)
        values = {name: self._parts(of, name, each, encodings.get(name, _PLAIN)) for name, each in named.items()}
        return {**values, **self._styled(of, encodings, styled)}

    def _styled(self, of: Type, encodings: dict[str, Encoding], pairs: list[tuple[str, str]]) -> dict[str, Json]:
        """The members whose parts are laid out like pairs of a query."""
        parameters = [
            _as_parameter(name, self._layouts.member(of, name), each)
            for name, each in encodings.items()
            if each.style is not None
        ]
        quoted = [(name.replace("+", "%2B"), value.replace("%", "%25").replace("+", "%2B")) for name, value in pairs]
        return self._parameters.members(parameters, quoted)[0]

    def _parts(self, of: Type, name: str, found: Sequence[Part], how: Encoding) -> Json:
        """A member from the parts of its name: an array has one for each item, or one that is JSON."""
        kind = self._layouts.member(of, name)
        arrays = [each for each in self._layouts.alternatives(kind) if isinstance(each, ArrayType | TupleType)]
        if arrays and not (len(found) == 1 and "json" in (found[0].media_type or "")):
            return [self._part(self._layouts.item(arrays[0], index), part, how) for index, part in enumerate(found)]
        if len(found) > 1 and not isinstance(kind, UnknownType):
            raise LayoutError(f"one part with the name `{name}`, not {len(found)}")
        return self._part(kind, found[0], how)

    def _part(self, of: Type, part: Part, how: Encoding) -> Json:
        """The value of one part; that of a file is its bytes, each as one character."""
        if how.media_type is not None and part.media_type is not None:
            kinds = [kind.strip() for kind in how.media_type.split(",")]
            if not any(fnmatchcase(_essence(part.media_type), _essence(kind)) for kind in kinds):
                raise LayoutError(f"{how.media_type} in the part `{part.name}`", part.media_type)
        if any(_is_file(each) for each in self._layouts.alternatives(of)):
            return part.content.decode("latin-1")
        if isinstance(of, UnknownType) and part.filename is not None:
            return part.content.decode("latin-1")
        structured = all(isinstance(each, ObjectType | MapType) for each in self._layouts.alternatives(of))
        if structured or "json" in (part.media_type or ""):
            return self._layouts.document(_text(part.content))
        return self._layouts.scalar(of, _text(part.content))

    def _closest(self, content: Content, reading: Callable[[Type], Json]) -> tuple[Json, list[Complaint]]:
        """The reading by one alternative of the body's type that the type holds, else the one nearest to it."""
        of = content.type if content.type is not None else UNKNOWN
        best: tuple[Json, list[Complaint]] | None = None
        unread: LayoutError | None = None
        for each in self._layouts.alternatives(of):
            try:
                value = reading(each)
            except LayoutError as error:
                unread = unread or error
                continue
            complaints = list(self._shapes.complaints(of, value, _BODY))
            if best is None or len(complaints) < len(best[1]):
                best = value, complaints
        if best is None:
            raise unread or LayoutError("no body")
        return best


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise LayoutError("text in UTF-8") from None


def _is_file(of: Type) -> bool:
    return isinstance(of, StringType) and of.format is StringFormat.BINARY


def _as_parameter(name: str, of: Type, how: Encoding) -> Parameter:
    """A member of a form, which is laid out as a parameter of a query is."""
    style = how.style or Style.FORM
    explode = how.explode if how.explode is not None else style is Style.FORM
    media_type = how.media_type if how.style is None else None
    return Parameter(name, Location.QUERY, of, False, style, explode, how.allow_reserved, media_type)


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _accepts(content: Content, sent: str) -> bool:
    return fnmatchcase(_essence(sent), _essence(content.media_type))


def _listed(contents: Sequence[Content]) -> str:
    return listed(content.media_type for content in contents)
