"""`python -m benchmarks.names FOLDER [--out FILE]`: names that a rule decided, for each description of a folder."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.types import RefType
from specbind.python.words import pascal

CODES = ("SB601", "SB603", "SB650")
LONG = 40
HEAD = """# Names that a rule decided

`make names` (`python -m benchmarks.names`) makes this page from published descriptions that are kept beside the
repository. A name is decided by a rule where two operations or two types would have the same
([stability](stability.md)); each is reported when the package is generated, with the line of the configuration that
settles it otherwise.

"""


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/names.md"))
    arguments = parser.parse_args()
    counts: list[str] = []
    details: list[str] = []
    for file in sorted(arguments.folder.iterdir()):
        if file.suffix not in (".json", ".yaml"):
            continue
        config = from_arguments(file, file.name.partition(".")[0], None, arguments.folder, False)
        collector = Collector()
        found = pipeline.modelled(config, collector)
        if found is None:
            continue
        decided = [each for each in collector.diagnostics if each.rule.code in CODES]
        counts.append(_row(file.name, found[0], len(decided)))
        if decided:
            details += ["", f"## {file.name}", "", *(f"- {each.rule.code}: {each.message}" for each in decided)]
    table = ["| description | operations | types named by their place | other names | over 40 letters | decided |"]
    table += ["| --- | -: | -: | -: | -: | -: |", *counts]
    text = HEAD + "\n".join([*table, *map(_plain, details)]) + "\n"
    arguments.out.write_text(text, encoding="utf-8")
    return 0


def _row(name: str, api: Api, decided: int) -> str:
    inline = list(_inline(api))
    others = sum(isinstance(decl.type, RefType) for decl in api.types if decl.context)
    long = sum(len(each) > LONG for each in inline)
    return f"| {name} | {len(api.operations)} | {len(inline)} | {others} | {long} | {decided} |"


def _inline(api: Api) -> Iterator[str]:
    """The classes that are no components and no other names for one."""
    yield from (pascal(*decl.context) for decl in api.types if decl.context and not isinstance(decl.type, RefType))


def _plain(line: str) -> str:
    """A line that Markdown shows as it is."""
    return f"- `{line[2:]}`" if line.startswith("- ") else line


if __name__ == "__main__":
    raise SystemExit(main())
