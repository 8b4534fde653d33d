"""OAuth2 client credentials: the token, how it is asked for and how long it is good."""

from __future__ import annotations

import re
import threading
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus, urlencode, urljoin

from .errors import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    ConfigurationError,
)
from .secrecy import Secret
from .urls import checked_base_url

if TYPE_CHECKING:
    import httpx

    from .auth import ClientCredentials, OAuth2ClientCredentials

_LONGEST = 365 * 24 * 3600.0
_EARLY = 30.0
_CODE = re.compile(r"[a-z_]{1,40}")


class TokenCache:
    """The token of one client, shared by all copies of it."""

    def __init__(
        self,
        scheme: OAuth2ClientCredentials,
        credentials: ClientCredentials,
        base_url: str,
    ) -> None:
        self._scheme = scheme
        self._id = credentials.client_id.strip()
        self._secret = Secret(credentials.client_secret.strip())
        scopes = credentials.scopes
        self._scopes = scheme.scopes if scopes is None else scopes
        self._url = urljoin(base_url + "/", scheme.token_url)
        self._token: Secret | None = None
        self._good_until: float | None = None
        self.clock = time.monotonic
        self.sync_lock = threading.Lock()
        if not self._id or not self._secret.text:
            raise ConfigurationError(f"`{scheme.argument}` lacks an id or a secret")
        checked_base_url(self._url.partition("?")[0], "token_url")

    def __repr__(self) -> str:
        return f"TokenCache({self._url!r})"

    @cached_property
    def async_lock(self) -> Any:
        import anyio

        return anyio.Lock()

    def current(self) -> Secret | None:
        """The token, while it is good."""
        token, until = self._token, self._good_until
        if token is None or (until is not None and self.clock() >= until):
            return None
        return token

    def drop(self, value: str) -> None:
        """Forget the token that was sent as `value`: the API refused it."""
        token = self._token
        if token is not None and value.endswith(token.text):
            self._token = None

    def secrets(self) -> list[Secret]:
        return [self._secret] if self._token is None else [self._secret, self._token]

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request for a token."""
        form = {"grant_type": "client_credentials"}
        if self._scopes:
            form["scope"] = " ".join(self._scopes)
        headers = {
            "accept": "application/json",
            "content-type": "application/x-www-form-urlencoded",
        }
        if self._scheme.in_body:
            form.update(client_id=self._id, client_secret=self._secret.text)
        else:
            from base64 import b64encode

            pair = f"{quote_plus(self._id)}:{quote_plus(self._secret.text)}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        content = urlencode(form).encode()
        return client.build_request("POST", self._url, headers=headers, content=content)

    def accept(self, response: httpx.Response) -> Secret | AuthenticationError:
        """Keep the token of a response, or give an error that repeats nothing of it.

        The error is returned: raised here, its traceback would hold the response.
        """
        try:
            body: object = response.json() if response.is_success else None
        except ValueError:
            body = None
        found = cast("dict[str, object]", body) if isinstance(body, dict) else {}
        token = found.get("access_token")
        if not isinstance(token, str) or not token.strip():
            return self._refused(response)
        self._token = Secret(token.strip())
        life = lifetime(found.get("expires_in"))
        self._good_until = None if life is None else self.clock() + life
        return self._token

    def unreachable(self, error: Exception) -> APIError:
        """The error where the token endpoint cannot be reached."""
        kind = type(error).__name__
        return APIConnectionError(f"The token endpoint gave no response ({kind})")

    def _refused(self, response: httpx.Response) -> AuthenticationError:
        code = ""
        try:
            body: object = response.json()
            if isinstance(body, dict):
                found = cast("dict[str, object]", body).get("error")
                if isinstance(found, str) and _CODE.fullmatch(found):
                    code = f", {found}"
        except ValueError:
            pass
        if self._secret.text in code:
            code = ""
        status = response.status_code
        return AuthenticationError(
            f"The token endpoint gave no token (status {status}{code})",
            status_code=status,
        )


def lifetime(expires_in: object) -> float | None:
    """Seconds a token may be kept; None where the endpoint does not say.

    It is given up a little early; none or less means for the request at hand only.
    """
    if isinstance(expires_in, bool) or not isinstance(expires_in, (int, float, str)):
        return None
    try:
        seconds = float(expires_in)
    except (ValueError, OverflowError):
        return None
    if seconds != seconds:
        return None
    seconds = min(max(seconds, 0.0), _LONGEST)
    return seconds - min(_EARLY, seconds * 0.1)
