"""The generated tests run against the mock, here some modules of them; `make test-wire` runs all."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from specbind.mock import mock
from specbind.mock.asgi import application
from specbind.mock.exchange import Call, Reply
from specbind.mock.loopback import serving
from specbind.mock.service import Mock

ROOT = Path(__file__).parents[2]
MODULES = ("carriers", "cranes", "manifests", "parcels_events", "parcels_photos", "tracking_subscriptions")


@pytest.fixture(scope="module")
def harbor() -> Mock:
    return mock("harbor", seed=7, config=ROOT / "specbind.toml")


def outcome(harbor: Mock, *modules: str) -> tuple[int, list[int]]:
    """The exit code of pytest, and the status of each answer."""
    statuses: list[int] = []

    def log(call: Call, reply: Reply) -> None:
        statuses.append(reply.status)

    with serving(application(harbor, log)) as url:
        environment = {**os.environ, "SPECBIND_SERVER": f"{url}{harbor.base_path}"}
        paths = [f"generated/tests/harbor/test_{name}.py" for name in modules]
        words = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *paths]
        return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True).returncode, statuses


def test_the_requests_of_generated_tests_are_accepted_and_the_answers_are_read(harbor: Mock) -> None:
    code, statuses = outcome(harbor, *MODULES)
    assert code == 0
    assert len(statuses) > 40


def test_a_request_that_is_refused_fails_the_generated_test(harbor: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Mock.answer
    monkeypatch.setattr(Mock, "answer", lambda self, call: answer(self, replace(call, method="PUT")))
    code, statuses = outcome(harbor, "cranes")
    assert code == 1
    assert set(statuses) <= {401, 404, 405}
