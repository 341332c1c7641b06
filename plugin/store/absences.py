"""People who vanished from a course, as their partners were told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from plugin.mentoring.absence import Absence
from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.roster import Told
from plugin.store.rows import Rows
from plugin.store.tables import absence as table
from plugin.store.tables import course, course_member, person

_AWAY = (Told.ABSENT, Told.INACTIVE)


class Absences(Rows):
    """Reads and writes absences."""

    def gone(self, course_id: CourseId, *, before: datetime) -> Sequence[PersonId]:
        """Return who is gone and not noted: 1 query."""
        noted = select(table.c.person_id).where(self._mine(table, course_id=course_id))
        query = (
            select(course_member.c.person_id)
            .join(course, _of_course())
            .join(person, _same_person())
            .where(
                self._mine(course_member, course_id=course_id),
                course_member.c.active.is_(False),
                course_member.c.told.in_(_AWAY),
                course_member.c.told_since <= before,
                # The list that said so first was followed by another, which says so still.
                course.c.roster_at > course_member.c.told_since,
                person.c.is_test.is_(False),
                course_member.c.person_id.not_in(noted),
            )
            .order_by(course_member.c.person_id)
        )
        return [row.person_id for row in self._all(query)]

    def back(self, course_id: CourseId) -> Sequence[Absence]:
        """Return absences that are over: 1 query."""
        query = (
            select(table)
            .join(course_member, _same_member())
            .where(self._mine(table, course_id=course_id), course_member.c.active.is_(True))
        )
        return [
            Absence(row.tenant_id, row.course_id, row.person_id, row.since, row.version)
            for row in self._all(query)
        ]

    def away(self, course_id: CourseId, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who is absent: 1 query."""
        query = (
            select(table.c.person_id)
            .join(course_member, _same_member())
            .where(
                self._mine(table, course_id=course_id),
                table.c.person_id.in_(list(people)),
                course_member.c.active.is_(False),
            )
        )
        return frozenset(row.person_id for row in self._all(query))

    def save_absence(self, absence: Absence) -> None:
        """Write it."""
        self._own(absence.tenant_id)
        key = {"course_id": absence.course_id, "person_id": absence.person_id}
        self._save(table, key, {"since": absence.since}, absence.version)

    def drop_absence(self, absence: Absence) -> None:
        """Forget it."""
        mine = self._mine(table, course_id=absence.course_id, person_id=absence.person_id)
        self._connection.execute(delete(table).where(mine))


def _same_member() -> ColumnElement[bool]:
    return and_(
        course_member.c.tenant_id == table.c.tenant_id,
        course_member.c.course_id == table.c.course_id,
        course_member.c.person_id == table.c.person_id,
    )


def _of_course() -> ColumnElement[bool]:
    return and_(
        course.c.tenant_id == course_member.c.tenant_id,
        course.c.course_id == course_member.c.course_id,
    )


def _same_person() -> ColumnElement[bool]:
    return and_(
        person.c.tenant_id == course_member.c.tenant_id,
        person.c.person_id == course_member.c.person_id,
    )
