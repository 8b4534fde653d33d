"""Credentials: which are used, where they go, and how tokens are renewed."""

from __future__ import annotations

import base64
import threading
import time
from typing import Any

import acme_runtime as rt
import anyio
import httpx
import pytest
from acme_api import API, FakeTime, Recorder, async_client, client
from acme_runtime.oauth import lifetime


def ping(security: tuple[tuple[str, ...], ...] | None = None) -> rt.Operation[None]:
    return rt.Operation("GET", "/ping", security=security, returns={"200": rt.NoBody()})


def sent(security: tuple[tuple[str, ...], ...], **credentials: Any) -> httpx.Request:
    seen = Recorder(httpx.Response(200))
    client(seen, credentials=credentials)._core.call(ping(security), {})
    return seen.last


def test_each_scheme_has_its_place() -> None:
    assert sent((("Bearer",),), Bearer=" tok\n").headers["authorization"] == "Bearer tok"
    assert sent((("Key",),), Key="k").headers["x-api-key"] == "k"
    assert sent((("Query",),), Query="a b").url.query == b"api_key=a%20b"
    assert sent((("Cookie",),), Cookie="c").headers["cookie"] == "session=c"
    basic = sent((("Basic",),), Basic=("me", "p:w")).headers["authorization"]
    assert base64.b64decode(basic.removeprefix("Basic ")) == b"me:p:w"


def test_the_first_alternative_that_can_be_met_is_used() -> None:
    security = (("Bearer", "Key"), ("Query",), ())
    both = sent(security, Bearer="b", Key="k", Query="q")
    assert both.headers["authorization"] == "Bearer b" and both.headers["x-api-key"] == "k"
    assert sent(security, Bearer="b", Query="q").url.query == b"api_key=q"
    nothing = sent(security, Bearer="b")
    assert "authorization" not in nothing.headers and nothing.url.query == b""


def test_a_missing_credential_names_the_argument_and_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Recorder(httpx.Response(200))
    made = client(seen, credentials={})
    with pytest.raises(rt.ConfigurationError, match=r"pass `api_key` or set .* variable ACME_KEY"):
        made._core.call(ping(), {})
    assert seen.requests == []
    monkeypatch.setenv("ACME_KEY", "from-env\n")
    client(seen, credentials={"Bearer": None})._core.call(ping(), {})
    assert seen.last.headers["authorization"] == "Bearer from-env"


def test_a_callable_is_asked_for_every_attempt() -> None:
    tokens = iter(["one", "two", "two", "three"])
    seen = Recorder(httpx.Response(503), httpx.Response(200))
    client(seen, credentials={"Bearer": lambda: next(tokens)})._core.call(ping(), {})
    assert [r.headers["authorization"] for r in seen.requests] == ["Bearer one", "Bearer two"]


def test_an_async_callable() -> None:
    async def token() -> str:
        return "later"

    async def work() -> None:
        seen = Recorder(httpx.Response(200))
        await async_client(seen, credentials={"Bearer": token})._core.call(ping(), {})
        assert seen.last.headers["authorization"] == "Bearer later"

    anyio.run(work)


OAUTH = rt.ClientCredentials("id", "the-client-secret")


class Issuer:
    """A token endpoint and an API that takes its latest token."""

    def __init__(self, **answer: Any) -> None:
        self.answer = answer
        self.issued = 0
        self.delay = 0.0
        self.revoked: set[str] = set()
        self.token_requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            time.sleep(self.delay)
            self.token_requests.append(request)
            self.issued += 1
            return httpx.Response(200, json={"access_token": f"t{self.issued}", **self.answer})
        token = request.headers["authorization"].removeprefix("Bearer ")
        return httpx.Response(401 if token in self.revoked else 200)


def test_a_token_is_got_once_and_kept() -> None:
    issuer = Issuer(expires_in=3600)
    made = client(issuer, credentials={"OAuth": OAUTH})
    for core in (made._core, made._core, made.with_options(timeout=1)._core):
        core.call(ping((("OAuth",),)), {})
    assert issuer.issued == 1
    request = issuer.token_requests[0]
    assert str(request.url) == "https://api.acme.test/token"
    assert request.content == b"grant_type=client_credentials&scope=read"
    assert base64.b64decode(request.headers["authorization"][6:]) == b"id:the-client-secret"


