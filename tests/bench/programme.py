"""A programme with as many people as wanted: all of them paired, agreed and booked."""

from dataclasses import dataclass
from datetime import timedelta

from plugin.mentoring.agreement import Agreement, Signature, first_terms
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Profile, Side
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.programme import Format, Programme
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import CalendarLink, Channel, MentoringSession, SessionId, Sync
from plugin.mentoring.spans import Span
from plugin.services.programmes import Plan, Programmes
from tests.stores import NORTHMOOR, an_arrival

TITLE = "Careers, one to one"
PLAN = Plan(
    template="career-one-to-one",
    title=TITLE,
    purpose="See the next step with someone who has been there.",
    goal="Every mentee can name a next step",
    measure="Share of mentees who name one",
    formal=True,
    zone="Europe/Paris",
    cadence_weeks=2,
    length_min=45,
    capacity=3,
)


@dataclass(frozen=True)
class Cast:
    """Who may open the programme's pages, and one of its relationships; `newcomer` has another."""

    programme: Programme
    coordinator: Actor
    learner: Actor
    relationship_id: RelationshipId
    newcomer: Actor
    new_relationship_id: RelationshipId


def subject(number):
    """Return what the LMS calls this learner."""
    return f"learner{number:04}"


def fill(store, now, people):
    """Make the programme in an empty store of Northmoor; `people` is an even number."""
    with store.work(NORTHMOOR) as work:
        hana, course = work.arrive(an_arrival("hana", role=CourseRole.INSTRUCTOR), now=now)
    coordinator = Actor(NORTHMOOR, hana.person_id, course.course_id, CourseRole.INSTRUCTOR)
    programmes = Programmes(store=store, clock=lambda: now, new_id=store.new_id)
    started = programmes.start(PLAN, actor=coordinator)
    programme = programmes.open(started.programme_id, actor=coordinator)
    with store.work(NORTHMOOR) as work:
        learners = [work.arrive(an_arrival(subject(n)), now=now)[0] for n in range(people)]
        pairs = [
            Pair(programme, learners[n], learners[n + 1], now).save(work, store.new_id())
            for n in range(0, people, 2)
        ]
    learner, newcomer = (
        Actor(NORTHMOOR, one.person_id, course.course_id, CourseRole.LEARNER)
        for one in (learners[1], learners[-1])
    )
    return Cast(programme, coordinator, learner, pairs[0], newcomer, pairs[-1])


@dataclass(frozen=True)
class Pair:
    """A mentor and a mentee who have signed, and who meet in two days."""

    programme: Programme
    mentor: object
    mentee: object
    now: object

    def save(self, work, key):
        for person, side in ((self.mentor, Side.MENTOR), (self.mentee, Side.MENTEE)):
            work.save_enrolment(self._enrolment(person, side))
        relationship = self._relationship(RelationshipId(key))
        work.save_relationship(relationship)
        work.save_agreement(self._agreement(relationship))
        session = self._session(relationship)
        work.save_session(session)
        work.save_link(self._link(session))
        return relationship.relationship_id

    def _enrolment(self, person, side):
        return Enrolment(
            EnrolmentId(f"{side}-{person.person_id}"),
            NORTHMOOR,
            self.programme.programme_id,
            person.person_id,
            side,
            Profile(seeks=("Networking",), languages=("en",), zone="Europe/Paris"),
            ready_at=self.now,
        )

    def _relationship(self, key):
        return Relationship(
            key,
            NORTHMOOR,
            self.programme.programme_id,
            Format.ONE_TO_ONE,
            (
                Membership(self.mentor.person_id, Side.MENTOR, self.now),
                Membership(self.mentee.person_id, Side.MENTEE, self.now),
            ),
            self.now,
        )

    def _agreement(self, relationship):
        return Agreement(
            relationship.relationship_id,
            NORTHMOOR,
            1,
            first_terms(self.programme.bounds),
            self.mentor.person_id,
            self.now,
            tuple(Signature(person, self.now) for person in relationship.people),
        )

    def _session(self, relationship):
        starts_at = self.now + timedelta(days=2)
        return MentoringSession(
            SessionId(f"session-{relationship.relationship_id}"),
            NORTHMOOR,
            relationship.relationship_id,
            relationship.organiser,
            relationship.people,
            Span(starts_at, starts_at + timedelta(minutes=45)),
            "Europe/Paris",
        )

    def _link(self, session):
        return CalendarLink(
            session.session_id,
            NORTHMOOR,
            Channel.OUTLOOK,
            session.organiser,
            Sync.BOOKED,
            self.now,
            told=session.span,
            checked_at=self.now,
        )
