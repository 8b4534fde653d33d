"""A real HTTP server on loopback that knows an OpenAPI document and notes every request that is not in it."""

from __future__ import annotations

import base64
import itertools
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from tests.wire.decoding import Decoder, UndocumentedError, path_pattern
from tests.wire.document import Document, MediaSpec, OperationSpec

_USUAL_HEADERS = {
    "host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type",
    "transfer-encoding", "authorization", "cookie",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What the server says: `body` is sent as it is."""

    status: int
    content_type: str | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Exchange:
    """A request as it was understood."""

    operation: OperationSpec
    path: dict[str, Any]
    query: dict[str, Any]
    header: dict[str, Any]
    cookie: dict[str, Any]
    body: Any
    credentials: frozenset[str]
    accept: str


@dataclass
class Script:
    """One test's conversation: `answers` gives what to say to each request in turn."""

    document: Document
    credentials: Mapping[str, Any]
    answers: Callable[[int], Answer]
    base_url: str = ""
    link_queries: frozenset[str] = frozenset()
    exchanges: list[Exchange] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


class WireServer:
    """The server; each test talks to a path of its own."""

    def __init__(self) -> None:
        self._scripts: dict[str, Script] = {}
        self._numbers = itertools.count(1)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @contextmanager
    def talking(self, script: Script) -> Iterator[Script]:
        """Serve a script under a base URL of its own, and fail if anything was not as documented."""
        number = str(next(self._numbers))
        script.base_url = f"{self.address}/{number}"
        self._scripts[number] = script
        try:
            yield script
        finally:
            del self._scripts[number]
        if script.violations:
            raise AssertionError("\n".join(script.violations))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        scripts = self._scripts

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                data = self._read()
                _, number, path = self.path.split("/", 2)
                script = scripts[number]
                try:
                    script.exchanges.append(understood(script, self, "/" + path, data))
                except (UndocumentedError, AssertionError, ValueError, KeyError) as error:
                    script.violations.append(f"{self.command} /{path}: {type(error).__name__} {error}")
                self._say(script.answers(max(len(script.exchanges) - 1, 0)))

            def _read(self) -> bytes:
                if self.headers.get("transfer-encoding") == "chunked":
                    pieces = []
                    while size := int(self.rfile.readline(), 16):
                        pieces.append(self.rfile.read(size))
                        self.rfile.readline()
                    self.rfile.readline()
                    return b"".join(pieces)
                return self.rfile.read(int(self.headers.get("content-length", 0)))

            def _say(self, answer: Answer) -> None:
                self.send_response(answer.status)
                if answer.content_type is not None:
                    self.send_header("Content-Type", answer.content_type)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_HEAD = do_PATCH = handle_any  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Handler


def understood(script: Script, handler: BaseHTTPRequestHandler, target: str, data: bytes) -> Exchange:
    """A request against the document; raises `UndocumentedError` where it is not in it."""
    document, decoder = script.document, Decoder(script.document)
    path_text, _, query_text = target.partition("?")
    operation, path = _matched(document, decoder, handler.command, path_text)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    if len(headers) != len(handler.headers.items()):
        raise UndocumentedError(f"a header is sent twice: {handler.headers.items()}")
    query_text, cookies, credentials = _credentials(script, operation, headers, query_text)
    pairs = [pair for pair in query_text.split("&") if pair.partition("=")[0] not in script.link_queries]
    exchange = Exchange(
        operation=operation,
        path=path,
        query=decoder.query([each for each in operation.parameters if each.place == "query"], "&".join(pairs)),
        header=_headers(document, decoder, operation, headers),
        cookie=_cookies(decoder, operation, cookies),
        body=None,
        credentials=credentials,
        accept=headers.get("accept", ""),
    )
    _check_parameters(document, operation, exchange)
    exchange.body = _body(document, decoder, operation, headers, data)
    _check_accept(operation, exchange.accept)
    return exchange


def _matched(document: Document, decoder: Decoder, method: str, text: str) -> tuple[OperationSpec, dict[str, Any]]:
    """The operation a request is for: concrete paths come before templated ones."""
    for operation in sorted(document.operations.values(), key=lambda each: each.path.count("{")):
        parameters = {each.name: each for each in operation.parameters if each.place == "path"}
        found = path_pattern(operation.path, parameters).fullmatch(text) if operation.method == method else None
        if found is not None:
            names = [piece.split("}")[0] for piece in operation.path.split("{")[1:]]
            return operation, {
                name: decoder.path(parameters[name], value) for name, value in zip(names, found.groups(), strict=True)
            }
    raise UndocumentedError("no such operation")


def _credentials(
    script: Script, operation: OperationSpec, headers: Mapping[str, str], query: str
) -> tuple[str, dict[str, str], frozenset[str]]:
    """The schemes that were satisfied, and what is left of query and cookies."""
    schemes = script.document.root.get("components", {}).get("securitySchemes", {})
    cookies = dict(one.strip().partition("=")[::2] for one in headers.get("cookie", "").split(";") if one)
    found: set[str] = set()
    for name, scheme in schemes.items():
        secret = script.credentials[name]
        if scheme["type"] == "oauth2" or scheme.get("scheme") == "bearer":
            present = headers.get("authorization") == f"Bearer {secret}"
        elif scheme["type"] == "http":
            wanted = base64.b64encode(":".join(secret).encode()).decode()
            present = headers.get("authorization") == f"Basic {wanted}"
        elif scheme["in"] == "header":
            present = headers.get(scheme["name"].lower()) == secret
        elif scheme["in"] == "query":
            pair = f"{scheme['name']}={secret}"
            present = pair in query.split("&")
            query = "&".join(one for one in query.split("&") if one != pair)
        else:
            present = cookies.pop(scheme["name"], None) == secret
        if present:
            found.add(name)
    if frozenset(found) not in operation.security:
        raise UndocumentedError(f"credentials {sorted(found)} where {[sorted(each) for each in operation.security]} go")
    if "authorization" in headers and not any(
        schemes[name]["type"] == "oauth2" or schemes[name]["type"] == "http" for name in found
    ):
        raise UndocumentedError("an Authorization header that nothing asks for")
    return query, cookies, frozenset(found)


def _headers(
    document: Document, decoder: Decoder, operation: OperationSpec, headers: Mapping[str, str]
) -> dict[str, Any]:
    known = {each.name.lower(): each for each in operation.parameters if each.place == "header"}
    schemes = document.root.get("components", {}).get("securitySchemes", {}).values()
    keys = {scheme["name"].lower() for scheme in schemes if scheme.get("in") == "header"}
    unknown = set(headers) - set(known) - _USUAL_HEADERS - keys
    if unknown:
        raise UndocumentedError(f"headers that are not documented: {sorted(unknown)}")
    return {
        parameter.name: decoder.header(parameter, headers[name]) for name, parameter in known.items() if name in headers
    }


def _cookies(decoder: Decoder, operation: OperationSpec, cookies: Mapping[str, str]) -> dict[str, Any]:
    known = {each.name: each for each in operation.parameters if each.place == "cookie"}
    if unknown := set(cookies) - set(known):
        raise UndocumentedError(f"cookies that are not documented: {sorted(unknown)}")
    return {name: decoder.scalar(known[name].schema, unquote(value)) for name, value in cookies.items()}


def _check_parameters(document: Document, operation: OperationSpec, exchange: Exchange) -> None:
    for parameter in operation.parameters:
        values = getattr(exchange, parameter.place)
        if parameter.name not in values:
            if parameter.required:
                raise UndocumentedError(f"{parameter.place} parameter {parameter.name} is missing")
            continue
        problems = document.errors(parameter.schema, values[parameter.name], sent=True)
        if problems:
            raise UndocumentedError(f"{parameter.place} parameter {parameter.name}: {problems}")


def _body(
    document: Document, decoder: Decoder, operation: OperationSpec, headers: Mapping[str, str], data: bytes
) -> Any:
    content_type = headers.get("content-type", "")
    if not operation.body:
        if data or content_type:
            raise UndocumentedError("a body where none goes")
        return None
    if not data and not content_type:
        if operation.body_required:
            raise UndocumentedError("no body")
        return None
    essence = content_type.partition(";")[0].strip().lower()
    content = next((each for each in operation.body if each.media_type == essence), None)
    if content is None:
        raise UndocumentedError(f"a body of {essence}, which is not documented")
    value = decoder.body(content, content_type, data)
    if not essence.endswith("xml"):
        problems = document.errors(content.schema, _without_files(value), sent=True)
        if problems:
            raise UndocumentedError(f"body: {problems}")
    return value


def _without_files(value: Any) -> Any:
    """A body with its files replaced by texts, which is what their schemas say they are."""
    if isinstance(value, dict):
        return {name: _without_files(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_without_files(item) for item in value]
    return "file" if isinstance(value, bytes | tuple) else value


def _check_accept(operation: OperationSpec, accept: str) -> None:
    """A representation that is documented can be chosen by what the client accepts."""
    wanted = [one.partition(";")[0].strip() for one in accept.split(",")]
    contents = [content for status, contents in operation.responses.items() if status[0] == "2" for content in contents]
    if contents and "*/*" not in wanted and not any(content.media_type in wanted for content in contents):
        raise UndocumentedError(f"accepts {accept!r}, which none of the documented answers is")


def answer_of(status: int, content: MediaSpec | None, value: Any, headers: Mapping[str, str]) -> Answer:
    """A documented answer as bytes."""
    if content is None:
        return Answer(status, headers=headers)
    essence = content.media_type
    if essence == "text/event-stream":
        events = "".join(f"id: {index}\ndata: {json.dumps(each)}\n\n" for index, each in enumerate(value))
        return Answer(status, essence, events.encode(), headers)
    if essence == "application/x-ndjson":
        return Answer(status, essence, "".join(json.dumps(each) + "\n" for each in value).encode(), headers)
    if isinstance(value, bytes):
        return Answer(status, essence, value, headers)
    if isinstance(value, str) and not essence.endswith("json"):
        return Answer(status, essence, value.encode(), headers)
    return Answer(status, essence, json.dumps(value).encode(), headers)
