"""References to URLs: who may be asked, what is refused, and the lock file. No test leaves this machine."""

from __future__ import annotations

import ipaddress
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from specbind.config import Access
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.types import ObjectType, RefType
from specbind.openapi.fetched import Page, RefusedError
from specbind.openapi.gate import Address, Gate, is_public, look_up
from specbind.openapi.read import read
from specbind.openapi.remote import RemoteAccess

BOX = "Box: {type: object, properties: {lid: {$ref: 'parts/lid.yaml#/Lid'}}}\n"
LID = "Lid: {type: object, properties: {size: {type: integer}}}\n"


class Server:
    """A server on the loopback interface; `pages` are bodies, redirects (as texts) or functions that answer."""

    def __init__(self) -> None:
        self.pages: dict[str, object] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                page = server.pages.get(self.path)
                if callable(page):
                    page(self)
                elif isinstance(page, str):
                    self.send_response(302)
                    self.send_header("Location", page)
                    self.end_headers()
                else:
                    body = page if isinstance(page, bytes) else b"no"
                    self.send_response(200 if isinstance(page, bytes) else 404)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str, host: str = "docs.example.com") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


LOOPBACK = ipaddress.ip_address("127.0.0.1")


def here(host: str, port: int) -> tuple[Address, ...]:
    """Every name is this machine."""
    return (LOOPBACK,)


def gate(**settings: object) -> Gate:
    """A gate that may ask this machine and nobody else."""
    return Gate(**{"allowed": lambda address: address == LOOPBACK, "look_up": here, **settings})  # type: ignore[arg-type]


def describe(
    folder: Path, ref: str, access: Access, opened: Gate | None = None
) -> tuple[Api | None, list[str], Collector]:
    spec = folder / "api.yaml"
    spec.write_text(
        f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents: {{schemas: {{A: {{$ref: '{ref}'}}}}}}\n"
    )
    collector = Collector()
    api = read(spec, collector, remote=RemoteAccess(access, (opened or gate()).fetch))
    shown = [f"{each.rule.code} {each.message}" for each in collector.diagnostics]
    return api, shown, collector


def test_a_remote_document_and_what_it_refers_to_are_read_and_recorded(server: Server, tmp_path: Path) -> None:
    server.pages = {"/v1/box.yaml": BOX.encode(), "/v1/parts/lid.yaml": LID.encode()}
    api, shown, _ = describe(tmp_path, server.url("/v1/box.yaml") + "#/Box", Access.RECORD)
    assert shown == [] and api is not None
    assert [decl.name for decl in api.types] == ["A", "Lid"]
    box = api.types[0].type
    assert isinstance(box, ObjectType) and box.fields[0].type == RefType("Lid")
    assert [str(decl.span) for decl in api.types] == [
        f"{server.url('/v1/box.yaml')}:1:1", f"{server.url('/v1/parts/lid.yaml')}:1:1",
    ]  # fmt: skip
    lock = json.loads((tmp_path / "api.yaml.lock").read_text())
    assert list(lock["documents"]) == [server.url("/v1/box.yaml"), server.url("/v1/parts/lid.yaml")]
    assert all(found.startswith("sha256:") for found in lock["documents"].values())


