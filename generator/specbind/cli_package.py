"""`specbind package`: a generated package as a wheel and an sdist."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from pathlib import Path

from specbind import pipeline
from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, chosen, configuration, reading_access
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.manifest import sha256
from specbind.report import as_json, visible

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
"""The names that distributions may have (PEP 508)."""


def run(arguments: argparse.Namespace) -> int:
    """Generate the package and build both."""
    console, collector = Console.of(arguments), Collector()
    try:
        made = _built(arguments, console, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    except OSError as error:
        console.complain(f"cannot write to `{arguments.out.as_posix()}`: {(error.strerror or 'unusable').lower()}")
        return ERROR
    console.diagnose(collector.diagnostics, counted=True)
    code = ERROR if collector.failed or not made else CLEAN
    files: list[Json] = [{"path": path.as_posix(), "sha256": sha256(path.read_bytes())} for path in made]
    if arguments.format == "json":
        document = {"version": 1, "exit_code": code, "files": files}
        print(json.dumps({**document, "diagnostics": as_json(collector.diagnostics)}, indent=2))
    console.result("".join(f"{visible(path.as_posix())}\n" for path in made))
    return code


def _built(arguments: argparse.Namespace, console: Console, collector: Collector) -> tuple[Path, ...]:
    """The wheel and the sdist; none, with diagnostics, where the description or the configuration is no good."""
    try:
        from specbind import distribution
    except ModuleNotFoundError as error:
        raise UsageError(f"`{error.name}` is missing: `pip install 'specbind[package]'` brings it") from None
    config = configuration(arguments.config, collector)
    if config is None:
        return ()
    access = reading_access(arguments.locked, arguments.allow_remote)
    api = replace(chosen(config, [arguments.target])[0], tests=False, normalised=None, access=access)
    generated = pipeline.generated(api, collector, lambda stage: console.progress(f"{api.name}: {stage}"))
    console.clear()
    collector.forget(lambda found: found.rule.code in api.accept)
    if generated is None or collector.failed:
        return ()
    name = arguments.name or distribution.name(api.package)
    if not NAME.fullmatch(name):
        raise UsageError(f"--name: `{name}` is no name for pip: letters and digits, and `-`, `.` or `_` between them")
    version = distribution.version(arguments.version or generated.version)
    if version is None and arguments.version:
        raise UsageError(f"--version: `{arguments.version}` is not a version")
    if version is None:
        raise UsageError(f"the API calls its version `{generated.version}`, which is none: say one with --version")
    title = " ".join(visible(generated.title).split()) or name
    project = distribution.Project(name, version, title, api.client)
    return distribution.build(generated, api.package, project, arguments.out, collector)
