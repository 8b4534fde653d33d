"""What differs between two packages themselves: findings that no edit of a description says."""

from __future__ import annotations

from collections.abc import Iterator

from specbind.diff.changes import What
from specbind.diff.definition import cut
from specbind.diff.finding import Finding, Judgement, Where
from specbind.diff.rules import RULES
from specbind.diff.surface import ClientArgument, Surface
from specbind.source import Span

_RULES = {rule.what: rule for rule in RULES}
_NAMES = frozenset((What.METHOD_RENAMED, What.CLASS_RENAMED, What.CLIENT_RENAMED, What.CLIENT_ARGUMENT_RENAMED))


def package_finding(
    what: What,
    where: Where,
    operations: tuple[str, ...],
    old: str,
    new: str,
    spans: tuple[Span | None, Span | None] = (None, None),
) -> Finding:
    """A finding about a name of the package, which has no place in the description but that of what it is made from."""
    rule = _RULES[what]
    title = f"`{old}` is now `{new}`" if new else f"`{old}` is gone"
    if what is What.CLIENT_ARGUMENT_RENAMED:
        title = f"the client's argument {title}"
    return Finding(
        where,
        title if what in _NAMES else f"`{where.path[-1]}`: {rule.condition}",
        (Judgement(rule.id, rule.direction, rule.wire, rule.reason),),
        rule.python,
        rule.python_reason,
        *spans,
        operations,
        old=old,
        new=new,
        subject=old,
        symbol=new or old,
    )


def client_findings(base: Surface, revision: Surface) -> Iterator[Finding]:
    """What differs about making a client: its class, its arguments, the variables of the environment that it reads."""
    if base.client != revision.client:
        yield package_finding(What.CLIENT_RENAMED, Where(), (), base.client, revision.client)
    now = {argument.source: name for name, argument in revision.arguments.items() if argument.source}
    for name, argument in base.arguments.items():
        where = Where(None, None, (f"{revision.client}({name})",))
        if name in revision.arguments:
            yield from _argument(where, argument, revision.arguments[name])
        elif argument.source in now:
            yield package_finding(What.CLIENT_ARGUMENT_RENAMED, where, (), name, now[argument.source])
        else:
            yield package_finding(What.CLIENT_ARGUMENT_REMOVED, where, (), name, "")
    kept = {argument.source for argument in base.arguments.values()}
    for name, argument in revision.arguments.items():
        if name not in base.arguments and argument.source not in kept:
            where = Where(None, None, (f"{revision.client}({name})",))
            yield package_finding(What.CLIENT_ARGUMENT_ADDED, where, (), "", name)


def _argument(where: Where, old: ClientArgument, new: ClientArgument) -> Iterator[Finding]:
    if old.annotation != new.annotation:
        yield package_finding(What.CLIENT_ARGUMENT_CHANGED, where, (), cut(old.annotation), cut(new.annotation))
    if old.env != new.env:
        yield package_finding(What.CLIENT_VARIABLE_CHANGED, where, (), ", ".join(old.env), ", ".join(new.env))
