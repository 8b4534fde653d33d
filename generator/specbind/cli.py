"""The command line: one parser, made from the table of commands. Only this module and `cli_*` print.

Exit codes: 0 done, and nothing differs; 1 `--check` found a difference, or a review one that is not allowed; 2 bad
usage, configuration or description, or the output could not be written; 130 interrupted.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from specbind import __version__
from specbind.cli_codes import ERROR, INTERRUPTED
from specbind.cli_table import COMMANDS, Command

if TYPE_CHECKING:
    from specbind.cli_generate import Generate

USAGE = "specbind [-h] [--version] COMMAND ..."
DESCRIPTION = "Typed Python bindings from OpenAPI documents and reference docs, kept true as the API changes."
EPILOG = """
a first client:
  specbind generate petstore.yaml --package petstore

`specbind COMMAND --help` has examples of each command.
exit codes: 0 done, 1 something differs (--check, diff), 2 error, 130 interrupted
"""


def main(argv: Sequence[str] | None = None, pipeline: Generate | None = None) -> int:
    """Run one command and give its exit code. `pipeline` stands in for that of `generate` in tests."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(argv, pipeline)
        sys.stdout.flush()
        return code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ERROR
    except KeyboardInterrupt:
        print("\nspecbind: interrupted; nothing was left half written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except Exception:
        traceback.print_exc()
        print("specbind: this is a bug in specbind, please report it", file=sys.stderr)
        return ERROR


def _run(argv: Sequence[str] | None, pipeline: Generate | None) -> int:
    """Load and run the command that was asked for."""
    words = sys.argv[1:] if argv is None else argv
    names = {each.name: each for each in COMMANDS}
    if words and not words[0].startswith("-") and words[0] not in names:
        close = difflib.get_close_matches(words[0], names, n=1)
        meant = f"did you mean `{close[0]}`?" if close else "`specbind --help` lists all"
        print(f"specbind: there is no command `{ascii(words[0])[1:-1]}`; {meant}", file=sys.stderr)
        return ERROR
    whole = parser([names[name] for name in words[:1] if name in names] or COMMANDS)
    arguments = whole.parse_args(words)
    command = names.get(arguments.command)
    if command is None:
        whole.print_help(sys.stderr)
        return ERROR
    arguments.pipeline = pipeline
    run: Callable[[argparse.Namespace], int] = importlib.import_module(f"specbind.{command.module}").run
    return run(arguments)


def parser(taken: Sequence[Command] = COMMANDS) -> argparse.ArgumentParser:
    """The whole command line, or no more of it than some commands. Nothing that carries one out is loaded for it."""
    width = max(len(command.name) for command in COMMANDS)
    listed = "".join(f"  {command.name:{width}}  {command.summary}\n" for command in COMMANDS)
    layout = argparse.RawDescriptionHelpFormatter
    epilog = f"commands:\n{listed}{EPILOG}"
    whole = argparse.ArgumentParser("specbind", USAGE, DESCRIPTION, epilog, formatter_class=layout)
    whole.add_argument("--version", action="version", version=f"specbind {__version__}", help="print the version")
    commands = whole.add_subparsers(prog="specbind", dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    for command in taken:
        about = command.description
        command.arguments(
            commands.add_parser(command.name, description=about, epilog=_epilog(command), formatter_class=layout)
        )
    return whole


def _epilog(command: Command) -> str:
    """What stands below the help of a command: its examples and its exit codes."""
    examples = "".join(f"  # {example.about}\n  specbind {example.line}\n" for example in command.examples)
    return f"examples:\n{examples}\nexit codes: {command.codes}\n"
