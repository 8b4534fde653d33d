"""The names that every package has, so that nothing of an API may have them."""

from __future__ import annotations

from typing import Final

EXPORTED: Final = frozenset(
    (
        "APIConnectionError APIError APIResponse APIResponseValidationError APIStatusError APITimeoutError"
        " AsyncBinaryResponse AsyncFileInput AsyncOAuth2Input AsyncPage AsyncPager AsyncRawInput AsyncStream"
        " AsyncStreamingResponse AsyncTokenInput Attempt AuthenticationError BadRequestError BasicInput"
        " BinaryResponse ClientCredentials ConfigurationError ConflictError DEFAULT FileContent FileInput GoneError"
        " Hook InternalServerError InvalidArgumentError Items Limits NotFoundError OAuth2Input omit Omit"
        " PaginationError PayloadTooLargeError PermissionDeniedError RateLimitError RawInput RequestOptions"
        " RequestTimeoutError ResponseMismatch ResponseTooLargeError RetryPolicy ServerSentEvent Stream"
        " StreamingResponse SyncPage Timeout TokenInput UnknownVariant UnprocessableEntityError"
    ).split()
)
"""What a package exports besides its clients."""

IMPORTED: Final = frozenset(
    (
        "APIResponse Any ApiInfo ApiKeyAuth AsyncBinaryResponse AsyncClient AsyncFileInput AsyncOAuth2Input AsyncPager"
        " AsyncRawInput AsyncResource AsyncStream AsyncTokenInput Base64 BasicAuth BasicInput BearerAuth BinaryResponse"
        " ClientCredentials DEFAULT DateTime Decimal FileContent FileInput Hook Items Limits Literal Mapping"
        " OAuth2ClientCredentials OAuth2Input Omit RawInput RequestOptions RetryPolicy Sequence Stream SyncClient"
        " SyncPage SyncResource TYPE_CHECKING Timeout TokenInput UUID UnknownVariant Unpack UnsupportedAuth"
    ).split()
)
"""All that the client's module and those of resources may import."""

NO_CLIENT: Final = frozenset(
    name for each in {*EXPORTED, *IMPORTED, "API"} for name in (each, each.removeprefix("Async"))
)
"""What a client cannot be called: it or its async twin would hide one of them."""
