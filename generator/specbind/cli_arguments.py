"""The arguments of each command. Nothing of a command is loaded to know them."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def _count(word: str) -> int:
    """A number of things, of which there has to be one."""
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def generate(parser: argparse.ArgumentParser) -> None:
    """`specbind generate`."""
    parser.add_argument("targets", metavar="API|SPEC", nargs="*", help="APIs of the configuration (all), or one file")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the output differs")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; list what would change")
    parser.add_argument("--watch", action="store_true", help="run again whenever a description or setting changes")
    parser.add_argument("--jobs", metavar="N", type=_count, help="how many APIs to make at once (as many as save time)")
    _add_description(parser)
    _add_remote(parser)
    _add_common(parser, "sarif")


def _add_description(parser: argparse.ArgumentParser) -> None:
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
    alone.add_argument("--templates", metavar="DIR", type=Path, help="a folder of templates of your own")
    alone.add_argument("--no-tests", action="store_true", help="write no tests")
    alone.add_argument("--root", metavar="DIR", type=Path, help="the folder that references may lead to (the SPEC's)")


def _add_remote(parser: argparse.ArgumentParser) -> None:
    remote = parser.add_argument_group("references to URLs")
    remote.add_argument("--allow-remote", action="store_true", help="fetch them, and record them in SPEC.lock")
    remote.add_argument("--locked", action="store_true", help="fetch only what SPEC.lock records, if it is unchanged")


def init(parser: argparse.ArgumentParser) -> None:
    """`specbind init`."""
    parser.add_argument("specs", metavar="SPEC", nargs="*", type=Path, help="the descriptions (those that are found)")
    parser.add_argument("--package", metavar="NAME", help="the import name of the package (from the API's title)")
    parser.add_argument("--client", metavar="NAME", help="the client class")
    parser.add_argument("--out", metavar="DIR", help='where packages go ("generated")')
    parser.add_argument("--yes", action="store_true", help="ask nothing: take all that is found, with suggested names")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print the file")
    parser.add_argument(
        "--schema", action="store_true", help="write specbind.schema.json too, by which editors check specbind.toml"
    )
    _add_common(parser)


def config(parser: argparse.ArgumentParser) -> None:
    """`specbind config`."""
    parser.add_argument("targets", metavar="API|SPEC", nargs="*", help="APIs of the configuration (all), or one file")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of specbind.toml and stop")
    _add_description(parser)
    _add_common(parser)


def diff(parser: argparse.ArgumentParser) -> None:
    """`specbind diff`."""
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


def changelog(parser: argparse.ArgumentParser) -> None:
    """`specbind changelog`."""
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


def normalise(parser: argparse.ArgumentParser) -> None:
    """`specbind normalise`."""
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


def dump(parser: argparse.ArgumentParser) -> None:
    """`specbind dump`."""
    parser.add_argument("target", metavar="API|SPEC", help="an API of the configuration, a file or a folder of pages")
    parser.add_argument(
        "--stage", choices=("pages", "ir", "passes", "python"), default="passes", help="default: passes"
    )
    _add_overlay(parser)
    parser.add_argument("--only", metavar="NAME", help="a type, an operation (`GET /pets`), a resource or a class")
    _add_remote(parser)
    _add_common(parser)


def mock(parser: argparse.ArgumentParser) -> None:
    """`specbind mock`."""
    parser.add_argument("target", metavar="API|SPEC", help="an API of the configuration, a file or a folder of pages")
    parser.add_argument("--port", metavar="N", type=int, default=8000, help="where to listen (8000); 0: a free port")
    parser.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="other sampled values for each seed (0)")
    _add_overlay(parser)
    _add_remote(parser)
    _add_console(parser)
    parser.set_defaults(format="full")


def models(parser: argparse.ArgumentParser) -> None:
    """`specbind models`."""
    parser.add_argument("target", metavar="API|SPEC", help="an API of the configuration, a file or a folder of pages")
    styles = ("dataclass", "msgspec", "typed-dict", "pydantic")
    parser.add_argument("--style", choices=styles, required=True, help="what the models are")
    parser.add_argument("--package", metavar="NAME", help="the import name (for an API: its package with _models)")
    parser.add_argument("--out", metavar="DIR", type=Path, help='where to write (the API\'s, else "generated")')
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the output differs")
    _add_overlay(parser)
    _add_remote(parser)
    _add_common(parser)


def vendor(parser: argparse.ArgumentParser) -> None:
    """`specbind vendor`."""
    parser.add_argument("targets", metavar="API|PATH", nargs="*", help="with --into an API, else where copies are (.)")
    parser.add_argument("--into", metavar="PATH", type=Path, help="the folder of the service that gets the package")
    parser.add_argument("--only", metavar="TERM", action="append", default=[], help="a resource, or another selection")
    parser.add_argument("--check", action="store_true", help="exit 1 if a copy is edited or out of date")
    parser.add_argument("--update", action="store_true", help="bring copies up to date and say what is new")
    parser.add_argument("--remove", action="store_true", help="delete copies, but no file of yours")
    _add_remote(parser)
    _add_common(parser)


def _add_common(parser: argparse.ArgumentParser, *more_formats: str) -> None:
    formats = ("full", "concise", "json", "github", *more_formats)
    parser.add_argument("--format", choices=formats, default="full")
    _add_console(parser)


def _add_console(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="PATH", type=Path, help="a specbind.toml or pyproject.toml")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every diagnostic and file")


def package(parser: argparse.ArgumentParser) -> None:
    """`specbind package`."""
    parser.add_argument("target", metavar="API", help="an API of the configuration")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("dist"), help='where to write ("dist")')
    parser.add_argument("--name", metavar="NAME", help="the name for pip (the package's, with `-`)")
    parser.add_argument("--version", metavar="V", help="the version (the API's own, as Python writes versions)")
    _add_remote(parser)
    _add_common(parser)


def explain(parser: argparse.ArgumentParser) -> None:
    """`specbind explain`."""
    parser.add_argument("code", metavar="CODE", nargs="?", help="a code such as SB405; without one, all are listed")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def completion(parser: argparse.ArgumentParser) -> None:
    """`specbind completion`."""
    shells = ("bash", "zsh", "fish", "powershell")
    parser.add_argument("shell", metavar="SHELL", nargs="?", choices=shells, help="the shell that reads it")
    parser.add_argument("--words", metavar="WORDS", help=argparse.SUPPRESS)
