"""A review as JUnit XML, the form of test reports that build servers read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from specbind.report import visible
from specbind.review.outcome import Item, Outcome, by_resource, sentence
from specbind.review.text import plain


def report(outcomes: Sequence[Outcome]) -> str:
    """A suite for each review, a case for each finding; what the policy does not let pass is a failure."""
    root = ElementTree.Element("testsuites", name="specbind diff")
    for outcome in outcomes:
        _suite(root, outcome)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(root: ElementTree.Element, outcome: Outcome) -> None:
    failures = sum(item.is_failure for item in outcome.items) or int(outcome.fails and not outcome.items)
    cases = len(outcome.items) + len(outcome.accepted)
    suite = ElementTree.SubElement(root, "testsuite", name=plain(outcome.name))
    suite.attrib.update(tests=f"{cases or 1}", failures=f"{failures}", errors="0", skipped=f"{len(outcome.accepted)}")
    for resource, items in by_resource((*outcome.items, *outcome.accepted)):
        for item in items:
            _case(suite, resource, item)
    if not cases:
        case = ElementTree.SubElement(suite, "testcase", classname=plain(outcome.name), name=sentence(outcome))
        if outcome.fails:
            ElementTree.SubElement(case, "failure", message=sentence(outcome))


def _case(suite: ElementTree.Element, resource: str, item: Item) -> None:
    finding = item.finding
    name = f"{plain(item.headline)} [{finding.rule}]"
    case = ElementTree.SubElement(suite, "testcase", classname=plain(resource), name=name)
    if item.place is not None:
        case.attrib.update(file=visible(item.place.file), line=f"{item.place.line}")
    if item.entry is not None:
        ElementTree.SubElement(case, "skipped", message=plain(item.entry.reason))
    elif item.is_failure:
        lines = [f"wire {each.wire.value}: {plain(each.reason)}" for each in finding.judgements]
        lines.append(f"Python {finding.python.value}: {plain(finding.python_reason)}")
        lines += [plain(operation) for operation in finding.operations]
        failure = ElementTree.SubElement(case, "failure", type=finding.rule, message=plain(item.headline))
        failure.text = "\n".join(lines)
