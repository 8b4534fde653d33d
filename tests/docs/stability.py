"""The table of rules in `docs/stability.md`: `python -m tests.docs.stability` renews it."""

from __future__ import annotations

from pathlib import Path

from specbind.diff.rules_text import rules_table

PAGE = Path(__file__).parents[2] / "docs" / "stability.md"
RENEW = "python -m tests.docs.stability"
HEAD = f"""\
## What a change of a description breaks

<!-- From here on written from the rules by `{RENEW}`; do not edit. -->
Every rule of `specbind diff`. Ids in italics mean the same in oasdiff. *Sent* is what travels to the server, *received*
what travels to the client; bodies of webhooks are received. A model that travels both ways has a verdict for each.
Python verdicts are those for code that uses the generated package and is checked by mypy; where the packages of both
revisions turn out to be the same at a place, it is *safe*.

"""


def renewed(text: str) -> str:
    """The page with the table as the rules have it."""
    prose = text.partition("## What a change of a description breaks")[0].rstrip()
    return f"{prose}\n\n{HEAD}{rules_table()}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
