"""Shapes to a package of models, by datamodel-code-generator.

It gets an OpenAPI document of nothing but shapes, with classes and fields already named, and reads no file, no
configuration and no network. What it writes is laid out by black.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from specbind.config_rules import MODELS_FAILED, STYLE_RENAMED
from specbind.diagnostics import Collector
from specbind.ir.types import Json, ObjectType, RefType, Type, TypeDecl
from specbind.ir.walk import map_type
from specbind.model_styles.inspect import defined, inspect
from specbind.model_styles.shapes import Style
from specbind.openapi_export.schemas import Schemas
from specbind.openapi_export.tree import Origins
from specbind.python import fields
from specbind.python.docstrings import docstring
from specbind.python.literals import text_literal
from specbind.render import BANNER, RenderedFile

LIBRARY: Final = "datamodel-code-generator"
VERSION: Final = "0.89.0"
"""The one version whose output is known; another one would write other bytes."""

_KINDS: Final = {
    Style.PYDANTIC: "pydantic_v2.BaseModel",
    Style.DATACLASS: "dataclasses.dataclass",
    Style.TYPED_DICT: "typing.TypedDict",
    Style.MSGSPEC: "msgspec.Struct",
}
_NAMED: Final = (Style.PYDANTIC, Style.MSGSPEC)
"""The styles whose fields can have other names than JSON has."""


def models(
    shapes: tuple[TypeDecl, ...], style: Style, package: str, about: str, collector: Collector
) -> tuple[RenderedFile, ...] | None:
    """The files of a package with the given shapes; None, with a diagnostic, where the library cannot make them.

    `about` is the docstring of the package.
    """
    root = PurePosixPath(*package.split("."))
    header = f"{BANNER}\n\n{docstring(about, 0)}"
    try:
        text = _text(shapes, style, header)
        if others := _others(shapes, text):
            shapes = tuple(_renamed(decl, others, collector) for decl in shapes)
            text = _text(shapes, style, header)
        inspect(text, {decl.name for decl in shapes})
    except Exception as error:  # the library raises what it likes
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        collector.report(MODELS_FAILED, f"no models: {reason}", shapes[0].span if shapes else None)
        return None
    return (RenderedFile(root / "__init__.py", text), RenderedFile(root / "py.typed", ""))


def _text(shapes: tuple[TypeDecl, ...], style: Style, header: str) -> str:
    """The module of some shapes."""
    import black  # comes with the library

    text = _written(shapes, style, header) if shapes else header
    listed = "".join(f"    {text_literal(name)},\n" for name in sorted(decl.name for decl in shapes))
    return black.format_str(f"{text}\n\n__all__: list[str] = [\n{listed}]\n", mode=black.Mode())


def _others(shapes: tuple[TypeDecl, ...], text: str) -> Mapping[str, str]:
    """Other names for classes that cannot have theirs, as the module needs it for itself."""
    names = {decl.name for decl in shapes}
    found = defined(text)
    others: dict[str, str] = {}
    for name in (each.name for each in shapes):
        if name not in found or f"{name}Model" in found - names:
            others[name] = f"{name}Model"
            while others[name] in names:
                others[name] += "Model"
    return others


def _renamed(decl: TypeDecl, others: Mapping[str, str], collector: Collector) -> TypeDecl:
    """A shape with other names for itself and for those it mentions."""

    def change(of: Type) -> Type:
        return RefType(others.get(of.name, of.name)) if isinstance(of, RefType) else of

    name = others.get(decl.name, decl.name)
    if name != decl.name:
        message = f"the class {decl.name} is called {name}, as the module uses {decl.name} for something else"
        collector.report(STYLE_RENAMED, message, decl.span)
    return replace(decl, name=name, type=map_type(decl.type, change))


def _document(shapes: tuple[TypeDecl, ...]) -> dict[str, Json]:
    schemas = Schemas(shapes, Origins()).components()
    info: Json = {"title": "shapes", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def _aliases(shapes: tuple[TypeDecl, ...]) -> Mapping[str, str]:
    """The names of fields, as the models of clients have them."""
    found: dict[str, str] = {}
    for decl in shapes:
        if isinstance(decl.type, ObjectType):
            names = fields.settle((field.wire_name for field in decl.type.fields), fields.RESERVED_FIELDS)
            found |= {f"{decl.name}.{wire}": name for wire, name in names.items() if wire != name}
    return found


def _written(shapes: tuple[TypeDecl, ...], style: Style, header: str) -> str:
    """What the library makes of shapes, before it is laid out."""
    from datamodel_code_generator import generate  # an extra, and slow to load
    from datamodel_code_generator.enums import DataModelType, InputFileType, OpenAPIScope
    from datamodel_code_generator.format import DateClassType, DatetimeClassType, PythonVersion
    from datamodel_code_generator.parser import LiteralType

    pydantic: dict[str, Any] = {"allow_population_by_field_name": True, "use_generic_base_class": True}
    moments = {"output_date_class": DateClassType.Date, "output_datetime_class": DatetimeClassType.Datetime}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = generate(
            json.dumps(_document(shapes)),
            input_filename="shapes.json",
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType(_KINDS[style]),
            openapi_scopes=[OpenAPIScope.Schemas],
            target_python_version=PythonVersion.PY_311,
            aliases=_aliases(shapes) if style in _NAMED else None,
            allow_remote_refs=False,
            custom_file_header=header,
            disable_appending_item_suffix=True,
            disable_timestamp=True,
            enum_field_as_literal=LiteralType.All,
            formatters=[],
            keyword_only=True,
            import_overrides={"TypedDict": "typing_extensions"} if style is Style.TYPED_DICT else None,
            use_annotated=style is Style.PYDANTIC,
            use_double_quotes=True,
            use_field_description=True,
            use_msgspec_tagged_unions=True,
            use_schema_description=True,
            use_standard_primitive_types=True,
            use_type_alias=True,
            **(pydantic if style is Style.PYDANTIC else moments),
        )
    assert isinstance(made, str)
    return made
