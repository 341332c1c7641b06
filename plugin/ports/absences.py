"""What following people who vanish from a course needs of the store."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.absence import Absence
from plugin.mentoring.people import CourseId, PersonId


class AbsenceWork(Protocol):
    """What a transaction does with absences."""

    def gone(self, course_id: CourseId, *, before: datetime) -> Sequence[PersonId]:
        """Return who is gone since before that moment by two lists or more, and not noted yet."""
        ...

    def back(self, course_id: CourseId) -> Sequence[Absence]:
        """Return absences of people whom the course has again."""
        ...

    def away(self, course_id: CourseId, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who of these is noted as absent and not back; one query."""
        ...

    def save_absence(self, absence: Absence) -> None:
        """Write it; raise ConflictError when it is there already."""
        ...

    def drop_absence(self, absence: Absence) -> None:
        """Forget it."""
        ...
