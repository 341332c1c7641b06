"""What one HTTP answer of Graph means: decoded, an error, or trouble that may pass."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any

import requests

from graph.errors import (
    GraphConflictError,
    GraphContractError,
    GraphError,
    GraphForbiddenError,
    GraphNoMailboxError,
    GraphNotFoundError,
)

MAX_BODY_BYTES = 8_000_000
LONGEST_BELIEVED_S = 3600.0

_KINDS: dict[int, type[GraphError]] = {
    402: GraphForbiddenError,
    403: GraphForbiddenError,
    404: GraphNotFoundError,
    409: GraphConflictError,
    410: GraphNotFoundError,
    412: GraphConflictError,
}
_NO_MAILBOX = frozenset({"MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI"})
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,80}")


class TroubleError(Exception):
    """Something that may be gone at the next attempt.

    Attributes:
        after_s: what Graph asked for; None when it named nothing usable.

    """

    def __init__(
        self,
        what: str,
        *,
        status: int | None = None,
        after_s: float | None = None,
        request_id: str = "",
    ) -> None:
        self.what = what
        self.status = status
        self.after_s = after_s
        self.request_id = request_id
        super().__init__(what)

    def wait_s(self, attempt: int, *, jitter: float) -> float:
        """Return how long to wait before the attempt after this one; never under a second.

        Args:
            attempt: 1 for the first.
            jitter: factor from 1.0, so that many clients do not come back at once.

        """
        if self.after_s is None:
            return 2.0 ** (attempt - 1) * jitter
        return max(self.after_s, jitter)


class RefusedError(TroubleError):
    """Turned away before any work: 429, a 503 that names a time, or never connected."""


class DoubtfulError(TroubleError):
    """The request went out and no usable answer came back: it may have been done."""


class UnauthorisedError(Exception):
    """401. `claims` is what a new token must meet, None when Graph named nothing."""

    def __init__(self, *, claims: str | None, request_id: str) -> None:
        self.claims = claims
        self.request_id = request_id
        super().__init__("401")


def decoded(answer: requests.Response) -> dict[str, Any]:
    """Return the JSON object in a 2xx answer; empty when it rightly has no body.

    Raises:
        DoubtfulError: anything else, whatever the status said (a proxy's page, a cut answer).

    """
    body = _bounded(answer)
    if not body and answer.status_code in {202, 204}:
        return {}
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DoubtfulError("not JSON", request_id=request_id(answer)) from error
    if not isinstance(value, dict):
        raise DoubtfulError("not a JSON object", request_id=request_id(answer))
    return value


def failed(answer: requests.Response, clock: Callable[[], datetime]) -> Exception:
    """Return what to raise for an answer that is not 2xx."""
    status = answer.status_code
    if status == requests.codes.unauthorized:
        return UnauthorisedError(
            claims=_claims(answer.headers.get("WWW-Authenticate", "")),
            request_id=request_id(answer),
        )
    after_s = retry_after_s(answer.headers.get("Retry-After"), lambda: _sent_at(answer) or clock())
    about: dict[str, Any] = {"status": status, "request_id": request_id(answer)}
    if status in {408, 423, 429} or (status == requests.codes.unavailable and after_s is not None):
        return RefusedError("asked to wait", after_s=after_s, **about)
    if status >= 500 or status < 400:  # a redirect is a gateway's, never Graph's
        return DoubtfulError("no answer of Graph's", after_s=after_s, **about)
    return error_for(status, _code(answer), request_id=about["request_id"])


def error_for(status: int, code: str, *, request_id: str) -> GraphError:
    """Return the error for a 4xx and Graph's own code; also for one item of a batch."""
    kind = _KINDS.get(status, GraphContractError)
    if code in _NO_MAILBOX:
        kind = GraphNoMailboxError
    return kind("refused", status=status, code=code, request_id=request_id)


def retry_after_s(header: str | None, clock: Callable[[], datetime]) -> float | None:
    """Read `Retry-After`: seconds, whole or not, or an HTTP date; an hour at most.

    None when it is absent, negative, past or unreadable.
    """
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        seconds = _until(header, clock)
    if not isfinite(seconds) or seconds < 0:
        return None
    return min(seconds, LONGEST_BELIEVED_S)


def request_id(answer: requests.Response) -> str:
    """Return Graph's id of the request, for Microsoft's support; ours if a proxy answered."""
    return str(answer.headers.get("request-id") or answer.headers.get("client-request-id") or "")


def _sent_at(answer: requests.Response) -> datetime | None:
    """Return when it was sent by the server's own clock, which need not be ours (G35)."""
    return _moment(answer.headers.get("Date", ""))


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _until(header: str, clock: Callable[[], datetime]) -> float:
    moment = _moment(header)
    return (moment - clock()).total_seconds() if moment else -1.0


def _bounded(answer: requests.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(65_536):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise DoubtfulError("too large", request_id=request_id(answer))
    return bytes(body)


def _code(answer: requests.Response) -> str:
    """Return `error.code`, unless it is not the bare word it should be."""
    try:
        code = decoded(answer)["error"]["code"]
    except (TroubleError, KeyError, TypeError, requests.RequestException):
        return ""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _claims(header: str) -> str | None:
    """Read the claims challenge (base64 JSON) that continuous access evaluation sends.

    https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    found = re.search(r'claims="([A-Za-z0-9+/=_-]{1,8000})"', header)
    if "insufficient_claims" not in header or not found:
        return None
    text = found[1].replace("-", "+").replace("_", "/")
    try:
        claims = base64.b64decode(text + "=" * (-len(text) % 4)).decode()
        return claims if isinstance(json.loads(claims), dict) else None
    except (binascii.Error, ValueError, RecursionError):
        return None
