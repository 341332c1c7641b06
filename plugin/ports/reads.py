"""What pages show, read in a few queries however many people there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseId, Person, PersonId, TenantId
from plugin.mentoring.programme import Entry, Format, Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import MentoringSession, Sync
from plugin.ports.between import NOTHING_WAITS, Waiting
from plugin.ports.values import Course

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next session of a relationship, and how its outside meeting stands."""

    session: MentoringSession
    sync: Sync | None
    join_url: str | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RelationshipLine:
    """One relationship, for its members' home pages and the coordinator's list.

    Attributes:
        people: mentors or facilitators first.
        title: what a circle calls itself; empty for none.
        agreement: number of the latest version; None when nothing was proposed.
        signed_by: who has signed that version.
        last_met_at: the end of the latest planned session that has passed; None when none has.
        formal: whether everybody signs before a session can be booked.
        proposed_at: of the latest version.
        signed_at: when it was last signed by somebody.
        left: who is gone from the course for good; told on a coordinator's list only.
        leads: who mentors or facilitates.
        waiting: for the reader of their own relationships; told there only.
        rests: whether it rests now, by its members' wish or with its programme.

    """

    relationship_id: RelationshipId
    programme_id: ProgrammeId
    people: tuple[Person, ...]
    state: RelationshipState
    created_at: datetime
    agreement: int | None
    signed_by: frozenset[PersonId]
    next: NextSession | None
    last_met_at: datetime | None
    format: Format = Format.ONE_TO_ONE
    title: str = ""
    formal: bool = True
    proposed_at: datetime | None = None
    signed_at: datetime | None = None
    left: frozenset[PersonId] = frozenset()
    leads: frozenset[PersonId] = frozenset()
    waiting: Waiting = NOTHING_WAITS
    rests: bool = False

    @property
    def agreed(self) -> bool:
        """Whether everybody has signed the latest version."""
        return self.agreement is not None and {p.person_id for p in self.people} <= self.signed_by


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme of the course, and the reader's part in it.

    Attributes:
        side: None when the reader has no enrolment.
        ready: whether the reader's profile was sent.
        entry: what brings them to it, where they said so.

    """

    programme: Programme
    side: Side | None
    ready: bool
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the home page of one person in one course begins with.

    Attributes:
        person: None for one who was erased meanwhile.
        mine: as of `Reads.mine`; None where it was not read.

    """

    person: Person | None
    programmes: tuple[ProgrammeLine, ...]
    microsoft_linked: bool
    microsoft_needs_sign_in: bool
    mine: tuple[RelationshipLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeHead:
    """A programme with its course and the people who coordinate it, in order of appointment."""

    programme: Programme
    course: Course
    coordinators: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people are how far in a programme. Preview users are never counted.

    Attributes:
        members: active people of the course.
        profiles: who has sent a profile; `mentors` and `mentees` are some of them.
        placed: people with a profile who have an active relationship.
        relationships: pairings, peers and circles that have not ended.
        agreed, booked, met: people, each once, some relationship of whose has a signed agreement,
            a session at any time, a session that has been.

    """

    members: int
    profiles: int
    mentors: int
    mentees: int
    placed: int
    relationships: int
    agreed: int
    booked: int
    met: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the course, for the coordinator's list."""

    person: Person
    active: bool
    side: Side | None
    ready: bool
    partners: int


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What one person's pages outside any course begin with.

    Attributes:
        person: None for one who was erased meanwhile.
        lines: the person's relationships in every course, newest first, ended ones last.

    """

    person: Person | None
    microsoft_linked: bool
    microsoft_needs_sign_in: bool
    lines: tuple[RelationshipLine, ...]


class Reads(Protocol):
    """Answers pages. Each method costs a fixed number of queries."""

    def own(self, tenant_id: TenantId, person_id: PersonId, *, now: datetime) -> OwnFacts:
        """Return the person with their relationships of every course; at most 3 queries."""
        ...

    def home(self, tenant_id: TenantId, course_id: CourseId, person_id: PersonId) -> HomeFacts:
        """Return the person and the course's programmes; one query."""
        ...

    def first_page(
        self,
        tenant_id: TenantId,
        course_id: CourseId,
        person_id: PersonId,
        *,
        now: datetime,
        coordinates: Callable[[Programme], bool],
    ) -> HomeFacts:
        """Return what `home` does, and what `mine` does for whoever coordinates none of it."""
        ...

    def mine(
        self, tenant_id: TenantId, course_id: CourseId, person_id: PersonId, *, now: datetime
    ) -> Sequence[RelationshipLine]:
        """Return the person's relationships, newest first, ended ones last; at most 3 queries."""
        ...

    def programme(self, tenant_id: TenantId, programme_id: ProgrammeId) -> ProgrammeHead | None:
        """Return the programme, or None; one query."""
        ...

    def counts(self, tenant_id: TenantId, programme_id: ProgrammeId, *, now: datetime) -> Counts:
        """At most 2 queries."""
        ...

    def relationships(
        self, tenant_id: TenantId, programme_id: ProgrammeId, *, now: datetime, page: int = 1
    ) -> Sequence[RelationshipLine]:
        """Return one page of PAGE_SIZE, those that may want a hand first; at most 3 queries.

        A hand would help where nothing is agreed or nothing is booked for 14 days after that.
        """
        ...

    def people(
        self, tenant_id: TenantId, programme_id: ProgrammeId, *, page: int = 1, search: str = ""
    ) -> Sequence[PersonLine]:
        """Return one page of PAGE_SIZE by name; one query. `search` matches part of a name."""
        ...
