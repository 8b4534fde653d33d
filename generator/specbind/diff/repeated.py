"""An edit of a type that a description writes out in several places is one finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from specbind.diff.finding import Finding, Where


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of declared types that no operation names taken into the same edits of operations.

    Reference pages write a type out where it is used and once more under its name, so that one edit of it is seen in
    both. They belong together where all that changed is the same and the one place ends like the other.
    """
    listed = list(findings)
    hosts: dict[object, list[int]] = {}
    for index, finding in enumerate(listed):
        if finding.operations and finding.old and finding.new:
            hosts.setdefault(_edit(finding), []).append(index)
    also: dict[int, list[Where]] = {}
    left = []
    for index, finding in enumerate(listed):
        is_copy = finding.where.component is not None and not finding.operations and finding.where.path
        at_hosts = hosts.get(_edit(finding), ()) if is_copy else ()
        host = next((at for at in at_hosts if _holds(listed[at], finding)), None)
        if host is None:
            left.append(index)
        else:
            also.setdefault(host, []).extend((finding.where, *finding.also))
    return [replace(listed[at], also=(*listed[at].also, *also.get(at, ()))) for at in left]


def _edit(finding: Finding) -> object:
    return finding.old, finding.new, finding.subject, finding.title.removeprefix(f"{finding.where}: ")


def _holds(host: Finding, copy: Finding) -> bool:
    """Whether one of the places of a finding ends like the place of another."""
    path = copy.where.path
    return any(where.path[-len(path) :] == path for where in (host.where, *host.also))
