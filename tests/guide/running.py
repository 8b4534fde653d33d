"""What running a block means, by its language. A block that is wrong raises `WrongBlockError`."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from specbind.cli import main
from specbind.cli_targets import BY_CODE
from specbind.config_read import read
from specbind.diagnostics import Collector

from tests.guide.blocks import Block
from tests.guide.scene import ROOT, environment

SHELL = {"sh", "bash", "console"}
OUTPUT = {"text", "json"}
SECONDS = 120.0
PORT = "8123"
"""The port of documents; runs at the same time must not meet, so each takes a free one."""


class WrongBlockError(AssertionError):
    """A block that does not do what a reader expects; the message begins with its file and line."""

    def __init__(self, block: Block, said: str) -> None:
        super().__init__(f"{block.path}:{block.line}: {said}")


@dataclass(slots=True)
class Reader:
    """Somebody who follows a document in a folder of their own; `environment` is that of their shell.

    `printed` is what the last block printed.
    """

    project: Path
    environment: Mapping[str, str]
    printed: str = ""
    port: str = ""
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def follow(self, block: Block) -> None:
        """Run or check one block."""
        if PORT in block.code:
            block = replace(block, code=block.code.replace(PORT, self._free_port()))
        if block.file:
            target = self.project / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.code, encoding="utf-8")
        match block.language:
            case "python":
                self._python(block)
            case language if language in SHELL:
                self._shell(block)
            case language if language in OUTPUT:
                self._output(block)
            case "toml":
                _toml(block, self.project)
            case "yaml":
                _yaml(block, self.project)
            case "jinja":
                self._template(block)
            case "md" | "markdown":
                _markdown(block, self.project)
            case "":
                _plain(block, self.project)
            case other:
                raise WrongBlockError(block, f"nothing is known about running {other!r}")

    def move_out(self) -> None:
        """Begin with an empty folder."""
        for path in self.project.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def leave(self) -> None:
        """End what was started in the background."""
        for process in self.started:
            _end(process)

    def _python(self, block: Block) -> None:
        if not block.file:
            self.printed = _execute(block, self.project)
            return
        tests = Path(block.file).name.startswith("test_")
        words = ["pytest", block.file] if tests else ["python", "-W", "error", block.file]
        self._run(block, shlex.join(words))

    def _shell(self, block: Block) -> None:
        self._run(block, f"set -e\n{block.code}")
        if self.port and self.port in block.code and re.search(r"&\s*$", block.code, re.MULTILINE):
            self._wait(block)

    def _wait(self, block: Block) -> None:
        """Wait until what was started in the background listens."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", int(self.port))) == 0:
                    return
            time.sleep(0.05)
        raise WrongBlockError(block, f"nothing listens at {self.port} after {SECONDS:.0f} s")

    def _template(self, block: Block) -> None:
        """A template of one's own, in the folder that takes the name it extends; a package is made with all so far."""
        extended = re.search(r'{% extends "specbind/([\w.]+)" %}', block.code)
        if extended is None:
            raise WrongBlockError(block, "it extends nothing of ours")
        folder = self.project / ".read" / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / extended[1]).write_text(block.code, encoding="utf-8")
        made = "--package templated --out .read/out --templates .read/templates --quiet"
        self._run(block, f"specbind generate spec/petstore.yaml {made}")

    def _run(self, block: Block, script: str) -> None:
        log = self.project.parent / f"printed-{len(self.started)}"
        with log.open("wb") as printed:  # not a pipe, which what runs in the background would keep open
            process = subprocess.Popen(
                ["sh", "-c", script],
                cwd=self.project,
                env=self.environment,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise WrongBlockError(block, f"still running after {SECONDS:.0f} s") from error
        finally:
            self.printed = log.read_text("utf-8")
        if process.returncode != block.exits:
            raise WrongBlockError(block, f"exits with {process.returncode}, not {block.exits}\n{self.printed}")

    def _free_port(self) -> str:
        """The port that stands for `PORT` in this document."""
        if not self.port:
            with socket.socket() as found:
                found.bind(("127.0.0.1", 0))
                self.port = str(found.getsockname()[1])
        return self.port

    def _output(self, block: Block) -> None:
        """The block is what the one before printed; `...` stands for anything."""
        if block.file:
            return
        pattern = r".*?".join(map(re.escape, _lines(block.code).split("...")))
        if not re.fullmatch(pattern, _lines(self.printed), re.DOTALL):
            raise WrongBlockError(block, f"this is not what was printed:\n{self.printed}")
        if block.language == "json" and "..." not in block.code:
            json.loads(block.code)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a shell with what it left in the background, and nothing else."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGTERM)
        except ProcessLookupError:
            return


def _execute(block: Block, project: Path) -> str:
    """Run a block as a program; lines of tracebacks are those of the document. Gives what it printed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    code = compile("\n" * (block.line - 1) + block.code, str(block.path), "exec", dont_inherit=True)
    with _importing(project), warnings.catch_warnings(), redirect_stdout(printed):
        warnings.simplefilter("error")
        exec(code, names)
        names.clear()
        warnings.simplefilter("ignore", ResourceWarning)  # a program that ends closes its clients
        gc.collect()
    return printed.getvalue()


@contextmanager
def _importing(project: Path) -> Iterator[None]:
    """Modules come from the project first, and are forgotten afterwards."""
    there = set(sys.modules)
    places = [*map(str, project.glob("**/src")), str(project / "generated"), str(project)]
    sys.path[:0] = places
    importlib.invalidate_caches()
    try:
        yield
    finally:
        del sys.path[: len(places)]
        for name in set(sys.modules) - there:
            if str(project) in (getattr(sys.modules[name], "__file__", None) or ""):
                del sys.modules[name]


def _toml(block: Block, project: Path) -> None:
    data = tomllib.loads(block.code)
    ours = data.get("tool", {}).get("specbind") if "tool" in data else data
    if not ours or not {"apis", "review"} & ours.keys():
        return
    place = project / ".read" / ("pyproject.toml" if "tool" in data else "specbind.toml")
    place.parent.mkdir(exist_ok=True)
    place.write_text(block.code, encoding="utf-8")
    collector = Collector()
    if read(place, collector, BY_CODE) is None:
        raise WrongBlockError(block, f"the configuration is refused: {collector.diagnostics}")


def _yaml(block: Block, project: Path) -> None:
    data = yaml.load(block.code, Loader=yaml.BaseLoader)
    keys = data.keys() if isinstance(data, dict) else set()
    if "openapi" in keys or "swagger" in keys:
        _reads(block, project, "--quiet")
    elif "overlay" in keys:
        _overlays(block, project)
    elif "repos" in keys:
        _hooks(block, data)
    elif "jobs" in keys:
        _workflow(block, data)
    else:
        raise WrongBlockError(block, f"neither a description, an overlay, hooks nor a workflow: {sorted(keys)}")


def _reads(block: Block, project: Path, *options: str) -> None:
    place = project / ".read" / f"line{block.line}.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(block.code, encoding="utf-8")
    if main(["normalise", str(place), "--out", str(place.with_suffix(".json")), *options]) != 0:
        raise WrongBlockError(block, "the description is refused")


def _overlays(block: Block, project: Path) -> None:
    place = project / ".read" / "overlay.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(block.code, encoding="utf-8")
    said = subprocess.run(
        ["specbind", "normalise", "spec/petstore.yaml", "--overlay", str(place)],
        cwd=project,
        env=environment(project),
        capture_output=True,
        text=True,
    )
    if said.returncode != 0:
        raise WrongBlockError(block, f"the overlay is refused: {said.stderr}")


def _hooks(block: Block, data: dict[str, Any]) -> None:
    ours = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    for repository in data["repos"]:
        used = {hook["id"] for hook in repository["hooks"]}
        if repository["repo"] != "local" and not used <= ours:
            raise WrongBlockError(block, f"no such hooks: {used - ours}")


def _workflow(block: Block, data: dict[str, Any]) -> None:
    """Inputs of our action exist, and lines that run specbind are lines that it understands."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    for step in (step for job in data["jobs"].values() for step in job["steps"]):
        if "/specbind@" in step.get("uses", "") and not step.get("with", {}).keys() <= action["inputs"].keys():
            raise WrongBlockError(block, f"the action has no such inputs: {step['with']}")
        for line in step.get("run", "").splitlines():
            if line.startswith("specbind "):
                _understood(block, line)


def _understood(block: Block, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    said = io.StringIO()
    with redirect_stdout(said):
        main([words[0], "--help"])
    unknown = [word for word in words[1:] if word.startswith("-") and word.partition("=")[0] not in said.getvalue()]
    if unknown or "exit codes" not in said.getvalue():
        raise WrongBlockError(block, f"specbind does not understand {line!r}")


def _markdown(block: Block, project: Path) -> None:
    """A page of reference docs: it is read without an error."""
    place = project / ".read" / "page.md"
    place.parent.mkdir(exist_ok=True)
    place.write_text(block.code, encoding="utf-8")
    if main(["normalise", str(place), "--out", str(place.with_suffix(".json")), "--quiet"]) != 0:
        raise WrongBlockError(block, "the page is refused")


def _plain(block: Block, project: Path) -> None:
    """Figures, and commands of measurements, whose modules are there; a tree of files, which are there too."""
    for name in re.findall(r"python -m ([\w.]+)", block.code):
        if importlib.util.find_spec(name) is None:
            raise WrongBlockError(block, f"there is no module {name}")
    if not re.match(r"\S+/\n", block.code):
        return
    folder = ""
    for line in block.code.splitlines():
        name = line.split()[0]
        folder = name if not line.startswith(" ") else folder
        if not (project / folder / (name if line.startswith(" ") else "")).exists():
            raise WrongBlockError(block, f"there is no {name} in {folder}")
