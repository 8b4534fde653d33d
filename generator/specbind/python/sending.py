"""The constants that say how values travel: styles of parameters, and the bodies of requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from specbind.ir.api import Encoding, Style
from specbind.ir.types import UNKNOWN, ArrayType, TupleType, Type
from specbind.python.bodies import BodyPlan, is_file
from specbind.python.layout import Atom, Group, Node, Symbol, call, keyword, mapping
from specbind.python.literals import text_literal
from specbind.python.media import Media
from specbind.python.plan import Plan

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


def runtime(name: str) -> Atom:
    """A name of the runtime."""
    return Atom(name, Symbol("._runtime", name, name))


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


def bodies_node(plan: Plan) -> Node:
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
            class_ = "PartsBody" if body.row is not None else "MultipartBody"
            usual = "multipart/mixed" if body.row is not None else "multipart/form-data"
            if body.content.media_type not in (usual, "multipart/*"):
                settings.append(keyword("media_type", text_literal(body.content.media_type)))
            settings += _row(body.row, body.content.encodings) if body.row is not None else _parts(body)
        case Media.LINES:
            class_ = "LinesBody"
            if body.content.media_type != "application/x-ndjson":
                settings.append(keyword("media_type", text_literal(body.content.media_type)))
        case Media.TEXT | Media.BINARY | Media.EVENTS:
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
        settings = list(_part(field.type, encodings.get(field.wire_name)))
        if settings:
            pairs.append((text_literal(field.wire_name), call(runtime("Part"), settings)))
    if pairs:
        yield keyword("parts", mapping(pairs))


def _row(row: TupleType | ArrayType, encodings: tuple[Encoding, ...]) -> Iterator[Node]:
    """The parts of a body without names: the first ones, and all after them."""
    by_name = {encoding.wire_name: encoding for encoding in encodings}
    rest = by_name.get("*")
    firsts = row.items if isinstance(row, TupleType) else ()
    prefix = [list(_part(of, by_name.get(str(at), rest))) for at, of in enumerate(firsts)]
    if any(prefix):
        yield keyword("prefix", Group("(", tuple(call(runtime("Part"), each) for each in prefix), ")"))
    item = row.item if isinstance(row, ArrayType) else row.rest
    settings = list(_part(item if item is not None else UNKNOWN, rest))
    if settings:
        yield keyword("item", call(runtime("Part"), settings))


def _part(of: Type, encoding: Encoding | None) -> Iterator[Node | str]:
    """What is set of a part; nothing where its value says it all."""
    if encoding is not None and encoding.media_type is not None and "," not in encoding.media_type:
        yield keyword("content_type", text_literal(encoding.media_type))
    if is_file(of):
        yield "files=True"
    if encoding is not None and encoding.style is not None:
        explode = encoding.explode if encoding.explode is not None else encoding.style is Style.FORM
        yield keyword("style", style_node(encoding.style, explode, encoding.allow_reserved, None))
