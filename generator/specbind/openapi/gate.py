"""The one gate to the network: documents by URL, from public addresses only, within limits, without credentials.

Every host is looked up once and the connection goes to the address that was checked, so a name that changes its
meaning meanwhile gains nothing; every redirect passes the same checks. Proxies of the environment are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from specbind.openapi.fetched import Page, RefusedError
from specbind.openapi.limits import MAX_REMOTE_BYTES, MAX_REMOTE_SECONDS

Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_MAX_REDIRECTS: Final = 5
_PORTS: Final = {"https": 443, "http": 80}
_NUMERIC: Final = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)
"""A host that resolvers take as a number, in whatever form (URL standard, section 3.5)."""
_EMBEDDED: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_ACCEPT: Final = "application/json, application/yaml, text/yaml, */*;q=0.1"
_CHUNK: Final = 64 * 1024


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, an IPv4 address inside an IPv6 one judged by itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None or any(address in network for network in _EMBEDDED):
            return False
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def look_up(host: str, port: int) -> tuple[Address, ...]:
    """The addresses of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedError(f"the host `{host}` is not known") from None
    return tuple(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)


@dataclass(frozen=True, slots=True)
class Gate:
    """Fetches URLs. Who may be asked, and how hosts are looked up, are values, so that tests need no network."""

    allowed: Callable[[Address], bool] = is_public
    look_up: Callable[[str, int], tuple[Address, ...]] = look_up
    max_bytes: int = MAX_REMOTE_BYTES
    max_seconds: float = MAX_REMOTE_SECONDS

    def fetch(self, url: str) -> Page:
        """What a URL gives; `RefusedError` where the gate stays shut or the server has nothing."""
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._ask(url)
            if isinstance(answer, Page):
                return answer
            if urlsplit(url).scheme == "https" and urlsplit(answer).scheme != "https":
                raise RefusedError(f"the redirect to `{answer}` gives up HTTPS")
            url = answer
        raise RefusedError(f"it is redirected more than {_MAX_REDIRECTS} times")

    def _ask(self, url: str) -> Page | str:
        """The page, or where the server says it is."""
        parts = _checked(url)
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname or ""
        kind = _Secure if parts.scheme == "https" else _Plain
        connection = kind(host, port, self._address(host, port), self.max_seconds)
        late = threading.Event()
        timer = threading.Timer(self.max_seconds, connection.cut, (late,))
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(connection, url, parts)
            reason = ""
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = _reason(error)
        finally:
            timer.cancel()
            connection.close()
        if late.is_set():
            reason = f"it takes more than {self.max_seconds:g} seconds"
        if reason:
            raise RefusedError(reason)
        return answer

    def _address(self, host: str, port: int) -> Address:
        """The address to connect to; all addresses of the host must be allowed."""
        addresses = self.look_up(host, port)
        if not addresses:
            raise RefusedError(f"the host `{host}` has no address")
        for address in addresses:
            if not self.allowed(address):
                raise RefusedError(f"the host `{host}` is not on the public internet ({address})")
        return addresses[0]

    def _exchange(self, connection: http.client.HTTPConnection, url: str, parts: SplitResult) -> Page | str:
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        headers = {"Accept": _ACCEPT, "Accept-Encoding": "identity", "User-Agent": "specbind"}
        connection.request("GET", f"{target}?{query}" if query else target, headers=headers)
        response = connection.getresponse()
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return urljoin(url, location)
        if response.status != 200:
            raise RefusedError(f"the server answers {response.status}")
        if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
            raise RefusedError("the answer is compressed, which was not asked for")
        return Page(url, self._body(response))

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self.max_bytes:
                raise RefusedError(f"it has more than {self.max_bytes:,} bytes")
        if response.length:
            raise RefusedError("the answer ends too early")
        return b"".join(chunks)


def _checked(url: str) -> SplitResult:
    """The parts of a URL that may be asked for."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError("it is no usable URL") from None
    if parts.scheme not in _PORTS:
        raise RefusedError(f"only https and http are fetched, not `{parts.scheme}`")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("it holds a user name or a password")
    host = parts.hostname or ""
    if not host or port == 0 or any(ord(char) <= 32 or ord(char) == 127 for char in url.replace(" ", "")):
        raise RefusedError("it is no usable URL")
    if _NUMERIC.fullmatch(host) and not _is_address(host):
        raise RefusedError(f"the host `{host}` is a number in disguise")
    return parts


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Plain(http.client.HTTPConnection):
    """A connection to an address, whatever its host's name means by now."""

    def __init__(self, host: str, port: int, address: Address, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self.sock = self._wire = socket.create_connection((str(self._address), self.port), self.timeout)

    def cut(self, late: threading.Event) -> None:
        """End whatever is waited for; the response may hold the socket after the connection let go of it."""
        late.set()
        if self._wire is not None:
            with contextlib.suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)


class _Secure(_Plain):
    """The same, speaking TLS; the certificate must be that of the host's name."""

    default_port = _PORTS["https"]

    def connect(self) -> None:
        """Connect to the address that was checked."""
        super().connect()
        self.sock = self._wire = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server does not answer in time"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {error.reason or 'no usable certificate'}"
    if isinstance(error, OSError):
        return f"the connection failed: {(error.strerror or 'closed').lower()}"
    return "the server does not speak HTTP"
