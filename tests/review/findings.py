"""Findings to report on, without a comparison."""

from __future__ import annotations

from specbind.diff.finding import Direction, DocsEdit, Finding, Judgement, Python, Where, Wire
from specbind.diff.review import Review, ranked
from specbind.source import Position, Source, Span


def span(path: str, line: int, text: str = "") -> Span:
    return Span(Source(path, text), f"/{line}", Position(line, 1))


def judgement(
    rule: str = "response-property-removed", wire: Wire = Wire.BREAKING, reason: str = "it is gone"
) -> Judgement:
    return Judgement(rule, Direction.RESPONSE, wire, reason)


def finding(title: str = "`name` removed", **changed: object) -> Finding:
    """A removed property of a response, but for what is said."""
    values: dict[str, object] = {
        "where": Where(component="Pet", path=("name",)),
        "title": title,
        "judgements": (judgement(),),
        "python": Python.BREAKING,
        "python_reason": "`Pet.name` is no attribute any more",
        "base": span("spec/pets.yaml", 12),
        "revision": span("spec/pets.yaml", 14),
        "operations": ("GET /pets", "GET /pets/{pet_id}"),
        "resource": "pets",
        "old": "name: string",
        "symbol": "Pet.name",
    }
    return Finding(**{**values, **changed})  # type: ignore[arg-type]


def review(*findings: Finding, docs: tuple[DocsEdit, ...] = ()) -> Review:
    return Review("Pets", "Pets", ranked(findings), docs)
