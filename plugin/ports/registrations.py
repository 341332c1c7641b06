"""Connections to learning platforms: what is kept of them, and how an operator looks after them.

A platform is registered by whoever holds an invitation of the operator's. "Registration" stays the
word of LTI; what the operator sees and changes is called a platform here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from plugin.mentoring.people import TenantId


class Origin(StrEnum):
    """How a platform became known."""

    DYNAMIC = "dynamic"
    BY_HAND = "by-hand"
    COMMAND = "command"


class PlatformState(StrEnum):
    """Whether launches of a platform are let in: of the first one only.

    PENDING waits for the operator's approval, DISABLED was switched off, REPLACED gave its people
    to another registration.
    """

    ACTIVE = "active"
    PENDING = "pending"
    DISABLED = "disabled"
    REPLACED = "replaced"


class Settled(StrEnum):
    """What became of a registration that a platform granted.

    PROPOSED: it would change addresses of one that exists, and waits for approval meanwhile.
    TAKEN: another institution has this issuer and client; the first owner keeps it.
    """

    ACTIVE = "active"
    PENDING = "pending"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformInvitation:
    """Permission to register one platform for an institution, once.

    Attributes:
        secret_hash: SHA-256 of what stands in the link.
        label: for the operator, to tell invitations apart.
        family: kind of platform that is expected; lets a vendor's own hosts speak for an issuer
            that its customers share. None for no such exception.
        review: whether what is registered waits for approval before it may launch.
        used_at: when it led to a registration; None until then.
        institution: its name, to be shown; filled in when the invitation is read.

    """

    secret_hash: str
    tenant_id: TenantId
    label: str
    family: str | None
    review: bool
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    institution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformEntry:
    """A registration to be kept.

    Attributes:
        token_audience: `aud` of client assertions; None means `token_url`.
        asked, granted: scopes.
        deployment_id: None when it is learned at the first launch.

    """

    registration_id: str
    tenant_id: TenantId
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    token_audience: str | None = None
    algorithms: tuple[str, ...] = ("RS256",)
    family: str | None = None
    origin: Origin = Origin.COMMAND
    asked: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    deployment_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform as an operator sees it.

    Attributes:
        deployments: id and what was decided, "approved", "pending" or "disabled".
        proposal: addresses that wait for approval, by name; empty when none do.
        successor: registration that took over its people; None while it has them.

    """

    registration_id: str
    tenant_id: TenantId
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    token_audience: str | None
    state: PlatformState
    origin: Origin
    family: str | None
    asked: tuple[str, ...]
    granted: tuple[str, ...]
    deployments: tuple[tuple[str, str], ...]
    proposal: tuple[tuple[str, str], ...]
    recorded_at: datetime | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Succession:
    """What moved from an old registration to a new one.

    Attributes:
        joined: newcomers who turned out to be people already known.

    """

    people: int
    courses: int
    joined: int


class PlatformInvitations(Protocol):
    """Keeps invitations; of all who hold one, one registers."""

    def add(self, invitation: PlatformInvitation) -> None:
        """Keep it."""
        ...

    def find(self, secret_hash: str) -> PlatformInvitation | None:
        """Return it, used or out of date or not."""
        ...

    def claim(self, secret_hash: str, claim: str, *, now: datetime, until: datetime) -> bool:
        """Reserve it until `until` under the name `claim`; True for one caller at a time.

        False when it is unknown, used, out of date, or reserved by another.
        """
        ...

    def release(self, secret_hash: str, claim: str) -> None:
        """Give up a reservation, so that the next try need not wait; may be repeated."""
        ...


class Platforms(Protocol):
    """Keeps registrations."""

    def settle(
        self, invitation: PlatformInvitation, claim: str, entry: PlatformEntry, *, now: datetime
    ) -> Settled:
        """Keep what was registered and use the invitation up, in one step.

        Raises:
            ConflictError: the reservation has lapsed; nothing is kept.

        """
        ...

    def put(self, entry: PlatformEntry, *, now: datetime) -> Settled:
        """Keep what the operator enters: it needs no approval, and never proposes."""
        ...

    def all(self) -> Sequence[Platform]:
        """Return every platform, by institution and issuer."""
        ...

    def find(self, registration_id: str) -> Platform | None:
        """Return one."""
        ...

    def approve(self, registration_id: str) -> None:
        """Let its launches in, with the addresses that were proposed."""
        ...

    def disable(self, registration_id: str) -> None:
        """Let no launch in; the people and their work stay."""
        ...

    def decide(self, registration_id: str, deployment_id: str, *, approved: bool) -> None:
        """Let one deployment in, or no longer."""
        ...

    def remove(self, registration_id: str) -> bool:
        """Forget it; False, and nothing happens, when people came by it."""
        ...

    def succeed(self, old: str, new: str) -> Succession:
        """Let `new` take over the people and courses of `old`, in one step.

        Raises:
            RefusedError: they are of two institutions, or some people have begun work under
                both; the message is a code. Nothing has changed.

        """
        ...
