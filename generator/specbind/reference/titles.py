"""Names of methods from the titles of operations: `List project users` in Users is `list`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TEXT: Final = re.compile(r"[A-Za-z][\w'-]*")
_FILLER: Final = frozenset(("a", "an", "the", "all", "your", "its"))
_JOINTS: Final = frozenset("to of from for in by with on at as via using into within under that".split())
_VERBS: Final = {
    "retrieve": "retrieve", "get": "retrieve", "fetch": "retrieve", "read": "retrieve", "show": "retrieve",
    "list": "list",
    "create": "create",
    "update": "update", "modify": "update", "edit": "update", "patch": "update", "change": "update",
    "delete": "delete", "remove": "delete",
}  # fmt: skip


def slug(title: str) -> str:
    """A title as a name: `API Keys` is `api_keys`; nothing for a title without Latin letters."""
    return "_".join(word.lower() for word in _WORD.findall(_ASIDE.sub(" ", title).replace("'", "")))


def fold(word: str) -> str:
    """A word without case, marks and plural, for comparisons."""
    plain = re.sub(r"[^a-z0-9]", "", word.lower())
    if plain.endswith("ies") and len(plain) > 4:
        return f"{plain[:-3]}y"
    if plain.endswith(("sses", "xes", "ches", "shes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


def method_names(titles: Sequence[str], resource: Sequence[str]) -> list[str]:
    """The names of the operations of one resource: short ones where they differ, else longer ones that do."""
    said = [_words(title) for title in titles]
    known = {fold(word) for name in resource for word in (*name.split("_"), name)}
    counts = Counter(fold(word) for words in said for word in {*words[1:]})
    known |= {word for word, count in counts.items() if len(titles) > 2 and count > 0.6 * len(titles)}
    last = [fold(word) for word in (resource[-1].split("_") if resource else ())]
    short = [_short(words, known, last) for words in said]
    longer = [_long(words, known) for words in said]
    return [
        long if short.count(name) > 1 and longer.count(long) == 1 else name
        for name, long in zip(short, longer, strict=True)
    ]


def _words(title: str) -> list[str]:
    """The words of a title up to the first preposition, without articles."""
    found: list[str] = []
    for word in _TEXT.findall(_ASIDE.sub(" ", title).replace("'s ", " ")):
        if found and word.lower() in _JOINTS:
            break
        if word.lower() not in _FILLER:
            found.append(word)
    return found


def _short(words: list[str], known: set[str], last: list[str]) -> str:
    """The verb, with what it is about unless that is the resource itself."""
    if not words:
        return ""
    verb, about = words[0], words[1:]
    folded = [fold(word) for word in about]
    is_resource = bool(last) and folded[-len(last) :] == last
    if verb.lower() not in _VERBS and not (about and (is_resource or set(folded) <= known)):
        return slug(" ".join(words))
    act = _VERBS.get(verb.lower(), slug(verb))
    if is_resource:
        return act
    return "_".join((act, *(slug(word) for word in about if fold(word) not in known)))


def _long(words: list[str], known: set[str]) -> str:
    """The verb with all words that are not the resource's."""
    if not words:
        return ""
    act = _VERBS.get(words[0].lower(), slug(words[0]))
    return "_".join((act, *(slug(word) for word in words[1:] if fold(word) not in known)))
