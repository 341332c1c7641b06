"""Requests to a platform's services: the bearer token, and the one place that sends with it.

LTI security framework 4.1: OAuth 2 client credentials with a signed assertion.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urlencode

from lti.errors import AccessDeniedError, PlatformUnavailableError
from lti.http import MAX_BYTES, Answer, Http
from lti.storage import Registration
from lti.text import is_word

ASSERTION_S = 300
CLOCK_MARGIN_S = 10  # Moodle refuses an assertion issued in its future
EXPIRY_MARGIN_S = 60
MAX_TOKEN_BYTES = 65_536
MAX_WAIT_S = 3_600
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_REFUSED = frozenset({401, 403})  # Sakai answers 403 where others answer 401


class Signer(Protocol):
    """Signs with this tool's key; what `lti.keys.ToolKeys` does."""

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return a signed JWT."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to a service.

    Attributes:
        accept, content_type: media types; Moodle refuses any but the specification's.
        body: a JSON value; None sends none.
        unless: the ETag of what the caller has; `UnchangedError` says that it is the newest.

    """

    method: str
    url: str
    accept: str
    body: Any = None
    content_type: str | None = None
    max_bytes: int = MAX_BYTES
    unless: str | None = None


class UnchangedError(Exception):
    """304, as the caller asked for: what they have is the newest. No failure of the platform."""


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    usable_until_s: float


@dataclass(slots=True)
class PlatformServices:
    """Sends requests to platforms with the tokens they give; safe for threads.

    Attributes:
        clock: returns now, in UTC.

    """

    http: Http
    signer: Signer
    clock: Callable[[], datetime]
    _tokens: dict[tuple[str, frozenset[str]], _Token] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def send(self, registration: Registration, scopes: Iterable[str], call: Call) -> Answer:
        """Send one request and return its answer, whose status is below 300.

        A refusal leads to one fresh token and one more try: platforms forget tokens early.

        Raises:
            AccessDeniedError: 400 to 499, but for what follows; the second 401 or 403.
            UnchangedError: 304, and `call.unless` was given.
            PlatformUnavailableError: 429, 500 and above, redirects, or no answer.

        """
        wanted = frozenset(scopes)
        answer = self._send_with(self._token(registration, wanted), call)
        if answer.status in _REFUSED:
            self._forget(registration, wanted)
            answer = self._send_with(self._token(registration, wanted), call)
        if call.unless and answer.status == 304:
            raise UnchangedError
        require_success(answer)
        return answer

    def granted(self, registration: Registration, scopes: Iterable[str]) -> frozenset[str]:
        """Ask for a new token with `scopes`, and return which of them the platform says it has.

        A platform that does not say is taken to grant all, as OAuth 2 (RFC 6749, 5.1) lays down.

        Raises:
            AccessDeniedError, PlatformUnavailableError: as `send`.

        """
        wanted = frozenset(scopes)
        answer = self._ask(registration, wanted, self.clock().timestamp())
        body = answer.json()
        _parse_token(body, 0)
        said = body.get("scope")
        return wanted & frozenset(said.split()) if isinstance(said, str) and said else wanted

    def _send_with(self, token: str, call: Call) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Accept": call.accept}
        if call.unless:
            headers["If-None-Match"] = call.unless
        body = None if call.body is None else json.dumps(call.body).encode()
        if body is not None:
            headers["Content-Type"] = call.content_type or "application/json"
        return self.http.send(
            call.method, call.url, headers=headers, body=body, max_bytes=call.max_bytes
        )

    def _forget(self, registration: Registration, scopes: frozenset[str]) -> None:
        with self._lock:
            self._tokens.pop((registration.registration_id, scopes), None)

    def _token(self, registration: Registration, scopes: frozenset[str]) -> str:
        name = registration.registration_id, scopes
        with self._lock:
            kept = self._tokens.get(name)
        if kept is not None and self.clock().timestamp() < kept.usable_until_s:
            return kept.value
        token = self._fetch(registration, scopes)
        with self._lock:
            self._tokens[name] = token
        return token.value

    def _fetch(self, registration: Registration, scopes: frozenset[str]) -> _Token:
        asked_at_s = self.clock().timestamp()
        return _parse_token(self._ask(registration, scopes, asked_at_s).json(), asked_at_s)

    def _ask(self, registration: Registration, scopes: frozenset[str], asked_at_s: float) -> Answer:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": self._assertion(registration, int(asked_at_s)),
            "scope": " ".join(sorted(scopes)),
        }
        answer = self.http.send(
            "POST",
            registration.token_url,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
            body=urlencode(form).encode("ascii"),
            max_bytes=MAX_TOKEN_BYTES,
        )
        try:
            require_success(answer)
        except AccessDeniedError as error:
            # Never without a reason: the same status from a service says something else.
            raise AccessDeniedError(error.status, error.reason or "no_token") from error
        return answer

    def _assertion(self, registration: Registration, now_s: int) -> str:
        return self.signer.sign(
            {
                "iss": registration.client_id,
                "sub": registration.client_id,
                "aud": registration.token_audience or registration.token_url,
                "iat": now_s - CLOCK_MARGIN_S,
                "exp": now_s + ASSERTION_S,
                "jti": str(uuid.uuid4()),
            }
        )


def require_success(answer: Answer) -> None:
    """Return for a status below 300; else raise what `PlatformServices.send` says."""
    status = answer.status
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in (408, 429):
        raise AccessDeniedError(status, _error_code(answer))
    wait_s = _retry_after_s(answer.headers.get("retry-after", ""))
    raise PlatformUnavailableError(f"status {status}", retry_after_s=wait_s)


def _error_code(answer: Answer) -> str:
    # OAuth's short code only: the rest of an error body may hold anything.
    try:
        body = answer.json()
    except PlatformUnavailableError:
        return ""
    code = body.get("error") if isinstance(body, dict) else None
    return code if is_word(code) else ""


def _retry_after_s(value: str) -> int | None:
    return min(int(value), MAX_WAIT_S) if value.isascii() and value.isdigit() else None


def _parse_token(body: Any, asked_at_s: float) -> _Token:
    if not isinstance(body, dict):
        raise PlatformUnavailableError("token answer is not an object")
    value, kind = body.get("access_token"), body.get("token_type", "bearer")
    if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
        raise PlatformUnavailableError("token answer without a token")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise PlatformUnavailableError("token of another type")
    return _Token(value, asked_at_s + _lifetime_s(body.get("expires_in")) - EXPIRY_MARGIN_S)


def _lifetime_s(value: Any) -> float:
    # A token of unknown lifetime serves the request it was fetched for.
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return 0.0
    return seconds if 0 < seconds <= 24 * 3600 else 0.0
