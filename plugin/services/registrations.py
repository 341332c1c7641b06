"""Inviting an institution to register its learning platform, and looking after what it registered.

An invitation is the operator's consent beforehand: what is registered with it may launch at once,
unless the operator asked to review it. A change of addresses of one that exists always waits.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from plugin.mentoring.people import TenantId
from plugin.ports.registrations import (
    PlatformEntry,
    PlatformInvitation,
    PlatformInvitations,
    Platforms,
    Settled,
    Succession,
)
from plugin.ports.store import Store
from plugin.ports.values import Clock, NewId

CLAIM = timedelta(minutes=2)
"""How long one who registers has the invitation alone; both requests are over well before."""


class Standing(StrEnum):
    """Whether an invitation can be used."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Reservation:
    """An invitation that nobody else can use just now."""

    invitation: PlatformInvitation
    claim: str


class NotOpenError(Exception):
    """The invitation cannot be used.

    Attributes:
        standing: why.

    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        super().__init__(standing.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations:
    """What operators and invited administrators do."""

    invitations: PlatformInvitations
    platforms: Platforms
    store: Store
    clock: Clock
    new_id: NewId

    def invite(
        self,
        tenant_id: TenantId,
        *,
        label: str = "",
        family: str | None = None,
        review: bool = False,
        lasts: timedelta = timedelta(days=7),
    ) -> str:
        """Return the secret of a new invitation. It is kept nowhere: only its hash is.

        Args:
            tenant_id: of an institution that exists.
            label: for the operator.
            family: kind of platform that is expected, see `PlatformInvitation`.
            review: whether the operator wants to approve what is registered.
            lasts: until it is out of date.

        """
        secret, now = secrets.token_urlsafe(32), self.clock()
        self.invitations.add(
            PlatformInvitation(
                secret_hash=_hash(secret),
                tenant_id=tenant_id,
                label=label,
                family=family,
                review=review,
                created_at=now,
                expires_at=now + lasts,
            )
        )
        with self.store.work(tenant_id) as work:
            work.note("platform.invited", label=label)
        return secret

    def new_registration_id(self) -> str:
        """Return an id that can be typed: it begins with a letter."""
        return f"lms-{self.new_id()[:12]}"

    def invitation(self, secret: str) -> PlatformInvitation:
        """Return an invitation that can be used.

        Raises:
            NotOpenError: it is unknown, used or out of date.

        """
        found = self.invitations.find(_hash(secret))
        if found is None:
            raise NotOpenError(Standing.UNKNOWN)
        if found.used_at is not None:
            raise NotOpenError(Standing.USED)
        if found.expires_at <= self.clock():
            raise NotOpenError(Standing.EXPIRED)
        return found

    @contextmanager
    def reserved(self, secret: str) -> Iterator[Reservation]:
        """Hold an invitation while a platform is asked; whatever goes wrong, it is given back.

        Raises:
            NotOpenError: as `invitation`, or somebody registers with it at this moment.

        """
        invitation, claim, now = self.invitation(secret), self.new_id(), self.clock()
        until = now + CLAIM
        if not self.invitations.claim(invitation.secret_hash, claim, now=now, until=until):
            raise NotOpenError(Standing.BUSY)
        try:
            yield Reservation(invitation, claim)
        finally:  # nothing is left to release once it is used
            self.invitations.release(invitation.secret_hash, claim)

    def keep(self, reservation: Reservation, entry: PlatformEntry) -> Settled:
        """Keep what was registered with an invitation, and use the invitation up.

        Raises:
            ConflictError: the reservation has lapsed; nothing is kept.

        """
        invitation = reservation.invitation
        settled = self.platforms.settle(invitation, reservation.claim, entry, now=self.clock())
        with self.store.work(invitation.tenant_id) as work:
            work.note("platform.registered", settled=settled, registration=entry.registration_id)
        return settled

    def known_as(self, entry: PlatformEntry) -> str:
        """Return the id under which a platform is kept: an earlier one where it was known."""
        same = (entry.issuer, entry.client_id)
        known = (one for one in self.platforms.all() if (one.issuer, one.client_id) == same)
        return next((one.registration_id for one in known), entry.registration_id)

    def add(self, entry: PlatformEntry) -> Settled:
        """Keep what the operator enters, its deployment approved."""
        settled = self.platforms.put(entry, now=self.clock())
        if settled is not Settled.TAKEN:
            kept = self.known_as(entry)
            if entry.deployment_id:
                self.platforms.decide(kept, entry.deployment_id, approved=True)
            self._note(kept, "platform.added")
        return settled

    def approve(self, registration_id: str) -> None:
        """Let launches in, with addresses that were proposed."""
        self.platforms.approve(registration_id)
        self._note(registration_id, "platform.approved")

    def disable(self, registration_id: str) -> None:
        """Let no launch in."""
        self.platforms.disable(registration_id)
        self._note(registration_id, "platform.disabled")

    def decide(self, registration_id: str, deployment_id: str, *, approved: bool) -> None:
        """Let one deployment in, or no longer."""
        self.platforms.decide(registration_id, deployment_id, approved=approved)
        event = "deployment.approved" if approved else "deployment.disabled"
        self._note(registration_id, event, deployment=deployment_id)

    def remove(self, registration_id: str) -> bool:
        """Forget a registration by which nobody came; False when somebody did."""
        found = self.platforms.find(registration_id)
        removed = self.platforms.remove(registration_id)
        if removed and found is not None:
            with self.store.work(found.tenant_id) as work:
                work.note("platform.removed", registration=registration_id)
        return removed

    def succeed(self, old: str, new: str) -> Succession:
        """Let `new` take over the people of `old`.

        Raises:
            RefusedError: see `Platforms.succeed`.

        """
        moved = self.platforms.succeed(old, new)
        self._note(new, "platform.succeeded", old=old, people=str(moved.people))
        return moved

    def _note(self, registration_id: str, event: str, **facts: str) -> None:
        found = self.platforms.find(registration_id)
        if found is not None:
            with self.store.work(found.tenant_id) as work:
                work.note(event, registration=registration_id, **facts)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
