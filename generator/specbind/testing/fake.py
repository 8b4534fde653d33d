"""A client whose requests are answered by what a test registers, and recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar, cast

import httpx
import pytest

from specbind.testing.clients import Operation, connected, is_async, operation_of, operations, template
from specbind.testing.paging import Paging
from specbind.testing.payloads import response, stream, success
from specbind.testing.sent import Sent, sent

ClientT = TypeVar("ClientT")

BASE_URL = "https://fake.test"

Answer = Callable[[Sent, httpx.URL], httpx.Response]


class Route:
    """What is answered to one operation. One answer is given every time; several are given in turn, each once."""

    def __init__(self, key: str, operation: Operation | None) -> None:
        self.key = key
        self.requests: list[Sent] = []
        self._operation = operation
        self._answers: list[Answer] = []
        method, _, path = key.partition(" ")
        self._method = method
        self._path: re.Pattern[str] = template(path)
        self.variables = path.count("{")

    def __repr__(self) -> str:
        return f"<route {self.key}, {len(self.requests)} requests>"

    def matches(self, request: Sent, raw_path: str) -> bool:
        """Whether a request is of this operation."""
        return request.method == self._method and self._path.fullmatch(raw_path) is not None

    def returns(self, *values: object, status: int | None = None, headers: dict[str, str] | None = None) -> Route:
        """Answer with models, or with what JSON has; text and bytes where the operation gives these."""
        usual, returned = success(self._operation)
        for value in values or (None,):
            self._add(partial(_given, response(value, status or usual, headers or {}, returned)))
        return self

    def fails(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> Route:
        """Answer with an error, whose body is a model or what JSON has."""
        self._add(lambda _, __: response(body, status, headers or {}, None))
        return self

    def raises(self, error: Exception) -> Route:
        """Raise an exception instead of an answer, such as `httpx.ConnectError("refused")`."""

        def raising(_: Sent, __: httpx.URL) -> httpx.Response:
            raise error

        self._add(raising)
        return self

    def streams(self, *values: object) -> Route:
        """Answer with events, or with lines of JSON, as the operation does."""
        returned = success(self._operation)[1]
        self._add(lambda _, __: stream(values, returned))
        return self

    def pages(self, *pages: list[Any], **members: object) -> Route:
        """Answer with pages of items, each when it is asked for; `members` are set in the body of each page."""
        if self._operation is None:
            raise TypeError(f"{self.key} is no operation of the client, so nobody knows what its pages are like")
        self._add(Paging(self._operation, pages, members).answer)
        return self

    def calls(self, function: Callable[[Sent], object]) -> Route:
        """Answer with what a function makes of the request."""
        usual, returned = success(self._operation)
        self._add(lambda request, _: response(function(request), usual, {}, returned))
        return self

    def _add(self, answer: Answer) -> None:
        self._answers.append(answer)

    def answer(self, request: Sent, url: httpx.URL) -> httpx.Response:
        """The next answer."""
        self.requests.append(request)
        if not self._answers:
            refuse(f"{self.key} was called, but nothing says what it returns")
        if len(self._answers) == 1:
            return self._answers[0](request, url)
        if len(self.requests) > len(self._answers):
            refuse(f"{self.key} was called {len(self.requests)} times; there are {len(self._answers)} answers")
        return self._answers[len(self.requests) - 1](request, url)


def _given(made: httpx.Response, request: Sent, url: httpx.URL) -> httpx.Response:
    """A response that was made when it was registered, anew for each request."""
    return httpx.Response(made.status_code, headers=made.headers, content=made.content)


class Fake(Generic[ClientT]):
    """A client that reaches no network. `on` registers answers, `requests` is what was sent."""

    client: ClientT

    def __init__(self, client: type[ClientT], **settings: Any) -> None:
        self._class = client
        self._routes: list[Route] = []
        self.requests: list[Sent] = []
        transport = httpx.MockTransport(self._answer)
        http: object = httpx.AsyncClient(transport=transport) if is_async(client) else httpx.Client(transport=transport)
        self.client = connected(client, **{"base_url": BASE_URL, "http_client": http, **settings})

    def on(self, call: Any) -> Route:
        """The route of a method of the client (`fake.client.pets.list`), or of a method and a path (`GET /pets`)."""
        route = self._of_text(call) if isinstance(call, str) else self._of_method(call)
        self._routes.append(route)
        return route

    def _of_method(self, method: Any) -> Route:
        operation = operation_of(method)
        return Route(f"{operation.method} {operation.path}", operation)

    def _of_text(self, text: str) -> Route:
        method, _, path = text.strip().partition(" ")
        if not path.startswith("/"):
            raise ValueError(f"`{text}` is no method and path, such as `GET /pets`")
        key = f"{method.upper()} {path}"
        found = (each for each in operations(cast("type[object]", self._class)) if each.method == method.upper())
        same = (each for each in found if each.path == path or template(each.path).fullmatch(path))
        return Route(key, min(same, key=lambda each: each.path.count("{"), default=None))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        base_path = httpx.URL(str(cast(Any, self.client).base_url)).path.rstrip("/")
        seen = sent(request, base_path)
        self.requests.append(seen)
        raw = request.url.raw_path.decode("ascii").partition("?")[0].removeprefix(base_path)
        matching = [route for route in self._routes if route.matches(seen, raw)]
        if not matching:
            known = "".join(f"\n  {route.key}" for route in self._routes) or "\n  nothing"
            refuse(f"nothing is registered for {seen}; there is{known}")
        fewest = min(route.variables for route in matching)
        return [route for route in matching if route.variables == fewest][-1].answer(seen, request.url)


def refuse(message: str) -> None:
    """Fail the test, past whatever catches exceptions in the code under test."""
    pytest.fail(message, pytrace=False)
