"""Writing down what logins and launches show of a connection, for whoever looks after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lti import Launch, LaunchRefusedError, RefusalCode, Registration
from lti.fingerprints import fingerprint
from lti.near_misses import near_miss
from lti.storage import Handshakes
from plugin.ports.connections import LastLaunch, LastRefusal
from plugin.ports.values import Clock
from plugin.services.connections import ConnectionChecks

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchNotes:
    """Finds out which connection a login or launch is about.

    Attributes:
        known: every registration, active or not.

    """

    checks: ConnectionChecks
    known: Callable[[], Sequence[Registration]]
    handshakes: Handshakes
    clock: Clock

    def launched(self, launch: Launch, *, bound_by: str, framed: bool) -> None:
        """Note a launch that went through."""
        shown = LastLaunch(
            at=self.clock(),
            deployment_id=launch.deployment_id[:MOST_SHOWN],
            bound_by=bound_by,
            framed=framed,
            roster=launch.memberships_url is not None,
            grades=bool(launch.line_items_url or launch.line_item_url),
            names=bool(launch.person.name or launch.person.given_name),
            emails=launch.person.email is not None,
        )
        self.checks.launched(launch.registration_id, shown)

    def refused(self, error: LaunchRefusedError, sent: Mapping[str, str]) -> None:
        """Note a login or launch that was refused, where it can be told whose it was."""
        if error.code is RefusalCode.PLATFORM_UNKNOWN:
            self._stray(sent)
            return
        registration_id = self._registration(sent)
        if registration_id is not None:
            self.checks.refused(registration_id, LastRefusal(self.clock(), error.code))

    def _stray(self, sent: Mapping[str, str]) -> None:
        issuer, client_id = sent.get("iss", ""), sent.get("client_id", "")
        if not (issuer + client_id).isprintable() or len(issuer) + len(client_id) > MOST_SHOWN * 2:
            return
        found = near_miss(self.known(), issuer, client_id)
        if found is None:
            self.checks.strayed(issuer, client_id)
            return
        registration, miss = found
        shown = f"{issuer} {client_id}".strip()
        refusal = LastRefusal(self.clock(), RefusalCode.PLATFORM_UNKNOWN, miss, shown)
        self.checks.refused(registration.registration_id, refusal)

    def _registration(self, sent: Mapping[str, str]) -> str | None:
        if "state" in sent:
            login = self.handshakes.find(fingerprint(sent["state"]))
            return login.registration_id if login else None
        fits = [
            one.registration_id
            for one in self.known()
            if one.issuer == sent.get("iss") and sent.get("client_id") in (None, "", one.client_id)
        ]
        return fits[0] if len(fits) == 1 else None
