"""Looking after connections to platforms: what launches show, what asking shows, who follows whom.

A launch is noted when it shows something new, and once a minute otherwise: not each one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from plugin.ports.connections import (
    Connection,
    Connections,
    LastLaunch,
    LastRefusal,
    PlatformProbes,
)
from plugin.ports.errors import RefusedError
from plugin.ports.registrations import Platform, Succession
from plugin.ports.values import Clock
from plugin.services.findings import Finding, findings
from plugin.services.registrations import Registrations

NOTED_EVERY = timedelta(minutes=1)
REFUSED_EVERY = timedelta(seconds=5)
"""The same refusal again, within which nothing is written: forged launches cost a write at most."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChecks:
    """What an LMS's administrator and the operator see of a connection.

    Attributes:
        scopes: needed of a platform, for the "roster" and the "grades".

    """

    connections: Connections
    probes: PlatformProbes
    registrations: Registrations
    clock: Clock
    scopes: Mapping[str, tuple[str, ...]]
    _noted: dict[tuple[str, str], tuple[object, datetime]] = field(default_factory=dict)

    def launched(self, registration_id: str, launch: LastLaunch) -> None:
        """Note what a launch shows."""
        shown = replace(launch, at=_NEVER)
        # One that follows a refusal is always news: the page says then that it is over.
        troubled = self._noted.pop((registration_id, "refusal"), None) is not None
        if troubled or self._is_news((registration_id, "launch"), shown, NOTED_EVERY):
            self.connections.save_launch(registration_id, launch)

    def refused(self, registration_id: str, refusal: LastRefusal) -> None:
        """Note why a login or launch was refused."""
        shown = replace(refusal, at=_NEVER)
        if self._is_news((registration_id, "refusal"), shown, REFUSED_EVERY):
            self.connections.save_refusal(registration_id, refusal)

    def strayed(self, issuer: str, client_id: str) -> None:
        """Count a login of a platform that nobody registered."""
        if self._is_news(("", "stray"), (issuer, client_id), REFUSED_EVERY):
            self.connections.stray(issuer, client_id, now=self.clock())

    def view(self, registration_id: str) -> Connection | None:
        """Return what is known, without asking the platform."""
        return self.connections.find(registration_id)

    def check(self, registration_id: str) -> Connection | None:
        """Ask the platform, keep the answer, and return all that is known then."""
        if self.connections.find(registration_id) is None:
            return None
        wanted = [scope for each in self.scopes.values() for scope in each]
        self.connections.save_probe(registration_id, self.probes.probe(registration_id, wanted))
        return self.connections.find(registration_id)

    def findings(self, connection: Connection) -> tuple[Finding, ...]:
        """Return what is known, judged."""
        return findings(connection, self.scopes)

    def predecessors(self, registration_id: str) -> Sequence[Platform]:
        """Return the platforms whose people this one might take over."""
        return self.connections.siblings(registration_id)

    def wish_to_succeed(self, old: str, new: str) -> None:
        """Keep that an administrator of `new` says it takes over from `old`; an operator decides.

        Raises:
            RefusedError: "unknown": `old` is no platform of the same institution.

        """
        self._require_sibling(old, new)
        self.connections.save_wish(new, old)

    def succeed(self, old: str, new: str) -> Succession:
        """Let `new` take over the people of `old`, for somebody who administers both.

        Raises:
            RefusedError: "unknown", or see `Platforms.succeed`.

        """
        self._require_sibling(old, new)
        moved = self.registrations.succeed(old, new)
        self.connections.save_wish(new, None)
        return moved

    def _require_sibling(self, old: str, new: str) -> None:
        if old not in {one.registration_id for one in self.connections.siblings(new)}:
            raise RefusedError("unknown")

    def _is_news(self, key: tuple[str, str], shown: object, every: timedelta) -> bool:
        now = self.clock()
        before = self._noted.get(key)
        if before is not None and before[0] == shown and now - before[1] < every:
            return False
        self._noted[key] = (shown, now)
        return True
