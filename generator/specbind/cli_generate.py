"""`specbind generate`."""

from __future__ import annotations

import argparse
import difflib
import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from specbind import document
from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import (
    BY_CODE,
    UsageError,
    chosen,
    configuration,
    is_description,
    one_description,
    refuse_options_of_a_description,
    writing_access,
)
from specbind.cli_watch import Round, watch
from specbind.config import Access, ApiConfig
from specbind.config_read import find
from specbind.diagnostics import Collector, Diagnostic, Severity
from specbind.files import Change, Drift, Generated, Plan, Target, compare, update
from specbind.ir.types import Json
from specbind.memo import Memos
from specbind.report import Format, Palette, as_json, counted, github_command, plural, visible

Generate: TypeAlias = "Callable[[ApiConfig, Collector, Callable[[str], None]], Generated | None]"
"""The pipeline: files from a configuration, or None and diagnostics."""

Made: TypeAlias = "tuple[Generated | None, Collector]"
"""What it gave."""


NEWS = 30
"""How many lines of what changed in the API are printed without being asked for all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one API. `plan` is None where nothing could be written.

    `document` is the change of the normalised document, whose path begins at the current folder.
    """

    api: ApiConfig
    generated: Generated | None
    plan: Plan | None
    document: Change | None
    description: tuple[Diagnostic, ...]
    output: tuple[Diagnostic, ...]
    consulted: frozenset[Path]

    @property
    def watched(self) -> frozenset[Path]:
        """What the outcome depends on: all that was read, and what there may be to read. What we write is not in it."""
        read = {self.api.spec, *self.api.overlays, self.api.templates, *self.consulted} - {self.api.normalised}
        return frozenset(path for path in read if path is not None)

    @property
    def changes(self) -> list[tuple[str, Change]]:
        """What differed, or differs, with its path as it is printed."""
        listed = [] if self.plan is None else [(_place(self.plan, change), change) for change in self.plan.changes]
        return listed if self.document is None else [*listed, (visible(self.document.path.as_posix()), self.document)]

    @property
    def news(self) -> tuple[str, ...]:
        """What the changes are to the API, a line for each."""
        if self.plan is None or not self.plan.changes:
            return ()
        from specbind import api_drift  # reading Python is for runs that change something

        return api_drift.told(self.plan.changes, self.plan.target.folder)


def run(arguments: argparse.Namespace) -> int:
    """Generate, compare or show, once or again and again; an API with an error keeps its files, the others are done."""
    gc.disable()  # all that is made lives to the end of the run: looking for garbage costs a tenth of the time
    console = Console.of(arguments)
    if not arguments.watch:
        return _round(arguments, console).code
    if arguments.check or arguments.diff or arguments.dry_run or console.format.is_document:
        console.complain("--watch writes; it goes with none of --check, --diff, --dry-run and --format json or sarif")
        return ERROR
    return watch(lambda: _round(arguments, console), console)


def _round(arguments: argparse.Namespace, console: Console) -> Round:
    """One run."""
    problems = Collector()
    try:
        config = None if _is_alone(arguments) else arguments.config or find(Path())
        apis, memos = _apis(arguments, problems)
    except UsageError as error:
        console.complain(str(error))
        return Round(ERROR, frozenset())
    console.diagnose(problems.diagnostics)
    access = _access(arguments)
    known = memos if access is Access.REFUSED else None  # what a server says today is in no memo
    outcomes = []
    for outcome in _outcomes([replace(api, access=access) for api in apis], arguments, console, known):
        outcomes.append(outcome)
        _show(outcome, arguments, console)
    code = max((_code(outcome, arguments) for outcome in outcomes), default=CLEAN)
    code = ERROR if problems.failed else code
    if console.format is Format.JSON:
        print(json.dumps(_as_document(outcomes, problems.diagnostics, code), indent=2))
    elif console.format is Format.SARIF:
        print(_as_sarif(outcomes, problems.diagnostics, arguments), end="")
    watched = {path for outcome in outcomes for path in outcome.watched}
    return Round(code, frozenset(watched if config is None else {*watched, config}))


def _is_alone(arguments: argparse.Namespace) -> bool:
    """Whether the command line is about a description, which needs no configuration."""
    return any(is_description(target, arguments.config) for target in arguments.targets)


