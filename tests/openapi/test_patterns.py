"""Patterns of descriptions: what is found, what cannot be told, and that none takes long."""

from __future__ import annotations

import time
import warnings

import pytest
from specbind.patterns import finds


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b+", "abbc", True),
        ("^b+$", "abbc", False),
        (r"^\p{L}+$", "Zoë", True),
        ("^(a+)+$", "a" * 80 + "!", False),
        ("^a(?!b)", "ac", True),
        ("^a(?!b)", "ab", False),
        (r"^(a)\1$", "aa", True),
        ("(?!b)(a+)+c", "a" * 80, None),
        ("(?!b)a*a*a*a*c", "a" * 80, None),
        ("a(?!b)", "a" * 500, None),
        ("(", "a", None),
        ("a" * 20_000, "a" * 20_000, None),
        ("[z-a]", "a", None),
    ],
)
def test_a_pattern_is_found_or_not_or_it_cannot_be_told(pattern: str, text: str, found: bool | None) -> None:
    begun = time.process_time()
    assert finds(pattern, text) is found
    assert time.process_time() - begun < 1


def test_what_python_thinks_of_a_pattern_is_not_told() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert finds(r"(?!b)[[a]", "a") is True
