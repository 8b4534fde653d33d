"""What breaks for users of the package beyond what the edits of the description say, and what does not after all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from specbind.diff.changes import What
from specbind.diff.finding import Finding, Python, Where
from specbind.diff.package_findings import client_findings, package_finding
from specbind.diff.rules import BY_ID, RULES, DiffRule
from specbind.diff.signatures import parsed
from specbind.diff.surface import Shape, Surface
from specbind.python import fields as naming
from specbind.source import Span

_WORD = re.compile(r"\w+")
_RENAMES = frozenset(
    (
        What.FIELD_RENAMED,
        What.FIELD_RENAMED_REQUIRED,
        What.PARAMETER_RENAMED,
        What.PARAMETER_RENAMED_REQUIRED,
        What.PATH_PARAMETER_RENAMED,
    )
)
_PYTHON_ONLY = frozenset(rule.id for rule in RULES if rule.id.startswith("python-"))
_OF_CLIENTS = ("api-security-component", "api-server")
"""Edits of what arguments of clients come from."""
_OF_SCHEMES = frozenset((What.SCHEME_REMOVED, What.SCHEME_TYPE_CHANGED))
_OF_TYPES = frozenset((What.SCHEMA_REMOVED, What.SCHEMA_RENAMED))


@dataclass(frozen=True, slots=True)
class Surfaces:
    """The surfaces of both revisions, and the names of declared types that have another name now."""

    base: Surface
    revision: Surface
    renamed: Mapping[str, str]

    def settled(self, findings: list[Finding]) -> Iterator[Finding]:
        """The findings with the names that Python users know and verdicts that hold, then what none of them says."""
        changed = _Changed(self)
        findings = [changed.judged(finding) for finding in findings]
        more = [*self._methods(findings), *self._shapes(findings), *client_findings(self.base, self.revision)]
        for finding in more:
            cause = _cause(finding, findings, self.base)
            if cause is None:
                findings.append(finding)
            else:
                findings[cause] = _with_consequence(findings[cause], finding)
        for finding in findings:
            yield self._named(finding)

    def _named(self, finding: Finding) -> Finding:
        methods = [self._method(key) for key in finding.operations]
        symbol = ""
        if finding.where.component is not None:
            names = (self.revision.names, self.base.names)
            symbol = next((found for each in names if (found := each.get(finding.where.component))), "")
        elif finding.where.operation is not None:
            symbol = self._method(finding.where.operation)
        resources = [name.rpartition(".")[0].split(".") for name in methods if name]
        shared: list[str] = []
        for words in zip(*resources, strict=False):
            if len(set(words)) > 1:
                break
            shared.append(words[0])
        return replace(finding, symbol=finding.symbol or symbol, resource=".".join(shared))

    def _method(self, key: str) -> str:
        return self.revision.method(key) or self.base.method(key)

    # What no finding says

    def _methods(self, findings: list[Finding]) -> Iterator[Finding]:
        told = {key for each in findings if each.python is not Python.SAFE for key in each.operations}
        touched = {key for each in findings for key in each.operations}
        answered = {key for each in findings if _is_of_answers(each) for key in each.operations}
        moved = {each.old for each in findings if _ELSEWHERE.intersection(each.rules)}
        for key, methods in self.base.methods.items():
            now = self.revision.methods.get(key)
            if now is None or key in moved:
                continue
            gone = [name for name in methods if name not in now]
            come = [name for name in now if name not in methods]
            for index, name in enumerate(gone):
                new = come[index] if index < len(come) else ""
                yield package_finding(What.METHOD_RENAMED, Where(None, key), (key,), name, new)
            for name in methods:
                if name in now and methods[name] != now[name] and key not in told:
                    for found in _signature(key, name, methods[name], now[name]):
                        known = {What.ARGUMENT_CHANGED.value: touched, What.RESULT_CHANGED.value: answered}
                        if key not in known.get(found.rule, ()):
                            yield found

    def _shapes(self, findings: list[Finding]) -> Iterator[Finding]:
        """Classes and aliases that are under another name; one that is gone went with what used it."""
        now = {_identity(name, shape): name for name, shape in self.revision.shapes.items()}
        for name, shape in self.base.shapes.items():
            decl = self.renamed.get(shape.decl, shape.decl)
            new = now.get(_identity(name, replace(shape, decl=decl)), "")
            if name in self.revision.shapes or not new or decl != shape.decl or _explained(shape, findings):
                continue
            where = Where(shape.decl) if not shape.inline else Where(None, None, (name,))
            yield package_finding(
                What.CLASS_RENAMED, where, (), name, new, (shape.span, self.revision.shapes[new].span)
            )


def _cause(finding: Finding, findings: list[Finding], base: Surface) -> int | None:
    """The finding that another one follows from: the name of a method goes with it, or a class that it parted.

    For a method it is the one about the same operation that reaches the fewest others. An edit of a component that had
    the class of a shape elsewhere leaves that shape another class. Arguments of clients come from schemes and servers.
    """
    edits = [index for index, each in enumerate(findings) if each.rule not in _PYTHON_ONLY]
    if finding.rule == What.METHOD_RENAMED.value and finding.where.operation is not None:
        key = finding.where.operation
        found = [index for index in edits if key in findings[index].operations]
        return min(found, key=lambda index: len(findings[index].operations), default=None)
    if finding.rule == What.RESULT_CHANGED.value:
        parted = set(_WORD.findall(finding.old)) - set(_WORD.findall(finding.new))
        classes = {at: base.names.get(findings[at].where.component or "", "").rpartition(".")[2] for at in edits}
        return next((at for at in edits if classes[at] in parted), None)
    if finding.rule.startswith("python-client-"):
        return next((at for at in edits if findings[at].rule.startswith(_OF_CLIENTS)), None)
    return None


def _with_consequence(finding: Finding, consequence: Finding) -> Finding:
    """A finding that says too what follows from it for the package."""
    if finding.python is Python.BREAKING:
        return finding
    reason = f"{consequence.title}: {consequence.python_reason}"
    return replace(finding, python=consequence.python, python_reason=reason)


def _identity(name: str, shape: Shape) -> tuple[str, str]:
    """What stays the same of a class when its name changes: its module and what it is made of."""
    place = shape.span.pointer if shape.inline and shape.span is not None else shape.decl
    return name.partition(".")[0], place


def _is_of_answers(finding: Finding) -> bool:
    """Whether a finding says that the whole of an answer has another type."""
    return any(name.startswith(("response-body", "response-media")) for name in finding.rules)


def _signature(key: str, name: str, old: str, new: str) -> Iterator[Finding]:
    """What differs between two signatures of one method, apart from arguments that may be left out."""
    before, after = parsed(old), parsed(new)
    if before.result != after.result:
        yield package_finding(What.RESULT_CHANGED, Where(None, key, (name,)), (key,), before.result, after.result)
    for argument, text in before.arguments.items():
        if argument not in after.arguments:
            yield package_finding(What.ARGUMENT_REMOVED, Where(None, key, (name, argument)), (key,), text, "")
        elif after.arguments[argument] != text:
            now = after.arguments[argument]
            yield package_finding(What.ARGUMENT_CHANGED, Where(None, key, (name, argument)), (key,), text, now)
    for argument, text in after.arguments.items():
        if argument not in before.arguments and argument in after.required:
            yield package_finding(What.ARGUMENT_REQUIRED, Where(None, key, (name, argument)), (key,), "", text)


def _explained(shape: Shape, findings: list[Finding]) -> bool:
    """Whether a finding is about the declared type, or about a place above or below it."""
    for finding in findings:
        wheres = (finding.where, *finding.also)
        if any(where.component == shape.decl for where in wheres):
            return True
        if finding.base is not None and shape.span is not None and _related(finding.base, shape.span):
            return True
    return False


def _related(one: Span, two: Span) -> bool:
    if one.source.path != two.source.path:
        return False
    first, second = f"{one.pointer}/", f"{two.pointer}/"
    return first.startswith(second) or second.startswith(first)


_MOVES = frozenset((What.OPERATION_MOVED, What.OPERATION_REBASED))
_ELSEWHERE = frozenset((*(each.value for each in _MOVES), What.CALL_CHANGED.value))


class _Changed:
    """Which operations and declared types have another signature or another class."""

    def __init__(self, surfaces: Surfaces) -> None:
        self._surfaces = surfaces
        base, revision = surfaces.base, surfaces.revision
        keys = base.methods.keys() | revision.methods.keys()
        self._operations = {key for key in keys if base.methods.get(key) != revision.methods.get(key)}
        self._client = base.arguments == revision.arguments
        self._types: set[str] = set()
        self._inline = False
        for name in base.shapes.keys() | revision.shapes.keys():
            old, new = base.shapes.get(name), revision.shapes.get(name)
            if old is not None and new is not None and old.members == new.members:
                continue
            for each in (old, new):
                if each is not None:
                    self._types.add(each.decl)
                    self._inline = self._inline or each.inline

    def judged(self, finding: Finding) -> Finding:
        """A finding with the verdict that the packages bear out."""
        rules = [BY_ID[name] for name in finding.rules if name in BY_ID]
        whats = {rule.what for rule in rules}
        if finding.python is Python.SAFE or not rules:
            return finding
        if whats & _RENAMES and _same_name(finding):
            reason = "the Python name stays the same: what it stands for on the wire changes without a trace"
            return replace(finding, python=Python.SAFE, python_reason=reason, careful=True)
        if whats & _MOVES:
            return self._moved(finding)
        if self._client and whats <= _OF_SCHEMES:
            return replace(finding, python=Python.SAFE, python_reason="the client takes the same arguments")
        if self._inline or not all(_is_of_types(rule) for rule in rules):
            return finding
        types = {where.component for where in (finding.where, *finding.also)}
        if types & self._types or self._operations.intersection(finding.operations):
            return finding
        return replace(finding, python=Python.SAFE, python_reason="the package stays the same")

    def _moved(self, finding: Finding) -> Finding:
        """The finding of an operation under another path, whose method may have kept its name."""
        old, new = self._surfaces.base.method(finding.old), self._surfaces.revision.method(finding.new)
        if old != new:
            return replace(finding, python_reason=f"`{old}` is now `{new}`: calls of the old name fail")
        before, after = self._surfaces.base.methods.get(finding.old), self._surfaces.revision.methods.get(finding.new)
        if before == after:
            return replace(finding, python=Python.SAFE, python_reason="the method keeps its name and its arguments")
        return replace(finding, python_reason="the method has other arguments or gives something else")


def _same_name(finding: Finding) -> bool:
    old, new = finding.subject, finding.where.path[-1] if finding.where.path else ""
    names = [naming.settle((name,), frozenset())[name] for name in (old, new)]
    return bool(old) and names[0] == names[1]


def _is_of_types(rule: DiffRule) -> bool:
    """Whether a rule is about types, members, parameters or declared types, which the surface shows."""
    return rule.position is not None or rule.what in _OF_TYPES or rule.id.startswith(("request-", "new-"))
