"""The tests of one resource, method by method: each a few lines of one obvious pattern."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count

from specbind.ir.types import ArrayType, StringType, Type, without_null
from specbind.python.failures import error_class
from specbind.python.layout import (
    NOTHING,
    Atom,
    Code,
    Group,
    Node,
    Symbol,
    call,
    code,
    definition,
    keyword,
    row,
    statement,
)
from specbind.python.literals import text_literal
from specbind.python.package import Statement, TestCase
from specbind.python.plan import Kind, Plan, Planner, Reading
from specbind.python.sample import Members, UnsampledError
from specbind.python.stubs_answers import Answerer, AnswerSpec, Kinds, status_of
from specbind.python.stubs_call import Call, Caller, Extent, call_to
from specbind.python.stubs_lines import inner, line, within
from specbind.python.stubs_pages import Pager
from specbind.python.stubs_requests import AuthSpec, Credentials, request_node

PYTEST = Symbol("pytest", "", "pytest")


def waiting(name: str) -> Atom:
    """A name of the support module for async results."""
    return Atom(name, Symbol(".waiting", name, name))


def mismatches_are_errors(package: str) -> Statement:
    """`pytestmark = ...`: what is read otherwise than documented fails a test."""
    mark = Atom("pytest.mark.filterwarnings", PYTEST)
    filter_ = text_literal(f"error::{package}.ResponseMismatch")
    return Statement(code(row("pytestmark = ", call(mark, [filter_]))))


class Flavour(enum.Enum):
    """Sync or async: the function that makes the client."""

    SYNC = "answering"
    ASYNC = "async_answering"


@dataclass(frozen=True, slots=True)
class Tools:
    """What the tests of all resources are made with."""

    planner: Planner
    caller: Caller
    answerer: Answerer
    pager: Pager
    kinds: Kinds
    credentials: Credentials
    package: str

    def public(self, name: str) -> Atom:
        """A name that the package exports."""
        return Atom(name, Symbol(self.package, name, name))


@dataclass(frozen=True, slots=True)
class _Sent:
    """A call with the names of what it must send and get."""

    call: Call
    request: str
    answer: str
    spec: AnswerSpec
    label: str


@dataclass(slots=True)
class Writer:
    """Writes the tests of one resource; `path` is how a client reaches it."""

    tools: Tools
    path: str
    statements: list[Statement] = field(default_factory=list)
    cases: list[TestCase] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    failures: set[tuple[int, str]] = field(default_factory=set)
    contradicting: list[str] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)

    def plan(self, plan: Plan) -> None:
        """All tests of one method; what no value can be found for is listed as untested."""
        try:
            self._plan(plan)
        except UnsampledError as problem:
            self.untested.append(f"{plan.operation.key}: {problem}")

    def _plan(self, plan: Plan) -> None:
        auth = self.tools.credentials.auth(plan.operation.security)
        if auth is None:
            self._unauthorised(plan)
            return
        first = not self.cases
        primary = self.tools.answerer.primary(plan)
        calls = list(self._calls(plan, primary, auth))
        for sent in calls:
            for flavour in Flavour:
                suffix = "_async" if flavour is Flavour.ASYNC else ""
                self.case(f"{plan.name}{sent.label}{suffix}", self._called(plan, sent, flavour, primary))
        least = calls[0]
        self.case(f"{plan.name}_raw_response", self._raw(plan, least, primary, Flavour.SYNC))
        self.case(f"{plan.name}_streaming_response", self._streaming(plan, least, Flavour.SYNC))
        if first:
            self.case(f"{plan.name}_raw_response_async", self._raw(plan, least, primary, Flavour.ASYNC))
            self.case(f"{plan.name}_streaming_response_async", self._streaming(plan, least, Flavour.ASYNC))
        self._empty_paths(plan)
        self._other_answers(plan, least, primary)
        self._pages(plan, least, primary, auth)
        self._failures(plan, least)

    def _calls(self, plan: Plan, primary: Reading | None, auth: AuthSpec) -> Iterator[_Sent]:
        """One call, or two where a call can give more than it must; each is preceded by its constants."""
        usual = self.tools.credentials.auth(None) or AuthSpec()
        extents = [(Extent.ALL, "", "")]
        if self.tools.caller.has_optional(plan):
            extents = [
                (Extent.REQUIRED, "", "_with_required_arguments"),
                (Extent.ALL, "_FULL", "_with_all_arguments"),
            ]
        before: tuple[str, AnswerSpec] | None = None
        for extent, mark, label in extents:
            made = self.tools.caller.call(plan, extent)
            members = Members.REQUIRED if extent is Extent.REQUIRED else Members.ALL
            spec = self.tools.answerer.answer(plan, primary, members)
            request = self.constant(f"{plan.constant}{mark}_REQUEST", request_node(made.request, auth, usual))
            if before is not None and before[1] == spec:
                answer = before[0]
            else:
                answer = self.constant(f"{plan.constant}{mark}_ANSWER", spec.node)
            before = answer, spec
            yield _Sent(made, request, answer, spec, label)

    def constant(self, name: str, value: Node) -> str:
        """A constant of the module, under a name of its own; a long value is written out once."""
        name = self._own(name)
        made = code(row(f"{name} = ", value))
        told = made.text.removeprefix(f"{name} = ")
        same = self.said.setdefault(told, name) if "\n" in told else name
        self.statements.append(Statement(made if same == name else statement(row(f"{name} = ", same), 0)))
        return name

    def case(self, name: str, lines: Iterator[Code]) -> None:
        """A test function."""
        name = self._own(f"test_{name}")
        signature = definition(f"def {name}", Group("(", (), ")"), Atom("None"), 0)
        self.cases.append(TestCase(name, (), signature, NOTHING, tuple(lines)))

    def _own(self, name: str) -> str:
        numbered = (f"{name}_{number}" for number in count(2))
        own = next(each for each in chain([name], numbered) if each not in self.taken)
        self.taken.add(own)
        return own

    def answering(self, sent: Call, answers: list[Node | str], flavour: Flavour = Flavour.SYNC) -> Code:
        """`api = answering(LIST_ANSWER)`."""
        function = Atom(flavour.value, Symbol(".clients", flavour.value, flavour.value))
        off = [] if sent.checked else ["validate_requests=False"]
        return line(row("api = ", call(function, [*answers, *off])))

    def _called(self, plan: Plan, sent: _Sent, flavour: Flavour, primary: Reading | None) -> Iterator[Code]:
        yield self.answering(sent.call, [sent.answer], flavour)
        made = call_to(self.path, plan, sent.call.arguments)
        name, value = _received(plan, made, flavour)
        if primary is None:
            yield from _guarded(plan, value)
            yield line(call("api.sent", [sent.request]))
            return
        yield from _guarded(plan, row(f"{name} = ", value))
        yield line(call("api.sent", [sent.request]))
        shown = {"page": "page.body", "file": "file.read()"}.get(name, name)
        yield self._gave(plan, shown, primary)

    def _gave(self, plan: Plan, value: str, reading: Reading) -> Code:
        if plan.kind is Kind.DOWNLOAD:
            return line(call("api.gave", [value, "bytes"]))
        if plan.operation.method == "HEAD":
            return Code(f"assert {value} is None")
        content = reading.content
        of = None if content is None else content.type
        if plan.kind is Kind.STREAM:
            return line(call("api.gave", [value, "list", keyword("of", self.tools.kinds.node(of))]))
        return line(call("api.gave", [value, *self._kind(reading, of)]))

    def _kind(self, reading: Reading, of: Type | None) -> Iterator[Node]:
        """What a result must be, and its items where it is a list."""
        if reading.media is not None and reading.media.value in ("text", "binary"):
            yield Atom("str" if reading.media.value == "text" else "bytes")
            return
        yield self.tools.kinds.node(of)
        target = None if of is None else self.tools.planner.resolve(of)
        if isinstance(target, ArrayType):
            item = self.tools.kinds.node(target.item)
            if item != Atom("object"):
                yield keyword("of", item)

    def _raw(self, plan: Plan, sent: _Sent, primary: Reading | None, flavour: Flavour) -> Iterator[Code]:
        yield self.answering(sent.call, [sent.answer], flavour)
        made = call_to(self.path, plan, sent.call.arguments, "with_raw_response")
        if flavour is Flavour.ASYNC:
            made = call(waiting("wait"), [made])
        yield from _guarded(plan, row("response = ", made))
        yield line(call("api.sent", [sent.request]))
        yield Code(f"assert response.status_code == {sent.spec.status}")
        if primary is None or (flavour is Flavour.ASYNC and plan.kind in (Kind.STREAM, Kind.DOWNLOAD)):
            return
        parsed = {
            Kind.CALL: "response.parse()",
            Kind.PAGE: "response.parse().body",
            Kind.STREAM: "list(response.parse())",
            Kind.DOWNLOAD: "response.parse().read()",
        }
        yield self._gave(plan, parsed[plan.kind], primary)

    def _streaming(self, plan: Plan, sent: _Sent, flavour: Flavour) -> Iterator[Code]:
        yield self.answering(sent.call, [sent.answer], flavour)
        made = call_to(self.path, plan, sent.call.arguments, "with_streaming_response")
        if flavour is Flavour.ASYNC:
            yield from _guarded(plan, row("content = ", call(waiting("read"), [made])))
            yield Code("assert content == api.answered")
        else:
            yield from _guarded(plan, row("opening = ", made))
            yield Code("with opening as response:\n        assert response.read() == api.answered")
        yield line(call("api.sent", [sent.request]))

    def _other_answers(self, plan: Plan, sent: _Sent, primary: Reading | None) -> None:
        """The other documented results, each further example, and those that contradict their type."""
        answerer = self.tools.answerer
        if plan.kind is not Kind.CALL and plan.kind is not Kind.PAGE:
            return
        for reading in plan.readings:
            if reading is not primary and reading.content is not None and plan.kind is Kind.CALL:
                kind = reading.media.value if reading.media is not None else ""
                spec = answerer.answer(plan, reading, Members.REQUIRED)
                lines = self._answered(plan, sent, spec, reading)
                self.case(f"{plan.name}_reads_{reading.status.lower()}_{kind}", lines)
            good = [each for each in answerer.documented(plan, reading) if not each.breaks_shape]
            first = next((each for each in good if not each.found), None)
            for number, example in enumerate((each for each in good if each is not first), 2):
                spec = AnswerSpec(status_of(reading.status, plan, False), (example.value,))
                lines = self._answered(plan, sent, spec, None if example.found else reading)
                self.case(f"{plan.name}_reads_documented_example_{number}", lines)
            for example in answerer.documented(plan, reading):
                if example.breaks_shape:
                    spec = AnswerSpec(status_of(reading.status, plan, False), (example.value,))
                    self.case(f"{plan.name}_survives_a_contradicting_example", self._contradicted(plan, sent, spec))

    def _answered(self, plan: Plan, sent: _Sent, spec: AnswerSpec, reading: Reading | None) -> Iterator[Code]:
        """One more answer; no reading says that its class is open, as it is none of the documented variants."""
        yield self.answering(sent.call, [spec.node])
        name = "page" if plan.kind is Kind.PAGE else "result"
        yield from _guarded(plan, row(f"{name} = ", call_to(self.path, plan, sent.call.arguments)))
        shown = f"{name}.body" if plan.kind is Kind.PAGE else name
        yield line(call("api.gave", [shown, "object"])) if reading is None else self._gave(plan, shown, reading)

    def _contradicted(self, plan: Plan, sent: _Sent, spec: AnswerSpec) -> Iterator[Code]:
        yield self.answering(sent.call, [spec.node])
        mismatch = self.tools.public("ResponseMismatch")
        deprecated = "pytest.deprecated_call(), " if plan.operation.deprecated else ""
        yield within(row(f"with {deprecated}", Atom("pytest.warns", PYTEST), "(", mismatch, "):"))
        yield inner(call_to(self.path, plan, sent.call.arguments))
        yield line(call("api.sent", [sent.request]))

    def _pages(self, plan: Plan, sent: _Sent, primary: Reading | None, auth: AuthSpec) -> None:
        pagination = plan.method.pagination
        if plan.kind is not Kind.PAGE or pagination is None or primary is None or primary.content is None:
            return
        members = frozenset(each.wire_name for each in plan.arguments if each.place == "body")
        body = primary.content.type
        made = None if body is None else self.tools.pager.pages(pagination, body, sent.call.request, members)
        if made is None:
            return
        usual = self.tools.credentials.auth(None) or AuthSpec()
        second = self.constant(f"{plan.constant}_NEXT_REQUEST", request_node(made.second, auth, usual))
        first, last = made.answers
        pages = [
            self.constant(f"{plan.constant}_FIRST_PAGE", first.node),
            self.constant(f"{plan.constant}_LAST_PAGE", last.node),
        ]
        kind = self.tools.kinds.node(made.item)
        at = [text_literal(name) for name in pagination.items_path]
        for flavour in Flavour:
            suffix = "_async" if flavour is Flavour.ASYNC else ""
            lines = self._two_pages(plan, sent, flavour, (pages, [sent.request, second], [kind, *at]))
            self.case(f"{plan.name}_reads_two_pages{suffix}", lines)

    def _two_pages(
        self, plan: Plan, sent: _Sent, flavour: Flavour, parts: tuple[list[str], list[str], list[Node | str]]
    ) -> Iterator[Code]:
        pages, requests, expected = parts
        yield self.answering(sent.call, list(pages), flavour)
        all_ = "list" if flavour is Flavour.SYNC else waiting("collect")
        yield from _guarded(plan, row("items = ", call(all_, [call_to(self.path, plan, sent.call.arguments)])))
        yield line(call("api.sent", requests))
        yield line(call("api.gave_items", ["items", *expected]))

    def _empty_paths(self, plan: Plan) -> None:
        for argument in plan.arguments:
            target = self.tools.planner.resolve(without_null(argument.type)[0])
            if argument.positional and isinstance(target, StringType):
                self.case(
                    f"{plan.name}_refuses_an_empty_{argument.name}",
                    self._empty_path(plan, argument.wire_name),
                )

    def _empty_path(self, plan: Plan, wire_name: str) -> Iterator[Code]:
        argument = next(each for each in plan.arguments if each.positional and each.wire_name == wire_name)
        message = f"Expected a non-empty value for `{wire_name}` but received ''"
        yield Code("api = answering()", frozenset([Symbol(".clients", "answering", "answering")]))
        yield line(row("message = ", text_literal(message)))
        yield _raises(plan, Atom("ValueError"))
        yield inner(call_to(self.path, plan, self.tools.caller.without(plan, argument)))
        yield Code("assert str(caught.value) == message")
        yield Code("api.sent()")

    def _failures(self, plan: Plan, sent: _Sent) -> None:
        """Each documented error of the resource once."""
        for reading in plan.errors:
            status = status_of(reading.status, plan, True)
            key = status, repr(reading.content.type if reading.content is not None else None)
            if key in self.failures:
                continue
            self.failures.add(key)
            spec = self.tools.answerer.answer(plan, reading, Members.REQUIRED, error=True)
            self.case(f"{plan.name}_raises_{status}", self._failure(plan, sent, spec, reading))

    def _failure(self, plan: Plan, sent: _Sent, spec: AnswerSpec, reading: Reading) -> Iterator[Code]:
        yield self.answering(sent.call, [spec.node])
        yield _raises(plan, self.tools.public(error_class(str(spec.status))))
        yield inner(call_to(self.path, plan, sent.call.arguments))
        yield Code(f"assert caught.value.status_code == {spec.status}")
        yield line(call("api.sent", [sent.request]))
        if spec.json and reading.content is not None:
            yield line(call("api.gave", ["caught.value.body", self.tools.kinds.node(reading.content.type)]))
        elif spec.content and reading.media is not None:
            yield line(call("api.gave", ["caught.value.body", "str"]))

    def _unauthorised(self, plan: Plan) -> None:
        """A method whose schemes a client cannot use says so before it sends anything."""
        made = self.tools.caller.call(plan, Extent.REQUIRED)

        def lines() -> Iterator[Code]:
            yield self.answering(made, [])
            yield _raises(plan, self.tools.public("ConfigurationError"))
            yield inner(call_to(self.path, plan, made.arguments))
            yield Code("api.sent()")

        self.case(f"{plan.name}_needs_credentials_of_your_own", lines())


def _received(plan: Plan, made: Node, flavour: Flavour) -> tuple[str, Node]:
    """What a call gives, read to its end, and the name it has in a test."""
    sync = flavour is Flavour.SYNC
    match plan.kind:
        case Kind.CALL:
            return "result", made if sync else call(waiting("wait"), [made])
        case Kind.PAGE:
            return "page", made if sync else call(waiting("wait"), [made])
        case Kind.STREAM:
            return "items", call("list" if sync else waiting("collect_stream"), [made])
        case Kind.DOWNLOAD:
            return ("file", made) if sync else ("content", call(waiting("download"), [made]))


def _guarded(plan: Plan, statement: Node) -> Iterator[Code]:
    """The statement; under a catch of its warning where the method is deprecated."""
    if plan.operation.deprecated:
        yield Code("with pytest.deprecated_call():", frozenset([PYTEST]))
        yield inner(statement)
    else:
        yield line(statement)


def _raises(plan: Plan, error: Node) -> Code:
    deprecated = "pytest.deprecated_call(), " if plan.operation.deprecated else ""
    return within(row(f"with {deprecated}", Atom("pytest.raises", PYTEST), "(", error, ") as caught:"))
