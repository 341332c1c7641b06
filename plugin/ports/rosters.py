"""How reading an LMS's list goes, and how every member of a course stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import CourseId, CourseRole, Person, TenantId
from plugin.mentoring.roster import Gap, Standing
from plugin.ports.values import Course, RosterChange, RosterMember


@dataclass(frozen=True, slots=True)
class ListMark:
    """By what an LMS can say what has changed since a list; None where it does not offer it.

    Attributes:
        etag: of the list; the LMS says whether it is still the same.
        changes_url: where it tells who has changed.

    """

    etag: str | None = None
    changes_url: str | None = None


@dataclass(frozen=True, slots=True)
class CourseList:
    """What an LMS says of a course's people.

    Attributes:
        members: everybody, or those who have changed.
        mark: for the next time.
        only_changes: whether everybody else is as before.

    """

    members: Sequence[RosterMember]
    mark: ListMark = ListMark()
    only_changes: bool = False


def merged(before: Sequence[RosterMember], changes: CourseList) -> Sequence[RosterMember]:
    """Return the whole list that follows from the one before and what has changed since."""
    by_subject = {one.subject: one for one in (*before, *changes.members)}
    return tuple(by_subject.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of one course's list goes, or went.

    Attributes:
        tried_at: when the latest reading began; None when none ever did.
        people_read: how many people have come so far.
        unread: lines of the latest whole list that could not be read.
        trouble_at: since when the LMS does not answer; None while it does.
        etag, changes_url: the mark of the latest list; see `ListMark`.
        whole_at, whole_url: when and from where the latest whole list was read.

    """

    course_id: CourseId
    tenant_id: TenantId
    tried_at: datetime | None = None
    people_read: int = 0
    unread: int = 0
    trouble_at: datetime | None = None
    etag: str | None = None
    changes_url: str | None = None
    whole_at: datetime | None = None
    whole_url: str | None = None

    @property
    def mark(self) -> ListMark | None:
        """By what the LMS can say what has changed since; None where it offers nothing."""
        found = ListMark(self.etag, self.changes_url)
        return found if found != ListMark() else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Removals that wait for a coordinator.

    Attributes:
        found_at: when the list that would remove them was read.
        leaving: how many it would remove.
        active: how many were active then.

    """

    course_id: CourseId
    tenant_id: TenantId
    found_at: datetime
    leaving: int
    active: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One member of a course, for the reconciliation page.

    Attributes:
        since: when the list began to say what it says, or when they came; see `standing`.
        launched_as, listed_as: None when they never opened the tool, or were on no list.

    """

    person: Person
    standing: Standing
    since: datetime
    gaps: frozenset[Gap]
    launched_as: CourseRole | None
    listed_as: CourseRole | None


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many members there are of each kind; `total` has everybody once."""

    total: int
    standings: Mapping[Standing, int]
    gaps: Mapping[Gap, int]


class RosterWork(Protocol):
    """What a transaction does with lists of people."""

    def apply_roster(
        self, course: Course, members: Sequence[RosterMember], *, now: datetime
    ) -> RosterChange:
        """Make the course's list what the LMS says, in one step; nobody is deleted.

        Where that removes suspiciously many, they stay, and the removals become the course's
        proposal; what an earlier list proposed is replaced in any case.
        """
        ...

    def listed(self, course_id: CourseId) -> Sequence[RosterMember]:
        """Return what the latest list says, as it would come again; one query."""
        ...

    def proposal(self, course_id: CourseId) -> Proposal | None:
        """Return the removals that wait, or None."""
        ...

    def settle(self, proposal: Proposal, *, remove: bool, now: datetime) -> int:
        """Carry the proposal out, or keep everybody; returns how many it concerned.

        Raises ConflictError when another list was read since, or somebody else has settled it.
        """
        ...

    def reading(self, course_id: CourseId) -> Reading | None:
        """Return how the reading goes; None before the first."""
        ...

    def save_reading(self, reading: Reading) -> None:
        """Write it; the latest writer is right."""
        ...

    def courses_to_read(self, *, before: datetime) -> Sequence[CourseId]:
        """Return courses with a programme whose list was last asked for before that moment."""
        ...

    def roster_counts(self, course_id: CourseId) -> RosterCounts:
        """One query."""
        ...

    def roster_lines(
        self, course_id: CourseId, *, kind: Standing | Gap | None = None, page: int = 1
    ) -> Sequence[RosterLine]:
        """Return one page of PAGE_SIZE by name, of everybody or of one kind; one query."""
        ...
