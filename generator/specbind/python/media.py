"""What a media type means for a client: how its bodies are sent and read."""

from __future__ import annotations

import enum

from specbind.ir.api import Content
from specbind.ir.types import StringFormat, StringType, UnknownType


class Media(enum.Enum):
    """The ways a body is sent or read."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    EVENTS = "events"
    LINES = "lines"
    TEXT = "text"
    BINARY = "binary"


_EXACT = {
    "application/json": Media.JSON,
    "text/json": Media.JSON,
    "application/x-www-form-urlencoded": Media.FORM,
    "text/event-stream": Media.EVENTS,
    "application/x-ndjson": Media.LINES,
    "application/ndjson": Media.LINES,
    "application/jsonl": Media.LINES,
    "application/x-jsonlines": Media.LINES,
    "application/json-seq": Media.LINES,
    "application/stream+json": Media.LINES,
    "application/xml": Media.TEXT,
    "application/yaml": Media.TEXT,
    "application/x-yaml": Media.TEXT,
    "application/javascript": Media.TEXT,
}


def media(content: Content) -> Media:
    """How the bodies of a content travel. A wildcard or an unknown type is judged by its schema."""
    essence = content.media_type.split(";")[0].strip()
    if essence in _EXACT:
        return _EXACT[essence]
    if essence.endswith("+json"):
        return Media.JSON
    if essence.startswith("multipart/"):
        return Media.MULTIPART
    if essence.startswith("text/") or essence.endswith(("+xml", "+yaml")):
        return Media.TEXT
    of = content.type
    if essence == "*/*" and of is not None and not _is_binary(content):
        return Media.JSON
    if isinstance(of, StringType) and not _is_binary(content):
        return Media.TEXT if essence.startswith("application/") else Media.BINARY
    return Media.BINARY


def sent_as(content: Content) -> Media:
    """How a request body travels. What is not text is sent as JSON to a place that takes YAML, which JSON is too.

    Lines and parts that are described as one text are for the caller to write, as events always are.
    """
    kind = media(content)
    essence = content.media_type.split(";")[0].strip()
    shaped = content.type is not None and not isinstance(content.type, StringType)
    match kind:
        case Media.TEXT if essence.endswith("yaml") and shaped:
            return Media.JSON
        case Media.EVENTS:
            return Media.BINARY
        case Media.LINES if not shaped:
            return Media.BINARY
        case Media.MULTIPART if isinstance(content.type, StringType):
            return Media.BINARY
        case _:
            return kind


def read_as(content: Content) -> Media:
    """How a response is read. Forms and the parts of a multipart response are not taken apart."""
    kind = media(content)
    return {Media.FORM: Media.TEXT, Media.MULTIPART: Media.BINARY}.get(kind, kind)


def asked_for(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """The representations of a response that a client asks for: of two that say the same, the one it can parse."""
    parsed = [content.type for content in contents if read_as(content) is Media.JSON]
    return tuple(content for content in contents if not _is_unparsed(content) or content.type not in parsed)


def _is_unparsed(content: Content) -> bool:
    """Whether a structured value would be given as text or bytes."""
    structured = content.type is not None and not isinstance(content.type, StringType | UnknownType)
    return structured and read_as(content) in (Media.TEXT, Media.BINARY)


def _is_binary(content: Content) -> bool:
    return isinstance(content.type, StringType) and content.type.format is StringFormat.BINARY


def concrete(media_type: str) -> str:
    """A content type that a media range stands for."""
    kind, _, rest = media_type.partition("/")
    if kind == "*":
        return "application/json"
    usual = {"image": "image/png", "text": "text/plain", "audio": "audio/mpeg", "video": "video/mp4"}
    return usual.get(kind, "application/octet-stream") if rest.startswith("*") else media_type


def is_stream(kind: Media) -> bool:
    """Whether values come one after another."""
    return kind in (Media.EVENTS, Media.LINES)
