"""`specbind diff`: what changed between two descriptions, and what that breaks."""

from __future__ import annotations

import argparse
import enum
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from specbind import pipeline
from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console, palette
from specbind.cli_sides import Pair, Project, Side, Sides, project
from specbind.cli_targets import UsageError
from specbind.config import IgnoreConfig, ReviewConfig
from specbind.config_read import find
from specbind.config_words import fail_on
from specbind.diagnostics import Collector, Severity
from specbind.diff.compare import compare
from specbind.diff.rules import BY_ID
from specbind.ir.api import Api
from specbind.render import template_root
from specbind.report import PLAIN, Format, visible
from specbind.review import document, html, junit, markdown, sarif, workflow
from specbind.review.outcome import Outcome, outcome
from specbind.review.policy import DEFAULT_FAIL_ON, Judged, check, judged, remarks
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


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One pair after the policy."""

    outcome: Outcome
    judged: Judged


def run(arguments: argparse.Namespace) -> int:
    """Compare, print or write the reports, and say by the exit code whether the policy is met."""
    gc.disable()  # all that is made lives to the end of the process
    console = _console(arguments)
    collector = Collector()
    with ExitStack() as stack:
        try:
            words = _words(arguments)
            found = project(arguments.config, find(Path()), collector)
            reviews = _reviews(arguments, found, words, stack, collector, console) if found is not None else None
        except UsageError as error:
            console.complain(str(error))
            return ERROR
    console.diagnose(collector.diagnostics)
    if reviews is None or collector.failed:
        return ERROR
    outcomes = [each.outcome for each in reviews]
    if not _deliver(outcomes, arguments, console):
        return ERROR
    return DRIFT if any(each.fails for each in outcomes) else CLEAN


def _words(arguments: argparse.Namespace) -> tuple[str, ...] | None:
    """What `--fail-on` says, checked."""
    words = tuple(word for text in arguments.fail_on or () for word in text.split(","))
    for word in words:
        if wrong := fail_on(word):
            raise UsageError(f"--fail-on: {wrong}")
    if arguments.base is None:
        raise UsageError("say what to compare: `specbind diff BASE REVISION`")
    return words or None


def _console(arguments: argparse.Namespace) -> Console:
    form = Format.GITHUB if arguments.format == "github" else Format.FULL
    return Console(
        format=form,
        quiet=arguments.quiet,
        verbose=arguments.verbose,
        errors=palette(arguments.color, sys.stderr, os.environ),
        results=palette(arguments.color, sys.stdout, os.environ),
        live=sys.stderr.isatty() and not arguments.quiet,
    )


def _reviews(
    arguments: argparse.Namespace,
    found: Project,
    words: tuple[str, ...] | None,
    stack: ExitStack,
    collector: Collector,
    console: Console,
) -> list[Reviewed] | None:
    pairs = Sides(found, stack, collector).pairs(arguments.base, arguments.revision, arguments.api)
    general = found.config.review if found.config is not None else ReviewConfig()
    configs = [pair.api.review if pair.api is not None else general for pair in pairs]
    listed = list(dict.fromkeys(entry for config in configs for entry in config.ignores))
    check(configs, listed, BY_ID, collector)
    if collector.failed:
        return None
    today: date = arguments.today
    reviews = []
    for pair, config in zip(pairs, configs, strict=True):
        reviewed = _review(pair, config, words, today, collector, console)
        if reviewed is not None:
            reviews.append(reviewed)
    if not collector.failed:
        remarks(_answerable(found, pairs, listed), (each.judged for each in reviews), today, collector)
    return reviews


def _review(
    pair: Pair,
    config: ReviewConfig,
    words: tuple[str, ...] | None,
    today: date,
    collector: Collector,
    console: Console,
) -> Reviewed | None:
    base = _read(pair.base, collector, console)
    revision = _read(pair.revision, collector, console)
    if base is None or revision is None:
        return None
    console.progress("comparing")
    found = judged(compare(base, revision, pair.revision.config), config, today)
    console.clear()
    failing = words or config.fail_on or DEFAULT_FAIL_ON
    name = pair.api.name if pair.api is not None else revision.title
    return Reviewed(outcome(name, found, pair.base.opened, pair.revision.opened, failing), found)


def _read(side: Side, collector: Collector, console: Console) -> Api | None:
    """The API of one side. Only what stops the review is reported, unless all is asked for."""
    own = Collector()
    console.progress(f"reading {side.opened.word}")
    api = pipeline.described(side.config, own)
    console.clear()
    for each in side.opened.named(own.diagnostics):
        if each.rule.severity is Severity.ERROR or console.verbose:
            collector.report(each.rule, each.message, each.span, label=each.label, help=each.help, related=each.related)
    return api


def _answerable(found: Project, pairs: Sequence[Pair], listed: Iterable[IgnoreConfig]) -> list[IgnoreConfig]:
    """The entries of which it can be said that they match nothing: what holds for all APIs may match in another."""
    if found.config is None or len({pair.api.name for pair in pairs if pair.api}) == len(found.config.apis):
        return list(listed)
    return [entry for entry in listed if entry not in found.config.review.ignores]


def _deliver(outcomes: Sequence[Outcome], arguments: argparse.Namespace, console: Console) -> bool:
    """Print the report, or write it to files and print it for people; whether all could be written."""
    chosen = ReportFormat(arguments.format) if arguments.format is not None else None
    verbose = console.verbose
    if not arguments.out:
        console.result(_report(outcomes, chosen or ReportFormat.TEXT, console, verbose=verbose))
        return True
    for path in arguments.out:
        form = chosen or SUFFIXES.get(path.suffix.lower(), ReportFormat.TEXT)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_report(outcomes, form, None, verbose=True), encoding="utf-8", newline="\n")
        except OSError as error:
            console.complain(f"cannot write `{path}`: {(error.strerror or 'unusable path').lower()}")
            return False
    if not console.quiet:
        console.result(_report(outcomes, ReportFormat.TEXT, console, verbose=verbose))
        console.say("".join(f"wrote {visible(path.as_posix())}\n" for path in arguments.out).rstrip("\n"))
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
