"""The script against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import rotate
from openai_admin import OpenAIAdmin
from specbind.mock import mock
from specbind.mock.transport import transport


def test_every_call_is_one_that_the_api_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = mock("openai_admin", seed=1)
    with httpx.Client(transport=transport(server)) as http:
        url = f"https://mock.test{server.base_path}"
        client = OpenAIAdmin(api_key="sk-admin-fake", base_url=url, http_client=http, max_retries=0)
        (key, *_) = client.admin.organization.admin_api_keys.list()
        done = rotate.rotate(client, key, tmp_path)
    assert done.secret.read_text() != ""
