"""Runs schemathesis against the mock: `python -m tests.mock.probing PROGRAM [API...]`, or `make test-schemathesis`.

It sends good and bad requests of its own making; the mock must answer each, and none with an error of the server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from specbind.cli import main as specbind
from specbind.mock import mock
from specbind.mock.asgi import application
from specbind.mock.exchange import Call, Reply
from specbind.mock.loopback import serving

ROOT = Path(__file__).parents[2]
CREDENTIALS = ("Authorization: Bearer fake", "X-Harbor-Key: fake")
PHASES = "examples,coverage,fuzzing"


def probe(program: str, name: str) -> int:
    """The exit code of schemathesis for one API; 1 if the mock failed at all."""
    statuses: Counter[int] = Counter()

    def log(call: Call, reply: Reply) -> None:
        statuses[reply.status] += 1

    made = mock(name, seed=7)
    with tempfile.TemporaryDirectory() as folder, serving(application(made, log)) as url:
        document = Path(folder) / "openapi.json"
        specbind(["normalise", name, "--out", str(document), "--quiet"])
        words = [program, "run", str(document), "--url", f"{url}{made.base_path}", "--checks", "not_a_server_error"]
        words += ["--phases", PHASES, "--max-examples", "5", "--seed", "1", "--no-color"]
        words += [word for each in CREDENTIALS for word in ("--header", each)]
        code = subprocess.run(words, cwd=folder).returncode
    counts = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    print(f"{name}: {sum(statuses.values())} requests: {counts}")
    return max(code, int(any(status >= 500 for status in statuses)))


def main(words: list[str]) -> int:
    """Probe some APIs; all of this repository unless some are named."""
    program, *names = words
    return max(probe(str(Path(program).resolve()), name) for name in names or ("openai_admin", "harbor"))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
