"""How the values of parameters are laid out: OpenAPI's `style` and `explode`, Swagger's `collectionFormat`."""

from __future__ import annotations

from typing import Final

from specbind import rules
from specbind.ir.api import Location, Style
from specbind.openapi.deviations import report
from specbind.openapi.dialects import Dialect
from specbind.openapi.tree import Node

_COLLECTIONS: Final = {
    "csv": Style.FORM,
    "ssv": Style.SPACE_DELIMITED,
    "tsv": Style.TAB_DELIMITED,
    "pipes": Style.PIPE_DELIMITED,
    "multi": Style.FORM,
}
_STYLES: Final = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM,),
}


def style_of(node: Node, location: Location) -> Style:
    """The style of a parameter or an encoding; the default of its place if no allowed one is written."""
    allowed = _STYLES[location]
    if not node.has("style"):
        return allowed[0]
    written = node.text("style")
    for style in allowed:
        if style.value == written:
            return style
    if written is not None:
        at = node.get("style") or node
        message = f"`{written}` is no style of a {location.value} parameter"
        at.report(rules.PARAMETER_STYLE, message, label=f"read as {allowed[0].value}")
    return allowed[0]


def usual_layout(location: Location) -> tuple[Style, bool]:
    """The style of a place and whether lists are spread, where nothing is written."""
    style = _STYLES[location][0]
    return style, style is Style.FORM


def layout_of(node: Node, location: Location, dialect: Dialect) -> tuple[Style, bool]:
    """The style of a parameter, and whether it is exploded."""
    swagger = dialect is Dialect.SWAGGER_2_0
    if node.has("collectionFormat") and not swagger:
        report(node, "collectionFormat", f"`collectionFormat` is of {Dialect.SWAGGER_2_0.title}", dialect)
    if node.has("style") and swagger:
        report(node, "style", f"`style` is of {Dialect.OPENAPI_3_0.title}", dialect)
    if not node.has("style") and (swagger or node.has("collectionFormat")):
        return collection_of(node, location)
    style = style_of(node, location)
    explode = node.flag("explode") if node.has("explode") else None
    return style, style is Style.FORM if explode is None else explode


def collection_of(node: Node, location: Location) -> tuple[Style, bool]:
    """What `collectionFormat` says; of what is no array, nothing, so that the default of its place holds."""
    usual = _STYLES[location][0]
    if node.raw("type") != "array":
        return usual, usual is Style.FORM
    written = node.text("collectionFormat") if node.has("collectionFormat") else "csv"
    style = _COLLECTIONS.get(written or "")
    if style is None or (written == "multi" and location not in (Location.QUERY, Location.COOKIE)):
        at = node.get("collectionFormat") or node
        message = f"`{written}` is no `collectionFormat` of a {location.value} parameter"
        at.report(rules.PARAMETER_STYLE, message, label="read as csv")
        return usual, False
    return (usual if written == "csv" else style), written == "multi"
