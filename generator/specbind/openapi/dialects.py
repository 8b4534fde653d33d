"""Which version of OpenAPI a document is written in, and what differs between them."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from specbind import rules
from specbind.openapi.tree import Node

_VERSIONS: Final = re.compile(r"(?:3(\.[012])?(\.\d+)?|(2)(\.0){0,2})([-+].+)?")
_SUPPORTED: Final = "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read"


class Dialect(Enum):
    """The version of OpenAPI whose rules hold."""

    SWAGGER_2_0 = "2.0"
    OPENAPI_3_0 = "3.0"
    OPENAPI_3_1 = "3.1"
    OPENAPI_3_2 = "3.2"

    @property
    def title(self) -> str:
        """The version in the words of messages."""
        return f"{'Swagger' if self is Dialect.SWAGGER_2_0 else 'OpenAPI'} {self.value}"

    @property
    def is_json_schema(self) -> bool:
        """Whether schemas are JSON Schema 2020-12, so that keywords beside a `$ref` apply."""
        return self in (Dialect.OPENAPI_3_1, Dialect.OPENAPI_3_2)


def dialect_of(top: Node) -> Dialect | None:
    """The version of a document; None, with the reason reported, if it is none that is read."""
    if not isinstance(top.value, dict):
        top.report(rules.EMPTY_DOCUMENT, "the document is a list, not a mapping", label="not a description")
        return None
    key = "openapi" if top.has("openapi") else "swagger"
    at = top.get(key)
    if at is None:
        message = f"the document has no `openapi` version; {_SUPPORTED}"
        top.report(rules.UNSUPPORTED_VERSION, message, help="add `openapi: 3.1.0`, if that is what it is")
        return None
    version = at.own_text()
    match = _VERSIONS.fullmatch(version.strip()) if version is not None else None
    if match is None:
        name = "Swagger" if key == "swagger" else "OpenAPI"
        at.report(rules.UNSUPPORTED_VERSION, f"{name} {at.value} is not supported; {_SUPPORTED}", label="this version")
        return None
    return Dialect.SWAGGER_2_0 if match[3] else Dialect(f"3{match[1] or '.0'}")
