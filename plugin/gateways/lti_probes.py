"""The PlatformProbes port: reads a platform's keys and asks it for tokens, as a launch would."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import lti
from lti.http import Http
from lti.public_keys import parse_key_set
from lti.services import PlatformServices, require_success
from plugin.ports.connections import Probe
from plugin.ports.errors import RefusedError

MAX_BYTES = 262_144


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiProbes:
    """Asks one platform at a time.

    Attributes:
        registration_of: the registration with that id; None when there is none any more.
        clock: returns now, in UTC.

    """

    http: Http
    services: PlatformServices
    registration_of: Callable[[str], lti.Registration | None]
    clock: Callable[[], datetime]

    def probe(self, registration_id: str, scopes: Sequence[str]) -> Probe:
        """Read its keys and ask for a token with each scope."""
        known = self.registration_of(registration_id)
        if known is None:
            raise RefusedError("not-connected")
        keys, trouble, skew_s = self._keys(known)
        granted, access = self._granted(known, scopes)
        return Probe(
            at=self.clock(),
            keys=keys,
            keys_trouble=trouble,
            skew_s=skew_s,
            access=access,
            scopes=granted,
        )

    def _keys(self, known: lti.Registration) -> tuple[int | None, str, int | None]:
        headers = {"Accept": "application/json"}
        try:
            answer = self.http.send("GET", known.jwks_url, headers=headers, max_bytes=MAX_BYTES)
            skew_s = self._skew_s(answer.headers.get("date", ""))
            require_success(answer)
            usable = [one for one in parse_key_set(answer.json()).values() if one.key is not None]
            return len(usable), "", skew_s
        except lti.LtiError as error:
            return None, _reason(error), None

    def _skew_s(self, date: str) -> int | None:
        try:
            there = parsedate_to_datetime(date)
        except ValueError:
            return None
        return round((there - self.clock()).total_seconds()) if there.tzinfo else None

    def _granted(
        self, known: lti.Registration, scopes: Sequence[str]
    ) -> tuple[tuple[str, ...], str]:
        """Return what was granted, and the platform's error where it does not know us at all."""
        granted: list[str] = []
        troubles: list[str] = []
        for scope in scopes:
            try:
                granted += self.services.granted(known, [scope]) & {scope}
            except lti.AccessDeniedError as error:
                troubles += [] if _is_about_scope(error) else [_reason(error)]
            except lti.LtiError as error:
                troubles.append(_reason(error))
                break  # the same for the others, and each costs its time limit
        return tuple(granted), "" if granted or not troubles else troubles[0]


def _is_about_scope(error: lti.AccessDeniedError) -> bool:
    return error.reason in ("invalid_scope", "insufficient_scope") or error.status == 403


def _reason(error: lti.LtiError) -> str:
    if isinstance(error, lti.AccessDeniedError):
        return error.reason or f"status {error.status}"
    if isinstance(error, lti.PlatformUnavailableError):
        return error.reason
    return type(error).__name__
