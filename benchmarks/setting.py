"""What a run has to work with: folders, documents, peers, and how often to measure."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measure import ROOT, Contender, FailedError, run
from benchmarks.peers import Peers

FLAGSHIP = "openai_admin"
_CORPUS = Path("..") / "shared" / "corpus"


@dataclass(frozen=True, slots=True)
class Setting:
    """How to measure. `quick` uses documents of our own, no peers and one run."""

    cache: Path
    peers: Peers
    runs: int
    quick: bool

    @property
    def warm_up(self) -> bool:
        """Whether a round that does not count comes first."""
        return not self.quick

    def document(self, name: str) -> str | None:
        """The path of a document of the corpus, from the repository's root; None where it is not at hand."""
        place = _CORPUS / name
        return place.as_posix() if not self.quick and (ROOT / place).is_file() else None

    def out(self, name: str) -> Path:
        """A folder to generate into."""
        return self.cache / "out" / name

    def own(self, name: str, document: Mapping[str, object]) -> str:
        """Write a document of ours; gives its path."""
        place = self.cache / "documents" / f"{name}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(document, indent=1), encoding="utf-8")
        return relative(place)

    def generated(self, spec: str, package: str) -> Path:
        """The folder of a package made from a document, without tests."""
        out = self.out(package)
        run(Contender(package, generate(spec, package, out, "--no-tests"), clean=out))
        return out

    def flagship(self) -> Path:
        """A folder like this repository's root, as far as making its first package goes, with that package made."""
        home = self.cache / "flagship"
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "specbind.toml", home)
        shutil.copytree(ROOT / "spec", home / "spec", dirs_exist_ok=True)
        run(Contender(FLAGSHIP, (sys.executable, "-m", "specbind", "generate", FLAGSHIP), cwd=home))
        return home


def generate(spec: str, package: str, out: Path, *options: str) -> tuple[str, ...]:
    """The command that makes a package."""
    command = (sys.executable, "-m", "specbind", "generate", spec)
    return (*command, "--package", package, "--out", relative(out), "--quiet", *options)


def relative(path: Path) -> str:
    """A path from the repository's root where it is below it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def spelled(contender: Contender) -> str:
    """The command of a contender as one would type it, without the folders of this machine."""
    words = ["python" if word == sys.executable else word for word in contender.command]
    line = " ".join(f"'{word}'" if " " in word else word for word in words)
    where = relative(contender.cwd) if contender.cwd != ROOT else ""
    return f"(cd {where} && {line})" if where else line


def machine(peers: Peers) -> list[str]:
    """The machine and the versions, a line each."""
    ours = ("specbind", "httpx", "pydantic", "pydantic-core", "jinja2", "pyyaml")
    lines = [
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} CPUs, {_processor()}{_memory()}",
        f"{platform.python_implementation()} {platform.python_version()}",
        ", ".join(f"{name} {_version(name)}" for name in ours),
    ]
    if peers.folder is None:
        return [*lines, f"no peers: {peers.reason}"]
    script = "import importlib.metadata as m, sys; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    names = ("openapi-python-client", "datamodel-code-generator", "openapi-generator-cli", "openai", "anthropic")
    try:
        found = run(Contender("versions", (peers.python, "-c", script, *names, "httpx", "httpx2", "pydantic")))
    except FailedError as error:
        return [*lines, f"peers: {error}"]
    return [*lines, f"peers: {found.output.strip()}"]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


def _memory() -> str:
    try:
        return f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError):
        return ""
