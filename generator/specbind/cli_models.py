"""`specbind models`: a package of models alone, in one of several styles."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, checked_names, is_description, one_api, reading_access
from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.files import Change, Drift, Generated, Plan, Target, compare, update
from specbind.ir.types import Json
from specbind.report import Format, as_json, plural, visible


def run(arguments: argparse.Namespace) -> int:
    """Write the package, or say how it differs; nothing is written where there is an error."""
    console, collector = Console.of(arguments), Collector()
    try:
        api = _api(arguments, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    generated = None if api is None else _generated(api, arguments.style, console, collector)
    plan = None
    if api is not None and generated is not None:
        target = Target(api.out, api.package, api.trusted)
        plan = (compare if arguments.check else update)(generated, target, collector)
        collector.forget(lambda found: found.rule.code in api.accept)
    console.diagnose(collector.diagnostics, counted=True)
    failed = generated is None or plan is None or collector.failed
    code = ERROR if failed else DRIFT if arguments.check and plan is not None and plan.changes else CLEAN
    if generated is not None and plan is not None and not collector.failed:
        _show(generated, plan, arguments, console)
    if console.format is Format.JSON:
        print(json.dumps(_as_document(generated, plan, collector, code), indent=2))
    return code


def _api(arguments: argparse.Namespace, collector: Collector) -> ApiConfig | None:
    """What is asked for, called as its models are to be called."""
    alone = is_description(arguments.target, arguments.config)
    if alone and arguments.package is None:
        raise UsageError(f"`{arguments.target}` is a description: say what to call its package with --package NAME")
    if arguments.package is not None:
        checked_names(arguments.package, None)
    access = reading_access(arguments.locked, arguments.allow_remote)
    api = one_api(arguments.target, arguments.config, arguments.overlay, access, collector)
    if api is None:
        return None
    package = arguments.package or f"{api.package}_models"
    if not alone and package == api.package:
        raise UsageError(f"`{package}` is the package of the client; call the models otherwise")
    out: Path = arguments.out or api.out
    return replace(api, package=package, out=out, trusted=arguments.out or api.trusted, tests=False)


def _generated(api: ApiConfig, style: str, console: Console, collector: Collector) -> Generated | None:
    from specbind import pipeline
    from specbind.model_styles import package, shapes

    if not package.is_available(collector):
        return None
    arranged = pipeline.arranged(api, collector, lambda stage: console.progress(f"{api.name}: {stage}"))
    if arranged is None or collector.failed:
        console.clear()
        return None
    console.progress(f"{api.name}: modelling")
    spec_hash = pipeline.digest(arranged, api.overlays)
    made = package.package(arranged, api, shapes.Style(style), spec_hash, collector)
    console.clear()
    return made


def _as_document(generated: Generated | None, plan: Plan | None, collector: Collector, code: int) -> Json:
    """All of it as JSON. Members are added, never renamed or removed."""
    changes = plan.changes if plan is not None else ()
    return {
        "version": 1,
        "exit_code": code,
        "package": plan.target.package if plan is not None else None,
        "models": generated.models if generated is not None else 0,
        "changes": [{"path": _place(plan, each), "drift": each.drift.name.lower()} for each in changes if plan],
        "diagnostics": as_json(collector.diagnostics),
    }


def _place(plan: Plan, change: Change) -> str:
    return visible((plan.target.out / change.path).as_posix())


def _show(generated: Generated, plan: Plan, arguments: argparse.Namespace, console: Console) -> None:
    """What differed, or differs, and a summary of one line."""
    for change in plan.changes if arguments.check or console.verbose else ():
        console.result(f"{_place(plan, change)}: {change.drift.value}\n")
    removed = sum(change.drift is Drift.EXTRA for change in plan.changes)
    changed = len(plan.changes) - removed
    would = "would be " if arguments.check else ""
    parts = [f"{count} {would}{word}" for count, word in ((changed, "changed"), (removed, "removed")) if count]
    sizes = plural(generated.models, "model"), plural(len(plan.files), "file")
    if not console.quiet:
        console.result(f"{plan.target.package}: {', '.join((*sizes, *(parts or ['no changes'])))}\n")
