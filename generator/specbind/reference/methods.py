"""The names of the operations of a resource, by its page, the types it declares, or their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specbind.reference.heads import FieldHead
from specbind.reference.members import Member
from specbind.reference.pages import Call, Entry, Group
from specbind.reference.sections import Kind
from specbind.reference.titles import fold, method_names, slug

_SUFFIX = "Response"


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a method, and what it comes from."""

    name: str
    reason: str


def names(group: Group, resource: Sequence[str]) -> list[Named]:
    """The names of a group's operations: `WidgetDeleteResponse` says `delete`, `Remove widget` says so as well."""
    titles = method_names([call.title for call in group.calls], resource)
    found: list[Named] = []
    for call, title in zip(group.calls, titles, strict=True):
        declared = _declared(call, group.entries, resource)
        if declared is not None and all(declared.name != other for other in titles if other != title):
            found.append(declared)
        else:
            found.append(Named(title, f"the title `{call.title}` below the headings of the page"))
    return found


def _declared(call: Call, entries: Sequence[Entry], resource: Sequence[str]) -> Named | None:
    """The name that is in the name of the one type that is the operation's result."""
    section = call.section(Kind.RETURNS)
    if section is None or not resource:
        return None
    results = [entry.member for entry in entries if _is_result(entry.member, section.members)]
    name = results[0].head.name or "" if len(results) == 1 else ""
    if not name.endswith(_SUFFIX):
        return None
    words = slug(name.removesuffix(_SUFFIX)).split("_")
    thing = fold(resource[-1])
    length = next((length for length in range(1, len(words)) if fold("".join(words[:length])) == thing), None)
    return Named("_".join(words[length:]), f"the type `{name}`") if length is not None else None


def _is_result(declared: Member, result: tuple[Member, ...]) -> bool:
    """Whether a declared type is what a section describes."""
    if len(result) == 1 and not isinstance(result[0].head, FieldHead):
        return result[0].head.name == declared.head.name
    return [member.head for member in result] == [member.head for member in declared.children]