def test_a_token_is_renewed_when_it_runs_out() -> None:
    issuer = Issuer(expires_in=100)
    made = client(issuer, credentials={"OAuth": OAUTH})
    cache = made._core.settings.keyring.choose((("OAuth",),))[0].cache
    assert cache is not None
    now = [0.0]
    cache.clock = lambda: now[0]
    for moment, issued in ((0, 1), (89, 1), (91, 2)):
        now[0] = moment
        made._core.call(ping((("OAuth",),)), {})
        assert issuer.issued == issued


def test_a_refused_token_is_renewed_once() -> None:
    issuer = Issuer(expires_in=3600)
    issuer.revoked = {"t1"}
    client(issuer, credentials={"OAuth": OAUTH})._core.call(ping((("OAuth",),)), {})
    assert issuer.issued == 2
    issuer.revoked = {f"t{n}" for n in range(100)}
    with pytest.raises(rt.AuthenticationError):
        client(issuer, credentials={"OAuth": OAUTH})._core.call(ping((("OAuth",),)), {})
    assert issuer.issued == 4


def test_an_async_client_renews_a_refused_token() -> None:
    async def work() -> None:
        issuer = Issuer(expires_in=3600)
        issuer.revoked = {"t1"}
        await async_client(issuer, credentials={"OAuth": OAUTH})._core.call(ping((("OAuth",),)), {})
        assert issuer.issued == 2

    anyio.run(work)


def test_a_fixed_token_is_not_tried_again_after_401() -> None:
    seen = Recorder(httpx.Response(401))
    with pytest.raises(rt.AuthenticationError):
        client(seen)._core.call(ping(), {})
    assert len(seen.requests) == 1


@pytest.mark.parametrize(
    ("expires_in", "seconds"),
    [
        (None, None),
        ("abc", None),
        (True, None),
        (float("nan"), None),
        (0, 0.0),
        (-5, 0.0),
        ("3600", 3570.0),
        (10, 9.0),
        (1e300, 365 * 24 * 3600 - 30.0),
    ],
)
def test_lifetimes(expires_in: object, seconds: float | None) -> None:
    assert lifetime(expires_in) == seconds


@pytest.mark.parametrize("expires_in", [0, -1])
def test_a_token_without_life_serves_one_request(expires_in: int) -> None:
    issuer = Issuer(expires_in=expires_in)
    made = client(issuer, credentials={"OAuth": OAUTH})
    for _ in range(2):
        made._core.call(ping((("OAuth",),)), {})
    assert issuer.issued == 2


def test_100_threads_make_one_token_request() -> None:
    issuer = Issuer(expires_in=3600)
    issuer.delay = 0.05
    made = client(issuer, credentials={"OAuth": OAUTH})
    barrier, errors = threading.Barrier(100), list[BaseException]()

    def call() -> None:
        barrier.wait()
        try:
            made._core.call(ping((("OAuth",),)), {})
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=call) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and issuer.issued == 1


def test_100_tasks_make_one_token_request() -> None:
    async def work() -> None:
        issuer = Issuer(expires_in=3600)
        made = async_client(issuer, credentials={"OAuth": OAUTH})
        async with anyio.create_task_group() as group:
            for _ in range(100):
                group.start_soon(made._core.call, ping((("OAuth",),)), {})
        assert issuer.issued == 1

    anyio.run(work)


def test_an_async_client_outlives_its_event_loop() -> None:
    issuer = Issuer(expires_in=0)
    made = async_client(issuer, credentials={"OAuth": OAUTH})

    async def work() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(made._core.call, ping((("OAuth",),)), {})

    anyio.run(work)
    anyio.run(work)


def test_a_base_url_must_be_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in ("api.acme.test", "ftp://x", "https://", "https://x/?a=1"):
        with pytest.raises(rt.ConfigurationError, match="base URL"):
            client(Recorder({}), base_url=bad)
    monkeypatch.setenv("ACME_BASE_URL", "https://env.test/")
    assert client(Recorder({})).base_url == "https://env.test"
    assert client(Recorder({}), base_url="https://arg.test").base_url == "https://arg.test"
    with pytest.raises(rt.ConfigurationError, match="no base URL"):
        rt.SyncClient(rt.ApiInfo(name="a", base_url="https://{region}.x"), credentials={})
    info = rt.ApiInfo(name="a", base_url="https://{r}.x", server_variables={"r": "eu"})
    assert rt.SyncClient(info, credentials={}, server={"r": "us"}).base_url == "https://us.x"


def test_api_is_what_the_clients_share() -> None:
    assert FakeTime().waits == [] and API.name == "acme"
