"""Changes of what belongs to no operation: servers, security, declared types, webhooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from specbind.diff.changes import Change, Position, Site, What
from specbind.diff.definition import scheme_text, type_text
from specbind.diff.keyword_changes import root_default
from specbind.diff.pairing import Match
from specbind.diff.scalar_changes import Fact
from specbind.diff.type_changes import Types
from specbind.diff.type_facts import examples
from specbind.ir.api import (
    Api,
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    OAuth2Flow,
    OAuth2Scheme,
    Operation,
    OtherScheme,
    SecurityChoice,
    SecurityScheme,
    Server,
    Webhook,
)
from specbind.ir.types import TypeDecl

_API: Final = Site("", False)


# Servers


def servers(old: tuple[Server, ...], new: tuple[Server, ...], changed: What | None = None) -> Iterator[Fact]:
    """The changes of a list of base URLs; with `changed` all of them are that one."""
    before, after = {each.url: each for each in old}, {each.url: each for each in new}
    removed, added = [url for url in before if url not in after], [url for url in after if url not in before]
    if changed is not None:
        if removed or added:
            yield Fact(changed, "", ", ".join(before), ", ".join(after))
        return
    while removed and added:
        yield Fact(What.SERVER_URL_CHANGED, removed[0], removed.pop(0), added.pop(0))
    for url in removed:
        yield Fact(What.SERVER_REMOVED, url, url, "")
    for url in added:
        yield Fact(What.SERVER_ADDED, url, "", url)
    for url, server in before.items():
        if url in after and _variables(server) != _variables(after[url]):
            yield Fact(What.SERVER_VARIABLE_CHANGED, url, _variables(server), _variables(after[url]))


def _variables(server: Server) -> str:
    return "; ".join(
        f"{each.name} is {each.default}" + (f" (of {', '.join(each.values)})" if each.values else "")
        for each in sorted(server.variables, key=lambda each: each.name)
    )


# Security


def schemes(old: Api, new: Api) -> Iterator[tuple[SecurityScheme | None, SecurityScheme | None, Fact]]:
    """The changes of the declared schemes, each with the scheme before and after."""
    before, after = ({each.name: each for each in api.security_schemes} for api in (old, new))
    for name, scheme in before.items():
        if name not in after:
            yield scheme, None, Fact(What.SCHEME_REMOVED, name, scheme_text(scheme), "")
        else:
            for fact in _scheme(scheme, after[name]):
                yield scheme, after[name], fact
    for name, scheme in after.items():
        if name not in before:
            yield None, scheme, Fact(What.SCHEME_ADDED, name, "", scheme_text(scheme))


def _scheme(old: SecurityScheme, new: SecurityScheme) -> Iterator[Fact]:
    name, texts = old.name, (scheme_text(old), scheme_text(new))
    if type(old) is not type(new):
        yield Fact(What.SCHEME_TYPE_CHANGED, name, *texts)
        return
    match old, new:
        case ApiKeyScheme(), ApiKeyScheme():
            if (old.location, old.wire_name) != (new.location, new.wire_name):
                yield Fact(What.SCHEME_KEY_CHANGED, name, *texts)
        case BearerScheme(format=one), BearerScheme(format=two):
            if one != two:
                yield Fact(What.SCHEME_FORMAT_CHANGED, name, *texts)
        case OAuth2Scheme(flows=flows), OAuth2Scheme(flows=others):
            yield from _flows(name, flows, others)
        case OtherScheme(kind=one), OtherScheme(kind=two):
            if one != two:
                yield Fact(What.SCHEME_TYPE_CHANGED, name, *texts)
        case BasicScheme(), BasicScheme():
            return
        case _:
            raise AssertionError(old)


def _flows(name: str, old: tuple[OAuth2Flow, ...], new: tuple[OAuth2Flow, ...]) -> Iterator[Fact]:
    before, after = {each.kind: each for each in old}, {each.kind: each for each in new}
    for kind, flow in before.items():
        if kind not in after:
            yield Fact(What.OAUTH_FLOW_REMOVED, f"{name}.{kind}", kind, "")
        else:
            yield from _flow(f"{name}.{kind}", flow, after[kind])
    for kind in after:
        if kind not in before:
            yield Fact(What.OAUTH_FLOW_ADDED, f"{name}.{kind}", "", kind)


def _flow(name: str, old: OAuth2Flow, new: OAuth2Flow) -> Iterator[Fact]:
    for what, one, two in (
        (What.OAUTH_TOKEN_URL_CHANGED, old.token_url, new.token_url),
        (What.OAUTH_URL_CHANGED, old.authorization_url, new.authorization_url),
        (What.OAUTH_REFRESH_URL_CHANGED, old.refresh_url, new.refresh_url),
        (What.OAUTH_DEVICE_URL_CHANGED, old.device_authorization_url, new.device_authorization_url),
    ):
        if one != two:
            yield Fact(what, name, one or "", two or "")
    before, after = dict(old.scopes), dict(new.scopes)
    for scope, said in before.items():
        if scope not in after:
            yield Fact(What.OAUTH_SCOPE_REMOVED, f"{name}.{scope}", scope, "")
        elif after[scope] != said:
            yield Fact(What.OAUTH_SCOPE_CHANGED, f"{name}.{scope}", said, after[scope])
    for scope in after:
        if scope not in before:
            yield Fact(What.OAUTH_SCOPE_ADDED, f"{name}.{scope}", "", scope)


class Words:
    """The changes of a list of security requirements, for the API or for one operation."""

    def __init__(self, added: What, needed: What, removed: What, scope_added: What, scope_removed: What) -> None:
        self.added = added
        self.needed = needed
        self.removed = removed
        self.scope_added = scope_added
        self.scope_removed = scope_removed


GLOBAL: Final = Words(
    What.GLOBAL_SECURITY_ADDED,
    What.GLOBAL_SECURITY_NEEDED,
    What.GLOBAL_SECURITY_REMOVED,
    What.GLOBAL_SCOPE_ADDED,
    What.GLOBAL_SCOPE_REMOVED,
)
OWN: Final = Words(
    What.SECURITY_ADDED,
    What.SECURITY_NEEDED,
    What.SECURITY_REMOVED,
    What.SECURITY_SCOPE_ADDED,
    What.SECURITY_SCOPE_REMOVED,
)


def security(old: tuple[SecurityChoice, ...], new: tuple[SecurityChoice, ...], words: Words) -> Iterator[Fact]:
    """The changes between two lists of alternatives."""
    before, after = ({_names(choice): choice for choice in side} for side in (old, new))
    open_before = not before or "" in before
    open_after = not after or "" in after
    for name, choice in before.items():
        if name in after:
            yield from _scopes(choice, after[name], words)
        elif name:
            yield Fact(words.removed, name, name, "")
    for name in after:
        if name and name not in before:
            yield Fact(words.needed if open_before and not open_after else words.added, name, "", name)
    if open_before and not open_after and before and all(not name or name in before for name in after):
        yield Fact(words.needed, ", ".join(after), "no credential", ", ".join(after))


def _names(choice: SecurityChoice) -> str:
    return " and ".join(sorted(use.scheme for use in choice))


def _scopes(old: SecurityChoice, new: SecurityChoice, words: Words) -> Iterator[Fact]:
    before = {(use.scheme, scope) for use in old for scope in use.scopes}
    after = {(use.scheme, scope) for use in new for scope in use.scopes}
    for scheme, scope in sorted(before - after):
        yield Fact(words.scope_removed, f"{scheme}.{scope}", scope, "")
    for scheme, scope in sorted(after - before):
        yield Fact(words.scope_added, f"{scheme}.{scope}", "", scope)


def operation_security(types: Types, match: Match[Operation]) -> None:
    """The changes of what one operation asks for, where it does not only take over the API's own list."""
    old, new = match.old, match.new
    site = Site(new.key, False, base=old.span, revision=new.span)
    types.say(site, servers(old.servers, new.servers, What.OPERATION_SERVER_CHANGED))
    if old.security is None and new.security is None:
        return
    before = types.pair.base.api.security if old.security is None else old.security
    after = types.pair.revision.api.security if new.security is None else new.security
    types.say(site, security(before, after, OWN))


