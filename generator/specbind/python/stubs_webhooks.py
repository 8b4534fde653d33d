"""The tests of `webhooks`: each body that the API sends is read as what it is documented to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from specbind.diagnostics import Collector
from specbind.ir.types import Json, RefType, UnknownType
from specbind.python.docstrings import docstring
from specbind.python.examples import contradictions
from specbind.python.layout import NOTHING, Atom, Code, Symbol, call, code, one_or_more, row, statement
from specbind.python.literals import text_literal
from specbind.python.package import Statement, TestCase, TestModule
from specbind.python.sample import Members, UnsampledError
from specbind.python.stubs_answers import AnswerSpec
from specbind.python.stubs_cases import Tools, mismatches_are_errors
from specbind.python.stubs_lines import line
from specbind.python.stubs_requests import wire
from specbind.python.webhooks import ANY, Message, Sent
from specbind.rules import CONTRADICTING_EXAMPLE


def webhook_tests(sent: Sent, tools: Tools, collector: Collector) -> TestModule:
    """The module for all of them; examples that contradict their type are reported, and not used."""
    writer = _Writer(tools, collector, sent.events.names if sent.events is not None else frozenset())
    for message in sent.messages:
        try:
            writer.message(message)
        except UnsampledError as problem:
            writer.untested.append(f"{message.webhook.name}: {problem}")
    head = [mismatches_are_errors(tools.package)]
    if writer.untested:
        listed = one_or_more(text_literal(each) for each in writer.untested)
        about = docstring("Bodies that no test reads: nothing we find satisfies their type.", 0)
        head.append(Statement(code(row("UNTESTED = ", listed)), Code(about)))
    doc = Code(docstring("The bodies that the API sends, read by `webhooks`.", 0))
    return TestModule(doc, (*head, *writer.statements), tuple(writer.cases))


@dataclass(slots=True)
class _Writer:
    tools: Tools
    collector: Collector
    told_apart: frozenset[str]
    statements: list[Statement] = field(default_factory=list)
    cases: list[TestCase] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)

    def message(self, message: Message) -> None:
        """`assert_reads(webhooks.parcel_notice.parse, PARCEL_NOTICE, models.ParcelNotice)`, and as any of them."""
        sent = AnswerSpec(json=(self._body(message),)).node
        constant = message.name.upper()
        module = Symbol(self.tools.package, "webhooks", "webhooks")
        names = (message.name, ANY) if message.name in self.told_apart else (message.name,)
        readers = [Atom(f"webhooks.{each}.parse", module) for each in names]
        kind = self.tools.kinds.node(message.webhook.type)
        name = f"test_{message.name}"
        self.statements.append(Statement(statement(row(f"{constant} = ", sent), 0)))
        self.cases.append(
            TestCase(
                name=name,
                decorators=(),
                signature=Code(f"def {name}() -> None:"),
                doc=NOTHING,
                body=tuple(line(call(wire("assert_reads"), [reader, constant, kind])) for reader in readers),
            )
        )

    def _body(self, message: Message) -> Json:
        of = message.webhook.type
        types = self.tools.planner.types
        examples = [(each.name, each.value, each.span) for each in message.webhook.examples]
        if not examples and isinstance(of, RefType):
            examples = [(None, value, types[of.name].span) for value in types[of.name].examples]
        good: list[Json] = []
        for name, value, span in examples:
            found = contradictions(value, of, types)
            if found:
                label = f"{message.webhook.name} example{f' {name}' if name else ''}"
                place = span or message.webhook.span
                self.collector.report(CONTRADICTING_EXAMPLE, f"{label}: {found[0]}", place, label=str(found[0]))
            else:
                good.append(value)
        if good:
            return good[0]
        sampler = self.tools.answerer.sampler
        return {"key": "text"} if isinstance(of, UnknownType) else sampler.value(of, Members.REQUIRED)
