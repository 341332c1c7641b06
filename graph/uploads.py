"""Sending a file in fragments to the address that an upload session names.

https://learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session

The address is a secret of its own and takes no token; ours is never sent there.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from graph._answers import DoubtfulError, RefusedError, TroubleError, decoded, failed
from graph._shapes import LOOPBACK
from graph.errors import (
    GraphContractError,
    GraphError,
    GraphOutcomeUnknownError,
    GraphUnavailableError,
)
from graph.transport import LONGEST_WAIT_S, Transport

FRAGMENT_BYTES = 10 * 320 * 1024
"""A multiple of 320 KiB, as the page demands, and small enough for a slow line."""
TRIES = 4
RANGE_WRONG = 416
SESSION_GONE = frozenset({401, 404, 410})


class Uploads:
    """Upload sessions of one account."""

    def __init__(self, transport: Transport, *, timeout_s: float = 30.0) -> None:
        self._transport = transport
        self._timeout_s = timeout_s
        self._session = requests.Session()

    def send(self, url: str, content: bytes) -> Mapping[str, Any]:
        """Send everything and return the item, taking up where a fragment was cut (G36).

        Raises:
            GraphUnavailableError: the session ended first; no file was made.
            GraphOutcomeUnknownError: the last answer was lost: the file may be there.
            GraphError: any other kind.

        """
        self._require_safe(url)
        at, tries, last_sent = 0, 0, False
        while True:
            last_sent = last_sent or at + FRAGMENT_BYTES >= len(content)
            try:
                answer = self._fragment(url, content, at)
            except TroubleError as trouble:
                tries += 1
                wait_s = trouble.wait_s(tries, jitter=1.0)
                if tries >= TRIES or wait_s > LONGEST_WAIT_S:
                    raise _final(trouble, last_sent=last_sent) from trouble
                self._transport.pause(wait_s)
                at = self._expected(url, at, last_sent=last_sent)
                continue
            if "id" in answer:
                return answer
            at = _next(answer, at)

    def _fragment(self, url: str, content: bytes, at: int) -> dict[str, Any]:
        part = content[at : at + FRAGMENT_BYTES]
        span = f"bytes {at}-{at + len(part) - 1}/{len(content)}"
        return self._ask("PUT", url, data=part, headers={"Content-Range": span})

    def _expected(self, url: str, at: int, *, last_sent: bool) -> int:
        """Ask where the session stands; where it is over, whether it succeeded is not known."""
        try:
            return _next(self._ask("GET", url), at)
        except TroubleError:
            return at
        except GraphError as error:
            if error.status in SESSION_GONE and last_sent:
                raise GraphOutcomeUnknownError("the session is over") from error
            raise

    def _ask(self, method: str, url: str, **sent: Any) -> dict[str, Any]:
        try:
            with self._session.request(
                method, url, timeout=self._timeout_s, allow_redirects=False, stream=True, **sent
            ) as answer:
                if answer.status_code == RANGE_WRONG:
                    raise DoubtfulError("not the part that was expected", status=RANGE_WRONG)
                if 200 <= answer.status_code < 300:
                    return decoded(answer)
                if answer.status_code in SESSION_GONE:
                    raise GraphUnavailableError("the session is over", status=answer.status_code)
                raise failed(answer, self._transport.clock)
        except requests.ConnectTimeout as error:
            raise RefusedError("no connection") from error
        except requests.RequestException as error:
            raise DoubtfulError(type(error).__name__) from error

    def _require_safe(self, url: str) -> None:
        parts = urlsplit(url)
        graph_is_here = urlsplit(self._transport.profile.graph_url).hostname in LOOPBACK
        here = graph_is_here and parts.scheme == "http" and parts.hostname in LOOPBACK
        if not (parts.scheme == "https" or here) or parts.username:
            raise GraphContractError("an upload address that is not https")


def _next(answer: Mapping[str, Any], at: int) -> int:
    ranges = answer.get("nextExpectedRanges")
    try:
        return int(str(ranges[0]).partition("-")[0]) if ranges else at + FRAGMENT_BYTES
    except (ValueError, TypeError, KeyError) as error:
        raise GraphContractError("ranges of an unknown form") from error


def _final(trouble: TroubleError, *, last_sent: bool) -> GraphError:
    kind = GraphOutcomeUnknownError if last_sent else GraphUnavailableError
    return kind(trouble.what, status=trouble.status, request_id=trouble.request_id)
