"""The report against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

from datetime import date

import spend
from openai_admin import OpenAIAdmin
from specbind.pytest_plugin import StartMock


def test_every_call_is_one_that_the_api_documents(specbind_mock: StartMock) -> None:
    server = specbind_mock("openai_admin", seed=1)
    spend.spent(server.client(OpenAIAdmin), date(2026, 3, 1))
    assert len(server.log) > 1  # all pages
    assert server.refused == []
