"""Every operation of the repository's packages, called over a socket against a server that knows the document.

The server (see `server.py`) refuses whatever the document does not describe. These tests give it documented answers
and look at what comes back.
"""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
)
from specbind.python.plan import Kind

from tests.wire.calls import PNG, ROOT, Call, Target, call, configured, targets
from tests.wire.document import Document, MediaSpec
from tests.wire.sampler import Sampler
from tests.wire.server import Answer, Exchange, Script, WireServer, answer_of

CREDENTIALS: dict[str, dict[str, Any]] = {
    "openai_admin": {"openai_admin_key": "sk-admin-fake"},
    "harbor": {
        "harborOAuth": "oauth-fake",
        "harborBearer": "bearer-fake",
        "harborBasic": ("ada", "secret:é"),
        "harborKey": "key-fake",
        "trackingKey": "tracking-fake",
        "portalSession": "session-fake",
    },
}
ARGUMENTS = {
    "openai_admin_key": "api_key", "harborOAuth": "oauth2", "harborBearer": "token", "harborBasic": "basic",
    "harborKey": "api_key", "trackingKey": "tracking_key", "portalSession": "portal_session",
}  # fmt: skip
CLIENTS = {"openai_admin": "OpenAIAdmin", "harbor": "Harbor"}
DOCUMENTS = {
    "openai_admin": Document(ROOT / "spec/openai-admin/openapi.yaml", brackets=True),
    "harbor": Document(ROOT / "spec/showcase/openapi.yaml"),
}
CONTRADICTIONS = frozenset(
    [
        "GET /organization/admin_api_keys/{key_id} 200",
        "GET /organization/groups 200",
        "GET /organization/groups/{group_id}/roles 200",
        "GET /organization/invites 200",
        "GET /organization/invites/{invite_id} 200",
        "GET /organization/projects/{project_id}/groups 200",
        "GET /organization/users/{user_id}/roles 200",
        "GET /projects/{project_id}/groups/{group_id}/roles 200",
        "GET /projects/{project_id}/users/{user_id}/roles 200",
        "POST /organization/groups 200",
        "POST /organization/projects/{project_id}/groups 200",
    ]
)
"""Documented answers that their own schemas refuse; a schema's sample stands in for each."""
TARGETS = [target for name, document in DOCUMENTS.items() for target in targets(configured(name), document)]
PAGED = [target for target in TARGETS if target.plan.kind is Kind.PAGE]
OTHERS = [target for target in TARGETS if target.plan.kind is not Kind.PAGE]


def named(target: Target) -> str:
    return f"{target.package}: {target.dotted}"


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
every = pytest.mark.parametrize("target", TARGETS, ids=named)
every_other = pytest.mark.parametrize("target", OTHERS, ids=named)
every_page = pytest.mark.parametrize("target", PAGED, ids=named)
both = pytest.mark.parametrize("full", [True, False], ids=["all arguments", "required arguments"])


def client(target: Target, base_url: str, prefix: str = "", **settings: Any) -> Any:
    """A client with every credential, which takes no answer that differs from its documentation."""
    package = import_module(target.package)
    credentials = {ARGUMENTS[name]: value for name, value in CREDENTIALS[target.package].items()}
    made = getattr(package, f"{prefix}{CLIENTS[target.package]}")
    return made(base_url=base_url, max_retries=0, **{"strict_responses": True, **credentials, **settings})


def script(target: Target, answers: Callable[[int], Answer], links: frozenset[str] = frozenset()) -> Script:
    return Script(DOCUMENTS[target.package], CREDENTIALS[target.package], answers, link_queries=links)


def always(answer: Answer) -> Callable[[int], Answer]:
    return lambda _: answer


def is_stream(content: MediaSpec) -> bool:
    return content.media_type in ("text/event-stream", "application/x-ndjson")


def answers_of(target: Target) -> Iterator[tuple[int, MediaSpec | None, Any]]:
    """Each documented success: status, representation and value."""
    for status, contents in target.spec.responses.items():
        if not status.startswith("2"):
            continue
        if not contents:
            yield int(status.replace("X", "0")), None, None
        for content in contents:
            if is_stream(content) == (target.plan.kind is Kind.STREAM):
                yield int(status.replace("X", "0")), content, value_of(target, status, content)


def value_of(target: Target, status: str, content: MediaSpec) -> Any:
    """A documented example, else a sample of the schema."""
    document = DOCUMENTS[target.package]
    if is_stream(content):
        assert content.schema is not None
        full, bare = (Sampler(document, sent=False, full=full).value(content.schema) for full in (True, False))
        return [full, bare]
    if content.examples and f"{target.key} {status}" not in CONTRADICTIONS:
        return content.examples[0]
    if content.schema is None or "pdf" in content.media_type:
        return PNG
    return Sampler(document, sent=False, full=True).value(content.schema)


