"""The document being built: plain values, and where each of its mappings comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from specbind.ir.extensions import INFERRED
from specbind.ir.types import Inference, Json
from specbind.source import Span

Mapping: TypeAlias = "dict[str, Json]"


@dataclass(frozen=True, slots=True)
class Exported:
    """An OpenAPI document, and the places that its mappings were read from, by the mappings' identities."""

    value: Mapping
    origins: dict[int, Span]


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the mappings of a document come from."""

    spans: dict[int, Span] = field(default_factory=dict)

    def of(self, span: Span | None, value: Mapping) -> Mapping:
        """The mapping itself, its place noted."""
        if span is not None:
            self.spans[id(value)] = span
        return value


_SCHEMA_KEYS: Final = (
    *("$ref", "title", "description", "type", "format", "enum", "const", "multipleOf", "minimum", "exclusiveMinimum"),
    *("maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "prefixItems", "items", "minItems"),
    *("maxItems", "uniqueItems", "required", "properties", "additionalProperties", "minProperties", "maxProperties"),
    *("oneOf", "anyOf", "discriminator", "default", "deprecated", "readOnly", "writeOnly", "examples"),
)
_RANKS: Final = {key: rank for rank, key in enumerate(_SCHEMA_KEYS)}


def in_order(schema: Mapping) -> Mapping:
    """A schema with its keywords in the order of every schema; extensions come last."""
    return {key: schema[key] for key in sorted(schema, key=lambda key: _RANKS.get(key, len(_RANKS)))}


def said(**members: Json) -> Mapping:
    """A mapping of the members that say something: nothing is None, false, or an empty tuple of tuples."""
    return {key: value for key, value in members.items() if value is not None and value is not False}


def reasons(inferred: Iterable[Inference]) -> Mapping:
    """What a node says of facts that were not stated: nothing where all were."""
    listed: list[Json] = [_reason(each) for each in inferred]
    return {INFERRED: listed} if listed else {}


def _reason(inference: Inference) -> Json:
    span = inference.span
    source = f"{span.source.path}:{span.position.line}" if span is not None else None
    return {"fact": inference.fact, "reason": inference.reason, **said(source=source)}
