"""Mentors among themselves: a circle of their own beside the programme, begun in one press (R7).

It is a small programme of its own that belongs to the mentors of another, so that seats, matches
and figures of the one never mix with the other's. Nobody but those mentors finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Profile, Side
from plugin.mentoring.errors import ShapeError, UnknownThingError, WrongStateError
from plugin.mentoring.formats import MOST_IN_CIRCLE
from plugin.mentoring.groups import is_kept_away, who_may_meet
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import Bounds, Format, Life, Programme, ProgrammeId, Stage
from plugin.mentoring.relationship import (
    Membership,
    Relationship,
    RelationshipId,
    RelationshipState,
)
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.memberships import Memberships
from plugin.services.programmes import coordinated, seen
from plugin.services.publishing import begin
from plugin.services.standing_drafts import here_and_ready

LEAST = 2
BOUNDS = Bounds(circle_least=LEAST, circle_most=MOST_IN_CIRCLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorCircles:
    """Where the mentors of a programme learn from one another."""

    store: Store
    clock: Clock
    new_id: NewId
    memberships: Memberships
    with_places: bool = False

    def gather(
        self, programme_id: ProgrammeId, title: str, *, actor: Actor
    ) -> tuple[RelationshipId, ...]:
        """Bring the programme's mentors together; later presses bring in who is new.

        Who sent their profile first gathers the circle, and can hand it over. A circle that is full
        is followed by another; so is one with somebody from whom two others are kept. Who left one
        by their own wish is not brought back; they come back themselves (`come_back`). Once one is
        over, all of it begins anew.

        Args:
            programme_id: whose mentors.
            title: what the circle is called at first.
            actor: a coordinator, who does not become a member by it.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            WrongStateError: the programme matches nobody at present.
            ShapeError: there are not two mentors yet.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            programme.running()
            if programme.life.mentors_of is not None:
                raise WrongStateError
            mentors = _mentors(work, programme)
            home = self._home(work, programme, title)
            circles = _circles(work, home)
            inside = {who for one in circles for who in one.people}
            known = work.enrolments_of(home.programme_id, [one.person_id for one in mentors])
            away = {who for who, part in known.items() if part.ready_at is None}
            mentors = [one for one in mentors if one.person_id not in away]
            new = [one for one in mentors if one.person_id not in inside]
            after = self._seat(work, home, circles, new, actor.person_id)
            if not after:
                raise ShapeError("circle: too few")
            sides = {x.person_id: x.side for one in after for x in one.members}
            for one in new:
                if one.person_id in sides and one.person_id not in known:
                    self._enrol(work, home, one, sides[one.person_id])
            work.note("mentors.gathered", programme=programme_id, by=actor.person_id)
        return tuple(one.relationship_id for one in after)

    def come_back(self, programme_id: ProgrammeId, *, actor: Actor) -> RelationshipId | None:
        """Take part again in what the mentors have among themselves; repeatable.

        None where no seat is free: the next press of a coordinator brings the actor in.

        Args:
            programme_id: the mentors' own.
            actor: one of them.

        Raises:
            UnknownThingError: it is none of theirs, or they mentor no more.
            ConflictError.

        """
        me, now = actor.person_id, self.clock()
        with self.store.work(actor.tenant_id) as work:
            home = seen(work, programme_id, actor=actor)
            mentored = work.programme(home.life.mentors_of) if home.life.mentors_of else None
            if mentored is None:
                raise UnknownThingError
            if me not in {one.person_id for one in _mentors(work, mentored)}:
                raise UnknownThingError
            mine = work.enrolment(programme_id, me)
            if mine is not None and mine.ready_at is None:
                work.save_enrolment(replace(mine, ready_at=now))
            circles = _circles(work, home)
            for one in circles:
                if me in one.people:
                    return one.relationship_id
            everybody = {me, *(who for one in circles for who in one.people)}
            apart = work.apart(everybody, mentored.programme_id)
            for one in circles:
                if one.seats_left(home.bounds) and not is_kept_away(me, one.people, apart):
                    joined = one.joined_by(me, Side.MENTEE, bounds=home.bounds, now=now)
                    self.memberships.keep(work, one, joined, me)
                    return one.relationship_id
        return None

    def _home(self, work: Work, programme: Programme, title: str) -> Programme:
        """Return the mentors' own programme, made where there is none yet."""
        found = work.programmes_in(programme.course_id)
        for one in found:
            if one.life.mentors_of == programme.programme_id and one.stage is Stage.RUNNING:
                return one
        made = replace(
            programme,
            programme_id=ProgrammeId(self.new_id()),
            title=title,
            formats=(Format.CIRCLE,),
            formal=False,
            bounds=BOUNDS,
            stage=Stage.RUNNING,
            version=0,
            life=Life(mentors_of=programme.programme_id),
        )
        work.save_programme(made)
        return replace(made, version=1)

    def _seat(
        self,
        work: Work,
        home: Programme,
        circles: Sequence[Relationship],
        new: Sequence[Enrolment],
        by: PersonId,
    ) -> list[Relationship]:
        """Give everybody new a seat, with nobody from whom they are kept; return all circles."""
        now, waiting, after = self.clock(), [one.person_id for one in new], []
        everybody = {*waiting, *(who for one in circles for who in one.people)}
        apart = work.apart(everybody, home.life.mentors_of or home.programme_id)
        for circle in circles:
            joined = circle
            for who in waiting:
                if joined.seats_left(home.bounds) and not is_kept_away(who, joined.people, apart):
                    joined = joined.joined_by(who, Side.MENTEE, bounds=home.bounds, now=now)
            if joined != circle:
                self.memberships.keep(work, circle, joined, by)
            after.append(joined)
            waiting = [who for who in waiting if who not in joined.people]
        while len(some := who_may_meet(waiting, apart)[:MOST_IN_CIRCLE]) >= LEAST:
            after.append(self._circle(work, home, some, now))
            waiting = [who for who in waiting if who not in some]
        return after

    def _circle(
        self, work: Work, home: Programme, some: Sequence[PersonId], now: datetime
    ) -> Relationship:
        first, *rest = some
        members = [
            Membership(first, Side.MENTOR, now),
            *(Membership(who, Side.MENTEE, now) for who in rest),
        ]
        circle = Relationship(
            RelationshipId(self.new_id()),
            home.tenant_id,
            home.programme_id,
            Format.CIRCLE,
            tuple(members),
            now,
        ).named(home.title)
        begin(work, circle.check_formed(home.bounds), with_place=self.with_places)
        return circle

    def _enrol(self, work: Work, home: Programme, mentor: Enrolment, side: Side) -> None:
        """Take over what finds a common time, and nothing that was confided to a partner."""
        said = mentor.profile
        known = Profile(
            languages=said.languages, zone=said.zone, hours=said.hours, media=said.media
        )
        new = Enrolment(
            EnrolmentId(self.new_id()),
            home.tenant_id,
            home.programme_id,
            mentor.person_id,
            side,
            known,
            ready_at=self.clock(),
        )
        work.save_enrolment(new)


def _circles(work: Work, home: Programme) -> list[Relationship]:
    all_ = work.relationships_in(home.programme_id)
    return [one for one in all_ if one.state is not RelationshipState.ENDED]


def _mentors(work: Work, programme: Programme) -> list[Enrolment]:
    """Return the mentors, who sent their profile first at the beginning."""
    found = [
        (one.ready_at, one.person_id, one)
        for one in here_and_ready(work, programme)
        if one.side is Side.MENTOR
    ]
    return [one for _when, _who, one in sorted(found, key=lambda line: line[:2])]
