"""How arrays and objects of the query are laid out: the user's choice for the whole API, and `name[]` taken
apart.
"""

from __future__ import annotations

from dataclasses import replace

from specbind.config import Overrides
from specbind.ir.api import Api, Location, Operation, Parameter, Style
from specbind.ir.types import ArrayType, MapType, ObjectType, TupleType, UnionType
from specbind.passes.bodies import Types, declared, resolve


def styles(api: Api, overrides: Overrides) -> Api:
    """The API with the array style that the user chose, and without brackets in names that BRACKETS would
    double.
    """
    types = declared(api.types)
    operations = tuple(_operation(operation, overrides.array_style, types) for operation in api.operations)
    return replace(api, operations=operations)


def _operation(operation: Operation, style: Style | None, types: Types) -> Operation:
    names = {
        parameter.wire_name for parameter in operation.parameters if parameter.location is Location.QUERY
    }
    parameters = tuple(_parameter(parameter, style, types, names) for parameter in operation.parameters)
    return replace(operation, parameters=parameters)


def _parameter(parameter: Parameter, style: Style | None, types: Types, names: set[str]) -> Parameter:
    if parameter.location is not Location.QUERY or parameter.media_type is not None:
        return parameter
    bracketed = parameter.wire_name.endswith("[]") and parameter.wire_name != "[]"
    plain = parameter.wire_name[:-2]
    if bracketed and plain not in names and _holds(parameter, ArrayType | TupleType, types):
        if style is None and parameter.style is Style.FORM and parameter.explode:
            return replace(parameter, wire_name=plain, style=Style.BRACKETS)
        if style is not None:
            return replace(parameter, wire_name=plain, style=style, explode=style is not Style.SIMPLE)
    if style is None:
        return parameter
    if _holds(parameter, ArrayType | TupleType, types):
        return replace(parameter, style=style)
    if style is Style.BRACKETS and _holds(parameter, ObjectType | MapType, types):
        return replace(parameter, style=style)
    return parameter


def _holds(parameter: Parameter, kind: object, types: Types) -> bool:
    """Whether a parameter's value can be of a kind of type."""
    of = resolve(parameter.type, types)
    variants = of.variants if isinstance(of, UnionType) else (of,)
    return any(isinstance(resolve(each, types), kind) for each in variants)  # type: ignore[arg-type]
