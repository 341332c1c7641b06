"""Members of a course who may be one person: of one name, or of one address."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, union

from plugin.mentoring.people import CourseId, PersonId
from plugin.store.rows import Rows
from plugin.store.tables import course_member, joining, person

MOST: Final = 25
MOST_OF_ONE: Final = 8
"""Members of one name who are paired with each other."""


class Lookalikes(Rows):
    """Finds them; nobody is joined by it."""

    def lookalikes(self, course_id: CourseId) -> Sequence[tuple[PersonId, PersonId]]:
        """Return pairs of one name or address of whom nobody was asked, so many at a time: 1 query.

        Of many of one name the first few are paired, else they were too many pairs.
        """
        words = (person.c.name_key, func.lower(person.c.email))
        pairs = union(*(self._alike(course_id, word) for word in words)).subquery()
        both = (pairs.c.first, pairs.c.last)
        known = joining.c.kept_id.in_(both) & joining.c.other_id.in_(both)
        query = (
            select(pairs)
            .where(~exists().where(self._mine(joining), known))
            .order_by(*both)
            .limit(MOST)
        )
        return [(PersonId(row.first), PersonId(row.last)) for row in self._all(query)]

    def _alike(self, course_id: CourseId, word: ColumnElement[str]) -> Select[Any]:
        """Return pairs of members of whom `word` is the same, in one registration."""
        same = (person.c.registration_id, word)
        turn = func.row_number().over(partition_by=same, order_by=person.c.person_id)
        members = (
            select(*same, person.c.person_id, turn.label("turn"))
            .join_from(course_member, person, same_person())
            .where(self._mine(course_member, course_id=course_id))
            .where(person.c.subject.is_not(None), person.c.is_test.is_(False), word != "")
        )
        left, right = members.subquery(), members.subquery()
        alike = [mine == theirs for mine, theirs in zip(left.c[:2], right.c[:2], strict=True)]
        few = (left.c.turn < right.c.turn) & (right.c.turn <= MOST_OF_ONE)
        pair = (left.c.person_id.label("first"), right.c.person_id.label("last"))
        return select(*pair).join_from(left, right, and_(few, *alike))


def same_person() -> ColumnElement[bool]:
    """Return the condition that a member is this person."""
    return and_(
        person.c.tenant_id == course_member.c.tenant_id,
        person.c.person_id == course_member.c.person_id,
    )
