"""The generated tests of a package: a module for each resource, and the clients that they call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.python.annotations import Annotations, Place
from specbind.python.docstrings import docstring
from specbind.python.layout import Atom, Code, Group, Node, Symbol, call, code, definition, keyword, one_or_more, row
from specbind.python.literals import text_literal
from specbind.python.nodes import ResourceNode, walk
from specbind.python.package import File, Statement, TestCase, TestModule, TextFile
from specbind.python.plan import Plan, Planner
from specbind.python.stubs_answers import Answerer, Kinds
from specbind.python.stubs_call import Caller
from specbind.python.stubs_cases import Flavour, Tools, Writer, mismatches_are_errors
from specbind.python.stubs_pages import Pager
from specbind.python.stubs_requests import AuthSpec, Credentials, wire
from specbind.python.stubs_webhooks import webhook_tests
from specbind.python.symbols import Symbols
from specbind.python.webhooks import Sent
from specbind.rules import CONTRADICTING_EXAMPLE

_WIRE = frozenset({"Answer", "Api", "Auth"})
"""Classes that the module of clients imports from the support module."""
_HTTPX = Symbol("httpx", "", "httpx")


def tests(
    api: Api,
    config: ApiConfig,
    root: ResourceNode,
    settled: Symbols,
    sent: Sent,
    collector: Collector,
) -> Iterator[File]:
    """Every module of the tests; examples that contradict their type are reported."""
    planner = Planner(api)
    answerer = Answerer(planner)
    tools = Tools(
        planner=planner,
        caller=Caller(planner, settled, config.package),
        answerer=answerer,
        pager=Pager(planner, answerer.sampler),
        kinds=Kinds(planner, Annotations(settled, Place.RESPONSE), config.package),
        credentials=Credentials(api, config),
        package=config.package,
    )
    yield File(PurePosixPath("__init__.py"), TextFile(""))
    yield File(PurePosixPath("clients.py"), _clients(config, tools.credentials))
    for node in walk(root):
        if node.plans:
            yield File(PurePosixPath(f"test_{node.module}.py"), _module(node, tools, collector))
    if sent.messages:
        yield File(PurePosixPath("webhooks_test.py"), webhook_tests(sent, tools, collector))


def _module(node: ResourceNode, tools: Tools, collector: Collector) -> TestModule:
    writer = Writer(tools, node.dotted)
    for plan in node.plans:
        _report(plan, writer, collector)
        writer.plan(plan)
    return TestModule(
        doc=Code(docstring(f"Tests of `client.{node.dotted}`.", 0)),
        statements=(*_head(node, writer, tools), *writer.statements),
        cases=tuple(writer.cases),
    )


def _report(plan: Plan, writer: Writer, collector: Collector) -> None:
    """Say which examples contradict their type, to the user and in the module."""
    for reading in (*plan.readings, *plan.errors):
        for example in writer.tools.answerer.documented(plan, reading):
            if example.found:
                message = f"{example.label}: {example.found[0]}"
                collector.report(CONTRADICTING_EXAMPLE, message, example.span, label=str(example.found[0]))
                if example.breaks_shape:
                    writer.contradicting.append(message)


def _head(node: ResourceNode, writer: Writer, tools: Tools) -> Iterator[Statement]:
    """What holds for the whole module: warnings that are errors, and examples that are wrong."""
    if any(plan.operation.deprecated for plan in node.plans):
        yield Statement(Code("# pyright: reportDeprecated=false"))
    yield mismatches_are_errors(tools.package)
    if writer.untested:
        listed = one_or_more(text_literal(each) for each in writer.untested)
        doc = docstring("Results that no test gets: nothing we find satisfies their type.", 0)
        yield Statement(code(row("UNTESTED = ", listed)), Code(doc))
    if writer.contradicting:
        listed = one_or_more(text_literal(each) for each in dict.fromkeys(writer.contradicting))
        doc = docstring("Examples of the document that are not what their schema says; the client warns of them.", 0)
        yield Statement(code(row("CONTRADICTING_EXAMPLES = ", listed)), Code(doc))


def _clients(config: ApiConfig, credentials: Credentials) -> TestModule:
    """The functions that make clients for tests."""
    auth = credentials.auth(None) or AuthSpec()
    return TestModule(
        doc=Code(docstring("Clients whose requests are recorded and answered; nothing leaves the process.", 0)),
        statements=(Statement(code(row("AUTH = ", auth.node))),),
        cases=tuple(_maker(flavour, config, credentials) for flavour in Flavour),
    )


def _maker(flavour: Flavour, config: ApiConfig, credentials: Credentials) -> TestCase:
    """`def answering(*answers: Answer) -> Api[Client]`."""
    prefix = "" if flavour is Flavour.SYNC else "Async"
    name = f"{prefix}{config.client}"
    local = f"{name}Client" if name in _WIRE else name
    client = Atom(local, Symbol(config.package, name, local))
    http_client = call(Atom(f"httpx.{prefix}Client", _HTTPX), ["transport=transport"])
    settings: list[Node | str] = [
        *credentials.arguments(),
        keyword("base_url", wire("BASE_URL")),
        keyword("http_client", http_client),
        "max_retries=0",
        "validate_requests=validate_requests",
    ]
    parameters = Group("(", (row("*answers: ", wire("Answer")), Atom("validate_requests: bool = True")), ")")
    signature = code(row(f"def {flavour.value}", parameters, " -> ", wire("Api"), "[", client, "]:"))
    made = code(row("return ", call(client, settings)), 8)
    maker = definition("def make", Group("(", (Atom("transport: httpx.MockTransport"),), ")"), Atom(client.text), 4)
    make = f"{maker.text}\n        {made.text}\n"
    doc = "A client" if flavour is Flavour.SYNC else "An async client"
    return TestCase(
        name=flavour.value,
        decorators=(),
        signature=signature,
        doc=Code(docstring(f"{doc} that gets these answers, one after another.", 4)),
        body=(Code(make, made.uses), Code("return Api(make, AUTH, answers)")),
    )
