"""`specbind mock`, and the sockets behind it."""

from __future__ import annotations

import importlib.util
import json
import socket
from pathlib import Path

import httpx
import pytest
from specbind.cli import main
from specbind.mock import app, loopback

PORT = Path(__file__).parent / "port.yaml"


def test_requests_over_a_socket_are_checked_and_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(application: object, listening: socket.socket) -> None:
        listening.close()
        with loopback.serving(application) as url:  # type: ignore[arg-type]
            assert httpx.get(f"{url}/v1/things/a%2Fb").json() == {"id": "a", "size": 1}
            refused = httpx.get(f"{url}/v1/query", params={"flag": "yes"})
            assert refused.status_code == 400
            assert refused.json()["errors"][0]["name"] == "flag"
            events = httpx.get(f"{url}/v1/events")
            assert len([json.loads(line[6:]) for line in events.text.splitlines() if line]) == 2
            assert httpx.get(f"{url}/v1/urls").json()["next"].startswith(f"{url}/v1/urls?")
        raise KeyboardInterrupt

    monkeypatch.setattr(loopback, "serve", serve)
    assert main(["mock", str(PORT), "--port", "0"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Port: 20 operations at http://127.0.0.1:")
    assert lines[1] == "200 GET /v1/things/a%2Fb"
    assert lines[2] == '400 GET /v1/query?flag=yes  query `flag`: expected true or false, found "yes"'


def test_an_interrupt_ends_the_server_without_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loopback, "serve", interrupted)
    assert main(["mock", str(PORT), "--port", "0"]) == 0


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with loopback.bound("127.0.0.1", 0) as taken:
        assert main(["mock", str(PORT), "--port", str(taken.getsockname()[1])]) == 2
    assert "error[SB709]: cannot listen at 127.0.0.1:" in capsys.readouterr().err


def test_without_the_extra_one_line_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else found(name))
    assert main(["mock", str(PORT), "--port", "0"]) == 2
    said = capsys.readouterr().err
    assert "error[SB708]: `specbind mock` needs uvicorn" in said
    assert "pip install 'specbind[mock]'" in said


def test_the_application_answers_within_the_process() -> None:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app(PORT, seed=3))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test/v1") as client:
            return await client.get("/things/a")

    import asyncio

    assert asyncio.run(ask()).json() == {"id": "a", "size": 1}
