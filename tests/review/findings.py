"""Findings and reviews to report on, without a comparison."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from specbind.config import IgnoreConfig, ReviewConfig
from specbind.diff.finding import Direction, DocsEdit, Finding, Judgement, Python, Where, Wire
from specbind.diff.review import Review, ranked
from specbind.review.inputs import Opened
from specbind.review.outcome import Outcome, outcome
from specbind.review.policy import DEFAULT_FAIL_ON, judged
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


SIDES = (
    Opened("git:main:spec/pets.yaml", Path("spec/pets.yaml"), "main"),
    Opened("pets", Path("spec/pets.yaml")),
)


def outcome_of(
    *findings: Finding,
    docs: tuple[DocsEdit, ...] = (),
    config: ReviewConfig = ReviewConfig(),  # noqa: B008
    fail_on: tuple[str, ...] = DEFAULT_FAIL_ON,
    name: str = "pets",
) -> Outcome:
    """What reports are made of, after a policy."""
    found = judged(review(*findings, docs=docs), config, date(2026, 5, 1))
    return outcome(name, found, *SIDES, fail_on)


def sample() -> Outcome:
    """A review with findings of every kind."""
    listed = (
        finding(
            "`name` removed from `Pet`",
            old="name: string\nage: integer (0 or more)\ntag: optional string",
            new="age: integer (1 or more)\ntag: optional string or null",
        ),
        finding(
            "`limit` of `GET /pets` is required",
            where=Where(operation="GET /pets", path=("query", "limit")),
            judgements=(
                Judgement(
                    "request-parameter-became-required",
                    Direction.REQUEST,
                    Wire.BREAKING,
                    "a call without `limit` is refused",
                ),
            ),
            python_reason="`pets.list()` needs the argument `limit`",
            operations=("GET /pets",),
            old="limit: optional integer = 20",
            new="limit: integer",
            symbol="pets.list",
        ),
        finding(
            "`Status` gained the values `archived`, `lost`",
            where=Where(component="Status"),
            judgements=(
                Judgement(
                    "response-property-enum-value-added",
                    Direction.RESPONSE,
                    Wire.RISKY,
                    "clients meet a value that they do not know",
                ),
                Judgement("request-property-enum-value-added", Direction.REQUEST, Wire.SAFE, "nobody has to send it"),
            ),
            python=Python.SAFE,
            python_reason="the enum is open; `match` statements do not cover the new values",
            operations=tuple(f"GET /pets/{{pet_id}}/part{index}" for index in range(14)),
            old="'available' | 'sold'",
            new="'available' | 'sold' | 'archived' | 'lost'",
            subject="archived, lost",
            also=(Where(component="Order", path=("status",)),),
        ),
        finding(
            "operation `listPets` is called `searchPets`",
            where=Where(operation="GET /pets/search"),
            judgements=(
                Judgement("operation-id-changed", Direction.NONE, Wire.SAFE, "paths and messages are the same"),
            ),
            python=Python.RISKY,
            python_reason="`pets.search` may have another name in other generators",
            confidence=0.91,
            operations=("GET /pets/search",),
        ),
        finding(
            "server `https://api.example.com` became `https://api.example.org`",
            where=Where(path=("servers",)),
            judgements=(Judgement("api-server-url-changed", Direction.NONE, Wire.RISKY, "calls go to another host"),),
            python=Python.RISKY,
            python_reason="the default `base_url` changes",
            careful=True,
            operations=(),
            resource="",
            old="https://api.example.com",
            new="https://api.example.org",
            symbol="",
        ),
    )
    added = tuple(
        finding(
            f"`{key}` added",
            where=Where(operation=key),
            judgements=(Judgement("endpoint-added", Direction.NONE, Wire.SAFE, "existing calls are as before"),),
            python=Python.SAFE,
            python_reason=f"the method `{symbol}` is new",
            base=None,
            operations=(key,),
            resource=symbol.rpartition(".")[0],
            symbol=symbol,
            old="",
        )
        for key, symbol in (
            ("GET /shops", "shops.list"),
            ("POST /shops", "shops.create"),
            ("GET /shops/{shop_id}/stock", "shops.stock.list"),
        )
    )
    docs = (
        DocsEdit(
            Where(operation="POST /pets", path=("request body", "tags")),
            "description",
            "Tags of the pet.",
            "Tags of the pet. An empty list means none.",
            span("spec/pets.yaml", 40),
            span("spec/pets.yaml", 44),
            "pets",
        ),
    )
    accepted = finding(
        "`internal_id` removed from `Pet`",
        where=Where(component="Pet", path=("internal_id",)),
        symbol="Pet.internal_id",
    )
    entry = IgnoreConfig("nobody reads it", fingerprint=accepted.fingerprint, until=date(2027, 1, 1))
    return outcome_of(*listed, *added, accepted, docs=docs, config=ReviewConfig(ignores=(entry,)))
