"""Changes of what only keywords say: conditions, promises about dates and stability, contents of texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from specbind.diff.changes import What
from specbind.diff.definition import cut
from specbind.diff.scalar_changes import LIMITS, NARROWER, SAME, WIDER, Fact, Fit, fit, limit, patterns
from specbind.diff.sides import Said
from specbind.ir.types import ArrayType, Json, MapType, StringFormat, StringType, Type, without_null

_PRESENCE: Final = {
    "if": (What.IF_ADDED, What.IF_REMOVED, What.IF_CHANGED),
    "then": (What.THEN_ADDED, What.THEN_REMOVED, What.THEN_CHANGED),
    "else": (What.ELSE_ADDED, What.ELSE_REMOVED, What.ELSE_CHANGED),
    "not": (What.NOT_ADDED, What.NOT_REMOVED, What.NOT_CHANGED),
    "contains": (What.CONTAINS_ADDED, What.CONTAINS_REMOVED, What.CONTAINS_CHANGED),
    "propertyNames": (What.PROPERTY_NAMES_ADDED, What.PROPERTY_NAMES_REMOVED, What.PROPERTY_NAMES_CHANGED),
    "unevaluatedItems": (
        What.UNEVALUATED_ITEMS_ADDED,
        What.UNEVALUATED_ITEMS_REMOVED,
        What.UNEVALUATED_ITEMS_CHANGED,
    ),
    "unevaluatedProperties": (
        What.UNEVALUATED_PROPERTIES_ADDED,
        What.UNEVALUATED_PROPERTIES_REMOVED,
        What.UNEVALUATED_PROPERTIES_CHANGED,
    ),
    "contentSchema": (What.CONTENT_SCHEMA_ADDED, What.CONTENT_SCHEMA_REMOVED, What.CONTENT_SCHEMA_CHANGED),
    "contentMediaType": (What.CONTENT_MEDIA_TYPE_CHANGED,) * 3,
    "contentEncoding": (What.CONTENT_ENCODING_CHANGED,) * 3,
    "dependentRequired": (
        What.DEPENDENT_REQUIRED_ADDED,
        What.DEPENDENT_REQUIRED_REMOVED,
        What.DEPENDENT_REQUIRED_CHANGED,
    ),
    "dependencies": (
        What.DEPENDENT_REQUIRED_ADDED,
        What.DEPENDENT_REQUIRED_REMOVED,
        What.DEPENDENT_REQUIRED_CHANGED,
    ),
    "dependentSchemas": (
        What.DEPENDENT_SCHEMA_ADDED,
        What.DEPENDENT_SCHEMA_REMOVED,
        What.DEPENDENT_SCHEMA_CHANGED,
    ),
    "patternProperties": (
        What.PATTERN_PROPERTY_ADDED,
        What.PATTERN_PROPERTY_REMOVED,
        What.PATTERN_PROPERTY_CHANGED,
    ),
}
"""What it means that a keyword appears, disappears or says something else."""

_CONTENTS: Final = {
    "contentMediaType": {StringFormat.BINARY: '"application/octet-stream"'},
    "contentEncoding": {StringFormat.BYTE: '"base64"'},
}
"""What these keywords say where formats say it."""

_COUNTS: Final = {
    "minContains": (What.MIN_CONTAINS_INCREASED, What.MIN_CONTAINS_DECREASED),
    "maxContains": (What.MAX_CONTAINS_INCREASED, What.MAX_CONTAINS_DECREASED),
}
UNSTABLE: Final = ("draft", "alpha")
"""Levels of stability that promise nothing."""
_LEVELS: Final = ("draft", "alpha", "beta", "stable")
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ].*)?")


def keywords(before: Said, after: Said, old: Type, new: Type, renamed: Mapping[str, str]) -> Iterator[Fact]:
    """The changes of the keywords at one place, whose types are given; `renamed` are types under other names."""
    for place in dict.fromkeys((*before, *after)):
        steps, name, key = place
        was, now = before.get(place), after.get(place)
        if name in _CONTENTS:
            was, now = was or _content(name, old, steps), now or _content(name, new, steps)
        if was == now:
            continue
        subject = ".".join(part for part in (steps.replace("/", "."), key) if part)
        if name in _PRESENCE:
            added, removed, changed = _PRESENCE[name]
            what = added if was is None else removed if now is None else changed
            yield Fact(what, subject, cut(was or ""), cut(now or ""))
        elif name in _COUNTS:
            yield from _count(name, subject, was, now)
        elif name == "format" and not steps:
            yield from _format(was, now, fit(old, new))
        elif name == "discriminator" and key and before.keys() & after.keys() >= {(steps, name, "")}:
            yield from _tag(key, was, now, renamed)
        elif name in LIMITS:
            yield from misplaced(name, was, now)
        elif name == "x-extensible-enum":
            yield from _extensible(subject, was, now)
        elif name == "allOf" and not key and was is not None and now is not None:
            yield from _parts(Counter(renamed.get(each, each) for each in json.loads(was)), Counter(json.loads(now)))
        elif name == "allOf" and key:
            what = What.ALL_OF_ANNOTATION_ADDED if was is None else What.ALL_OF_ANNOTATION_REMOVED
            yield Fact(what, "", was or "", now or "")


def _parts(old: Counter[str], new: Counter[str]) -> Iterator[Fact]:
    """The parts of `allOf` that come and go, by what they refer to."""
    for what, more in ((What.ALL_OF_REMOVED, old - new), (What.ALL_OF_ADDED, new - old)):
        if more:
            yield Fact(what, ", ".join(filter(None, more)))


def _content(name: str, of: Type, steps: str) -> str | None:
    """What a format says that `contentMediaType` or `contentEncoding` may say: OpenAPI 3.0 has only formats."""
    for step in filter(None, steps.split("/")):
        match without_null(of)[0]:
            case ArrayType(item=inner) if step == "items":
                of = inner
            case MapType(value=inner) if step == "additionalProperties":
                of = inner
            case _:
                return None
    core = without_null(of)[0]
    return _CONTENTS[name].get(core.format) if isinstance(core, StringType) else None


def _format(was: str | None, now: str | None, relation: Fit) -> Iterator[Fact]:
    """The change of a format that no type says; `relation` is that of the types that may say the other one."""
    texts = ("", _word(was), _word(now))
    if relation == SAME:
        what = What.TYPE_SPECIALIZED if was is None else What.TYPE_CHANGED
        yield Fact(What.TYPE_GENERALIZED if now is None else what, *texts)
    elif relation == (NARROWER if now is None else WIDER):
        yield Fact(What.TYPE_CHANGED, *texts)


def _tag(tag: str, was: str | None, now: str | None, renamed: Mapping[str, str]) -> Iterator[Fact]:
    """The change of what a tag stands for."""
    old, new = (None if text is None else str(json.loads(text)) for text in (was, now))
    if old is None or new is None:
        yield Fact(What.TAG_UNMAPPED if new is None else What.TAG_MAPPED, tag, old or "", new or "")
    elif renamed.get(old) != new:
        yield Fact(What.TAG_REMAPPED, tag, old, new)


def misplaced(name: str, was: str | None, now: str | None) -> Iterator[Fact]:
    """The change of a limit that the type of its schema cannot have, or that stands beside listed values."""
    old = None if was is None else json.loads(was)
    new = None if now is None else json.loads(now)
    if name == "pattern":
        yield from patterns(old if isinstance(old, str) else None, new if isinstance(new, str) else None)
    elif name == "uniqueItems":
        if bool(old) != bool(new):
            yield Fact(What.UNIQUE_ASKED if new else What.UNIQUE_LIFTED)
    else:
        yield from limit(LIMITS[name], _amount(old), _amount(new))


def _amount(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def root_default(before: Said, after: Said) -> Iterator[Fact]:
    """The change of the default of a whole declared type or body, which no member and no parameter carries."""
    was, now = before.get(("", "default", "")), after.get(("", "default", ""))
    if was != now:
        what = What.DEFAULT_ADDED if was is None else What.DEFAULT_CHANGED
        yield Fact(What.DEFAULT_REMOVED if now is None else what, "", cut(was or ""), cut(now or ""))


def _count(name: str, subject: str, was: str | None, now: str | None) -> Iterator[Fact]:
    up, down = _COUNTS[name]
    without = 1.0 if name == "minContains" else float("inf")
    old, new = _number(was, without), _number(now, without)
    if old != new:
        yield Fact(up if new > old else down, subject, was or "", now or "")


def _number(text: str | None, without: float) -> float:
    value = without if text is None else json.loads(text)
    return float(value) if isinstance(value, int | float) else without


def _word(text: str | None) -> str:
    return "" if text is None else f"format {text}"


def _extensible(subject: str, was: str | None, now: str | None) -> Iterator[Fact]:
    old, new = _listed(was), _listed(now)
    removed = [value for value in old if value not in new]
    added = [value for value in new if value not in old]
    if removed and now is not None:
        yield Fact(What.EXTENSIBLE_VALUE_REMOVED, ", ".join(removed), cut(was or ""), cut(now))
    if added and was is not None:
        yield Fact(What.EXTENSIBLE_VALUE_ADDED, ", ".join(added), cut(was), cut(now or ""))


def _listed(text: str | None) -> list[str]:
    values: Json = json.loads(text) if text is not None else []
    return [json.dumps(value) for value in values] if isinstance(values, list) else []


def sunset(said: Said) -> date | str | None:
    """The day after which something is gone; the text where it is no day, None where nothing is said."""
    text = said.get(("", "x-sunset", ""))
    if text is None:
        return None
    value = json.loads(text)
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return text
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return text


def stability(said: Said) -> str | None:
    """The level of stability as it is written; None where nothing is said."""
    text = said.get(("", "x-stability-level", ""))
    value = None if text is None else json.loads(text)
    return value if isinstance(value, str) or value is None else text


def known_level(level: str | None) -> bool:
    """Whether a level is one of the four, or none."""
    return level is None or level in _LEVELS


def level_fact(down: What, up: What, before: Said, after: Said) -> Iterator[Fact]:
    """The change of the level of stability; what says nothing is stable."""
    old, new = stability(before), stability(after)
    if old == new or not known_level(old) or not known_level(new):
        return
    one, two = _LEVELS.index(old or "stable"), _LEVELS.index(new or "stable")
    if one != two:
        yield Fact(down if two < one else up, "", old or "stable", new or "stable")


def lifecycle(before: Said, after: Said, old: bool, new: bool, texts: tuple[str, str]) -> Iterator[Fact]:
    """What the revisions say about the future of a member: deprecation, the day it goes, stability."""
    if new and not old:
        day = sunset(after)
        what = What.FIELD_DEPRECATED
        if day is not None:
            what = What.FIELD_DEPRECATED_SUNSET if isinstance(day, date) else What.FIELD_SUNSET_UNREADABLE
        yield Fact(what, "" if day is None else str(day), *texts)
    elif old and not new:
        yield Fact(What.FIELD_REACTIVATED, "", *texts)
    elif new and sunset(before) != sunset(after):
        yield Fact(What.FIELD_SUNSET_CHANGED, "", str(sunset(before) or ""), str(sunset(after) or ""))
    if before or after:
        yield from level_fact(What.FIELD_STABILITY_DECREASED, What.FIELD_STABILITY_INCREASED, before, after)
