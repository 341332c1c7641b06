"""Saying with whom one would like to work, and with whom rather not; told to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.mentoring import policy, wishes
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import TAKES_PROFILES, Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.programmes import in_course
from plugin.services.standing_drafts import here_and_ready

FACING = {Side.MENTEE: Side.MENTOR, Side.MENTOR: Side.MENTEE, Side.PEER: Side.PEER}
"""Whom a draft brings people on each side together with."""


@dataclass(frozen=True, slots=True)
class WishesPage:
    """One person's own wishes.

    Attributes:
        others: whom the person could be brought together with, by name; of these a guest is shown
            whom they have worked with.
        wished: the dearest first.
        away: whom they keep away, of `others` or anybody else.
        all_named: whether `others` are everybody of the other side.

    """

    programme: Programme
    side: Side
    others: tuple[Person, ...]
    wished: tuple[PersonId, ...]
    away: tuple[Person, ...]
    all_named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerWishes:
    """What a participant says before a draft is made."""

    store: Store
    clock: Clock

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> WishesPage:
        """Return the actor's wishes, and among whom they choose.

        Raises:
            UnknownThingError: nobody is asked there, or the actor has sent no profile.

        """
        with self.store.look(actor.tenant_id) as work:
            programme, mine = _asked(work, programme_id, actor)
            facing = _facing(work, programme, mine, actor)
            away = work.blocks_of(actor.person_id)
            people = work.people({*facing, *away})
            said = work.partner_wishes_of(programme_id, actor.person_id)
        others = (people[who] for who in facing if who not in away and who in people)
        kept = (people[who] for who in away if who in people)
        return WishesPage(
            programme,
            mine.side,
            tuple(sorted(others, key=lambda one: one.label)),
            tuple(who for who in said if who in facing and who not in away),
            tuple(sorted(kept, key=lambda one: one.label)),
            policy.may_see_names(actor),
        )

    def wish(self, programme_id: ProgrammeId, wished: Sequence[PersonId], *, actor: Actor) -> None:
        """Keep up to three wishes, the dearest first, in place of the ones before.

        Raises:
            UnknownThingError: as of `page`.
            WrongStateError: the programme matches nobody any more.
            OutOfBoundsError: too many, or somebody who cannot be wished for.

        """
        with self.store.work(actor.tenant_id) as work:
            programme, mine = _asked(work, programme_id, actor)
            if programme.stage not in TAKES_PROFILES:
                raise WrongStateError
            away = work.blocks_of(actor.person_id)
            kept = wishes.checked(wished, _facing(work, programme, mine, actor), away)
            work.save_partner_wishes(programme_id, actor.person_id, kept, at=self.clock())

    def rather_not(
        self, programme_id: ProgrammeId, other: PersonId, *, away: bool, actor: Actor
    ) -> None:
        """Keep somebody away in every programme, or let them come near again; no reason is asked.

        Raises:
            UnknownThingError: as of `page`, or nobody whom a draft could bring.
            WrongStateError: the two work together; their own page ends that.

        """
        with self.store.work(actor.tenant_id) as work:
            programme, mine = _asked(work, programme_id, actor)
            if not away:
                work.unblock(actor.person_id, other)
                return
            if other not in _facing(work, programme, mine, actor):
                raise UnknownThingError
            shared = work.relationships_of(actor.person_id)
            if any(
                other in one.people and one.state is not RelationshipState.ENDED for one in shared
            ):
                raise WrongStateError
            now = self.clock()
            said = work.partner_wishes_of(programme_id, actor.person_id)
            left = [one for one in said if one != other]
            work.save_partner_wishes(programme_id, actor.person_id, left, at=now)
            work.block(actor.person_id, other, at=now)


def _asked(work: Work, programme_id: ProgrammeId, actor: Actor) -> tuple[Programme, Enrolment]:
    programme = in_course(work, programme_id, actor=actor)
    mine = work.enrolment(programme_id, actor.person_id)
    if not programme.life.wishes or mine is None or mine.ready_at is None:
        raise UnknownThingError
    policy.require(policy.may_take_part(actor, programme))
    return programme, mine


def _facing(work: Work, programme: Programme, mine: Enrolment, actor: Actor) -> set[PersonId]:
    """Return whom the actor may name: who stands on the other side, and has sent a profile."""
    side = FACING[mine.side]
    ready = here_and_ready(work, programme)
    found = {x.person_id for x in ready if x.side is side} - {mine.person_id}
    if policy.may_see_names(actor):
        return found
    met = (one.people for one in work.relationships_of(actor.person_id))
    return found & frozenset[PersonId]().union(*met)
