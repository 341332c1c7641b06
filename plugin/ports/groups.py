"""The groups of a course, as the LMS has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import CourseId, PersonId, TenantId
from plugin.mentoring.seeding import CourseGroup
from plugin.ports.values import Course


@dataclass(frozen=True, slots=True)
class SeenGroup:
    """A group as the LMS tells of it, with what it calls its people."""

    group_id: str
    name: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupReading:
    """The groups of one course as they were last read.

    Attributes:
        state: "queued", "done" or a problem code; the groups stay what they were.
        read_at: of the groups here; None before the first whole reading.

    """

    course_id: CourseId
    tenant_id: TenantId
    state: str
    asked_at: datetime
    read_at: datetime | None = None
    groups: tuple[CourseGroup, ...] = ()


class Groups(Protocol):
    """Reads the groups of a course from its LMS."""

    def fetch(self, course: Course) -> Sequence[SeenGroup]:
        """Return all of them, with everybody in them.

        Raises TryLaterError, ConsentMissingError or RefusedError.
        """
        ...


class GroupWork(Protocol):
    """What a transaction does with groups."""

    def group_reading(self, course_id: CourseId) -> GroupReading | None:
        """Return the latest reading; None before the first."""
        ...

    def save_group_reading(self, reading: GroupReading) -> None:
        """Write it; the latest writer is right."""
        ...

    def said_groups(self, course_id: CourseId) -> Sequence[CourseGroup]:
        """Return the groups that launches of active members have named; one query."""
        ...

    def people_known_as(
        self, registration_id: str, subjects: Iterable[str]
    ) -> Mapping[str, PersonId]:
        """Return who is known by what the LMS calls them."""
        ...