def plain(value: Any) -> Any:
    """What the API would say: models as JSON with only the members that came."""
    return TypeAdapter(Any).dump_python(value, mode="json", by_alias=True, exclude_unset=True)


def same(got: Any, wanted: Any) -> bool:
    """Equal as JSON; moments, durations and decimals by what they mean."""
    if isinstance(got, dict) and isinstance(wanted, dict):
        return got.keys() == wanted.keys() and all(same(got[name], wanted[name]) for name in got)
    if isinstance(got, list) and isinstance(wanted, list):
        return len(got) == len(wanted) and all(map(same, got, wanted))
    if isinstance(got, str) and isinstance(wanted, str) and got != wanted:
        return any(same_in(kind, got, wanted) for kind in (dt.datetime, dt.time, dt.timedelta, Decimal))
    return type(got) is type(wanted) or (isinstance(got, int | float) and got == wanted) if got == wanted else False


def same_in(kind: Any, one: str, two: str) -> bool:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    try:
        return bool(adapter.validate_python(one) == adapter.validate_python(two))
    except ValueError:
        return False


def declared(target: Target, status: int, content: MediaSpec | None) -> Any:
    """The type the package documents for an answer; str and bytes for texts and files."""
    returns = target.constant.returns
    found = returns.get(str(status)) or returns.get(f"{status // 100}XX")
    choices = found if isinstance(found, tuple) else (found,)
    chosen = choices[0]
    if content is not None and len(choices) > 1:
        chosen = next(each for each in choices if each.media_type == content.media_type)
    kind = type(chosen).__name__
    return {"NoBody": type(None), "TextResponse": str, "BytesResponse": bytes}.get(kind) or chosen.thunk()


