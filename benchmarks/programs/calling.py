"""Say what a list call costs each client: `calling.py OBJECTS ROUNDS CALLS KIND...`, in one process."""

import datetime as dt
import json
import statistics
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from benchmarks.programs.loopback import serving

ITEM = {
    "id": "item_0123456789abcdef",
    "object": "item",
    "name": "A thing of some kind",
    "description": None,
    "status": "active",
    "amount": 1200,
    "price": 12.5,
    "is_default": False,
    "created_at": 1730419200,
    "updated_at": "2026-01-02T03:04:05Z",
    "owner_id": "user_0123456789",
    "region": "eu-north-1",
    "tags": ["red", "green"],
    "labels": {"team": "blue", "tier": "gold"},
    "note": "It stands on the second shelf from above.",
}


def body(objects: int) -> bytes:
    data = [{**ITEM, "id": f"item_{index}"} for index in range(objects)]
    return json.dumps({"object": "list", "data": data, "has_more": False}).encode()


def _fields() -> dict[str, Any]:
    types: dict[str, Any] = {name: type(value) for name, value in ITEM.items()}
    return {**types, "description": str | None, "updated_at": dt.datetime, "tags": list[str], "labels": dict[str, str]}


def raw(url: str) -> Callable[[], Any]:
    import httpx
    from pydantic import TypeAdapter, create_model

    fields: dict[str, Any] = {name: (kind, ...) for name, kind in _fields().items()}
    item: Any = create_model("Item", **fields)
    page: Any = create_model("Page", object=(str, ...), data=(list[item], ...), has_more=(bool, ...))
    adapter = TypeAdapter(page)
    client = httpx.Client(base_url=url, headers={"Authorization": "Bearer key"})

    def call() -> Any:
        response = client.get("/items")
        response.raise_for_status()
        return adapter.validate_json(response.content).data

    return call


def ours(url: str) -> Callable[[], Any]:
    from bench_list import BenchList  # type: ignore[import-not-found, unused-ignore]

    client = BenchList(base_url=url)
    return lambda: client.items.list().data


def ours_raw_response(url: str) -> Callable[[], Any]:
    from bench_list import BenchList

    client = BenchList(base_url=url)
    return lambda: client.items.with_raw_response.list().parse().data


def opc(url: str) -> Callable[[], Any]:
    from opc_list.api.default import list_items  # type: ignore[import-not-found, unused-ignore]
    from opc_list.client import Client  # type: ignore[import-not-found, unused-ignore]

    client = Client(base_url=url)
    return lambda: list_items.sync_detailed(client=client).parsed.data


def oag(url: str) -> Callable[[], Any]:
    from oag_list import ApiClient, Configuration, DefaultApi  # type: ignore[import-not-found, unused-ignore]

    api = DefaultApi(ApiClient(Configuration(host=url)))
    return lambda: api.list_items().data


def openai(url: str) -> Callable[[], Any]:
    from openai import BaseModel, OpenAI  # type: ignore[import-not-found, unused-ignore]

    names: dict[str, Any] = {"__annotations__": _fields(), "__module__": __name__}
    item = type("Item", (BaseModel,), names)
    names = {"__annotations__": {"object": str, "data": list[item], "has_more": bool}, "__module__": __name__}  # type: ignore[valid-type]
    page = type("Page", (BaseModel,), names)
    client = OpenAI(api_key="key", base_url=url)
    return lambda: client.get("/items", cast_to=page).data


KINDS = {each.__name__: each for each in (raw, ours, ours_raw_response, opc, oag, openai)}


def measure(calls: dict[str, Callable[[], Any]], rounds: int, count: int) -> dict[str, list[float]]:
    """CPU seconds of one call, for each client and round; the clients take turns within a round."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(rounds + 1):
        for name, call in calls.items():
            before = process_time()
            for _ in range(count):
                call()
            if round_:
                found[name].append((process_time() - before) / count)
    return found


def main() -> None:
    objects, rounds, count = map(int, sys.argv[1:4])
    result: dict[str, dict[str, Any]] = {}
    with serving(body(objects)) as url:
        calls = {}
        for kind in sys.argv[4:]:
            try:
                call = KINDS[kind](url)
                assert len(call()) == objects
                calls[kind] = call
            except Exception as error:
                result[kind] = {"failed": f"{type(error).__name__}: {error}"[:200]}
        found = measure(calls, rounds, count)
    for kind, times in found.items():
        ratio = statistics.median(one / other for one, other in zip(times, found["raw"], strict=True))
        result[kind] = {"median": statistics.median(times), "least": min(times), "ratio": ratio}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
