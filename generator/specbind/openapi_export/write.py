"""An exported document as text."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.openapi_export.tree import Mapping
from specbind.openapi_export.yaml_text import to_yaml


class Syntax(Enum):
    """How a document is written."""

    YAML = "yaml"
    JSON = "json"

    @classmethod
    def of(cls, path: Path) -> Syntax:
        """The syntax that the name of a file asks for."""
        return cls.JSON if path.suffix.lower() == ".json" else cls.YAML


def write(document: Mapping, syntax: Syntax, collector: Collector) -> str:
    """The text of a document. Halves of surrogate pairs, which no text can hold, become U+FFFD and are reported."""
    text = _text(document, syntax)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"the API holds half of a surrogate pair, U+{ord(text[error.start]):04X}"
        collector.report(rules.LONE_SURROGATE, message, None, label="written as U+FFFD")
        return _text(_whole(document), syntax)
    return text


def _text(document: Json, syntax: Syntax) -> str:
    match syntax:
        case Syntax.YAML:
            return to_yaml(document)
        case Syntax.JSON:
            return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _whole(value: Json) -> Json:
    """A value whose texts have no halves of surrogate pairs."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(item) for item in value]
        case dict():
            return {str(_whole(key)): _whole(item) for key, item in value.items()}
        case _:
            return value