def is_of(value: Any, kind: Any) -> bool:
    """Whether a value is built of the classes of a type, at every depth."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return type(value) is kind
    if kind in (str, bytes, type(None)):
        return type(value) is kind
    before = plain(value)
    return bool(TypeAdapter(kind).validate_python(value) == value and plain(value) == before)


def check_seen(exchange: Exchange, wanted: Call, target: Target) -> None:
    """What the server understood is what was given, and nothing else."""
    if any(each.name == "Idempotency-Key" for each in target.spec.parameters):
        assert exchange.header.pop("Idempotency-Key")
    for place in ("path", "query", "header", "cookie"):
        assert same(getattr(exchange, place), dict(wanted.seen[place])), place
    body = wanted.seen.get("body")
    flag = target.plan.stream_flag
    if flag is not None and target.plan.kind is Kind.STREAM:
        body = {**(body or {}), flag: True}
    if body is None and exchange.body == {}:
        return
    assert same_body(exchange.body, body), f"body: {exchange.body} is not {body}"


def same_body(got: Any, wanted: Any) -> bool:
    if isinstance(got, dict) and isinstance(wanted, dict):
        return got.keys() == wanted.keys() and all(same_body(got[name], wanted[name]) for name in got)
    return bool(got == wanted) or same(got, wanted)


def test_every_operation_of_the_documents_has_a_method() -> None:
    for name, count in (("openai_admin", 119), ("harbor", 48)):
        assert len(DOCUMENTS[name].operations) == count
        assert {target.key for target in TARGETS if target.package == name} == set(DOCUMENTS[name].operations)


def test_the_documented_answers_that_contradict_their_schemas_are_known() -> None:
    found = set()
    for name, document in DOCUMENTS.items():
        for operation in document.operations.values():
            for status, contents in operation.responses.items():
                for content in contents:
                    if any(document.errors(content.schema, example, sent=False) for example in content.examples):
                        found.add(f"{operation.key} {status}")
        assert name in CLIENTS
    assert found == CONTRADICTIONS


@both
@every_other
def test_a_call_sends_what_is_documented_and_gives_what_came(target: Target, full: bool, server: WireServer) -> None:
    wanted = call(target, DOCUMENTS[target.package], full=full)
    for status, content, value in answers_of(target):
        talking = server.talking(script(target, always(answer_of(status, content, value, {}))))
        with talking as talk, client(target, talk.base_url) as sync:
            result = target.method(sync)(*wanted.positional, **wanted.keywords)
            check_result(target, status, content, value, drained(result, target))
        check_seen(talk.exchanges[0], wanted, target)
        assert len(talk.exchanges) == 1


@both
@every_other
def test_an_async_call_does_the_same(target: Target, full: bool, server: WireServer) -> None:
    async def run(base_url: str) -> Any:
        async with client(target, base_url, "Async") as made:
            result = await target.method(made)(*wanted.positional, **wanted.keywords)
            if target.plan.kind is Kind.STREAM:
                async with result:
                    return [each async for each in result]
            return await result.read() if target.plan.kind is Kind.DOWNLOAD else result

    wanted = call(target, DOCUMENTS[target.package], full=full)
    for status, content, value in answers_of(target):
        with server.talking(script(target, always(answer_of(status, content, value, {})))) as talk:
            check_result(target, status, content, value, asyncio.run(run(talk.base_url)))
        check_seen(talk.exchanges[0], wanted, target)


def drained(result: Any, target: Target) -> Any:
    """All of a stream, the bytes of a download, else the result."""
    if target.plan.kind is Kind.STREAM:
        with result:
            return list(result)
    return result.read() if target.plan.kind is Kind.DOWNLOAD else result


def check_result(target: Target, status: int, content: MediaSpec | None, value: Any, result: Any) -> None:
    if target.plan.kind is Kind.DOWNLOAD:
        assert result == value
        return
    kind = declared(target, status, content)
    for each in result if target.plan.kind is Kind.STREAM else [result]:
        assert is_of(each, kind), f"{type(each)} is not {kind}"
    if isinstance(value, bytes) or content is None:
        assert result == value
    else:
        assert same(plain(result), value), f"{plain(result)} is not {value}"


def pages_of(
    target: Target, base_url: str, given: Mapping[str, Any]
) -> tuple[list[Any], Callable[[int], dict[str, str]], Any]:
    """Two documents of one list, their headers, and the argument that must ask for the second."""
    status, content, value = next(answers_of(target))
    assert content is not None and status == 200
    first, second = copy.deepcopy(value), copy.deepcopy(value)
    match target.pagination:
        case CursorPagination() as found:
            items(first, found.items_path)
            if found.cursor_path:
                put(first, found.cursor_path, "cursor_2")
                put(second, found.cursor_path, "cursor_3" if found.more_path else None)
                asked = "cursor_2"
            else:
                asked = at(items(first, found.items_path)[-1], found.item_path)
            if found.more_path:
                put(first, found.more_path, True)
                put(second, found.more_path, False)
            else:
                put(second, found.items_path, [] if not found.cursor_path else items(second, found.items_path))
            return [first, second], no_headers, (found.cursor_parameter, asked)
        case PageNumberPagination() as found:
            start = given.get(found.page_parameter, 1)
            put(first, found.total_pages_path, start + 1)
            put(second, found.total_pages_path, start + 1)
            return [first, second], no_headers, (found.page_parameter, start + 1)
        case OffsetPagination() as found:
            start = given.get(found.offset_parameter, 0)
            count = len(items(first, found.items_path))
            put(first, found.total_path, start + 2 * count)
            put(second, found.total_path, start + 2 * count)
            return [first, second], no_headers, (found.offset_parameter, start + count)
        case LinkHeaderPagination():
            link = f'<{base_url}{target.spec.path}?link=2>; rel="next"'
            return [first, second], lambda index: {"Link": link} if index == 0 else {}, None
        case NextUrlPagination() as found:
            put(first, found.url_path, f"{base_url}{target.spec.path}?link=2")
            put(second, found.url_path, None)
            return [first, second], no_headers, None
        case _:
            raise AssertionError(f"{target.key} has no pages")


def no_headers(index: int) -> dict[str, str]:
    return {}


def at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


def items(value: Any, path: tuple[str, ...]) -> list[Any]:
    found = at(value, path)
    assert found, "a page without items would show nothing"
    return list(found)


def put(value: Any, path: tuple[str, ...], new: Any) -> None:
    at(value, path[:-1])[path[-1]] = new


def paged_script(target: Target, given: Mapping[str, Any]) -> tuple[Script, Callable[[], tuple[list[Any], Any]]]:
    """A script of two pages, and what it said."""
    said: dict[str, Any] = {}

    def answer(index: int) -> Answer:
        if not said:
            said["pages"], said["headers"], said["asked"] = pages_of(target, made.base_url, given)
        _, content, _ = next(answers_of(target))
        return answer_of(200, content, said["pages"][index], said["headers"](index))

    made = script(target, answer, frozenset({"link"}))
    return made, lambda: (said["pages"], said["asked"])


@both
@every_page
def test_a_list_is_iterated_over_two_pages(target: Target, full: bool, server: WireServer) -> None:
    wanted = call(target, DOCUMENTS[target.package], full=full)
    talk, said = paged_script(target, wanted.keywords)
    with server.talking(talk), client(target, talk.base_url) as sync:
        page = target.method(sync)(*wanted.positional, **wanted.keywords)
        assert page.has_next_page()
        found = list(page)
    check_pages(target, talk, said, wanted, page, found)


@both
@every_page
def test_an_async_list_does_the_same(target: Target, full: bool, server: WireServer) -> None:
    async def run(base_url: str) -> tuple[Any, list[Any]]:
        async with client(target, base_url, "Async") as made:
            page = await target.method(made)(*wanted.positional, **wanted.keywords)
            return page, [each async for each in page]

    wanted = call(target, DOCUMENTS[target.package], full=full)
    talk, said = paged_script(target, wanted.keywords)
    with server.talking(talk):
        page, found = asyncio.run(run(talk.base_url))
    check_pages(target, talk, said, wanted, page, found)


def check_pages(target: Target, talk: Script, said: Any, wanted: Call, page: Any, found: list[Any]) -> None:
    pages, asked = said()
    path = target.pagination.items_path if target.pagination is not None else ()
    assert same([plain(each) for each in found], [each for one in pages for each in at(one, path)])
    assert is_of(page.body, declared(target, 200, next(answers_of(target))[1]))
    assert same(plain(page.body), pages[0])
    assert len(talk.exchanges) == 2
    first, second = talk.exchanges
    check_seen(first, wanted, target)
    if asked is not None:
        assert same(second.query, {**first.query, asked[0]: asked[1]})
    assert second.path == first.path and second.credentials == first.credentials


@every
def test_raw_and_streaming_access_give_the_same_value(target: Target, server: WireServer) -> None:
    if target.plan.kind in (Kind.STREAM, Kind.DOWNLOAD):
        pytest.skip("streams and downloads are not read before they are asked for")
    wanted = call(target, DOCUMENTS[target.package], full=False)
    status, content, value = next(answers_of(target))
    said = answer_of(status, content, value, {"X-Request-Id": "req_1"})
    with server.talking(script(target, lambda _: said)) as talk, client(target, talk.base_url) as sync:
        usual = target.method(sync)(*wanted.positional, **wanted.keywords)
        owner = sync
        for name in target.names:
            owner = getattr(owner, name)
        raw = getattr(owner.with_raw_response, target.plan.name)(*wanted.positional, **wanted.keywords)
        assert (raw.status_code, raw.request_id) == (status, "req_1")
        assert same_value(raw.parse(), usual)
        streaming = getattr(owner.with_streaming_response, target.plan.name)
        with streaming(*wanted.positional, **wanted.keywords) as response:
            assert response.status_code == status
            assert same_value(response.parse(), usual)
    assert len(talk.exchanges) == 3


def same_value(one: Any, two: Any) -> bool:
    bodies = [getattr(each, "body", each) for each in (one, two)]
    return type(bodies[0]) is type(bodies[1]) and bodies[0] == bodies[1]


def failures() -> Iterator[Any]:
    """Each documented error of each operation, with a status to try it with."""
    for target in TARGETS:
        for status, contents in target.spec.responses.items():
            if status == "default" or status[0] in "45":
                code = {"default": 503, "4XX": 418, "5XX": 500}.get(status) or int(status)
                for content in contents or (None,):
                    yield pytest.param(target, status, code, content, id=f"{named(target)} {status}")


@pytest.mark.parametrize(("target", "status", "code", "content"), list(failures()))
def test_a_documented_error_is_raised_with_its_body(
    target: Target, status: str, code: int, content: MediaSpec | None, server: WireServer
) -> None:
    package = import_module(target.package)
    wanted = call(target, DOCUMENTS[target.package], full=False)
    value = value_of(target, status, content) if content is not None else None
    with (
        server.talking(script(target, always(answer_of(code, content, value, {})))) as talk,
        client(target, talk.base_url) as sync,
        pytest.raises(package.APIStatusError) as caught,
    ):
        drained(target.method(sync)(*wanted.positional, **wanted.keywords), target)
    assert caught.value.status_code == code
    assert caught.value.__class__ is not package.APIStatusError or code not in (400, 401, 403, 404, 409, 422, 429)
    if content is not None and target.spec.method != "HEAD":
        documented = target.constant.errors[status]
        assert is_of(caught.value.body, documented.thunk())
        assert same(plain(caught.value.body), value)


def test_every_method_takes_what_the_document_names_and_the_options() -> None:
    for target in TARGETS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            made = client(target, "http://127.0.0.1:1")
        parameters = inspect.signature(target.method(made)).parameters
        wanted = {argument.name for argument in target.plan.arguments if argument.constant is None}
        assert wanted <= set(parameters), target.dotted
        assert "options" in parameters, target.dotted
        made.close()
