"""What the generated tests share: requests, answers, and a transport that records and answers."""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from email.message import Message
from typing import Any, Final, Generic, TypeAlias, TypeGuard, TypeVar, cast
from uuid import UUID

import httpx
from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from .remote import SERVER, ask

ClientT = TypeVar("ClientT")

BASE_URL: Final = "https://api.test"
ANY: Final = "<any value>"
"""Stands for a header that must be there, whatever it says."""

_TRANSPORT: Final = frozenset(
    "host user-agent accept-encoding connection content-length transfer-encoding".split()
)
Json: TypeAlias = "str | float | Sequence[Json] | Mapping[str, Json] | None"
Kind: TypeAlias = "type[object] | tuple[type[object], ...]"


class _Nothing:
    """Where there is no JSON document."""


NOTHING: Final = _Nothing()


@dataclass(frozen=True)
class Part:
    """One part of a multipart body."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


@dataclass(frozen=True)
class Auth:
    """The credentials of a request, where they are put."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: str = ""
    cookie: str = ""


@dataclass(frozen=True)
class Request:
    """A request as the server must see it; `auth` is the API's own unless given."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    accept: str = "application/json"
    json: Json | _Nothing = NOTHING
    form: str | None = None
    parts: tuple[Part, ...] | None = None
    content: bytes | None = None
    content_type: str | None = None
    auth: Auth | None = None

    def facts(self, usual: Auth) -> dict[str, object]:
        """All that is compared."""
        auth = self.auth or usual
        sent = {"accept": self.accept, **self.headers, **auth.headers}
        headers = {name: sent[name] for name in sent if name not in _TRANSPORT}
        cookies = [text for text in (headers.get("cookie"), auth.cookie) if text]
        if cookies:
            headers["cookie"] = "; ".join(cookies)
        if self._content_type is not None:
            headers["content-type"] = self._content_type
        return {
            "method": self.method,
            "url": BASE_URL + self.path,
            "query": _in_order("&".join(filter(None, (self.query, auth.query)))),
            "headers": headers,
            "body": self._body,
        }

    @property
    def _content_type(self) -> str | None:
        if self.content_type is not None:
            return self.content_type
        if self.form is not None:
            return "application/x-www-form-urlencoded"
        if self.parts is not None:
            return "multipart/form-data"
        return None if self.json is NOTHING else "application/json"

    @property
    def _body(self) -> object:
        if self.json is not NOTHING:
            return _canonical(self.json)
        if self.parts is not None:
            return list(self.parts)
        return self.form.encode() if self.form is not None else self.content or b""


@dataclass(frozen=True)
class Answer:
    """A response: a JSON document, events or lines of JSON, or plain content."""

    status: int = 200
    json: Json | _Nothing = NOTHING
    events: Sequence[Json] | None = None
    lines: Sequence[Json] | None = None
    content: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def body(self) -> bytes:
        if self.json is not NOTHING:
            return json.dumps(self.json).encode()
        if self.events is not None:
            texts = (f"data: {json.dumps(event)}\n\n" for event in self.events)
            return "".join(texts).encode()
        if self.lines is not None:
            return "".join(f"{json.dumps(line)}\n" for line in self.lines).encode()
        return self.content

    @property
    def document(self) -> object:
        """What a parsed body must come out as."""
        if self.json is not NOTHING:
            return self.json
        return self.events or self.lines or self.content

    @property
    def kind(self) -> str:
        """The content type; nothing where there is no body."""
        if self.content_type is not None:
            return self.content_type
        if self.json is not NOTHING:
            return "application/json"
        if self.events is not None:
            return "text/event-stream"
        return "" if self.lines is None else "application/x-ndjson"

    def response(self) -> httpx.Response:
        kind = {"content-type": self.kind} if self.kind else {}
        return httpx.Response(
            self.status, headers={**self.headers, **kind}, content=self.body
        )


class Api(Generic[ClientT]):
    """A client whose requests are recorded and answered in turn."""

    client: ClientT

    def __init__(
        self,
        make: Callable[[httpx.MockTransport], ClientT],
        auth: Auth,
        answers: Sequence[Answer],
    ) -> None:
        self.client = make(httpx.MockTransport(self._answer))
        self._auth = auth
        self._answers = answers
        self._requests: list[httpx.Request] = []
        self._given: list[Answer] = []

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self._requests.append(request)
        if SERVER:
            self._given.append(_asked(request, self._answers[0]))
        else:
            assert len(self._requests) <= len(self._answers), "one request too many"
            self._given.append(self._answers[len(self._requests) - 1])
        return self._given[-1].response()

    @property
    def answered(self) -> bytes:
        """The body of the last answer."""
        return self._given[-1].body

    def sent(self, *expected: Request) -> None:
        """Assert that exactly these requests were sent."""
        seen = [_facts(request) for request in self._requests]
        wanted = [request.facts(self._auth) for request in expected]
        if SERVER:  # which has pages and cursors of its own
            seen, wanted = seen[:1], wanted[:1]
        for facts, want in zip(seen, wanted, strict=False):
            _forget_any(cast("dict[str, str]", want["headers"]), facts)
        assert seen == wanted, f"\nsent     {seen}\nexpected {wanted}"

    def gave(self, value: object, kind: Kind, of: Kind = object) -> None:
        """Assert the type of a result, and that it holds what was answered."""
        assert isinstance(value, kind), f"{value!r} is no {kind}"
        for item in value if _is_list(value) else ():
            assert isinstance(item, of), f"{item!r} is no {of}"
        answered = self._given[-1].document
        if isinstance(answered, bytes) and isinstance(value, str):
            answered = answered.decode()
        _assert_same(dump(value), answered)

    def gave_items(self, items: Sequence[object], kind: Kind, *path: str) -> None:
        """Assert the items of all answers, which stand at `path` in each."""
        answered: list[object] = []
        for answer in self._given:
            found: Any = answer.document
            for name in path:
                found = found[name]
            answered += found
        for item in items:
            assert isinstance(item, kind), f"{item!r} is no {kind}"
        _assert_same([dump(item) for item in items], answered)


def _asked(request: httpx.Request, wanted: Answer) -> Answer:
    """What the server answers, which must have the status and the kind that is wanted."""
    given = ask(request, BASE_URL, wanted.status, wanted.kind)
    assert given.status_code == wanted.status, given.text
    link = given.headers.get("link")
    answer = Answer(
        given.status_code,
        content=given.content,
        content_type=given.headers.get("content-type"),
        headers={} if link is None else {"link": link},
    )
    if wanted.json is not NOTHING:
        return replace(answer, json=given.json())
    if wanted.events is None and wanted.lines is None:
        return answer
    lines = [line.removeprefix("data: ") for line in given.text.split("\n") if line]
    values: list[Json] = [json.loads(line) for line in lines]
    if wanted.events is not None:
        return replace(answer, events=values)
    return replace(answer, lines=values)


def _facts(request: httpx.Request) -> dict[str, object]:
    url, _, query = str(request.url).partition("?")
    headers = {
        name: value for name, value in request.headers.items() if name not in _TRANSPORT
    }
    content_type = headers.get("content-type", "")
    body: object = request.content
    if content_type.startswith("multipart/"):
        headers["content-type"] = content_type.partition(";")[0]
        body = _parts(request.content, content_type)
    elif content_type.partition(";")[0].endswith(("/json", "+json")):
        body = _canonical(json.loads(request.content))
    return {
        "method": request.method,
        "url": url,
        "query": _in_order(query),
        "headers": headers,
        "body": body,
    }


def _forget_any(expected: dict[str, str], seen: dict[str, object]) -> None:
    """Take the headers out of the comparison that only have to be there."""
    headers = cast("dict[str, str]", seen["headers"])
    for name in [name for name, value in expected.items() if value == ANY]:
        if name in headers:
            del expected[name], headers[name]


def _in_order(query: str) -> list[str]:
    """The pairs of a query; only the order of pairs with one name means anything."""
    pairs = query.split("&") if query else []
    return sorted(pairs, key=lambda pair: pair.partition("=")[0])


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _parts(content: bytes, content_type: str) -> list[Part]:
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    first, *pieces = (b"\r\n" + content).split(b"\r\n--" + boundary)
    assert first == b"" and pieces and pieces[-1].strip() == b"--", "not multipart"
    return [_part(piece) for piece in pieces[:-1]]


def _part(piece: bytes) -> Part:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = Message()
    for line in head.decode().split("\r\n"):
        name, _, value = line.partition(": ")
        headers[name] = value
    given = headers.get_params(header="content-disposition") or []
    about = {key: str(value) for key, value in given}
    return Part(
        about.get("name", ""),
        content,
        about.get("filename"),
        headers.get("content-type"),
    )


def assert_reads(parse: Callable[[bytes], object], sent: Answer, kind: Kind) -> None:
    """Assert the type of what a body is read as, and that it holds what was sent."""
    value = parse(sent.response().content)
    assert isinstance(value, kind), f"{value!r} is no {kind}"
    _assert_same(dump(value), sent.document)


def dump(value: object) -> object:
    """A result as the JSON document it came from."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if _is_list(value):
        return [dump(item) for item in value]
    if _is_object(value):
        return {name: dump(entry) for name, entry in value.items()}
    if isinstance(value, bytes):
        return value
    plain: object = to_jsonable_python(value)
    return plain


