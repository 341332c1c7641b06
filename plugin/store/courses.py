"""Courses, and who is in them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from plugin.mentoring.people import CourseId, CourseMember, CourseRole
from plugin.ports.values import Course
from plugin.store.people import PERSON, person_of
from plugin.store.rows import Rows
from plugin.store.tables import course as table
from plugin.store.tables import course_member, person

COURSE = tuple(
    table.c[name]
    for name in (
        "course_id",
        "tenant_id",
        "registration_id",
        "context_id",
        "title",
        "memberships_url",
        "roster_at",
        "roster_state",
        "line_items_url",
        "grade_scopes",
        "groups_url",
        "copied_from",
        "version",
    )
)
"""The columns of a Course, in the order of its fields."""


class Courses(Rows):
    """Reads and writes courses."""

    def course(self, course_id: CourseId) -> Course | None:
        """Return the course, or None."""
        row = self._one(select(*COURSE).where(self._mine(table, course_id=course_id)))
        return course_of(row) if row else None

    def course_known_as(self, registration_id: str, context_id: str) -> Course | None:
        """Return the course that the LMS calls so, or None."""
        mine = self._mine(table, registration_id=registration_id, context_id=context_id)
        row = self._one(select(*COURSE).where(mine))
        return course_of(row) if row else None

    def save_course(self, course: Course) -> None:
        """Write the course."""
        self._own(course.tenant_id)
        self._save(table, {"course_id": course.course_id}, course_values(course), course.version)

    def course_members(self, course_id: CourseId) -> Sequence[CourseMember]:
        """Return everybody who is or was in the course, in the order they became known."""
        query = (
            select(*PERSON, course_member.c.role, course_member.c.active)
            .join_from(course_member, person, _same_person())
            .where(self._mine(course_member, course_id=course_id))
            .order_by(person.c.number)
        )
        return [
            CourseMember(person_of(row), CourseRole(row.role), row.active)
            for row in self._all(query)
        ]


def _same_person() -> Any:
    same = person.c.person_id == course_member.c.person_id
    return same & (person.c.tenant_id == course_member.c.tenant_id)


def course_of(values: Sequence[Any]) -> Course:
    """Read the first values of a row whose query began with COURSE."""
    return Course(*values[: len(COURSE)])


def course_values(course: Course) -> dict[str, Any]:
    """Return what of a course stands in columns beside key and version."""
    return {
        "registration_id": course.registration_id,
        "context_id": course.context_id,
        "title": course.title,
        "memberships_url": course.memberships_url,
        "roster_at": course.roster_at,
        "roster_state": course.roster_state,
        "line_items_url": course.line_items_url,
        "grade_scopes": course.grade_scopes,
        "groups_url": course.groups_url,
        "copied_from": course.copied_from,
    }
