"""The server of the wire tests refuses what the document does not describe."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.wire.server import Answer, Script, WireServer
from tests.wire.test_every_operation import CREDENTIALS, DOCUMENTS

HARBOR = {"authorization": "Bearer oauth-fake"}
ADMIN = {"authorization": "Bearer sk-admin-fake"}
ROBOT = {"name": "robot"}


def violations(server: WireServer, package: str, method: str, path: str, **request: Any) -> str:
    """What the server says of one hand-written request."""
    script = Script(DOCUMENTS[package], CREDENTIALS[package], lambda _: Answer(200))
    try:
        with server.talking(script):
            httpx.request(method, script.base_url + path, **request)
    except AssertionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("package", "method", "path", "request_", "said"),
    [
        ("openai_admin", "GET", "/organization/costs?start_time=1&group_by[]=line_item", {"headers": ADMIN}, ""),
        ("openai_admin", "GET", "/organization/costs?start_time=1&group_by=line_item", {"headers": ADMIN}, "not docum"),
        ("openai_admin", "GET", "/organization/costs?start_time=1&group_by[]=mood", {"headers": ADMIN}, "not one of"),
        ("openai_admin", "GET", "/organization/costs?start_time=soon", {"headers": ADMIN}, "not of type 'integer'"),
        ("openai_admin", "GET", "/organization/costs", {"headers": ADMIN}, "start_time is missing"),
        ("openai_admin", "GET", "/organization/costs?start_time=1&colour=red", {"headers": ADMIN}, "not documented"),
        ("openai_admin", "PATCH", "/organization/costs?start_time=1", {"headers": ADMIN}, "no such operation"),
        ("openai_admin", "GET", "/organization/riches", {"headers": ADMIN}, "no such operation"),
        ("openai_admin", "GET", "/organization/costs?start_time=1", {}, "credentials []"),
        ("openai_admin", "GET", "/organization/costs?start_time=1", {"headers": ADMIN, "json": {}}, "where none goes"),
        ("openai_admin", "POST", "/organization/admin_api_keys", {"headers": ADMIN, "json": ROBOT}, ""),
        ("openai_admin", "POST", "/organization/admin_api_keys", {"headers": ADMIN}, "no body"),
        ("openai_admin", "POST", "/organization/admin_api_keys", {"headers": ADMIN, "json": {}}, "required property"),
        (
            "openai_admin",
            "POST",
            "/organization/admin_api_keys",
            {"headers": ADMIN, "json": {**ROBOT, "colour": "red"}},
            "$.colour: not declared",
        ),
        ("openai_admin", "POST", "/organization/admin_api_keys", {"headers": ADMIN, "data": ROBOT}, "not documented"),
        ("harbor", "GET", "/parcels?tags=a,b", {"headers": HARBOR}, ""),
        ("harbor", "GET", "/parcels?tags=a&tags=b", {"headers": HARBOR}, "given 2 times"),
        ("harbor", "GET", "/parcels", {"headers": {**HARBOR, "x-colour": "red"}}, "headers that are not documented"),
        ("harbor", "GET", "/warehouses", {"headers": HARBOR, "cookies": {"colour": "red"}}, "cookies"),
        ("harbor", "GET", "/status", {"headers": HARBOR}, "credentials"),
        ("harbor", "GET", "/parcels", {"headers": {**HARBOR, "accept": "text/html"}}, "accepts"),
        ("harbor", "GET", "/warehouses/x/bins/H1/lit,true", {"headers": HARBOR}, "a label without its dot"),
        ("harbor", "DELETE", "/parcels/x", {"headers": {**HARBOR, "x-trace-id": "1"}}, "not a 'uuid'"),
    ],
)  # fmt: skip
def test_the_server_says_what_is_wrong(
    package: str, method: str, path: str, request_: dict[str, Any], said: str, server: WireServer
) -> None:
    found = violations(server, package, method, path, **request_)
    assert said in found if said else found == ""
