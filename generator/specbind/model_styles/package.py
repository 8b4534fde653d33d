"""An API to the files of a package of models."""

from __future__ import annotations

from specbind import extras
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.files import Generated
from specbind.ir.api import Api
from specbind.model_styles.generate import LIBRARY, VERSION, models
from specbind.model_styles.msgspec_unions import decodable
from specbind.model_styles.shapes import Style, shapes
from specbind.python.lower import named


def is_available(collector: Collector) -> bool:
    """Whether the library that makes models is installed; reported where it is not."""
    return extras.has(LIBRARY, "`specbind models`", "models", collector, VERSION)


def package(api: Api, config: ApiConfig, style: Style, spec_hash: str, collector: Collector) -> Generated | None:
    """The files of a package that is called as the configuration says; None, with diagnostics, on an error."""
    found = shapes(named(api, config, collector), style)
    if style is Style.MSGSPEC:
        found = decodable(found, collector)
    about = f"The models of {api.title} {api.version}, as {_ABOUT[style]}."
    files = models(found, style, config.package, about, collector)
    if files is None or collector.failed:
        return None
    return Generated(files, config.spec_name, spec_hash, len(api.operations), len(found))


_ABOUT = {
    Style.DATACLASS: "dataclasses",
    Style.MSGSPEC: "structs of msgspec",
    Style.TYPED_DICT: "typed dicts: JSON as it is read",
    Style.PYDANTIC: "models of pydantic",
}
