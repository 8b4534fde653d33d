"""The wire contract of each operation as a constant: what is sent, how, and what may come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never
from urllib.parse import urljoin

from specbind.ir.api import (
    CursorPagination,
    Encoding,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Pagination,
    Parameter,
    SecurityChoice,
    Server,
    Style,
)
from specbind.ir.types import ArrayType, Type, without_null
from specbind.python.annotations import Annotations
from specbind.python.bodies import BodyPlan, is_file, union
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

_DEFAULTS = {
    "path": (Style.SIMPLE, False),
    "query": (Style.FORM, True),
    "header": (Style.SIMPLE, False),
    "cookie": (Style.FORM, True),
}
_STYLES: Mapping[tuple[Style, bool], str] = {
    (Style.SIMPLE, False): "SIMPLE",
    (Style.SIMPLE, True): "SIMPLE_EXPLODED",
    (Style.LABEL, False): "LABEL",
    (Style.LABEL, True): "LABEL_EXPLODED",
    (Style.MATRIX, False): "MATRIX",
    (Style.MATRIX, True): "MATRIX_EXPLODED",
    (Style.FORM, True): "FORM",
    (Style.FORM, False): "FORM_JOINED",
    (Style.SPACE_DELIMITED, False): "SPACE",
    (Style.PIPE_DELIMITED, False): "PIPE",
    (Style.DEEP_OBJECT, True): "DEEP_OBJECT",
    (Style.BRACKETS, True): "BRACKETS",
}
RETURNS = Atom("Returns", Symbol("._runtime.operations", "Returns", "Returns", typing_only=True))
_CLASSES = {
    Kind.CALL: "Operation",
    Kind.PAGE: "PagedOperation",
    Kind.STREAM: "StreamOperation",
    Kind.DOWNLOAD: "DownloadOperation",
}


def runtime(name: str) -> Atom:
    """A name of the runtime."""
    return Atom(name, Symbol("._runtime", name, name))


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
    settings: list[Node | str] = [text_literal(operation.method), text_literal(operation.path)]
    settings += _parameter_styles(operation.parameters)
    if plan.bodies:
        settings.append(keyword("body", _bodies(plan)))
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
    if operation.servers:
        settings.append(keyword("base_url", text_literal(_base_url(plan, planner))))
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


def style_node(style: Style, explode: bool, allow_reserved: bool, media_type: str | None) -> Node:
    """A style constant, or a `Style(...)` where no constant says it."""
    name = _STYLES.get((style, explode))
    if name is not None and not allow_reserved and media_type is None:
        return runtime(name)
    settings: list[Node | str] = [text_literal(style.value)]
    if explode:
        settings.append("explode=True")
    if allow_reserved:
        settings.append("allow_reserved=True")
    if media_type is not None:
        settings.append(keyword("media_type", text_literal(media_type)))
    return call(runtime("Style"), settings)


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


def _bodies(plan: Plan) -> Node:
    """What is sent; several contents where the caller may choose."""
    nodes = tuple(_body(plan, body) for body in plan.bodies)
    return nodes[0] if len(nodes) == 1 else Group("(", nodes, ")")


def _body(plan: Plan, body: BodyPlan) -> Node:
    nullable = [argument.wire_name for argument in plan.arguments if argument.nullable]
    settings: list[Node | str] = []
    match body.media:
        case Media.JSON:
            class_ = "JsonBody"
            if body.content.media_type not in ("application/json", "*/*"):
                settings.append(keyword("media_type", text_literal(body.content.media_type)))
        case Media.FORM:
            class_ = "FormBody"
            settings += _form_styles(body.content.encodings)
        case Media.MULTIPART:
            class_ = "MultipartBody"
            settings += _parts(body)
        case Media.TEXT | Media.BINARY | Media.EVENTS | Media.LINES:
            class_ = "RawBody"
            settings.append(keyword("media_type", text_literal(_concrete(body.content.media_type))))
        case _:
            assert_never(body.media)
    if body.required:
        settings.append("required=True")
    if nullable and class_ == "JsonBody":
        names = Group("{", tuple(Atom(text_literal(name)) for name in nullable), "}")
        settings.append(keyword("nullable", call("frozenset", [names])))
    if body.lacks:
        names = Group("{", tuple(Atom(text_literal(name)) for name in sorted(body.lacks)), "}")
        settings.append(keyword("lacks", call("frozenset", [names])))
    return call(runtime(class_), settings)


def _concrete(media_type: str) -> str:
    return "application/octet-stream" if "*" in media_type else media_type


def _form_styles(encodings: tuple[Encoding, ...]) -> Iterator[Node]:
    pairs = [
        (
            text_literal(each.wire_name),
            style_node(
                each.style or Style.FORM,
                each.explode if each.explode is not None else (each.style or Style.FORM) is Style.FORM,
                each.allow_reserved,
                each.media_type,
            ),
        )
        for each in encodings
    ]
    if pairs:
        yield keyword("styles", mapping(pairs))


def _parts(body: BodyPlan) -> Iterator[Node]:
    encodings = {encoding.wire_name: encoding for encoding in body.content.encodings}
    pairs: list[tuple[str, Node]] = []
    for field in body.members or ():
        settings: list[Node | str] = []
        encoding = encodings.get(field.wire_name)
        if encoding is not None and encoding.media_type is not None and "," not in encoding.media_type:
            settings.append(keyword("content_type", text_literal(encoding.media_type)))
        if is_file(field.type):
            settings.append("files=True")
        if encoding is not None and encoding.style is not None:
            explode = encoding.explode if encoding.explode is not None else encoding.style is Style.FORM
            settings.append(keyword("style", style_node(encoding.style, explode, encoding.allow_reserved, None)))
        if settings:
            pairs.append((text_literal(field.wire_name), call(runtime("Part"), settings)))
    if pairs:
        yield keyword("parts", mapping(pairs))


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


def _base_url(plan: Plan, planner: Planner) -> str:
    """The server of the operation; a relative one is relative to the API's."""
    own = filled(plan.operation.servers[0])
    return urljoin(f"{filled(planner.server)}/", own).rstrip("/") if planner.server is not None else own


def filled(server: Server) -> str:
    """A server's URL with the defaults of its variables."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url.rstrip("/")


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
