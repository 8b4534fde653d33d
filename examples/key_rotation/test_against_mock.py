"""The script against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

from pathlib import Path

import rotate
from openai_admin import OpenAIAdmin
from specbind.pytest_plugin import StartMock


def test_every_call_is_one_that_the_api_documents(specbind_mock: StartMock, tmp_path: Path) -> None:
    server = specbind_mock("openai_admin", seed=1)
    client = server.client(OpenAIAdmin)
    (key, *_) = client.admin.organization.admin_api_keys.list()
    done = rotate.rotate(client, key, tmp_path)
    assert server.refused == []
    assert done.secret.read_text() != ""