def _access(arguments: argparse.Namespace) -> Access:
    """What may be done with URLs; what writes nothing does not write the lock file either."""
    reads = arguments.check or arguments.diff or arguments.dry_run
    return writing_access(arguments.locked, arguments.allow_remote, reads=reads)


def _apis(arguments: argparse.Namespace, problems: Collector) -> tuple[tuple[ApiConfig, ...], Memos | None]:
    """What the command line asks for, and what is known of the APIs of a configuration."""
    if _is_alone(arguments):
        return (one_description(arguments),), None
    refuse_options_of_a_description(arguments)
    config = configuration(arguments.config, problems)
    if config is None:
        return (), None
    return chosen(config, arguments.targets), Memos(config.root, BY_CODE)


def _outcomes(
    apis: list[ApiConfig], arguments: argparse.Namespace, console: Console, memos: Memos | None
) -> Iterator[Outcome]:
    """What becomes of each API, in their order. Where nothing can have changed, no stage runs."""
    if arguments.pipeline is not None:
        memos = None
    known = {api.name: memos.recall(api, _target(api)) for api in apis} if memos is not None else {}
    made = _made([api for api in apis if known.get(api.name) is None], arguments, console)
    for api in apis:
        memo = known.get(api.name)
        if memo is not None:
            said = tuple(each for each in memo.diagnostics if not _accepted(each, api))
            yield Outcome(api, memo.generated, memo.plan, None, said, (), memo.consulted)
        else:
            yield _written(api, *next(made), arguments, console, memos)


def _made(apis: list[ApiConfig], arguments: argparse.Namespace, console: Console) -> Iterator[Made]:
    """What the stages make of some APIs, several at once where that saves time."""
    if arguments.pipeline is not None:
        generate: Generate = arguments.pipeline
        for api in apis:
            collector = Collector()
            yield generate(api, collector, partial(console.stage, api.name)), collector
    elif apis:
        from specbind import workers

        yield from workers.made(apis, workers.processes(apis, arguments.jobs), BY_CODE, console.stage)


def _target(api: ApiConfig) -> Target:
    return Target(api.out, api.package, api.trusted)


def _written(
    api: ApiConfig,
    generated: Generated | None,
    description: Collector,
    arguments: argparse.Namespace,
    console: Console,
    memos: Memos | None,
) -> Outcome:
    """Write what was made if nothing speaks against it, or compare it."""
    output = Collector()
    plan = change = None
    if generated is not None and not description.failed:
        console.progress(f"{api.name}: writing")
        reads = arguments.check or arguments.diff or arguments.dry_run
        plan = (compare if reads else update)(generated, _target(api), output)
        if plan is not None and generated.document is not None and api.normalised is not None:
            change = document.change(api.normalised, generated.document)
            if change is not None and not reads and not document.write(api.normalised, generated.document, output):
                plan = None
            description.consult(api.normalised, generated.document.encode())  # a memo holds while it is as written
        if plan is not None and memos is not None and not reads:
            memos.keep(api, generated, plan, description)
    console.clear()
    shown = tuple(each for each in description.diagnostics if not _accepted(each, api))
    return Outcome(api, generated, plan, change, shown, output.diagnostics, frozenset(description.consulted))


def _accepted(diagnostic: Diagnostic, api: ApiConfig) -> bool:
    return diagnostic.rule.code in api.accept and diagnostic.rule.severity is not Severity.ERROR


def _code(outcome: Outcome, arguments: argparse.Namespace) -> int:
    if outcome.plan is None:
        return ERROR
    return DRIFT if arguments.check and outcome.changes else CLEAN


def _show(outcome: Outcome, arguments: argparse.Namespace, console: Console) -> None:
    """Print what became of one API: diagnostics, what was asked for, and a summary of one line."""
    name, plan, generated = outcome.api.name, outcome.plan, outcome.generated
    console.diagnose(outcome.output)
    if plan is None or generated is None:
        console.diagnose(outcome.description, counted=True)
        console.say(f"{name}: not written, {counted((*outcome.description, *outcome.output)) or 'no output'}")
        return
    if arguments.diff:
        console.result("".join(line for each in outcome.changes for line in _diff(*each, console.results)))
    elif arguments.check or arguments.dry_run or console.verbose:
        console.result("".join(f"{place}: {change.drift.value}\n" for place, change in outcome.changes))
    if arguments.check and console.format is Format.GITHUB:
        for place, change in outcome.changes:
            message = f"{change.drift.value}; run `specbind generate` and commit the result"
            console.say(github_command("error", {"file": place, "title": "generated code"}, message))
    if not console.quiet:
        console.result(_summary(outcome, generated, plan, arguments))
        console.result("".join(_news(outcome.news, console)))
    console.diagnose(outcome.description, counted=True)


