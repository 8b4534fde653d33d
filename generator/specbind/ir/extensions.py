"""The names under which an OpenAPI document says what the IR holds and OpenAPI has no word for.

`openapi_export` writes them and `openapi` reads them; docs/overlays.md lists them for people.
"""

from __future__ import annotations

from typing import Final

INFERRED: Final = "x-specbind-inferred"
"""Why facts of a node are believed: a list of `fact`, `reason` and `source`; in a discriminator, true."""
CALL: Final = "x-specbind-call"
"""How people reach an operation, as the document itself says it: words with dots between them, or a list."""
STYLE: Final = "x-specbind-style"
"""A style that OpenAPI does not have, or not in this place: `brackets`, `tabDelimited`, ..."""
VARIABLE: Final = "x-specbind-variable"
"""The environment variable that a document's examples take a credential from."""
NAME: Final = "x-specbind-name"
"""The name of a component whose key could not be that name."""
UNNAMED: Final = "x-specbind-unnamed"
"""true, where the key of an example says nothing."""
DEFAULT: Final = "x-specbind-default"
"""A documented default that is no value of its own schema."""
PATTERN: Final = "x-specbind-pattern"
"""A pattern that is no regular expression, which `pattern` must be."""
DISCRIMINATOR: Final = "x-specbind-discriminator"
"""The tags of a union's variants by index, where `discriminator` cannot say them; null, where there are none."""
KIND: Final = "x-specbind-kind"
"""The kind of a security scheme that OpenAPI does not know."""
TOKEN_URL: Final = "x-specbind-token-url"
AUTHORIZATION_URL: Final = "x-specbind-authorization-url"
"""URLs of OAuth 2 flows that have no such URL."""
DEVICE_URL: Final = "x-specbind-device-authorization-url"
FLOWS: Final = "x-specbind-flows"
"""URLs and flows of OAuth 2 that only OpenAPI 3.2 has."""
DEPRECATED: Final = "x-specbind-deprecated"
"""true for a security scheme that is deprecated."""
OPERATION_ID: Final = "x-specbind-operation-id"
"""An operation id that another operation has too."""
ALLOW_RESERVED: Final = "x-specbind-allow-reserved"
"""`allowReserved` where OpenAPI 3.1 does not have it."""
OPERATIONS: Final = "x-specbind-operations"
"""Operations of a path, by method, whose method OpenAPI 3.1 does not have."""
