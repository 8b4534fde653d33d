"""`specbind changelog`: release notes of a series of revisions."""

from __future__ import annotations

import argparse
import gc
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_review import Reviewer
from specbind.cli_sides import Lone, Pair, Sides, project
from specbind.cli_targets import UsageError, reading_access
from specbind.config_read import find
from specbind.diagnostics import Collector
from specbind.review import changelog, document
from specbind.review.outcome import Outcome


def run(arguments: argparse.Namespace) -> int:
    """Compare each revision with the one before it, and print or write the notes."""
    gc.disable()  # all that is made lives to the end of the process
    console = Console.of_reports(arguments)
    collector = Collector()
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        try:
            found = project(arguments.config, find(Path()), collector)
            if found is not None:
                api = arguments.api or (found.names[0] if len(found.names) == 1 else None)
                targets = _targets(Sides(found, stack, collector), arguments.revisions, api)
                access = reading_access(arguments.locked, arguments.allow_remote)
                reviewer = Reviewer(found, arguments.today, access, ("none",), collector, console)
                outcomes = reviewer.reviews(targets)
        except UsageError as error:
            console.complain(str(error))
            return ERROR
    console.diagnose(collector.diagnostics)
    if collector.failed:
        return ERROR
    title = f"Changes of {outcomes[-1].name}"
    text = document.report(outcomes) if arguments.format == "json" else changelog.report(outcomes, title)
    if arguments.out is None:
        print(text, end="")
        return CLEAN
    return CLEAN if console.write(arguments.out, text) else ERROR


def _targets(sides: Sides, revisions: list[str], api: str | None) -> list[Pair | Lone]:
    """A pair for each step; of one revision, the step to the working tree."""
    if len(revisions) == 1:
        return sides.pairs(revisions[0], None, (api,) if api else ())
    return [pair for one, two in pairwise(revisions) for pair in sides.pairs(one, two, (api,) if api else ())]
