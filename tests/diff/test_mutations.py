"""Random single edits are found: each as one finding, with the right rule and verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diff.apis import CORPUS, OWN
from tests.diff.measure import measured
from tests.diff.mutations import KINDS

SMALL = ("museum.yaml", "petstore_v3.yaml", "typesense.yaml", "meilisearch.json", "resend.yaml")


def test_there_are_enough_kinds_of_edits() -> None:
    assert len(KINDS) >= 60


def test_edits_of_our_own_descriptions_are_found_as_one_finding_each(tmp_path: Path) -> None:
    tally = measured(OWN[:1], 60, 5, tmp_path)
    assert tally.edits == 60
    assert not tally.wrong, "\n".join(tally.wrong)


@pytest.mark.slow
def test_edits_of_five_public_descriptions_are_found_as_one_finding_each(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"NOT RUN: {CORPUS} is absent")
    tally = measured([CORPUS / name for name in SMALL], 2000, 1, tmp_path)
    print(
        f"{tally.edits} edits of {len(tally.kinds)} kinds: recall {tally.recall:.4f}, precision {tally.precision:.4f}"
    )
    print("\n".join(tally.wrong))
    assert len(tally.kinds) >= 60
    assert tally.recall >= 0.99 and tally.precision >= 0.99, "\n".join(tally.wrong)
