"""Every error that the client raises.

APIError
|-- APIConnectionError               no response: name lookup, connect, TLS, reset
|   `-- APITimeoutError              no response in time
|-- APIStatusError                   the API answered with an error status
|   |-- BadRequestError              400
|   |-- AuthenticationError          401
|   |-- PermissionDeniedError        403
|   |-- NotFoundError                404
|   |-- RequestTimeoutError          408
|   |-- ConflictError                409
|   |-- GoneError                    410
|   |-- PayloadTooLargeError         413
|   |-- UnprocessableEntityError     422
|   |-- RateLimitError               429
|   `-- InternalServerError          500 and above
|-- APIResponseValidationError       a response that breaks its documented shape
|-- ResponseTooLargeError            a response beyond the client's limits
|-- PaginationError                  pages that repeat, lead elsewhere or never end
`-- ConfigurationError               the client lacks a credential or a setting
InvalidArgumentError (also a ValueError)  an argument that the API documents as invalid

All can be pickled: the live `response` stays behind, everything else travels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx


class APIError(Exception):
    """Anything that went wrong between the client and the API."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.message, dict(self._travelling()))

    def _travelling(self) -> Mapping[str, object]:
        return {
            name: value
            for name, value in self.__dict__.items()
            if name not in ("message", "response", "request")
        }


def _restore(kind: type[APIError], message: str, state: dict[str, object]) -> APIError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.message = message
    error.__dict__.update(state)
    return error


class APIConnectionError(APIError):
    """The request got no response."""

    def __init__(
        self, message: str = "Connection error.", *, sent: bool = True
    ) -> None:
        super().__init__(message)
        self.sent = sent
        """Whether the request may have reached the server."""


class APITimeoutError(APIConnectionError):
    """The request got no response in time."""

    def __init__(
        self, message: str = "Request timed out.", *, sent: bool = True
    ) -> None:
        super().__init__(message, sent=sent)


class _ResponseError(APIError):
    """An error about one response."""

    def __init__(
        self,
        message: str,
        *,
        response: httpx.Response | None = None,
        body: object = None,
        request_id: str | None = None,
        status_code: int = 0,
    ) -> None:
        super().__init__(message)
        self.response = response
        self.status_code = status_code if response is None else response.status_code
        self.headers: Mapping[str, str] = {} if response is None else response.headers
        self.request_id = request_id or self.headers.get("x-request-id")
        self.body = body

    def _travelling(self) -> Mapping[str, object]:
        kept = dict(super()._travelling())
        hidden = ("set-cookie", "authorization", "proxy-authorization")
        headers = {k: v for k, v in self.headers.items() if k.lower() not in hidden}
        kept.update(headers=headers, response=None)
        return kept


class APIStatusError(_ResponseError):
    """The API answered with an error status; `body` is its documented error, if any."""

    statuses: ClassVar[tuple[int, ...]] = ()


class BadRequestError(APIStatusError):
    """400 Bad Request."""

    statuses = (400,)


class AuthenticationError(APIStatusError):
    """401 Unauthorized."""

    statuses = (401,)


class PermissionDeniedError(APIStatusError):
    """403 Forbidden."""

    statuses = (403,)


class NotFoundError(APIStatusError):
    """404 Not Found."""

    statuses = (404,)


class RequestTimeoutError(APIStatusError):
    """408 Request Timeout."""

    statuses = (408,)


class ConflictError(APIStatusError):
    """409 Conflict."""

    statuses = (409,)


class GoneError(APIStatusError):
    """410 Gone."""

    statuses = (410,)


class PayloadTooLargeError(APIStatusError):
    """413 Payload Too Large."""

    statuses = (413,)


class UnprocessableEntityError(APIStatusError):
    """422 Unprocessable Content."""

    statuses = (422,)


class RateLimitError(APIStatusError):
    """429 Too Many Requests."""

    statuses = (429,)


class InternalServerError(APIStatusError):
    """500 Internal Server Error, and all above."""


def status_error_class(status: int) -> type[APIStatusError]:
    """The class of the error for a status."""
    for kind in APIStatusError.__subclasses__():
        if status in kind.statuses:
            return kind
    return InternalServerError if status >= 500 else APIStatusError


class APIResponseValidationError(_ResponseError):
    """A response that breaks its documented shape."""


class ResponseTooLargeError(APIError):
    """A response, decoded, beyond the client's limits."""


class PaginationError(APIError):
    """Pages that repeat, lead to another origin, or never end."""


class ConfigurationError(APIError):
    """The client lacks a credential or has a setting that cannot work."""


class InvalidArgumentError(APIError, ValueError):
    """An argument that the API documents as invalid; nothing was sent."""
