"""Up to twenty reads in one request, each with its own outcome.

https://learn.microsoft.com/graph/json-batching

A batch saves time, not quota, and its own 200 says nothing about what is in it. Writes are not
batched: an unanswered one could not be told from one never begun.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from requests.structures import CaseInsensitiveDict

from graph._answers import error_for, retry_after_s
from graph.errors import (
    GraphContractError,
    GraphError,
    GraphSignInNeededError,
    GraphUnavailableError,
)
from graph.transport import PREFER, Request, Transport

MAX_ITEMS = 20
ATTEMPTS = 4
_PUT_OFF = frozenset({408, 424, 429})

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
