"""Bugs planted in a generated client: the mock refuses what it then sends, and says what is wrong and where."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import harbor
import httpx
import pytest
from harbor._runtime import bodies as body_module
from harbor._runtime import encode, multipart, prepare, styles
from harbor.operations import account, parcels, parcels_photos, tracking_subscriptions, warehouses_map
from specbind.mock import mock
from specbind.mock.service import Mock
from specbind.mock.transport import transport

CONFIG = Path(__file__).parents[2] / "specbind.toml"
Plant = Callable[[pytest.MonkeyPatch], None]
Use = Callable[[harbor.Harbor], object]


@pytest.fixture(scope="module")
def harbor_mock() -> Mock:
    return mock("harbor", seed=1, config=CONFIG)


@pytest.fixture
def client(harbor_mock: Mock) -> Iterator[harbor.Harbor]:
    """A client whose own checks are off, as they are no part of what a server sees."""
    with httpx.Client(transport=transport(harbor_mock)) as http, connected(http) as made:
        yield made


def connected(http: httpx.Client, **credentials: Any) -> harbor.Harbor:
    usual = {"oauth2": "fake", "token": "fake", "basic": ("user", "fake"), "portal_session": "fake"}
    settings: dict[str, Any] = {**usual, **credentials}
    return harbor.Harbor(
        base_url="https://mock.test/v1", http_client=http, max_retries=0, validate_requests=False, **settings
    )


def changed(module: Any, constant: str, **members: Any) -> Plant:
    """An operation whose wire contract is not the documented one."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(module, constant, getattr(module, constant).__replace__(**members))

    return plant


