"""What is answered: the documented example where it is one of its type, else a sample."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from specbind.ir.api import Api, Content, Example, Operation, Pagination, Resource, Response
from specbind.ir.types import Json, RefType, Type, UnknownType
from specbind.mock.checks import Request
from specbind.mock.complaints import Complaint, Place, RefusedError, listed
from specbind.mock.exchange import Call, Pairs, Reply
from specbind.mock.pages import Pages
from specbind.mock.samples import Samples
from specbind.mock.wishes import Prefer, acceptable, preferred
from specbind.python.examples import contradictions
from specbind.python.media import Media, concrete, read_as
from specbind.python.plan import Planner
from specbind.python.sample import Members, Sampler, UnsampledError

_RANGES = {"2XX": 200, "3XX": 300, "4XX": 400, "5XX": 500, "1XX": 200, "DEFAULT": 200}
_OURS = frozenset(("content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "link"))
"""Headers that follow from the body, or from the page."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value to answer, and what the log says about it."""

    value: Json
    note: str = ""


class Answers:
    """Answers the requests of one API."""

    def __init__(self, api: Api, seed: int) -> None:
        self._planner = Planner(api)
        self._seed = seed
        self._paginations = dict(_paginations(api.resources))

    def answer(self, operation: Operation, request: Request, call: Call) -> Reply:
        """A documented response. Raises `RefusedError` where no documented one is what the caller wishes."""
        prefer = preferred(call.header("prefer"))
        status, response = chosen(operation, prefer.code)
        if response is None or not response.contents:
            return Reply(status, self._headers(operation, response))
        content = acceptable(response.contents, call.header("accept"))
        if content is None:
            wanted = listed(each.media_type for each in response.contents)
            raise RefusedError(406, [Complaint(Place.HEADER, "accept", "", wanted, call.header("accept"))])
        about = f"{operation.key} {response.status}"
        samples = Samples(self._planner.types, self._seed, about)
        try:
            made = self._body(content, prefer, samples, about)
        except UnsampledError as error:
            raise RefusedError(501, [Complaint(Place.BODY, "", "", f"an example of {about}, as {error}")]) from None
        headers: Pairs = ()
        pagination = self._paginations.get(operation.key)
        if pagination is not None and status < 300 and content.type is not None and read_as(content) is Media.JSON:
            pages = Pages(self._planner, samples)
            page, headers = pages.page(pagination, content.type, made.value, request, call)
            made = _Value(page, made.note)
        kind = ("content-type", concrete(content.media_type))
        chunks = () if operation.method == "HEAD" else tuple(_chunks(read_as(content), content.media_type, made.value))
        return Reply(status, (kind, *headers, *self._headers(operation, response)), chunks, made.note)

    def _body(self, content: Content, prefer: Prefer, samples: Sampler, about: str) -> _Value:
        """An example that was asked for; else the first that is one of its type; else a sample."""
        examples = [] if prefer.dynamic else self._examples(content)
        if prefer.example is not None:
            named = next((each for each in examples if each.name == prefer.example), None)
            if named is None:
                known = listed(f"`{each.name}`" for each in examples if each.name) or "no example with a name"
                raise RefusedError(400, [Complaint(Place.HEADER, "prefer", "", known, prefer.example)])
            return _Value(named.value)
        note = ""
        for each in examples:
            wrong = contradictions(each.value, content.type or UnknownType(), self._planner.types)
            if not wrong:
                return _Value(each.value)
            note = note or f"a sample, because the example contradicts its own type: {wrong[0]}"
        return _Value(self._sample(content, samples), note)

    def _examples(self, content: Content) -> list[Example]:
        """The examples of a response; else those of the type that it is."""
        of = content.type
        if content.examples or not isinstance(of, RefType):
            return list(content.examples)
        return [Example(value) for value in self._planner.types[of.name].examples]

    def _sample(self, content: Content, samples: Sampler) -> Json:
        of = content.type
        match read_as(content):
            case Media.JSON:
                return {} if of is None or isinstance(of, UnknownType) else _sampled(samples, of, 0)
            case Media.EVENTS | Media.LINES:
                return [{}] if of is None else [_sampled(samples, of, nth) for nth in range(2)]
            case Media.TEXT | Media.FORM:
                return "text"
            case Media.BINARY | Media.MULTIPART:
                return "content"
            case unreachable:
                assert_never(unreachable)

    def _headers(self, operation: Operation, response: Response | None) -> Pairs:
        """The documented headers whose values can be sampled."""
        found: list[tuple[str, str]] = []
        for header in response.headers if response is not None else ():
            name = header.wire_name.lower()
            if name in _OURS:
                continue
            try:
                value = Samples(self._planner.types, self._seed, f"{operation.key} {name}").value(header.type)
            except UnsampledError:
                continue
            text = value if isinstance(value, str) else json.dumps(value)
            if text.isascii() and text.isprintable():
                found.append((name, text))
        return tuple(found)

    def error(self, operation: Operation, status: int) -> Reply | None:
        """The documented error of a status, if there is one that can be sampled."""
        found = _documented(operation, str(status))
        content = next((each for each in found.contents if read_as(each) is Media.JSON), None) if found else None
        if content is None:
            return None
        about = f"{operation.key} {status}"
        try:
            made = self._body(content, Prefer(), Samples(self._planner.types, self._seed, about), about)
        except UnsampledError:
            return None
        body = _json(made.value)
        return Reply(status, (("content-type", concrete(content.media_type)),), (body,))


