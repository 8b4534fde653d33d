"""What of an API the document does not say, and why; a test demands a reason for each."""

from __future__ import annotations

from typing import Final

from specbind.ir.api import (
    Api,
    CursorPagination,
    LinkHeaderPagination,
    Method,
    NextUrlPagination,
    OffsetPagination,
    Operation,
    PageNumberPagination,
    Resource,
)
from specbind.ir.remarks import Keyword, Overlooked
from specbind.ir.types import TypeDecl

_PASSES: Final = "found by the passes, from the operations and the configuration, whichever the source"
_REVIEWS: Final = "what a document says in vain or beyond its types; reviews take it from the source itself"

UNSAID: Final[dict[type | tuple[type, str], str]] = {
    (Api, "resources"): _PASSES,
    (TypeDecl, "context"): "the place of an inline type that the passes declared, already in its name",
    (Api, "keywords"): _REVIEWS,
    (Api, "overlooked"): _REVIEWS,
    (Operation, "unplaced"): _REVIEWS,
    Keyword: _REVIEWS,
    Overlooked: _REVIEWS,
    Resource: _PASSES,
    Method: _PASSES,
    CursorPagination: _PASSES,
    PageNumberPagination: _PASSES,
    OffsetPagination: _PASSES,
    LinkHeaderPagination: _PASSES,
    NextUrlPagination: _PASSES,
}
"""Nodes, and single fields of nodes, that `export` leaves out."""
