"""A whole house for service tests: real store, real ledger, fakes outside, a few people."""

from dataclasses import dataclass, field, replace
from functools import partial

from plugin.gateways.ics_letters import IcsLetters
from plugin.gateways.mail_digests import MailDigests
from plugin.gateways.mail_notes import MailNotes
from plugin.gateways.one_press import OnePress
from plugin.gateways.starter_courses import starter_courses
from plugin.jobs.handlers import handlers, together
from plugin.jobs.runner import Runner
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import Channel
from plugin.ports.values import Account
from plugin.services.absences import Absences
from plugin.services.accounts import Accounts
from plugin.services.adoption import Adoption
from plugin.services.agreements import Agreements
from plugin.services.all import Services
from plugin.services.boards import Boards
from plugin.services.bookings import Bookings
from plugin.services.break_glass import BreakGlass
from plugin.services.calendar_feeds import CalendarFeeds
from plugin.services.coaching import Coaching
from plugin.services.concerns import Concerns
from plugin.services.contents import Contents
from plugin.services.copies import Copies
from plugin.services.course_groups import CourseGroups
from plugin.services.documents import Documents
from plugin.services.editing import Editing
from plugin.services.enrolments import Enrolments
from plugin.services.exchanges import Exchanges
from plugin.services.free_time import FreeTime
from plugin.services.goals import Goals
from plugin.services.guests import Guests
from plugin.services.health import Healths
from plugin.services.helper import Helper
from plugin.services.match_runs import MatchRuns
from plugin.services.matching import Matching
from plugin.services.memberships import Memberships
from plugin.services.mentor_circles import MentorCircles
from plugin.services.notices import Notices
from plugin.services.open_times import OpenTimes
from plugin.services.overviews import Overviews
from plugin.services.own_times import OwnTimes
from plugin.services.participation import Participation
from plugin.services.people_lists import PeopleLists
from plugin.services.places import Places
from plugin.services.planning import Planning
from plugin.services.polls import Polls
from plugin.services.portfolio_words import WordsForPortfolios
from plugin.services.preflights import Preflights
from plugin.services.privacy import ASKED, Privacy
from plugin.services.programmes import Plan, Programmes
from plugin.services.projects import Projects
from plugin.services.promises import Promises
from plugin.services.recordings import Recordings
from plugin.services.records import Records
from plugin.services.referrals import Referrals
from plugin.services.registrations import Registrations
from plugin.services.relationships import Relationships
from plugin.services.reminders import Reminders
from plugin.services.replies import Replies
from plugin.services.reports import Reports
from plugin.services.retention import Retention
from plugin.services.rosters import Rosters
from plugin.services.same_person import SamePersons
from plugin.services.searches import Searches
from plugin.services.series import Series
from plugin.services.sessions import Sessions
from plugin.services.settling import Settling
from plugin.services.showings import Showings
from plugin.services.side_by_side import SideBySide
from plugin.services.stages import Stages
from plugin.services.support import Support
from plugin.services.tables import Tables
from plugin.services.tabs import Tabs
from plugin.services.takeaways import TakeAways
from plugin.services.todo import ToDo
from plugin.services.together import Together
from plugin.services.training import Training
from plugin.services.training_desk import TrainingDesk
from plugin.services.trouble import Trouble
from plugin.services.undoing import Undoing
from plugin.services.watching import Watching
from plugin.services.ways import MeetingWays
from plugin.store.ledger import SqlLedger
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms
from plugin.store.privacy_requests import privacy_requests
from plugin.store.reads import SqlReads
from tests.fakes.calendars import FakeCalendars
from tests.fakes.copy_notices import FakeCopyNotices
from tests.fakes.freebusy import FakeFreeBusy
from tests.fakes.groups import FakeGroups
from tests.fakes.places import FakeDrives, FakePlaces
from tests.fakes.post import FakePost
from tests.fakes.probes import FakeProbes
from tests.fakes.rosters import FakeRosters
from tests.fakes.scores import FakeScores
from tests.fakes.sign_ins import FakeSignIns
from tests.fakes.tasks import FakeTasks
from tests.services.world_parts import choosing, connections
from tests.stores import NORTHMOOR, Counted, an_arrival

