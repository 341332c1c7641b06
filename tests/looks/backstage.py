"""Brings the tool into any state at once: through its own services and store, beside the browser.

What a page shows is then what the database holds; nothing of the page is made up.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import config
from plugin.mentoring.agreement import Agreement, Signature, first_terms
from plugin.mentoring.enrolment import Medium, Profile, Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import Actor, CourseRole, TenantId
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span
from plugin.ports.arrivals import Arrival
from plugin.ports.values import Account
from plugin.sandbox.people import PEOPLE, person_named
from plugin.services.programmes import Plan
from plugin.web.visits import Browser, Visits
from plugin.wiring.house import open_house, utc_now
from plugin.wiring.microsoft import connect_microsoft
from plugin.wiring.services import build_services

AGENT = "Owl/1.0 (looks)"
TENANT = TenantId("northmoor")
PLAN = Plan(
    template="career-one-to-one",
    title="Research Careers 2026",
    purpose="Help people see and choose their next step with someone who has been there.",
    goal="Every mentee can name a next step and why",
    measure="Share of mentees who name one in the closing survey, at least 8 in 10",
    formal=True,
    zone="Europe/Berlin",
    cadence_weeks=2,
    length_min=45,
    capacity=3,
)
WORDS = "We say what we really think, and what we say stays here."
SPAN = timedelta(minutes=45)


@dataclass
class Backstage:
    """The running tool's own database, and what fills it."""

    world: object

    def __post_init__(self):
        self.house = open_house(config.load(self.world.environment()))
        self.services = build_services(self.house, None)
        self.with_microsoft = build_services(self.house, connect_microsoft(self.house))
        self.visits = Visits(store=self.house.store, clock=utc_now)
        self.now = utc_now()

    def close(self):
        self.house.database.close()

    def arrives(self, slug, course, role=CourseRole.LEARNER, again=0):
        """One person of Northmoor opens the tool in `course`; `again` with another account."""
        who = person_named(slug)
        arrival = Arrival(
            tenant_id=TENANT,
            registration_id="sandbox-lms",
            subject=f"{who.key}-{again}" if again else who.key,
            name=who.name,
            email=who.email,
            locale=None,
            role=role,
            is_test=False,
            context_id=course,
            context_title="Research Careers 2026",
            memberships_url=f"{self.world.lms}/courses/research-careers/names",
        )
        with self.house.store.work(TENANT) as work:
            person, kept = work.arrive(arrival, now=self.now)
        return Actor(TENANT, person.person_id, kept.course_id, role)

    def coordinator(self, course, slug="hana.kovacova"):
        return self.arrives(slug, course, CourseRole.INSTRUCTOR)

    def address(self, actor, path="", locale="en-GB"):
        """Open a visit; a browser without our cookies is known by its User-Agent."""
        browser = Browser(AGENT, takes_cookies=False, in_frame=False)
        opened = self.visits.open(actor, browser, frame_origin=None, locale=locale)
        return f"{self.world.tool}/l/{opened.handle}/{path}"

    def draft_programme(self, actor, **changed):
        return self.services.programmes.start(replace(PLAN, **changed), actor=actor)

    def open_programme(self, actor, **changed):
        key = self.draft_programme(actor, **changed).programme_id
        return self.services.programmes.open(key, actor=actor)

    def answers(self, programme, actor, side, *, zone=None, hours=None, capacity=1, **said):
        """Send a profile; hours and zone as given, unsaid otherwise."""
        profile = Profile(zone=zone, hours=hours or WeekHours(), languages=("en",), **said)
        self.services.enrolments.answer(
            programme.programme_id, side, profile, capacity=capacity, actor=actor
        )
        if zone:
            self.services.accounts.choose_zone(zone, actor=actor)

    def shown_at(self, slug, zone):
        """Say the zone of a person who sent no profile."""
        return zone or person_named(slug).zone

    def pairs(self, programme, mentor, mentee, *, days_ago=3, reasons=()):
        made = self.now - timedelta(days=days_ago)
        key = RelationshipId(self.house.store.new_id())
        members = (
            Membership(mentor.person_id, Side.MENTOR, made),
            Membership(mentee.person_id, Side.MENTEE, made),
        )
        pair = Relationship(
            key, TENANT, programme.programme_id, Format.ONE_TO_ONE, members, made, reasons
        )
        with self.house.store.work(TENANT) as work:
            work.save_relationship(pair)
        return pair

    def agrees(self, pair, programme, *signers):
        terms = replace(first_terms(programme.bounds), words=WORDS, backup="We try the phone.")
        agreement = Agreement(
            pair.relationship_id,
            TENANT,
            1,
            terms,
            signers[0].person_id,
            self.now - timedelta(days=2),
            tuple(Signature(one.person_id, self.now - timedelta(days=2)) for one in signers),
        )
        with self.house.store.work(TENANT) as work:
            work.save_agreement(agreement)

    def books(self, pair, *, days=4, hour=14, sync=Sync.BOOKED, agenda="", state=None, **link):
        """Plan a session, with its outside meeting in the state `sync`; None for no link."""
        day = (self.now + timedelta(days=days)).replace(
            hour=hour, minute=30, second=0, microsecond=0
        )
        session = MentoringSession(
            SessionId(self.house.store.new_id()),
            TENANT,
            pair.relationship_id,
            pair.organiser,
            pair.people,
            Span(day, day + SPAN),
            "Europe/London",
            Medium.VIDEO,
            agenda,
            state or SessionState.PLANNED,
        )
        with self.house.store.work(TENANT) as work:
            work.save_session(session)
            if sync is not None:
                work.save_link(self._link(session, sync, link))
        return session

    def _link(self, session, sync, changed):
        booked = sync is Sync.BOOKED
        said = {
            "channel": Channel.OUTLOOK,
            "since": self.now - timedelta(minutes=6),
            "told": session.span if booked else None,
            "checked_at": self.now - timedelta(minutes=2) if booked else None,
            "event_id": f"AAMk-{session.session_id}" if booked else None,
            "join_url": "https://teams.example/meet/1234567890" if booked else None,
            "settings": (("recording", "off"),) if booked else (),
        }
        return CalendarLink(
            session_id=session.session_id,
            tenant_id=TENANT,
            organiser=session.organiser,
            sync=sync,
            **(said | changed),
        )

    def makes_place(self, pair):
        """A real folder in the pretend SharePoint, as a worker makes it."""
        key = pair.relationship_id
        with self.house.store.work(TENANT) as work:
            work.save_place(Place(key, TENANT, PlaceState.QUEUED, self.now))
        self.with_microsoft.places.make(TENANT, key)

    def has_place(self, pair, state=PlaceState.READY, *, open_to=None, problem=None):
        ready = state is PlaceState.READY
        place = Place(
            pair.relationship_id,
            TENANT,
            state,
            self.now - timedelta(minutes=12),
            "https://northmoor.sharepoint.example/pairs/17" if ready else None,
            "drive/item" if ready else None,
            frozenset(pair.people if open_to is None else open_to) if ready else frozenset(),
            problem,
        )
        with self.house.store.work(TENANT) as work:
            work.save_place(place)

    def connects(self, actor, slug, *, lapsed=False):
        who = person_named(slug)
        account = Account(
            actor.person_id,
            TENANT,
            "sandbox",
            "5a4d0c7e-0000-4000-8000-00000000a11e",
            who.object_id,
            who.mailbox,
            self.now - timedelta(days=9),
            self.now - timedelta(hours=3) if lapsed else None,
        )
        with self.house.store.work(TENANT) as work:
            work.save_account(account)


def learners(count=40):
    """Return the slugs of people who are enrolled as learners, the nameless among them."""
    found = [one.slug for one in PEOPLE if "learner" in {str(r) for r in one.courses.values()}]
    return found[:count]
