"""Security schemes, requirements and servers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, assert_never

from specbind.ir.api import (
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    OAuth2Flow,
    OAuth2Scheme,
    OtherScheme,
    SecurityChoice,
    SecurityScheme,
    Server,
    ServerVariable,
)
from specbind.ir.canonical import FLOW_KINDS
from specbind.ir.extensions import AUTHORIZATION_URL, DEPRECATED, DEVICE_URL, FLOWS, KIND, TOKEN_URL, VARIABLE
from specbind.ir.types import Json
from specbind.openapi_export.names import Keys
from specbind.openapi_export.tree import Mapping, Origins, said

_HTTP: Final = re.compile(r"(?!basic$|bearer$|http$|unknown$)[a-z][a-z-]*")
"""Schemes of HTTP authentication as they are read: in lower case."""


class Security:
    """Writes the security schemes of one API, and the requirements that name them."""

    def __init__(self, schemes: tuple[SecurityScheme, ...], origins: Origins) -> None:
        self._schemes = schemes
        self._keys = Keys(scheme.name for scheme in schemes)
        self._origins = origins

    def schemes(self) -> Mapping:
        """Security Scheme Objects by key."""
        return {self._keys.of(scheme.name): self._scheme(scheme) for scheme in self._schemes}

    def _scheme(self, scheme: SecurityScheme) -> Mapping:
        kind, *rest = _facts(scheme).items()
        value: Mapping = dict([kind]) | said(description=scheme.description) | dict(rest)
        deprecated: Mapping = {DEPRECATED: True} if scheme.deprecated else {}
        return self._origins.of(scheme.span, value | deprecated | self._keys.note(scheme.name))

    def choices(self, choices: Iterable[SecurityChoice]) -> list[Json]:
        """Security Requirement Objects, in order."""
        return [{self._keys.of(use.scheme): list[Json](use.scopes) for use in choice} for choice in choices]


def _facts(scheme: SecurityScheme) -> Mapping:
    """What tells a scheme apart, its type first."""
    match scheme:
        case ApiKeyScheme(location=location, wire_name=wire_name, variable=variable):
            return {"type": "apiKey", "name": wire_name, "in": location.value, **_variable_of(variable)}
        case BearerScheme(format=format, variable=variable):
            return {"type": "http", "scheme": "bearer", **said(bearerFormat=format), **_variable_of(variable)}
        case BasicScheme():
            return {"type": "http", "scheme": "basic"}
        case OAuth2Scheme(flows=flows):
            known: Mapping = {flow.kind: _flow(flow) for flow in flows if flow.kind in FLOW_KINDS}
            others: Mapping = {flow.kind: _flow(flow) for flow in flows if flow.kind not in FLOW_KINDS}
            return {"type": "oauth2", "flows": known | ({FLOWS: others} if others else {})}
        case OtherScheme(kind="mutualTLS"):
            return {"type": "mutualTLS"}
        case OtherScheme(kind="openIdConnect"):
            return {"type": "openIdConnect", "openIdConnectUrl": ""}
        case OtherScheme(kind=kind):
            sayable = kind not in ("apikey", "oauth2", "mutualtls") and _HTTP.fullmatch(kind)
            return {"type": "http", "scheme": kind} if sayable else {"type": "http", "scheme": "other", KIND: kind}
        case _:
            assert_never(scheme)


def _variable_of(name: str | None) -> Mapping:
    return {} if name is None else {VARIABLE: name}


def _flow(flow: OAuth2Flow) -> Mapping:
    """An OAuth Flow Object: a URL that the flow must have is there, one that it has not is an extension."""
    value: Mapping = {}
    for key, url, kinds, other in (
        ("authorizationUrl", flow.authorization_url, ("implicit", "authorizationCode"), AUTHORIZATION_URL),
        ("tokenUrl", flow.token_url, ("password", "clientCredentials", "authorizationCode"), TOKEN_URL),
    ):
        if flow.kind in kinds:
            value[key] = url or ""
        elif url:
            value[other] = url
    device: Mapping = {} if flow.device_authorization_url is None else {DEVICE_URL: flow.device_authorization_url}
    return {**value, **said(refreshUrl=flow.refresh_url), "scopes": dict(flow.scopes), **device}


def servers(listed: Iterable[Server]) -> list[Json]:
    """Server Objects, in order."""
    return [_server(server) for server in listed]


def _server(server: Server) -> Mapping:
    value: Mapping = {"url": server.url, **said(description=server.description)}
    if server.variables:
        value["variables"] = {variable.name: _variable(variable) for variable in server.variables}
    return value


def _variable(variable: ServerVariable) -> Mapping:
    values: Mapping = {"enum": list[Json](variable.values)} if variable.values else {}
    return {**values, "default": variable.default, **said(description=variable.description)}
