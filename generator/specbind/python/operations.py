"""The wire contract of each operation as a constant: what is sent, how, and what may come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Pagination,
    Parameter,
    SecurityChoice,
    Style,
)
from specbind.ir.types import ArrayType, Type, without_null
from specbind.python.annotations import Annotations
from specbind.python.bodies import union
from specbind.python.checks import checks
from specbind.python.layout import (
    Atom,
    Group,
    Node,
    Symbol,
    assignment,
    call,
    either,
    keyword,
    mapping,
    one_or_more,
    row,
    subscript,
)
from specbind.python.literals import literal, text_literal
from specbind.python.media import Media
from specbind.python.package import Statement
from specbind.python.plan import Kind, Plan, Planner, Reading, idempotency_header
from specbind.python.sending import bodies_node, runtime, style_node
from specbind.python.servers import own_server

_DEFAULTS = {
    "path": (Style.SIMPLE, False),
    "query": (Style.FORM, True),
    "header": (Style.SIMPLE, False),
    "cookie": (Style.FORM, True),
}
RETURNS = Atom("Returns", Symbol("._runtime.operations", "Returns", "Returns", typing_only=True))
_CLASSES = {
    Kind.CALL: "Operation",
    Kind.PAGE: "PagedOperation",
    Kind.STREAM: "StreamOperation",
    Kind.DOWNLOAD: "DownloadOperation",
}


def constants_of(plans: tuple[Plan, ...], planner: Planner, annotations: Annotations) -> Iterator[Statement]:
    """A constant for each plan, after the documented errors that several of them share; types are spelled qualified."""
    counted = Counter(_error_key(plan) for plan in plans if plan.errors).most_common(1)
    common = counted[0][0] if counted and counted[0][1] > 1 else None
    for plan in plans:
        if _error_key(plan) == common:
            readings = _readings(plan.errors, annotations, failures=True)
            yield Statement(assignment("ERRORS", RETURNS, readings))
            break
    for plan in plans:
        yield _constant(plan, planner, annotations, common)


_ErrorKey: TypeAlias = "tuple[tuple[str, str | None, Type | None], ...]"


def _error_key(plan: Plan) -> _ErrorKey:
    """What tells documented errors apart: statuses, media types and shapes."""
    return tuple(
        (each.status, each.content.media_type, each.content.type)
        if each.content is not None
        else (each.status, None, None)
        for each in plan.errors
    )


def _constant(plan: Plan, planner: Planner, annotations: Annotations, common: _ErrorKey | None) -> Statement:
    """`LIST: PagedOperation[models.User, models.UserList] = PagedOperation(...)`."""
    operation = plan.operation
    class_ = runtime(_CLASSES[plan.kind])
    settings: list[Node | str] = [text_literal(operation.method), text_literal(plan.sent_path)]
    settings += _parameter_styles(operation.parameters)
    if plan.bodies:
        settings.append(keyword("body", bodies_node(plan)))
    limits = tuple(checks(plan, planner))
    if limits:
        settings.append(keyword("checks", one_or_more(limits)))
    lists = _lists(plan, planner)
    if lists:
        settings.append(keyword("lists", _texts(lists)))
    settings.append(keyword("returns", _readings(plan.readings, annotations)))
    if plan.errors:
        errors = Atom("ERRORS") if _error_key(plan) == common else _readings(plan.errors, annotations, failures=True)
        settings.append(keyword("errors", errors))
    if operation.security is not None and operation.security != planner.security:
        settings.append(keyword("security", security(operation.security)))
    header = idempotency_header(operation)
    if header is not None:
        settings.append(keyword("idempotency_header", text_literal(header)))
    elsewhere = own_server(operation, planner.server)
    if elsewhere is not None:
        settings.append(keyword("base_url", text_literal(elsewhere)))
    if plan.method.pagination is not None and plan.kind is Kind.PAGE:
        settings.append(keyword("pages", _pages(plan, plan.method.pagination)))
    annotated = (
        subscript(class_, result_types(plan, planner, annotations)) if plan.kind is not Kind.DOWNLOAD else class_
    )
    return Statement(assignment(plan.constant, annotated, call(class_, settings)))


def result_types(plan: Plan, planner: Planner, annotations: Annotations) -> list[Node]:
    """The type arguments of an operation: item and body of a page, else what it gives."""
    if plan.kind is Kind.PAGE and plan.method.pagination is not None:
        body = union(result for result in plan.results if result is not None and not isinstance(result, Media))
        item = planner.item_type(body, plan.method.pagination.items_path)
        return [annotations.node(item), annotations.node(body)]
    return [result_node(plan, annotations)]


def result_node(plan: Plan, annotations: Annotations) -> Node:
    """The type a call gives, or the type of each value of a stream."""
    plain = {Media.TEXT: Atom("str"), Media.BINARY: Atom("bytes")}
    types: list[Type] = [result for result in plan.results if result is not None and not isinstance(result, Media)]
    nodes: list[Node] = [annotations.node(of) for of in types]
    nodes += [plain[result] for result in plan.results if isinstance(result, Media)]
    if None in plan.results or not plan.results:
        nodes.append(Atom("None"))
    return either(nodes)


def _parameter_styles(parameters: tuple[Parameter, ...]) -> Iterator[Node]:
    """Styles other than the default, by place."""
    for place, (style, explode) in _DEFAULTS.items():
        pairs = [
            (
                text_literal(each.wire_name),
                style_node(each.style, each.explode, each.allow_reserved, each.media_type),
            )
            for each in parameters
            if each.location.value == place
            and (not _is_default(each, style, explode) or each.allow_reserved or each.media_type is not None)
        ]
        if pairs:
            yield keyword("path_styles" if place == "path" else place, mapping(pairs))


def _is_default(parameter: Parameter, style: Style, explode: bool) -> bool:
    return parameter.style is style and parameter.explode is explode


def _lists(plan: Plan, planner: Planner) -> list[str]:
    """The arguments that take many items, so that a bare string is refused."""
    found: list[str] = []
    for argument in plan.arguments:
        target = planner.resolve(without_null(argument.type)[0])
        if isinstance(target, ArrayType):
            found.append("body" if argument.place == "whole" else f"{argument.place}.{argument.wire_name}")
    return found


def _readings(readings: tuple[Reading, ...], annotations: Annotations, *, failures: bool = False) -> Node:
    """What each status gives. Media types are told where they are asked for or tell apart."""
    by_status: dict[str, list[Node]] = {}
    statuses = Counter(reading.status for reading in readings)
    for reading in readings:
        plain = failures and reading.media is Media.JSON and statuses[reading.status] == 1
        by_status.setdefault(reading.status, []).append(_reading(reading, annotations, plain=plain))
    return mapping(
        (text_literal(status), nodes[0] if len(nodes) == 1 else Group("(", tuple(nodes), ")"))
        for status, nodes in by_status.items()
    )


def _reading(reading: Reading, annotations: Annotations, *, plain: bool) -> Node:
    content = reading.content
    if content is None or reading.media is None:
        return call(runtime("NoBody"), [])
    thunk: list[Node | str] = []
    match reading.media:
        case Media.JSON | Media.FORM | Media.MULTIPART:
            class_, usual = "JsonResponse", "application/json"
        case Media.EVENTS:
            class_, usual = "EventStream", "text/event-stream"
        case Media.LINES:
            class_, usual = "JsonLines", "application/x-ndjson"
        case Media.TEXT:
            class_, usual = "TextResponse", "text/plain"
        case Media.BINARY:
            class_, usual = "BytesResponse", "application/octet-stream"
        case _:
            assert_never(reading.media)
    if class_ not in ("TextResponse", "BytesResponse"):
        of = content.type
        thunk.append(row("lambda: ", annotations.node(of) if of is not None else runtime_any()))
    if content.media_type != usual and not plain:
        thunk.append(keyword("media_type", text_literal(content.media_type)))
    return call(runtime(class_), thunk)


def runtime_any() -> Node:
    """The type of a body whose shape is not documented."""
    return Atom("Any", Symbol("typing", "Any", "Any"))


def security(choices: tuple[SecurityChoice, ...]) -> Node:
    """Alternatives of schemes that are needed together."""
    return one_or_more(_texts(use.scheme for use in choice) for choice in choices)


def _texts(values: Iterable[str]) -> Node:
    return one_or_more(text_literal(value) for value in values)


def _pages(plan: Plan, pagination: Pagination) -> Node:
    paths: dict[str, tuple[str, ...] | str | int | None] = {"items": pagination.items_path}
    match pagination:
        case CursorPagination():
            class_ = "CursorPages"
            paths["parameter"] = pagination.cursor_parameter
            paths["cursor"] = pagination.cursor_path
            paths["item"] = pagination.item_path
            paths["more"] = pagination.more_path
        case PageNumberPagination(first_page=first):
            class_ = "PageNumberPages"
            paths["parameter"] = pagination.page_parameter
            paths["first"] = first if first != 1 else None
            paths["total_pages"] = pagination.total_pages_path
            paths["more"] = pagination.more_path
        case OffsetPagination():
            class_ = "OffsetPages"
            paths["parameter"] = pagination.offset_parameter
            paths["total"] = pagination.total_path
            paths["more"] = pagination.more_path
        case LinkHeaderPagination():
            class_ = "LinkHeaderPages"
        case NextUrlPagination(url_path=url_path):
            class_ = "NextUrlPages"
            paths["url"] = url_path
        case _:
            assert_never(pagination)
    settings: list[Node | str] = [
        keyword(name, _texts(value) if isinstance(value, tuple) else literal(value))
        for name, value in paths.items()
        if value not in ((), None)
    ]
    sent = {parameter.wire_name for parameter in plan.operation.parameters}
    if "parameter" in paths and paths["parameter"] not in sent:
        settings.append('location="body"')
    return call(runtime(class_), settings)
