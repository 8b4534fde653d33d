"""The command line: arguments, printing and exit codes. Only this module and `cli_*` print.

Exit codes: 0 done, and nothing differs; 1 `--check` found a difference; 2 bad usage, configuration or
description, or the output could not be written.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from specbind import __version__
from specbind.cli_codes import ERROR, INTERRUPTED

if TYPE_CHECKING:
    from specbind.cli_generate import Generate

EPILOG = "exit codes: 0 clean, 1 the output differs (--check), 2 error"

REVIEW_EPILOG = "exit codes: 0 the policy is met, 1 it is not (--fail-on), 2 error"


def main(argv: Sequence[str] | None = None, generate: Generate | None = None) -> int:
    """Run one command and give its exit code. `generate` stands in for the pipeline in tests."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = _parser().parse_args(argv)
        code = _command(arguments, generate)
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


def _command(arguments: argparse.Namespace, generate: Generate | None) -> int:
    """Run the command that was asked for; each loads what it needs, so that none waits for the others."""
    match arguments.command:
        case "generate":
            from specbind import cli_generate

            return cli_generate.run(arguments, generate)
        case "diff":
            from specbind import cli_diff

            return cli_diff.run(arguments)
        case "changelog":
            from specbind import cli_changelog

            return cli_changelog.run(arguments)
        case "normalise":
            from specbind import cli_normalise

            return cli_normalise.run(arguments)
        case "dump":
            from specbind import cli_dump

            return cli_dump.run(arguments)
        case "vendor":
            from specbind import cli_vendor

            return cli_vendor.run(arguments)
        case "explain":
            from specbind import cli_explain

            return cli_explain.run(arguments)
        case _:
            _parser().print_help(sys.stderr)
            return ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="specbind", description="Typed Python bindings from OpenAPI documents.", epilog=EPILOG
    )
    parser.add_argument("--version", action="version", version=f"specbind {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_generate(commands.add_parser("generate", help="write the packages", epilog=EPILOG))
    _add_diff(commands.add_parser("diff", help="review what changed between two descriptions", epilog=REVIEW_EPILOG))
    _add_changelog(commands.add_parser("changelog", help="write release notes of several revisions"))
    _add_normalise(commands.add_parser("normalise", help="print a description as OpenAPI 3.1", epilog=EPILOG))
    _add_dump(commands.add_parser("dump", help="print what a stage makes of a description", epilog=EPILOG))
    _add_vendor(commands.add_parser("vendor", help="copy a package into a service and look after the copy"))
    explain = commands.add_parser("explain", help="say what a diagnostic means and what to do about it")
    explain.add_argument("code", metavar="CODE", nargs="?", help="a code such as SB405; without one, all are listed")
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write the packages of specbind.toml, or one package from one description."
    parser.add_argument("targets", metavar="API|SPEC", nargs="*", help="APIs of the configuration (all), or one file")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the output differs")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; list what would change")
    alone = parser.add_argument_group("for a SPEC")
    alone.add_argument("--package", metavar="NAME", help="the import name of the package")
    alone.add_argument("--client", metavar="NAME", help="the client class (the package in PascalCase)")
    alone.add_argument("--out", metavar="DIR", type=Path, help='where to write ("generated")')
    alone.add_argument(
        "--include", metavar="TERM", action="append", default=[], help="only these operations (repeatable)"
    )
    alone.add_argument(
        "--exclude", metavar="TERM", action="append", default=[], help="not these operations (repeatable)"
    )
    _add_overlay(alone)
    alone.add_argument("--no-tests", action="store_true", help="write no tests")
    alone.add_argument("--root", metavar="DIR", type=Path, help="the folder that references may lead to (the SPEC's)")
    _add_remote(parser)
    _add_common(parser)


