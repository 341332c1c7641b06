"""What is kept, and how it is changed: one transaction of one tenant at a time."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from plugin.mentoring.agreed_link import AgreedLink, LinkId, SharedLink
from plugin.mentoring.agreement import Agreement
from plugin.mentoring.enrolment import Enrolment, Medium
from plugin.mentoring.match_run import MatchRun
from plugin.mentoring.people import (
    CourseId,
    CourseMember,
    Person,
    PersonId,
    TenantId,
)
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span
from plugin.ports.adopting import AdoptingWork
from plugin.ports.arrivals import Arrival
from plugin.ports.between import BetweenWork
from plugin.ports.boards import BoardWork
from plugin.ports.folders import PlaceWork
from plugin.ports.goals import GoalWork
from plugin.ports.groups import GroupWork
from plugin.ports.guests import GuestStore, GuestWork
from plugin.ports.links import LinkWork
from plugin.ports.making import MakingWork
from plugin.ports.mentor_requests import MentorRequestWork
from plugin.ports.notices import NoticeWork
from plugin.ports.participation import ParticipationWork
from plugin.ports.people_lists import PeopleListWork
from plugin.ports.placements import Placement
from plugin.ports.privacy import PrivacyWork
from plugin.ports.relationship_pages import PageWork
from plugin.ports.rosters import RosterWork
from plugin.ports.same_person import SamePersonWork
from plugin.ports.scheduling import SchedulingWork
from plugin.ports.series import SeriesWork
from plugin.ports.talk import TalkWork
from plugin.ports.teams import TeamsWork
from plugin.ports.training import TrainingWork
from plugin.ports.trouble import TroubleWork
from plugin.ports.values import (
    Account,
    Course,
    Letter,
    SavedDraft,
    Subscription,
    Visit,
)
from plugin.ports.ways import WaysWork
from plugin.ports.wishes import WishWork


class Work(
    RosterWork,
    PlaceWork,
    LinkWork,
    GroupWork,
    GuestWork,
    PeopleListWork,
    ParticipationWork,
    SchedulingWork,
    SeriesWork,
    TeamsWork,
    TalkWork,
    PageWork,
    WaysWork,
    BetweenWork,
    NoticeWork,
    GoalWork,
    MakingWork,
    BoardWork,
    TroubleWork,
    MentorRequestWork,
    WishWork,
    TrainingWork,
    PrivacyWork,
    SamePersonWork,
    AdoptingWork,
    Protocol,
):
    """One transaction of one tenant: everything in it is saved, or nothing is.

    Each `save_…` raises ConflictError when someone else wrote the thing since it was read, and
    leaves the value's `version` to the store. Readers return None, or an empty sequence, for what
    this tenant does not have.
    """

    tenant_id: TenantId

    def person(self, person_id: PersonId) -> Person | None: ...
    def people(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Person]: ...
    def save_person(self, person: Person) -> None: ...

    def arrive(self, arrival: Arrival, *, now: datetime) -> tuple[Person, Course | None]:
        """Return the person and the course of a launch, made or brought up to date.

        The person's role in the course is kept as of this launch. A name or address that the LMS
        no longer tells is forgotten here too. Raises AnotherPersonError, and writes nothing, where
        an account with something of its own seems to have passed to somebody else.
        """
        ...

    @property
    def has_news(self) -> bool:
        """Whether what arrived here said something new of person, course or role."""
        ...

    def save_visit(self, visit: Visit) -> None:
        """Write it, new or seen again."""
        ...

    def course(self, course_id: CourseId) -> Course | None: ...
    def course_known_as(self, registration_id: str, context_id: str) -> Course | None: ...
    def save_course(self, course: Course) -> None: ...
    def first_notice(self, registration_id: str, notice_id: str) -> bool:
        """Note that a platform's notice came; True for the one caller who is first."""
        ...

    def copies_asked_at(self, registration_id: str, url: str) -> datetime | None:
        """Return when the LMS was last asked to tell of copies; None when never."""
        ...

    def save_copies_asked(self, registration_id: str, url: str, *, now: datetime) -> None: ...

    def course_members(self, course_id: CourseId) -> Sequence[CourseMember]: ...

    def programme(self, programme_id: ProgrammeId) -> Programme | None: ...
    def programmes_in(self, course_id: CourseId) -> Sequence[Programme]: ...
    def save_programme(self, programme: Programme) -> None: ...

    def enrolment(self, programme_id: ProgrammeId, person_id: PersonId) -> Enrolment | None: ...
    def enrolments(self, programme_id: ProgrammeId) -> Sequence[Enrolment]: ...
    def enrolments_of(
        self, programme_id: ProgrammeId, people: Iterable[PersonId]
    ) -> Mapping[PersonId, Enrolment]: ...
    def save_enrolment(self, enrolment: Enrolment) -> None: ...

    def draft(self, programme_id: ProgrammeId) -> SavedDraft | None: ...
    def save_draft(self, draft: SavedDraft) -> None: ...
    def drop_draft(self, programme_id: ProgrammeId) -> None: ...
    def match_run(self, programme_id: ProgrammeId) -> MatchRun | None: ...
    def save_match_run(self, run: MatchRun) -> None: ...

    def relationship(self, relationship_id: RelationshipId) -> Relationship | None: ...
    def relationships_in(self, programme_id: ProgrammeId) -> Sequence[Relationship]: ...
    def relationships_of(self, person_id: PersonId) -> Sequence[Relationship]: ...
    def save_relationship(self, relationship: Relationship) -> None: ...

    def agreement(self, relationship_id: RelationshipId) -> Agreement | None: ...
    def save_agreement(self, agreement: Agreement) -> None: ...

    def session(self, session_id: SessionId) -> MentoringSession | None: ...
    def sessions_of(
        self, relationship_ids: Iterable[RelationshipId], *, ending_after: datetime | None = None
    ) -> Sequence[MentoringSession]:
        """Return sessions in order of start, cancelled ones included."""
        ...

    def ways_met(self, programme_id: ProgrammeId, *, now: datetime) -> Mapping[Medium, int]:
        """Return how many sessions of a programme have been, by how they were held."""
        ...

    def save_session(self, session: MentoringSession) -> None:
        """Write the session and its seats; raise SlotTakenError when somebody is taken then."""
        ...

    def taken(self, people: Iterable[PersonId], window: Span) -> Mapping[PersonId, Sequence[Span]]:
        """Return the spans of planned sessions, of every programme, by person."""
        ...

    def account(self, person_id: PersonId) -> Account | None: ...
    def accounts(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Account]: ...
    def save_account(self, account: Account) -> None:
        """Write it; raise ConflictError when the account belongs to another person here."""
        ...

    def lapsed_accounts(self) -> Sequence[Account]: ...
    def drop_account(self, person_id: PersonId) -> None: ...

    def subscription(self, subscription_id: str) -> Subscription | None: ...
    def subscription_of(self, person_id: PersonId) -> Subscription | None: ...
    def subscriptions_ending(self, *, before: datetime) -> Sequence[Subscription]: ...
    def save_subscription(self, subscription: Subscription) -> None:
        """Write it; a person has one, so an earlier one of theirs is replaced."""
        ...

    def drop_subscription(self, subscription_id: str) -> None: ...

    def agreed_links(self, relationship_id: RelationshipId) -> Sequence[AgreedLink]: ...
    def save_agreed_link(self, link: AgreedLink) -> None: ...
    def drop_agreed_link(self, relationship_id: RelationshipId, number: int) -> None: ...
    def shared_links(self, relationship_id: RelationshipId) -> Sequence[SharedLink]: ...
    def save_shared_link(self, link: SharedLink) -> None: ...
    def drop_shared_link(self, link_id: LinkId) -> None: ...

    def letter(self, key: str) -> Letter | None: ...
    def letters_of(self, session_id: SessionId) -> Sequence[Letter]: ...
    def letters_about(self, session: MentoringSession) -> Sequence[Letter]:
        """Return the session's letters, and those about the whole series that it is of."""
        ...

    def save_letter(self, letter: Letter) -> None:
        """Write the letter unless one with its key exists."""
        ...

    def mark_sent(self, key: str, *, at: datetime) -> None: ...

    def queue(
        self,
        kind: str,
        payload: Mapping[str, str],
        *,
        key: str | None = None,
        run_at: datetime | None = None,
        needed_at: datetime | None = None,
    ) -> None:
        """Ask a worker to do this once the transaction is saved; now unless `run_at`.

        Of a backlog, what is needed sooner is done first; None is at once.
        """
        ...

    def note(self, event: str, **facts: str) -> None:
        """Write one line into the tenant's log: codes and identifiers, no words of people."""
        ...


