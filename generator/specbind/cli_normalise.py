"""`specbind normalise`: any description as one OpenAPI 3.1 document."""

from __future__ import annotations

import argparse
from pathlib import Path

from specbind import document
from specbind.cli_codes import CLEAN, DRIFT, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, one_api, reading_access
from specbind.diagnostics import Collector
from specbind.openapi_export.write import Syntax


def run(arguments: argparse.Namespace) -> int:
    """Print, write or compare the document; nothing is written where the description is no good."""
    from specbind import pipeline

    console = Console.of(arguments)
    collector = Collector()
    try:
        access = reading_access(arguments.locked, arguments.allow_remote)
        api = one_api(arguments.target, arguments.config, arguments.overlay, access, collector)
        if api is None:
            console.diagnose(collector.diagnostics)
            return ERROR
        path: Path | None = arguments.out or (api.normalised if arguments.check else None)
        if arguments.check and path is None:
            raise UsageError("--check compares with a file: name it with --out, or as `normalised` of the API")
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    syntax = Syntax(arguments.syntax) if arguments.syntax else Syntax.YAML if path is None else Syntax.of(path)
    text = pipeline.normalised(api, syntax, collector, lambda stage: console.progress(f"{api.name}: {stage}"))
    console.clear()
    code = ERROR
    if text is not None and path is None:
        print(text, end="")
        code = CLEAN
    elif text is not None and path is not None and arguments.check:
        change = document.change(path, text)
        console.say(f"{path.as_posix()}: {change.drift.value if change is not None else 'up to date'}")
        code = CLEAN if change is None else DRIFT
    elif text is not None and path is not None:
        code = CLEAN if document.write(path, text, collector) else ERROR
    console.diagnose([each for each in collector.diagnostics if each.rule.code not in api.accept], counted=True)
    return code
