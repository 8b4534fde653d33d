"""The commands in `docs/command-line.md`: `python -m tests.docs.commands` renews them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from specbind.cli_table import COMMANDS, Command

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
RENEW = "python -m tests.docs.commands"
HEAD = f"""\
## The commands

<!-- From here on written from the table of commands by `{RENEW}`; do not edit. -->

<!-- not run from here on: tests/cli/test_help.py runs every example of the table -->
"""


def renewed(text: str) -> str:
    """The page with the commands as the table has them."""
    prose = text.partition("## The commands")[0].rstrip()
    return f"{prose}\n\n{HEAD}{''.join(line for command in COMMANDS for line in _lines(command))}"


def _lines(command: Command) -> Iterator[str]:
    parser = argparse.ArgumentParser(f"specbind {command.name}")
    command.arguments(parser)
    yield f"\n### specbind {command.name}\n\n{command.description}\nExit codes: {command.codes}.\n\n```sh\n"
    width = max(len(example.line) for example in command.examples)
    for example in command.examples:
        yield f"specbind {example.line:{width}}  # {example.about}\n"
    yield "```\n\n| argument | meaning |\n|---|---|\n"
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction) and action.help != argparse.SUPPRESS:
            yield f"| {_name(action)} | {_meaning(action)} |\n"


def _name(action: argparse.Action) -> str:
    """How an argument is written: `-q`, `--quiet` or `--out DIR`."""
    value = "" if action.nargs == 0 else f" {action.metavar or ''}".rstrip()
    words = [f"{option}{value}" for option in action.option_strings] or [str(action.metavar)]
    return ", ".join(f"`{word}`" for word in words).replace("|", "\\|")


def _meaning(action: argparse.Action) -> str:
    words = f"`{'`, `'.join(map(str, action.choices))}`" if action.choices else ""
    default = f" (`{action.default}` unless given)" if action.choices and action.default else ""
    return "; ".join(part for part in (action.help or "", words + default) if part).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
