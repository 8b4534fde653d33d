"""How arrays and objects of the query are laid out: the user's choice for the whole API, and `name[]` taken
apart.
"""

from __future__ import annotations

from dataclasses import replace
from types import UnionType as ClassUnion

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
    names = {parameter.wire_name for parameter in operation.parameters if parameter.location is Location.QUERY}
    parameters = tuple(_parameter(parameter, style, types, names) for parameter in operation.parameters)
    return replace(operation, parameters=parameters)


def _parameter(parameter: Parameter, style: Style | None, types: Types, names: set[str]) -> Parameter:
    if parameter.location is not Location.QUERY or parameter.media_type is not None:
        return parameter
    name = parameter.wire_name
    if _holds(parameter, ArrayType | TupleType, types):
        repeated = parameter.style is Style.FORM and parameter.explode
        bracketed = name.endswith("[]") and name[:-2] not in {"", *names}
        if bracketed and (style is Style.BRACKETS or (style is None and repeated)):
            return replace(parameter, wire_name=name[:-2], style=Style.BRACKETS, explode=True)
        return parameter if style is None else _laid_out(parameter, style)
    if style is Style.BRACKETS and _holds(parameter, ObjectType | MapType, types):
        return _laid_out(parameter, style)
    return parameter


def _laid_out(parameter: Parameter, style: Style) -> Parameter:
    """A query parameter in a style; SIMPLE, which the query has not, stands for values joined by commas."""
    joined = style is Style.SIMPLE
    explode = style in (Style.FORM, Style.BRACKETS, Style.DEEP_OBJECT)
    return replace(parameter, style=Style.FORM if joined else style, explode=explode)


def _holds(parameter: Parameter, kind: type | ClassUnion, types: Types) -> bool:
    """Whether a parameter's value can be of a kind of type."""
    of = resolve(parameter.type, types)
    variants = of.variants if isinstance(of, UnionType) else (of,)
    return any(isinstance(resolve(each, types), kind) for each in variants)
