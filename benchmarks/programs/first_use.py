"""Say what the first call of a usage method costs, step by step: `first_use.py raw|ours|openai`."""

import json
import resource
import sys
from typing import Any

from benchmarks.programs.importing import resident
from benchmarks.programs.loopback import serving

RESULT = {
    "object": "organization.costs.result",
    "amount": {"value": 0.06, "currency": "usd"},
    "line_item": "Image models",
}
BUCKET = {"object": "bucket", "start_time": 1730419200, "end_time": 1730505600, "results": [RESULT]}
BODY = json.dumps({"object": "page", "data": [BUCKET] * 7, "has_more": False, "next_page": None}).encode()


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def raw(url: str) -> Any:
    import httpx
    from pydantic import BaseModel, TypeAdapter

    yield
    client = httpx.Client(base_url=url, headers={"Authorization": "Bearer key"})
    yield

    class Amount(BaseModel):
        value: float
        currency: str

    class Result(BaseModel):
        object: str
        amount: Amount
        line_item: str | None = None
        project_id: str | None = None

    class Bucket(BaseModel):
        object: str
        start_time: int
        end_time: int
        results: list[Result]

    class Page(BaseModel):
        object: str
        data: list[Bucket]
        has_more: bool
        next_page: str | None

    answer = client.get("/organization/costs", params={"start_time": 1730419200, "group_by[]": ["line_item"]})
    page = TypeAdapter(Page).validate_json(answer.content)
    assert page.data[0].results[0].amount.value == 0.06
    yield


def ours(url: str) -> Any:
    from openai_admin import OpenAIAdmin  # type: ignore[import-not-found, unused-ignore]

    yield
    client = OpenAIAdmin(api_key="key", base_url=url)
    yield
    page = client.admin.organization.usage.costs(start_time=1730419200, group_by=["line_item"])
    assert page.data[0].results[0].amount.value == 0.06
    yield


def openai(url: str) -> Any:
    from openai import OpenAI  # type: ignore[import-not-found, unused-ignore]

    yield
    client = OpenAI(api_key="key", admin_api_key="key", base_url=url)
    yield
    page = client.admin.organization.usage.costs(start_time=1730419200, group_by=["line_item"])
    assert page.data[0].results[0].amount.value == 0.06
    yield


def main() -> None:
    with serving(BODY) as url:
        steps = {"raw": raw, "ours": ours, "openai": openai}[sys.argv[1]](url)
        found = {}
        for name in ("import", "client", "call"):
            before = used()
            next(steps)
            found[name] = used() - before
    found["memory"] = resident()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
