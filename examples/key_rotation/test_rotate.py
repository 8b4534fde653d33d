"""The script against an organization that lives in memory."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import httpx
import pytest
import rotate
from openai_admin import OpenAIAdmin

OWNER = {"type": "user", "object": "organization.user", "id": "user_1", "name": "Ada", "created_at": 1, "role": "owner"}


class Organization:
    """Keys by id, and every request that was made."""

    def __init__(self) -> None:
        self.keys = {
            "key_old": self.key("key_old", "billing", 1),
            "key_new": self.key("key_new", "audit", 4_000_000_000),
        }
        self.calls: list[str] = []
        self.down = False

    def key(self, id: str, name: str, created_at: int) -> dict[str, object]:
        tag = "organization.admin_api_key"
        of_key = {"id": id, "name": name, "created_at": created_at, "expires_at": None, "last_used_at": None}
        return {"object": tag, "redacted_value": "sk-admin...xyz", "owner": OWNER, **of_key}

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path.rpartition('/organization/')[2]}")
        if request.method == "GET":
            keys = list(self.keys.values())
            page = {"object": "list", "data": keys, "has_more": False, "first_id": None, "last_id": None}
            return httpx.Response(200, json=page)
        if self.down:
            return httpx.Response(500, json={"error": {"message": "down"}})
        if request.method == "POST":
            made = self.key("key_next", json.loads(request.content)["name"], 5_000_000_000)
            self.keys["key_next"] = made
            return httpx.Response(200, json={**made, "value": "sk-admin-fake-next"})
        id = request.url.path.rpartition("/")[2]
        del self.keys[id]
        return httpx.Response(200, json={"id": id, "object": "organization.admin_api_key.deleted", "deleted": True})

    def client(self) -> OpenAIAdmin:
        http = httpx.Client(transport=httpx.MockTransport(self.answer))
        return OpenAIAdmin(api_key="sk-admin-fake", http_client=http, max_retries=0, strict_responses=True)


def test_an_old_key_is_replaced_and_its_secret_kept(tmp_path: Path) -> None:
    organization = Organization()
    assert rotate.main(["--yes", "--out", str(tmp_path)], organization.client()) == 0
    assert sorted(organization.keys) == ["key_new", "key_next"]
    assert (tmp_path / "key_next.key").read_text() == "sk-admin-fake-next"
    assert stat.S_IMODE((tmp_path / "key_next.key").stat().st_mode) == 0o600
    assert organization.calls == ["GET admin_api_keys", "POST admin_api_keys", "DELETE admin_api_keys/key_old"]


def test_nothing_is_done_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    organization = Organization()
    assert rotate.main([], organization.client()) == 0
    assert capsys.readouterr().out == "billing: would be replaced\n"
    assert organization.calls == ["GET admin_api_keys"]


def test_the_old_key_stays_where_no_successor_could_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organization = Organization()
    organization.down = True
    assert rotate.main(["--yes", "--out", str(tmp_path)], organization.client()) == 1
    assert "key_old" in organization.keys
    assert capsys.readouterr().err.startswith("stopped: ")