def test_42_no_header_tells_any_host_who_asks(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ada password not-a-real-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    elsewhere = BOX.replace("parts/lid.yaml", server.url("/lid.yaml", "other.example.com"))
    server.pages = {"/box.yaml": elsewhere.encode(), "/lid.yaml": LID.encode()}
    assert describe(tmp_path, server.url("/box.yaml") + "#/Box", Access.READ)[1] == []
    hosts = [headers["host"] for _, headers in server.seen]
    assert hosts == [f"docs.example.com:{server.port}", f"other.example.com:{server.port}"]
    for _, headers in server.seen:
        assert headers.keys() == {"host", "accept", "accept-encoding", "user-agent"}


def test_urls_are_refused_unless_they_are_allowed(server: Server, tmp_path: Path) -> None:
    _, shown, _ = describe(tmp_path, server.url("/lid.yaml"), Access.REFUSED)
    assert shown == [f"SB203 `{server.url('/lid.yaml')}` is remote and is not fetched"]
    assert server.seen == []


def test_reading_alone_records_nothing(server: Server, tmp_path: Path) -> None:
    server.pages = {"/lid.yaml": LID.encode()}
    describe(tmp_path, server.url("/lid.yaml") + "#/Lid", Access.READ)
    assert not (tmp_path / "api.yaml.lock").exists()


def test_locked_takes_what_is_recorded_and_nothing_else(server: Server, tmp_path: Path) -> None:
    ref = server.url("/lid.yaml") + "#/Lid"
    server.pages = {"/lid.yaml": LID.encode(), "/other.yaml": LID.encode()}
    _, shown, _ = describe(tmp_path, ref, Access.LOCKED)
    assert shown == [f"SB209 `{server.url('/lid.yaml')}` is not in `api.yaml.lock`"]
    assert server.seen == []
    assert describe(tmp_path, ref, Access.RECORD)[1] == []
    assert describe(tmp_path, ref, Access.LOCKED)[1] == []
    server.pages["/lid.yaml"] = LID.replace("integer", "string").encode()
    assert describe(tmp_path, ref, Access.LOCKED)[1] == [
        f"SB209 `{server.url('/lid.yaml')}` is not what `api.yaml.lock` recorded"
    ]
    before = (tmp_path / "api.yaml.lock").read_text()
    assert describe(tmp_path, ref, Access.RECORD)[1] == [
        f"SB210 `{server.url('/lid.yaml')}` is not what `api.yaml.lock` recorded"
    ]
    assert (tmp_path / "api.yaml.lock").read_text() != before
    assert describe(tmp_path, ref, Access.LOCKED)[1] == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 2, "documents": {}}', '{"version": 1, "documents": []}'])
def test_a_lock_file_that_is_none_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "api.yaml.lock").write_text(text)
    _, shown, _ = describe(tmp_path, "#/components", Access.LOCKED)
    assert shown[0] == "SB211 `api.yaml.lock` is not a lock file of this version"


def test_the_lock_file_stays_where_the_description_is_bad(server: Server, tmp_path: Path) -> None:
    server.pages = {"/lid.yaml": LID.encode()}
    _, shown, _ = describe(tmp_path, server.url("/lid.yaml") + "#/Lod", Access.RECORD)
    assert [line[:5] for line in shown] == ["SB201"]
    assert not (tmp_path / "api.yaml.lock").exists()


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet_are_refused(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert not is_public(address)
    with pytest.raises(RefusedError, match="not on the public internet"):
        Gate(look_up=lambda host, port: (address,)).fetch("https://docs.example.com/a.yaml")


@pytest.mark.parametrize("text", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    several = (ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1"))
    with pytest.raises(RefusedError, match=r"10\.0\.0\.1"):
        Gate(look_up=lambda host, port: several).fetch("https://docs.example.com/a.yaml")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://docs.example.com/a", "only https and http are fetched, not `ftp`"),
        ("file:///etc/passwd", "only https and http are fetched, not `file`"),
        ("gopher://docs.example.com/", "only https and http are fetched, not `gopher`"),
        ("data:application/json,{}", "only https and http are fetched, not `data`"),
        ("https://user:not-a-real-password@docs.example.com/", "it holds a user name or a password"),
        ("https://docs.example.com@127.0.0.1/", "it holds a user name or a password"),
        ("http://2130706433/", "the host `2130706433` is a number in disguise"),
        ("http://0x7f000001/", "the host `0x7f000001` is a number in disguise"),
        ("http://0177.0.0.1/", "the host `0177.0.0.1` is a number in disguise"),
        ("http://127.1/", "the host `127.1` is a number in disguise"),
        ("http://0x7f.1/", "the host `0x7f.1` is a number in disguise"),
        ("http:///a", "it is no usable URL"),
        ("http://docs.example.com:99999/a", "it is no usable URL"),
        ("http://docs.example.com:0/a", "it is no usable URL"),
        ("http://docs.example.com/a\x00b", "it is no usable URL"),
        ("http://[::1/a", "it is no usable URL"),
    ],
)
def test_a_url_that_the_gate_does_not_take_is_refused_before_anyone_is_asked(url: str, reason: str) -> None:
    def asked(host: str, port: int) -> tuple[Address, ...]:
        raise AssertionError(host)

    with pytest.raises(RefusedError) as caught:
        Gate(look_up=asked).fetch(url)
    assert str(caught.value) == reason


def test_addresses_in_urls_are_judged_as_they_are() -> None:
    for url in ("http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://169.254.169.254/latest"):
        with pytest.raises(RefusedError, match="not on the public internet"):
            Gate().fetch(url)


def test_a_host_that_is_not_known_is_refused() -> None:
    with pytest.raises(RefusedError, match="is not known"):
        look_up("a" * 64 + ".test", 80)


def test_a_redirect_passes_the_same_checks(server: Server) -> None:
    server.pages = {
        "/moved": "/v2/lid.yaml", "/v2/lid.yaml": LID.encode(), "/inside": "http://internal.test/lid.yaml",
        "/file": "file:///etc/passwd", "/secret": "http://a:b@docs.example.com/", "/loop": "/loop",
    }  # fmt: skip

    def names(host: str, port: int) -> tuple[Address, ...]:
        return (ipaddress.ip_address("10.0.0.1"),) if host == "internal.test" else (LOOPBACK,)

    opened = gate(look_up=names)
    assert opened.fetch(server.url("/moved")) == Page(server.url("/v2/lid.yaml"), LID.encode())
    for path, reason in (
        ("/inside", "not on the public internet"),
        ("/file", "only https and http"),
        ("/secret", "a user name"),
        ("/loop", "redirected more than 5 times"),
        ("/none", "the server answers 404"),
    ):
        with pytest.raises(RefusedError, match=reason):
            opened.fetch(server.url(path))


def test_a_redirect_does_not_give_up_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gate, "_ask", lambda self, url: "http://docs.example.com/")
    with pytest.raises(RefusedError, match="gives up HTTPS"):
        Gate().fetch("https://docs.example.com/")