class Store(GuestStore, Protocol):
    """Opens transactions."""

    def work(
        self, tenant_id: TenantId, *, lasting: bool = True, hurried: bool = False
    ) -> AbstractContextManager[Work]:
        """Save when the block ends well; undo when it raises.

        Not lasting: the latest are undone when the power fails, unless one that lasts came later.
        Hurried: gives up within about a second where the database is busy.
        """
        ...

    def look(self, tenant_id: TenantId) -> AbstractContextManager[Work]:
        """Read only: takes no lock that a writer waits for, and saves nothing."""
        ...

    def visit(self, handle_hash: str) -> Visit | None:
        """Return the visit, or None; whether it has expired is the caller's question."""
        ...

    def save_visit(self, visit: Visit) -> None:
        """Write it, new or seen again."""
        ...

    def placement(self, handle_hash: str) -> Placement | None:
        """Return what is to be placed from this visit; whether it is too late, the caller asks."""
        ...

    def save_placement(self, asked: Placement) -> None:
        """Keep it for the visit, encrypted."""
        ...

    def spend(self, ticket_hash: str, *, until: datetime, now: datetime) -> bool:
        """Note that a one-time ticket was used; True for exactly one caller."""
        ...

    def is_spent(self, ticket_hash: str) -> bool:
        """Whether a ticket was spent and is still remembered."""
        ...

    def expecting_subscription(self, *, now: datetime) -> bool:
        """Whether a subscription is being made: its id begins with "pending-", not yet expired."""
        ...

    def tenants(self) -> Sequence[TenantId]: ...

    def account_of(self, cloud: str, entra_tenant_id: str, object_id: str) -> Account | None:
        """Return the account, of whatever institution; of two, the one that was linked last."""
        ...

    def tenant_of_subscription(self, subscription_id: str) -> TenantId | None:
        """Return whose subscription it is: a notification does not say."""
        ...
