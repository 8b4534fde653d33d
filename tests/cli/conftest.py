"""A command line to call, with a stand-in for the pipeline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pytest
from specbind.cli import main
from specbind.config import ApiConfig
from specbind.diagnostics import Collector, Rule, Severity
from specbind.files import Generated
from specbind.source import Position, Source, Span

BROKEN = Rule("SB101", "broken", Severity.ERROR, "It is broken.", "w", "f")
WIDENED = Rule("SB405", "widened", Severity.WARNING, "It was widened.", "w", "f")


@dataclass(frozen=True)
class File:
    path: PurePosixPath
    text: str


def generate(api: ApiConfig, collector: Collector, progress: Callable[[str], None]) -> Generated | None:
    """A pipeline that makes a module of each line `name = value` of a description.

    `broken` is an error and `widened` a warning; anything else is nothing.
    """
    progress("reading")
    text = api.spec.read_text("utf-8")
    source = Source(api.spec.as_posix(), text)
    files = []
    for number, line in enumerate(text.splitlines(), 1):
        span = Span(source, f"/{number}", Position(number, 1))
        if line == "broken":
            collector.report(BROKEN, "this is broken", span)
        elif line == "widened":
            collector.report(WIDENED, "this was widened", span)
        elif match := re.fullmatch(r"(\w+) = (.*)", line):
            files.append(File(PurePosixPath(api.package) / f"{match[1]}.py", f"{line}\n"))
    if api.tests:
        files.append(File(PurePosixPath("tests") / api.package / "test_it.py", "# test\n"))
    return Generated(tuple(files), api.spec_name, "0" * 64, len(files), 1)


@dataclass
class Project:
    """A folder to work in, and the command."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""
    options: list[str] = field(default_factory=list)

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.folder / name.replace("__", "/").replace("_dot_", ".")).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        """The exit code of one command; what it printed is in `out` and `err`."""
        code = main([*arguments, *self.options], generate)
        self.out, self.err = self.capture.readouterr()
        return code

    def files(self) -> dict[str, str]:
        generated = self.folder / "generated"
        found = (path for path in sorted(generated.rglob("*")) if path.is_file())
        return {path.relative_to(generated).as_posix(): path.read_text("utf-8") for path in found}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    found = Project(tmp_path, capsys)
    found.write(
        specbind_dot_toml='[apis.pets]\nspec = "pets.yaml"\n[apis.shop]\nspec = "shop.yaml"\n',
        pets_dot_yaml="a = 1\nb = 2\n",
        shop_dot_yaml="c = 3\n",
    )
    return found
