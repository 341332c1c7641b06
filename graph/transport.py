"""The one place that sends a request to Graph.

https://learn.microsoft.com/graph/best-practices-concept, /graph/throttling, /graph/paging.

urllib3's own `Retry` is not used: it refuses the fractional `Retry-After` of Graph's pages, repeats
no POST that carries a key, and sleeps without a limit.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from secrets import SystemRandom
from typing import Any, Protocol
from uuid import uuid4

import requests
from requests.adapters import HTTPAdapter

from graph._answers import (
    DoubtfulError,
    RefusedError,
    TroubleError,
    UnauthorisedError,
    decoded,
    failed,
)
from graph.clouds import GLOBAL, CloudProfile, origin
from graph.errors import (
    GraphContractError,
    GraphOutcomeUnknownError,
    GraphSignInNeededError,
    GraphUnavailableError,
)

USER_AGENT = "ISV|Alongside|alongside-lti/0.1"
PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
LONGEST_WAIT_S = 30.0
MAX_PAGES = 200
MOST_AT_ONCE = 32
"""Connections that one session keeps open; also how many batches may be on their way."""


class Tokens(Protocol):
    """Gives a bearer token for one account; see `DelegatedTokens.token` and `AppTokens.token`."""

    def __call__(self, *, stale: str | None = None, claims: str | None = None) -> str:
        """Return a token other than `stale`, meeting `claims` if Graph demanded some."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One call as it goes out. `url` is a path below the Graph root, or a whole Graph address."""

    method: str
    url: str
    json: Mapping[str, Any] | None = None
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


class Transport:
    """Sends with a token, a timeout and bounded retries; fails with a GraphError only.

    Args:
        tokens: asked once per request, and once more when Graph answers 401.
        clock: aware UTC now; only a `Retry-After` that is a date is measured against it.
        profile: whose Graph; a token goes to its origin and nowhere else.
        timeout_s: for connecting, for each wait on the answer, and (twice this) for all of it.
        attempts: how often one request may be sent.
        sleep: waits so many seconds; never asked for more than LONGEST_WAIT_S.

    Attributes:
        owner: whose mailbox is meant: "me", or an Entra object id.

    """

    def __init__(
        self,
        tokens: Tokens,
        *,
        clock: Callable[[], datetime],
        profile: CloudProfile = GLOBAL,
        timeout_s: float = 10.0,
        attempts: int = 3,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.profile = profile
        self._tokens = tokens
        self.clock = clock
        self.owner = "me"
        self._timeout_s = timeout_s
        self._attempts = attempts
        self._sleep = sleep
        self._session = requests.Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=MOST_AT_ONCE))

    def speaking_for(self, owner: str) -> "Transport":
        """Return one by which the application speaks for that account, on the same connections."""
        other = copy(self)
        other.owner = owner
        return other

    def get(self, url: str, *, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return one thing or one page."""
        return self.send(Request("GET", url, params=params))

    def send(self, request: Request) -> dict[str, Any]:
        """Send one request and return the decoded answer; empty for an answer without a body.

        Raises:
            GraphUnavailableError: refused or unanswered, nothing was done; also at once when Graph
                asks for a longer wait than a request should take: the queue waits instead.
            GraphOutcomeUnknownError: the request was not safe to repeat, or was repeated in vain,
                and may have been done.
            GraphError: any other kind, at once.

        """
        url = self._address(request.url)
        doubtful = request.method not in {"GET", "HEAD"}
        in_doubt = False
        for attempt in range(1, self._attempts + 1):
            try:
                return self._send_with_token(request, url)
            except TroubleError as trouble:
                in_doubt = in_doubt or (doubtful and isinstance(trouble, DoubtfulError))
                last = attempt == self._attempts
                wait_s = trouble.wait_s(attempt, jitter=SystemRandom().uniform(1.0, 1.5))
                if last or wait_s > LONGEST_WAIT_S or (in_doubt and not request.repeatable):
                    raise _final(trouble, in_doubt=in_doubt, after_s=wait_s) from trouble
                self._sleep(wait_s)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def pages(self, url: str, *, params: Mapping[str, str] | None = None) -> Iterator[Any]:
        """Yield every item of a collection, to its end or not at all.

        The next page's address is followed as it came, on Graph's own origin only.

        Raises:
            GraphContractError: the pages go in a circle, have no end, or lead to another host.

        """
        seen: set[str] = set()
        next_url: str | None = url
        while next_url:
            if next_url in seen or len(seen) >= MAX_PAGES:
                raise GraphContractError("a collection without an end")
            seen.add(next_url)
            page = self.get(next_url, params=params)
            yield from _items(page)
            next_url, params = page.get("@odata.nextLink"), None

    def pause(self, seconds: float) -> bool:
        """Wait so long; False, at once, for a wait that is the queue's and not a request's."""
        if seconds > LONGEST_WAIT_S:
            return False
        self._sleep(seconds)
        return True

    def _address(self, url: str) -> str:
        if url.startswith("/"):
            return self.profile.graph_url + url
        if origin(url) != self.profile.graph_origin or "@" in url.split("?", 1)[0]:
            raise GraphContractError("an address outside Graph was to be called")
        return url

    def _send_with_token(self, request: Request, url: str) -> dict[str, Any]:
        token = self._tokens()
        try:
            return self._send_once(request, url, token)
        except UnauthorisedError as refusal:
            again = self._tokens(stale=token, claims=refusal.claims)
        try:
            return self._send_once(request, url, again)
        except UnauthorisedError as refusal:
            raise GraphSignInNeededError(
                "a fresh token was refused", status=401, request_id=refusal.request_id
            ) from refusal

    def _send_once(self, request: Request, url: str, token: str) -> dict[str, Any]:
        own_id = str(uuid4())
        headers = {
            "Accept": "application/json",
            "client-request-id": own_id,
            "Prefer": PREFER,
            "User-Agent": USER_AGENT,
            **request.headers,
        }
        try:
            with self._session.request(
                request.method,
                url,
                json=request.json,
                params=request.params,
                headers=headers,
                auth=_Bearer(token),
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return self._read(answer)
        except requests.ConnectTimeout as error:
            raise RefusedError("no connection", request_id=own_id) from error
        except requests.RequestException as error:
            raise DoubtfulError(type(error).__name__, request_id=own_id) from error

    def _read(self, answer: requests.Response) -> dict[str, Any]:
        if 200 <= answer.status_code < 300:
            return decoded(answer)
        raise failed(answer, self.clock)


class _Bearer(requests.auth.AuthBase):
    """Sets the header after requests' own look into ~/.netrc, which would replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        prepared.headers["Authorization"] = f"Bearer {self._token}"
        return prepared


def _final(
    trouble: TroubleError, *, in_doubt: bool, after_s: float
) -> GraphUnavailableError | GraphOutcomeUnknownError:
    about: dict[str, Any] = {"status": trouble.status, "request_id": trouble.request_id}
    if in_doubt:
        return GraphOutcomeUnknownError(trouble.what, **about)
    error = GraphUnavailableError(trouble.what, **about)
    error.after_s = after_s
    return error


def _items(page: Mapping[str, Any]) -> Iterator[Any]:
    items = page.get("value")
    if not isinstance(items, list):
        raise GraphContractError("a page without its list")
    yield from items
