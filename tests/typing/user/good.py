"""User code as a README shows it: both checkers accept every line, and no documented shape is Any."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Literal, assert_type

import httpx
from harbor import AsyncHarbor, ClientCredentials, Harbor
from harbor.models import (
    Address,
    Answer,
    AnswerDelta,
    AnswerDone,
    Job,
    Parcel,
    Receipt,
    Shipment,
    StoredFile,
    TrackingEvent,
    Warehouse,
)
from openai_admin import (
    APIConnectionError,
    APIResponse,
    APIStatusError,
    AsyncOpenAIAdmin,
    NotFoundError,
    OpenAIAdmin,
    RateLimitError,
    omit,
)
from openai_admin.models import Invite, Project, UsageTimeBucket


def sync_calls() -> None:
    with OpenAIAdmin(api_key="sk-admin-fake", timeout=20, max_retries=1) as client:
        invite = client.admin.organization.invites.create(
            email="ada@example.com", role="reader", projects=[{"id": "proj_abc", "role": "member"}]
        )
        assert_type(invite, Invite)
        assert_type(invite.email, str)
        assert_type(invite.created_at, int)
        assert_type(client.admin.organization.invites.retrieve(invite.id), Invite)
        client.admin.organization.invites.retrieve("invite-1", timeout=None, extra_headers={"x-a": "b"})


def pages() -> list[str]:
    client = OpenAIAdmin()
    page = client.admin.organization.usage.costs(start_time=1730419200, group_by=["line_item"], limit=7)
    assert_type(page.data, list[UsageTimeBucket])
    assert_type(page.has_next_page(), bool)
    for bucket in page:
        assert_type(bucket, UsageTimeBucket)
        assert_type(bucket.start_time, int)
    return [project.id for project in client.admin.organization.projects.list(after=None, include_archived=True)]


def raw() -> None:
    client = OpenAIAdmin()
    response = client.admin.organization.projects.with_raw_response.retrieve("proj_abc")
    assert_type(response, APIResponse[Project])
    assert_type(response.parse(), Project)
    assert_type(response.request_id, str | None)
    assert_type(response.headers, httpx.Headers)
    with client.admin.organization.projects.with_streaming_response.retrieve("proj_abc") as streamed:
        assert_type(streamed.parse(), Project)


def errors() -> int:
    client = OpenAIAdmin()
    try:
        client.admin.organization.projects.retrieve("proj_abc")
    except NotFoundError as error:
        return error.status_code
    except RateLimitError as error:
        print(error.request_id, error.body)
    except (APIStatusError, APIConnectionError):
        raise
    return 0


async def async_calls() -> None:
    async with AsyncOpenAIAdmin(api_key=lambda: "sk-admin-fake") as client:
        project = await client.admin.organization.projects.retrieve("proj_abc")
        assert_type(project, Project)
        response = await client.admin.organization.projects.with_raw_response.retrieve("proj_abc")
        assert_type(response.parse(), Project)
        async for bucket in await client.admin.organization.usage.costs(start_time=1):
            assert_type(bucket, UsageTimeBucket)
        async for each in client.admin.organization.usage.costs(start_time=1):
            assert_type(each, UsageTimeBucket)
        async with client.admin.organization.projects.with_streaming_response.retrieve("x") as streamed:
            assert_type(await streamed.parse(), Project)


def absent_and_null() -> None:
    client = OpenAIAdmin()
    users = client.admin.organization.projects.users
    users.create("proj_abc", role="member", user_id=omit, email=None)
    users.create("proj_abc", role="member", email="ada@example.com")


def nested(client: Harbor, address: Address) -> Receipt | Parcel | Job:
    made = client.parcels.create(
        weight_kg=2.5,
        destination={
            "name": "Ada",
            "street": "Kai 4",
            "city": "Hamburg",
            "country": "DE",
            "postcode": "20457",
            "instructions": "Ring twice",
        },
        sender=address,
        declared_value={"amount": Decimal("12.50"), "currency": "EUR"},
        metadata={"order": "A-1001"},
        notify=("ada@example.com",),
        marks=("glass", "don't stack"),
        size="small",
        insurance=None,
    )
    assert_type(made, Receipt | Parcel | Job)
    parcel = client.parcels.retrieve("pcl_7k2m9q")
    assert_type(parcel.created_at, dt.datetime)
    assert_type(parcel.weight_kg, float)
    assert_type(parcel.sender, Address | None)
    client.parcels.update(parcel.id, sender=parcel.sender, deliver_before=dt.datetime.now(dt.UTC))
    client.parcels.list(created_at={"gte": "2026-03-01T00:00:00Z"}, tags=["a"], order="asc")
    client.parcels.label.retrieve(parcel.id, dpi=300).write_to_file("label.pdf")
    return made


def unions(client: Harbor) -> None:
    shipment = client.shipments.create(body={"mode": "sea", "vessel": "MV Example"})
    assert_type(shipment, Shipment)
    client.shipments.create(body=shipment.plan)
    answer = client.assistant.answers.create(question="Where?")
    assert_type(answer, Answer)
    with client.assistant.answers.create_stream(question="Where?") as stream:
        for event in stream:
            if isinstance(event, AnswerDelta):
                assert_type(event.text, str)
            elif isinstance(event, AnswerDone):
                assert_type(event.answer, Answer)


async def streams(client: AsyncHarbor) -> AsyncIterator[TrackingEvent]:
    async for event in await client.parcels.events.list("pcl_7k2m9q"):
        yield event


def files(client: Harbor) -> None:
    photos = client.parcels.photos.create(
        "pcl_7k2m9q", cover=b"png", details={"taken_at": dt.datetime.now(dt.UTC)}, others=[("a.jpg", b"jpg")]
    )
    assert_type(photos, list[StoredFile])
    assert_type(client.parcels.note.update("pcl_7k2m9q", body="hello"), str)
    assert_type(client.parcels.delete("pcl_7k2m9q", x_trace_id="8d3f6a52-54f8-4b43-8a39-7f3ad1f0c9de"), None)


def settings() -> None:
    client = Harbor(oauth2=ClientCredentials("id", "secret"), base_url="https://x.test")
    assert_type(client.with_options(timeout=5), Harbor)
    for warehouse in client.warehouses.list(preferred_dock="D7"):
        assert_type(warehouse, Warehouse)
        assert_type(warehouse.position, tuple[float, float])
    order: Literal["asc", "desc"] = "asc"
    client.parcels.list(order=order)