# Declared types


def declared_types(types: Types, renames: Mapping[str, tuple[str, float]]) -> None:
    """Compare every declared type once; say which come, go, and go by another name."""
    base, revision = types.pair.base, types.pair.revision
    new_names = {new: old for old, (new, _) in renames.items()}
    for name, decl in base.types.items():
        new = revision.types.get(name)
        if new is None and name in renames:
            target, confidence = renames[name]
            new = revision.types[target]
            site = _site(decl, new)
            text = (type_text(decl.type), type_text(new.type))
            types.changes.append(Change(What.SCHEMA_RENAMED, site, name, *text, confidence))
        if new is None:
            site = Site(name, True, base=decl.span)
            types.say(site, [Fact(What.SCHEMA_REMOVED, name, type_text(decl.type), "")])
        else:
            _declared(types, decl, new)
    for name, decl in revision.types.items():
        if name not in base.types and name not in new_names:
            site = Site(name, True, revision=decl.span)
            types.say(site, [Fact(What.SCHEMA_ADDED, name, "", type_text(decl.type))])


def _site(old: TypeDecl, new: TypeDecl) -> Site:
    return Site(new.name, True, base=old.span, revision=new.span)


def _declared(types: Types, old: TypeDecl, new: TypeDecl) -> None:
    site = _site(old, new)
    if old.deprecated != new.deprecated:
        what = What.SCHEMA_DEPRECATED if new.deprecated else What.SCHEMA_REACTIVATED
        types.say(site, [Fact(what, new.name)])
    types.prose(site, "description", old.description, new.description)
    if old.examples != new.examples:
        types.prose(site, "example", examples(old.examples), examples(new.examples))
    types.say(site, root_default(types.pair.base.said(site.base), types.pair.revision.said(site.revision)))
    types.rooted(old.type, new.type, site)