def replaced(module: Any, name: str, by: Callable[..., Any]) -> Plant:
    """A function of the runtime that does something else."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(module, name, by)

    return plant


def renamed(old: str, new: str) -> Plant:
    """A query parameter under another name."""
    original = prepare.query_pairs
    return replaced(prepare, "query_pairs", lambda name, *how: original({old: new}.get(name, name), *how))


def bodies(change: Callable[[Any], Any]) -> Plant:
    """JSON bodies that come out otherwise."""
    original = body_module.json_bytes
    return replaced(body_module, "json_bytes", lambda value, name: original(change(value), name))


def without(name: str) -> Plant:
    return bodies(lambda value: {key: each for key, each in value.items() if key != name})


def holding(name: str, value: object) -> Plant:
    return bodies(lambda body: {**body, name: value})


DESTINATION: Any = {
    "name": "Ada",
    "street": "1 Quay",
    "city": "Hamburg",
    "postcode": "20457",
    "country": "DE",
    "instructions": "Ring twice",
}
DIMENSIONS: Any = {"length_cm": 1, "width_cm": 1, "height_cm": 1}
WHERE: Any = {"field": "status", "op": "eq", "value": "stored"}
PHOTO = ("cover.png", b"\x89PNG\r\n\r\n--x", "image/png")


def create(client: harbor.Harbor) -> object:
    return client.parcels.create(destination=DESTINATION, weight_kg=1.5, dimensions=DIMENSIONS)


def photograph(client: harbor.Harbor) -> object:
    return client.parcels.photos.create("pcl_000001", cover=PHOTO, details={"taken_at": dt.datetime.now(dt.UTC)})


def subscribe(client: harbor.Harbor) -> object:
    codes = ["HAM-004711", "HAM-004712"]
    return client.tracking.subscriptions.create(email="ada@mail.example.com", tracking_codes=codes, events=["a", "b"])


def listing(**arguments: Any) -> Use:
    return lambda client: client.parcels.list(**arguments).data


JOINED, EXPLODED = styles.FORM_JOINED, styles.FORM
LIST, CREATE = parcels.LIST, parcels.CREATE


def styled(name: str, style: styles.Style) -> Plant:
    return changed(parcels, "LIST", query={**LIST.query, name: style})


def searched(name: str, style: styles.Style) -> Plant:
    return changed(parcels, "SEARCH", query={**parcels.SEARCH.query, name: style})


SINCE = {"gte": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}

BUGS: dict[str, tuple[Plant, Use, int, str]] = {
    "an array exploded that is joined": (
        styled("tags", EXPLODED),
        listing(tags=["a", "b"]),
        400,
        "query `tags`: expected the name once, not 2 times",
    ),
    "an array joined that has brackets": (
        styled("project_ids", EXPLODED),
        listing(project_ids=["p_1"]),
        400,
        "query `project_ids`",
    ),
    "deepObject with dots": (
        renamed("created_at", "created_at.gte"),
        listing(created_at=SINCE),
        400,
        "query `created_at.gte[gte]`: expected no such parameter (`created_at` is sent as `created_at[key]=value`)",
    ),
    "deepObject as JSON": (
        styled("created_at", styles.JSON_ENCODED),
        listing(created_at=SINCE),
        400,
        "query `created_at`: expected `created_at[key]=value` for each member",
    ),
    "pipes for commas": (
        searched("status", JOINED),
        lambda client: client.parcels.search(where=WHERE, status=["stored", "archived"]),
        400,
        'query `status` /0: expected "registered", "stored"',
    ),
    "a document as exploded pairs": (
        searched("where", EXPLODED),
        lambda client: client.parcels.search(where=WHERE),
        400,
        "query `where`: expected a value, which is required, found nothing",
    ),
    "a required parameter left out": (
        replaced(prepare, "_query", lambda *_: []),
        lambda client: client.parcels.search(where=WHERE),
        400,
        "query `where`: expected a value, which is required",
    ),
    "a parameter misspelt": (
        renamed("limit", "limits"),
        listing(limit=10),
        400,
        'query `limits`: expected no such parameter (did you mean `limit`?), found "10"',
    ),
    "a parameter sent twice": (
        replaced(prepare, "query_pairs", lambda *it: 2 * styles.query_pairs(*it)),
        listing(limit=10),
        400,
        "query `limit`: expected the name once, not 2 times",
    ),
    "an integer out of range": (
        renamed("limit", "limit"),
        listing(limit=101),
        400,
        "query `limit`: expected at most 100, found 101",
    ),
    "a number as text": (
        bodies(lambda body: {**body, "weight_kg": str(body["weight_kg"])}),
        create,
        400,
        'body /weight_kg: expected a number, found "1.5"',
    ),
    "a member left out": (
        without("destination"),
        create,
        400,
        "body /destination: expected a value, which is required, found nothing",
    ),
    "a value that is none of an enum": (
        holding("size", "huge"),
        create,
        400,
        'body /size: expected "small", "medium" or "large", found "huge"',
    ),
    "null for what is never null": (holding("size", None), create, 400, "body /size: expected"),
    "a member of a closed object": (
        holding("dimensions", {**DIMENSIONS, "depth_cm": 2}),
        create,
        400,
        "body /dimensions/depth_cm: expected no such member (did you mean `width_cm`?), found 2",
    ),
    "a read-only member sent": (
        holding("status", "stored"),
        create,
        400,
        'body /status: expected no value, because it is read-only, found "stored"',
    ),
    "a date without a zone": (
        replaced(encode, "_scalar", lambda value: value.replace(tzinfo=None).isoformat()),
        listing(created_at=SINCE),
        400,
        "query `created_at` /gte: expected a text of the format date-time",
    ),
    "a body that is no JSON": (
        replaced(body_module, "json_bytes", lambda value, _: str(value).encode()),
        create,
        400,
        "body: expected JSON, found",
    ),
    "another media type": (
        changed(parcels, "CREATE", body=CREATE.body.__replace__(media_type="text/json")),
        create,
        415,
        "header `content-type`: expected application/json, found text/json",
    ),
    "another method": (
        changed(parcels, "REPLACE", method="POST"),
        lambda client: client.parcels.replace("pcl_000001", destination=DESTINATION, weight_kg=1.5),
        405,
        "method: expected GET, PUT, PATCH, DELETE or HEAD, found POST",
    ),
    "another path": (
        changed(parcels, "LIST", path="/parcel"),
        listing(),
        404,
        "path: expected a documented path (did you mean `/v1/parcels`?), found /v1/parcel",
    ),
    "a path that is not encoded": (
        replaced(styles, "_escape", lambda text: text),
        lambda client: client.warehouses.stock.retrieve(["a"], warehouse_id="w?1"),
        400,
        "query `1/stock/a`: expected no such parameter",
    ),
    "a matrix without names": (
        changed(warehouses_map, "RETRIEVE", path_styles={}),
        lambda client: client.warehouses.map.retrieve({"x": 1, "y": 2, "zoom": 1}, warehouse_id="w", layers=["cranes"]),
        404,
        "path: expected a documented path",
    ),
    "a file under another name": (
        replaced(multipart, "_escaped", lambda text: f"{text}_file"),
        photograph,
        400,
        "body /cover: expected a value, which is required, found nothing",
    ),
    "a file left out": (
        replaced(multipart, "_files", lambda *_: iter(())),
        photograph,
        400,
        "body /cover: expected a value, which is required, found nothing",
    ),
    "a part of another type": (
        changed(
            parcels_photos,
            "CREATE",
            body=parcels_photos.CREATE.body.__replace__(parts={"cover": harbor._runtime.Part(files=True)}),
        ),
        lambda client: client.parcels.photos.create(
            "pcl_000001", cover=("a.gif", b"GIF", "image/gif"), details={"taken_at": dt.datetime.now(dt.UTC)}
        ),
        400,
        "body: expected image/png, image/jpeg in the part `cover`, found image/gif",
    ),
    "a form as one joined text": (
        changed(
            tracking_subscriptions,
            "CREATE",
            body=tracking_subscriptions.CREATE.body.__replace__(styles={"events": EXPLODED}),
        ),
        subscribe,
        400,
        "body: expected for `events` the name once, not 2 times",
    ),
    "a required header left out": (
        replaced(prepare, "_add_headers", lambda *_: None),
        lambda client: client.parcels.delete("pcl_000001", x_trace_id=uuid.UUID(int=1)),
        400,
        "header `X-Trace-Id`: expected a value, which is required, found nothing",
    ),
    "a cookie left out": (
        changed(account, "ROTATE_KEY", security=(("harborBasic",),)),
        lambda client: client.account.rotate_key(),
        401,
        "cookie `harbor_session`: expected a key (portalSession), found nothing",
    ),
    "no credential": (
        changed(parcels, "LIST", security=()),
        listing(),
        401,
        "header `authorization`: expected `Bearer` and a token (harborOAuth), found nothing",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_client_with_a_bug_is_refused_and_told_what_is_wrong(
    bug: str, client: harbor.Harbor, harbor_mock: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, use, status, said = BUGS[bug]
    notes: list[str] = []
    answer = harbor_mock.answer

    def noting(call: Any) -> Any:
        reply = answer(call)
        notes.append(reply.note)
        return reply

    monkeypatch.setattr(Mock, "answer", lambda self, call: noting(call))
    plant(monkeypatch)
    with pytest.raises(harbor.APIStatusError) as refused:
        use(client)
    assert refused.value.status_code == status, notes
    assert said in notes[-1]


CALLERS_OWN = ("an integer out of range", "a part of another type")
"""Mistakes of the caller that the client should have refused."""


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug not in CALLERS_OWN])
def test_the_same_client_without_the_bug_is_answered(bug: str, client: harbor.Harbor) -> None:
    BUGS[bug][1](client)
