"""A request held against its operation: everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from specbind.ir.api import Api, Location, Operation
from specbind.ir.types import Json
from specbind.mock.bodies import Bodies
from specbind.mock.complaints import Complaint, Place, RefusedError
from specbind.mock.credentials import Credentials
from specbind.mock.exchange import Call
from specbind.mock.layouts import Layouts, Pairs
from specbind.mock.parameters import Parameters, undocumented
from specbind.mock.routes import Route, fixed_query
from specbind.mock.shapes import Shapes

PAGE = "_page"
"""The parameter of the URLs that this server itself makes for next pages."""
_BY_OTHERS = frozenset(("accept", "content-type", "authorization"))
"""Headers that OpenAPI does not describe as parameters (3.1 section 4.8.12.1)."""


@dataclass(slots=True)
class Request:
    """What a request says: its values by place and wire name."""

    query: dict[str, Json] = field(default_factory=dict)
    body: Json = None
    page: int | None = None


class Checks:
    """Checks the requests of one API."""

    def __init__(self, api: Api, shapes: Shapes) -> None:
        self._shapes = shapes
        types = {decl.name: decl.type for decl in api.types}
        layouts = Layouts(types, shapes)
        self._parameters = Parameters(layouts, shapes)
        self._bodies = Bodies(layouts, shapes, self._parameters)
        self._credentials = Credentials(api)

    def read(self, route: Route, call: Call) -> Request:
        """What a request says. Raises `RefusedError` with all complaints where it is not as documented."""
        operation = route.operation
        query, cookies = _pairs(call.query, "&"), _pairs(call.header("cookie") or "", ";")
        self._credentials.check(operation, call, query, cookies)
        request = Request()
        complaints = self._path(operation, route.values)
        complaints += self._query(operation, query, request)
        complaints += self._headers(operation, call)
        complaints += self._cookies(operation, cookies)
        request.body, wrong = self._bodies.read(operation, call)
        complaints += wrong
        if complaints:
            raise RefusedError(400, complaints)
        return request

    def _path(self, operation: Operation, values: Mapping[str, str]) -> list[Complaint]:
        found: list[Complaint] = []
        for parameter in operation.parameters:
            if parameter.location is Location.PATH and parameter.wire_name in values:
                found += self._parameters.path(parameter, values[parameter.wire_name])[1]
        return found

    def _query(self, operation: Operation, pairs: Pairs, request: Request) -> list[Complaint]:
        own = {PAGE, *self._credentials.names(Location.QUERY)} - {each.wire_name for each in operation.parameters}
        fixed = [pair for pair in pairs if pair in fixed_query(operation)]
        pages = [value for name, value in pairs if name == PAGE and PAGE in own]
        request.page = int(pages[0]) if pages and pages[0].isdecimal() and len(pages[0]) < 9 else None
        others = [pair for pair in pairs if unquote_plus(pair[0]) not in own and pair not in fixed]
        parameters = [each for each in operation.parameters if each.location is Location.QUERY]
        request.query, found, left = self._parameters.pairs(parameters, others)
        found += undocumented(left, parameters)
        return found + _missing(operation, Location.QUERY, request.query)

    def _headers(self, operation: Operation, call: Call) -> list[Complaint]:
        found: list[Complaint] = []
        there: dict[str, Json] = {}
        for parameter in operation.parameters:
            text = call.header(parameter.wire_name.lower())
            if parameter.location is not Location.HEADER or text is None:
                continue
            there[parameter.wire_name] = text
            if parameter.wire_name.lower() not in _BY_OTHERS:
                found += self._parameters.header(parameter, text)[1]
        return found + _missing(operation, Location.HEADER, there)

    def _cookies(self, operation: Operation, pairs: Pairs) -> list[Complaint]:
        parameters = [each for each in operation.parameters if each.location is Location.COOKIE]
        values, found, _ = self._parameters.pairs(parameters, pairs)
        return found + _missing(operation, Location.COOKIE, values)


def _missing(operation: Operation, location: Location, values: Mapping[str, Json]) -> list[Complaint]:
    """A complaint for each required parameter that is not there."""
    return [
        Complaint(Place(location.value), each.wire_name, "", "a value, which is required")
        for each in operation.parameters
        if each.location is location and each.required and each.wire_name not in values
    ]


def _pairs(text: str, joint: str) -> Pairs:
    pieces = (piece.strip() if joint == ";" else piece for piece in text.split(joint))
    return [(name, value) for name, _, value in (piece.partition("=") for piece in pieces if piece)]
