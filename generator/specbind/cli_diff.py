"""`specbind diff`: what changed between two descriptions, and what that breaks."""

from __future__ import annotations

import argparse
import enum
import gc
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console
from specbind.cli_review import Reviewer
from specbind.cli_sides import Sides, project
from specbind.cli_targets import UsageError, reading_access
from specbind.config_read import find
from specbind.config_words import fail_on
from specbind.diagnostics import Collector
from specbind.diff.rules import RULES
from specbind.own_files import template_root
from specbind.report import PLAIN
from specbind.review import document, html, junit, markdown, rule_table, sarif, workflow
from specbind.review.outcome import Outcome
from specbind.review.terminal import terminal


class ReportFormat(enum.Enum):
    """The forms of a report."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


SUFFIXES = {
    ".md": ReportFormat.MARKDOWN,
    ".html": ReportFormat.HTML,
    ".json": ReportFormat.JSON,
    ".sarif": ReportFormat.SARIF,
    ".xml": ReportFormat.JUNIT,
}
"""The form of a file that is written, by its suffix."""


def run(arguments: argparse.Namespace) -> int:
    """Compare, print or write the reports, and say by the exit code whether the policy is met."""
    if arguments.rules:
        print(_rules(arguments.format), end="")
        return CLEAN
    gc.disable()  # all that is made lives to the end of the process
    console = Console.of_reports(arguments)
    collector = Collector()
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        try:
            fail_on = _fail_on(arguments)
            found = project(arguments.config, find(Path()), collector)
            if found is not None:
                targets = Sides(found, stack, collector).pairs(arguments.base, arguments.revision, arguments.api or ())
                access = reading_access(arguments.locked, arguments.allow_remote)
                reviewer = Reviewer(found, arguments.today, access, fail_on, collector, console)
                outcomes = reviewer.reviews(targets)
        except UsageError as error:
            console.complain(str(error))
            return ERROR
    console.diagnose(collector.diagnostics)
    if collector.failed or not _deliver(outcomes, arguments, console):
        return ERROR
    return DRIFT if any(each.fails for each in outcomes) else CLEAN


def _rules(form: str | None) -> str:
    """All rules, in a form that can list them."""
    match form:
        case "markdown":
            return rule_table.as_markdown(RULES)
        case "json":
            return rule_table.as_json(RULES)
        case _:
            return rule_table.as_text(RULES)


def _fail_on(arguments: argparse.Namespace) -> tuple[str, ...] | None:
    """What `--fail-on` says, checked."""
    words = tuple(word for text in arguments.fail_on or () for word in text.split(","))
    for word in words:
        if wrong := fail_on(word):
            raise UsageError(f"--fail-on: {wrong}")
    if arguments.base is None:
        raise UsageError("say what to compare: `specbind diff BASE REVISION`")
    return words or None


def _deliver(outcomes: Sequence[Outcome], arguments: argparse.Namespace, console: Console) -> bool:
    """Print the report and write the files; whether all could be written.

    The form of a file follows from its suffix, or is that of `--format`. What is printed has the form of `--format`
    too, unless a file has it already: then people get the text.
    """
    chosen = ReportFormat(arguments.format or ReportFormat.TEXT.value)
    forms = {path: SUFFIXES.get(path.suffix.lower(), chosen) for path in arguments.out or ()}
    for path, form in forms.items():
        if not console.write(path, _report(outcomes, form, None, verbose=True)):
            return False
    printed = ReportFormat.TEXT if chosen in forms.values() else chosen
    if printed is not ReportFormat.TEXT or not (forms and console.quiet):
        console.result(_report(outcomes, printed, console, verbose=console.verbose))
    return True


def _report(outcomes: Sequence[Outcome], form: ReportFormat, console: Console | None, *, verbose: bool) -> str:
    match form:
        case ReportFormat.TEXT:
            return terminal(outcomes, console.results if console is not None else PLAIN, verbose=verbose)
        case ReportFormat.MARKDOWN:
            return markdown.report(outcomes)
        case ReportFormat.HTML:
            return html.report(outcomes, template_root() / "review")
        case ReportFormat.JSON:
            return document.report(outcomes)
        case ReportFormat.GITHUB:
            return workflow.report(outcomes)
        case ReportFormat.SARIF:
            return sarif.report(outcomes)
        case ReportFormat.JUNIT:
            return junit.report(outcomes)