PRESSES = OnePress(public_url="https://tool.example", key=b"k" * 32)
OFFICE = WeekHours.office(days=range(5))
PLAN = Plan(
    template="career-one-to-one", title="Next steps", purpose="Find a next step",
    goal="Everybody can name one", measure="8 in 10 do", formal=False, zone="Europe/Berlin",
    cadence_weeks=2, length_min=45, capacity=3,
)  # fmt: skip


def a_solver():
    """Load it for the tests that solve, and no others."""
    from plugin.solver.solver import NumpySolver

    return NumpySolver()


def letters():
    return IcsLetters(public_url="https://tool.example", sender="tool@northmoor.example")


@dataclass
class World:
    """The tool's services over one store; `cleo` teaches, `ada` mentors, `ben` learns."""

    store: object
    clock: object
    calendars: FakeCalendars = field(default_factory=FakeCalendars)
    free_busy: FakeFreeBusy = field(default_factory=FakeFreeBusy)
    folders: FakePlaces = field(default_factory=FakePlaces)
    drives: FakeDrives | None = None
    preflight: object = None
    reports: object = None
    sign_ins: FakeSignIns = field(default_factory=FakeSignIns)
    post: FakePost = field(default_factory=FakePost)
    rosters: FakeRosters = field(
        default_factory=lambda: FakeRosters(registrations=frozenset({f"{NORTHMOOR}-lms"}))
    )
    groups: FakeGroups = field(default_factory=FakeGroups)
    copy_notices: FakeCopyNotices = field(default_factory=FakeCopyNotices)
    scores: FakeScores = field(default_factory=FakeScores)
    new_id: Counted = field(default_factory=lambda: Counted("new"))
    probes: FakeProbes = field(default_factory=FakeProbes)
    microsoft: bool = True
    feed: object = None
    tasks: FakeTasks = field(default_factory=FakeTasks)

    def __post_init__(self):
        self.services = self._services()
        self.cleo = self.arrive("cleo", role=CourseRole.INSTRUCTOR)
        self.ada, self.ben = self.arrive("ada"), self.arrive("ben")

    def arrive(self, subject, **said):
        arrival = an_arrival(subject, **said)
        with self.store.work(arrival.tenant_id) as work:
            person, course = work.arrive(arrival, now=self.clock())
        return Actor(
            arrival.tenant_id,
            person.person_id,
            course.course_id if course else None,
            arrival.role,
            arrival.is_test,
        )

    def programme(self, **changed):
        """An open programme, coordinated by cleo."""
        made = self.services.programmes.start(replace(PLAN, **changed), actor=self.cleo)
        return self.services.programmes.open(made.programme_id, actor=self.cleo)

    def answer(self, programme, actor, side, *, capacity=1, **said):
        profile = Profile(**({"zone": "Europe/Berlin", "hours": OFFICE} | said))
        return self.services.enrolments.answer(
            programme.programme_id, side, profile, capacity=capacity, actor=actor
        )

    def pair(self, programme, mentor=None, mentee=None):
        """Two people who work together from now on."""
        made = Relationship(
            RelationshipId(self.new_id()),
            NORTHMOOR,
            programme.programme_id,
            Format.ONE_TO_ONE,
            (
                Membership((mentor or self.ada).person_id, Side.MENTOR, self.clock()),
                Membership((mentee or self.ben).person_id, Side.MENTEE, self.clock()),
            ),
            self.clock(),
        )
        self.save("relationship", made)
        return made.relationship_id

    def end(self, relationship_id):
        self.save("relationship", self.kept("relationship", relationship_id).ended())

    def connect(self, actor=None, **changed):
        """Sign in to Microsoft as the person of that actor."""
        self.services.accounts.connect(self.account(actor, **changed))

    def account(self, actor=None, **changed):
        who = (actor or self.ada).person_id
        said = {"object_id": f"oid-{who}", "address": f"{who}@northmoor.example"} | changed
        return Account(who, NORTHMOOR, "sandbox", "entra", linked_at=self.clock(), **said)

    def kept(self, what, *key):
        """What the store says now: `kept("link", session_id)`."""
        with self.store.look(NORTHMOOR) as work:
            return getattr(work, what)(*key)

    def save(self, what, value):
        with self.store.work(NORTHMOOR) as work:
            getattr(work, f"save_{what}")(value)

    def link(self, session):
        return self.kept("link", session.session_id)

    def session(self, session):
        return self.kept("session", session.session_id)

    def push(self, session):
        self.services.bookings.push(NORTHMOOR, session.session_id)

    def letter_jobs(self, session):
        """Send every letter that was written about the session."""
        for letter in self.kept("letters_of", session.session_id):
            self.services.bookings.send_letter(NORTHMOOR, letter.key)

    def ledger(self):
        return SqlLedger(database=self.store.database, clock=self.clock, new_id=Counted("job"))

    def due(self):
        """The kinds of work that are due now, each once, claimed and left."""
        ledger, found = self.ledger(), []
        while job := ledger.claim("test", handlers(self.services).keys()):
            found.append(job)
        return found

    def run(self):
        """Do everything that is due, as a worker does; returns how many jobs."""
        runner = Runner(
            ledger=self.ledger(),
            handlers=handlers(self.services),
            together=together(self.services),
            clock=self.clock,
            owner="test",
            jitter=lambda low, high: low,
        )
        return runner.run_due()

    def _services(self):
        given = {"store": self.store, "clock": self.clock}
        shelves = {"folders": self.folders if self.microsoft else None, "drives": self.drives}
        mail = {"post": self.post, "presses": PRESSES}
        calendars = self.calendars if self.microsoft else None
        channel = Channel.OUTLOOK if self.microsoft else Channel.MAIL
        planning = Planning(new_id=self.new_id, channel=channel)
        accounts = Accounts(
            **given,
            new_id=Counted("secret"),
            calendars=calendars,
            sign_ins=self.sign_ins if self.microsoft else None,
            notes=MailNotes(public_url="https://tool.example", sender="m@tool.example"),
            post=self.post,
        )
        memberships = Memberships(**given, planning=planning)
        privacy = Privacy(
            **given,
            new_id=self.new_id,
            requests=partial(privacy_requests, self.store.database, ASKED),
            disconnect=lambda actor: accounts.forget(actor.tenant_id, actor.person_id),
            memberships=memberships,
        )
        return Services(
            absences=Absences(**given, planning=planning),
            accounts=accounts,
            adoption=Adoption(**given, planning=planning, calendars=calendars),
            agreements=Agreements(**given, planning=planning),
            bookings=Bookings(
                **given,
                calendars=calendars,
                **mail,
                letters=letters(),
                link_to=lambda session: f"https://tool.example/s/{session}",
            ),
            editing=Editing(store=self.store),
            documents=Documents(**given, **shelves, new_id=self.new_id),
            course_groups=CourseGroups(**given, new_id=self.new_id, source=self.groups),
            copies=Copies(**given, new_id=self.new_id, notices=self.copy_notices),
            enrolments=Enrolments(**given, new_id=self.new_id),
            free_time=FreeTime(**given, free_busy=self.free_busy if self.microsoft else None),
            guests=Guests(
                **given,
                new_id=self.new_id,
                accounts=accounts,
                memberships=memberships,
                remove=privacy.reapply,
            ),
            referrals=Referrals(**given, new_id=self.new_id),
            match_runs=MatchRuns(**given, solver=a_solver),
            matching=Matching(**given, new_id=self.new_id, with_places=self.microsoft),
            notices=Notices(
                **given,
                **mail,
                digests=MailDigests(public_url="https://tool.example", sender="m@tool.example"),
                feed=self.feed,
            ),
            open_times=OpenTimes(**given, planning=planning),
            memberships=memberships,
            mentor_circles=MentorCircles(**given, new_id=self.new_id, memberships=memberships),
            **choosing(self),
            overviews=Overviews(**given, reads=SqlReads(self.store)),
            participation=Participation(**given),
            people_lists=PeopleLists(
                **given, new_id=self.new_id, mark=lambda text: f"mark-{text}", guests=self.microsoft
            ),
            own_times=OwnTimes(**given),
            polls=Polls(**given, planning=planning),
            places=Places(**given, **shelves),
            preflights=Preflights(preflight=self.preflight if self.microsoft else None),
            break_glass=BreakGlass(**given, new_id=self.new_id),
            health=Healths(**given, reads=SqlReads(self.store)),
            concerns=Concerns(**given, new_id=self.new_id),
            side_by_side=SideBySide(**given, memberships=memberships),
            support=Support(store=self.store),
            tables=Tables(store=self.store, library=starter_courses),
            trouble=Trouble(**given, memberships=memberships),
            privacy=privacy,
            retention=Retention(**given),
            same_person=SamePersons(**given, new_id=self.new_id),
            programmes=Programmes(**given, new_id=self.new_id),
            calendar_feeds=CalendarFeeds(
                **given,
                new_id=Counted("turn"),
                presses=PRESSES,
                link_to=lambda session: f"https://tool.example/s/{session}",
            ),
            coaching=Coaching(**given, new_id=self.new_id),
            contents=Contents(**given, new_id=self.new_id),
            exchanges=Exchanges(**given, new_id=self.new_id),
            searches=Searches(store=self.store),
            goals=Goals(**given, new_id=self.new_id),
            takeaways=TakeAways(**given),
            words_for_portfolios=WordsForPortfolios(**given),
            todo=ToDo(
                **given,
                tasks=self.tasks if self.microsoft else None,
                settling=Settling(
                    store=self.store,
                    promises=Promises(**given, new_id=self.new_id),
                    goals=Goals(**given, new_id=self.new_id),
                ),
                link_to=lambda _pair, promise: f"https://tool.example/to/{promise}",
            ),
            together=Together(**given, new_id=self.new_id, presses=PRESSES),
            boards=Boards(**given, new_id=self.new_id),
            replies=Replies(**given, presses=PRESSES),
            projects=Projects(**given, new_id=self.new_id),
            showings=Showings(**given, new_id=self.new_id),
            helper=Helper(store=self.store, library=starter_courses),
            training=Training(**given, library=starter_courses),
            training_desk=TrainingDesk(**given, new_id=self.new_id, library=starter_courses),
            promises=Promises(**given, new_id=self.new_id),
            records=Records(**given, new_id=self.new_id),
            recordings=Recordings(**given, calendars=calendars),
            registrations=Registrations(
                **given,
                new_id=self.new_id,
                invitations=SqlPlatformInvitations(database=self.store.database),
                platforms=SqlPlatforms(database=self.store.database),
            ),
            relationships=Relationships(**given),
            reminders=Reminders(**given, mails=True),
            reports=Reports(**given, scores=self.scores),
            connections=connections(self),
            rosters=Rosters(**given, source=self.rosters),
            series=Series(**given, planning=planning),
            sessions=Sessions(
                **given,
                new_id=self.new_id,
                channel=channel,
            ),
            stages=Stages(**given, new_id=self.new_id),
            tabs=Tabs(**given, reads=SqlReads(store=self.store)),
            undoing=Undoing(**given, planning=planning),
            watching=Watching(**given, calendars=calendars),
            ways=MeetingWays(
                **given,
                notes=MailNotes(public_url="https://tool.example", sender="m@tool.example"),
                post=self.post,
                link_to=lambda session: f"https://tool.example/s/{session}",
            ),
        )
