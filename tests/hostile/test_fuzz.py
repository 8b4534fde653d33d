"""Broken descriptions, a sample of what `python -m benchmarks.fuzz` does at length, and what that found."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import broken, broken_bytes, seeds, through_all_stages, through_the_loader


def test_every_description_to_be_broken_is_whole(tmp_path: Path) -> None:
    assert len(seeds()) == 10
    assert all(through_all_stages(seed, tmp_path) for seed in seeds())


def test_broken_descriptions_are_read_or_refused_with_a_reason(tmp_path: Path) -> None:
    whole = seeds()
    read = [through_all_stages(broken(number, whole), tmp_path) for number in range(1_000_000, 1_000_100)]
    assert 10 < sum(read) < 100


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_broken_bytes_are_read_or_refused_with_a_reason(suffix: str, tmp_path: Path) -> None:
    text = Path(__file__).parents[2].joinpath("spec/showcase/schemas/parcels.yaml").read_bytes()
    if suffix == "json":
        text = b'{"a": [1, 2.5, null, true, "\\u00e9"], "b": {"c": {}, "d": "' + b"x" * 100 + b'"}}'
    read = [through_the_loader(broken_bytes(n, text), tmp_path / f"broken.{suffix}") for n in range(300)]
    assert 5 < sum(read) < 300
