"""Random single edits of a description, reviewed: how many were found as exactly one finding with the right verdict."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.ir.api import Api
from specbind.openapi.read import read

from tests.diff.mutations import KINDS, Doc, mutated


@dataclass
class Tally:
    """What came of all edits: `wrong` has a line for each that was not found as it should be."""

    edits: int = 0
    found: int = 0
    findings: int = 0
    kinds: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of the edits that were found with the right rule and verdict."""
        return self.found / self.edits

    @property
    def precision(self) -> float:
        """The part of the findings that say an edit that was made."""
        return self.found / max(self.findings, 1)


def loaded(path: Path) -> Doc:
    """A description as plain values."""
    text = path.read_text("utf-8")
    doc: Doc = json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)
    return doc


def api_of(doc: Doc, folder: Path, name: str) -> Api:
    """The API of a description that is given as plain values."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(doc, default=str), "utf-8")
    api = read(path, Collector())
    assert api is not None
    return api


def measured(paths: Sequence[Path], edits: int, seed: int, folder: Path) -> Tally:
    """Every kind of edit in turn, on every description in turn, until there are enough."""
    rng = random.Random(seed)
    tally = Tally()
    docs = [(path.stem, loaded(path)) for path in paths]
    bases = [api_of(doc, folder, "base") for _, doc in docs]
    attempts = 0
    while tally.edits < edits and attempts < 20 * edits:
        kind = list(KINDS)[attempts % len(KINDS)]
        which = rng.randrange(len(docs))
        attempts += 1
        made = mutated(docs[which][1], kind, rng)
        if made is not None:
            _count(tally, kind, docs[which][0], bases[which], made[0], made[1].rules, made[1].wire, folder)
    return tally


def _count(
    tally: Tally, kind: str, name: str, base: Api, doc: Doc, rules: frozenset[str], wire: object, folder: Path
) -> None:
    review = compare(base, api_of(doc, folder, "revision"))
    tally.kinds.add(kind)
    tally.edits += 1
    tally.findings += max(len(review.findings), not rules)
    if rules:
        right = len(review.findings) == 1 and bool(rules & set(review.findings[0].rules))
        right = right and review.findings[0].wire is wire
    else:
        right = not review.findings and review.docs_edits == 1
    tally.found += right
    if not right:
        said = [(finding.rules, finding.wire.value, finding.title) for finding in review.findings]
        tally.wrong.append(f"{name} {kind}: wanted {sorted(rules)} {wire}, got {said}")
