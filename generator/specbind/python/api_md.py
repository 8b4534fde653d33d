"""`api.md`: every method of a package on one page, with links to its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specbind.config import ApiConfig
from specbind.ir.api import Api
from specbind.ir.walk import references
from specbind.python.annotations import Annotations, Place
from specbind.python.bodies import union
from specbind.python.docstrings import code_span, sentence, tidy
from specbind.python.failures import Failure, Failures
from specbind.python.layout import flat
from specbind.python.media import Media
from specbind.python.nodes import ResourceNode, walk
from specbind.python.operations import result_types
from specbind.python.plan import Argument, Kind, Plan, Planner
from specbind.python.symbols import Symbols
from specbind.python.webhooks import ANY, Sent

_CODE = re.compile(r"(`[^`]+`)")
_ACTIVE = re.compile(r"[\\`*\[\]<>|#@!]|(?<!\w)_|_(?!\w)")
_GIVES = {Kind.PAGE: "SyncPage", Kind.STREAM: "Stream"}


def api_md(
    api: Api,
    config: ApiConfig,
    root: ResourceNode,
    planner: Planner,
    settled: Symbols,
    failures: Failures,
    sent: Sent,
) -> str:
    """The page as Markdown."""
    title = one_line(f"{tidy(api.title)} {tidy(api.version)}") or config.package
    lines = [
        f"# {title}",
        "",
        f"Every method of `{config.package}.{config.client}`. `Async{config.client}` has the same:",
        "they are awaited, and lists with pages are an `AsyncPager` for `async for`. Each method also takes",
        "`extra_headers`, `extra_query`, `extra_body`, `timeout`, `max_retries` and `idempotency_key`.",
    ]
    common = "; ".join(_errors(failures.common, settled))
    if common:
        lines += ["", f"Most document these errors, which are not repeated below: {common}."]
    for node in walk(root):
        if node.plans:
            lines += ["", f"## {node.dotted}", ""]
            lines += [_entry(plan, node, planner, settled, failures.own(plan)) for plan in node.plans]
    return "\n".join([*lines, *_messages(sent, settled), *_types(settled)]) + "\n"


def _entry(plan: Plan, node: ResourceNode, planner: Planner, settled: Symbols, own: Iterable[Failure]) -> str:
    arguments = ", ".join(_arguments(plan))
    gives = _gives(plan, planner, Annotations(settled, Place.RESPONSE))
    summary = one_line(sentence(plan.operation.summary or plan.operation.description))
    call = f"[`client.{node.dotted}.{plan.name}`](resources/{node.module}.py)"
    deprecated = " *Deprecated.*" if plan.operation.deprecated else ""
    stop = "" if summary.endswith((".", "!", "?")) else "."
    about = f" {summary}{stop}" if summary else ""
    wire = f"`{plan.operation.method} {code_span(plan.operation.path)}`"
    links = ", ".join(dict.fromkeys(_links(plan, planner, settled)))
    given = f" Gives {links}." if links else ""
    errors = "; ".join(_errors(own, settled))
    raised = f" Errors: {errors}." if errors else ""
    return f"- {call}`({arguments})` -> `{gives}`<br>{wire}{about}{deprecated}{given}{raised}"


def _links(plan: Plan, planner: Planner, settled: Symbols) -> Iterator[str]:
    """The models a method gives."""
    results = [result for result in plan.results if result is not None and not isinstance(result, Media)]
    if plan.kind is Kind.PAGE and plan.method.pagination is not None:
        results.append(planner.item_type(union(results), plan.method.pagination.items_path))
    yield from _model_links((name for result in results for name in references(result)), settled)


def _errors(errors: Iterable[Failure], settled: Symbols) -> Iterator[str]:
    """The statuses of documented errors, by the models of their bodies."""
    found: dict[str, list[str]] = {}
    for failure in errors:
        if failure.body is not None:
            found.setdefault(", ".join(_model_links(references(failure.body), settled)), []).append(failure.when)
    for links, statuses in found.items():
        if links:
            yield f"{', '.join(statuses)} {links}"


def _model_links(names: Iterable[str], settled: Symbols) -> Iterator[str]:
    """Models, each once, with the module that has it."""
    for name in dict.fromkeys(names):
        model = settled.types[name]
        yield f"[{model.model}](models/{model.module}.py)"


def _arguments(plan: Plan) -> Iterator[str]:
    last = plan.last_path
    if last is not None:
        yield last.name
    others: list[Argument] = [argument for argument in plan.arguments if argument is not last]
    if others:
        yield "*"
    for argument in sorted(others, key=lambda argument: not argument.required):
        yield argument.name if argument.required else f"{argument.name}=..."
    if plan.choice is not None:
        yield f"{plan.choice}=..."


def _gives(plan: Plan, planner: Planner, annotations: Annotations) -> str:
    if plan.kind is Kind.DOWNLOAD:
        return "BinaryResponse"
    types = ", ".join(flat(node) for node in result_types(plan, planner, annotations))
    wrapper = _GIVES.get(plan.kind)
    return f"{wrapper}[{types}]" if wrapper else types


def _messages(sent: Sent, settled: Symbols) -> Iterator[str]:
    """What the API sends, with the type that each body is read as."""
    if sent.messages:
        yield from ("", "## Webhooks", "")
        yield "Bodies of what the API sends: `from .webhooks import NAME`, then `NAME.parse(body)`."
        if sent.events is not None:
            any_of_them = f"[`webhooks.{ANY}.parse`](webhooks.py)`(body)`"
            yield f"{any_of_them} reads each of those that `{code_span(sent.events.member)}` tells apart."
        yield ""
    annotations = Annotations(settled, Place.RESPONSE)
    for each in sent.messages:
        of = each.webhook.type
        links = ", ".join(_model_links(references(of), settled))
        about = one_line(sentence(each.webhook.description))
        said = f" {about}{'' if about.endswith(('.', '!', '?')) else '.'}" if about else ""
        gives = f" Gives {links}." if links else ""
        call = f"[`webhooks.{each.name}.parse`](webhooks.py)`(body)`"
        yield f"- {call} -> `{flat(annotations.node(of))}`<br>{tidy(each.about)}{said}{gives}"


def _types(settled: Symbols) -> Iterator[str]:
    """The models, by module."""
    modules = settled.modules()
    if modules:
        yield ""
        yield "## Types"
    for module, names in modules.items():
        yield ""
        models = ", ".join(f"`{name.model}`" for name in names if not name.is_other_name)
        yield f"[models/{module}.py](models/{module}.py): {models}"


def one_line(text: str) -> str:
    """Prose on one line, with nothing that Markdown or HTML would act on but code; without emphasis."""
    pieces = _CODE.split(" ".join(text.split()))
    pieces[::2] = (_ACTIVE.sub(r"\\\g<0>", piece.replace("**", "")) for piece in pieces[::2])
    return "".join(pieces)
