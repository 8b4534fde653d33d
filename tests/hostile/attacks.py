"""A project to attack from the command line, with baits around it that nothing may read, write or delete."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from specbind.cli import main

SECRET = "the contents of a secret file"


def document(**members: Any) -> dict[str, Any]:
    """A small description with some members of its own."""
    operation = {"get": {"responses": {"204": {"description": "d"}}}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/boxes": operation}, **members}


def schemas(**found: Any) -> dict[str, Any]:
    """A description whose operation gives the schema `Top`."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Top"}}}
    operation = {"get": {"responses": {"200": {"description": "d", "content": content}}}}
    return document(paths={"/boxes": operation}, components={"schemas": found})


@dataclass(frozen=True)
class Result:
    """What a run did: its exit code, what it printed, the files of the project after it, and what it took."""

    code: int
    out: str
    err: str
    files: frozenset[str]
    cpu: float
    megabytes: float

    @property
    def codes(self) -> set[str]:
        """The rules of the diagnostics that were printed one a line."""
        return {word.strip(":") for word in self.err.replace("[", " ").replace("]", " ").split() if word[:2] == "SB"}


@dataclass
class Victim:
    """A project below `root`, a secret beside it, and the command line run in it."""

    root: Path
    capture: pytest.CaptureFixture[str]

    @property
    def project(self) -> Path:
        return self.root / "project"

    def write(self, **files: str | bytes | Mapping[str, Any]) -> None:
        """Put files into the project; `__` in a name is a slash, the last `_` the dot of the suffix."""
        for name, content in files.items():
            place = self.project / ".".join(name.replace("__", "/").rsplit("_", 1))
            place.parent.mkdir(parents=True, exist_ok=True)
            data = json.dumps(content).encode() if isinstance(content, Mapping) else content
            place.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)

    def run(self, *arguments: str) -> Result:
        """Run the command in the project; whatever it does, the baits are as they were."""
        before = self._outside()
        begin, peak = time.process_time(), _peak()
        code = main(list(arguments))
        cpu, grown = time.process_time() - begin, max(0.0, _peak() - peak)
        captured = self.capture.readouterr()
        assert self._outside() == before, "something outside the project was touched"
        assert "Traceback" not in captured.err and "this is a bug" not in captured.err, captured.err[-2000:]
        assert SECRET not in captured.out + captured.err, "a secret file was shown"
        found = frozenset(
            path.relative_to(self.project).as_posix()
            for path in self.project.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
        return Result(code, captured.out, captured.err, found, cpu, grown)

    def generate(self, spec: str = "spec.json", *more: str) -> Result:
        """Generate a package from a description of the project."""
        return self.run("generate", spec, "--package", "acme", "--out", "out", "--format", "concise", *more)

    def refused(self, spec: str = "spec.json", *more: str) -> Result:
        """Generate; the run fails with a located diagnostic and writes nothing."""
        before = {path for path in self.project.rglob("*") if path.is_file()}
        result = self.generate(spec, *more)
        assert result.code == 2, result.out
        assert result.codes, result.err
        assert {path for path in self.project.rglob("*") if path.is_file()} == before
        return result

    def accepted(self, spec: str = "spec.json", *more: str) -> Result:
        """Generate; the run succeeds, and every module that it wrote parses."""
        result = self.generate(spec, *more)
        assert result.code == 0, result.err
        for path in (self.project / "out").rglob("*.py"):
            compile(path.read_bytes(), str(path), "exec")
        return result

    def package(self) -> str:
        """The text of the whole package that was written."""
        return "".join(path.read_text("utf-8") for path in sorted((self.project / "out/acme").rglob("*.py")))

    def _outside(self) -> dict[str, str]:
        paths = (path for path in self.root.rglob("*") if not path.is_relative_to(self.project))
        return {path.as_posix(): path.read_text("utf-8") if path.is_file() else "" for path in paths}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
