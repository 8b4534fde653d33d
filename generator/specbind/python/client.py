"""The client classes: credentials, servers, and the first level of resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from specbind.config import ApiConfig
from specbind.ir.api import (
    Api,
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Location,
    OAuth2Scheme,
    OtherScheme,
    SecurityScheme,
    Server,
    ServerVariable,
)
from specbind.python import fields as naming
from specbind.python import words
from specbind.python.annotations import LITERAL
from specbind.python.class_names import Flavour
from specbind.python.docstrings import WIDTH, deprecated, docstring, sentence, telling, tidy, titled, wrap
from specbind.python.layout import (
    Atom,
    Code,
    Group,
    Node,
    Symbol,
    call,
    code,
    definition,
    either,
    keyword,
    mapping,
    one_or_more,
    row,
    subscript,
    typing_only,
)
from specbind.python.literals import text_literal
from specbind.python.nodes import ResourceNode
from specbind.python.operations import security
from specbind.python.package import ClientModule, Function, ResourceClass, Statement
from specbind.python.resources import CACHED, child_property
from specbind.python.sending import runtime
from specbind.python.servers import usual_server

_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("timeout", "Timeout", "DEFAULT"),
    ("max_retries", "int", "2"),
    ("default_headers", "Mapping[str, str] | None", "None"),
    ("default_query", "Mapping[str, object] | None", "None"),
    ("http_client", "", "None"),
    ("hooks", "Sequence[Hook]", "()"),
    ("strict_responses", "bool", "False"),
    ("validate_requests", "bool", "True"),
    ("retry", "RetryPolicy | None", "None"),
    ("limits", "Limits | None", "None"),
)
_RESERVED = frozenset(name for name, _, _ in _SETTINGS) | {"base_url", "self", "request", "close", "aclose"}


@dataclass(frozen=True, slots=True)
class Credential:
    """A constructor argument for one security scheme."""

    scheme: SecurityScheme
    argument: str
    env: tuple[str, ...]


def credentials(api: Api, config: ApiConfig) -> tuple[Credential, ...]:
    """One argument a scheme. One of a kind has the kind's usual name, any other its own.

    It is the first that the whole API asks for, else the first that an operation asks for, else the first.
    """
    taken: set[str] = set()
    wanted: dict[str, str] = {}
    usual = {use.scheme for choice in api.security for use in choice}
    asked = {use.scheme for each in api.operations for choice in each.security or () for use in choice}
    for scheme in sorted(api.security_schemes, key=lambda each: (each.name not in usual, each.name not in asked)):
        chosen = config.credentials.get(scheme.name)
        name = _usual_name(scheme)
        if chosen is not None and chosen.argument is not None:
            name = chosen.argument
        elif name in taken:
            name = words.snake(scheme.name)
        while name in taken or name in _RESERVED:
            name += "_auth"
        taken.add(name)
        wanted[scheme.name] = name
    found: list[Credential] = []
    for scheme in api.security_schemes:
        argument = wanted[scheme.name]
        chosen = config.credentials.get(scheme.name)
        env = chosen.env if chosen is not None and chosen.env else _variables(scheme, argument, config.package)
        found.append(Credential(scheme, argument, env))
    return tuple(found)


def _usual_name(scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKeyScheme():
            return "api_key"
        case BearerScheme():
            return "token"
        case BasicScheme():
            return "basic"
        case OAuth2Scheme():
            return "oauth2"
        case OtherScheme():
            return words.snake(scheme.name)
        case _:
            assert_never(scheme)


def _variables(scheme: SecurityScheme, argument: str, package: str) -> tuple[str, ...]:
    prefix = words.constant(package.rpartition(".")[2])
    match scheme:
        case BasicScheme():
            return (f"{prefix}_USERNAME", f"{prefix}_PASSWORD")
        case OAuth2Scheme(flows=flows) if any(flow.kind == "clientCredentials" for flow in flows):
            return (f"{prefix}_CLIENT_ID", f"{prefix}_CLIENT_SECRET")
        case ApiKeyScheme(variable=str() as variable) | BearerScheme(variable=str() as variable):
            return (variable,)
        case ApiKeyScheme() | BearerScheme() | OAuth2Scheme():
            return (f"{prefix}_{argument.upper()}",)
        case OtherScheme():
            return ()
        case _:
            assert_never(scheme)


def server(api: Api, config: ApiConfig) -> Server:
    """Where calls go unless told otherwise: the configured URL, else the usual server."""
    if config.base_url is not None:
        return Server(config.base_url)
    return usual_server(api) or Server("")


def variables(found: Server, taken: Iterable[str]) -> tuple[tuple[str, ServerVariable], ...]:
    """The variables of a server, by the constructor arguments that set them."""
    names = naming.settle((each.name for each in found.variables), _RESERVED | set(taken))
    return tuple((names[each.name], each) for each in found.variables)


def client_module(api: Api, config: ApiConfig, root: ResourceNode, errors: Sequence[str] = ()) -> ClientModule:
    """The module of both client classes; `errors` are those that most calls document, told."""
    found = credentials(api, config)
    name = titled(api.title)
    return ClientModule(
        doc=Code(docstring(f"Clients of {name}." if name else "The clients.", 0)),
        statements=(_info(api, config, found),),
        classes=tuple(_client(api, config, root, found, flavour, errors) for flavour in Flavour),
    )


def _info(api: Api, config: ApiConfig, found: tuple[Credential, ...]) -> Statement:
    """`API`: the facts both clients start from."""
    package = config.package.rpartition(".")[2]
    settings: list[Node | str] = [
        keyword("name", text_literal(package)),
        keyword("version", text_literal(api.version)),
        keyword("base_url", text_literal(server(api, config).url.rstrip("/"))),
        keyword("base_url_env", text_literal(_base_url_variable(config))),
    ]
    defaults = server(api, config).variables
    if defaults:
        texts = [(text_literal(each.name), text_literal(each.default)) for each in defaults]
        settings.append(keyword("server_variables", mapping(texts)))
    if found:
        pairs = [(text_literal(each.scheme.name), _scheme(each)) for each in found]
        settings.append(keyword("schemes", mapping(pairs)))
    if api.security:
        settings.append(keyword("security", security(api.security)))
    return Statement(code(row("API = ", call(runtime("ApiInfo"), settings))))


def _base_url_variable(config: ApiConfig) -> str:
    """The environment variable that says where calls go."""
    return config.base_url_env or f"{words.constant(config.package.rpartition('.')[2])}_BASE_URL"


def _scheme(credential: Credential) -> Node:
    scheme = credential.scheme
    settings: list[Node | str] = [keyword("argument", text_literal(credential.argument))]
    if credential.env:
        settings.append(keyword("env", one_or_more(map(text_literal, credential.env))))
    match scheme:
        case BearerScheme():
            class_ = "BearerAuth"
        case BasicScheme():
            class_ = "BasicAuth"
        case ApiKeyScheme(location=location, wire_name=wire_name):
            class_ = "ApiKeyAuth"
            settings += [
                keyword("location", text_literal(location.value)),
                keyword("wire_name", text_literal(wire_name)),
            ]
        case OAuth2Scheme():
            return _oauth2(scheme, settings)
        case OtherScheme(kind=kind):
            class_ = "UnsupportedAuth"
            settings.append(keyword("kind", text_literal(kind)))
        case _:
            assert_never(scheme)
    return call(runtime(class_), settings)


def _oauth2(scheme: OAuth2Scheme, settings: list[Node | str]) -> Node:
    flow = next((flow for flow in scheme.flows if flow.kind == "clientCredentials"), None)
    if flow is None or flow.token_url is None:
        return call(runtime("BearerAuth"), settings)
    settings.append(keyword("token_url", text_literal(flow.token_url)))
    if flow.scopes:
        settings.append(keyword("scopes", one_or_more(text_literal(name) for name, _ in flow.scopes)))
    if flow.refresh_url is not None:
        settings.append(keyword("refresh_url", text_literal(flow.refresh_url)))
    return call(runtime("OAuth2ClientCredentials"), settings)


def _client(
    api: Api,
    config: ApiConfig,
    root: ResourceNode,
    found: tuple[Credential, ...],
    flavour: Flavour,
    errors: Sequence[str],
) -> ResourceClass:
    base = "SyncClient" if flavour is Flavour.SYNC else "AsyncClient"
    doc = sentence(api.description) or f"Client of {titled(api.title) or config.package}."
    if errors:
        doc += "\n\nMost calls document these errors:\n\n" + "\n".join(f"- {each}" for each in errors)
    return ResourceClass(
        name=Code(flavour.value + config.client),
        base=code(runtime(base)),
        doc=Code(docstring(doc, 4)),
        children=tuple(child_property(child, flavour, ".resources") for child in root.children),
        functions=(_constructor(found, server(api, config), _base_url_variable(config), flavour),),
        wrappers=(),
        cached=CACHED,
    )


def _constructor(found: tuple[Credential, ...], chosen: Server, env: str, flavour: Flavour) -> Function:
    usable = [each for each in found if not isinstance(each.scheme, OtherScheme)]
    settable = variables(chosen, (each.argument for each in usable))
    parameters: list[Node] = [Atom("self"), Atom("*")]
    for each in usable:
        parameters.append(row(f"{each.argument}: ", either([_input(each, flavour), Atom("None")]), " = None"))
    for name, variable in settable:
        known = typing_only(subscript(LITERAL, map(text_literal, dict.fromkeys(variable.values))))
        parameters.append(row(f"{name}: ", known if variable.values else "str", " | None = None"))
    parameters.append(Atom("base_url: str | None = None"))
    for name, annotation, default in _SETTINGS:
        parameters.append(_setting(name, annotation, default, flavour))
    pairs = [(text_literal(each.scheme.name), each.argument) for each in usable]
    items: list[Node | str] = ["API", keyword("credentials", mapping(pairs)), "base_url=base_url"]
    if settable:
        items.append(keyword("server", mapping((text_literal(each.name), name) for name, each in settable)))
    items += [f"{name}={name}" for name, _, _ in _SETTINGS]
    return Function(
        decorators=(),
        signature=definition("def __init__", Group("(", tuple(parameters), ")"), Atom("None"), 4),
        doc=Code(docstring(_constructor_doc(usable, settable, chosen, env), 8)),
        body=(code(call("super().__init__", items), 8),),
    )


def _setting(name: str, annotation: str, default: str, flavour: Flavour) -> Node:
    types: Mapping[str, Node] = {
        "http_client": Atom(
            f"httpx.{'Client' if flavour is Flavour.SYNC else 'AsyncClient'}", Symbol("httpx", "", "httpx")
        ),
        "default_headers": subscript(Atom("Mapping", _MAPPING), ["str", "str"]),
        "default_query": subscript(Atom("Mapping", _MAPPING), ["str", "object"]),
        "hooks": subscript(Atom("Sequence", Symbol("collections.abc", "Sequence", "Sequence")), [runtime("Hook")]),
        "timeout": runtime("Timeout"),
        "retry": runtime("RetryPolicy"),
        "limits": runtime("Limits"),
    }
    node = types.get(name, Atom(annotation))
    if default == "None":
        node = either([node, Atom("None")])
    value: Node = runtime("DEFAULT") if default == "DEFAULT" else Atom(default)
    return row(f"{name}: ", typing_only(node), " = ", value)


_MAPPING = Symbol("collections.abc", "Mapping", "Mapping")


def _input(credential: Credential, flavour: Flavour) -> Node:
    prefix = "Async" if flavour is Flavour.ASYNC else ""
    match credential.scheme:
        case BasicScheme():
            return typing_only(runtime("BasicInput"))
        case OAuth2Scheme(flows=flows) if any(flow.kind == "clientCredentials" for flow in flows):
            return typing_only(runtime(f"{prefix}OAuth2Input"))
        case _:
            return typing_only(runtime(f"{prefix}TokenInput"))


def _constructor_doc(
    usable: list[Credential], settable: tuple[tuple[str, ServerVariable], ...], chosen: Server, env: str
) -> str:
    lines = ["Make a client.", "", "Args:"]
    kinds = Counter(type(each.scheme) for each in usable)
    for each in usable:
        of = f" of `{tidy(each.scheme.name)}`" if kinds[type(each.scheme)] > 1 else ""
        lines += wrap(f"    {each.argument}: {_what(each, of)}", WIDTH - 8, 8)
    for name, variable in settable:
        about = sentence(variable.description).rstrip(".") or f"The server's `{tidy(variable.name)}`"
        lines += wrap(f"    {name}: {about}. Default: {text_literal(variable.default)}.", WIDTH - 8, 8)
    usual = f", else `{tidy(chosen.url)}`" if "//" in chosen.url else ", as the document names no server"
    lines += wrap(f"    base_url: Where calls go. Default: the environment's `{env}`{usual}.", WIDTH - 8, 8)
    lines += [
        "    timeout: Seconds, or an `httpx.Timeout`; None waits for ever.",
        "    max_retries: How often a failed call is tried again.",
        "    default_headers: Headers of every call; a call's own come on top.",
        "    default_query: Parameters of every call's query.",
        "    http_client: Your own httpx client; it is not closed with this one.",
        "    hooks: Called around each attempt.",
        "    strict_responses: Raise if a response differs from its documentation.",
        "    validate_requests: Check documented limits before sending.",
        "    retry: What is tried again, and after which delays.",
        "    limits: Bounds on what a server can make the client hold.",
    ]
    return "\n".join(lines)


def _what(credential: Credential, of: str) -> str:
    """What the argument of a credential takes, what the document says of it, and where else it comes from.

    `of` tells it from others of its kind.
    """
    scheme = credential.scheme
    wanted = _wanted(scheme) + (of if not isinstance(scheme, ApiKeyScheme) else "")
    said = telling(sentence(scheme.description), scheme.name)
    about = f"{wanted}. {said}{'' if said.endswith(('.', '!', '?')) else '.'}" if said else f"{wanted}."
    variables = " and ".join(f"`{name}`" for name in credential.env)
    default = f" Default: the environment's {variables}." if variables else ""
    return (deprecated(about) if scheme.deprecated else about) + default


def _wanted(scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKeyScheme(location=location, wire_name=wire_name):
            place = {Location.HEADER: "header", Location.QUERY: "query", Location.COOKIE: "cookie"}
            return f"Key for the {place.get(location, 'header')} `{tidy(wire_name)}`"
        case BasicScheme():
            return "User name and password"
        case OAuth2Scheme(flows=flows) if any(flow.kind == "clientCredentials" for flow in flows):
            return "Client credentials, or a token"
        case OAuth2Scheme():
            return "A token, or a function that gives one"
        case _:
            return "Bearer token"
