"""Two revisions of an API to a review."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from specbind.config import ApiConfig
from specbind.diff import api_changes
from specbind.diff.companions import accompanied
from specbind.diff.judge import Judge
from specbind.diff.keyword_changes import UNSTABLE, stability
from specbind.diff.moves import matched_operations
from specbind.diff.notations import Notations, common, folded, methods_named, of_renderers, rendered_alike
from specbind.diff.operation_changes import Operations
from specbind.diff.pairing import Matched
from specbind.diff.reach import Reaches
from specbind.diff.renames import renamed_types
from specbind.diff.repeated import gathered
from specbind.diff.replacements import operation_heirs
from specbind.diff.review import Review, ranked
from specbind.diff.sides import Pair, Side
from specbind.diff.surface import UNNAMED, surface
from specbind.diff.surface_changes import Surfaces
from specbind.diff.systematic import systematic
from specbind.diff.type_changes import Types
from specbind.ir.api import Api, Operation


def compare(
    base: Api,
    revision: Api,
    config: ApiConfig | None = None,
    *,
    before: ApiConfig | None = None,
    today: date | None = None,
    notations: Notations = Notations.ALIKE,
) -> Review:
    """What changed from `base` to `revision`, both as their descriptions say it (no pass has run).

    `config` is what the Python package is made with; without it the names are those of an empty configuration.
    `before` is what the package of the base was made with, where that is something else.
    `today` decides whether a day on which something goes is past. Between different notations only what both can say
    is compared, and names that come from the notation are one finding each. What another renderer of pages changes is
    an edit of prose.
    """
    day = today or date.today()
    sides = _Packages(config or UNNAMED, before or config or UNNAMED)
    match notations:
        case Notations.ALIKE:
            return _as_written(base, revision, sides, day)
        case Notations.DIFFERENT:
            names = surface(base, sides.base), surface(revision, sides.revision)
            review = _as_written(*common(base, revision), sides, day)
            return replace(review, findings=ranked((*folded(review.findings), *methods_named(*names))))
        case Notations.PAGES:
            written = _as_written(base, revision, sides, day)
            alike = rendered_alike(base, revision)
            review = _as_written(*alike, sides, day) if alike is not None else written
            return replace(review, docs=(*review.docs, *of_renderers(written.findings, review.findings)))
        case _:
            assert_never(notations)


@dataclass(frozen=True, slots=True)
class _Packages:
    """What the packages of both revisions are made with."""

    revision: ApiConfig
    base: ApiConfig


def _as_written(base: Api, revision: Api, packages: _Packages, today: date) -> Review:
    operations = matched_operations(base, revision)
    renames = renamed_types(base, revision, operations.pairs)
    pair = Pair(Side(base), Side(revision), {old: new for old, (new, _) in renames.items()})
    types = Types(pair)
    api_changes.api(types)
    _operations(types, operations, today)
    api_changes.declared_types(types, renames)
    keys: dict[str, int] = {}
    reaches = Reaches(base, keys), Reaches(revision, keys)
    judge = Judge(*reaches, keys, pair.renamed, _unstable(pair))
    findings = list(judge.findings(types.changes))
    if findings or packages.base != packages.revision:
        surfaces = Surfaces(surface(base, packages.base), surface(revision, packages.revision), pair.renamed)
        findings = systematic(gathered(accompanied(surfaces.settled(findings), base, revision)), keys)
    return Review(base.title, revision.title, ranked(tuple(findings)), tuple(types.docs))


def _operations(types: Types, found: Matched[Operation], today: date) -> None:
    comparison = Operations(types, today)
    paths = {operation.path for operation in types.pair.revision.api.operations}
    for match in found.pairs:
        comparison.compare(match)
        api_changes.operation_security(types, match)
        api_changes.callbacks(types, match)
    heirs = operation_heirs(found.removed, found.added)
    for gone in found.removed:
        comparison.removed(gone, gone.path not in paths, heirs.get(gone.key))
    for added in found.added:
        comparison.added(added)


def _unstable(pair: Pair) -> frozenset[str]:
    """The operations that were drafts or alphas in the base, or are new as such."""
    levels: dict[str, str | None] = {}
    for side in (pair.base, pair.revision):
        for operation in side.api.operations:
            levels.setdefault(operation.key, stability(side.said(operation.span)))
    return frozenset(key for key, level in levels.items() if level in UNSTABLE)
