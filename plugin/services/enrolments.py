"""Saying what one seeks and offers."""

from dataclasses import dataclass, replace

from plugin.mentoring import policy
from plugin.mentoring.background import kept
from plugin.mentoring.eligibility import require_eligible
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Profile, Side
from plugin.mentoring.errors import ShapeError, UnknownThingError, WrongStateError
from plugin.mentoring.formats import sides_of
from plugin.mentoring.in_person import require_place
from plugin.mentoring.people import Actor, Person
from plugin.mentoring.programme import Programme, ProgrammeId, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.stages import check_takes_profile
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.programmes import seen, taking_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolments:
    """A person's own profile in a programme."""

    store: Store
    clock: Clock
    new_id: NewId

    def mine(
        self, programme_id: ProgrammeId, *, actor: Actor
    ) -> tuple[Programme, Enrolment | None]:
        """Return the programme and the actor's own enrolment, None before the first answer.

        Raises:
            UnknownThingError: no programme of this course that the actor may see.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = seen(work, programme_id, actor=actor)
            if programme.stage is Stage.DRAFT and not policy.may_coordinate(actor, programme):
                raise UnknownThingError
            return programme, work.enrolment(programme_id, actor.person_id)

    def sides(self, programme_id: ProgrammeId, *, actor: Actor) -> tuple[Side, ...]:
        """Return on which sides of the programme the actor may stand.

        Raises:
            UnknownThingError: the actor may not see the programme.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = seen(work, programme_id, actor=actor)
            invited = _invited(work, programme_id, actor)
        found = sides_of(programme.formats)
        return tuple(one for one in found if policy.may_stand(actor, one, invited))

    def team(self, programme_id: ProgrammeId, *, actor: Actor) -> tuple[Person, ...]:
        """Return whom to turn to, for whoever may see the programme; UnknownThingError else."""
        with self.store.look(actor.tenant_id) as work:
            programme = seen(work, programme_id, actor=actor)
            found = work.people(programme.coordinators)
        return tuple(found[one] for one in programme.coordinators if one in found)

    def begin(
        self,
        programme_id: ProgrammeId,
        side: Side,
        profile: Profile,
        *,
        capacity: int,
        actor: Actor,
    ) -> Enrolment:
        """Keep an unfinished profile to go on with later; nobody is matched by it.

        Raises:
            UnknownThingError, NotAllowedError, ShapeError, ConflictError.
            WrongStateError: the programme takes no profiles, or this one is sent already.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = taking_part(work, programme_id, actor=actor)
            policy.require(policy.may_stand(actor, side, _invited(work, programme_id, actor)))
            check_takes_profile(programme, others=0, now=self.clock())
            before = work.enrolment(programme_id, actor.person_id)
            if side not in sides_of(programme.formats):
                raise ShapeError("side")
            if before and before.ready_at:
                raise WrongStateError
            new = before or self._new(programme, side, actor)
            begun = new.begun(side, _asked(programme, profile), capacity)
            work.save_enrolment(begun)
        return begun

    def answer(
        self,
        programme_id: ProgrammeId,
        side: Side,
        profile: Profile,
        *,
        capacity: int,
        actor: Actor,
    ) -> Enrolment:
        """Keep the profile; it counts from now on and may be sent again.

        The zone becomes the person's own, so that every page shows their clock.

        Raises:
            UnknownThingError, NotAllowedError.
            ShapeError: nobody stands on that side in this programme.
            PilotFullError: the pilot has as many people as it takes.
            WrongStateError: the programme is not open, or the person changes sides while paired.
            PlaceMissingError: it meets in person, and none of its places is named.
            NotEligibleError: what brings the person is not what that side is for.
            OutOfBoundsError: more partners than the programme allows.
            ConflictError: two windows sent a profile at once.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = taking_part(work, programme_id, actor=actor)
            policy.require(policy.may_stand(actor, side, _invited(work, programme_id, actor)))
            others = _others(work, programme, actor)
            check_takes_profile(programme, others=others, now=self.clock())
            before = work.enrolment(programme_id, actor.person_id)
            if side not in sides_of(programme.formats):
                raise ShapeError("side")
            if before and before.side is not side and self._paired(work, programme_id, actor):
                raise WrongStateError
            if not (before and before.ready_at and before.side is side):
                require_eligible(programme.life, side, profile.entry)
            require_place(programme, profile)
            answered = (before or self._new(programme, side, actor)).answered(
                side,
                _asked(programme, profile),
                capacity,
                bounds=programme.bounds,
                now=self.clock(),
            )
            work.save_enrolment(answered)
            person = work.person(actor.person_id)
            if person and profile.zone and person.zone != profile.zone:
                work.save_person(replace(person, zone=profile.zone))
        return answered

    def _new(self, programme: Programme, side: Side, actor: Actor) -> Enrolment:
        return Enrolment(
            EnrolmentId(self.new_id()),
            programme.tenant_id,
            programme.programme_id,
            actor.person_id,
            side,
        )

    @staticmethod
    def _paired(work: Work, programme_id: ProgrammeId, actor: Actor) -> bool:
        return any(
            one.programme_id == programme_id and one.state is not RelationshipState.ENDED
            for one in work.relationships_of(actor.person_id)
        )


def _others(work: Work, programme: Programme, actor: Actor) -> int:
    """Count who else has sent a profile, where that matters: a pilot takes a few."""
    if programme.stage is not Stage.PILOT:
        return 0
    answers = work.enrolments(programme.programme_id)
    return sum(1 for one in answers if one.ready_at and one.person_id != actor.person_id)


def _invited(work: Work, programme_id: ProgrammeId, actor: Actor) -> frozenset[Side]:
    """Return to which sides the actor came by a link; read for guests alone."""
    if actor.guest_of is None:
        return frozenset()
    return work.guest_sides(programme_id, actor.person_id)


def _asked(programme: Programme, profile: Profile) -> Profile:
    """Return the profile without answers about a background that nobody asks for (M5)."""
    said = kept(profile.confided.background, programme.life.background)
    return replace(profile, confided=replace(profile.confided, background=said))
