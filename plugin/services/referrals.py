"""Referring somebody to either side: nothing is written of them before their own yes (M9)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.guest import GuestLink, GuestLinkId, Making, Standing, referral
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.store import Store
from plugin.ports.values import Clock, NewId
from plugin.services.guest_people import hashed
from plugin.services.programmes import taking_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrals:
    """What whoever takes part does; coordinators see to the rest in `Guests`."""

    store: Store
    clock: Clock
    new_id: NewId

    def mine(
        self, programme_id: ProgrammeId, *, actor: Actor
    ) -> tuple[Programme, Sequence[tuple[GuestLink, Standing]]]:
        """Return the actor's own referrals, the latest first, and never who came by one.

        Raises:
            UnknownThingError, NotAllowedError: the actor does not take part.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            programme = taking_part(work, programme_id, actor=actor)
            found = work.referrals_of(programme_id, actor.person_id)
        return programme, [(one, one.standing(now)) for one in found]

    def refer(
        self, programme_id: ProgrammeId, why: str, *, actor: Actor, side: Side = Side.MENTOR
    ) -> str:
        """Return the secret of a link for somebody whom the actor tells of it themselves.

        Args:
            programme_id: what they would take part in.
            why: for the coordinators, once the person has said yes; sealed.
            actor: who knows them.
            side: on which side they would stand.

        Raises:
            UnknownThingError, NotAllowedError: the actor does not take part.
            ShapeError: nobody stands on that side in this programme, or it takes nobody now.
            OutOfBoundsError: as many of the actor's wait as may.

        """
        secret, now = secrets.token_urlsafe(32), self.clock()
        with self.store.work(actor.tenant_id) as work:
            programme = taking_part(work, programme_id, actor=actor)
            link_id = GuestLinkId(self.new_id())
            making = Making(link_id, hashed(secret), actor.person_id, now, why, side)
            made = referral(programme, making, work.referrals_of(programme_id, actor.person_id))
            work.save_guest_link(made)
            work.note("guest.referred", programme=programme_id, by=actor.person_id)
        return secret

    def take_back(self, programme_id: ProgrammeId, link_id: GuestLinkId, *, actor: Actor) -> None:
        """Take a referral back that nobody has used yet. Repeatable.

        Raises:
            UnknownThingError, NotAllowedError: not the actor's own.
            ConflictError: somebody used it at the same moment.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            taking_part(work, programme_id, actor=actor)
            own = work.referrals_of(programme_id, actor.person_id)
            link = next((one for one in own if one.link_id == link_id), None)
            if link is None:
                raise UnknownThingError
            if link.standing(now) is Standing.WAITING:
                work.save_guest_link(link.ended(now))
