"""`specbind vendor`: copies of packages in services, made, checked, brought up to date and removed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from specbind import pipeline
from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, checked_selection, chosen, configuration, writing_access
from specbind.config import Access, ApiConfig, Config
from specbind.config_words import selection_term
from specbind.diagnostics import Collector
from specbind.files import NEEDS, Generated, Plan, Target, compare, update
from specbind.ir.types import Json
from specbind.manifest import NAME as MANIFEST
from specbind.manifest import sha256
from specbind.report import Format, as_json, plural, visible
from specbind.vendor import copies
from specbind.vendor.copies import Copy
from specbind.vendor.news import Effect, News, news
from specbind.vendor.surface import surface


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be said of one copy; `stale` is None where there was nothing to compare it with."""

    folder: Path
    api: str
    wrong: tuple[str, ...] = ()
    stale: bool | None = None
    news: tuple[News, ...] = ()
    failed: bool = False

    @property
    def code(self) -> int:
        return ERROR if self.failed else DRIFT if self.wrong or self.stale else CLEAN


def run(arguments: argparse.Namespace) -> int:
    """Make a copy, or look after the copies there are."""
    console, collector = Console.of(arguments), Collector()
    try:
        if arguments.into is not None:
            outcomes = [_made(arguments, console, collector)]
        else:
            outcomes = _kept(arguments, console, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    console.diagnose(collector.diagnostics, counted=True)
    code = max([ERROR if collector.failed else CLEAN, *(_code(each, arguments) for each in outcomes)])
    if console.format is Format.JSON:
        document = {"version": 1, "exit_code": code, "copies": [_entry(each) for each in outcomes]}
        print(json.dumps({**document, "diagnostics": as_json(collector.diagnostics)}, indent=2))
    return code


def _code(outcome: Outcome, arguments: argparse.Namespace) -> int:
    return outcome.code if arguments.check or outcome.failed else CLEAN


def _made(arguments: argparse.Namespace, console: Console, collector: Collector) -> Outcome:
    """Copy an API, or a slice of it, into a folder."""
    if arguments.check or arguments.update or arguments.remove:
        raise UsageError("--into makes a copy; --check, --update and --remove are for copies that are there")
    if len(arguments.targets) != 1:
        raise UsageError("say which API to copy: `specbind vendor API --into PATH`")
    config = configuration(arguments.config, collector)
    if config is None:
        return Outcome(arguments.into, arguments.targets[0], failed=True)
    whole = replace(chosen(config, arguments.targets)[0], access=_access(arguments))
    api = copies.placed(whole, arguments.into, _terms(arguments.only))
    folder = arguments.into / api.package
    before = copies.copy(folder, collector) if folder.is_dir() else None
    return _written(api, before, console, collector)


def _access(arguments: argparse.Namespace) -> Access:
    """What may be done with URLs; what writes no copy writes no lock file either."""
    return writing_access(arguments.locked, arguments.allow_remote, reads=arguments.check)


def _terms(only: Sequence[str]) -> tuple[str, ...]:
    """What `--only` selects: a bare word is a resource."""
    terms = [term if not selection_term(term) else f"resource:{term}" for term in only]
    return checked_selection(terms, ()).include


def _written(api: ApiConfig, before: Copy | None, console: Console, collector: Collector) -> Outcome:
    """Write a copy and say what is new in it."""
    folder = api.out / api.package
    old = surface(copies.contents(before)) if before is not None else None
    generated = _generated(api, console, collector)
    plan = update(generated, Target(api.out, api.package, api.trusted), collector) if generated is not None else None
    if generated is None or plan is None:
        console.say(f"{visible(folder.as_posix())}: not written")
        return Outcome(folder, api.name, failed=True)
    told = news(old, surface(copies.modules(generated))) if old is not None else ()
    sizes = f"{plural(generated.operations, 'operation')}, {plural(generated.models, 'model')}"
    done = f"{plural(len(plan.changes), 'file')} changed" if plan.changes else "no changes"
    console.result(f"{visible(folder.as_posix())}: {sizes}, {done}\n{_told(told)}")
    if before is None:
        console.say(f"  the service needs {' and '.join(NEEDS)}")
    return Outcome(folder, api.name, stale=False, news=told)


def _generated(api: ApiConfig, console: Console, collector: Collector) -> Generated | None:
    generated = pipeline.generated(api, collector, lambda stage: console.progress(f"{api.name}: {stage}"))
    console.clear()
    collector.forget(lambda found: found.rule.code in api.accept)
    return generated if not collector.failed else None


def _kept(arguments: argparse.Namespace, console: Console, collector: Collector) -> list[Outcome]:
    """Check, update or remove the copies at or below some places."""
    chosen_acts = [act for act in ("check", "update", "remove") if getattr(arguments, act)]
    if len(chosen_acts) != 1:
        raise UsageError("say where to copy it with --into PATH, or one of --check, --update, --remove")
    if arguments.only:
        raise UsageError("--only is for --into; a copy stays the slice that it is")
    if arguments.remove and not arguments.targets:
        raise UsageError("say which copies to remove")
    folders = [folder for place in arguments.targets or ["."] for folder in _folders(Path(place))]
    if not folders:
        raise UsageError(f"no vendored package in {', '.join(arguments.targets) or 'this folder'}")
    found = [each for folder in folders if (each := copies.copy(folder, collector)) is not None]
    if arguments.remove:
        return [_removed(each, console, collector) for each in found]
    config = _configuration(arguments, collector)
    act = _checked if arguments.check else _updated
    return [act(each, _source(each, config, _access(arguments)), console, collector) for each in found]


def _folders(place: Path) -> list[Path]:
    """The copies at or below a place; a place without any is taken at its word, so that it is reported."""
    return list(copies.find(place)) or ([place] if place != Path() else [])


def _configuration(arguments: argparse.Namespace, collector: Collector) -> Config | None:
    """The configuration, where there is one; a service may have none, and then only what is in the copy counts."""
    try:
        return configuration(arguments.config, collector)
    except UsageError:
        return None


def _source(found: Copy, config: Config | None, access: Access) -> ApiConfig | None:
    """The configuration that gives a copy anew."""
    name = found.manifest.origin.api if found.manifest.origin is not None else ""
    api = next((each for each in config.apis if each.name == name), None) if config is not None else None
    return replace(copies.renewed(api, found), access=access) if api is not None else None


def _api(found: Copy) -> str:
    return found.manifest.origin.api if found.manifest.origin is not None else ""


def _checked(found: Copy, source: ApiConfig | None, console: Console, collector: Collector) -> Outcome:
    """Say whether a copy is as it was written, and as it would be written now."""
    shown = visible(found.folder.as_posix())
    wrong = tuple(f"{shown}/{visible(str(path))}: {how}" for path, how in copies.damage(found))
    console.result("".join(f"{line}\n" for line in wrong))
    if source is None:
        intact = "intact" if not wrong else plural(len(wrong), "file") + " not as written"
        console.result(f"{shown}: {intact}; not compared, no configuration here has `{visible(_api(found))}`\n")
        return Outcome(found.folder, _api(found), wrong)
    generated = _generated(source, console, collector)
    plan = compare(generated, found.target, collector) if generated is not None else None
    if generated is None or plan is None:
        return Outcome(found.folder, _api(found), wrong, failed=True)
    stale = _is_stale(found, plan)
    told = news(surface(copies.contents(found)), surface(copies.modules(generated))) if stale else ()
    state = "out of date" if stale else "up to date" if not wrong else "up to date, but not as written"
    help = f"; `specbind vendor --update {shown}` brings it up to date" if stale else ""
    console.result(f"{shown}: {state}{help}\n{_told(told)}")
    return Outcome(found.folder, _api(found), wrong, stale, told)


def _is_stale(found: Copy, plan: Plan) -> bool:
    """Whether what was written differs from what would be; what was edited since does not count."""
    manifest = {PurePosixPath(path): digest for path, digest in found.manifest.files.items()}
    now = {path: sha256(data) for path, data in plan.files.items() if path.name != MANIFEST}
    return manifest != now


def _updated(found: Copy, source: ApiConfig | None, console: Console, collector: Collector) -> Outcome:
    """Write a copy again."""
    if source is None:
        raise UsageError(f"no configuration here has `{_api(found)}`, of which {found.folder.as_posix()} is a copy")
    return _written(source, found, console, collector)


def _removed(found: Copy, console: Console, collector: Collector) -> Outcome:
    gone = copies.remove(found, collector)
    shown = visible(found.folder.as_posix())
    console.result(f"{shown}: {'removed' if gone else 'removed, but for what is not ours'}\n")
    return Outcome(found.folder, _api(found))


def _told(told: tuple[News, ...]) -> str:
    """The news, what breaks first."""
    order = list(Effect)
    ranked = sorted(told, key=lambda each: order.index(each.effect))
    marks = {Effect.BREAKING: "  (breaking)", Effect.RISKY: "  (look at its uses)", Effect.SAFE: ""}
    return "".join(f"  {each.sign} {visible(each.text)}{marks[each.effect]}\n" for each in ranked)


def _entry(outcome: Outcome) -> Json:
    told: list[Json] = [{"sign": each.sign, "text": each.text, "effect": each.effect.value} for each in outcome.news]
    return {
        "folder": outcome.folder.as_posix(),
        "api": outcome.api,
        "failed": outcome.failed,
        "not_as_written": list(outcome.wrong),
        "out_of_date": outcome.stale,
        "news": told,
    }
