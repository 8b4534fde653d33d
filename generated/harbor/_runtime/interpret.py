"""A response -> the documented value or the error: pure functions."""

from __future__ import annotations

import codecs
import warnings
from typing import TYPE_CHECKING, Any

from .errors import (
    APIResponseValidationError,
    APIStatusError,
    ConfigurationError,
    status_error_class,
)
from .mismatch import Mismatch, ResponseMismatch
from .operations import BytesResponse, JsonResponse, NoBody, Returned, TextResponse
from .plans import choose_representation, is_json, media_type_of
from .secrecy import MASK, bounded, redact

if TYPE_CHECKING:
    import httpx

    from .operations import AnyOperation
    from .settings import ApiInfo, Settings

_BODILESS = frozenset({204, 205, 304})


def succeeded(operation: AnyOperation, response: httpx.Response) -> bool:
    """Whether the response is a result and not an error."""
    status = response.status_code
    return 200 <= status < 300 or (status < 400 and operation.plan.documents(status))


def read_result(
    settings: Settings, operation: AnyOperation, response: httpx.Response
) -> Any:
    """The value that a response stands for."""
    status = response.status_code
    returned = operation.plan.returned(status)
    content_type = response.headers.get("content-type", "")
    one = choose_representation(returned, content_type)
    if isinstance(one, JsonResponse) and response.content:
        return _json(settings, operation, response, one, content_type)
    if one is None:
        return _undocumented(response, content_type)
    if isinstance(one, TextResponse):
        return response.text
    if isinstance(one, BytesResponse):
        return response.content
    if isinstance(one, NoBody) or operation.method == "HEAD":
        return None
    if any(isinstance(other, NoBody) for other in returned):
        return None
    expected = "no body" if status in _BODILESS else one.media_type
    mismatch = Mismatch("$", expected or "a body", "an empty body")
    report(settings, operation.plan.name, (mismatch,), response)
    return None


def _undocumented(response: httpx.Response, content_type: str) -> Any:
    if not response.content:
        return None
    if is_json(media_type_of(content_type)):
        try:
            return response.json()
        except ValueError:
            return response.text
    return response.text if content_type.startswith("text/") else response.content


def _json(
    settings: Settings,
    operation: AnyOperation,
    response: httpx.Response,
    one: JsonResponse,
    content_type: str,
) -> Any:
    text = json_text(response.content, content_type)
    try:
        value, mismatches = one.decoder.decode(text)
    except ValueError:
        value, mismatches = None, None
    if mismatches is None:
        raise not_json(settings, operation.plan.name, response)
    if mismatches:
        report(settings, operation.plan.name, mismatches, response)
    return value


def json_text(content: bytes, content_type: str) -> bytes | str:
    """The JSON text, decoded where its charset is another than UTF-8."""
    if content[:3] == codecs.BOM_UTF8:
        return content[3:]
    if "charset" not in content_type.lower():
        return content
    charset = content_type.lower().partition("charset=")[2].partition(";")[0]
    charset = charset.strip(" \"'")
    if charset in ("utf-8", "utf8", ""):
        return content
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content


def not_json(
    settings: Settings, name: str, response: httpx.Response
) -> APIResponseValidationError:
    """The error for a body that is no JSON where JSON is documented."""
    kind = response.headers.get("content-type") or "no content type"
    secrets = settings.keyring.secrets()
    excerpt = bounded(redact(excerpt_of(response), secrets), 200)
    return APIResponseValidationError(
        f"{name}: expected JSON, got status {response.status_code}, {kind}: {excerpt!r}",
        response=response,
        body=excerpt,
        request_id=request_id(settings.api, response),
    )


def excerpt_of(response: httpx.Response) -> str:
    """The start of a body as text, whatever it is."""
    return response.content[:4000].decode("utf-8", "replace")


def report(
    settings: Settings,
    name: str,
    mismatches: tuple[Mismatch, ...],
    response: httpx.Response | None = None,
) -> None:
    """Say that a response breaks its shape: raise if strict, else warn, log and hook."""
    mismatch = ResponseMismatch(name, mismatches)
    if settings.strict_responses:
        raise APIResponseValidationError(
            str(mismatch),
            response=response,
            body=None if response is None else bounded(excerpt_of(response), 2000),
            request_id=None if response is None else request_id(settings.api, response),
        )
    from .logs import logger

    logger(settings.api.name).warning("%s", mismatch)
    for hook in settings.hooks:
        hook.on_mismatch(mismatch)
    warnings.warn(mismatch, stacklevel=2)


def request_id(api: ApiInfo, response: httpx.Response) -> str | None:
    """The id that the server gave the request."""
    for name in api.request_id_headers:
        found: str | None = response.headers.get(name)
        if found:
            return found
    return None


def status_error(
    settings: Settings, operation: AnyOperation, response: httpx.Response
) -> APIStatusError:
    """The error for a response with an error status."""
    status = response.status_code
    body = _error_body(settings, operation, response)
    text = f"{status} {response.reason_phrase}".strip()
    if 300 <= status < 400:
        text += " (a redirect, not followed)"
    shown = excerpt_of(response).strip()
    if shown:
        text += f": {bounded(redact(shown, settings.keyring.secrets()))}"
    return status_error_class(status)(
        f"{operation.plan.name}: {text}",
        response=response,
        body=body,
        request_id=request_id(settings.api, response),
    )


def _error_body(
    settings: Settings, operation: AnyOperation, response: httpx.Response
) -> object:
    content = response.content
    for secret in settings.keyring.secrets():
        if len(secret.text) >= 4:
            content = content.replace(
                secret.text.encode("latin-1", "replace"), MASK.encode()
            )
    if not content:
        return None
    content_type = response.headers.get("content-type", "")
    one: Returned | None = choose_representation(
        operation.plan.failed(response.status_code), content_type
    )
    text = json_text(content, content_type)
    if isinstance(one, JsonResponse):
        try:
            return one.decoder.decode(text)[0]
        except (ValueError, ConfigurationError):
            pass
    if is_json(media_type_of(content_type)) or content[:1] in (b"{", b"["):
        from pydantic_core import from_json

        try:
            return from_json(text)
        except ValueError:
            pass
    return text if isinstance(text, str) else text.decode("utf-8", "replace")
