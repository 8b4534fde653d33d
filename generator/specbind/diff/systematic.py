"""An edit that was made all over a description is one finding, with all its places."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from specbind.diff.changes import What
from specbind.diff.finding import Finding
from specbind.diff.rules import BY_ID, IMPLIED

MANY: Final = 4
"""How many findings that say the same make one."""

_WORDS: Final = frozenset(
    each.value
    for each in (
        What.OPERATION_ID_ADDED,
        What.OPERATION_ID_REMOVED,
        What.OPERATION_ID_CHANGED,
        What.ALL_OF_ANNOTATION_ADDED,
        What.ALL_OF_ANNOTATION_REMOVED,
        What.SCHEMA_ADDED,
        What.SCHEMA_REMOVED,
    )
)
"""Ends of the ids of rules that say the same of everything: about words that no message has, about types that came or
went with nothing else."""
_NAMES: Final = {
    what.value: frozenset((what.value, *(each.value for each in IMPLIED.get(what, ()))))
    for what in (
        What.SCHEMA_RENAMED,
        What.OPERATION_MOVED,
        What.OPERATION_REBASED,
        What.METHOD_RENAMED,
        What.CLASS_RENAMED,
        What.PATH_PARAMETER_RENAMED,
        What.PARAMETER_RENAMED,
    )
}
"""Rules about other names, which are alike where the names differ in the same part, with the rules that they imply."""

_KEYWORDS: Final = frozenset(
    (
        What.NULL_ALLOWED,
        What.NULL_FORBIDDEN,
        What.READ_ONLY_GAINED,
        What.READ_ONLY_LOST,
        What.WRITE_ONLY_GAINED,
        What.WRITE_ONLY_LOST,
        What.EXTRA_ALLOWED,
        What.EXTRA_FORBIDDEN,
        What.FIELD_DEPRECATED,
        What.FIELD_REACTIVATED,
    )
)
"""What is said by one keyword, whatever the rest of the definition is."""

_LAYOUTS: Final = frozenset(
    each.value for each in (What.PARAMETER_EXPLODE_CHANGED, What.PARAMETER_STYLE_CHANGED, What.PARAMETER_INTO_BODY)
)
"""Rules about how parameters are written, whatever they are called."""

_TOKEN: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\w\s]|_")


def systematic(findings: Iterable[Finding], keys: Mapping[str, int]) -> list[Finding]:
    """The findings, those that say the same of many places as one; `keys` has the order of the operations.

    The same is: the same rules and verdicts, and the same definition before and after. Names are the same edit where
    the same part of them is another one: `/v1/pets` and `/v1/shops` become `/v2/pets` and `/v2/shops`.
    """
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_edit(finding), []).append(finding)
    merged: list[Finding] = []
    for group in groups.values():
        merged += [_one(group, keys)] if sum(len(each.also) + 1 for each in group) >= MANY else group
    return merged


def _edit(finding: Finding) -> Hashable:
    """What findings of one edit have in common."""
    verdicts = (finding.rules, finding.python, finding.careful)
    if any(finding.rule.endswith(word) for word in _WORDS) and len(finding.rules) == 1:
        return _said(finding), finding.python, finding.python_reason
    names = _NAMES.get(finding.rules[0], frozenset())
    renamed = _replaced(*_names(finding)) if names else ()
    others = {BY_ID[name].what for name in finding.rules if name not in names and name in BY_ID}
    if names and not others and not finding.types:
        return (*verdicts, renamed)
    reasons = (finding.judgements, finding.python_reason)
    if others <= _KEYWORDS and not finding.types:
        return (*verdicts, *reasons, renamed)
    if finding.rule in _LAYOUTS:
        return (*verdicts, *reasons, finding.old, finding.new)
    return (*verdicts, *reasons, finding.subject, finding.old, finding.new, _said(finding))


def _said(finding: Finding) -> str:
    """What happened, without the place and without what it happened to."""
    return finding.title.removeprefix(f"{finding.where}: ").removesuffix(f" ({finding.subject})")


def _names(finding: Finding) -> tuple[str, str]:
    """The two names that a finding is about."""
    if finding.rule == What.SCHEMA_RENAMED.value:
        return finding.subject, finding.where.component or ""
    return finding.old, finding.new


def _replaced(old: str, new: str) -> Hashable:
    """The words that one name has in place of those of another; `SPELLING` where only the spelling differs."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if _plain(before) == _plain(after):
        return "spelling"
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return tuple(before[start : len(before) - end]), tuple(after[start : len(after) - end])


def _plain(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words if word.isalnum()]


def _one(group: Sequence[Finding], keys: Mapping[str, int]) -> Finding:
    if len(group) == 1:
        return group[0]
    first = max(group, key=lambda each: len(each.operations))
    wheres = dict.fromkeys(where for each in group for where in (each.where, *each.also))
    operations = {key for each in group for key in each.operations}
    texts = {(each.old, each.new) for each in group}
    same = first.rule not in _NAMES and (len(texts) == 1 or BY_ID[first.rule].what in _KEYWORDS)
    judgements = dict.fromkeys(judgement for each in group for judgement in each.judgements)
    said = first.title if same else _title(first, len(group))
    names = [(each.old, each.new) if same else _names(each) for each in group[: 1 if same else None]]
    return replace(
        first,
        title=said,
        judgements=tuple(sorted(judgements, key=lambda each: each.wire.rank)),
        operations=tuple(sorted(operations, key=lambda key: keys.get(key, len(keys)))),
        resource=_shared([each.resource for each in group]),
        old="\n".join(old for old, _ in names),
        new="\n".join(new for _, new in names),
        also=tuple(where for where in wheres if where != first.where),
        types=tuple(dict.fromkeys(name for each in group for name in each.types)),
        confidence=min((each.confidence for each in group if each.confidence is not None), default=None),
    )


def _title(first: Finding, count: int) -> str:
    """The line for findings that differ in names: what the first says, without the names that only it has."""
    place = f"{first.where}: "
    if first.title.startswith(place):
        return place + _said(first)
    return f"{first.title}, and {count - 1:,} others with the same words"


def _shared(resources: Sequence[str]) -> str:
    """The resource that all of some resources are in."""
    shared: list[str] = []
    for words in zip(*(each.split(".") for each in resources), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return ".".join(shared)
