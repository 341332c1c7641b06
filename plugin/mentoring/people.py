"""A human being, as far as the tool knows them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

TenantId = NewType("TenantId", str)
PersonId = NewType("PersonId", str)
CourseId = NewType("CourseId", str)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of one institution.

    Attributes:
        name, email: None where the LMS withholds them. The address proposes and never decides.
        number: counts the people of a tenant; "Member 7" stands for a person without a name.
        zone: IANA name; None until the person has said.
        is_test: an LMS's preview user; never matched, counted or invited.

    """

    person_id: PersonId
    tenant_id: TenantId
    name: str | None
    email: str | None
    number: int
    zone: str | None = None
    locale: str | None = None
    is_test: bool = False

    @property
    def label(self) -> str:
        """What to call the person on a page."""
        return (self.name or "").strip() or f"Member {self.number}"

    @property
    def given(self) -> str:
        """The first word of the name, for friendly lines; the whole label where there is none."""
        words = (self.name or "").split()
        return words[0] if words else self.label


class CourseRole(StrEnum):
    """What a person is in the course, as the latest launch or roster says."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    LEARNER = "learner"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, and where from. Built by the web layer from a launch; never from a form.

    Attributes:
        course_id: None for a launch outside any course.
        role: in this course at this launch; a role of yesterday or of the institution is not here.
        guest_of: the programme that they came to by a link; with no role, all they see.
        administers: whether the LMS said at this launch that they administer it.

    """

    tenant_id: TenantId
    person_id: PersonId
    course_id: CourseId | None
    role: CourseRole
    is_test: bool = False
    guest_of: str | None = None
    administers: bool = False


@dataclass(frozen=True, slots=True)
class CourseMember:
    """One line of a course's list of people.

    Attributes:
        active: False when the LMS says so, or the person was not on the latest whole list.

    """

    person: Person
    role: CourseRole
    active: bool
