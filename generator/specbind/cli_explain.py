"""`specbind explain`."""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import json
import sys
import textwrap
from collections.abc import Iterable

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_targets import ALL_RULES
from specbind.diagnostics import Rule
from specbind.report import visible


def run(arguments: argparse.Namespace) -> int:
    """Print what a rule means, or the list of all."""
    if arguments.code is None:
        if arguments.format == "json":
            return _print_json(ALL_RULES)
        width = max(len(rule.name) for rule in ALL_RULES)
        for rule in ALL_RULES:
            print(f"{rule.code}  {rule.name:{width}}  {rule.severity.value:7}  {rule.summary}")
        return CLEAN
    known = {word: rule for rule in ALL_RULES for word in (rule.code.lower(), rule.name)}
    found = known.get(arguments.code.lower())
    if found is None:
        close = difflib.get_close_matches(arguments.code.lower(), known, n=1)
        meant = f"; did you mean {known[close[0]].code}?" if close else "; `specbind explain` lists all"
        print(f"specbind: there is no rule `{visible(arguments.code)}`{meant}", file=sys.stderr)
        return ERROR
    if arguments.format == "json":
        return _print_json((found,))
    print(explained(found), end="")
    return CLEAN


def _print_json(rules: Iterable[Rule]) -> int:
    """Rules as one document. Members are added to it, never renamed or removed."""
    listed = [{**dataclasses.asdict(rule), "severity": rule.severity.value} for rule in rules]
    print(json.dumps({"version": 1, "rules": listed}, indent=2))
    return CLEAN


def explained(rule: Rule) -> str:
    """A rule in full."""
    parts = (rule.summary, f"Why it matters: {rule.why}", f"What to do: {rule.fix}")
    head = f"{rule.code} {rule.name} ({rule.severity.value})"
    return "\n\n".join((head, *(textwrap.fill(part, 88, break_on_hyphens=False) for part in parts))) + "\n"
