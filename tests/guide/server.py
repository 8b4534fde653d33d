"""A server on loopback that answers every operation of this repository's descriptions as they document it."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.wire.decoding import path_pattern
from tests.wire.document import Document, MediaSpec, OperationSpec
from tests.wire.sampler import Sampler

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    Document(ROOT / "spec/openai-admin/openapi.yaml", brackets=True),
    Document(ROOT / "spec/showcase/openapi.yaml"),
)


def answer(method: str, target: str) -> tuple[int, str, bytes]:
    """Status, content type and body for a request; 404 where nothing is documented."""
    path = target.partition("?")[0]
    for document in DOCUMENTS:
        for operation in sorted(document.operations.values(), key=lambda each: each.path.count("{")):
            parameters = {each.name: each for each in operation.parameters if each.place == "path"}
            if operation.method == method and path_pattern(operation.path, parameters).fullmatch(path):
                return _documented(document, operation)
    said = {"error": {"message": f"nothing is documented at {method} {path}", "type": "not_found", "code": None}}
    return 404, "application/json", json.dumps(said).encode()


def _documented(document: Document, operation: OperationSpec) -> tuple[int, str, bytes]:
    status = next(status for status in operation.responses if status.startswith("2"))
    contents = operation.responses[status]
    if not contents:
        return int(status.replace("X", "0")), "", b""
    return int(status.replace("X", "0")), contents[0].media_type, _body(document, contents[0])


def _body(document: Document, content: MediaSpec) -> bytes:
    valid = [value for value in content.examples if not document.errors(content.schema, value, sent=False)]
    if valid:
        value = last_page(copy.deepcopy(valid[0]))
    elif content.schema is not None:
        value = last_page(Sampler(document, sent=False, full=True).value(content.schema))
    else:
        value = ""
    if content.media_type == "text/event-stream":
        return f"data: {json.dumps(value)}\n\n".encode()
    return json.dumps(value).encode() if "json" in content.media_type else str(value).encode()


def last_page(value: Any) -> Any:
    """The same list, ending here."""
    if isinstance(value, dict):
        for name, last in {"has_more": False, "next_page": None, "next": None, "total_pages": 1}.items():
            if name in value:
                value[name] = last
    return value


@contextmanager
def serving() -> Iterator[str]:
    """The base URL of the server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            status, content_type, body = answer(self.command, self.path)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("X-Request-Id", "req_example")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = handle_any  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
