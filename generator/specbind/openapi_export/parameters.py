"""Parameters."""

from __future__ import annotations

from collections.abc import Iterable

from specbind.ir.api import Location, Parameter, Style
from specbind.ir.extensions import ALLOW_RESERVED, STYLE
from specbind.ir.types import ArrayType, Json, RefType, TupleType, Type, UnionType
from specbind.openapi_export.bodies import STYLES, Bodies
from specbind.openapi_export.schemas import Schemas
from specbind.openapi_export.tree import Mapping, Origins, reasons, said


class Parameters:
    """Writes the parameters of one API, whose declared types are given by name."""

    def __init__(self, schemas: Schemas, bodies: Bodies, types: dict[str, Type], origins: Origins) -> None:
        self._schemas = schemas
        self._bodies = bodies
        self._types = types
        self._origins = origins

    def listed(self, parameters: Iterable[Parameter]) -> list[Json]:
        """Parameter Objects, in order."""
        parameters = tuple(parameters)
        names = {each.wire_name for each in parameters if each.location is Location.QUERY}
        return [self._parameter(each, names) for each in parameters]

    def _parameter(self, parameter: Parameter, names: set[str]) -> Mapping:
        value: Mapping = {"name": parameter.wire_name, "in": parameter.location.value}
        value |= said(description=parameter.description, required=parameter.required, deprecated=parameter.deprecated)
        if parameter.media_type is not None:
            schema = self._schemas.parameter(parameter)
            media: Mapping = {"schema": schema, **self._bodies.examples(parameter.examples)}
            value["content"] = {parameter.media_type: media}
        else:
            value |= self._style(parameter, names)
            value["schema"] = self._schemas.parameter(parameter)
            value |= self._bodies.examples(parameter.examples)
        value |= self._extended(parameter) | self._reserved(parameter) | reasons(parameter.inferred)
        return self._origins.of(parameter.span, value)

    def _style(self, parameter: Parameter, names: set[str]) -> Mapping:
        """Name, style and explode as far as they are not the usual ones; brackets of arrays are in the name."""
        style, usual = parameter.style, STYLES[parameter.location][0]
        brackets = style is Style.BRACKETS and parameter.location is Location.QUERY
        if brackets and self._is_list(parameter.type) and f"{parameter.wire_name}[]" not in names:
            named: Mapping = {"name": f"{parameter.wire_name}[]"}
            return named if parameter.explode else named | {"explode": False}
        if brackets:
            return {"style": Style.DEEP_OBJECT.value, "explode": parameter.explode}
        if style not in STYLES[parameter.location]:
            return {"explode": parameter.explode}
        value: Mapping = {} if style is usual else {"style": style.value}
        return value if parameter.explode is (style is Style.FORM) else value | {"explode": parameter.explode}

    def _extended(self, parameter: Parameter) -> Mapping:
        """The style, where OpenAPI does not have it here."""
        usual = parameter.media_type is not None and parameter.style is not Style.WHOLE
        standard = usual or parameter.style in STYLES[parameter.location]
        return {} if standard else {STYLE: parameter.style.value}

    def _is_list(self, of: Type, depth: int = 0) -> bool:
        match of:
            case ArrayType() | TupleType():
                return True
            case RefType(name=name) if depth < 8:
                return self._is_list(self._types[name], depth + 1)
            case UnionType(variants=variants):
                return any(self._is_list(variant, depth + 1) for variant in variants)
            case _:
                return False

    def _reserved(self, parameter: Parameter) -> Mapping:
        """`allowReserved`, which OpenAPI 3.1 has only in the query and not beside `content`."""
        standard_here = parameter.location is Location.QUERY and parameter.media_type is None
        return {"allowReserved" if standard_here else ALLOW_RESERVED: True} if parameter.allow_reserved else {}
