"""How a platform's connection stands: what its launches showed, and what asking it shows.

Nothing here is about a person: codes, counts and addresses that an administrator typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.ports.registrations import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLaunch:
    """What the latest launch showed.

    Attributes:
        bound_by: how its browser was recognised: "cookie", "storage" or "window".
        framed: whether it was shown inside the LMS's page.
        roster: whether it offered the list of people.
        grades: whether it offered the grade book.

    """

    at: datetime
    deployment_id: str
    bound_by: str
    framed: bool
    roster: bool
    grades: bool
    names: bool
    emails: bool


@dataclass(frozen=True, slots=True)
class LastRefusal:
    """Why the latest login or launch was refused.

    Attributes:
        code: stable, see `lti.refusals`.
        miss: for an unknown platform, what differs from this one; "" otherwise.
        sent: for an unknown platform, issuer and client id as they were sent; "" otherwise.

    """

    at: datetime
    code: str
    miss: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the platform answered when it was asked.

    Attributes:
        keys: how many usable keys it publishes; None when its set could not be read.
        keys_trouble: why not; "" when it could.
        skew_s: its clock less ours, in seconds; None when it did not say the time.
        access: "" when it gave a token, so that it knows our keys; else its error code.
        scopes: what it granted of what was asked.

    """

    at: datetime
    keys: int | None
    keys_trouble: str
    skew_s: int | None
    access: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One platform with all that is known of how it connects.

    Attributes:
        rosters: states of its courses' lists, each with how many courses are in it.
        succeeds: the registration that an administrator says it takes over from.

    """

    platform: Platform
    launch: LastLaunch | None = None
    refusal: LastRefusal | None = None
    probe: Probe | None = None
    rosters: tuple[tuple[str, int], ...] = ()
    succeeds: str | None = None


@dataclass(frozen=True, slots=True)
class StrayLogin:
    """Logins of a platform that nobody registered, and that comes near none."""

    issuer: str
    client_id: str
    times: int
    seen_at: datetime


class Connections(Protocol):
    """Keeps what was last seen of each platform."""

    def find(self, registration_id: str) -> Connection | None:
        """Return all that is known of one platform's connection."""
        ...

    def siblings(self, registration_id: str) -> Sequence[Platform]:
        """Return the other platforms of the same institution that gave their people to nobody."""
        ...

    def save_launch(self, registration_id: str, launch: LastLaunch) -> None:
        """Keep what the latest launch showed."""
        ...

    def save_refusal(self, registration_id: str, refusal: LastRefusal) -> None:
        """Keep why the latest one was refused."""
        ...

    def save_probe(self, registration_id: str, probe: Probe) -> None:
        """Keep what the platform answered."""
        ...

    def save_wish(self, registration_id: str, succeeds: str | None) -> None:
        """Keep that an administrator wants it to take over from another one."""
        ...

    def stray(self, issuer: str, client_id: str, *, now: datetime) -> None:
        """Count a login that fits no registration; the latest few kinds are kept."""
        ...

    def strays(self) -> Sequence[StrayLogin]:
        """Return them, the latest first."""
        ...


class PlatformProbes(Protocol):
    """Asks a platform what it would answer the tool."""

    def probe(self, registration_id: str, scopes: Sequence[str]) -> Probe:
        """Read its keys and ask for a token with each scope; every failure is part of the answer.

        Takes as long as the platform does, at most half a minute.
        """
        ...
