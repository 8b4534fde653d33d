"""`docs/diagnostics.md`, written from the rules: `python -m tests.docs.diagnostics` renews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from specbind.cli_targets import ALL_RULES
from specbind.diagnostics import Rule

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"
RENEW = "python -m tests.docs.diagnostics"

GROUPS = {
    "1": "Loading",
    "2": "References",
    "3": "The document",
    "4": "Schemas",
    "5": "Operations",
    "6": "Names",
    "7": "Configuration",
    "8": "Output",
    "9": "Reviews",
}
HEAD = f"""\
<!-- Written from the rules by `{RENEW}`; do not edit. -->
# Diagnostics

An error stops the API it is about; its old files stay. A warning says that something was widened or left out, a note
that something is worth knowing. `specbind explain CODE` prints an entry of this page; `accept` in the
[configuration](configuration.md) hides warnings and notes that you know of.
"""


def page(rules: Iterable[Rule] = ALL_RULES) -> str:
    """The page as Markdown."""
    return "".join(_lines(rules))


def _lines(rules: Iterable[Rule]) -> Iterator[str]:
    yield HEAD
    group = ""
    for rule in rules:
        if rule.code[2] != group:
            group = rule.code[2]
            yield f"\n## {GROUPS[group]}\n"
        yield f"\n### {rule.code} {rule.name}\n\n"
        yield f"*{rule.severity.value.capitalize()}.* {rule.summary}\n\n"
        yield f"Why it matters: {rule.why}\n\nWhat to do: {rule.fix}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
