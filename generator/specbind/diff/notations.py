"""Two descriptions in different notations, OpenAPI and reference pages: what both can say, and what differs by that."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from specbind.config import Overrides
from specbind.diff.changes import What
from specbind.diff.finding import DocsEdit, Finding, Judgement, Where
from specbind.diff.rules import BY_ID
from specbind.diff.surface import Surface
from specbind.ir.api import Api, Operation, SecurityChoice, SecurityScheme
from specbind.ir.types import (
    IntegerFormat,
    IntegerType,
    NumberFormat,
    NumberType,
    ObjectType,
    Type,
    UnionType,
    without_null,
)
from specbind.ir.walk import map_types, nodes, uses
from specbind.passes.styles import styles

_WORDS: Final = re.compile(r"[A-Za-z0-9]+")


class Notations(enum.Enum):
    """In which notations the two sides of a review are written."""

    ALIKE = "alike"
    DIFFERENT = "different"
    PAGES = "pages"
    """Both are reference pages, which different renderers may have written: see `rendered_alike`."""


_FOLDED: Final = frozenset(
    each.value
    for each in (
        What.SCHEMA_ADDED,
        What.SCHEMA_REMOVED,
        What.SCHEMA_RENAMED,
        What.CLASS_RENAMED,
        What.RESULT_CHANGED,
    )
)
"""What differs in many names and says nothing about any one of them."""


def common(base: Api, revision: Api) -> tuple[Api, Api]:
    """Both APIs without what one of the notations has no word for: ids, tags and names of calls, widths of numbers,
    names of security schemes, and failures where one of them documents none.
    """
    keeps_failures = all(any(map(_failures, api.operations)) for api in (base, revision))
    base, revision = (_spoken(api, keeps_failures) for api in (base, revision))
    return _called_like(base, revision), revision


def _failures(operation: Operation) -> bool:
    return any(not each.status.startswith("2") for each in operation.responses)


def _spoken(api: Api, keeps_failures: bool) -> Api:
    operations = []
    for each in map_types(styles(api, Overrides()), _plain).operations:
        kept = tuple(of for of in each.responses if keeps_failures or of.status.startswith("2"))
        operations.append(replace(each, operation_id=None, tags=(), call=(), responses=kept))
    keywords = tuple(each for each in api.keywords if each.name != "format")
    return replace(map_types(api, _plain), operations=tuple(operations), tags=(), keywords=keywords)


def _plain(of: Type) -> Type:
    match of:
        case IntegerType():
            return replace(of, format=IntegerFormat.PLAIN)
        case NumberType(format=NumberFormat.FLOAT | NumberFormat.DOUBLE):
            return replace(of, format=NumberFormat.PLAIN)
        case _:
            return of


def _called_like(api: Api, other: Api) -> Api:
    """An API with the names that another one has for the same security schemes."""
    known = {each.name for each in other.security_schemes}
    free = {_nameless(each): each.name for each in other.security_schemes}
    names = {each.name: free.get(_nameless(each), each.name) for each in api.security_schemes if each.name not in known}
    schemes = tuple(replace(each, name=names.get(each.name, each.name)) for each in api.security_schemes)
    operations = tuple(
        each if each.security is None else replace(each, security=_renamed(each.security, names))
        for each in api.operations
    )
    return replace(api, security_schemes=schemes, security=_renamed(api.security, names), operations=operations)


def _nameless(scheme: SecurityScheme) -> SecurityScheme:
    return replace(scheme, name="", description=None)


def _renamed(choices: tuple[SecurityChoice, ...], names: Mapping[str, str]) -> tuple[SecurityChoice, ...]:
    return tuple(tuple(replace(use, scheme=names.get(use.scheme, use.scheme)) for use in each) for each in choices)


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those about the names of types as one for each rule: the notations name types in their own ways."""
    groups: dict[object, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.rule if each.rule in _FOLDED else id(each), []).append(each)
    return [_one(group) for group in groups.values()]


