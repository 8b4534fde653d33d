"""Where people find what a page documents: the resources around it, by the page's path, its headings and its URLs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from specbind.reference.limits import MAX_RESOURCES
from specbind.reference.pages import Group
from specbind.reference.titles import fold, slug

Scope: TypeAlias = "tuple[str, ...]"

_GENERAL: Final = frozenset(
    ("api", "apis", "reference", "rest", "http", "docs", "documentation", "overview", "introduction", "endpoints")
)
_VERSION: Final = re.compile(r"v[0-9]+(?:[a-z]+[0-9]*)?")


def scopes(groups: Sequence[Group], parts: Scope | None) -> tuple[Scope, ...]:
    """The path of the resource of each group of a page.

    `parts` are the page's path below the folder of the description, without `index`; None for a page on its own.
    The first heading of a page is what the page is about; all others are inside it, and the URLs of their operations
    say where: a heading belongs to the nearest one before it whose name is in its URLs.
    """
    if is_leaf(groups):
        return tuple(parts[:-1] if parts else () for _ in groups)
    root = parts or ()
    chain: Scope = ()
    before: Group | None = None
    found: list[Scope] = []
    for group in groups:
        if group.title and before is not None:
            chain = _chain(chain, before, group)
        elif group.title and not root:
            root, chain = _first(group)
        before = group if group.title else before
        found.append((*root, *chain))
    return tuple(found)


def is_leaf(groups: Sequence[Group]) -> bool:
    """Whether a page is that of one operation."""
    return all(not group.title for group in groups) and sum(len(group.calls) for group in groups) == 1


def _first(group: Group) -> tuple[Scope, Scope]:
    """What all is inside of, and the first resource: a heading without operations is what the page is about."""
    name = _name(group)
    if set(name.split("_")) <= _GENERAL:
        return (), ()
    return ((), (name,)) if group.calls or group.entries else ((name,), ())


def _chain(chain: Scope, before: Group, group: Group) -> Scope:
    """The names of the headings around a heading and its own; `before` is the heading before it."""
    name = _name(group)
    if chain and not before.calls and not before.entries and len(chain) < MAX_RESOURCES:
        return (*chain, name)
    steps = [fold(step) for step in _steps(group)]
    own = max((index for index, step in enumerate(steps) if step == fold(name)), default=len(steps))
    while chain and fold(chain[-1]) not in steps[:own]:
        chain = chain[:-1]
    return (*chain, name)


def _name(group: Group) -> str:
    """The name of a heading; where it has no Latin letters, that of its operations' URLs."""
    found = slug(group.title)
    if not found:
        steps = _steps(group)
        found = slug(steps[-1]) if steps else ""
    return found or "resource"


def _steps(group: Group) -> list[str]:
    """The steps that the paths of a group's operations begin with, without placeholders and versions."""
    paths = [[step for step in call.path.split("/") if step] for call in group.calls if call.path]
    common: list[str] = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        common.append(steps[0])
    return [step for step in common if not step.startswith("{") and not _VERSION.fullmatch(step)]
