"""`Mock`: the whole of a server but the sockets: a request in, a response out, the same whenever asked."""

from __future__ import annotations

from specbind.ir.api import Api
from specbind.mock.answers import Answers
from specbind.mock.checks import Checks
from specbind.mock.complaints import Complaint, Place, RefusedError, listed, meant, problem
from specbind.mock.exchange import Call, Reply
from specbind.mock.routes import Route, Routes, fixed_query
from specbind.mock.shapes import Shapes


class Mock:
    """Answers the requests of one API that are as its description says, and refuses the others."""

    def __init__(self, api: Api, seed: int = 0) -> None:
        self.title = api.title
        self._paths = tuple(dict.fromkeys(operation.path for operation in api.operations))
        self._routes = Routes(api)
        self._checks = Checks(api, Shapes(api.types))
        self._answers = Answers(api, seed)

    @property
    def base_path(self) -> str:
        """What the paths of the API stand below: the path of its first server."""
        return self._routes.bases[0]

    def answer(self, call: Call) -> Reply:
        """The response to one request."""
        operation = None
        try:
            route = self._route(call)
            operation = route.operation
            return self._answers.answer(operation, self._checks.read(route, call), call)
        except RefusedError as error:
            key = operation.key if operation is not None else None
            made = problem(error.status, error.complaints, key)
            if error.status == 401 and operation is not None:
                # Clients parse the documented error; what was wrong is in the log.
                documented = self._answers.error(operation, 401)
                made = Reply(401, documented.headers, documented.chunks, made.note) if documented is not None else made
            return Reply(made.status, (*made.headers, *error.headers), made.chunks, made.note)

    def _route(self, call: Call) -> Route:
        found = list(self._routes.find(call.path))
        if not found:
            hint = meant(call.path, (self.base_path + path for path in self._paths))
            raise RefusedError(404, [Complaint(Place.PATH, "", "", f"a documented path{hint}", call.path)])
        same = [route for route in found if route.operation.method == call.method]
        if not same:
            methods = tuple(dict.fromkeys(route.operation.method for route in found))
            about = Complaint(Place.METHOD, "", "", listed(methods), call.method)
            raise RefusedError(405, [about], (("allow", ", ".join(methods)),))
        pairs = {tuple(pair.partition("=")[::2]) for pair in call.query.split("&")}
        return max(same, key=lambda route: _fixed(route, pairs))


def _fixed(route: Route, pairs: set[tuple[str, ...]]) -> int:
    """How many of the pairs that its path fixes a request has; too few count against it."""
    fixed = fixed_query(route.operation)
    return len(fixed) if all(pair in pairs for pair in fixed) else -1
