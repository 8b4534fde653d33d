"""Security schemes, and the requirements that name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from specbind import rules
from specbind.ir.api import (
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Location,
    OAuth2Flow,
    OAuth2Scheme,
    OtherScheme,
    SecurityChoice,
    SecurityScheme,
    SecurityUse,
)
from specbind.ir.extensions import AUTHORIZATION_URL, DEPRECATED, DEVICE_URL, FLOWS, KIND, NAME, TOKEN_URL, VARIABLE
from specbind.openapi.extensions import flag_of, text_of
from specbind.openapi.refs import Refs
from specbind.openapi.tokens import TOKEN
from specbind.openapi.tree import Node

_KEY_LOCATIONS: Final = {
    "header": Location.HEADER,
    "query": Location.QUERY,
    "cookie": Location.COOKIE,
}
_FLOWS: Final = {
    "implicit": "authorizationUrl",
    "password": "tokenUrl",
    "clientCredentials": "tokenUrl",
    "authorizationCode": "tokenUrl",
    "deviceAuthorization": "tokenUrl",
}
_SWAGGER_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def read_schemes(listed: Node | None, refs: Refs) -> tuple[SecurityScheme, ...]:
    """The declared schemes: those under `securitySchemes`, or Swagger's `securityDefinitions`."""
    found: list[SecurityScheme] = []
    for name, written in listed.members() if listed is not None else ():
        node = refs.follow(written)
        if node is None:
            continue
        if not isinstance(node.value, dict):
            node.wrong("a security scheme")
            continue
        found.append(_scheme(text_of(node, NAME) or name, node))
    return tuple(found)


def _scheme(name: str, node: Node) -> SecurityScheme:
    deprecated = node.flag("deprecated") or flag_of(node, DEPRECATED)
    return replace(_of_kind(name, node), deprecated=deprecated)


def _of_kind(name: str, node: Node) -> SecurityScheme:
    description, span = node.text("description"), node.span
    match node.text("type"):
        case "apiKey":
            return _api_key(name, node)
        case "http":
            scheme = node.text("scheme") or ""
            if scheme.lower() == "bearer":
                return BearerScheme(
                    name, node.text("bearerFormat"), description, span=span, variable=text_of(node, VARIABLE)
                )
            if scheme.lower() == "basic":
                return BasicScheme(name, description, span=span)
            if not scheme:
                _unusable(node, f"the scheme `{name}` lacks its `scheme`")
            other = text_of(node, KIND)
            return OtherScheme(name, other or scheme.lower() or "http", description, span=span)
        case "basic":
            return BasicScheme(name, description, span=span)
        case "oauth2" if node.has("flow") and not node.has("flows"):
            return OAuth2Scheme(name, _swagger_flow(node), description, span=span)
        case "oauth2":
            return OAuth2Scheme(name, _flows(node), description, span=span)
        case "openIdConnect" | "mutualTLS" as kind:
            return OtherScheme(name, kind, description, span=span)
        case kind:
            _unusable(node, f"the scheme `{name}` has no kind that OpenAPI knows")
            return OtherScheme(name, kind or "unknown", description, span=span)


def _api_key(name: str, node: Node) -> SecurityScheme:
    wire_name, place = node.text("name"), node.text("in")
    location = _KEY_LOCATIONS.get(place or "")
    if not wire_name or location is None:
        _unusable(node, f"the scheme `{name}` lacks {'its `name`' if not wire_name else 'a usable `in`'}")
        return OtherScheme(name, "apiKey", node.text("description"), span=node.span)
    if location is not Location.QUERY and not TOKEN.fullmatch(wire_name):
        _unusable(node, f"no {location.value} can be called `{wire_name}`, as the scheme `{name}` says")
        return OtherScheme(name, "apiKey", node.text("description"), span=node.span)
    return ApiKeyScheme(
        name, location, wire_name, node.text("description"), span=node.span, variable=text_of(node, VARIABLE)
    )


def _flows(node: Node) -> tuple[OAuth2Flow, ...]:
    flows = node.mapping("flows")
    found: list[OAuth2Flow] = []
    extended = flows.get(FLOWS) if flows is not None else None
    listed = [pair for at in (flows, extended) if at is not None for pair in at.members()]
    for kind, flow in listed:
        if kind.startswith("x-"):
            continue
        if kind not in _FLOWS or not isinstance(flow.value, dict):
            _unusable(flow, f"`{kind}` is no usable OAuth 2 flow")
            continue
        found.append(_flow(kind, flow))
    return tuple(found)


def _swagger_flow(node: Node) -> tuple[OAuth2Flow, ...]:
    """The one flow of a scheme of Swagger 2.0, under OpenAPI's word for it."""
    at = node.get("flow")
    assert at is not None
    kind = _SWAGGER_FLOWS.get(at.value) if isinstance(at.value, str) else None
    if kind is None:
        _unusable(at, f"`{at.value}` is no flow of OAuth 2")
        return ()
    flow = _flow(kind, node)
    return (replace(flow, scopes=tuple(scope for scope in flow.scopes if not scope[0].startswith("x-"))),)


def _flow(kind: str, flow: Node) -> OAuth2Flow:
    if flow.text(_FLOWS[kind]) is None:
        _unusable(flow, f"the flow `{kind}` lacks its `{_FLOWS[kind]}`")
    scopes = flow.mapping("scopes")
    named = tuple(
        (scope, said.value if isinstance(said.value, str) else "")
        for scope, said in (scopes.members() if scopes is not None else ())
    )
    return OAuth2Flow(
        kind,
        flow.text("tokenUrl") or text_of(flow, TOKEN_URL),
        flow.text("authorizationUrl") or text_of(flow, AUTHORIZATION_URL),
        flow.text("refreshUrl"),
        flow.text("deviceAuthorizationUrl") or text_of(flow, DEVICE_URL),
        named,
    )


def _unusable(node: Node, message: str) -> None:
    node.report(rules.UNUSABLE_SECURITY_SCHEME, message, label="not sent by the client")


def scheme_names(listed: Node | None, schemes: Iterable[SecurityScheme]) -> dict[str, str]:
    """The names of the declared schemes by the keys that requirements know them by."""
    known = {scheme.name for scheme in schemes}
    members = listed.members() if listed is not None else ()
    names = {key: text_of(node, NAME) or key for key, node in members}
    return {key: name for key, name in names.items() if name in known}


def read_requirements(owner: Node, schemes: Mapping[str, str]) -> tuple[SecurityChoice, ...] | None:
    """The alternatives under `security`, whose keys stand for schemes; None where nothing usable is written."""
    listed = owner.sequence("security") if owner.has("security") else None
    if listed is None:
        return None
    found: list[SecurityChoice] = []
    for choice in listed.items():
        if not isinstance(choice.value, dict):
            choice.wrong("a security requirement")
            continue
        uses = [_use(choice, name, scopes, schemes) for name, scopes in choice.members()]
        usable = tuple(use for use in uses if use is not None)
        if len(usable) == len(uses):
            found.append(usable)
    return tuple(found) if found or not listed.value else None


def _use(choice: Node, name: str, scopes: Node, schemes: Mapping[str, str]) -> SecurityUse | None:
    if name not in schemes:
        scopes.report(
            rules.UNKNOWN_SECURITY_SCHEME,
            f"there is no security scheme `{name}`",
            label="this alternative is left out",
        )
        return None
    return SecurityUse(schemes[name], choice.texts(name) if scopes.value is not None else ())
