"""Where a command prints: results to stdout; diagnostics, counts and progress to stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from specbind.diagnostics import Diagnostic, Severity
from specbind.report import COLOURS, PLAIN, Format, Palette, plural, report, visible

CLEAR_LINE = "\r\033[K"


def palette(mode: str, stream: TextIO, environ: Mapping[str, str]) -> Palette:
    """Colours where they are wanted: always, never, or on a terminal without NO_COLOR (no-color.org)."""
    wanted = stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return COLOURS if mode == "always" or (mode == "auto" and wanted) else PLAIN


@dataclass(frozen=True, slots=True)
class Console:
    """How much to print, and how."""

    format: Format
    quiet: bool
    verbose: bool
    errors: Palette
    results: Palette
    live: bool

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Console:
        """The console that the common options ask for."""
        format = Format(arguments.format)
        return cls(
            format=format,
            quiet=arguments.quiet,
            verbose=arguments.verbose,
            errors=palette(arguments.color, sys.stderr, os.environ),
            results=palette(arguments.color, sys.stdout, os.environ),
            live=sys.stderr.isatty() and format is Format.FULL and not arguments.quiet,
        )

    @classmethod
    def of_reports(cls, arguments: argparse.Namespace) -> Console:
        """The console of commands whose `--format` is that of a report, not of diagnostics."""
        return cls(
            format=Format.GITHUB if arguments.format == "github" else Format.FULL,
            quiet=arguments.quiet,
            verbose=arguments.verbose,
            errors=palette(arguments.color, sys.stderr, os.environ),
            results=palette(arguments.color, sys.stdout, os.environ),
            live=sys.stderr.isatty() and not arguments.quiet,
        )

    def result(self, text: str) -> None:
        """Print what the command is for, at once: where both streams are one file, lines stay in their order."""
        if not self.format.is_document:
            print(text, end="", flush=True)

    def say(self, text: str) -> None:
        """Print a remark."""
        if not self.quiet and not self.format.is_document:
            print(text, file=sys.stderr)

    def complain(self, text: str) -> None:
        """Print why the command cannot be carried out at all."""
        print(f"specbind: {visible(text)}", file=sys.stderr)

    def write(self, path: Path, text: str) -> bool:
        """Write a report; whether that could be done."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            self.complain(f"cannot write `{path.as_posix()}`: {(error.strerror or 'unusable path').lower()}")
            return False
        self.say(f"wrote {visible(path.as_posix())}")
        return True

    def progress(self, text: str) -> None:
        """Show one line that the next one replaces; nothing where nobody watches."""
        if self.live:
            print(f"{CLEAR_LINE}{visible(text)}", end="", file=sys.stderr, flush=True)

    def stage(self, name: str, stage: str) -> None:
        """Show at which stage an API is, which one of how many where there are several."""
        self.progress(f"{name}: {stage}")

    def clear(self) -> None:
        """Remove the progress line."""
        if self.live:
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)

    def diagnose(self, diagnostics: Iterable[Diagnostic], *, counted: bool = False) -> None:
        """Print diagnostics. With `counted`, the full form shows the errors and only counts the others."""
        chosen = [each for each in diagnostics if not self.quiet or each.rule.severity is Severity.ERROR]
        if self.format.is_document:
            return
        brief = counted and self.format is Format.FULL and not self.verbose
        shown = [each for each in chosen if not brief or each.rule.severity is Severity.ERROR]
        print(report(shown, self.format, self.errors), end="", file=sys.stderr)
        if brief:
            self._count([each for each in chosen if each.rule.severity is not Severity.ERROR])

    def _count(self, diagnostics: list[Diagnostic]) -> None:
        """One line for each rule of what is not shown: warnings; notes on one line together."""
        rules = {each.rule.code: each.rule for each in diagnostics}
        counts = Counter(each.rule.code for each in diagnostics)
        warnings = [code for code in sorted(rules) if rules[code].severity is Severity.WARNING]
        for code in warnings:
            head = f"{self.errors.warning}{plural(counts[code], 'warning')}{self.errors.reset}"
            print(f"  {head} {code} {rules[code].name}: {rules[code].summary}", file=sys.stderr)
        if warnings:
            print("  `specbind explain CODE` says more, `-v` shows the places", file=sys.stderr)
