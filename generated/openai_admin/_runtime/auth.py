"""Security schemes as data, and the credentials that a client has for them."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from .errors import ConfigurationError, InvalidArgumentError
from .headers import checked_cookie, checked_header
from .records import Record
from .secrecy import Placed, Secret

if TYPE_CHECKING:
    from .oauth import TokenCache
    from .operations import Security


class BearerAuth(Record, kw_only=True):
    """A token in the `Authorization` header."""

    argument: str
    env: tuple[str, ...] = ()


class BasicAuth(Record, kw_only=True):
    """A user name and a password; `env` names a variable for each."""

    argument: str
    env: tuple[str, ...] = ()


class KeyPlace(Record):
    """Where a key goes."""

    location: Literal["header", "query", "cookie"]
    wire_name: str


class ApiKeyAuth(KeyPlace, kw_only=True):
    """A key in a header, query parameter or cookie."""

    argument: str
    env: tuple[str, ...] = ()


class OAuth2ClientCredentials(Record, kw_only=True):
    """A bearer token that the client gets and renews with its own credentials."""

    token_url: str
    scopes: tuple[str, ...] = ()
    refresh_url: str | None = None
    argument: str
    env: tuple[str, ...] = ()
    in_body: bool = False
    """Whether the token endpoint takes the credentials in the form, not as basic."""


class UnsupportedAuth(Record):
    """A scheme that the client cannot do for you, such as mutual TLS."""

    kind: str
    argument: str = ""
    env: tuple[str, ...] = ()


Scheme: TypeAlias = (
    BearerAuth | BasicAuth | ApiKeyAuth | OAuth2ClientCredentials | UnsupportedAuth
)


@dataclass(frozen=True, repr=False)
class ClientCredentials:
    """The id and secret of an OAuth2 client."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"ClientCredentials(client_id={self.client_id!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("ClientCredentials cannot be pickled")


TokenInput: TypeAlias = str | Callable[[], str]
AsyncTokenInput: TypeAlias = str | Callable[[], str | Awaitable[str]]
BasicInput: TypeAlias = tuple[str, str]
OAuth2Input: TypeAlias = ClientCredentials | TokenInput
AsyncOAuth2Input: TypeAlias = ClientCredentials | AsyncTokenInput


class Source:
    """Where the credential of one scheme comes from, and where it goes."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.fixed: Placed | None = None
        self.call: Callable[[], str | Awaitable[str]] | None = None
        self.cache: TokenCache | None = None
        self.problem: str | None = None

    def __repr__(self) -> str:
        return f"Source({type(self.scheme).__name__})"

    @property
    def renews(self) -> bool:
        """Whether a rejected token can be followed by another."""
        return self.fixed is None

    def ready(self) -> Placed | None:
        """The credential, where it is at hand without asking anyone."""
        if self.fixed is not None:
            return self.fixed
        token = None if self.cache is None else self.cache.current()
        return None if token is None else self.place(token)

    def place(self, token: Secret) -> Placed:
        """The credential as it goes into a request; no error or traceback shows it."""
        placed = _placed(self.scheme, token.text)
        if placed is None:
            raise ConfigurationError(_malformed(self.scheme))
        return placed

    def fix(self, given: object) -> None:
        """Take a credential that does not change, or note what is wrong with it."""
        basic = isinstance(self.scheme, BasicAuth)
        if basic and isinstance(given, tuple):
            user, password = cast("tuple[str, str]", given)
            pair = f"{user}:{password}".encode()
            if ":" in user:
                self.problem = (
                    f"The user name in `{self.scheme.argument}` holds a colon"
                )
            text = f"Basic {b64encode(pair).decode('ascii')}"
            self.fixed = Placed("header", "authorization", text)
        elif isinstance(given, str) and not basic:
            self.fixed = _placed(self.scheme, given)
            if self.fixed is None:
                self.problem = _malformed(self.scheme)
        else:
            kind = type(given).__name__
            self.problem = f"`{self.scheme.argument}` cannot be a {kind}"


def _placed(scheme: Scheme, token: str) -> Placed | None:
    """The credential in its place; None where a request cannot carry it."""
    location, name = _place_of(scheme)
    try:
        token = checked_header(name, token.strip())
        if location == "cookie":
            checked_cookie(name, token)
    except InvalidArgumentError:
        return None
    if not token:
        return None
    if location == "authorization":
        return Placed("header", "authorization", f"Bearer {token}")
    return Placed(location, name, token)


def _malformed(scheme: Scheme) -> str:
    return (
        f"The credential `{scheme.argument}` is empty or holds a line break, a control "
        "character or another character that a request cannot carry"
    )


def _place_of(scheme: Scheme) -> tuple[str, str]:
    if isinstance(scheme, ApiKeyAuth):
        name = scheme.wire_name
        return scheme.location, name.lower() if scheme.location == "header" else name
    return "authorization", "authorization"


def make_source(scheme: Scheme, given: object, base_url: str) -> Source | None:
    """The source of a scheme's credential; None if there is none."""
    if isinstance(scheme, UnsupportedAuth):
        return None
    source = Source(scheme)
    if given is None:
        given = _from_environment(scheme)
    if given is None:
        return None
    if callable(given):
        source.call = cast("Callable[[], str | Awaitable[str]]", given)
    elif isinstance(given, ClientCredentials):
        if not isinstance(scheme, OAuth2ClientCredentials):
            source.problem = f"`{scheme.argument}` takes no ClientCredentials"
            return source
        from .oauth import TokenCache

        source.cache = TokenCache(scheme, given, base_url)
    else:
        source.fix(given)
    return source


def _from_environment(scheme: Scheme) -> object:
    found = [os.environ.get(name, "").strip() for name in scheme.env]
    if not found or not all(found):
        return None
    if isinstance(scheme, BasicAuth):
        return (found[0], found[1]) if len(found) > 1 else None
    if isinstance(scheme, OAuth2ClientCredentials) and len(found) > 1:
        return ClientCredentials(found[0], found[1])
    return found[0]


class Keyring:
    """The credentials of a client, by scheme."""

    def __init__(
        self,
        schemes: Mapping[str, Scheme],
        credentials: Mapping[str, object],
        default: Security,
        base_url: str,
    ) -> None:
        self._schemes = schemes
        self._default = default
        self._chosen: dict[Security, tuple[Source, ...]] = {}
        self._sources: dict[str, Source] = {}
        for name, scheme in schemes.items():
            source = make_source(scheme, credentials.get(name), base_url)
            if source is not None:
                self._sources[name] = source

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._sources)})"

    def choose(self, security: Security | None) -> tuple[Source, ...]:
        """The sources of the first alternative whose credentials are all there."""
        wanted = self._default if security is None else security
        chosen = self._chosen.get(wanted)
        if chosen is None:
            chosen = self._chosen[wanted] = self._choose(wanted)
        return chosen

    def _choose(self, wanted: Security) -> tuple[Source, ...]:
        if not wanted:
            return ()
        for names in wanted:
            if all(name in self._sources for name in names):
                chosen = tuple(self._sources[name] for name in names)
                for source in chosen:
                    if source.problem is not None:
                        raise ConfigurationError(source.problem)
                return chosen
        raise ConfigurationError(f"Missing credentials: {self._remedy(wanted)}")

    def _remedy(self, wanted: Security) -> str:
        ways: list[str] = []
        for names in wanted:
            missing = [name for name in names if name not in self._sources]
            ways.append(" and ".join(map(self._ask_for, missing)))
        return "; or ".join(dict.fromkeys(ways))

    def _ask_for(self, name: str) -> str:
        scheme = self._schemes.get(name)
        if scheme is None or isinstance(scheme, UnsupportedAuth):
            kind = name if scheme is None else scheme.kind
            return f"{kind} (set it up on your own http_client)"
        text = f"pass `{scheme.argument}`"
        if scheme.env:
            text += f" or set the environment variable {' and '.join(scheme.env)}"
        return text

    def secrets(self) -> list[Secret]:
        """Every secret text known now, for redaction."""
        found: list[Secret] = []
        for source in self._sources.values():
            placed = source.fixed
            if placed is not None:
                found.append(Secret(placed.value))
                found.append(Secret(placed.value.partition(" ")[2] or placed.value))
            if source.cache is not None:
                found += source.cache.secrets()
        return found
