"""Bodies, responses and headers of one operation compared."""

from __future__ import annotations

from dataclasses import replace

from specbind.diff.changes import Position, Site, What
from specbind.diff.definition import shown, type_text
from specbind.diff.keyword_changes import root_default
from specbind.diff.pairing import Match, matched
from specbind.diff.scalar_changes import Fact
from specbind.diff.type_changes import Types
from specbind.ir.api import (
    Content,
    Encoding,
    Example,
    Header,
    Operation,
    RequestBody,
    Response,
)
from specbind.ir.types import StringFormat, StringType, Type


class Bodies:
    """Compares what an operation sends and gets; what it finds goes to the comparison of types that it shares."""

    def __init__(self, types: Types) -> None:
        self._types = types

    def body(self, old: RequestBody | None, new: RequestBody | None, site: Site) -> None:
        """Compare what is sent."""
        at = replace(site, path=("request body",), position=Position.REQUEST_BODY)
        if old is None and new is not None:
            what = What.BODY_ADDED_REQUIRED if new.required else What.BODY_ADDED_OPTIONAL
            self._types.say(replace(at, revision=new.span), [Fact(what, "", "", _body_text(new))])
        elif old is not None and new is None:
            self._types.say(replace(at, base=old.span), [Fact(What.BODY_REMOVED, "", _body_text(old), "")])
        elif old is not None and new is not None:
            at = replace(at, base=old.span or site.base, revision=new.span or site.revision)
            if old.required != new.required:
                what = What.BODY_REQUIRED if new.required else What.BODY_OPTIONAL
                self._types.say(at, [Fact(what, "", _body_text(old), _body_text(new))])
            self._types.prose(at, "description", old.description, new.description)
            self._contents(old.contents, new.contents, at)

    def _contents(self, old: tuple[Content, ...], new: tuple[Content, ...], site: Site) -> None:
        pairs = matched(old, new, lambda each: each.media_type, lambda one, two: 0.0)
        removed, added = list(pairs.removed), list(pairs.added)
        for gone in list(removed):
            named = next((each for each in added if _renaming(gone.media_type, each.media_type) is not None), None)
            if named is None or site.position is not Position.RESPONSE_BODY:
                continue
            what = _renaming(gone.media_type, named.media_type)
            assert what is not None
            self._types.say(site, [Fact(what, gone.media_type, gone.media_type, named.media_type)])
            self._content(Match(gone, named), site)
            removed.remove(gone)
            added.remove(named)
        for gone in removed:
            at = replace(site, base=gone.span or site.base)
            self._types.say(at, [Fact(What.MEDIA_TYPE_REMOVED, gone.media_type, gone.media_type, "")])
        for more in added:
            at = replace(site, revision=more.span or site.revision)
            self._types.say(at, [Fact(What.MEDIA_TYPE_ADDED, more.media_type, "", more.media_type)])
        for match in pairs.pairs:
            self._content(match, site)

    def _content(self, match: Match[Content], site: Site) -> None:
        old, new = match.old, match.new
        spans = (old.span or site.base, new.span or site.revision)
        at = replace(site, base=spans[0], revision=spans[1], text="json" not in new.media_type)
        self._types.prose(at, "example", examples_text(old.examples), examples_text(new.examples))
        self._encodings(old.encodings, new.encodings, at)
        if _is_bytes(old.type) and _is_bytes(new.type) and at.text:
            return
        if old.type is None and new.type is not None:
            self._types.say(at, [Fact(What.SHAPE_ADDED, new.media_type, "", type_text(new.type))])
        elif old.type is not None and new.type is None:
            self._types.say(at, [Fact(What.SHAPE_REMOVED, new.media_type, type_text(old.type), "")])
        elif old.type is not None and new.type is not None:
            before, after = self._types.pair.base.said(at.base), self._types.pair.revision.said(at.revision)
            self._types.say(at, root_default(before, after))
            self._types.rooted(old.type, new.type, at)

    def _encodings(self, old: tuple[Encoding, ...], new: tuple[Encoding, ...], site: Site) -> None:
        before, after = ({each.wire_name: each for each in side} for side in (old, new))
        for name in dict.fromkeys((*before, *after)):
            one, two = before.get(name), after.get(name)
            if one != two:
                fact = Fact(What.ENCODING_CHANGED, name, encoding_text(one), encoding_text(two))
                self._types.say(replace(site, path=(*site.path, name), inner=True), [fact])

    # Responses

    def responses(self, old: Operation, new: Operation, site: Site) -> None:
        """Compare what comes back."""
        pairs = matched(old.responses, new.responses, lambda each: each.status, lambda one, two: 0.0)
        for gone in pairs.removed:
            what = What.SUCCESS_REMOVED if gone.status.startswith("2") else What.FAILURE_REMOVED
            at = replace(site, base=gone.span or site.base)
            self._types.say(at, [Fact(what, gone.status, response_text(gone), "")])
        for more in pairs.added:
            what = What.SUCCESS_ADDED if more.status.startswith("2") else What.FAILURE_ADDED
            at = replace(site, revision=more.span or site.revision)
            self._types.say(at, [Fact(what, more.status, "", response_text(more))])
        for match in pairs.pairs:
            self._response(match, site)

    def _response(self, match: Match[Response], site: Site) -> None:
        old, new = match.old, match.new
        spans = (old.span or site.base, new.span or site.revision)
        at = replace(site, path=(new.status,), position=Position.RESPONSE_BODY, base=spans[0], revision=spans[1])
        self._types.prose(at, "description", old.description, new.description)
        self._headers(old.headers, new.headers, at)
        self._contents(old.contents, new.contents, at)

    def _headers(self, old: tuple[Header, ...], new: tuple[Header, ...], site: Site) -> None:
        pairs = matched(old, new, lambda each: each.wire_name.lower(), lambda one, two: 0.0)
        for gone in pairs.removed:
            what = What.HEADER_REMOVED_REQUIRED if gone.required else What.HEADER_REMOVED_OPTIONAL
            at = _at_header(site, gone, None)
            self._types.say(at, [Fact(what, gone.wire_name, type_text(gone.type), "")])
        for more in pairs.added:
            at = _at_header(site, None, more)
            self._types.say(at, [Fact(What.HEADER_ADDED, more.wire_name, "", type_text(more.type))])
        for match in pairs.pairs:
            self._header(match, _at_header(site, match.old, match.new))

    def _header(self, match: Match[Header], at: Site) -> None:
        old, new = match.old, match.new
        if old.required != new.required:
            what = What.HEADER_REQUIRED if new.required else What.HEADER_OPTIONAL
            self._types.say(at, [Fact(what, new.wire_name, "", "")])
        if old.deprecated != new.deprecated:
            what = What.HEADER_DEPRECATED if new.deprecated else What.HEADER_REACTIVATED
            self._types.say(at, [Fact(what, new.wire_name, "", "")])
        self._types.prose(at, "description", old.description, new.description)
        self._types.rooted(old.type, new.type, at)