def prints_null(api: Api) -> bool:
    """Whether reference pages say where null can be, so that it need not be inferred."""
    return any(
        without_null(field.type)[1] and not any(each.fact == "null" for each in field.inferred)
        for use in uses(api)
        for node in nodes(use.type)
        if isinstance(node, ObjectType)
        for field in node.fields
    )


def names_calls(api: Api) -> bool:
    """Whether the headings of reference pages are the names of the calls (`List`), not sentences (`List all pets`)."""
    titled = [each for each in api.operations if each.summary and each.call]
    return 2 * sum("_".join(_WORDS.findall(each.summary or "")).lower() == each.call[-1] for each in titled) > len(
        titled
    )


def rendered_alike(base: Api, revision: Api) -> tuple[Api, Api] | None:
    """Both APIs of reference pages without what another renderer changes; None where one renderer wrote both.

    Older renderers do not print null, and have the names of calls as headings where newer ones have sentences, from
    which other names follow. Both are no change of the API.
    """
    found = base, revision
    if prints_null(base) != prints_null(revision):
        found = map_types(base, _never_null), map_types(revision, _never_null)
    if names_calls(base) != names_calls(revision):
        found = _with_calls_of(*found), found[1]
    return None if found == (base, revision) else found


def _never_null(of: Type) -> Type:
    return without_null(of)[0] if isinstance(of, UnionType) else of


def _with_calls_of(api: Api, other: Api) -> Api:
    """An API whose methods have the names that they have in another one, in the same resources."""
    calls = {each.key: each.call for each in other.operations}
    operations = tuple(
        replace(each, call=calls[each.key]) if calls.get(each.key, ())[:-1] == each.call[:-1] else each
        for each in api.operations
    )
    return replace(api, operations=operations)


def of_renderers(findings: Iterable[Finding], known: Iterable[Finding]) -> Iterator[DocsEdit]:
    """What follows from another renderer alone, as one edit of prose for nulls and one for names of calls.

    `findings` are those with it, `known` those without it. The package that is made of the pages differs all the same.
    """
    said = {each.fingerprint for each in known}
    for what, rules in (("null", _NULLS), ("name of the method", (What.CALL_CHANGED.value,))):
        group = [each for each in findings if each.rule.endswith(rules) and each.fingerprint not in said]
        if group:
            one = _one(group)
            more = f" and at {len(one.also)} more places" if one.also else ""
            yield DocsEdit(
                one.where, what, one.old, f"{one.new}{more}", one.base, one.revision, one.resource, one.python
            )


_NULLS: Final = (What.NULL_ALLOWED.value, What.NULL_FORBIDDEN.value)


def _one(group: list[Finding]) -> Finding:
    first = group[0]
    wheres = tuple(dict.fromkeys(where for each in group for where in (each.where, *each.also)))
    worst = min(group, key=lambda each: each.python.rank)
    return replace(
        first,
        judgements=tuple(sorted({each: None for one in group for each in one.judgements}, key=lambda of: of.wire.rank)),
        python=worst.python,
        python_reason=worst.python_reason,
        operations=tuple(dict.fromkeys(key for each in group for key in each.operations)),
        also=tuple(where for where in wheres if where != first.where),
        confidence=first.confidence if len(group) == 1 else None,
    )


def methods_named(base: Surface, revision: Surface) -> Iterator[Finding]:
    """One finding for all methods that the two descriptions name in different ways."""
    pairs = {key: (base.method(key), revision.method(key)) for key in base.methods if key in revision.methods}
    other = {key: names for key, names in pairs.items() if names[0] != names[1]}
    if other:
        rule = BY_ID[What.METHOD_RENAMED.value]
        first, *rest = (Where(None, key) for key in other)
        yield Finding(
            first,
            f"{first}: {rule.condition}",
            (Judgement(rule.id, rule.direction, rule.wire, rule.reason),),
            rule.python,
            rule.python_reason,
            operations=tuple(other),
            old="\n".join(names[0] for names in other.values()),
            new="\n".join(names[1] for names in other.values()),
            also=tuple(rest),
        )
