"""Request bodies: what is sent, under which type, and whether it can be sent again."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic import BaseModel

from .absent import Omit
from .encode import Plain, json_bytes, plain
from .errors import InvalidArgumentError
from .operations import Body, FormBody, JsonBody, LinesBody, MultipartBody, PartsBody
from .prepare import check_body, present, refuse_text
from .styles import FORM, form_pairs

if TYPE_CHECKING:
    from .prepare import Prepared

Chunks: TypeAlias = Iterable[bytes] | AsyncIterable[bytes]


def is_mapping(value: object) -> bool:
    """Whether a body is given as named members."""
    return isinstance(value, Mapping)


class Upload:
    """A body that is not held in memory."""

    def __init__(
        self, begin: Callable[[], Chunks], size: int | None, replayable: bool
    ) -> None:
        self.begin = begin
        self.size = size
        self.replayable = replayable


def encode_body(
    made: Prepared, body: object, extra: Mapping[str, object] | None, checking: bool
) -> None:
    """Put the body into the request."""
    declared = _chosen(made.operation.body, body)
    if declared is None or body is None or isinstance(body, Omit):
        if not extra:
            return
        body = {}
    if isinstance(declared, JsonBody):
        _json(made, declared, body, extra, checking)
    elif isinstance(declared, FormBody):
        _form(made, declared, body, extra, checking)
    elif isinstance(declared, MultipartBody):
        from .multipart import encode_multipart

        encode_multipart(made, declared, _members(made, body, declared.nullable, extra))
    elif isinstance(declared, PartsBody):
        from .multipart import encode_row

        refuse_text("body", body)
        encode_row(made, declared, cast("Iterable[object]", body))
    elif isinstance(declared, LinesBody) and not _is_content(body):
        _lines(made, declared, body, checking)
    else:
        from .uploads import raw_content

        raw_content(made, body, declared.media_type if declared else None)


def _chosen(bodies: Body | tuple[Body, ...] | None, given: object) -> Body | None:
    """The first body that has all members that are given, and takes files if one is.

    Where no body takes files, bytes are base64.
    """
    if not isinstance(bodies, tuple):
        return bodies
    if not isinstance(given, Mapping):
        return bodies[0]
    from .multipart import is_file

    members = cast("Mapping[str, object]", given)
    files = any(isinstance(body, MultipartBody) for body in bodies) and any(
        is_file(value) for value in members.values()
    )
    for body in bodies:
        names = {
            name
            for name, value in members.items()
            if not isinstance(value, Omit)
            and (value is not None or name in body.nullable)
        }
        if not names & body.lacks and (isinstance(body, MultipartBody) or not files):
            return body
    names_given = ", ".join(name for name, value in members.items() if value)
    raise InvalidArgumentError(
        f"No documented content type carries {names_given} together;"
        " choose one with `content_type`"
    )


def _members(
    made: Prepared,
    body: object,
    nullable: frozenset[str],
    extra: Mapping[str, object] | None,
) -> dict[str, object]:
    if isinstance(body, BaseModel):
        shown = plain(body, "body")
        found: dict[str, object] = dict(shown) if isinstance(shown, dict) else {}
    else:
        found = present(made.plan, "body", cast("Mapping[str, object]", body), nullable)
    if extra:
        found.update(extra)
    return found


def _json(
    made: Prepared,
    declared: JsonBody,
    body: object,
    extra: Mapping[str, object] | None,
    checking: bool,
) -> None:
    if is_mapping(body) or extra:
        members = _members(made, body, declared.nullable, extra)
        if not members and not declared.required:
            return
        value: Plain = {
            name: plain(entry, name)
            for name, entry in members.items()
            if not isinstance(entry, Omit)
        }
    else:
        if "" in made.plan.lists.get("body", ()):
            refuse_text("body", body)
        value = plain(body, "body")
    for check in made.plan.numbers:
        value = check.numbered(value)
    if checking and "body" in made.plan.checks:
        check_body(made, value)
    made.json = value
    made.content = json_bytes(value, "body")
    made.headers["content-type"] = declared.media_type


def _is_content(body: object) -> bool:
    """Whether a body is written already: bytes, a file or a path."""
    written = isinstance(body, (bytes, bytearray, memoryview, os.PathLike))
    return written or hasattr(body, "read")


def _lines(made: Prepared, declared: LinesBody, values: object, checking: bool) -> None:
    refuse_text("body", values)
    shown = plain(values, "body")
    if checking and "body" in made.plan.checks:
        check_body(made, shown)
    mark = b"\x1e" if declared.media_type.startswith("application/json-seq") else b""
    items = shown if isinstance(shown, list) else [shown]
    lines = (mark + json_bytes(item, "body") + b"\n" for item in items)
    made.content = b"".join(lines)
    made.headers["content-type"] = declared.media_type


def _form(
    made: Prepared,
    declared: FormBody,
    body: object,
    extra: Mapping[str, object] | None,
    checking: bool,
) -> None:
    members = _members(made, body, declared.nullable, extra)
    if not members and not declared.required:
        return
    values: dict[str, Plain] = {k: plain(v, k) for k, v in members.items()}
    if checking and "body" in made.plan.checks:
        check_body(made, values)
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        pairs += form_pairs(name, value, declared.styles.get(name, FORM))
    made.content = "&".join(f"{k}={v}" for k, v in pairs).encode("ascii")
    made.headers["content-type"] = declared.media_type