def _is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    return isinstance(value, (list, tuple))


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _assert_same(given: object, answered: object) -> None:
    where = _difference(given, answered, "$")
    assert where is None, f"{where}\ngave     {given!r}\nanswered {answered!r}"


def _difference(given: object, answered: object, path: str) -> str | None:
    """The first place where two documents differ in more than how a value is spelled."""
    if _is_object(given) and _is_object(answered):
        if given.keys() != answered.keys():
            others = sorted(given.keys() ^ answered.keys())
            return f"other members at {path}: {others}"
        pairs = [(f"{path}.{key}", given[key], answered[key]) for key in given]
    elif _is_list(given) and _is_list(answered):
        if len(given) != len(answered):
            return f"another number of items at {path}"
        both = enumerate(zip(given, answered, strict=True))
        pairs = [(f"{path}[{index}]", one, two) for index, (one, two) in both]
    else:
        return None if _same(given, answered) else f"another value at {path}"
    found = (_difference(one, two, where) for where, one, two in pairs)
    return next((each for each in found if each is not None), None)


_SPELLINGS: Final[tuple[TypeAdapter[Any], ...]] = tuple(
    TypeAdapter(cast("type[Any]", kind))
    for kind in (
        AwareDatetime,
        dt.time,
        dt.timedelta,
        UUID,
        Decimal,
    )
)


def _same(given: object, answered: object) -> bool:
    """Whether two scalars are one value: `10:00Z` and `10:00+00:00` are, `1` and true are not."""
    if isinstance(given, bool) or isinstance(answered, bool):
        return given is answered
    if given == answered:
        return True
    if isinstance(given, bytes):
        return isinstance(answered, str) and given == _base64(answered)
    if not isinstance(given, str) or not isinstance(answered, (str, int, float)):
        return False
    for adapter in _SPELLINGS:
        try:
            if adapter.validate_python(given) == adapter.validate_python(str(answered)):
                return True
        except ValidationError:
            continue
    return _base64(given) is not None and _base64(given) == _base64(str(answered))


def _base64(text: str) -> bytes | None:
    plain = text.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        return None