def _at_header(site: Site, old: Header | None, new: Header | None) -> Site:
    named = new or old
    assert named is not None
    return replace(
        site,
        path=(*site.path, "header", named.wire_name),
        position=Position.RESPONSE_HEADER,
        base=(old.span if old is not None else None) or site.base,
        revision=(new.span if new is not None else None) or site.revision,
    )


def _renaming(old: str, new: str) -> What | None:
    """What it means that a response has one media type in place of another; None where they are unrelated."""
    one, two = (each.partition(";")[0].strip() for each in (old, new))
    if one == two:
        return What.MEDIA_TYPE_RENAMED
    main_one, _, sub_one = one.partition("/")
    main_two, _, sub_two = two.partition("/")
    if main_one == main_two and sub_one.endswith(f"+{sub_two}"):
        return What.MEDIA_TYPE_GENERALIZED
    if main_one == main_two and sub_two.endswith(f"+{sub_one}"):
        return What.MEDIA_TYPE_SPECIALIZED
    return None


def _is_bytes(of: Type | None) -> bool:
    """Whether a body is any bytes, which OpenAPI 3.1 says without a schema and 3.0 with a format."""
    return of is None or of == StringType(StringFormat.BINARY)


def _body_text(body: RequestBody) -> str:
    listed = ", ".join(each.media_type for each in body.contents)
    return f"{'required' if body.required else 'optional'} {listed}"


def response_text(response: Response) -> str:
    """A response with what it brings."""
    listed = [f"{each.media_type}: {type_text(each.type) if each.type else 'any'}" for each in response.contents]
    return f"{response.status} {'; '.join(listed) or 'without a body'}"


def encoding_text(of: Encoding | None) -> str:
    """How a member of a body is sent."""
    if of is None:
        return ""
    style = of.style.value if of.style is not None else None
    said = {"contentType": of.media_type, "style": style, "explode": of.explode, "allowReserved": of.allow_reserved}
    words = [f"{name} {shown(value)}" for name, value in said.items() if value]
    return ", ".join((*words, *(f"header {header.wire_name}" for header in of.headers))) or "as usual"


def examples_text(examples: tuple[Example, ...]) -> str:
    """Examples on one line; their order says nothing."""
    return "; ".join(sorted(shown(each.value) for each in examples))
