"""How MSAL reaches Entra ID: with timeouts, without redirects, rerouted for the sandbox."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests

from graph.clouds import CloudProfile, browser_url

MAX_BODY_BYTES = 1_000_000
DOCUMENT_LIFE_S = 24 * 3600.0


class LoginUnavailableError(requests.RequestException):
    """No usable answer. As a RequestException it lets MSAL use a token that still counts."""

    def __init__(self, what: str, after_s: float | None = None) -> None:
        self.after_s = after_s
        super().__init__(what)


class TenantUnknownError(Exception):
    """Entra has no such tenant. Said here because MSAL would repeat the whole answer instead."""


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """The parts of an answer that MSAL reads."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Do nothing: what must not pass has been raised before."""


class LoginHttp:
    """The `http_client` that MSAL asks for; one for all tenants and threads.

    Discovery documents are kept for a day, so that an MSAL application costs no request.
    """

    def __init__(self, profile: CloudProfile, *, timeout_s: float = 10.0) -> None:
        self._profile = profile
        self._timeout_s = timeout_s
        self._session = requests.Session()
        self._documents: dict[str, tuple[float, LoginAnswer]] = {}
        self._lock = Lock()

    def get(
        self,
        url: str,
        params: Any = None,
        headers: Any = None,
        *,
        fresh: bool = False,
        **_: object,
    ) -> LoginAnswer:
        """Return a discovery document; `fresh` does not take the one that is kept."""
        with self._lock:
            until, known = self._documents.get(url, (0.0, None))
        if known is not None and time.monotonic() < until and not fresh:
            return known
        answer = self._send("GET", url, params=params, headers=headers)
        if answer.status_code != requests.codes.ok:
            raise TenantUnknownError
        with self._lock:
            self._documents[url] = (time.monotonic() + DOCUMENT_LIFE_S, answer)
        return answer

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: object
    ) -> LoginAnswer:
        """Return the answer of the token endpoint."""
        return self._send("POST", url, params=params, data=data, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _send(self, method: str, url: str, **parts: Any) -> LoginAnswer:
        target = browser_url(self._profile, url)
        with self._session.request(
            method, target, timeout=self._timeout_s, allow_redirects=False, stream=True, **parts
        ) as answer:
            return _usable(answer)


def _usable(answer: requests.Response) -> LoginAnswer:
    status = answer.status_code
    if status == requests.codes.too_many_requests or status >= 500:
        raise LoginUnavailableError(f"status {status}", _seconds(answer.headers.get("Retry-After")))
    body = answer.raw.read(MAX_BODY_BYTES + 1, decode_content=True)
    try:
        text = body.decode("utf-8")
        fits = len(body) <= MAX_BODY_BYTES and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        fits = False
    if not fits or 300 <= status < 400:
        raise LoginUnavailableError(f"status {status}, not an answer of Entra's")
    return LoginAnswer(status, text, dict(answer.headers))


def _seconds(header: str | None) -> float | None:
    return min(float(header), 3600.0) if header and header.isdecimal() else None
