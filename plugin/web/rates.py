"""How often one address may knock. Counted in each process: a brake, not a ledger.

A whole lecture hall launches from one address within a minute, so the bounds are wide.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

from flask import request

from plugin.web.errors import TooManyError

A_MINUTE = {
    "/lti/login": 600,
    "/lti/launch": 600,
    "/lti/notices": 600,
    "/lti/register": 20,  # each makes us ask an address that somebody names
    "/register/": 60,
    "/mentor/": 60,
    "/graph/": 600,
    "/mail/": 120,
}
SPAN_S = 60
MOST_ADDRESSES = 10_000
"""Counted at once; when there are more, those of minutes gone by are forgotten."""


@dataclass(slots=True)
class _Count:
    """How often in this minute, and in the one before it."""

    minute: int
    now: int = 0
    before: int = 0

    def at(self, minute: int) -> "_Count":
        if minute == self.minute:
            return self
        return _Count(minute, before=self.now if minute == self.minute + 1 else 0)

    def within(self, into: float) -> float:
        """Return the count of the last minute, `into` parts of which are of this one."""
        return self.now + self.before * (1 - into)


@dataclass(frozen=True)
class Rates:
    """Counts requests by path and address.

    Attributes:
        bounds: requests a minute, by beginning of path.
        seconds: a clock that never goes back.

    """

    bounds: Mapping[str, int] = field(default_factory=lambda: dict(A_MINUTE))
    seconds: Callable[[], float] = time.monotonic
    _counts: dict[tuple[str, str], _Count] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def check(self) -> None:
        """Count this request.

        Raises:
            TooManyError: its address has used up what the path allows.

        """
        asked = request.path
        for path, most in self.bounds.items():
            if asked.startswith(path):
                self._count((path, request.remote_addr or ""), most)

    def _count(self, who: tuple[str, str], most: int) -> None:
        minute, into = divmod(self.seconds() / SPAN_S, 1)
        with self._lock:
            count = self._counts.get(who, _Count(int(minute))).at(int(minute))
            if count.within(into) >= most:
                raise TooManyError(max(1, ceil((1 - into) * SPAN_S)))
            count.now += 1
            self._counts[who] = count
            if len(self._counts) > MOST_ADDRESSES:
                self._forget(int(minute))

    def _forget(self, minute: int) -> None:
        for who in [who for who, count in self._counts.items() if count.minute < minute]:
            del self._counts[who]