def _sampled(samples: Sampler, of: Type, nth: int) -> Json:
    """A value with all its members, or with those that it must have."""
    for members in (Members.ALL, Members.OUTER):
        try:
            return samples.value(of, members, nth)
        except UnsampledError:
            continue
    return samples.value(of, Members.REQUIRED, nth)


def chosen(operation: Operation, code: str | None) -> tuple[int, Response | None]:
    """The response that was asked for by its code, else the first success. Raises `RefusedError` for another code."""
    if code is not None:
        found = _documented(operation, code) if code.isdecimal() and 200 <= int(code) <= 599 else None
        if found is None:
            known = listed(each.status for each in operation.responses) or "no code"
            raise RefusedError(400, [Complaint(Place.HEADER, "prefer", "", known, f"code={code}")])
        return int(code), found
    best = min(operation.responses, key=_rank, default=None)
    if best is None:
        return 204, None
    return int(best.status) if best.status.isdecimal() else _RANGES.get(best.status.upper(), 200), best


def _documented(operation: Operation, code: str) -> Response | None:
    by_status = {each.status.upper(): each for each in operation.responses}
    return by_status.get(code) or by_status.get(f"{code[0]}XX") or by_status.get("DEFAULT")


def _rank(response: Response) -> tuple[int, str]:
    """Successes come first, then the default, then redirections, then errors."""
    return {"2": 0, "D": 1, "3": 2}.get(response.status[:1].upper(), 3), response.status


def _chunks(media: Media, media_type: str, value: Json) -> Iterator[bytes]:
    """A value as it travels; those of a stream one by one."""
    values = value if isinstance(value, list) else [value]
    match media:
        case Media.JSON:
            yield _json(value)
        case Media.EVENTS:
            yield from (b"data: " + _json(each) + b"\n\n" for each in values)
        case Media.LINES:
            mark = b"\x1e" if media_type.startswith("application/json-seq") else b""
            yield from (mark + _json(each) + b"\n" for each in values)
        case Media.TEXT | Media.FORM | Media.BINARY | Media.MULTIPART:
            yield value.encode() if isinstance(value, str) else _json(value)
        case _:
            assert_never(media)


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _paginations(resource: Resource) -> Iterator[tuple[str, Pagination]]:
    """How the lists of a tree of resources go on, by the keys of their operations."""
    yield from ((each.operation, each.pagination) for each in resource.methods if each.pagination is not None)
    for child in resource.children:
        yield from _paginations(child)


def calls(resource: Resource) -> Mapping[str, str]:
    """The dotted method of each operation."""
    own = {each.operation: ".".join((*resource.path, each.name)) for each in resource.methods}
    for child in resource.children:
        own |= calls(child)
    return own
