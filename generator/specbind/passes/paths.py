"""Paths taken apart: segments that are names, placeholders or acts, and the prefix that says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from specbind.passes.words import snake, split

_VERSION = re.compile(
    r"v\d+([._]\d+)*((alpha|beta|rc|preview)\d*)?|\d{4}-\d{2}(-\d{2})?|\d+\.\d+(\.\d+)?", re.IGNORECASE
)
_NEUTRAL = frozenset({"api", "rest"})
_EXTENSION = re.compile(r"\.(json|xml|yaml|yml|csv|txt|html|pdf|atom|rss|gpg)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TEMPLATE = re.compile(r"\{([^{}=]*)=[^{}]*\}")
_MATRIX = re.compile(r";[^/]*")
_DOTTED = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")
_DOMAINS = frozenset({"io", "com", "org", "net", "dev", "app", "cloud", "local"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path: a name in snake case, or a placeholder with its own name.

    `act` marks a step that the path itself sets apart as an act: `:batch`, or the last part of
    `chat.postMessage`.
    """

    name: str
    placeholder: bool = False
    act: bool = False


@cache
def segments(path: str) -> tuple[Segment, ...]:
    """The steps of a path, version prefixes included."""
    path = _TEMPLATE.sub(r"{\1}", path).split("?", 1)[0]
    raw = [part for part in path.split("/") if part]
    found: list[Segment] = []
    for index, part in enumerate(raw):
        found.extend(_steps(part, last=index == len(raw) - 1, alone="{" not in path))
    return tuple(found)


def _steps(part: str, *, last: bool, alone: bool) -> Iterable[Segment]:
    if _VERSION.fullmatch(part):
        return [Segment(part.lower())]
    part = _EXTENSION.sub("", part)
    if last and alone and _DOTTED.fullmatch(part) and part.rsplit(".", 1)[1].lower() not in _DOMAINS:
        *things, act = part.split(".")
        return [*(Segment(snake(thing)) for thing in things), Segment(snake(act), act=True)]
    head, colon, act = part.rpartition(":")
    if colon and _PLACEHOLDER.search(act) is None and split(act) and (head == "" or not head.endswith("{")):
        return [*_plain(head), Segment(snake(act), act=True)]
    return _plain(part)


def _plain(part: str) -> list[Segment]:
    if _PLACEHOLDER.search(part) is None:
        name = snake(part)
        return [Segment(name)] if name else []
    found: list[Segment] = []
    place = 0
    text = ""
    for match in _PLACEHOLDER.finditer(part):
        text += part[place : match.start()]
        place = match.end()
        if match[1][:1] in (".", ";", "?", "&"):
            continue
        if not found and split(text.split("(", 1)[0]):
            found.append(Segment(snake(_MATRIX.sub("", text).split("(", 1)[0])))
        if not (found and ";" in text):
            found.append(Segment(snake(match[1]) or "value", placeholder=True))
        text = ""
    if not found and split(text + part[place:]):
        found.append(Segment(snake(_MATRIX.sub("", text + part[place:]))))
    return _one_placeholder(found)


def _one_placeholder(found: list[Segment]) -> list[Segment]:
    """Several placeholders in one segment (`{sha}.{format}`) name one item."""
    kept: list[Segment] = []
    for segment in found:
        if not (segment.placeholder and kept and kept[-1].placeholder):
            kept.append(segment)
    return kept


def extension(path: str) -> str:
    """The file ending of a path without its dot: `json` of `/widget.json`."""
    match = _EXTENSION.search(path)
    return match[1] if match is not None else ""


def neutral_prefix(path: str) -> tuple[str, ...]:
    """The leading steps that only say `this is the API`: `api`, `rest` and versions."""
    found: list[str] = []
    for part in path.split("/")[1:]:
        if part.lower() not in _NEUTRAL and not _VERSION.fullmatch(part):
            break
        found.append(part.lower())
    return tuple(found)


def common_prefix(paths: Iterable[str]) -> tuple[str, ...]:
    """The neutral prefix that most paths have; of equals the first in order of its text.

    Only this one is left out of the tree, so a second version of an API becomes a resource of its own, and no
    path that is added later renames the others. Other prefixes shared by all paths are kept: one path outside
    would bring them back.
    """
    counts = Counter(neutral_prefix(path) for path in paths)
    return min(counts, key=lambda prefix: (-counts[prefix], prefix), default=())


def without_prefix(path: str, prefix: tuple[str, ...]) -> tuple[Segment, ...]:
    """The steps of a path after the common prefix; a lone prefix inside (`/ingest/api/v1/...`) is left out
    too.
    """
    steps = segments(path)
    if prefix and neutral_prefix(path) == prefix:
        return steps[len(prefix) :]
    if len(prefix) > 1:
        names = [step.name for step in steps]
        for start in range(1, len(names) - len(prefix) + 1):
            if tuple(names[start : start + len(prefix)]) == prefix:
                return steps[:start] + steps[start + len(prefix) :]
    return steps
