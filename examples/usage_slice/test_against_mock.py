"""The report against the mock server, which refuses calls that the API does not document."""

from __future__ import annotations

from datetime import date

import httpx
import spend
from openai_admin import OpenAIAdmin
from specbind.mock import mock
from specbind.mock.transport import transport


def test_every_call_is_one_that_the_api_documents() -> None:
    server = mock("openai_admin", seed=1)
    with httpx.Client(transport=transport(server)) as http:
        url = f"https://mock.test{server.base_path}"
        client = OpenAIAdmin(api_key="sk-admin-fake", base_url=url, http_client=http, max_retries=0)
        amounts = spend.spent(client, date(2026, 3, 1))  # a call that is refused raises
        buckets = list(client.admin.organization.usage.costs(start_time=1_772_323_200))
    assert len(buckets) > 1
    assert len(amounts) <= sum(len(bucket.results) for bucket in buckets)
