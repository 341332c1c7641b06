"""Up to twenty requests in one, each with its own outcome.

https://learn.microsoft.com/graph/json-batching

A batch saves time, not quota, and its own 200 says nothing about what is in it. Only reads are
asked for again here: a write without an answer cannot be told from one never begun, so that is its
outcome, and whoever wrote looks before they repeat it.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeGuard, TypeVar

from requests.structures import CaseInsensitiveDict

from graph._answers import error_for, retry_after_s
from graph.errors import (
    GraphContractError,
    GraphError,
    GraphOutcomeUnknownError,
    GraphSignInNeededError,
    GraphUnavailableError,
)
from graph.transport import MOST_AT_ONCE, PREFER, Request, Transport

MAX_ITEMS = 20
ATTEMPTS = 4
Key = TypeVar("Key", bound=Hashable)
_PUT_OFF = frozenset({408, 424, 429})
_TURNED_AWAY = frozenset({408, 423, 424, 429})

Outcome = dict[str, Any] | GraphError


class Batch:
    """Reads in bulk. Not chained with `dependsOn`: one missing thing would fail all behind it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, paths: Sequence[str]) -> dict[str, Outcome]:
        """Return for each path the body, or the error that reading it would have raised.

        Only what was put off (429, 5xx, 424, unanswered) is asked for again, after the longest
        wait that was named.

        Raises:
            GraphError: the request as a whole failed; nothing is known of any path.

        """
        found: dict[str, Outcome] = {}
        wanted = list(dict.fromkeys(paths))
        for start in range(0, len(wanted), MAX_ITEMS):
            found |= self._some(wanted[start : start + MAX_ITEMS])
        return found

    def _some(self, paths: Sequence[str]) -> dict[str, Outcome]:
        found = self._once(paths)
        for attempt in range(1, ATTEMPTS):
            waits = {path: said.after_s for path, said in found.items() if _is_put_off(said)}
            if not waits:
                break
            named = [seconds for seconds in waits.values() if seconds is not None]
            if not self._transport.pause(max(named, default=2.0 ** (attempt - 1))):
                break
            found |= self._once(list(waits))
        return found

    def _once(self, paths: Sequence[str]) -> dict[str, Outcome]:
        requests = [
            {"id": str(number), "method": "GET", "url": path, "headers": {"Prefer": PREFER}}
            for number, path in enumerate(paths)
        ]
        answer = self._transport.send(Request("POST", "/$batch", json={"requests": requests}))
        said = dict(_by_id(answer))
        return {path: self._outcome(said.get(str(number))) for number, path in enumerate(paths)}

    def _outcome(self, item: Mapping[str, Any] | None) -> Outcome:
        status, body, headers = _parts(item or {})
        request_id = str(headers.get("request-id", ""))
        if 200 <= status < 300 and isinstance(body, dict):
            return body
        if status in _PUT_OFF or status >= 500 or status < 300:
            error = GraphUnavailableError("put off", status=status or None, request_id=request_id)
            error.after_s = retry_after_s(headers.get("Retry-After"), self._transport.clock)
            return error
        if status == 401:
            return GraphSignInNeededError("refused", status=status, request_id=request_id)
        return error_for(status, _code(body), request_id=request_id)


def send_across(
    transport: Transport, parts: Iterable[tuple[Key, str, Request]]
) -> Iterator[tuple[Key, Outcome]]:
    """Send the application's requests to many mailboxes, and yield what each came to.

    One of a mailbox is on its way at a time, for Exchange throttles the fifth; MOST_AT_ONCE
    batches are. Those of one mailbox keep their order. Nothing is sent twice: what was put off is
    a GraphUnavailableError with its wait, what may have been done a GraphOutcomeUnknownError.

    Args:
        transport: authorised for the application.
        parts: each by its own key, with the mailbox that it is for.

    """
    rounds: list[list[tuple[Key, Request]]] = []
    before: Counter[str] = Counter()
    for key, mailbox, request in parts:
        if before[mailbox] == len(rounds):
            rounds.append([])
        rounds[before[mailbox]].append((key, request))
        before[mailbox] += 1
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="batches") as pool:
        for wave in rounds:
            some = [wave[start : start + MAX_ITEMS] for start in range(0, len(wave), MAX_ITEMS)]
            for said in pool.map(partial(_sent, transport), some):
                yield from said


def _sent(transport: Transport, parts: Sequence[tuple[Key, Request]]) -> list[tuple[Key, Outcome]]:
    requests = [_part(str(number), request) for number, (_, request) in enumerate(parts)]
    whole = Request("POST", "/$batch", json={"requests": requests}, repeatable=False)
    try:
        answer = transport.send(whole)
    except GraphError as error:
        return [(key, error) for key, _ in parts]
    try:
        said = dict(_by_id(answer))
    except GraphContractError:
        said = {}
    return [
        (key, _came_of(transport, said.get(str(number)))) for number, (key, _) in enumerate(parts)
    ]


def _part(number: str, request: Request) -> dict[str, Any]:
    part: dict[str, Any] = {"id": number, "method": request.method, "url": request.url}
    headers = {"Prefer": PREFER, **request.headers}
    if request.json is None:
        return {**part, "headers": headers}
    return {
        **part,
        "headers": {"Content-Type": "application/json", **headers},
        "body": request.json,
    }


def _came_of(transport: Transport, item: Mapping[str, Any] | None) -> Outcome:
    """Return what one request came to; whatever does not say that it was refused is in doubt."""
    status, body, headers = _parts(item or {})
    about: dict[str, Any] = {"request_id": str(headers.get("request-id", ""))}
    if 200 <= status < 300 and isinstance(body, dict):
        return body
    if status in {202, 204} and body is None:
        return {}
    after_s = retry_after_s(headers.get("Retry-After"), transport.clock)
    if status in _TURNED_AWAY or (status == 503 and after_s is not None):
        error = GraphUnavailableError("put off", status=status, **about)
        error.after_s = after_s
        return error
    if status == 401:
        return GraphSignInNeededError("refused", status=status, **about)
    if 400 <= status < 500:
        return error_for(status, _code(body), **about)
    return GraphOutcomeUnknownError("no usable answer", status=status or None, **about)


def _is_put_off(said: Outcome) -> TypeGuard[GraphUnavailableError]:
    return isinstance(said, GraphUnavailableError)


def _by_id(answer: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the answers by id. One that is there twice contradicts itself and is left out."""
    items = answer.get("responses")
    if not isinstance(items, list):
        raise GraphContractError("a batch without its answers")
    sound = [each for each in items if isinstance(each, Mapping)]
    ids = Counter(str(each.get("id")) for each in sound)
    for each in sound:
        if ids[str(each.get("id"))] == 1:
            yield str(each.get("id")), each


def _parts(item: Mapping[str, Any]) -> tuple[int, object, Mapping[str, str]]:
    """Return status, body, headers; status 0 for an item that was not answered."""
    status, headers = item.get("status"), item.get("headers")
    return (
        status if isinstance(status, int) else 0,
        item.get("body"),
        CaseInsensitiveDict(headers) if isinstance(headers, dict) else {},
    )


def _code(body: object) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else ""
