"""Api -> Python model: the files of a package and what each contains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.exports import EXPORTED
from specbind.ir.api import Api
from specbind.ir.types import ObjectType, without_null
from specbind.python import client, symbols, webhooks
from specbind.python.annotations import Annotations, Place, Spelling
from specbind.python.api_md import api_md
from specbind.python.docstrings import docstring, tidy, titled
from specbind.python.failures import Failures, told
from specbind.python.layout import Code, Symbol, from_import
from specbind.python.literals import text_literal
from specbind.python.media import Media, asked_for, media
from specbind.python.models import models_module, params_module
from specbind.python.modules import UNREFERENCED, module_names
from specbind.python.nested import is_nested
from specbind.python.nodes import ResourceNode, tree, walk, with_root
from specbind.python.operations import constants_of
from specbind.python.package import Content, File, LazyModule, OperationsModule, Package, TextFile
from specbind.python.plan import Kind, Planner
from specbind.python.resources import Emitter
from specbind.python.symbols import Symbols
from specbind.python.usage import usage
from specbind.rules import (
    NESTED_PARAMETER,
    UNDIVIDED_RESPONSE,
    UNPARSED_BODY,
    UNREAD_MEDIA_TYPE,
    UNREAD_MESSAGE,
    UNUSED_MEDIA_TYPE,
    UNUSED_OVERRIDE,
)


def lower(api: Api, config: ApiConfig, collector: Collector) -> Package:
    """The package of an API whose passes have run."""
    _report_unknown(api, config, collector)
    top = with_root(api.resources)
    modules = module_names(top)
    planner = Planner(api)
    settled = symbols.settle(api, usage(api, planner), config.names, modules, collector)
    root = tree(top, planner, modules, class_name=config.client)
    sent = webhooks.sent(api, root, planner.types)
    failures = Failures([plan for node in walk(root) for plan in node.plans])
    files = [
        _file("__init__.py", _init(api, config)),
        _file("_client.py", client.client_module(api, config, root, [told(each, settled) for each in failures.common])),
        *_types(settled),
        *_surface(root, settled, planner, failures),
        *_webhooks(api, sent, settled, collector),
        _file("api.md", TextFile(api_md(api, config, root, planner, settled, failures, sent))),
        _file("py.typed", TextFile("")),
    ]
    models = sum(name.is_object for names in settled.modules().values() for name in names)
    counts = {"operations": len(api.operations), "models": models}
    _report_unused(root, collector)
    _report_unread(root, collector)
    _report_unparsed(root, planner, collector)
    _report_nested(root, planner, collector)
    tests = _tests(api, config, root, settled, sent, collector) if config.tests else ()
    return Package(config.package, tuple(files), tuple(tests), counts)


def _webhooks(api: Api, sent: webhooks.Sent, settled: Symbols, collector: Collector) -> Iterator[File]:
    """The module for what the API sends, if it sends anything; bodies that it does not read are reported."""
    if sent.messages:
        annotations = Annotations(settled, Place.RESPONSE, Spelling.QUALIFIED)
        yield _file("webhooks.py", webhooks.webhooks_module(sent, annotations))
    for webhook in webhooks.unread(api):
        message = f"the body of `{webhook.name}` is `{webhook.media_type}`, which `webhooks` does not read"
        collector.report(UNREAD_MESSAGE, message, webhook.span)


def _tests(
    api: Api,
    config: ApiConfig,
    root: ResourceNode,
    settled: Symbols,
    sent: webhooks.Sent,
    collector: Collector,
) -> Iterable[File]:
    """The generated tests, by modules that are loaded for them alone: they take pydantic with them."""
    from specbind.python import stubs

    return stubs.tests(api, config, root, settled, sent, collector)


def named(api: Api, config: ApiConfig, collector: Collector) -> Symbols:
    """The names that `lower` gives to the types of an API."""
    modules = module_names(with_root(api.resources))
    return symbols.settle(api, usage(api, Planner(api)), config.names, modules, collector)


def _report_unknown(api: Api, config: ApiConfig, collector: Collector) -> None:
    """Say which names and credentials of the configuration belong to nothing."""
    types = {decl.name for decl in api.types}
    schemes = {scheme.name for scheme in api.security_schemes}
    for key, names, known in (("names", config.names, types), ("credentials", config.credentials, schemes)):
        for name in names:
            if name not in known:
                collector.report(UNUSED_OVERRIDE, f"`{key}` names `{name}`, which the API does not have", None)


def _report_unused(root: ResourceNode, collector: Collector) -> None:
    """Say which media types of bodies no method sends."""
    for plan in (plan for node in walk(root) for plan in node.plans):
        body = plan.operation.body
        if body is None or plan.body is None or plan.kind is Kind.STREAM:
            continue
        used = [each.content for each in plan.bodies]
        unused = [f"`{each.media_type}`" for each in body.contents if each not in used]
        if unused:
            message = f"{plan.operation.key} is sent as `{plan.body.content.media_type}`, never as {', '.join(unused)}"
            collector.report(UNUSED_MEDIA_TYPE, message, body.span or plan.operation.span)


def _report_unread(root: ResourceNode, collector: Collector) -> None:
    """Say which representations of responses are not asked for."""
    for plan in (plan for node in walk(root) for plan in node.plans):
        operation = plan.operation
        kept = [content for response in operation.responses for content in asked_for(response.contents)]
        listed = dict.fromkeys(content.media_type for response in operation.responses for content in response.contents)
        unread = [f"`{each}`" for each in listed if each not in {content.media_type for content in kept}]
        if unread:
            message = f"{operation.key} asks for JSON, never for {', '.join(unread)}, which would say the same"
            collector.report(UNREAD_MEDIA_TYPE, message, operation.span)
        for content in kept:
            if content.type is not None and media(content) in (Media.FORM, Media.MULTIPART):
                message = f"the response `{content.media_type}` of {operation.key} is not taken apart"
                collector.report(UNDIVIDED_RESPONSE, message, content.span or operation.span)


def _report_unparsed(root: ResourceNode, planner: Planner, collector: Collector) -> None:
    """Say which bodies have members that nobody writes or reads."""
    for plan in (plan for node in walk(root) for plan in node.plans):
        operation = plan.operation
        bodies = [(each.content, each.media, "body") for each in plan.bodies]
        kept = (content for response in operation.responses for content in asked_for(response.contents))
        for content, kind, what in (*bodies, *((each, media(each), "response") for each in kept)):
            of = planner.resolve(without_null(content.type)[0]) if content.type is not None else None
            if kind in (Media.TEXT, Media.BINARY) and isinstance(of, ObjectType):
                message = f"the {what} `{content.media_type}` of {operation.key} is whole, its members are no use"
                collector.report(UNPARSED_BODY, message, content.span or operation.span)


def _report_nested(root: ResourceNode, planner: Planner, collector: Collector) -> None:
    """Say which parameters hold more than their style has a form for."""
    for plan in (plan for node in walk(root) for plan in node.plans):
        for each in plan.operation.parameters:
            if is_nested(each, planner.resolve):
                message = f"`{each.wire_name}` of {plan.operation.key} holds values that its style has no form for"
                collector.report(NESTED_PARAMETER, message, each.span, label="those are sent as JSON")


def _file(path: str, content: Content) -> File:
    return File(PurePosixPath(path), content)


def _types(settled: Symbols) -> Iterator[File]:
    """`models` and `params`: a module for each resource that has types of its own, and one for what is shared."""
    models: dict[str, str] = {}
    params: dict[str, str] = {}
    for module, names in settled.modules().items():
        common = settled.usage.homes.get(names[0].decl.name) == ()
        about = "several resources" if common else "no operation" if module == UNREFERENCED else f"`{module}`"
        yield _file(f"models/{module}.py", models_module(names, settled, f"Models used by {about}."))
        for name in names:
            models[name.model] = models[name.request_model] = module
        sent = [name for name in names if name.sent and (name.is_other_name or not settled.is_inlined(name))]
        if sent:
            doc = f"Shapes that requests to {about} take."
            yield _file(f"params/{module}.py", params_module(sent, settled, doc))
            params.update((name.param, module) for name in sent)
    yield _file("models/__init__.py", _lazy("Every model, loaded on first use.", models))
    yield _file(
        "params/__init__.py",
        _lazy("What nested arguments look like as plain dicts, loaded on first use.", params),
    )


def _surface(root: ResourceNode, settled: Symbols, planner: Planner, failures: Failures) -> Iterator[File]:
    emitter = Emitter(settled, planner, failures)
    qualified = Annotations(settled, Place.RESPONSE, Spelling.QUALIFIED)
    for node in walk(root):
        yield _file(f"resources/{node.module}.py", emitter.module(node))
        if node.plans:
            doc = Code(docstring(f"The wire contract of `{node.module}`.", 0))
            constants = tuple(constants_of(node.plans, planner, qualified))
            yield _file(f"operations/{node.module}.py", OperationsModule(doc, constants))
    for package, about in (("resources", "The typed surface."), ("operations", "The wire contract, as data.")):
        yield _file(f"{package}/__init__.py", OperationsModule(Code(docstring(about, 0)), ()))


def _init(api: Api, config: ApiConfig) -> LazyModule:
    """The package itself: clients, errors and what their arguments need."""
    places = {f"{prefix}{config.client}": "_client" for prefix in ("", "Async")}
    places.update((name, "_runtime") for name in EXPORTED)
    doc = tidy(api.description) or f"Client of {titled(api.title)}."
    name = f"{tidy(api.title)} {tidy(api.version)}".strip().rstrip(".")
    text = f"{name}.\n\n{doc}" if name else doc
    return _lazy(text, places)


def _lazy(doc: str, places: dict[str, str]) -> LazyModule:
    names = sorted(places, key=lambda name: (name.casefold(), name))
    symbols_ = [Symbol(f".{place}", name, name) for name, place in places.items()]
    return LazyModule(
        doc=Code(docstring(doc, 0)),
        imports=tuple(_import(module, group) for module, group in _by_module(symbols_)),
        exports=tuple(Code(text_literal(name)) for name in names),
        places=tuple(Code(f"{text_literal(name)}: {text_literal('.' + places[name])}") for name in names),
    )


def _by_module(found: Iterable[Symbol]) -> list[tuple[str, list[str]]]:
    modules: dict[str, list[str]] = {}
    for symbol in found:
        modules.setdefault(symbol.module, []).append(symbol.name)
    return [(module, sorted(names)) for module, names in sorted(modules.items())]


def _import(module: str, names: list[str]) -> Code:
    return Code(from_import(module, (f"{name} as {name}" for name in names), 4))