def _summary(outcome: Outcome, generated: Generated, plan: Plan, arguments: argparse.Namespace) -> str:
    """`petstore: 20 operations, 12 models, 31 files, 3 changed`."""
    sizes = (
        plural(generated.operations, "operation"),
        plural(generated.models, "model"),
        plural(len(plan.files), "file"),
    )
    removed = sum(change.drift is Drift.EXTRA for _, change in outcome.changes)
    changed = len(outcome.changes) - removed
    verb = "would be " if arguments.check or arguments.diff or arguments.dry_run else ""
    parts = [f"{verb}{word}" for word, count in (("changed", changed), ("removed", removed)) if count]
    counts = [f"{count:,}" for count in (changed, removed) if count]
    news = [f"{count} {part}" for count, part in zip(counts, parts, strict=True)] or ["no changes"]
    return f"{outcome.api.name}: {', '.join((*sizes, *news))}\n"


def _news(lines: tuple[str, ...], console: Console) -> Iterator[str]:
    """What changed in the words of the API: `+ GET /pets as client.pets.list`."""
    shown = lines if console.verbose else lines[:NEWS]
    for line in shown:
        colour = {"+": console.results.note, "-": console.results.error}.get(line[0], "")
        yield f"  {colour}{visible(line)}{console.results.reset if colour else ''}\n"
    if len(lines) > len(shown):
        yield f"  and {len(lines) - len(shown):,} more; `-v` shows all\n"


def _place(plan: Plan, change: Change) -> str:
    return visible((plan.target.out / change.path).as_posix())


def _diff(place: str, change: Change, palette: Palette) -> Iterator[str]:
    """A unified diff of one file, as patch tools read it, with control characters spelt out."""
    old, new = (
        data.decode("utf-8", "replace").splitlines() if data is not None else [] for data in (change.old, change.new)
    )
    before = place if change.old is not None else "/dev/null"
    after = place if change.new is not None else "/dev/null"
    for line in difflib.unified_diff(old, new, before, after, lineterm=""):
        colour = palette.error if line.startswith("-") else palette.note if line.startswith("+") else ""
        reset = palette.reset if colour else ""
        yield f"{colour}{visible(line)}{reset}\n"


def _as_sarif(outcomes: list[Outcome], problems: tuple[Diagnostic, ...], arguments: argparse.Namespace) -> str:
    """All diagnostics, and with `--check` the files that differ, for code hosts."""
    from specbind import report_sarif

    said = (*problems, *(each for outcome in outcomes for each in (*outcome.description, *outcome.output)))
    changes = (change for outcome in outcomes if arguments.check for change in outcome.changes)
    return report_sarif.report(said, ((place, change.drift.value) for place, change in changes))


def _as_document(outcomes: list[Outcome], problems: tuple[Diagnostic, ...], code: int) -> Json:
    """All of it as JSON. Members are added, never renamed or removed."""
    return {
        "version": 1,
        "exit_code": code,
        "apis": [_entry(outcome) for outcome in outcomes],
        "diagnostics": as_json(problems),
    }


def _entry(outcome: Outcome) -> Json:
    plan, generated = outcome.plan, outcome.generated
    changes: list[Json] = [{"path": place, "drift": change.drift.name.lower()} for place, change in outcome.changes]
    return {
        "name": outcome.api.name,
        "package": outcome.api.package,
        "failed": plan is None,
        "operations": generated.operations if generated is not None else 0,
        "models": generated.models if generated is not None else 0,
        "files": len(plan.files) if plan is not None else 0,
        "changes": changes,
        "news": [*outcome.news],
        "diagnostics": as_json((*outcome.description, *outcome.output)),
    }