def test_the_connection_goes_to_the_address_that_was_checked(server: Server) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> tuple[Address, ...]:
        asked.append(host)
        return (LOOPBACK,) if len(asked) == 1 else (ipaddress.ip_address("10.0.0.1"),)

    server.pages = {"/lid.yaml": LID.encode()}
    assert gate(look_up=changing).fetch(server.url("/lid.yaml", "rebinding.test")).data == LID.encode()
    assert asked == ["rebinding.test"]


def test_https_is_spoken_with_the_name_of_the_host(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[object] = []

    class Context:
        def wrap_socket(self, sock: object, server_hostname: object) -> object:
            named.append(server_hostname)
            return sock

    monkeypatch.setattr("ssl.create_default_context", Context)
    server.pages = {"/lid.yaml": LID.encode()}
    assert gate().fetch(server.url("/lid.yaml").replace("http:", "https:")).data == LID.encode()
    assert named == ["docs.example.com"]


def test_a_document_that_is_too_large_or_too_slow_is_refused(server: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"# more\n" * 1000)
        except OSError:
            return

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b"#")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            return

    server.pages = {"/endless": endless, "/dripping": dripping}
    with pytest.raises(RefusedError, match="more than 100,000 bytes"):
        gate(max_bytes=100_000).fetch(server.url("/endless"))
    started = time.monotonic()
    with pytest.raises(RefusedError, match=r"it takes more than 0\.3 seconds"):
        gate(max_seconds=0.3).fetch(server.url("/dripping"))
    assert time.monotonic() - started < 2


def test_an_answer_that_is_compressed_cut_short_or_no_http_is_refused(server: Server) -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "9")
        handler.end_headers()
        handler.wfile.write(b"short")

    def compressed(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()

    server.pages = {"/gzip": compressed, "/short": short, "/odd": lambda handler: handler.wfile.write(b"hello\r\n\r\n")}
    with pytest.raises(RefusedError, match="compressed"):
        gate().fetch(server.url("/gzip"))
    with pytest.raises(RefusedError, match="ends too early"):
        gate().fetch(server.url("/short"))
    with pytest.raises(RefusedError, match="does not speak HTTP"):
        gate().fetch(server.url("/odd"))


def test_spaces_in_a_url_are_sent_encoded(server: Server) -> None:
    server.pages = {"/a%20b.yaml?v=1%202": LID.encode()}
    assert gate().fetch(server.url("/a b.yaml?v=1 2")).data == LID.encode()


def test_a_remote_document_cannot_name_a_file(server: Server, tmp_path: Path) -> None:
    (tmp_path / "local.yaml").write_text("type: string")
    server.pages = {"/a.yaml": f"A: {{$ref: 'file://{tmp_path}/local.yaml'}}\nB: {{$ref: local.yaml}}\n".encode()}
    for name, reason in (("A", "only https and http are fetched, not `file`"), ("B", "the server answers 404")):
        _, shown, _ = describe(tmp_path, server.url("/a.yaml") + f"#/{name}", Access.READ)
        assert shown[0].startswith("SB208") and shown[0].endswith(reason)
