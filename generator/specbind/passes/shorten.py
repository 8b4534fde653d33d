"""Long names of inline types lose the words in their middle.

A name begins with what owns the place (a component, or an operation and the part of it) and ends with where in it the
type stands. Where that is more than `LONGEST` letters, only the last words are kept, as many as tell it apart from all
other types of the same owner. So a name depends on its owner alone; nothing else in the document changes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from specbind.ir.api import Api
from specbind.ir.types import RefType, Type, TypeDecl
from specbind.ir.walk import map_types
from specbind.passes.contexts import Context, spots
from specbind.passes.words import fold, listed

LONGEST = 40
_PARTS = frozenset({"params", "response", "list", "multipart", "error", "body"})
_VAGUE = frozenset(
    listed("item entry value data object config options settings params properties details type extra list rest")
)


def shorten(api: Api, prefix: tuple[str, ...]) -> Api:
    """The API with names of inline types that can be read."""
    inline = [decl for decl in api.types if decl.context]
    if not any(_letters(decl.context) > LONGEST for decl in inline):
        return api
    owners = _owners(api, prefix)
    taken = {fold("".join(decl.context) or decl.name) for decl in api.types}
    families: dict[Context, list[TypeDecl]] = defaultdict(list)
    for decl in inline:
        families[_owner(decl.context, owners)].append(decl)
    renamed: dict[str, Context] = {}
    for owner, decls in families.items():
        renamed.update(_family(owner, decls, taken))
    return _apply(api, renamed) if renamed else api


def _letters(context: Context) -> int:
    return sum(len(word) - word.count("_") for word in context)


def _owners(api: Api, prefix: tuple[str, ...]) -> frozenset[Context]:
    """What can own inline types: components, resources and operations."""
    found: set[Context] = {(decl.name,) for decl in api.types if not decl.context}
    for spot in spots(api, prefix).values():
        found.update((spot.words, spot.here))
    return frozenset(found)


def _owner(context: Context, owners: frozenset[Context]) -> Context:
    """The beginning of a name that says whose it is; the first word of one that a title gave."""
    end = next((end for end in range(len(context) - 1, 1, -1) if context[:end] in owners), 1)
    while end < len(context) - 1 and context[end] in _PARTS:
        end += 1
    return context[:end]


def _family(owner: Context, decls: list[TypeDecl], taken: set[str]) -> dict[str, Context]:
    """The new names of the types of one owner that have too long ones."""
    start = len(owner)
    long = [decl for decl in decls if _letters(decl.context) > LONGEST and "error" not in decl.context]
    if not long:
        return {}
    counts = Counter(decl.context[-kept:] for decl in decls for kept in range(1, len(decl.context) - start))
    found: dict[str, Context] = {}
    for name, context in ((decl.name, decl.context) for decl in long):
        free = (wish for wish in _wishes(context, start) if counts[wish[start:]] == 1)
        new = next((wish for wish in free if fold("".join(wish)) not in taken), None)
        if new is not None:
            found[name] = new
            taken.add(fold("".join(new)))
    return found


def _wishes(context: Context, start: int) -> Iterator[Context]:
    """Shorter names, best first: with two words of the place, with one where that is still long, then with more."""
    inner = len(context) - start
    short = (*context[:start], context[-1])
    if inner > 1 and context[-1] not in _VAGUE and _letters((*context[:start], *context[-2:])) > LONGEST:
        yield short
    yield from ((*context[:start], *context[-kept:]) for kept in range(2, inner))


def _apply(api: Api, renamed: dict[str, Context]) -> Api:
    def rename(of: Type) -> Type:
        if isinstance(of, RefType) and of.name in renamed:
            return RefType(".".join(renamed[of.name]))
        return of

    api = map_types(api, rename)
    types = (
        replace(decl, name=".".join(renamed[decl.name]), context=renamed[decl.name]) if decl.name in renamed else decl
        for decl in api.types
    )
    return replace(api, types=tuple(types))
