"""Two pages of costs, one of which has a kind of result that the copy does not know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import httpx
import spend
from openai_admin import OpenAIAdmin


def cost(item: str | None, value: float) -> dict[str, object]:
    amount = {"value": value, "currency": "usd"}
    return {
        "object": "organization.costs.result",
        "amount": amount,
        "line_item": item,
        "project_id": None,
    }


def page(results: list[dict[str, object]], next_page: str | None) -> httpx.Response:
    bucket = {
        "object": "bucket",
        "start_time": 1_772_323_200,
        "end_time": 1_772_409_600,
        "results": results,
    }
    more = {"has_more": next_page is not None, "next_page": next_page}
    return httpx.Response(200, json={"object": "page", "data": [bucket], **more})


def answer(request: httpx.Request) -> httpx.Response:
    assert request.url.params["start_time"] == "1772323200"
    assert request.url.params.get_list("group_by[]") == ["line_item"]
    if request.url.params.get("page") == "page_2":
        return page([cost("images", 2.5), {"object": "organization.usage.dreams.result", "dreams": 3}], None)
    return page([cost("images", 0.1), cost("images", 0.2), cost(None, 1)], "page_2")


def test_amounts_are_summed_exactly_over_all_pages() -> None:
    client = OpenAIAdmin(api_key="sk-admin-fake", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
    assert spend.spent(client, date(2026, 3, 1)) == {
        ("images", "usd"): Decimal("2.8"),
        ("other", "usd"): Decimal("1"),
    }


def test_the_slice_offers_nothing_else() -> None:
    organization = OpenAIAdmin(api_key="sk-admin-fake").admin.organization
    assert hasattr(organization, "usage")
    assert not hasattr(organization, "projects")
