"""`specbind init`: a first configuration, from what is there, by flags or by asking."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from specbind import cli_drafts, pipeline
from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_drafts import SCHEMA_FILE, Draft
from specbind.cli_targets import BY_CODE, UsageError, checked_names
from specbind.config_read import DEFAULT_OUT, FILE, PYPROJECT, client_name, from_arguments
from specbind.config_schema import schema
from specbind.config_words import client_class, package_name
from specbind.diagnostics import Collector, Diagnostic, Severity
from specbind.ir.api import Api
from specbind.ir.types import Json
from specbind.report import as_json, concise, plural, visible

NEXT = "specbind generate"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file or folder that was read: as an API, or with the errors that keep it from being one."""

    spec: Path
    api: Api | None
    errors: tuple[Diagnostic, ...]


def run(arguments: argparse.Namespace) -> int:
    """Write the file, unless there is one."""
    console = Console.of(arguments)
    try:
        _refuse_another(Path())
        read = [_read(path, console) for path in arguments.specs or cli_drafts.found(Path())]
        console.clear()
        drafts = _drafts(read, arguments, console)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    except EOFError:
        console.complain("nothing was answered, and nothing is written")
        return ERROR
    text = cli_drafts.written(drafts, arguments.out or DEFAULT_OUT, schema=SCHEMA_FILE if arguments.schema else None)
    if not arguments.dry_run and not _write(text, arguments, console):
        return ERROR
    _tell(text, drafts, read, arguments, console)
    return CLEAN


def _refuse_another(folder: Path) -> None:
    """A configuration that is there is never touched."""
    if (folder / FILE).exists():
        raise UsageError(f"{FILE} is there already and is left as it is; `specbind config` prints what it says")
    try:
        tool = tomllib.loads((folder / PYPROJECT).read_text("utf-8")).get("tool", {})
    except (OSError, ValueError):
        return
    if "specbind" in tool:
        raise UsageError(f"{PYPROJECT} has [tool.specbind] already; `specbind config` prints what it says")


def _read(spec: Path, console: Console) -> Candidate:
    """One description, read as `generate` would; one without operations is none."""
    console.progress(f"reading {spec.as_posix()}")
    collector = Collector()
    api = pipeline.described(from_arguments(spec, "client", None, Path(DEFAULT_OUT), False), collector)
    errors = tuple(each for each in collector.diagnostics if each.rule.severity is Severity.ERROR)
    return Candidate(spec, None if errors or api is None or not api.operations else api, errors)


def _drafts(read: list[Candidate], arguments: argparse.Namespace, console: Console) -> list[Draft]:
    """The APIs to write down: those that were named, all that there are, or what somebody says."""
    drafts: list[Draft] = []
    for each in read:
        if each.api is not None:
            spec = each.spec.as_posix()
            drafts.append(Draft(spec, *cli_drafts.names(each.api, each.spec, [d.package for d in drafts]), each.api))
        elif arguments.specs:
            console.diagnose(each.errors)
            raise UsageError(f"`{each.spec.as_posix()}` is no description of an API: it has no operations")
    if not drafts:
        raise UsageError("there is no description of an API below this folder; name one: `specbind init SPEC`")
    if arguments.package or arguments.client:
        if len(drafts) > 1:
            raise UsageError("--package and --client are for one SPEC")
        package = arguments.package or drafts[0].package
        client = arguments.client or (client_name(package) if arguments.package else drafts[0].client)
        checked_names(package, client)
        drafts = [replace(drafts[0], package=package, client=client)]
    if arguments.specs or arguments.yes:
        return drafts
    listed = "".join(f"  {at}  {visible(each.spec)}  ({each.told})\n" for at, each in enumerate(drafts, 1))
    if not sys.stdin.isatty() or not sys.stderr.isatty():
        console.say(f"Descriptions below this folder:\n{listed.rstrip()}")
        raise UsageError(
            "nobody can be asked here: `specbind init SPEC ...` takes some of them, `specbind init --yes` takes all"
        )
    return _asked(drafts, listed, arguments)


def _asked(drafts: list[Draft], listed: str, arguments: argparse.Namespace) -> list[Draft]:
    """What somebody at the terminal chooses; the answer to each question may be empty."""
    print(f"Descriptions below this folder:\n{listed}", end="", file=sys.stderr)

    def numbers(word: str) -> str:
        fine = all(each.isdigit() and 0 < int(each) <= len(drafts) for each in word.replace(",", " ").split())
        return "" if fine else f"write numbers from 1 to {len(drafts)}"

    chosen = _answer("Which ones", " ".join(str(at) for at in range(1, len(drafts) + 1)), numbers)
    made: list[Draft] = []
    for at in dict.fromkeys(map(int, chosen.replace(",", " ").split())):
        draft = drafts[at - 1]
        taken = {each.package for each in made}

        def usable(word: str, taken: set[str] = taken) -> str:
            return package_name(word) or (f"`{word}` is taken" if word in taken else "")

        package = _answer(f"Package of {visible(draft.spec)}", draft.package, usable)
        client = draft.client if package == draft.package else client_name(package)
        made.append(replace(draft, package=package, client=_answer("Client class", client, client_class)))
    if arguments.out is None:
        arguments.out = _answer("Folder for packages", DEFAULT_OUT, lambda word: "")
    return made


def _answer(question: str, default: str, check: Callable[[str], str]) -> str:
    """What is answered, asked again until it can be used."""
    while True:
        print(f"{question} [{default}]: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        word = line.strip() or default
        wrong = check(word)
        if not wrong:
            return word
        print(f"  {visible(wrong)}", file=sys.stderr)


def _write(text: str, arguments: argparse.Namespace, console: Console) -> bool:
    """Write what is not there yet."""
    files = {FILE: text}
    if arguments.schema:
        files[SCHEMA_FILE] = json.dumps(schema(BY_CODE), indent=2) + "\n"
    for name, content in files.items():
        try:
            with Path(name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except FileExistsError:
            console.complain(f"{name} is there already and is left as it is")
            return False
        except OSError as error:
            console.complain(f"cannot write {name}: {(error.strerror or 'unusable path').lower()}")
            return False
    return True


def _tell(
    text: str, drafts: list[Draft], read: list[Candidate], arguments: argparse.Namespace, console: Console
) -> None:
    """Say what was written and what comes next."""
    unusable = [each for each in read if each.api is None and each.errors]
    if arguments.format == "json":
        apis: list[Json] = [
            {"spec": each.spec, "package": each.package, "client": each.client, "operations": len(each.api.operations)}
            for each in drafts
        ]
        left: list[Json] = [{"spec": each.spec.as_posix(), "diagnostics": as_json(each.errors)} for each in unusable]
        document = {"version": 1, "exit_code": CLEAN, "file": FILE, "written": not arguments.dry_run, "apis": apis}
        print(json.dumps({**document, "unusable": left, "next": NEXT}, indent=2))
        return
    for each in unusable:
        console.say(f"{visible(each.spec.as_posix())} is left out: {concise(each.errors[0])}")
    if arguments.dry_run:
        console.result(text)
        return
    for draft in drafts:
        console.say(f"{visible(draft.spec)}  ({draft.told})")
    console.result(f"{FILE}: {plural(len(drafts), 'API')}; next: {NEXT}\n")
