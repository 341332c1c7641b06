"""Coming and going: seats in circles, leaving, handing over, resting, ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import (
    AlreadyPairedError,
    ElsewhereError,
    FullError,
    NotAllowedError,
    UnknownThingError,
)
from plugin.mentoring.groups import is_kept_away
from plugin.mentoring.in_person import counted_here, share_a_place, without_a_place
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import TAKES_PROFILES, Format, Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.among_mentors import stays_away
from plugin.services.circle_lines import CircleLine, circle_lines
from plugin.services.coming import follow
from plugin.services.place_work import keep_place
from plugin.services.planning import Planning
from plugin.services.programmes import in_course
from plugin.services.relationships import opened
from plugin.services.telling import about, tell
from plugin.services.training_gate import held_back, require_trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Memberships:
    """Who is in a relationship, from the first seat to the end."""

    store: Store
    clock: Clock
    planning: Planning

    def circles(
        self, programme_id: ProgrammeId, *, actor: Actor, full: RelationshipId | None = None
    ) -> tuple[Programme, Sequence[CircleLine]]:
        """Return the circles that the actor could join, those with a free seat first.

        Args:
            programme_id: whose circles.
            actor: who seeks one.
            full: the one whose last seat the actor was told is gone; it has none free.

        Raises:
            UnknownThingError: no such programme for the actor.
            NotAllowedError: the actor has not sent a profile as somebody who seeks a circle.

        """
        with self.store.look(actor.tenant_id) as work:
            programme, _mine = _seeking(work, programme_id, actor)
            return programme, circle_lines(work, programme, actor.person_id, full)

    def join(self, relationship_id: RelationshipId, *, actor: Actor) -> Relationship:
        """Take a free seat; coming sessions get one guest more. Repeatable.

        Raises:
            UnknownThingError, NotAllowedError.
            AlreadyPairedError: the actor is in a circle or pairing of this programme already.
            FullError: the last seat is gone, as far as the actor is told; they may wait for one.
            TrainingMissingError: there is training to do before.
            WrongStateError: it has ended, or is no circle.

        """
        with self.store.work(actor.tenant_id) as work:
            circle, programme, mine = _circle(work, relationship_id, actor)
            if actor.person_id in circle.people:
                return circle
            require_trained(work, programme, mine)
            if _placed(work, programme.programme_id, actor.person_id):
                raise AlreadyPairedError
            _require_same_place(work, programme, circle, mine)
            joined = circle.joined_by(
                actor.person_id, Side.MENTEE, bounds=programme.bounds, now=self.clock()
            )
            if is_kept_away(
                actor.person_id, circle.people, work.apart(joined.people, programme.programme_id)
            ):
                raise FullError
            self.keep(work, circle, joined, actor.person_id)
        return joined

    def wait(self, relationship_id: RelationshipId, *, actor: Actor, waits: bool = True) -> None:
        """Wait for the next free seat, which is then given without asking again; or wait no more.

        Whoever waits may stop, whatever has changed since they began.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError.
            TrainingMissingError: there is training to do before one waits.

        """
        with self.store.work(actor.tenant_id) as work:
            who, circle = actor.person_id, work.relationship(relationship_id)
            if not waits and circle is not None and who in circle.waiting:
                work.save_relationship(circle.given_up_by(who))
                return
            circle, programme, mine = _circle(work, relationship_id, actor)
            if waits:
                require_trained(work, programme, mine)
                after = circle.waited_for_by(who)
                if after != circle:
                    work.save_relationship(after)

    def leave(self, relationship_id: RelationshipId, *, actor: Actor) -> Relationship:
        """Leave, with no reason given; the longest waiting person gets the seat.

        Raises:
            UnknownThingError: not a member.
            LastFacilitatorError: somebody else has to gather the circle first.

        """
        with self.store.work(actor.tenant_id) as work:
            before = opened(work, relationship_id, actor=actor)
            if before.state is RelationshipState.ENDED:
                return before
            after = before.left_by(actor.person_id)
            after = self._with_next(work, after)
            self.keep(work, before, after, actor.person_id)
            stays_away(work, before, actor.person_id)
        return after

    def hand_over(self, relationship_id: RelationshipId, person: PersonId, *, actor: Actor) -> None:
        """Make a member a facilitator too.

        Raises:
            UnknownThingError, WrongStateError.
            NotAllowedError: the actor is no facilitator, or the person no member.

        """
        with self.store.work(actor.tenant_id) as work:
            circle = opened(work, relationship_id, actor=actor)
            policy.require(actor.person_id in circle.mentors)
            work.save_relationship(circle.handed_to(person))
            handed = about("relationship", relationship_id, turn=f"handed-{circle.version}")
            tell(work, News.MEMBERS, [person], thing=handed, now=self.clock())

    def name(self, relationship_id: RelationshipId, title: str, *, actor: Actor) -> None:
        """Give a circle a name, which others of the course see.

        Raises:
            UnknownThingError.
            NotAllowedError: no circle, or the actor does not facilitate it.

        """
        with self.store.work(actor.tenant_id) as work:
            circle = opened(work, relationship_id, actor=actor)
            policy.require(circle.format is Format.CIRCLE and actor.person_id in circle.mentors)
            work.save_relationship(circle.named(title))

    def rest(self, relationship_id: RelationshipId, until: date | None, *, actor: Actor) -> None:
        """Let it rest up to a day, or go on where `until` is None; any member may (P14, T11).

        Raises:
            UnknownThingError, WrongStateError, OutOfBoundsError.

        """
        with self.store.work(actor.tenant_id) as work:
            before = opened(work, relationship_id, actor=actor)
            programme = work.programme(before.programme_id)
            if programme is None:
                raise UnknownThingError
            today = on_wall_clock(self.clock(), programme.zone).date()
            after = before.paused(until, today=today) if until else before.resumed()
            work.save_relationship(after)
            work.note("relationship.rested", relationship=relationship_id, state=after.state)

    def end(self, relationship_id: RelationshipId, *, actor: Actor) -> None:
        """End it for everybody, with no reason given; what is booked is called off. Repeatable.

        Raises:
            UnknownThingError: not a member.
            NotAllowedError: a circle is ended by those who facilitate it; the others leave.

        """
        with self.store.work(actor.tenant_id) as work:
            before = opened(work, relationship_id, actor=actor)
            alone = before.format is not Format.CIRCLE or actor.person_id in before.mentors
            policy.require(alone)
            if before.state is not RelationshipState.ENDED:
                self.keep(work, before, before.ended(), actor.person_id)

    def _with_next(self, work: Work, circle: Relationship) -> Relationship:
        """Give a free seat to whoever has waited longest and still could take it.

        Whoever is kept apart from a member, or cannot be where they meet, waits on. So does
        whom training stands before; a free seat is theirs to take once they are done (R1).
        """
        programme = work.programme(circle.programme_id)
        if programme is None or circle.state is RelationshipState.ENDED or not circle.waiting:
            return circle
        apart = work.apart((*circle.people, *circle.waiting), circle.programme_id)
        everybody = work.enrolments_of(circle.programme_id, (*circle.people, *circle.waiting))
        apart |= without_a_place(counted_here(programme, everybody).values())
        answers = {who: everybody[who] for who in circle.waiting if who in everybody}
        untrained = held_back(work, programme, answers.values())
        for who in circle.waiting:
            answer = answers.get(who)
            ready = answer is not None and answer.ready_at and answer.side is Side.MENTEE
            if not ready or _placed(work, circle.programme_id, who):
                circle = circle.given_up_by(who)
            elif (
                circle.seats_left(programme.bounds)
                and who not in untrained
                and not is_kept_away(who, circle.people, apart)
            ):
                circle = circle.joined_by(
                    who, Side.MENTEE, bounds=programme.bounds, now=self.clock()
                )
        return circle

    def keep(self, work: Work, before: Relationship, after: Relationship, by: PersonId) -> None:
        """Save who is in it now; calendars and folder follow, and everybody else is told."""
        now, key = self.clock(), after.relationship_id
        work.save_relationship(after)
        new = _may_come(work, after) - before.people
        follow(work, after, new=new, planning=self.planning, now=now)
        keep_place(work, key)
        _tell_members(work, before, after, by, now)
        work.note("relationship.members", relationship=key, state=after.state)


def _tell_members(
    work: Work, before: Relationship, after: Relationship, by: PersonId, now: datetime
) -> None:
    """Tell those who stay that it changed, and whoever waited that they have a seat."""
    key = after.relationship_id
    seated = after.people - before.people - {by}
    changed = about("relationship", key, turn=f"{after.state}-{before.version}")
    tell(work, News.MEMBERS, (before.people & after.people) - {by}, thing=changed, now=now)
    tell(work, News.MATCHED, seated, thing=about("relationship", key), now=now)


def _may_come(work: Work, relationship: Relationship) -> frozenset[PersonId]:
    """Return whom coming sessions may invite: in a formal programme, who has signed (T1)."""
    programme = work.programme(relationship.programme_id)
    if programme is None or not programme.formal:
        return relationship.people
    agreement = work.agreement(relationship.relationship_id)
    return relationship.people & agreement.signers if agreement else frozenset()


def _circle(
    work: Work, relationship_id: RelationshipId, actor: Actor
) -> tuple[Relationship, Programme, Enrolment]:
    circle = work.relationship(relationship_id)
    if circle is None or circle.format is not Format.CIRCLE:
        raise UnknownThingError
    return circle, *_seeking(work, circle.programme_id, actor)


def _require_same_place(
    work: Work, programme: Programme, circle: Relationship, mine: Enrolment
) -> None:
    """Raise ElsewhereError unless the person can be where all of the circle meet (M8)."""
    if not programme.life.places:
        return
    answers = work.enrolments_of(programme.programme_id, circle.people)
    people = counted_here(programme, {**answers, mine.person_id: mine})
    me = people[mine.person_id].profile
    if not all(share_a_place(me, people[who].profile) for who in answers):
        raise ElsewhereError


def _seeking(work: Work, programme_id: ProgrammeId, actor: Actor) -> tuple[Programme, Enrolment]:
    programme = in_course(work, programme_id, actor=actor)
    mine = work.enrolment(programme_id, actor.person_id)
    may = policy.may_take_part(actor, programme, has_part=mine is not None)
    if not may or programme.stage not in TAKES_PROFILES:
        raise UnknownThingError
    if mine is None or mine.ready_at is None or mine.side is not Side.MENTEE:
        raise NotAllowedError
    policy.require(policy.may_see_names(actor))
    return programme, mine


def _placed(work: Work, programme_id: ProgrammeId, person: PersonId) -> bool:
    return any(
        one.programme_id == programme_id and one.state is not RelationshipState.ENDED
        for one in work.relationships_of(person)
    )
