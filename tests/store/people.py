"""People, programmes and pairings for store tests, with plain defaults."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.agreement import Agreement, Signature, Terms
from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format, Programme, ProgrammeGoal, Stage
from plugin.mentoring.relationship import Membership, Relationship
from plugin.mentoring.session import CalendarLink, Channel, MentoringSession, Sync
from plugin.mentoring.spans import Span
from plugin.ports.values import RosterMember
from tests.stores import NOON, NORTHMOOR, an_arrival


def an_hour(*, days=0, hours=0, length=timedelta(hours=1)):
    """Return an hour that begins so long after Monday noon."""
    start = NOON + timedelta(days=days, hours=hours)
    return Span(start, start + length)


def a_member(subject, **changed):
    said = {"name": subject.title(), "email": None, "role": CourseRole.LEARNER, "active": True}
    return RosterMember(subject=subject, **(said | changed))


def a_programme(course, **changed):
    programme = Programme(
        programme_id="programme-1",
        tenant_id=course.tenant_id,
        course_id=course.course_id,
        title="Careers",
        template="career-one-to-one",
        formats=(Format.ONE_TO_ONE,),
        formal=True,
        purpose="Help people choose",
        goals=(ProgrammeGoal("A next step", "8 in 10"),),
        skills=("Writing", "Statistics"),
        zone="Europe/London",
        coordinators=(),
        stage=Stage.OPEN,
    )
    return replace(programme, **changed)


def an_enrolment(programme, person, side=Side.MENTEE, **changed):
    enrolment = Enrolment(
        f"enrolment-{person.person_id}",
        programme.tenant_id,
        programme.programme_id,
        person.person_id,
        side,
        Profile(seeks=("Writing",), about="I like owls", zone="Europe/Paris"),
        ready_at=NOON,
    )
    return replace(enrolment, **changed)


def a_pairing(programme, mentor, mentee, **changed):
    pairing = Relationship(
        "relationship-1",
        programme.tenant_id,
        programme.programme_id,
        Format.ONE_TO_ONE,
        (
            Membership(mentor.person_id, Side.MENTOR, NOON),
            Membership(mentee.person_id, Side.MENTEE, NOON),
        ),
        NOON,
    )
    return replace(pairing, **changed)


def an_agreement(pairing, *, signed_at=None, **changed):
    names = tuple(Signature(who, signed_at) for who in sorted(pairing.people)) if signed_at else ()
    agreement = Agreement(
        pairing.relationship_id,
        pairing.tenant_id,
        1,
        Terms(words="We keep our word"),
        pairing.organiser,
        NOON,
        names,
    )
    return replace(agreement, **changed)


def a_session(pairing, span=None, **changed):
    session = MentoringSession(
        session_id="session-1",
        tenant_id=pairing.tenant_id,
        relationship_id=pairing.relationship_id,
        organiser=pairing.organiser,
        people=pairing.people,
        span=span or an_hour(days=1),
        zone="Europe/London",
        agenda="My thesis",
    )
    return replace(session, **changed)


def a_link(session, **changed):
    link = CalendarLink(
        session.session_id,
        session.tenant_id,
        Channel.OUTLOOK,
        session.organiser,
        Sync.QUEUED,
        NOON,
    )
    return replace(link, **changed)


class Campus:
    """One course with a programme, a mentor and a mentee who are paired."""

    def __init__(self, store, tenant=NORTHMOOR):
        self.store, self.tenant = store, tenant
        with store.work(tenant) as work:
            arrive = {"now": NOON}
            mentor = an_arrival("mara", tenant=tenant, role=CourseRole.INSTRUCTOR)
            self.mentor, _ = work.arrive(mentor, **arrive)
            self.mentee, self.course = work.arrive(an_arrival("lev", tenant=tenant), **arrive)
            self.programme = a_programme(self.course, coordinators=(self.mentor.person_id,))
            work.save_programme(self.programme)
            self.pairing = a_pairing(self.programme, self.mentor, self.mentee)
            work.save_relationship(self.pairing)

    def another_pairing(self, number):
        """Return a further pairing, of two people who were not here before."""
        with self.store.work(self.tenant) as work:
            two = [
                work.arrive(an_arrival(f"{name}{number}", tenant=self.tenant), now=NOON)[0]
                for name in ("mentor", "mentee")
            ]
            pairing = a_pairing(self.programme, *two, relationship_id=f"relationship-{number}")
            work.save_relationship(pairing)
        return pairing

    def save(self, *things):
        """Write things, each with the method that is named after its kind."""
        with self.store.work(self.tenant) as work:
            for thing in things:
                name = {
                    "Relationship": "relationship",
                    "MentoringSession": "session",
                    "AgreedLink": "agreed_link",
                    "SharedLink": "shared_link",
                }.get(type(thing).__name__, type(thing).__name__.lower())
                getattr(work, f"save_{name.replace('calendar', '')}")(thing)

    def look(self, name, *arguments, **named):
        """Read one thing in a transaction of its own."""
        with self.store.look(self.tenant) as work:
            return getattr(work, name)(*arguments, **named)
