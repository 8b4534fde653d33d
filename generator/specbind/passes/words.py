"""Names in lower case, whatever their style: snake case, what is one name to a reader, and English singulars."""

from __future__ import annotations

import re
from functools import cache

from specbind.words import written_words

_GAP = re.compile(r"[\W_]+")


def listed(text: str) -> tuple[str, ...]:
    """The words of a list that is written with spaces between."""
    return tuple(text.split())


_UNCHANGED = frozenset(
    listed(
        "access address alias always analysis analytics apis aws axis basis bias bonus bus business"
        " campus canvas chaos class compass cors corps cosmos crisis css data diagnosis dns emphasis"
        " express focus gas genus gps has https ios is its js kubernetes lens less logistics mathematics"
        " media metadata news nfs nexus os physics plus previous pos process progress radius radios redis"
        " rss series sis sms species statistics status synopsis synthesis this thus tls tos us various"
        " virus vps was yes"
    )
) - {"apis", "radios"}

_SINGULARS = {
    "aliases": "alias",
    "analyses": "analysis",
    "apis": "api",
    "appendices": "appendix",
    "axes": "axis",
    "bases": "base",
    "biases": "bias",
    "bonuses": "bonus",
    "buses": "bus",
    "caches": "cache",
    "campuses": "campus",
    "canvases": "canvas",
    "children": "child",
    "cookies": "cookie",
    "corpora": "corpus",
    "crises": "crisis",
    "criteria": "criterion",
    "dependencies": "dependency",
    "diagnoses": "diagnosis",
    "dies": "die",
    "echoes": "echo",
    "gases": "gas",
    "halves": "half",
    "heroes": "hero",
    "indices": "index",
    "knives": "knife",
    "leaves": "leaf",
    "lenses": "lens",
    "lies": "lie",
    "lives": "life",
    "matrices": "matrix",
    "men": "man",
    "movies": "movie",
    "pies": "pie",
    "quizzes": "quiz",
    "selfies": "selfie",
    "shelves": "shelf",
    "statuses": "status",
    "synopses": "synopsis",
    "ties": "tie",
    "vertices": "vertex",
    "viruses": "virus",
    "women": "woman",
    "people": "person",
}


@cache
def split(text: str) -> tuple[str, ...]:
    """The lower-case words of a name in any spelling: `listHTTPRoutes`, `list-http-routes` and
    `list_http_routes`.
    """
    return tuple(word.lower() for word in written_words(text))


def snake(text: str) -> str:
    """A name as lower-case words joined by `_`."""
    return "_".join(split(text))


@cache
def fold(text: str) -> str:
    """What is left of a name when case and separators do not count: equal folds are one name to a reader."""
    return _GAP.sub("", text).casefold()


@cache
def singular(word: str) -> str:
    """The singular of an English noun in lower case; the word itself where it is none or no plural."""
    if word in _UNCHANGED:
        return word
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "series", "species")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "xes", "zzes")) or (word.endswith("ches") and word != "aches"):
        return word[:-2]
    return word[:-1]


def singular_name(name: str) -> str:
    """A name with its last word in the singular, in snake case: `api_keys` is `api_key`."""
    words = split(name)
    return "_".join((*words[:-1], singular(words[-1]))) if words else name


def plural_name(name: str) -> bool:
    """Whether a name says many: its last word is a plural."""
    words = split(name)
    return bool(words) and singular(words[-1]) != words[-1]


_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)


def ordinal(index: int) -> str:
    """A position (from 0) as a word, never as a digit."""
    if index < len(_ORDINALS):
        return _ORDINALS[index]
    tens, rest = divmod(index, len(_ORDINALS))
    return f"{_ORDINALS[tens - 1] if tens <= len(_ORDINALS) else 'last'}_{_ORDINALS[rest]}"
