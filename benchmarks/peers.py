"""The work of others that ours is measured beside, in a virtual environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT

PINS = (
    "openapi-python-client==0.29.1",
    "datamodel-code-generator==0.89.0",
    "email-validator==2.4.0",
    "openapi-generator-cli==7.26.0",
    "openai==3.54.0",
    "anthropic==2.12.0",
    "black==26.10.1",
    "httpx==0.28.1",
    "pydantic==2.14.3",
    "urllib3==2.8.0",
    "python-dateutil==4.0.0",
)
"""The last two are what the client of openapi-generator needs."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Where the peers are; or, with no folder, why there are none."""

    folder: Path | None
    reason: str = ""

    def tool(self, name: str) -> str:
        """The path of one of their commands, from the repository's root where it is below it."""
        assert self.folder is not None
        path = self.folder / "bin" / name
        return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

    @property
    def python(self) -> str:
        """Their Python."""
        return self.tool("python")


def prepare(cache: Path) -> Peers:
    """Install the peers, unless they are there; a registry that cannot be reached is a reason, not an error."""
    folder = cache / "peers"
    stamp = folder / "installed.txt"
    wanted = "\n".join((*PINS, sys.version))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return Peers(folder)
    print("installing the peers ...", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS]
    for command in ([sys.executable, "-m", "venv", str(folder)], install):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            return Peers(None, f"the peers could not be installed: {said[-1] if said else 'no reason was given'}")
    stamp.write_text(wanted, encoding="utf-8")
    return Peers(folder)
