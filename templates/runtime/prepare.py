"""Operation + arguments -> the request, before credentials: a pure function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from .absent import Omit
from .encode import Plain, json_bytes, plain, scalar_text
from .headers import checked_cookie, checked_header
from .styles import FORM, SIMPLE, Style, cookie_pairs, header_text, query_pairs
from .urls import fill_template, join_query

if TYPE_CHECKING:
    from .auth import Source
    from .bodies import Upload
    from .operations import AnyOperation
    from .plans import Plan
    from .settings import RequestOptions, Settings

Arguments = Mapping[str, object] | None


class Prepared:
    """A request that any number of attempts can be made from."""

    __slots__ = (
        "content",
        "harmless",
        "headers",
        "json",
        "max_retries",
        "operation",
        "pairs",
        "plan",
        "removed",
        "sources",
        "timeout",
        "upload",
        "url",
    )

    operation: AnyOperation
    plan: Plan
    url: str
    pairs: list[tuple[str, str]]
    headers: dict[str, str]
    content: bytes | None
    json: Plain
    upload: Upload | None
    sources: tuple[Source, ...]
    harmless: bool
    max_retries: int
    removed: tuple[str, ...]
    timeout: Any

    def __repr__(self) -> str:
        return f"Prepared({self.plan.name!r})"

    @property
    def full_url(self) -> str:
        return join_query(self.url, self.pairs) if self.pairs else self.url

    def copy(self) -> Prepared:
        made = Prepared()
        for name in Prepared.__slots__:
            setattr(made, name, getattr(self, name))
        return made

    def with_query(self, name: str, value: Plain) -> Prepared:
        """The same request with one query parameter set to one value."""
        made = self.copy()
        added = query_pairs(name, value, FORM)
        made.pairs = [p for p in self.pairs if p[0] != added[0][0]] + added
        return made

    def with_member(self, name: str, value: Plain) -> Prepared:
        """The same request with one member of its JSON body set."""
        made = self.copy()
        members = self.json if isinstance(self.json, dict) else {}
        made.json = {**members, name: value}
        made.content = json_bytes(made.json, "body")
        return made

    def with_url(self, url: str) -> Prepared:
        """The same request to another URL, which has its own query."""
        made = self.copy()
        made.url, made.pairs = url, []
        return made


def _url(
    settings: Settings, operation: AnyOperation, path: Mapping[str, object]
) -> str:
    """Where the call goes; a user who chose a server chose it for every operation."""
    base_url = settings.base_url
    if operation.base_url is not None and not settings.moved:
        base_url = operation.base_url
    plan = operation.plan
    url = base_url + fill_template(plan.template, path, operation.path_styles)
    if settings.validate_requests and "path" in plan.checks:
        _check(plan, "path", {name: plain(path[name], name) for name in path})
    return url


def prepare(
    settings: Settings,
    operation: AnyOperation,
    options: RequestOptions,
    path: Arguments = None,
    query: Arguments = None,
    header: Arguments = None,
    cookie: Arguments = None,
    body: object = None,
) -> Prepared:
    """The request for one call; every complaint about arguments comes from here."""
    made = Prepared()
    made.operation = operation
    made.plan = plan = operation.plan
    checking = settings.validate_requests
    made.url = _url(settings, operation, path or {})
    made.pairs = list(settings.query)
    if query:
        made.pairs += _query(operation, plan, query, checking)
    made.headers = {**settings.headers, "accept": plan.accept}
    if header:
        _add_headers(made.headers, operation, plan, header, checking)
    cookies = _cookies(operation, plan, cookie, checking) if cookie else ""
    if cookies:
        made.headers["cookie"] = cookies
    made.content = made.upload = made.json = None
    made.removed = ()
    if operation.body is not None:
        _add_body(made, settings, options, body)
    made.sources = settings.keyring.choose(operation.security)
    made.harmless = plan.idempotent
    made.max_retries = settings.retry.max_retries
    made.timeout = settings.timeout
    if operation.idempotency_header is not None and not plan.idempotent:
        _add_idempotency_key(made, None)
    if options:
        _apply(made, options)
    if made.upload is not None and not made.upload.replayable:
        made.max_retries = 0
    return made


def present(
    plan: Plan,
    place: str,
    arguments: Mapping[str, object],
    nullable: frozenset[str] = frozenset(),
) -> dict[str, object]:
    """The arguments that are given; a text where items are taken is refused."""
    lists = plan.lists.get(place, ())
    found: dict[str, object] = {}
    for name, value in arguments.items():
        if (value is None and name not in nullable) or isinstance(value, Omit):
            continue
        if name in lists:
            refuse_text(name, value)
        found[name] = value
    return found


def refuse_text(name: str, value: object) -> None:
    """Raise `TypeError` where a text, bytes or a mapping stands for a list."""
    if isinstance(value, (str, bytes, bytearray, Mapping)):
        kind = type(cast(object, value)).__name__
        raise TypeError(f"`{name}` takes a list of items, not a {kind}")


def _check(plan: Plan, place: str, values: Plain) -> None:
    for check in plan.checks.get(place, ()):
        check.run(values)


def _plain_values(
    plan: Plan, place: str, arguments: Mapping[str, object], checking: bool
) -> dict[str, Plain]:
    given = present(plan, place, arguments)
    values = {name: plain(value, name) for name, value in given.items()}
    if checking and place in plan.checks:
        _check(plan, place, values)
    return values


def _query(
    operation: AnyOperation, plan: Plan, query: Mapping[str, object], checking: bool
) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    styles = operation.query
    for name, value in _plain_values(plan, "query", query, checking).items():
        pairs += query_pairs(name, value, styles.get(name, FORM))
    return pairs


def _add_headers(
    headers: dict[str, str],
    operation: AnyOperation,
    plan: Plan,
    arguments: Mapping[str, object],
    checking: bool,
) -> None:
    for name, value in _plain_values(plan, "header", arguments, checking).items():
        text = header_text(name, value, operation.header.get(name, SIMPLE))
        headers[name.lower()] = checked_header(name, text)


def _cookies(
    operation: AnyOperation, plan: Plan, cookie: Mapping[str, object], checking: bool
) -> str:
    found: list[str] = []
    for name, value in _plain_values(plan, "cookie", cookie, checking).items():
        checked_header(name, value) if isinstance(value, str) else None
        style: Style = operation.cookie.get(name, FORM)
        found += [
            checked_cookie(key, text) for key, text in cookie_pairs(name, value, style)
        ]
    return "; ".join(found)


def _add_body(
    made: Prepared, settings: Settings, options: RequestOptions, body: object
) -> None:
    from .bodies import encode_body

    encode_body(made, body, options.get("extra_body"), settings.validate_requests)


def check_body(made: Prepared, values: Plain) -> None:
    """Run the checks on the plain body."""
    _check(made.plan, "body", values)


def _add_idempotency_key(made: Prepared, key: str | None) -> None:
    if key is None:
        from uuid import uuid4

        key = str(uuid4())
    name = made.operation.idempotency_header or "Idempotency-Key"
    made.headers.setdefault(name.lower(), checked_header(name, key))
    made.harmless = True


def _apply(made: Prepared, options: RequestOptions) -> None:
    if "timeout" in options:
        made.timeout = options["timeout"]
    if "max_retries" in options:
        made.max_retries = options["max_retries"]
    key = options.get("idempotency_key")
    if key is not None:
        name = made.operation.idempotency_header or "Idempotency-Key"
        made.headers.pop(name.lower(), None)
        _add_idempotency_key(made, key)
    for name, value in options.get("extra_query", {}).items():
        if value is not None and not isinstance(value, Omit):
            style = made.operation.query.get(name, FORM)
            made.pairs += query_pairs(name, plain(value, name), style)
    for name, text in options.get("extra_headers", {}).items():
        if text is None:
            made.headers.pop(name.lower(), None)
            made.removed += (name.lower(),)
        else:
            made.headers[name.lower()] = checked_header(name, scalar_text(text))
