"""Invented people with profiles, for trying a matching: any number, the same for the same number.

The learners of the pretend course come first, so that whoever tries can sign in as one of them.
Mentors beyond them are invited from outside the course, whom no course list has to name.
"""

import random
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Learn, Medium, Profile, Side, Talk
from plugin.mentoring.guest import GuestLink, GuestLinkId
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import Actor, CourseRole, PersonId, TenantId
from plugin.mentoring.programme import Life, Programme, SelfMatch
from plugin.mentoring.templates import AIMS, VALUES
from plugin.ports.arrivals import Arrival
from plugin.ports.store import Store, Work
from plugin.ports.values import NewId
from plugin.sandbox.people import COURSES, RESEARCH_CAREERS, Role, enrolled
from plugin.services.programmes import Plan, Programmes

COORDINATOR = "hana.kovacova"
GIVEN = ("Ada", "Bruno", "Chiara", "Dev", "Elif", "Farid", "Greta", "Hugo", "Imani", "Jun")
FAMILY = ("Abara", "Berg", "Costa", "Dlugosz", "Engel", "Fofana", "Garcia", "Hansen", "Iqbal")
ZONES = ("Europe/Berlin",) * 5 + ("Europe/London",) * 3 + ("Africa/Nairobi", "America/Toronto")
Someone = tuple[str, str | None, str | None]
"""Subject, name and address, as the LMS tells them."""
LANGUAGES = (("en",), ("en", "de"), ("en", "fr"), ("de",), ("en", "es"), ("en",))
PLAN = Plan(
    template="career-one-to-one",
    title="A cohort to try matching with",
    purpose="Invented people: draft pairs, look at why, move some, publish.",
    goal="Everybody can name a next step",
    measure="8 in 10 do",
    formal=True,
    zone="Europe/Berlin",
    cadence_weeks=2,
    length_min=45,
    capacity=3,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCohort:
    """Makes one more programme, with its people, in the pretend course.

    Attributes:
        registration: by which the pretend LMS is known.

    """

    store: Store
    programmes: Programmes
    new_id: NewId
    tenant_id: TenantId
    registration: str = "sandbox-lms"

    def make(self, size: int, *, now: datetime) -> Programme:
        """Return an open programme of which `size` people have sent a profile.

        Two of three seek a mentor; of those beyond the course's own learners the LMS knows nothing.
        """
        some = random.Random(size)  # noqa: S311 - examples, no secret
        course = enrolled(RESEARCH_CAREERS)
        lead = next(one for one in course if one.slug == COORDINATOR)
        learners = [one for one in course if one.courses[RESEARCH_CAREERS] is Role.LEARNER]
        with self.store.work(self.tenant_id) as work:
            actor = self._comes(work, (lead.key, lead.name, lead.email), CourseRole.INSTRUCTOR, now)
        draft = self.programmes.start(PLAN, actor=actor)
        programme = self.programmes.open(draft.programme_id, actor=actor)
        seeking = 2 * size // 3
        with self.store.work(self.tenant_id) as work:
            work.save_programme(replace(programme, life=Life(self_match=SelfMatch(), wishes=True),
                                        version=programme.version + 1))  # fmt: skip
            for number in range(seeking):
                known = learners[number] if number < len(learners) else None
                new = (f"cohort-{number:05}", _name(number), None)
                lms = (known.key, known.name, known.email) if known else new
                one = self._comes(work, lms, CourseRole.LEARNER, now)
                self._says(work, programme, one.person_id, Side.MENTEE, some, now)
            for number in range(seeking, size):
                who = self._guest(work, programme, _name(number), actor, now)
                self._says(work, programme, who, Side.MENTOR, some, now)
        return programme

    def _comes(self, work: Work, who: Someone, role: CourseRole, now: datetime) -> Actor:
        arrival = Arrival(
            self.tenant_id,
            self.registration,
            *who,
            None,
            role,
            is_test=False,
            context_id=RESEARCH_CAREERS,
            context_title=COURSES[RESEARCH_CAREERS],
            memberships_url=None,
        )
        person, course = work.arrive(arrival, now=now)
        return Actor(self.tenant_id, person.person_id, course.course_id if course else None, role)

    def _guest(
        self, work: Work, programme: Programme, name: str, by: Actor, now: datetime
    ) -> PersonId:
        """Let a mentor in from outside the course, as if they had come by a link."""
        who = work.met(name, None).person_id
        secret = f"none of the cohort comes by a link: {self.new_id()}"
        link = GuestLink(
            GuestLinkId(self.new_id()),
            self.tenant_id,
            programme.programme_id,
            Side.MENTOR,
            secret,
            by.person_id,
            now,
            now,
            person_id=who,
            accepted_at=now,
            admitted_at=now,
        )
        work.save_guest_link(link)
        return who

    def _says(
        self,
        work: Work,
        programme: Programme,
        who: PersonId,
        side: Side,
        some: random.Random,
        now: datetime,
    ) -> None:
        key = EnrolmentId(self.new_id())
        capacity = some.choice((1, 1, 2, 2, 3)) if side is Side.MENTOR else 1
        said = _profile(programme, side, some).kept()
        work.save_enrolment(
            Enrolment(key, self.tenant_id, programme.programme_id, who, side, said, capacity, now)
        )


def _name(number: int) -> str:
    turn = number // len(GIVEN) + number
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[turn % len(FAMILY)]}"


def _profile(programme: Programme, side: Side, some: random.Random) -> Profile:
    """Return a plausible profile: some are silent about their hours, a few are free at night."""
    skills = tuple(some.sample(programme.skills, 3))
    start = some.choice((8, 9, 9, 10, 13, 15, 22))
    hours = WeekHours.office(start, min(start + 3, 24), days=some.sample(range(5), 3))
    return Profile(
        seeks=skills if side is Side.MENTEE else (),
        offers=skills if side is Side.MENTOR else (),
        languages=some.choice(LANGUAGES),
        zone=some.choice(ZONES),
        hours=hours if some.random() < 0.9 else WeekHours(),
        media=tuple(some.sample(tuple(Medium), 2)),
        values=tuple(some.sample(VALUES, 2)),
        aims=tuple(some.sample(AIMS, 2)),
        talks=(some.choice(tuple(Talk)),),
        learns=(some.choice(tuple(Learn)),),
        confided=Confided(virtual_only=some.random() < 0.1, checked=tuple(Ready)),
    )
