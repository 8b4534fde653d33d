"""Whether a request brings a credential; what it says does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never
from urllib.parse import unquote_plus

from specbind.ir.api import (
    Api,
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Location,
    OAuth2Scheme,
    Operation,
    OtherScheme,
    SecurityScheme,
)
from specbind.mock.complaints import Complaint, Place, RefusedError, listed
from specbind.mock.exchange import Call
from specbind.mock.layouts import Pairs

_PLACES = {Location.HEADER: Place.HEADER, Location.QUERY: Place.QUERY, Location.COOKIE: Place.COOKIE}


class Credentials:
    """The security schemes of one API."""

    def __init__(self, api: Api) -> None:
        self._schemes: Mapping[str, SecurityScheme] = {each.name: each for each in api.security_schemes}
        self._usual = api.security

    def names(self, location: Location) -> frozenset[str]:
        """The names under which keys travel in a place."""
        keys = (each for each in self._schemes.values() if isinstance(each, ApiKeyScheme))
        return frozenset(each.wire_name for each in keys if each.location is location)

    def check(self, operation: Operation, call: Call, query: Pairs, cookies: Pairs) -> None:
        """Raise `RefusedError` where the request has none of the alternatives that an operation asks for."""
        choices = self._usual if operation.security is None else operation.security
        if not choices:
            return
        lacking = [
            [self._schemes[use.scheme] for use in choice if not self._is_there(use.scheme, call, query, cookies)]
            for choice in choices
        ]
        if not all(lacking):
            return
        first = lacking[0][0]
        place, name, expected = _place(first)
        if len(lacking) > 1:
            expected = f"{expected} (or {listed(each.name for choice in lacking[1:] for each in choice)})"
        challenge = () if isinstance(first, ApiKeyScheme) else (("www-authenticate", _challenge(first)),)
        found = call.header("authorization") if name == "authorization" else None
        raise RefusedError(401, [Complaint(place, name, "", expected, found and found.partition(" ")[0])], challenge)

    def _is_there(self, name: str, call: Call, query: Pairs, cookies: Pairs) -> bool:
        authorization = (call.header("authorization") or "").lower()
        match self._schemes.get(name):
            case None | OtherScheme():
                return True
            case BearerScheme() | OAuth2Scheme():
                return authorization.startswith("bearer ") and len(authorization) > len("bearer ")
            case BasicScheme():
                return authorization.startswith("basic ") and len(authorization) > len("basic ")
            case ApiKeyScheme(location=Location.HEADER, wire_name=key):
                return bool(call.header(key.lower()))
            case ApiKeyScheme(location=location, wire_name=key):
                pairs = query if location is Location.QUERY else cookies
                return any(unquote_plus(one) == key and value for one, value in pairs)
            case unreachable:
                assert_never(unreachable)


def _place(scheme: SecurityScheme) -> tuple[Place, str, str]:
    """Where a credential goes, and what goes there."""
    match scheme:
        case ApiKeyScheme(location=location, wire_name=name):
            return _PLACES[location], name.lower() if location is Location.HEADER else name, f"a key ({scheme.name})"
        case BasicScheme():
            return Place.HEADER, "authorization", f"`Basic` and user and password ({scheme.name})"
        case BearerScheme() | OAuth2Scheme() | OtherScheme():
            return Place.HEADER, "authorization", f"`Bearer` and a token ({scheme.name})"
        case _:
            assert_never(scheme)


def _challenge(scheme: SecurityScheme) -> str:
    return "Basic" if isinstance(scheme, BasicScheme) else "Bearer"