# The API


def api(types: Types) -> None:
    """Compare what belongs to the API as a whole."""
    old, new = types.pair.base.api, types.pair.revision.api
    types.say(_API, servers(old.servers, new.servers))
    for before, after, fact in schemes(old, new):
        spans = (before.span if before is not None else None, after.span if after is not None else None)
        types.say(replace(_API, path=("security scheme", fact.subject), base=spans[0], revision=spans[1]), [fact])
    types.say(_API, security(old.security, new.security, GLOBAL))
    types.prose(_API, "title", old.title, new.title)
    types.prose(_API, "version", old.version, new.version)
    types.prose(_API, "description", old.description, new.description)
    _tag_texts(types)
    _scheme_texts(types)
    _webhooks(types)


def _tag_texts(types: Types) -> None:
    """Compare the tags; one that comes, or goes, with all operations that have it is said by those."""
    sides = types.pair.base.api, types.pair.revision.api
    before, after = ({tag.name: tag for tag in api.tags} for api in sides)
    known, now = ({operation.key for operation in api.operations} for api in sides)
    lasting = {tag for api in sides for each in api.operations if each.key in known & now for tag in each.tags}
    passing = {tag for api in sides for each in api.operations for tag in each.tags} - lasting
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if (one is None or two is None) and name in passing:
            continue
        at = replace(_API, path=("tag", name))
        types.prose(at, "tag", "" if one is None else one.name, "" if two is None else two.name)
        types.prose(at, "description", one.description if one else None, two.description if two else None)


def _scheme_texts(types: Types) -> None:
    after = {each.name: each for each in types.pair.revision.api.security_schemes}
    for scheme in types.pair.base.api.security_schemes:
        if scheme.name in after:
            at = replace(_API, path=("security scheme", scheme.name))
            types.prose(at, "description", scheme.description, after[scheme.name].description)
    servers = {each.url: each.description for each in types.pair.revision.api.servers}
    for server in types.pair.base.api.servers:
        if server.url in servers:
            types.prose(
                replace(_API, path=("server", server.url)), "description", server.description, servers[server.url]
            )


def _webhooks(types: Types) -> None:
    before, after = types.pair.base.api.webhooks, types.pair.revision.api.webhooks
    messages(types, before, after, None, (What.WEBHOOK_ADDED, What.WEBHOOK_REMOVED))


def callbacks(types: Types, match: Match[Operation]) -> None:
    """Compare what the API sends on account of a call; it travels to the client, as webhooks do."""
    site = Site(match.new.key, False, ("callback",), Position.RESPONSE_BODY)
    messages(types, match.old.callbacks, match.new.callbacks, site, (What.CALLBACK_ADDED, What.CALLBACK_REMOVED))


def messages(
    types: Types, old: tuple[Webhook, ...], new: tuple[Webhook, ...], owner: Site | None, whats: tuple[What, What]
) -> None:
    """Compare requests that the API sends; each is a site of its own unless `owner` has it."""
    before, after = {each.name: each for each in old}, {each.name: each for each in new}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        site = owner or Site(name, False, (), Position.RESPONSE_BODY)
        site = site if owner is None else replace(site, path=(*site.path, name))
        if two is None and one is not None:
            types.say(replace(site, base=one.span), [Fact(whats[1], name, type_text(one.type), "")])
        elif one is None and two is not None:
            types.say(replace(site, revision=two.span), [Fact(whats[0], name, "", type_text(two.type))])
        elif one is not None and two is not None:
            at = replace(site, path=(*site.path, "payload"), base=one.span, revision=two.span)
            types.prose(at, "description", one.description, two.description)
            types.rooted(one.type, two.type, at)
