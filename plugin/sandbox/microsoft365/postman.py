"""Deliver change notifications in the background: after a while, again when refused."""

import heapq
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import requests

TIMEOUT_S = 10.0
RETRIES_S = (1.0, 3.0, 10.0)


@dataclass(order=True)
class _Letter:
    due: float
    place: int
    url: str = field(compare=False)
    body: dict[str, Any] = field(compare=False)
    tries: int = field(compare=False, default=0)


class Postman:
    """One thread that posts what is due. Letters live in memory: a restart loses them."""

    def __init__(self) -> None:
        self._letters: list[_Letter] = []
        self._places = count()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self.outcomes: list[dict[str, Any]] = []

    def post(self, url: str, body: dict[str, Any], *, after_s: float) -> None:
        """Post `body` to `url` when `after_s` have passed."""
        self._put(_Letter(time.monotonic() + after_s, next(self._places), url, body))

    def forget(self) -> None:
        """Throw away what is not delivered."""
        with self._wake:
            self._letters.clear()
            self.outcomes.clear()

    def _put(self, letter: _Letter) -> None:
        with self._wake:
            heapq.heappush(self._letters, letter)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="postman")
                self._thread.start()
            self._wake.notify()

    def _work(self) -> None:
        while True:
            self._deliver(self._next())

    def _next(self) -> _Letter:
        with self._wake:
            while True:
                wait = self._letters[0].due - time.monotonic() if self._letters else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._letters)
                self._wake.wait(wait)

    def _deliver(self, letter: _Letter) -> None:
        try:
            status = requests.post(letter.url, json=letter.body, timeout=TIMEOUT_S).status_code
        except requests.RequestException:
            status = 0
        self.outcomes = [*self.outcomes[-99:], {"url": letter.url, "status": status}]
        if not 200 <= status < 300 and letter.tries < len(RETRIES_S):
            again = time.monotonic() + RETRIES_S[letter.tries]
            place = next(self._places)
            self._put(_Letter(again, place, letter.url, letter.body, letter.tries + 1))
