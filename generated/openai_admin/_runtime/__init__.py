"""What every client of an API needs that does not depend on the API.

The modules load when a name of theirs is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .absent import DEFAULT as DEFAULT
    from .absent import Items as Items
    from .absent import Omit as Omit
    from .absent import omit as omit
    from .auth import ApiKeyAuth as ApiKeyAuth
    from .auth import AsyncOAuth2Input as AsyncOAuth2Input
    from .auth import AsyncTokenInput as AsyncTokenInput
    from .auth import BasicAuth as BasicAuth
    from .auth import BasicInput as BasicInput
    from .auth import BearerAuth as BearerAuth
    from .auth import ClientCredentials as ClientCredentials
    from .auth import OAuth2ClientCredentials as OAuth2ClientCredentials
    from .auth import OAuth2Input as OAuth2Input
    from .auth import TokenInput as TokenInput
    from .auth import UnsupportedAuth as UnsupportedAuth
    from .checks import Check as Check
    from .client_async import AsyncClient as AsyncClient
    from .client_sync import SyncClient as SyncClient
    from .core_async import AsyncCore as AsyncCore
    from .core_sync import SyncCore as SyncCore
    from .downloads import AsyncBinaryResponse as AsyncBinaryResponse
    from .downloads import BinaryResponse as BinaryResponse
    from .errors import APIConnectionError as APIConnectionError
    from .errors import APIError as APIError
    from .errors import APIResponseValidationError as APIResponseValidationError
    from .errors import APIStatusError as APIStatusError
    from .errors import APITimeoutError as APITimeoutError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import BadRequestError as BadRequestError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import ConflictError as ConflictError
    from .errors import GoneError as GoneError
    from .errors import InternalServerError as InternalServerError
    from .errors import InvalidArgumentError as InvalidArgumentError
    from .errors import NotFoundError as NotFoundError
    from .errors import PaginationError as PaginationError
    from .errors import PayloadTooLargeError as PayloadTooLargeError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import RateLimitError as RateLimitError
    from .errors import RequestTimeoutError as RequestTimeoutError
    from .errors import ResponseTooLargeError as ResponseTooLargeError
    from .errors import UnprocessableEntityError as UnprocessableEntityError
    from .events import ServerSentEvent as ServerSentEvent
    from .hooks import Attempt as Attempt
    from .hooks import Hook as Hook
    from .messages import Message as Message
    from .mismatch import Mismatch as Mismatch
    from .mismatch import ResponseMismatch as ResponseMismatch
    from .models import Base64 as Base64
    from .models import DateTime as DateTime
    from .models import Model as Model
    from .models import Tagged as Tagged
    from .models import UnknownVariant as UnknownVariant
    from .operations import JSON_BODY as JSON_BODY
    from .operations import REQUIRED_JSON_BODY as REQUIRED_JSON_BODY
    from .operations import BytesResponse as BytesResponse
    from .operations import DownloadOperation as DownloadOperation
    from .operations import EventStream as EventStream
    from .operations import FormBody as FormBody
    from .operations import JsonBody as JsonBody
    from .operations import JsonLines as JsonLines
    from .operations import JsonResponse as JsonResponse
    from .operations import LinesBody as LinesBody
    from .operations import MultipartBody as MultipartBody
    from .operations import NoBody as NoBody
    from .operations import Operation as Operation
    from .operations import PagedOperation as PagedOperation
    from .operations import Part as Part
    from .operations import PartsBody as PartsBody
    from .operations import RawBody as RawBody
    from .operations import StreamOperation as StreamOperation
    from .operations import TextResponse as TextResponse
    from .pagers import AsyncPage as AsyncPage
    from .pagers import AsyncPager as AsyncPager
    from .pagers import SyncPage as SyncPage
    from .pages import CursorPages as CursorPages
    from .pages import LinkHeaderPages as LinkHeaderPages
    from .pages import NextUrlPages as NextUrlPages
    from .pages import OffsetPages as OffsetPages
    from .pages import PageNumberPages as PageNumberPages
    from .resources import AsyncResource as AsyncResource
    from .resources import SyncResource as SyncResource
    from .resources import async_raw_method as async_raw_method
    from .resources import async_streaming_method as async_streaming_method
    from .resources import raw_copy as raw_copy
    from .resources import raw_method as raw_method
    from .resources import streaming_copy as streaming_copy
    from .resources import streaming_method as streaming_method
    from .responses import APIResponse as APIResponse
    from .responses import AsyncStreamingResponse as AsyncStreamingResponse
    from .responses import StreamingResponse as StreamingResponse
    from .retry import RetryPolicy as RetryPolicy
    from .settings import ApiInfo as ApiInfo
    from .settings import Clock as Clock
    from .settings import Limits as Limits
    from .settings import RequestOptions as RequestOptions
    from .settings import Timeout as Timeout
    from .streams import AsyncStream as AsyncStream
    from .streams import Stream as Stream
    from .styles import BRACKETS as BRACKETS
    from .styles import DEEP_OBJECT as DEEP_OBJECT
    from .styles import FORM as FORM
    from .styles import FORM_JOINED as FORM_JOINED
    from .styles import JSON_ENCODED as JSON_ENCODED
    from .styles import LABEL as LABEL
    from .styles import LABEL_EXPLODED as LABEL_EXPLODED
    from .styles import MATRIX as MATRIX
    from .styles import MATRIX_EXPLODED as MATRIX_EXPLODED
    from .styles import PIPE as PIPE
    from .styles import SIMPLE as SIMPLE
    from .styles import SIMPLE_EXPLODED as SIMPLE_EXPLODED
    from .styles import SPACE as SPACE
    from .styles import Style as Style
    from .tuples import OpenTuple as OpenTuple
    from .uploads import AsyncFileInput as AsyncFileInput
    from .uploads import AsyncRawInput as AsyncRawInput
    from .uploads import FileContent as FileContent
    from .uploads import FileInput as FileInput
    from .uploads import RawInput as RawInput

_HOMES = {
    "absent": "DEFAULT Items Omit omit",
    "auth": (
        "ApiKeyAuth AsyncOAuth2Input AsyncTokenInput BasicAuth BasicInput "
        "BearerAuth ClientCredentials OAuth2ClientCredentials OAuth2Input "
        "TokenInput UnsupportedAuth"
    ),
    "checks": "Check",
    "client_async": "AsyncClient",
    "client_sync": "SyncClient",
    "core_async": "AsyncCore",
    "core_sync": "SyncCore",
    "downloads": "AsyncBinaryResponse BinaryResponse",
    "errors": (
        "APIConnectionError APIError APIResponseValidationError APIStatusError "
        "APITimeoutError AuthenticationError BadRequestError ConfigurationError "
        "ConflictError GoneError InternalServerError InvalidArgumentError "
        "NotFoundError PaginationError PayloadTooLargeError PermissionDeniedError "
        "RateLimitError RequestTimeoutError ResponseTooLargeError "
        "UnprocessableEntityError"
    ),
    "events": "ServerSentEvent",
    "hooks": "Attempt Hook",
    "messages": "Message",
    "mismatch": "Mismatch ResponseMismatch",
    "models": "Base64 DateTime Model Tagged UnknownVariant",
    "operations": (
        "JSON_BODY REQUIRED_JSON_BODY BytesResponse DownloadOperation EventStream "
        "FormBody JsonBody JsonLines JsonResponse LinesBody MultipartBody NoBody "
        "Operation PagedOperation Part PartsBody RawBody StreamOperation TextResponse"
    ),
    "pagers": "AsyncPage AsyncPager SyncPage",
    "pages": "CursorPages LinkHeaderPages NextUrlPages OffsetPages PageNumberPages",
    "resources": (
        "AsyncResource SyncResource async_raw_method async_streaming_method "
        "raw_copy raw_method streaming_copy streaming_method"
    ),
    "responses": "APIResponse AsyncStreamingResponse StreamingResponse",
    "retry": "RetryPolicy",
    "settings": "ApiInfo Clock Limits RequestOptions Timeout",
    "streams": "AsyncStream Stream",
    "styles": (
        "BRACKETS DEEP_OBJECT FORM FORM_JOINED JSON_ENCODED LABEL LABEL_EXPLODED "
        "MATRIX MATRIX_EXPLODED PIPE SIMPLE SIMPLE_EXPLODED SPACE Style"
    ),
    "tuples": "OpenTuple",
    "uploads": "AsyncFileInput AsyncRawInput FileContent FileInput RawInput",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOME_OF.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f".{home}", __name__), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})


__all__ = [
    "BRACKETS",
    "DEEP_OBJECT",
    "DEFAULT",
    "FORM",
    "FORM_JOINED",
    "JSON_BODY",
    "JSON_ENCODED",
    "LABEL",
    "LABEL_EXPLODED",
    "MATRIX",
    "MATRIX_EXPLODED",
    "PIPE",
    "REQUIRED_JSON_BODY",
    "SIMPLE",
    "SIMPLE_EXPLODED",
    "SPACE",
    "APIConnectionError",
    "APIError",
    "APIResponse",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "ApiInfo",
    "ApiKeyAuth",
    "AsyncBinaryResponse",
    "AsyncClient",
    "AsyncCore",
    "AsyncFileInput",
    "AsyncOAuth2Input",
    "AsyncPage",
    "AsyncPager",
    "AsyncRawInput",
    "AsyncResource",
    "AsyncStream",
    "AsyncStreamingResponse",
    "AsyncTokenInput",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "Base64",
    "BasicAuth",
    "BasicInput",
    "BearerAuth",
    "BinaryResponse",
    "BytesResponse",
    "Check",
    "ClientCredentials",
    "Clock",
    "ConfigurationError",
    "ConflictError",
    "CursorPages",
    "DateTime",
    "DownloadOperation",
    "EventStream",
    "FileInput",
    "FormBody",
    "GoneError",
    "Hook",
    "InternalServerError",
    "InvalidArgumentError",
    "Items",
    "JsonBody",
    "JsonLines",
    "JsonResponse",
    "Limits",
    "LinkHeaderPages",
    "Message",
    "Mismatch",
    "Model",
    "MultipartBody",
    "NextUrlPages",
    "NoBody",
    "NotFoundError",
    "OAuth2ClientCredentials",
    "OAuth2Input",
    "OffsetPages",
    "Omit",
    "OpenTuple",
    "Operation",
    "PageNumberPages",
    "PagedOperation",
    "PaginationError",
    "Part",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "RateLimitError",
    "RawBody",
    "RawInput",
    "RequestOptions",
    "RequestTimeoutError",
    "ResponseMismatch",
    "ResponseTooLargeError",
    "RetryPolicy",
    "ServerSentEvent",
    "Stream",
    "StreamOperation",
    "StreamingResponse",
    "Style",
    "SyncClient",
    "SyncCore",
    "SyncPage",
    "SyncResource",
    "Tagged",
    "TextResponse",
    "Timeout",
    "TokenInput",
    "UnknownVariant",
    "UnprocessableEntityError",
    "UnsupportedAuth",
    "async_raw_method",
    "async_streaming_method",
    "omit",
    "raw_copy",
    "raw_method",
    "streaming_copy",
    "streaming_method",
]
