"""What the example calls of all operations show: base URL, credentials, fixed headers, array style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import (
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Location,
    SecurityChoice,
    SecurityScheme,
    SecurityUse,
    Style,
)
from specbind.ir.types import Inference
from specbind.reference.curl import Curl, CurlHeader, base_url, read_curls
from specbind.reference.pages import Call, Sample
from specbind.source import Position, Span

_OWN: Final = frozenset(("content-type", "accept", "authorization", "user-agent", "content-length", "host", "cookie"))
_SECRET: Final = re.compile(r"(?:.*[-_])?(?:api[-_]?key|token|secret|auth|key)", re.IGNORECASE)
_HOST: Final = re.compile(r"(https?://[^/?#]+)(/.*)?")


@dataclass(frozen=True, slots=True)
class Shown:
    """One example call and where it is."""

    curl: Curl
    span: Span

    def place(self, line: int) -> Span:
        """The place of a line of the example, counted from 1."""
        return Span(self.span.source, self.span.pointer, Position(self.span.position.line + line - 1, 1))


@dataclass(frozen=True, slots=True)
class FixedHeader:
    """A header that the examples send and that is no parameter."""

    name: str
    value: str
    inference: Inference


@dataclass(frozen=True, slots=True)
class Credentials:
    """The schemes that the examples use, and of each operation, by its example calls, the alternatives."""

    schemes: tuple[SecurityScheme, ...]
    usual: tuple[SecurityChoice, ...]
    inferred: tuple[Inference, ...]


def shown(call: Call, collector: Collector) -> tuple[Shown, ...]:
    """The example calls of an operation that can be read."""
    found: list[Shown] = []
    for sample in call.samples:
        found += _read(sample, collector)
    return tuple(found)


def _read(sample: Sample, collector: Collector) -> Iterator[Shown]:
    curls = read_curls(sample.call)
    for curl in curls:
        if not curl.complete:
            message = "a quote of this example call has no end"
            collector.report(rules.UNUSABLE_EXAMPLE, message, sample.call_span, label="read as far as it goes")
        yield Shown(curl, sample.call_span)


def server(calls: Iterable[tuple[str, tuple[Shown, ...]]]) -> tuple[str, Inference] | None:
    """The base URL: what stands before the path in most example calls."""
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for path, examples in calls:
        for each in examples:
            url = base_url(each.curl.url, path) if path else None
            if url is not None and url.startswith(("http://", "https://")):
                counts[url] += 1
                first.setdefault(url, each.place(each.curl.line))
    if not counts:
        return None
    url, count = counts.most_common(1)[0]
    return url, Inference(f"base URL {url}", f"{count} of {counts.total()} example calls go there", first[url])


def recovered(call: Call, examples: tuple[Shown, ...], base: str | None) -> Call | None:
    """An operation whose method and path are those of its example call; None where it has none."""
    for each in examples:
        url = each.curl.url
        if base is not None and url.startswith(base):
            path = url[len(base) :]
        elif (match := _HOST.fullmatch(url)) is not None and match[2]:
            path = match[2]
        else:
            continue
        for name in each.curl.variables:
            path = path.replace(f"${{{name}}}", f"{{{name.lower()}}}").replace(f"${name}", f"{{{name.lower()}}}")
        return replace(call, method=each.curl.method.lower(), path=path)
    return None


def scheme(each: Shown) -> tuple[SecurityScheme, CurlHeader | None] | None:
    """The credential that an example call sends."""
    curl = each.curl
    header = curl.header("authorization")
    if header is not None:
        word = header.value.split(" ")[0].lower()
        variable = header.variables[0] if header.variables else None
        if word == "bearer":
            return BearerScheme(_name(variable, "bearer"), variable=variable), header
        if word == "basic":
            return BasicScheme("basic"), header
        return ApiKeyScheme(_name(variable, "api_key"), Location.HEADER, header.name, variable=variable), header
    if curl.user is not None:
        return BasicScheme("basic"), None
    for header in curl.headers:
        if header.variables and (_SECRET.fullmatch(header.name) or _SECRET.fullmatch(header.variables[0])):
            name = _name(header.variables[0], "api_key")
            return ApiKeyScheme(name, Location.HEADER, header.name, variable=header.variables[0]), header
    return None


def _name(variable: str | None, otherwise: str) -> str:
    return variable.lower() if variable is not None else otherwise


def credentials_of(calls: Iterable[tuple[Shown, ...]]) -> tuple[Credentials, tuple[tuple[SecurityChoice, ...], ...]]:
    """The schemes of an API, the usual alternatives, and the alternatives of each operation."""
    schemes: dict[str, SecurityScheme] = {}
    inferred: dict[str, Inference] = {}
    each_call: list[tuple[SecurityChoice, ...]] = []
    for examples in calls:
        choices: dict[SecurityChoice, None] = {}
        for each in examples:
            found = scheme(each)
            if found is not None:
                of, header = found
                of = replace(schemes.setdefault(of.name, of))
                place = each.place(header.line if header is not None else each.curl.line)
                reason = "an example call sends it"
                inferred.setdefault(of.name, Inference(f"security scheme {of.name}", reason, place))
                choices[(SecurityUse(of.name),)] = None
        each_call.append(tuple(choices))
    counts = Counter(choices for choices in each_call if choices)
    usual = counts.most_common(1)[0][0] if counts else ()
    return Credentials(tuple(schemes.values()), usual, tuple(inferred.values())), tuple(each_call)


def fixed_headers(examples: tuple[Shown, ...], known: frozenset[str]) -> Iterator[FixedHeader]:
    """The headers of the first example call that are neither parameters nor credentials."""
    for each in examples[:1]:
        for header in each.curl.headers:
            name = header.name.lower()
            if name in _OWN or name in known or header.variables or not header.value or "idempotency" in name:
                continue
            reason = "the example call sends it, and it is no parameter"
            place = each.place(header.line)
            yield FixedHeader(header.name, header.value, Inference(f"fixed header {header.value}", reason, place))


def array_style(calls: Iterable[tuple[Shown, ...]]) -> tuple[Style, Inference] | None:
    """How lists in queries are sent, where an example call shows it."""
    for examples in calls:
        for each in examples:
            for pair in each.curl.query:
                if pair.name.endswith("[]"):
                    reason = f"an example call sends `{pair.name}`"
                    return Style.BRACKETS, Inference("array style brackets", reason, each.place(pair.line))
    return None
