"""Small descriptions to packages on disk, in this process."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from specbind import pipeline
from specbind.cli_targets import BY_CODE
from specbind.config import ApiConfig
from specbind.config_read import read
from specbind.diagnostics import Collector, Diagnostic

PACKAGE = "acme"
HEADER = {"openapi": "openapi: 3.1.0\n", "info": 'info: {title: Acme, version: "1"}\n', "paths": "paths: {}\n"}


@dataclass(frozen=True)
class Made:
    """What came of a description: the texts of the package by path, nothing where there was an error."""

    files: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    out: Path


def complete(spec: str) -> str:
    """A description with the members every description has, added at its end so that no line moves."""
    lines = spec.splitlines()
    present = {"openapi" if key == "swagger" else key for key in (line.partition(":")[0] for line in lines)}
    missing = [text for key, text in HEADER.items() if key not in present]
    return spec.rstrip("\n") + "\n" + "".join(missing)


def configured(folder: Path, spec: str, settings: str = "", name: str = "openapi.yaml") -> ApiConfig:
    """The configuration of a description; `settings` are lines of `[apis.acme]`."""
    (folder / name).write_bytes(spec.encode("utf-8", "surrogatepass"))
    text = f"[apis.{PACKAGE}]\nspec = {toml_text(name)}\n{settings}"
    tomllib.loads(text)
    (folder / "specbind.toml").write_text(text, encoding="utf-8")
    collector = Collector()
    config = read(folder / "specbind.toml", collector, BY_CODE)
    assert config is not None, [diagnostic.message for diagnostic in collector.diagnostics]
    return config.apis[0]


def toml_text(text: str) -> str:
    """A TOML string."""
    return '"' + "".join(f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 32 else char for char in text) + '"'


def generate(folder: Path, spec: str, settings: str = "", name: str = "openapi.yaml") -> Made:
    """Generate a package and write it below `out`."""
    made, files = rendered(folder, spec, settings, name)
    for path, text in files.items():
        (made.out / path).parent.mkdir(parents=True, exist_ok=True)
        (made.out / path).write_text(text, encoding="utf-8")
    return made


def rendered(folder: Path, spec: str, settings: str = "", name: str = "openapi.yaml") -> tuple[Made, dict[str, str]]:
    """Generate a package, write nothing; beside it all its texts, tests too."""
    config = configured(folder, spec, settings, name)
    collector = Collector()
    generated = pipeline.generated(config, collector)
    files = {file.path.as_posix(): file.text for file in generated.files} if generated is not None else {}
    own = {path.removeprefix(f"{PACKAGE}/"): text for path, text in files.items() if path.startswith(f"{PACKAGE}/")}
    return Made(own, collector.diagnostics, folder / "out"), files


@contextmanager
def importable(made: Made) -> Iterator[ModuleType]:
    """The package, importable as `acme` while the block runs."""
    sys.path.insert(0, str(made.out))
    forget()
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(made.out))
        forget()


def forget() -> None:
    """Drop every module of the package."""
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


def shown(diagnostic: Diagnostic) -> str:
    """`SB405 3:7 message`."""
    span = diagnostic.span
    position = span.position if span is not None else None
    where = f"{position.line}:{position.column}" if position is not None else "-"
    return f"{diagnostic.rule.code} {where} {diagnostic.message}"
