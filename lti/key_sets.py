"""Platforms' public keys: read once, kept ready to use, and read again when that may help.

D2L changes its keys about hourly, others once in years, some without warning. So a key that is
missing, or whose signature fails, leads to one more look, at most once a minute, as forged
tokens must not make us flood a platform.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from lti.errors import LaunchRefusedError, PlatformUnavailableError
from lti.http import Http
from lti.public_keys import PublicKey, parse_key_set
from lti.refusals import RefusalCode
from lti.storage import Registration

FRESH_S = 3600.0  # after which a withdrawn key is noticed even if nothing fails
STALE_S = 24 * 3600.0  # for how long keys are used while the platform does not answer
REFETCH_S = 60.0
FIRST_TRY_S = 5.0  # between tries while we have no keys at all
MAX_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class KeySetStatus:
    """How a platform's keys stand, for an administrator.

    Attributes:
        age_s: since they were last read; None when they never were.
        trouble: why the latest reading failed; None when it did not.

    """

    age_s: float | None
    trouble: str | None


@dataclass(slots=True)
class _Entry:
    keys: Mapping[str, PublicKey] = field(default_factory=dict)
    read_at: float | None = None
    tried_at: float | None = None
    looked_at: float | None = None  # when an unknown key last made us look again
    trouble: str | None = None
    lock: Lock = field(default_factory=Lock)


class KeySets:
    """The keys of every registered platform, in this process; safe for threads."""

    def __init__(self, http: Http, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._http = http
        self._clock = clock
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._lock = Lock()

    def verify(
        self,
        registration: Registration,
        *,
        key_id: str,
        algorithm: str,
        signed: bytes,
        signature: bytes,
    ) -> None:
        """Return when the platform's key `key_id` made `signature` over `signed`.

        Raises:
            LaunchRefusedError: KEY_UNKNOWN, KEY_UNUSABLE, ALGORITHM, SIGNATURE, or
                KEYS_UNAVAILABLE when no keys younger than 24 hours are at hand.

        """
        entry = self._entry(registration)
        self._keep_fresh(entry, registration)
        key = entry.keys.get(key_id)
        if key is not None and key.verifies(algorithm, signed, signature):
            return
        if self._refetch(entry, registration, unknown_key=True):
            key = entry.keys.get(key_id)
        if key is None:
            raise LaunchRefusedError(RefusalCode.KEY_UNKNOWN)
        key.require(algorithm, signed, signature)

    def status(self, registration: Registration) -> KeySetStatus:
        """Return how the platform's keys stand, without asking for them."""
        entry = self._entry(registration)
        age_s = None if entry.read_at is None else self._clock() - entry.read_at
        return KeySetStatus(age_s, entry.trouble)

    def _entry(self, registration: Registration) -> _Entry:
        name = registration.registration_id, registration.jwks_url
        with self._lock:
            return self._entries.setdefault(name, _Entry())

    def _keep_fresh(self, entry: _Entry, registration: Registration) -> None:
        if self._age(entry) > FRESH_S:
            self._refetch(entry, registration)
        if self._age(entry) > STALE_S:
            raise LaunchRefusedError(RefusalCode.KEYS_UNAVAILABLE, entry.trouble or "")

    def _age(self, entry: _Entry) -> float:
        return float("inf") if entry.read_at is None else self._clock() - entry.read_at

    def _refetch(
        self, entry: _Entry, registration: Registration, *, unknown_key: bool = False
    ) -> bool:
        """Read the keys again unless that was tried just now; say whether others may be there."""
        asked_at = self._clock()
        with entry.lock:
            if entry.read_at is not None and entry.read_at >= asked_at:
                return True  # another thread has just done it
            if not self._due(entry, unknown_key=unknown_key):
                return False
            return self._read(entry, registration)

    def _due(self, entry: _Entry, *, unknown_key: bool) -> bool:
        # Counted apart: a platform may take a new key into use just after we have read its set.
        now = self._clock()
        if unknown_key and entry.read_at is not None:
            due = entry.looked_at is None or now - entry.looked_at >= REFETCH_S
            entry.looked_at = now if due else entry.looked_at
            return due
        wait_s = FIRST_TRY_S if entry.read_at is None else REFETCH_S
        return entry.tried_at is None or now - entry.tried_at >= wait_s

    def _read(self, entry: _Entry, registration: Registration) -> bool:
        entry.tried_at = self._clock()
        try:
            answer = self._http.send(
                "GET",
                registration.jwks_url,
                headers={"Accept": "application/json"},
                max_bytes=MAX_BYTES,
            )
            if answer.status != 200:
                raise PlatformUnavailableError(f"status {answer.status}")  # noqa: TRY301 - one place to note trouble
            entry.keys = parse_key_set(answer.json())
        except PlatformUnavailableError as error:
            entry.trouble = error.reason
            return False
        entry.read_at, entry.trouble = self._clock(), None
        return True