def _add_remote(parser: argparse.ArgumentParser) -> None:
    remote = parser.add_argument_group("references to URLs")
    remote.add_argument("--allow-remote", action="store_true", help="fetch them, and record them in SPEC.lock")
    remote.add_argument("--locked", action="store_true", help="fetch only what SPEC.lock records, if it is unchanged")


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.description = "Say what changed between two descriptions, what it breaks on the wire and what in Python."
    side = "a file, a folder of pages, `-`, git:REV:path, git:REV, or an API of the configuration"
    parser.add_argument("base", metavar="BASE", nargs="?", help=side)
    parser.add_argument("revision", metavar="REVISION", nargs="?", help="the same; left out: all APIs, as they are now")
    parser.add_argument(
        "--api",
        metavar="NAME",
        action="append",
        help="with two sides, the API whose settings hold for both; with one, which APIs to review (may be repeated)",
    )
    parser.add_argument("--format", choices=("text", "markdown", "html", "json", "github", "sarif", "junit"))
    parser.add_argument("--out", metavar="FILE", type=Path, action="append", help="write a report; may be repeated")
    parser.add_argument("--rules", action="store_true", help="list the rules (as text, markdown or json) and stop")
    parser.add_argument(
        "--fail-on", metavar="WHAT", action="append", help="wire:LEVEL, python:LEVEL, any:LEVEL or none"
    )
    _add_common_to_reviews(parser)


def _add_changelog(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write release notes in the words of the Python package: what each revision changes, newest first."
    )
    word = "what `specbind diff` compares, oldest first; one git:REV alone is compared with the working tree"
    parser.add_argument("revisions", metavar="REVISION", nargs="+", help=word)
    parser.add_argument("--api", metavar="NAME", help="the API of the configuration (the only one)")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the notes to a file")
    _add_common_to_reviews(parser)


def _add_common_to_reviews(parser: argparse.ArgumentParser) -> None:
    _add_remote(parser)
    today = date.today()
    parser.add_argument("--today", metavar="DATE", type=date.fromisoformat, default=today, help=argparse.SUPPRESS)
    parser.add_argument("--config", metavar="PATH", type=Path, help="a specbind.toml or pyproject.toml")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="print errors and the report only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print reasons and places of all findings")


def _add_normalise(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print any description, with its overlays, as one OpenAPI 3.1 document."
    parser.add_argument("target", metavar="API|SPEC", help="an API of the configuration, a file or a folder of pages")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write there instead of printing")
    parser.add_argument(
        "--format", dest="syntax", choices=("yaml", "json"), help="as the name of the file says, else yaml"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    _add_overlay(parser)
    _add_remote(parser)
    _add_console(parser)
    parser.set_defaults(format="full")


def _add_overlay(parser: argparse._ActionsContainer) -> None:
    text = "for a SPEC: an overlay to apply to it (repeatable)"
    parser.add_argument("--overlay", metavar="FILE", type=Path, action="append", default=[], help=text)


def _add_dump(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print what a stage of the generator makes of a description."
    parser.add_argument("target", metavar="API|SPEC", help="an API of the configuration, a file or a folder of pages")
    parser.add_argument(
        "--stage", choices=("pages", "ir", "passes", "python"), default="passes", help="default: passes"
    )
    _add_overlay(parser)
    parser.add_argument("--only", metavar="NAME", help="a type, an operation (`GET /pets`), a resource or a class")
    _add_remote(parser)
    _add_common(parser)


def _add_vendor(parser: argparse.ArgumentParser) -> None:
    parser.description = "Copy a package, or a slice of it, into a service; check, update or remove such copies."
    parser.epilog = (
        "examples: specbind vendor petstore --into src/shop/_vendor --only pets; specbind vendor --check;"
        " specbind vendor --update src/shop/_vendor.  exit codes: 0 done, 1 a copy differs (--check), 2 error"
    )
    parser.add_argument("targets", metavar="API|PATH", nargs="*", help="with --into an API, else where copies are (.)")
    parser.add_argument("--into", metavar="PATH", type=Path, help="the folder of the service that gets the package")
    parser.add_argument("--only", metavar="TERM", action="append", default=[], help="a resource, or another selection")
    parser.add_argument("--check", action="store_true", help="exit 1 if a copy is edited or out of date")
    parser.add_argument("--update", action="store_true", help="bring copies up to date and say what is new")
    parser.add_argument("--remove", action="store_true", help="delete copies, but no file of yours")
    _add_common(parser)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("full", "concise", "json", "github"), default="full")
    _add_console(parser)


def _add_console(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="PATH", type=Path, help="a specbind.toml or pyproject.toml")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every diagnostic and file")
