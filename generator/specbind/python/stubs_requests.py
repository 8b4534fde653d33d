"""Expected requests as expressions, and the credentials that test clients send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from specbind.config import ApiConfig
from specbind.ir.api import (
    Api,
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Location,
    OAuth2Scheme,
    OtherScheme,
    SecurityChoice,
    SecurityScheme,
)
from specbind.python.client import credentials
from specbind.python.layout import Atom, Node, Symbol, call, keyword, mapping, one_or_more
from specbind.python.literals import text_literal
from specbind.python.stubs_answers import bytes_literal
from specbind.python.stubs_call import ANY, json_node
from specbind.python.stubs_wire import WireBody, WirePart, WireRequest, encoded

_CREDENTIAL = "fake-credential"
"""A secret is masked wherever an error says it, so it is none that the examples of a document may hold."""
_BASIC = ("user", "fake-password")
_BASIC_HEADER = "Basic dXNlcjpmYWtlLXBhc3N3b3Jk"


def wire(name: str) -> Atom:
    """A name of the support module."""
    return Atom(name, Symbol(".wire", name, name))


@dataclass(frozen=True, slots=True)
class AuthSpec:
    """What the credentials of a request add to it."""

    headers: tuple[tuple[str, str], ...] = ()
    query: str = ""
    cookie: str = ""

    @property
    def node(self) -> Node:
        settings: list[Node] = []
        if self.headers:
            settings.append(keyword("headers", _texts(self.headers)))
        if self.query:
            settings.append(keyword("query", text_literal(self.query)))
        if self.cookie:
            settings.append(keyword("cookie", text_literal(self.cookie)))
        return call(wire("Auth"), settings)


class Credentials:
    """The made-up credentials of test clients."""

    def __init__(self, api: Api, config: ApiConfig) -> None:
        self._schemes = {scheme.name: scheme for scheme in api.security_schemes}
        self._default = api.security
        self._arguments = {
            each.argument: each.scheme for each in credentials(api, config) if not isinstance(each.scheme, OtherScheme)
        }

    def arguments(self) -> Iterator[Node]:
        """The arguments of a client's constructor."""
        for name, scheme in self._arguments.items():
            value: Node = Atom(text_literal(_CREDENTIAL))
            if isinstance(scheme, BasicScheme):
                value = one_or_more(map(text_literal, _BASIC))
            yield keyword(name, value)

    def auth(self, security: tuple[SecurityChoice, ...] | None) -> AuthSpec | None:
        """What the first usable alternative adds; None where a client can use none of them."""
        wanted = self._default if security is None else security
        if not wanted:
            return AuthSpec()
        for choice in wanted:
            schemes = [self._schemes.get(use.scheme) for use in choice]
            known = [scheme for scheme in schemes if scheme is not None and not isinstance(scheme, OtherScheme)]
            if len(known) == len(schemes):
                return _placed(known)
        return None


def _placed(schemes: Sequence[SecurityScheme]) -> AuthSpec:
    headers: dict[str, str] = {}
    query: list[str] = []
    cookies: list[str] = []
    for scheme in schemes:
        match scheme:
            case ApiKeyScheme(location=Location.QUERY, wire_name=name):
                query.append(f"{encoded(name)}={_CREDENTIAL}")
            case ApiKeyScheme(location=Location.COOKIE, wire_name=name):
                cookies.append(f"{name}={_CREDENTIAL}")
            case ApiKeyScheme(wire_name=name):
                headers[name.lower()] = _CREDENTIAL
            case BasicScheme():
                headers["authorization"] = _BASIC_HEADER
            case BearerScheme() | OAuth2Scheme():
                headers["authorization"] = f"Bearer {_CREDENTIAL}"
            case OtherScheme():
                continue
    return AuthSpec(tuple(headers.items()), "&".join(query), "; ".join(cookies))


def request_node(request: WireRequest, auth: AuthSpec, usual: AuthSpec) -> Node:
    """`Request("GET", "/users", query="limit=1")`: only what is not usual is said."""
    settings: list[Node | str] = [text_literal(request.method), text_literal(request.path)]
    if request.query:
        pairs = "&".join(f"{name}={value}" if name else value for name, value in request.query)
        settings.append(keyword("query", text_literal(pairs)))
    if request.headers:
        settings.append(keyword("headers", _texts(request.headers)))
    if request.accept != "application/json":
        settings.append(keyword("accept", text_literal(request.accept)))
    settings += _body(request.body)
    if auth != usual:
        settings.append(keyword("auth", auth.node))
    return call(wire("Request"), settings)


def _body(body: WireBody) -> Iterator[Node]:
    usual = None
    if body.json:
        usual = "application/json"
        yield keyword("json", json_node(body.json[0]))
    if body.form is not None:
        usual = "application/x-www-form-urlencoded"
        yield keyword("form", text_literal(body.form))
    if body.parts is not None:
        usual = "multipart/form-data"
        yield keyword("parts", one_or_more(map(_part, body.parts)))
    if body.content is not None:
        yield keyword("content", bytes_literal(body.content))
    if body.content_type not in (None, usual):
        yield keyword("content_type", text_literal(body.content_type or ""))


def _part(part: WirePart) -> Node:
    settings: list[Node | str] = [text_literal(part.name), bytes_literal(part.content)]
    if part.filename is not None:
        settings.append(keyword("filename", text_literal(part.filename)))
    if part.content_type is not None:
        settings.append(keyword("content_type", text_literal(part.content_type)))
    return call(wire("Part"), settings)


def _texts(pairs: tuple[tuple[str, str], ...]) -> Node:
    texts: Mapping[str, str] = dict(pairs)
    return mapping(
        (text_literal(name), wire("ANY") if value == ANY else text_literal(value)) for name, value in texts.items()
    )
