"""Runs the generated tests against the mock, over loopback: `python -m tests.mock.wire [API...]`, or `make test-wire`.

Each request that a test makes is one that the mock must accept, and each answer of the mock is one that the client must
read without a mismatch. Examples that contradict their own types are listed; samples are given instead of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from specbind.config_read import read
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.types import UNKNOWN
from specbind.mock import mock
from specbind.mock.asgi import application
from specbind.mock.exchange import Call, Reply
from specbind.mock.loopback import serving
from specbind.mock.opened import opened
from specbind.python.examples import contradictions

ROOT = Path(__file__).parents[2]
SEED = 7
CHOSEN = "not contradicting_example"
"""Those tests are about what a client makes of a wrong answer, which the mock does not give."""


def run(name: str, package: str) -> int:
    """The exit code of the tests of one package, which are told where the mock is."""
    made = mock(name, seed=SEED)
    statuses: Counter[int] = Counter()
    notes: set[str] = set()

    def log(call: Call, reply: Reply) -> None:
        statuses[reply.status] += 1
        if reply.note:
            notes.add(f"{reply.status} {call.method} {call.path}  {reply.note}")

    with serving(application(made, log)) as url:
        environment = {**os.environ, "SPECBIND_SERVER": f"{url}{made.base_path}"}
        words = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", CHOSEN, f"generated/tests/{package}"]
        code = subprocess.run(words, cwd=ROOT, env=environment).returncode
    counts = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    print(f"{name}: {sum(statuses.values())} requests: {counts}")
    for note in sorted(notes):
        print(f"  {note}")
    for line in contradicting(opened(name, None)):
        print(f"  passed over: {line}")
    return code


def contradicting(api: Api) -> Iterator[str]:
    """The documented examples of responses that contradict their own types, and where."""
    types = {decl.name: decl for decl in api.types}
    for operation in api.operations:
        for response in operation.responses:
            for content in response.contents:
                for number, example in enumerate(content.examples, 1):
                    wrong = contradictions(example.value, content.type or UNKNOWN, types)
                    if wrong:
                        label = example.name or f"example {number}"
                        yield f"{operation.key} {response.status} {label}: {'; '.join(map(str, wrong))}"


def main(names: list[str]) -> int:
    """Run the tests of all packages, or of some."""
    config = read(ROOT / "specbind.toml", Collector(), {})
    assert config is not None
    codes = [run(api.name, api.package) for api in config.apis if not names or api.name in names]
    return max(codes, default=0)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
